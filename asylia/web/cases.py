"""What pages ask of the rooms below about one case, and where each look at it is written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings

from asylia.accounts.models import Account
from asylia.accounts.session import AccountRequest
from asylia.caseload.models import CaseRow
from asylia.core.codec import at_text
from asylia.core.decider import CaseCommand
from asylia.core.errors import Refused
from asylia.core.event import Role
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.ledger import Recorded
from asylia.shell.house import House
from asylia.shell.reading import case_of, events_of
from asylia.shell.submitting import Accepted
from asylia.shell.submitting import Conflict as Changed
from asylia.shell.submitting import submit as give
from asylia.web.band import Line
from asylia.web.lines import line_of
from asylia.web.templatetags.words import DESKS

# Why a desk looks at a case; written with every look and shown to the person (read.accounted).
PURPOSES: dict[str, str] = {
    "border_officer": "encounter",
    "asylum_officer": "screening",
    "supervisor": "review",
    "headquarters": "review",
    "judge": "remedy",
    "hearing_clerk": "notices and hearings",
    "specialist": "protection",
    "duty_post": "stay",
    "counsel": "representation",
    "overseer": "oversight",
}


@dataclass(frozen=True)
class Case:
    """One case as its pages read it: its number, what the record shows, the law it stands under, its entries."""

    id: str
    number: str
    file: CaseFile
    regime: Regime
    entries: Sequence[Recorded] = ()


@dataclass(frozen=True)
class Conflict:
    """Nothing was recorded: an entry after `seen` belongs to a step that this step rests on."""

    seen: int
    now: int
    lines: Sequence[Line] = ()


class CaseRequest(AccountRequest):
    """A request that access.py has let through to a page of one case."""

    account: Account


@cache
def house() -> House:
    """Return this process's one house, on the database that Django is set up for."""
    return House.open(settings.HOME)


def find(case: str) -> CaseRow | None:
    """Return the row of a case with what is due in it, None where there is none."""
    return CaseRow.objects.prefetch_related("dues", "counsels", "searches").filter(case=case).first()


def read(case: str) -> Case:
    """Return a case as the record shows it now."""
    row = CaseRow.objects.get(case=case)
    entries = house().ledger.read(house().raw(), f"case/{case}")
    return Case(case, row.number, case_of(case, entries), house().regime(row.regime), entries)


def name_on(row: CaseRow) -> str:
    """Return the name that a row keeps sealed, or what stands for it: erased, unknown, or its key destroyed."""
    if row.erased:
        return "Record erased"
    return house().unseal(row.person, bytes(row.name)) or "Name not recorded"


def submit(command: CaseCommand, case: Case, seen: int, key: str, account: Account) -> Accepted | Refused | Conflict:
    """Give a command; the same key with the same command is recorded once and answered alike."""
    answer = give(house(), command, case.id, seen=seen, key=key)
    if isinstance(answer, Changed):
        return Conflict(answer.seen, answer.now, lines_of(answer.entries, case, account))
    return answer


def lines(case: Case, account: Account) -> list[Line]:
    """Return the whole record of a case as lines for one reader, oldest first."""
    return lines_of(case.entries, case, account)


def lines_of(entries: Iterable[Recorded], case: Case, account: Account) -> list[Line]:
    """Return entries as lines for one reader; they end where the key to them was destroyed."""
    entries = list(entries)
    names = dict(Account.objects.values_list("staff", "name"))

    unnamed = officers_unnamed(account, case.file)

    def name(staff: str, role: Role) -> str:
        hidden = unnamed and role == "asylum_officer"
        return f"{names[staff]}, {DESKS[role]}" if staff in names and not hidden else DESKS[role].capitalize()

    reader, zone = cast("Role", account.role), ZoneInfo(case.file.zone)
    events = zip(entries, events_of(entries), strict=False)
    return [line_of(event, entry.version, zone, reader, name) for entry, event in events]


def officers_unnamed(account: Account, file: CaseFile) -> bool:
    """Return whether asylum officers stay without a name: to counsel, until an interview is booked."""
    return account.role == "counsel" and not any(each.interview.starts for each in file.claims)


def note_read(account: Account, case: str, *, page: str, shown: bool) -> None:
    """Write down who looked at which case on which page, why, and whether it was shown (read.accounted).

    Raises where it cannot be written: a page whose read is not recorded is not shown.
    """
    with house().transaction() as raw:
        house().ledger.record_read(
            raw,
            recorded=at_text(house().clock()),
            staff=account.staff,
            page=page,
            purpose=PURPOSES.get(account.role, account.role),
            shown=shown,
            stream=f"case/{case}",
        )


def note_list(account: Account, page: str, ids: Iterable[str]) -> None:
    """Write down that a list was looked at, with the cases it showed; raises where it cannot be written."""
    with house().transaction() as raw:
        house().ledger.record_read(
            raw,
            recorded=at_text(house().clock()),
            staff=account.staff,
            page=page,
            purpose=PURPOSES.get(account.role, account.role),
            shown=True,
            ids=list(ids),
        )
