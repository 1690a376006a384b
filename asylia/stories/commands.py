"""Every command that a story can give, and what is wrong with the fields it gives one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import msgspec
from msgspec import inspect

from asylia.core import codec
from asylia.core.command import Command
from asylia.core.decider import CaseCommand
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author
from asylia.core.streams import adoption, court, order, staff
from asylia.shell import beside, moving
from asylia.shell.house import House

Give = Callable[[House, Any], Refused | None]

BESIDE: dict[str, tuple[type[Command], Give]] = {
    kind.__name__: (kind, give)
    for give, kinds in (
        (beside.appoint, (staff.AppointStaff, staff.CertifyStaff, staff.DisableStaff)),
        (beside.regime, (adoption.ProposeRegime, adoption.AdoptRegime)),
        (beside.order, (order.EnterOrder, order.ConfirmOrder, order.LiftOrder)),
        (beside.calendar, (court.SetCalendar, court.SetSittings, court.SetHolidays, court.SetPort)),
        (moving.close, (court.CloseCourt,)),
    )
    for kind in kinds
}
COMMANDS: dict[str, type[Command]] = {**codec.COMMANDS, **{name: kind for name, (kind, _) in BESIDE.items()}}

# What a story may leave out, and what the runner then takes: the latest of its kind, or the story's own.
LATEST = ("claim", "determination", "notice", "hearing")
OWN = ("regime", "person")
OPENS = ("OpenCase", "OpenProvisionalCase")
# Which field of a command names another case.
OTHER_CASE = {"MatchCase": "to", "BeSought": "seeker", "PutInTouch": "case"}


class Flaw(NamedTuple):
    """What is wrong with one field: its path (`conditions.quiet`), why, and the names that are known there."""

    path: str
    reason: str
    known: tuple[str, ...] = ()


def fields_of(name: str) -> tuple[str, ...]:
    """The fields that a story gives a command, beside who gives it."""
    return tuple(each for each in COMMANDS[name].__struct_fields__ if each != "who")


def choices(name: str, field: str) -> tuple[str, ...]:
    """The words that a field of a command takes, where it takes words of a closed list."""
    kinds = [each.type for each in _fields(inspect.type_info(COMMANDS[name])) if each.name == field]
    return tuple(str(value) for each in kinds if isinstance(each, inspect.LiteralType) for value in each.values)


def flaws(name: str, given: Mapping[str, object]) -> Iterator[Flaw]:
    """Yield what is wrong with the fields given, unknown ones first, without needing a record."""
    shape = inspect.type_info(COMMANDS[name])
    yield from _unknown(shape, dict(given), "")
    left_out = [*LATEST, *(OWN if name in OPENS else ())]
    stands_in = {each: 1 if each in LATEST else "-" for each in left_out if each in fields_of(name)}
    missing = [each.name for each in _fields(shape) if each.required and each.name not in {"who", *stands_in, *given}]
    for each in missing:
        yield Flaw(each, f'{name} needs "{each}"')


def to_case_command(name: str, who: Author, given: Mapping[str, object]) -> CaseCommand:
    """The command about a case. Raises SlipOfForm, naming the field."""
    return codec.to_command(name, who, given)


def to_beside_command(name: str, who: Author, given: Mapping[str, object]) -> Command:
    """The command about what stands beside the cases. Raises SlipOfForm, naming the field."""
    plain = {**given, "who": msgspec.to_builtins(who), "do": name}
    try:
        return msgspec.convert(plain, BESIDE[name][0], strict=False)
    except msgspec.ValidationError as error:
        says, _, where = str(error).partition(" - at `$.")
        raise SlipOfForm(where.rstrip("`") or "form", says) from error


def _unknown(shape: inspect.Type, value: object, path: str) -> Iterator[Flaw]:
    """Walk a value beside its type; the core passes over unknown keys of parts, a story must not."""
    match shape:
        case inspect.UnionType():
            for each in shape.types:
                yield from _unknown(each, value, path)
        case inspect.Metadata():
            yield from _unknown(shape.type, value, path)
        case inspect.VarTupleType() | inspect.ListType() if isinstance(value, list):
            for number, each in enumerate(value):
                yield from _unknown(shape.item_type, each, f"{path}[{number}]")
        case inspect.StructType() if isinstance(value, dict):
            known = {each.name: each.type for each in shape.fields if each.name != "who"}
            for key, part in value.items():
                where = f"{path}.{key}" if path else str(key)
                if key not in known:
                    yield Flaw(where, f'there is no field "{key}" in {shape.cls.__name__}', tuple(known))
                else:
                    yield from _unknown(known[key], part, where)
        case _:
            return


def _fields(shape: inspect.Type) -> tuple[inspect.Field, ...]:
    return shape.fields if isinstance(shape, inspect.StructType) else ()
