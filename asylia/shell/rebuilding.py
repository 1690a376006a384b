"""Rebuilding: every read model again from the ledger, row for row what it was."""

from collections.abc import Callable

from asylia.accounts import staff as accounts
from asylia.caseload.projection import forget, project
from asylia.shell.house import House
from asylia.shell.reading import case_of, everyone


def silent(done: int, of: int) -> None:
    """Say nothing about how far a rebuild is."""


def rebuild(house: House, progress: Callable[[int, int], None] = silent) -> int:
    """Empty the caseload and fill it from every case stream; returns the number of cases.

    One transaction: readers see the old rows until the new ones are whole. Drafts are left alone.
    """
    with house.transaction() as raw:
        staff = everyone(house, raw)
        for each in staff.values():
            accounts.project(each)
        streams = house.ledger.streams(raw, "case/")
        forget()
        for done, stream in enumerate(streams, start=1):
            file = case_of(stream.removeprefix("case/"), house.ledger.read(raw, stream))
            if not file.erased:
                opener = staff.get(file.opened.by) if file.opened else None
                project(file, house.regime(file.regime), opener.office if opener else "", house)
            progress(done, len(streams))
    return len(streams)
