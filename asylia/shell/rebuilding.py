"""Rebuilding: every read model again from the ledger, row for row what it was."""

from collections.abc import Callable, Container

from asylia.accounts import staff as accounts
from asylia.caseload.projection import forget, note_interviews, note_receipts, project, project_erased
from asylia.core.file import CaseFile
from asylia.shell.house import House, Raw
from asylia.shell.reading import case_of, events_of, everyone, keeping_of, opening_office


def silent(done: int, of: int) -> None:
    """Say nothing about how far a rebuild is."""


def rebuild(house: House, progress: Callable[[int, int], None] = silent) -> int:
    """Empty the caseload and fill it from every case stream; returns the number of cases.

    One transaction: readers see the old rows until the new ones are whole. Drafts are left alone.
    """
    with house.transaction() as raw:
        for each in everyone(house, raw).values():
            accounts.project(each)
        streams, gone = house.ledger.streams(raw, "case/"), keeping_of(house, raw).gone
        forget()
        for done, stream in enumerate(streams, start=1):
            _rebuild_case(house, raw, stream, gone)
            progress(done, len(streams))
    return len(streams)


def _rebuild_case(house: House, raw: Raw, stream: str, gone: Container[str]) -> None:
    recorded = house.ledger.read(raw, stream)
    file = case_of(stream.removeprefix("case/"), recorded)
    if file.erased or file.id in gone:
        project_erased(file.id, recorded)
    else:
        project(CaseFile(id=file.id), file, house.regime(file.regime), house, lambda: opening_office(house, raw, file))
        note_interviews(file.id, enumerate(events_of(recorded), start=1))
    note_receipts(recorded)
