"""From a case file to its rows: refold, replace, in the transaction that appended."""

import datetime as dt
from typing import Protocol

from asylia.caseload.models import AlarmRow, CaseRow, DueRow, InterviewRow, NameToken
from asylia.caseload.names import tokens
from asylia.core.deadlines import due
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.standing import is_open, protected, stage


class Sealer(Protocol):
    """What seals personal text under a person's key, and makes keyed digests of name parts."""

    def seal(self, person: str, text: str) -> bytes:
        """The text sealed under the person's key."""

    def digest(self, token: str) -> bytes:
        """16 bytes that only a holder of the search key can make of a name part."""


def case_number(file: CaseFile) -> str:
    """The number people use: the year and the last six characters of the case's id."""
    year = file.opened.at.year if file.opened else 0
    return f"{year}-{file.id[-6:].upper()}"


def project(file: CaseFile, regime: Regime, office: str, sealer: Sealer) -> None:
    """Write the rows of one case as its stream now shows it; `office` is where it was opened."""
    row, _ = CaseRow.objects.update_or_create(case=file.id, defaults=_shown(file, regime, office, sealer))
    DueRow.objects.filter(case=row).delete()
    AlarmRow.objects.filter(case=row).delete()
    DueRow.objects.bulk_create(
        DueRow(
            case=row, key=each.id, what=each.what, claim=each.claim, desk=each.desk, staff=each.staff, by=each.by,
            alarm=each.alarm,
        )
        for each in due(file, regime)
    )  # fmt: skip
    AlarmRow.objects.bulk_create(
        AlarmRow(case=row, rule=each.rule, version=each.version, says=each.says, since=each.who.at)
        for each in file.signs
        if not each.answered
    )
    _project_interviews(file, row)
    if not NameToken.objects.filter(case=row).exists():
        NameToken.objects.bulk_create(NameToken(case=row, token=sealer.digest(each)) for each in tokens(file.name))


def _shown(file: CaseFile, regime: Regime, office: str, sealer: Sealer) -> dict[str, object]:
    claim = file.claims[-1] if file.claims else None
    determination = claim.determination if claim else None
    officers = {each.officer for each in file.claims if each.officer}
    reviewers = {each.determination.reviewer for each in file.claims if each.determination} - {""}
    return {
        "number": case_number(file),
        "version": file.version,
        "person": file.person,
        "name": sealer.seal(file.person, file.name),
        "office": office,
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


def _project_interviews(file: CaseFile, row: CaseRow) -> None:
    held = {each.claim for each in InterviewRow.objects.filter(case=row)}
    InterviewRow.objects.bulk_create(
        InterviewRow(case=row, claim=each.number, officer=each.officer, day=each.interview.begun.date())
        for each in file.claims
        if each.interview.begun is not None and each.number not in held
    )


def forget() -> None:
    """Empty the room, for a rebuild from the ledger."""
    CaseRow.objects.all().delete()
