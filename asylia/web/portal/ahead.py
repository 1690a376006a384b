"""What happens next, in words: one thing with its day, and the way so far; never a name, a shelter or what was said."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from asylia.caseload.projection import case_number
from asylia.core import deadlines
from asylia.core.file import CaseFile, Claim, Hearing
from asylia.core.regime import Regime
from asylia.core.standing import is_open, stage
from asylia.notices.languages import tongue
from asylia.web.portal.words import Words
from asylia.web.receipt import city

# The stage of a claim (core/standing.py) -> its sentence, and the id of what is due then.
STAGES = {
    "referral": ("next_referral", "assign"),
    "interview": ("next_booking", "book"),
    "readback": ("next_readback", "readback"),
    "determination": ("next_decision", "determination"),
    "review": ("next_review", "review"),
    "notice": ("next_notice", "serve"),
    "remedy": ("next_remedy", "remedy"),
}


class Next(NamedTuple):
    """The one thing that comes next: when (empty: no day is set), what, and what it means."""

    when: SafeString | str
    title: SafeString
    says: SafeString


class Step(NamedTuple):
    """One step of the way: `state` is done, now or ahead."""

    title: SafeString
    when: SafeString | str
    state: str


def next_of(file: CaseFile, regime: Regime, says: Words, now: dt.datetime) -> Next:
    """Return what happens next to this person."""
    claim = next((each for each in reversed(file.claims) if is_open(each, regime)), None)
    if claim is not None and file.custody.outside and file.custody.port_answer != "admitted":
        return at_the_port(file, says)
    if claim is None:
        ahead = next((each for each in file.hearings if each.awaited), None)
        if ahead is not None:
            return at_court(ahead, file, says)
        return plain("next_ended" if file.claims else "next_no_claim", says)
    if claim.withdrawal == "said":
        return plain("next_withdrawal", says)
    if claim.interview.starts and claim.interview.begun is None:
        there = claim.interview.starts.astimezone(ZoneInfo(file.zone))
        return Next(moment(there, says), says["next_interview"], says["next_interview_says"])
    key, due = STAGES.get(stage(claim, regime), ("next_referral", "assign"))
    return Next(by(file, regime, due, says, now), says[key], says[f"{key}_says"])


def plain(key: str, says: Words) -> Next:
    """Return what has no day."""
    return Next("", says[key], says[f"{key}_says"])


def at_the_port(file: CaseFile, says: Words) -> Next:
    """Return what someone waiting outside must know: not yet inside, and when to come (fear.brought-in)."""
    custody = file.custody
    if custody.port_answer in ("refused", "no_answer"):
        return plain("next_refused", says)
    if custody.port_appointment is None:
        return plain("next_waiting", says)
    there = custody.port_appointment.astimezone(ZoneInfo(file.zone))
    come = says("next_outside_says", port=custody.port, number=case_number(file))
    return Next(moment(there, says), says["next_waiting"], come)


def at_court(hearing: Hearing, file: CaseFile, says: Words) -> Next:
    """Return the hearing ahead, and where to report before it."""
    at = dt.datetime.combine(hearing.day, hearing.time)
    if hearing.report_day and hearing.report_time:
        report = dt.datetime.combine(hearing.report_day, hearing.report_time)
        told = says("next_report_says", port=hearing.port, city=city(hearing.court), hour=moment(at, says))
        return Next(moment(report, says), says["next_hearing"], told)
    told = says("next_hearing_says", city=city(hearing.court), number=case_number(file))
    return Next(moment(at, says), says["next_hearing"], told)


def by(file: CaseFile, regime: Regime, due: str, says: Words, now: dt.datetime) -> SafeString | str:
    """Return until when the next step is due, or that it is late; nothing where the rules set no day."""
    found = next((each for each in deadlines.due(file, regime) if each.id.startswith(due)), None)
    if found is None or found.by is None:
        return ""
    day = in_words(found.by.astimezone(ZoneInfo(file.zone)).date(), says)
    return says("late" if found.by < now else "by_day", day=day)


def moment(at: dt.datetime, says: Words) -> SafeString:
    """Return a day and an hour of the place's own clock in words."""
    return says("on_day", day=in_words(at.date(), says), time=tongue(says.code).on_the_clock(at.time()))


def in_words(day: dt.date, says: Words) -> str:
    """Return a day in words: weekday, day, month, year."""
    return tongue(says.code).in_words(day)


def way_of(file: CaseFile, says: Words) -> list[Step]:
    """Return the way of the last claim: what is done with its day, what is now, what comes."""
    if not file.claims:
        return []
    steps = list(_way(file, file.claims[-1], says))
    current = next((place for place, each in enumerate(steps) if each.state == "ahead"), len(steps))
    return [each._replace(state="now") if place == current else each for place, each in enumerate(steps)]


def _way(file: CaseFile, claim: Claim, says: Words) -> Iterator[Step]:
    zone = ZoneInfo(file.zone)
    yield Step(says["way_said"], in_words(claim.day, says), "done")
    heard, starts = claim.interview.ended, claim.interview.starts
    when = heard.astimezone(zone) if heard else starts.astimezone(zone) if starts else None
    day = in_words(when.date(), says) if when else ""
    yield Step(says["way_heard" if heard else "way_interview"], day, "done" if heard else "ahead")
    read = claim.readback
    day = in_words(read.at.astimezone(zone).date(), says) if read else ""
    yield Step(says["way_read" if read else "way_readback"], day, "done" if read else "ahead")
    service = claim.determination.service if claim.determination else None
    day = in_words(service.day, says) if service else ""
    yield Step(says["way_given" if service else "way_decision"], day, "done" if service else "ahead")
    for hearing in file.hearings:
        if not hearing.postponed:
            yield Step(says["way_hearing"], in_words(hearing.day, says), "ahead" if hearing.awaited else "done")
