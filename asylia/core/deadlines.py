"""What is due in a case, by whom and by when, under its regime; the first of these is the case's due line."""

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from asylia.core.event import Role
from asylia.core.file import CaseFile, Claim, Determination, Hearing
from asylia.core.missing import searched, untold
from asylia.core.owed import Due, of_counsel, of_searches
from asylia.core.regime import Limit, Regime
from asylia.core.standing import (
    awaits_anew,
    doubts,
    fear_asked,
    final,
    is_open,
    remedy_open,
    repeats_of,
    reviews_owed,
    stage,
)

__all__ = ["Due", "due"]

DAY = dt.timedelta(days=1)
# Dues whose hour is that of a court's own clock; the core, which knows no zones, gives it as if it were UTC.
BY_THE_COURTS_CLOCK = frozenset({"hearing", "serve_hearing", "cause", "prepare_hearing", "transport", "missing"})
ANEW_WITHIN = 14 * DAY  # house (oversight.md, M02): what is chosen, or comes again, is decided anew by then
HOUR = dt.timedelta(hours=1)  # house: someone at the office answers within it


def due(file: CaseFile, regime: Regime) -> tuple[Due, ...]:
    """Everything due now, soonest first; what has no limit comes last."""
    if file.version == 0 or file.matched_to:
        return ()
    if file.closed:
        return tuple(_of_the_closed(file, regime))
    everything = [
        *_of_the_person(file, regime), *_of_their_pages(file), *_of_the_claims(file, regime),
        *_of_the_repeats(file), *_of_the_hearings(file, regime), *of_counsel(file), *of_searches(file),
    ]  # fmt: skip
    last = dt.datetime.max.replace(tzinfo=dt.UTC)
    return tuple(sorted(everything, key=lambda each: each.by or last))


def open_name(id: str) -> str:
    """What something due is called where it is answered for: of a doubt, that it is one, never which."""
    return "doubt" if id.startswith("doubt.") else id


def _of_the_closed(file: CaseFile, regime: Regime) -> Iterator[Due]:
    """A drawn review outlives its case: the estimate it serves would lose whoever is quick to close (review.draw)."""
    for claim in file.claims:
        if claim.determination is not None and awaits_anew(claim.determination):
            yield from _reviews(claim, claim.determination, regime)
    yield from _of_the_repeats(file)


def _after(start: dt.datetime, limit: Limit | None) -> dt.datetime | None:
    """The moment a limit ends: hours run from the moment; days end at the end of the last day, UTC."""
    if limit is None:
        return None
    if limit.hours is not None:
        return start + dt.timedelta(hours=limit.hours)
    return start + dt.timedelta(days=limit.days or 0)


def _of_the_person(file: CaseFile, regime: Regime) -> Iterator[Due]:
    opened = file.opened
    if opened is None:
        return
    start = opened.at
    if file.provisional and not file.matched_to:
        by = _after(start, regime.limit("statement_matched"))
        yield Due(
            id="match", what="Match this statement to a person", claim=0, desk="asylum_officer", staff="", by=by,
            alarm="fear.open-door", limit="statement_matched",
        )  # fmt: skip
        return
    if not file.languages:
        yield _now(
            "language", "Record the languages understood", "border_officer", opened.by, start, "advisal.language"
        )
    if file.screening is None:
        yield _now("screening", "Use the vulnerability tool", "border_officer", opened.by, start, "vulnerable.screened")
    for doubt in doubts(file):
        by = _after(start, regime.limit("doubt_resolved"))
        yield Due(
            id=f"doubt.{doubt}", what="Resolve a doubt in private", claim=0, desk="specialist", staff="", by=by,
            alarm="vulnerable.screened", limit="doubt_resolved",
        )  # fmt: skip
    if not fear_asked(file) and not file.claims:
        said_no = any(each.answer == "no" for each in file.asked)
        if said_no:
            by = _after(file.asked[-1].who.at, regime.limit("asked_again"))
            yield Due(
                id="ask_again", what="Ask about fear once more, outside the border agency", claim=0,
                desk="asylum_officer", staff="", by=by, alarm="fear.asked", limit="asked_again",
            )  # fmt: skip
        else:
            yield _now("ask", "Put the fear question", "border_officer", opened.by, start, "fear.asked")
    if file.custody.held_since is not None:
        child = file.screening is not None and file.screening.answers.get("child") == "yes"
        limit = "custody_children" if child else "custody"
        yield Due(
            id="custody", what="End custody, or give the reason by name", claim=0, desk="duty_post", staff="",
            by=_after(file.custody.held_since, regime.limit(limit)), alarm="custody.limit", limit=limit,
        )  # fmt: skip
        last = file.custody.counted or file.custody.held_since
        yield Due(
            id="counted", what="Record the night, and food, water, sleep, care and calls", claim=0, desk="duty_post",
            staff="", by=last + DAY, alarm="custody.counted",
        )  # fmt: skip


def _of_their_pages(file: CaseFile) -> Iterator[Due]:
    """What the person said or asked for on their own pages, and nobody has answered."""
    said = file.portal.sending_back
    if said is not None and any(each.rule == "fear.stay" and not each.answered for each in file.signs):
        yield Due(
            id="sending_back", what="Stop the return that is said to happen now", claim=0, desk="supervisor", staff="",
            by=said + HOUR, alarm="fear.stay",
        )  # fmt: skip
    claim = file.claims[-1] if file.claims else None
    officer = claim.officer if claim else ""
    for each in file.portal.asked:
        if not each.answer:
            counsel = each.what == "counsel"
            yield Due(
                id=f"asked.{each.number}", what="Answer what the person asked for", claim=0,
                desk="asylum_officer" if officer else "supervisor", staff=officer, by=each.at + DAY,
                alarm="contact.family-counsel" if counsel else "interview.conditions",
            )  # fmt: skip


def _now(id: str, what: str, desk: Role, staff: str, at: dt.datetime, alarm: str) -> Due:
    """Due at once: before the encounter ends."""
    return Due(id=id, what=what, claim=0, desk=desk, staff=staff, by=at + DAY, alarm=alarm)


def _of_the_claims(file: CaseFile, regime: Regime) -> Iterator[Due]:
    for claim in file.claims:
        if not is_open(claim, regime):
            # A positive is served without waiting for its drawn review, which is owed all the same (review.draw).
            signed = claim.determination
            if signed is not None and signed.service is not None:
                yield from _reviews(claim, signed, regime)
            continue
        yield from _of_a_claim(file, claim, regime)
        waits_outside = file.custody.outside and file.custody.port_answer != "admitted"
        if waits_outside and file.custody.port_appointment is None:
            by = _after(claim.who.at, regime.limit("port_appointment"))
            yield Due(
                id="port", what="Give a port appointment and a pass", claim=claim.number, desk="hearing_clerk",
                staff="", by=by, alarm="fear.brought-in", limit="port_appointment",
            )  # fmt: skip
        if waits_outside and file.custody.port_appointment is not None and not file.custody.port_answer:
            limit = _after(claim.who.at, regime.limit("port_appointment")) or file.custody.port_appointment
            yield Due(
                id="port_answer", what=f"Record how the port answered the pass: {file.custody.port[:100]}",
                claim=claim.number, desk="hearing_clerk", staff="", by=max(limit, file.custody.port_appointment),
                alarm="fear.brought-in", limit="port_appointment",
            )  # fmt: skip
        within_reach = file.custody.held_since is not None or file.custody.outside
        if within_reach and not file.custody.acknowledged:
            by = _after(claim.who.at, regime.limit("stay_acknowledged"))
            yield Due(
                id="stay", what="Acknowledge the stay at the duty post", claim=claim.number, desk="duty_post",
                staff="", by=by, alarm="fear.stay-delivered", limit="stay_acknowledged",
            )  # fmt: skip


def _of_a_claim(file: CaseFile, claim: Claim, regime: Regime) -> Iterator[Due]:
    """The next step of one open claim: there is always one (fear.lost)."""
    at = claim.who.at

    def step(id: str, what: str, limit: str, desk: Role = "asylum_officer") -> Due:
        by = _after(at, regime.limit(limit))
        staff = claim.officer if desk == "asylum_officer" else ""
        return Due(id=id, what=what, claim=claim.number, desk=desk, staff=staff, by=by, alarm="fear.lost", limit=limit)

    if claim.withdrawal == "said":
        asked = step("confirm_withdrawal", "Ask whether the withdrawal stands", "withdrawal_confirmed")
        yield replace(asked, alarm="withdrawal.free")
        return
    determination = claim.determination
    match stage(claim, regime):
        case "referral":
            yield step("assign", "Draw an officer", "next_step", "supervisor")
        case "interview" if claim.interview.starts is None and claim.interview.begun is None:
            yield step("book", "Book the interview", "next_step")
        case "interview":
            what = "Hold the interview" if claim.interview.begun is None else "End the interview"
            yield replace(step("interview", what, ""), by=claim.interview.starts or claim.interview.begun)
        case "readback":
            yield step("readback", "Read the summary back", "determination")
        case "determination":
            yield step("determination", "Write and sign the determination", "determination")
        case "review" | "notice" | "remedy" if determination is not None:
            yield from _after_signing(file, claim, determination, regime)
        case _:
            return


def _reviews(claim: Claim, determination: Determination, regime: Regime) -> Iterator[Due]:
    for review in reviews_owed(determination, regime):
        by = None if review.days is None else determination.who.at + review.days * DAY
        desk: Role = "supervisor" if review.level == "supervisor" else "headquarters"
        what = "Decide anew, blind" if review.selects == "drawn" else "Review for legal sufficiency"
        yield Due(
            id=f"review.{review.level}", what=what, claim=claim.number, desk=desk, staff=determination.reviewer, by=by,
            alarm="review.deference", limit=f"review.{review.level}",
        )  # fmt: skip
    chosen = determination.targeted
    if chosen is not None and awaits_anew(determination) == chosen.level:
        yield Due(
            id=f"review.{chosen.level}", what="Decide anew, blind", claim=claim.number, desk="headquarters", staff="",
            by=chosen.at + ANEW_WITHIN, alarm="review.draw",
        )  # fmt: skip


def _of_the_repeats(file: CaseFile) -> Iterator[Due]:
    """What a reviewer is to decide once more; its days begin when it comes before them."""
    for claim, determination, each in repeats_of(file):
        comes = dt.datetime.combine(each.from_day, dt.time(), dt.UTC)
        yield Due(
            id=f"repeat.{determination.number}", what="Decide anew, blind", claim=claim.number, desk="headquarters",
            staff=each.reviewer, by=comes + ANEW_WITHIN, alarm="review.draw",
        )  # fmt: skip


def _after_signing(file: CaseFile, claim: Claim, determination: Determination, regime: Regime) -> Iterator[Due]:
    yield from _reviews(claim, determination, regime)
    if determination.proposal is not None:
        yield Due(
            id="panel", what="Vote on the proposed override", claim=claim.number, desk="headquarters", staff="",
            by=None, alarm="review.override",
        )  # fmt: skip
    if determination.service is None:
        # A drawn review never delays a positive, and what a panel has before it is not served (review.draw).
        if not final(determination, regime):
            return
        yield Due(
            id="serve", what="Serve the decision", claim=claim.number, desk="hearing_clerk", staff="",
            by=_after(determination.who.at, regime.limit("service")), alarm="notice.served", limit="service",
        )  # fmt: skip
    elif remedy_open(determination, regime):
        yield from _remedies(claim, determination, determination.service.at, regime)


def _remedies(claim: Claim, determination: Determination, served: dt.datetime, regime: Regime) -> Iterator[Due]:
    if determination.reconsideration_asked and determination.reconsidered is None:
        yield Due(
            id="reconsider", what="Look again, as an officer who took no part", claim=claim.number,
            desk="asylum_officer", staff="", alarm="remedy.reachable", limit="reconsideration",
            by=_after(determination.reconsideration_asked, regime.limit("reconsideration")),
        )  # fmt: skip
        return
    asked = determination.remedy_asked or served
    if not determination.record_sent:
        yield Due(
            id="send_record", what="Send the record to judge and counsel", claim=claim.number, desk="hearing_clerk",
            staff="", by=asked + DAY, alarm="remedy.reachable",
        )  # fmt: skip
    days = regime.remedy.days_to_decide
    yield Due(
        id="remedy", what="Decide the request for review", claim=claim.number, desk="judge", staff="",
        by=None if days is None else asked + days * DAY, alarm="remedy.reachable",
    )  # fmt: skip


def _of_the_hearings(file: CaseFile, regime: Regime) -> Iterator[Due]:
    limit = regime.limit("notice_undelivered")
    before = (limit.days or 0) * DAY if limit else dt.timedelta()
    for hearing in file.hearings:
        held = dt.datetime.combine(hearing.day, hearing.time, tzinfo=dt.UTC)
        if hearing.awaited:
            yield from _of_the_notice(file, hearing, held - before)
            yield from _of_the_way(file, hearing, held)
            yield _of_the_clerk(f"hearing.{hearing.number}", "Hearing; record who came", held, "hearing.absence-cause")
        if hearing.attended is False and not hearing.cause:
            yield _of_the_clerk(
                f"cause.{hearing.number}", "Find out why the person was absent", held + DAY, "hearing.absence-cause"
            )
        if hearing.attended is False and hearing.cause in ("", "unknown") and not searched(file, hearing):
            tonight = dt.datetime.combine(hearing.day, dt.time(), tzinfo=dt.UTC) + DAY
            what = f"Missing: tell {', '.join(untold(file, hearing))} today, and search"
            yield _of_the_clerk(f"missing.{hearing.number}", what, tonight, "hearing.absence-cause")


def _of_the_clerk(id: str, what: str, by: dt.datetime, alarm: str, limit: str = "") -> Due:
    return Due(id=id, what=what, claim=0, desk="hearing_clerk", staff="", by=by, alarm=alarm, limit=limit)


def _of_the_notice(file: CaseFile, hearing: Hearing, by: dt.datetime) -> Iterator[Due]:
    """A day without a paper, or with one that is not proven to have reached the person, alarms before the hearing."""
    notice, limit = file.notice_of(hearing), "notice_undelivered"
    if notice is None:
        what = "Sign the notice of the new day"
        yield _of_the_clerk(f"prepare_hearing.{hearing.number}", what, by, "notice.served", limit)
    elif notice.service is not None and notice.undelivered:
        what = "Sign another notice of hearing: it came back"
        yield _of_the_clerk(f"prepare_hearing.{hearing.number}", what, by, "notice.served", limit)
    elif notice.service is None:
        what = "Serve the notice of hearing"
        yield _of_the_clerk(f"serve_hearing.{hearing.number}", what, by, "notice.served", limit)


def _of_the_way(file: CaseFile, hearing: Hearing, held: dt.datetime) -> Iterator[Due]:
    """Who was sent to wait is fetched from the port: booked two days before, confirmed the day before (house)."""
    if not file.placed or not hearing.port:
        return
    owed = {"": ("Book the way from the port", 2), "planned": ("Have the way from the port confirmed", 1)}
    if owing := owed.get(hearing.transport.way):
        what, days = owing
        yield _of_the_clerk(f"transport.{hearing.number}", what, held - days * DAY, "custody.counted")
