"""From a case file to its rows: refold, replace, in the transaction that appended."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

from asylia.caseload.models import AlarmRow, CaseRow, DueRow, HearingRow, InterviewRow, NameToken
from asylia.caseload.names import tokens
from asylia.core.deadlines import Due, due
from asylia.core.file import CaseFile, Hearing, Sign
from asylia.core.regime import Regime
from asylia.core.standing import is_open, protected, stage
from asylia.core.steps.interview import InterviewBegun


class Sealer(Protocol):
    """What seals personal text under a person's key, and makes keyed digests of name parts."""

    def seal(self, person: str, text: str) -> bytes:
        """The text sealed under the person's key."""

    def unseal(self, person: str, sealed: bytes) -> str | None:
        """The text again, or None once the person's key is destroyed."""

    def digest(self, token: str) -> bytes:
        """16 bytes that only a holder of the search key can make of a name part."""


def case_number(file: CaseFile) -> str:
    """The number people use: the year and the last six characters of the case's id."""
    year = file.opened.at.year if file.opened else 0
    return f"{year}-{file.id[-6:].upper()}"


def project(file: CaseFile, regime: Regime, sealer: Sealer, office: Callable[[], str]) -> None:
    """Write the rows of one case as its stream now shows it; only what changed is written.

    `office` gives the office where the case was opened; it is asked once, with the first row.
    """
    shown = _shown(file, regime)
    row = CaseRow.objects.filter(case=file.id).first()
    if row is None:
        row = CaseRow(case=file.id, office=office(), name=b"", **shown)
        _write_name(row, file, sealer)
        row.save(force_insert=True)
    else:
        changed = {name: value for name, value in shown.items() if getattr(row, name) != value}
        if sealer.unseal(file.person, bytes(row.name)) != file.name:
            changed["name"] = _write_name(row, file, sealer)
        CaseRow.objects.filter(case=file.id).update(**changed)
    _replace(DueRow, row, [_due_row(row, number, each) for number, each in enumerate(due(file, regime))])
    _replace(AlarmRow, row, [_alarm_row(row, each) for each in file.signs if not each.answered])
    _replace(HearingRow, row, [_hearing_row(row, file, each) for each in file.hearings])


def _write_name(row: CaseRow, file: CaseFile, sealer: Sealer) -> bytes:
    sealed = row.name = sealer.seal(file.person, file.name)
    NameToken.objects.filter(case=row).delete()
    NameToken.objects.bulk_create(NameToken(case=row, token=sealer.digest(each)) for each in tokens(file.name))
    return sealed


def _due_row(row: CaseRow, number: int, each: Due) -> DueRow:
    """What is due, with no ground in it: a row says what to do, never why (vulnerable.screened)."""
    ground = each.id.startswith("doubt.")
    key, what = (f"doubt.{number}", "Resolve a doubt in private") if ground else (each.id, each.what)
    return DueRow(
        case=row, key=key, what=what, claim=each.claim, desk=each.desk, staff=each.staff, by=each.by, alarm=each.alarm
    )


def _alarm_row(row: CaseRow, each: Sign) -> AlarmRow:
    return AlarmRow(case=row, rule=each.rule, version=each.version, since=each.who.at)


def _hearing_row(row: CaseRow, file: CaseFile, each: Hearing) -> HearingRow:
    notice = file.notices[each.notice - 1]
    service = notice.service
    return HearingRow(
        case=row, number=each.number, court=each.court, day=each.day, time=each.time, port=each.port,
        report_day=each.report_day, report_time=each.report_time, notice=each.notice,
        served=service.day if service else None, how=service.how if service else "",
        undelivered=bool(notice.undelivered), reached=file.contact.last_reached, attended=each.attended,
        cause_known=bool(each.cause), unexcused=each.unexcused, postponed=bool(each.postponed),
    )  # fmt: skip


R = TypeVar("R", DueRow, AlarmRow, HearingRow)


def _replace(kind: type[R], row: CaseRow, wanted: list[R]) -> None:
    """Make the case's rows of one kind those that are wanted; rows that stand already are left alone."""
    names = [each.attname for each in kind._meta.concrete_fields if not each.primary_key]
    left = {tuple(getattr(each, name) for name in names): each for each in wanted}
    gone = [
        each.pk for each in kind.objects.filter(case=row) if not left.pop(tuple(getattr(each, n) for n in names), None)
    ]
    if gone:
        kind.objects.filter(pk__in=gone).delete()
    if left:
        kind.objects.bulk_create(left.values())


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
        "drawn_for": determination.drawn_for if determination and _awaits_draw(determination.reviews) else "",
        "hearing_day": min((each.day for each in file.hearings if each.awaited), default=None),
    }


def _awaits_draw(reviews: tuple[object, ...]) -> bool:
    return not any(getattr(each, "kind", "") in ("agreed", "disagreed") for each in reviews)


def forget() -> None:
    """Empty the room, for a rebuild from the ledger."""
    CaseRow.objects.all().delete()
