"""Court orders: entered by one person, confirmed by another, binding at once; lifted by two as well."""

from collections.abc import Iterable
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event, Role
from asylia.core.facts import CourtOrder

Effect = Literal["no_return", "no_placement", "counsel_before_interview"]
MAY: frozenset[Role] = frozenset({"hearing_clerk", "supervisor", "headquarters", "overseer"})


class OrderAct(Act, frozen=True, kw_only=True):
    """An act about one court order."""

    order: str


class EnterOrder(OrderAct, frozen=True, kw_only=True):
    """Enter an order: court, number, digest of its text, what it stops or gives, and whom it covers."""

    court: str
    number: str
    effects: tuple[Effect, ...]
    text_digest: str = ""
    places: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    in_custody: bool = False
    with_counsel: bool = False


class ConfirmOrder(OrderAct, frozen=True, kw_only=True):
    """Confirm, as a second person, an order entered or its lifting; it binds from now, or binds no longer."""


class LiftOrder(OrderAct, frozen=True, kw_only=True):
    """Enter that the order is stayed, reversed or ended; what was given under it stays given."""

    reason: str


OrderCommand: TypeAlias = EnterOrder | ConfirmOrder | LiftOrder


class OrderEntered(Event, frozen=True, kw_only=True, tag="order.entered/1"):
    """An order was entered and waits for a second person."""

    court: str
    number: str
    effects: tuple[Effect, ...]
    text_digest: str
    places: tuple[str, ...]
    cases: tuple[str, ...]
    in_custody: bool
    with_counsel: bool


class OrderConfirmed(Event, frozen=True, kw_only=True, tag="order.confirmed/1"):
    """A second person confirmed the entry, or the lifting."""


class OrderLifted(Event, frozen=True, kw_only=True, tag="order.lifted/1"):
    """The lifting was entered and waits for a second person."""

    reason: str


OrderEvents: TypeAlias = OrderEntered | OrderConfirmed | OrderLifted


class OrderFile(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one order."""

    order: CourtOrder | None = None
    entered_by: str = ""
    binding: bool = False
    lifted_by: str = ""


def decide(file: OrderFile, command: OrderCommand) -> OrderEvents | Refused:
    """What a command about an order leads to (order.obeyed)."""
    broken = list(_broken(file, command))
    if broken:
        return Refused(rules=tuple(broken))
    match command:
        case EnterOrder():
            return OrderEntered(
                who=command.who, court=command.court, number=command.number, effects=command.effects,
                text_digest=command.text_digest, places=command.places, cases=command.cases,
                in_custody=command.in_custody, with_counsel=command.with_counsel,
            )  # fmt: skip
        case ConfirmOrder():
            return OrderConfirmed(who=command.who)
        case LiftOrder():
            return OrderLifted(who=command.who, reason=command.reason)
        case _:
            assert_never(command)


def _broken(file: OrderFile, command: OrderCommand) -> Iterable[Broken]:
    if command.who.role not in MAY:
        yield Broken(rule="authority.role", detail=f"a {command.who.role.replace('_', ' ')} may not do this")
    if isinstance(command, EnterOrder):
        if file.order is not None:
            yield Broken(rule="procedure.once", detail="this order is entered already")
        return
    if file.order is None:
        yield Broken(rule="procedure.exists", detail="there is no such order")
    first = file.lifted_by or ("" if file.binding else file.entered_by)
    if isinstance(command, ConfirmOrder) and not first:
        yield Broken(rule="procedure.exists", detail="nothing waits for a second person")
    if isinstance(command, ConfirmOrder) and first == command.who.by:
        yield Broken(rule="order.obeyed", detail="the second person must be another")
    if isinstance(command, LiftOrder) and not file.binding:
        yield Broken(rule="procedure.exists", detail="this order does not bind")


def evolve(id: str, file: OrderFile, event: OrderEvents) -> OrderFile:
    """The order after one event."""
    match event:
        case OrderEntered():
            order = CourtOrder(
                id=id, court=event.court, effects=event.effects, places=event.places, cases=event.cases,
                in_custody=event.in_custody, with_counsel=event.with_counsel,
            )  # fmt: skip
            return OrderFile(order=order, entered_by=event.who.by)
        case OrderConfirmed():
            return replace(file, binding=not file.lifted_by, lifted_by="")
        case OrderLifted():
            return replace(file, lifted_by=event.who.by)
        case _:
            assert_never(event)


def fold(id: str, events: Iterable[OrderEvents]) -> OrderFile:
    """The order that a stream shows."""
    file = OrderFile()
    for event in events:
        file = evolve(id, file, event)
    return file
