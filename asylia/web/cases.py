"""What pages ask of the rooms below about one case, and where each look at it is written down."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from asylia.accounts.models import Account
from asylia.accounts.session import AccountRequest
from asylia.core.file import CaseFile
from asylia.core.regime import Regime


class Row(Protocol):
    """One case as access needs it; the caseload's row has these."""

    case: str
    office: str
    post: str
    encounter_open: bool
    owners: Collection[str]
    counsel: Collection[str]
    monitors: Collection[str]
    barred: Collection[str]


@dataclass(frozen=True)
class Case:
    """One case as its pages read it: what the record shows, and the law it stands under."""

    id: str
    file: CaseFile
    regime: Regime


class CaseRequest(AccountRequest):
    """A request that access.py has let through to a page of one case."""

    account: Account


def find(case: str) -> Row | None:
    """Return the row of a case, None where there is none."""
    del case
    return None


def read(case: str) -> Case:
    """Return a case as the record shows it now."""
    raise LookupError(case)


def note_read(account: Account, case: str, *, page: str, shown: bool) -> None:
    """Write down who looked at which case on which page, and whether it was shown (read.accounted)."""
    del account, case, page, shown
