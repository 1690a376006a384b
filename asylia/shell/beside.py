"""Commands about what stands beside the cases: staff, regimes, court orders, court calendars."""

from asylia.accounts import staff as accounts
from asylia.core.errors import Broken, Refused
from asylia.core.streams import adoption, court
from asylia.core.streams import order as orders
from asylia.core.streams import staff as staff_stream
from asylia.shell.house import House
from asylia.shell.reading import adoptions, append_beside, order_of, staff_of


def appoint(house: House, command: staff_stream.StaffCommand) -> Refused | None:
    """Appoint, certify or disable a member of staff (headquarters only); the account follows at once."""
    if command.who.role != "headquarters":
        return Refused(rules=(Broken(rule="authority.role", detail="headquarters appoints staff"),))
    with house.transaction() as raw:
        key = f"staff/{command.staff}"
        append_beside(house, raw, key, staff_stream.happened(command), key)
        accounts.project(staff_of(house, raw, command.staff))
    return None


def regime(house: House, command: adoption.AdoptionCommand) -> Refused | None:
    """Propose or adopt a regime version; it may be used once two people have."""
    id = command.version.partition("/")[0]
    with house.transaction() as raw:
        decided = adoption.decide(adoptions(house, raw, id), command)
        if isinstance(decided, Refused):
            return decided
        append_beside(house, raw, f"regime/{id}", decided, "office/regimes")
    return None


def order(house: House, command: orders.OrderCommand) -> Refused | None:
    """Enter, confirm or lift a court order; it binds open cases from the second person on."""
    with house.transaction() as raw:
        decided = orders.decide(order_of(house, raw, command.order), command)
        if isinstance(decided, Refused):
            return decided
        append_beside(house, raw, f"order/{command.order}", decided, "office/orders")
    return None


def calendar(house: House, command: court.SetCalendar) -> Refused | None:
    """Set a court's sittings (hearing clerks and headquarters)."""
    if command.who.role not in ("hearing_clerk", "headquarters"):
        return Refused(rules=(Broken(rule="authority.role", detail="hearing clerks keep the court's calendar"),))
    with house.transaction() as raw:
        append_beside(house, raw, f"court/{command.court}", court.happened(command), "office/courts")
    return None
