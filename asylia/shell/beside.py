"""Commands about what stands beside the cases: staff, regimes, court orders, court calendars."""

from collections.abc import Callable
from typing import TypeVar

from msgspec.structs import replace

from asylia.accounts import staff as accounts
from asylia.core.command import Act
from asylia.core.errors import Broken, Refused, SlipOfForm
from asylia.core.event import Event
from asylia.core.streams import adoption, court, legal_help
from asylia.core.streams import order as orders
from asylia.core.streams import staff as staff_stream
from asylia.ledger import SlipOfForm as Unkeepable
from asylia.shell import slots
from asylia.shell.house import House, Raw
from asylia.shell.numbers import fault_in
from asylia.shell.reading import HELP, adoptions, append_beside, court_of, everyone, order_of, staff_of

A = TypeVar("A", bound=Act)
KEEPERS = ("hearing_clerk", "headquarters")  # of courts' calendars


def appoint(house: House, command: staff_stream.StaffCommand) -> Refused | None:
    """Appoint, certify, address or disable a member of staff (headquarters only); the account follows at once.

    Raises core's SlipOfForm for a number or mailbox that is none.
    """
    if isinstance(command, staff_stream.AddressStaff):
        for kind, name in (("email", "email"), ("phone", "number")):
            typed = getattr(command, name)
            if typed and (fault := fault_in(kind, typed)):
                raise SlipOfForm(name, fault)

    def work(raw: Raw) -> Refused | None:
        given = from_their_desk(house, raw, command)
        if given.who.role != "headquarters":
            return _refused("headquarters appoints staff")
        if isinstance(given, staff_stream.GiveDuty) and given.who.by == given.staff:
            return _refused("nobody gives a duty to themselves: another person at headquarters does")
        append_beside(house, raw, f"staff/{given.staff}", staff_stream.happened(given))
        accounts.project(staff_of(house, raw, given.staff))
        return None

    return settled(house, "staff", work)


def regime(house: House, command: adoption.AdoptionCommand) -> Refused | None:
    """Propose or adopt a regime version; it may be used once two people have."""
    id = command.version.partition("/")[0]

    def work(raw: Raw) -> Refused | None:
        decided = adoption.decide(adoptions(house, raw, id), from_their_desk(house, raw, command))
        return _kept(house, raw, f"regime/{id}", decided)

    return settled(house, "version", work)


def order(house: House, command: orders.OrderCommand) -> Refused | None:
    """Enter, confirm or lift a court order; it binds open cases from the second person on."""

    def work(raw: Raw) -> Refused | None:
        decided = orders.decide(order_of(house, raw, command.order), from_their_desk(house, raw, command))
        return _kept(house, raw, f"order/{command.order}", decided)

    return settled(house, "order", work)


def calendar(house: House, command: court.CourtCommand) -> Refused | None:
    """Set when a court sits, its sessions, holidays and ports (hearing clerks and headquarters).

    Closing a court moves hearings too: shell/moving.py.
    """
    slots.check_calendar(command)

    def work(raw: Raw) -> Refused | None:
        given = from_their_desk(house, raw, command)
        if given.who.role not in KEEPERS:
            return _refused("hearing clerks keep the court's calendar")
        house.ledger.lock(raw, [slots.lock_name(given.court)])
        return _kept(house, raw, f"court/{given.court}", court.decide(court_of(house, raw, given.court), given))

    return settled(house, "court", work)


def help_listed(house: House, command: legal_help.ListHelp) -> Refused | None:
    """Put the list of legal help anew, each number called (clerks, supervisors and headquarters)."""

    def work(raw: Raw) -> Refused | None:
        return _kept(house, raw, HELP, legal_help.decide(from_their_desk(house, raw, command)))

    return settled(house, "helpers", work)


def settled(house: House, names: str, work: Callable[[Raw], Refused | None]) -> Refused | None:
    """Do the work in a transaction; `names` is the field that names the stream. Raises core's SlipOfForm."""
    try:
        return house.settle(work)
    except Unkeepable as slip:
        raise SlipOfForm(names if slip.field == "stream" else slip.field, slip.reason) from None


def from_their_desk(house: House, raw: Raw, command: A) -> A:
    """The command from the desk that its author holds; before headquarters is appointed, from the desk they claim."""
    author = staff_of(house, raw, command.who.by)
    if author.role == "anyone" and not any(each.role == "headquarters" for each in everyone(house, raw).values()):
        return command
    role = "anyone" if author.disabled else author.role
    return replace(command, who=replace(command.who, role=role))


def _kept(house: House, raw: Raw, stream: str, decided: Event | Refused) -> Refused | None:
    if isinstance(decided, Refused):
        return decided
    append_beside(house, raw, stream, decided)
    return None


def _refused(detail: str) -> Refused:
    return Refused(rules=(Broken(rule="authority.role", detail=detail),))
