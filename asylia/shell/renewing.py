"""Renewing: the notices of days that were moved, for a whole family at once, addressed as the papers before them."""

from msgspec.structs import replace

from asylia.core.decider import decide
from asylia.core.errors import Broken, Refused
from asylia.core.event import Author
from asylia.core.file import CaseFile, Hearing
from asylia.core.steps.notice import PrepareNotice
from asylia.shell.beside import settled
from asylia.shell.gathering import facts_for
from asylia.shell.house import House, Raw
from asylia.shell.reading import case_now, family_of, staff_of
from asylia.shell.slots import lock_name
from asylia.shell.submitting import write_decided


def renew(house: House, who: Author, case: str, title: str) -> Refused | None:
    """Sign the new notice of everyone in a family whose day was moved and has none yet; all or none."""

    def work(raw: Raw) -> Refused | None:
        signer = staff_of(house, raw, who.by)
        given = replace(who, role=signer.role)
        first = case_now(house, raw, case)
        members = family_of(house, raw, first.family) or (case,)
        files = [case_now(house, raw, each) for each in members]
        names = {f"case/{each.id}" for each in files} | {f"person/{each.person}" for each in files}
        courts = {each.court for file in files for each in file.hearings if waits(each)}
        house.ledger.lock(raw, names | {lock_name(each) for each in courts} | {f"family/{first.family or case}"})
        for file in (case_now(house, raw, each) for each in members):
            for hearing in (each for each in file.hearings if waits(each)):
                act = renewed(file, hearing, PrepareNotice(
                    who=given, kind="hearing", language=file.best_language, signer=signer.name, title=title
                ))  # fmt: skip
                if act is None:
                    return _refused("there is no earlier paper to follow: prepare this notice by itself")
                decided = decide(file, act, house.regime(file.regime), facts_for(house, raw, file, act, signer))
                if isinstance(decided, Refused):
                    raise _NotAllError(decided)
                file = write_decided(house, raw, file, act, decided)  # noqa: PLW2901 - read on for the next
        return None

    try:
        return settled(house, "case", work)
    except _NotAllError as stopped:
        return stopped.refused


class _NotAllError(Exception):
    """One of them cannot be signed: the whole transaction is undone."""

    def __init__(self, refused: Refused) -> None:
        super().__init__("a notice cannot be signed")
        self.refused = refused


def waits(hearing: Hearing) -> bool:
    """Whether a hearing stands on a new day that no paper tells yet."""
    return hearing.awaited and not hearing.notice


def renewed(file: CaseFile, hearing: Hearing, blank: PrepareNotice) -> PrepareNotice | None:
    """The notice of a day that was moved, addressed as the paper before; None where there was none.

    Where the notice to appear never reached the person, the new one is a notice to appear again.
    """
    told = file.told_before(hearing)
    before = file.notice_of(told) if told else None
    if before is None:
        return None
    appeared = any(each.kind == "appear" and each.proven for each in file.notices)
    return replace(
        blank, kind="hearing" if appeared else "appear", language=before.language, address_kind=before.address_kind,
        address=before.address, court=hearing.court, day=hearing.day, time=hearing.time, port=hearing.port,
        report_day=hearing.report_day, report_time=hearing.report_time,
    )  # fmt: skip


def _refused(detail: str) -> Refused:
    return Refused(rules=(Broken(rule="notice.valid", detail=detail),))
