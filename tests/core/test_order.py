"""Court orders: entered by one person, confirmed by another, binding from then; lifted by two as well."""

import datetime as dt
from typing import Any

from asylia.core.errors import Refused
from asylia.core.event import Author, Role
from asylia.core.streams.order import (
    ConfirmOrder,
    EnterOrder,
    LiftOrder,
    OrderCommand,
    OrderEvents,
    OrderFile,
    decide,
    fold,
)  # fmt: skip

AT = dt.datetime(2022, 1, 12, 15, tzinfo=dt.UTC)


def who(by: str, role: Role = "hearing_clerk") -> Author:
    return Author(by=by, role=role, at=AT)


def enter(by: str = "clerk-1", **more: Any) -> EnterOrder:
    return EnterOrder(who=who(by), order="o-1", court="court-1", number="22-1", effects=("no_return",), **more)


def after(*commands: OrderCommand) -> OrderFile:
    """The order after commands that all pass."""
    events: list[OrderEvents] = []
    for command in commands:
        event = decide(fold("o-1", events), command)
        assert not isinstance(event, Refused), event
        events.append(event)
    return fold("o-1", events)


def test_order_obeyed_is_entered_and_confirmed_by_two_people() -> None:
    """order.obeyed: an order is entered by two people, and binds from the second (S0; S3; S4)."""
    assert not after(enter()).binding
    alone = decide(after(enter()), ConfirmOrder(who=who("clerk-1"), order="o-1"))
    assert isinstance(alone, Refused)
    bound = after(enter(), ConfirmOrder(who=who("clerk-2"), order="o-1"))
    assert bound.binding
    assert bound.order is not None
    assert bound.order.effects == ("no_return",)


def test_order_obeyed_is_lifted_by_two_people_too() -> None:
    """order.obeyed: entered, then stayed: one person alone lifts nothing (S0; S3; S4)."""
    lift = LiftOrder(who=who("clerk-1"), order="o-1", reason="stayed on appeal")
    binding = (enter(), ConfirmOrder(who=who("clerk-2"), order="o-1"))
    assert after(*binding, lift).binding
    assert isinstance(decide(after(*binding, lift), ConfirmOrder(who=who("clerk-1"), order="o-1")), Refused)
    assert not after(*binding, lift, ConfirmOrder(who=who("clerk-2"), order="o-1")).binding


def test_authority_role_no_border_desk_enters_or_lifts_an_order() -> None:
    """authority.role: orders are entered by the court's clerk, a supervisor, headquarters or the overseer (house)."""
    for role in ("border_officer", "duty_post", "asylum_officer", "counsel"):
        refused = decide(OrderFile(), EnterOrder(who=who("x", role), order="o-1", court="c", number="1", effects=()))
        assert isinstance(refused, Refused)
        assert refused.rules[0].rule == "authority.role"
