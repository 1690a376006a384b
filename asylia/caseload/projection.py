"""From a case file to its rows: refold, replace, in the transaction that appended."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias

from django.db.models import Model

from asylia.caseload.models import (
    ERASED,
    AlarmRow,
    CaseRow,
    CounselRow,
    DueRow,
    HearingRow,
    InterviewRow,
    NameToken,
    ReceiptRow,
    SearchRow,
)
from asylia.caseload.names import tokens
from asylia.core.deadlines import Due, due, open_name
from asylia.core.file import CaseFile, Hearing, LateAnswered
from asylia.core.provable import PROVABLE
from asylia.core.regime import Regime
from asylia.core.standing import ANEW, awaits_anew, is_open, protected, repeats_of, stage
from asylia.core.steps.interview import InterviewBegun
from asylia.ledger import Recorded
from asylia.ledger.receipt import code_of

Rows: TypeAlias = list[dict[str, Any]]


class Sealer(Protocol):
    """What seals personal text under a person's key, and makes keyed digests of name parts."""

    def seal(self, person: str, text: str) -> bytes:
        """The text sealed under the person's key."""

    def digest(self, token: str) -> bytes:
        """16 bytes that only a holder of the search key can make of a name part."""


def case_number(file: CaseFile) -> str:
    """The number people use: the year and the last six characters of the case's id."""
    return number_of(file.id, file.opened.at) if file.opened else f"0-{file.id[-6:].upper()}"


def number_of(case: str, opened: dt.datetime) -> str:
    """The number of the case with that id, opened at that moment."""
    return f"{opened.year}-{case[-6:].upper()}"


def project(before: CaseFile, file: CaseFile, regime: Regime, sealer: Sealer, office: Callable[[], str]) -> None:
    """Write the rows of one case as its stream now shows it, where `before` showed something else.

    `office` gives the office where the case was opened; it is asked with the first row only.
    """
    shown, known = _shown(file, regime), before.version > 0
    if known:
        was = _shown(before, regime)
        changed = {name: value for name, value in shown.items() if value != was[name]}
        known = CaseRow.objects.filter(case=file.id).update(**changed) == 1
    if not known:
        CaseRow.objects.create(case=file.id, name=sealer.seal(file.person, file.name), office=office(), **shown)
        NameToken.objects.bulk_create(
            NameToken(case_id=file.id, token=sealer.digest(each)) for each in tokens(file.name)
        )
    elif file.name != before.name:
        _rename(file, sealer)
    for kind, named_by, rows_of in ROWS:  # where there was no row of the case, none of these can stand
        stood, stand = rows_of(before, regime) if known else [], rows_of(file, regime)
        gone = [{name: each[name] for name in named_by} for each in stood if each not in stand]
        _replace(kind, file.id, gone, [each for each in stand if each not in stood])


def project_erased(case: str, entries: Sequence[Recorded]) -> None:
    """Put in place of all rows of a case the one that says its record was erased, made of what no key seals."""
    opened = dt.datetime.fromisoformat(entries[0].at)
    shown: dict[str, Any] = {"number": number_of(case, opened), "version": len(entries), "opened": opened}
    shown |= {"regime": entries[0].regime or "", "stage": ERASED, "closed": ERASED, "name": b""}
    shown |= dict.fromkeys(("person", "office", "place", "family", "matched_to", "language", "drawn_for"), "")
    shown |= {"owners": [], "counsel": [], "parts": [], "anew": [], "repeats": []}
    shown |= dict.fromkeys(("encounter_open", "provisional", "placed", "held", "outside", "open_claim"), False)
    CaseRow.objects.filter(case=case).delete()
    CaseRow.objects.create(case=case, protected=False, **shown)


def _rename(file: CaseFile, sealer: Sealer) -> None:
    CaseRow.objects.filter(case=file.id).update(name=sealer.seal(file.person, file.name))
    NameToken.objects.filter(case=file.id).delete()
    NameToken.objects.bulk_create(NameToken(case_id=file.id, token=sealer.digest(each)) for each in tokens(file.name))


def _due_rows(file: CaseFile, regime: Regime) -> Rows:
    return [_due_row(number, each, file) for number, each in enumerate(due(file, regime))]


def _due_row(number: int, each: Due, file: CaseFile) -> dict[str, Any]:
    """What is due, with no ground in it: a row says what to do, never why (vulnerable.screened)."""
    key = f"doubt.{number}" if each.id.startswith("doubt.") else each.id
    return {
        "key": key, "what": each.what, "claim": each.claim, "desk": each.desk, "staff": each.staff, "by": each.by,
        "alarm": each.alarm, "answered": any(_answers(said, each) for said in file.late_answered),
    }  # fmt: skip


def _answers(said: LateAnswered, each: Due) -> bool:
    """Whether what was said speaks of this lateness, and not of an earlier one of the same thing."""
    return (said.due, said.claim) == (open_name(each.id), each.claim) and each.by is not None and said.who.at >= each.by


def _alarm_rows(file: CaseFile, regime: Regime) -> Rows:
    del regime
    shown = {(each.rule, each.version): each.who.at for each in file.signs if not each.answered}
    return [{"rule": rule, "version": version, "since": since} for (rule, version), since in shown.items()]


def _hearing_rows(file: CaseFile, regime: Regime) -> Rows:
    del regime
    return [_hearing_row(file, each) for each in file.hearings]


def _hearing_row(file: CaseFile, each: Hearing) -> dict[str, Any]:
    notice = file.notice_of(each)
    service = notice.service if notice else None
    return {
        "number": each.number, "court": each.court, "day": each.day, "time": each.time, "port": each.port,
        "report_day": each.report_day, "report_time": each.report_time, "notice": each.notice,
        "served": service.day if service else None, "how": service.how if service else "",
        "undelivered": bool(notice and notice.undelivered), "refused": bool(notice and notice.refused),
        "reached": file.contact.last_reached, "attended": each.attended, "cause_known": bool(each.cause),
        "unexcused": each.unexcused, "postponed": bool(each.postponed), "closure": each.closure,
        "outcome": each.outcome, "way": each.transport.way,
    }  # fmt: skip


def _counsel_rows(file: CaseFile, regime: Regime) -> Rows:
    del regime
    stands = {each.counsel: "former" for each in file.appearances}
    if file.appearance_asked is not None:
        stands[file.appearance_asked.counsel] = "asked"
    if file.counsel:
        stands[file.counsel] = "now"
    return [{"staff": staff, "stands": each} for staff, each in stands.items()]


def _search_rows(file: CaseFile, regime: Regime) -> Rows:
    del regime
    return [
        {"number": each.number, "owner": each.owner, "seeker": each.seeker, "theirs": each.theirs}
        for each in file.traces
        if each.owner and not each.closed
    ]


# The rows that refer to a case: their table, what names one of them in its case, and how they are made of the file.
ROWS: tuple[tuple[type[Model], tuple[str, ...], Callable[[CaseFile, Regime], Rows]], ...] = (
    (DueRow, ("key", "claim"), _due_rows),
    (AlarmRow, ("rule", "version"), _alarm_rows),
    (HearingRow, ("number",), _hearing_rows),
    (CounselRow, ("staff",), _counsel_rows),
    (SearchRow, ("number",), _search_rows),
)


def _replace(kind: type[Model], case: str, gone: Rows, new: Rows) -> None:
    """Take rows of one kind out of a case, by what names them in it, and put others in."""
    for each in gone:
        kind._default_manager.filter(case=case, **each).delete()
    if new:
        kind._default_manager.bulk_create(kind(case_id=case, **each) for each in new)


def note_interviews(case: str, events: Iterable[tuple[int, object]]) -> None:
    """Count the interviews begun in a case, from its events with their versions (decider.care)."""
    InterviewRow.objects.bulk_create(
        InterviewRow(case_id=case, version=version, officer=event.who.by, day=event.day)
        for version, event in events
        if isinstance(event, InterviewBegun)
    )


def _shown(file: CaseFile, regime: Regime) -> dict[str, Any]:
    claim = file.claims[-1] if file.claims else None
    determination = claim.determination if claim else None
    officers = {each.officer for each in file.claims if each.officer}
    reviewers = {each.determination.reviewer for each in file.claims if each.determination} - {""}
    return {
        "number": case_number(file),
        "version": file.version,
        "person": file.person,
        "place": file.place,
        "family": file.family,
        "matched_to": file.matched_to,
        "regime": file.regime,
        "language": file.best_language,
        "stage": stage(claim, regime),
        "opened": file.opened.at if file.opened else dt.datetime.min.replace(tzinfo=dt.UTC),
        "encounter_open": not file.encounter_ended and not file.closed,
        "provisional": file.provisional and not file.matched_to,
        "placed": bool(file.placed),
        "held": file.custody.held_since is not None,
        "outside": file.custody.outside,
        "open_claim": any(is_open(each, regime) for each in file.claims),
        "protected": any(protected(each, regime) for each in file.claims),
        "closed": file.closed,
        "owners": sorted(officers | reviewers),
        "counsel": [file.counsel] if file.counsel else [],
        "parts": sorted([each.staff, each.part] for each in file.parts),
        "drawn_for": awaits_anew(determination) if determination else "",
        "anew": _anew(file),
        "repeats": sorted([each.reviewer, each.from_day.isoformat()] for _, _, each in repeats_of(file)),
        "hearing_day": min((each.day for each in file.hearings if each.awaited), default=None),
    }


def _anew(file: CaseFile) -> list[list[str]]:
    """Who decided a determination of this case anew, blind, and who recognised it and was replaced, with which."""
    reviews = [each for claim in file.claims for signed in claim.determinations for each in signed.reviews]
    return sorted([each.who.by, each.kind] for each in reviews if each.kind in (*ANEW, "recognised"))


def note_receipts(entries: Iterable[Recorded]) -> None:
    """Make the entries that a person may prove known by the codes on their papers (core/provable.py)."""
    ReceiptRow.objects.bulk_create(
        ReceiptRow(code=code_of(each.digest), stream=each.stream, version=each.version)
        for each in entries
        if each.name in PROVABLE
    )


def forget() -> None:
    """Empty the room, for a rebuild from the ledger."""
    CaseRow.objects.all().delete()
    ReceiptRow.objects.all().delete()
