"""Any command at all: made from its own type, with a marked word in every field that takes words."""

from datetime import timedelta
from random import Random
from typing import Any

from msgspec import inspect

from asylia.core import codec
from asylia.core.authority import MAY
from asylia.core.errors import Refused, SlipOfForm
from asylia.shell.submitting import Accepted
from tests.shell.people import DESKS, MPP, Desk

CANARY = "Quetzalcanary"  # found in no invented person's words, and nowhere in the product
# What names something by id, code or place, and so may stand open: no words go there.
IDS = {"person", "family", "counsel", "reviewer", "to", "child", "interpreter", "tracer"}
CODES = {
    "regime": MPP,
    "place": "Northgate crossing",
    "port": "Northgate",
    "court": "larkfield",
    "best": "es",
    "language": "es",
    "country": "HN",
}


class Anything:
    """Commands for one house, drawn from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 (the same for the same seed)
        self.said = 0

    def command(self, desk: Desk, kind: type | None = None) -> Any:
        """A command that parses, from somebody who may often give it."""
        kind = kind or self.random.choice(list(codec.COMMANDS.values()))
        may = [by for by, (role, _) in DESKS.items() if role in MAY[kind]] or list(DESKS)
        by = self.random.choice(may if self.random.random() < 0.9 else list(DESKS))
        desk.at += timedelta(minutes=self.random.randrange(600))
        fields = {
            each.name: self._value(each.type, each.name)
            for each in inspect.type_info(kind).fields
            if each.name != "who" and (each.required or self.random.random() < 0.7)
        }
        return desk.command(kind.__name__, by, **fields)

    def wander(self, desks: list[Desk], steps: int) -> dict[str, int]:
        """Give so many commands about those cases; how each was answered, counted."""
        answered: dict[str, int] = {}
        for _ in range(steps):
            desk = self.random.choice(desks)
            try:
                command = self.command(desk)
                answer = desk.send(command)
                kind = type(answer).__name__
                assert isinstance(answer, Accepted | Refused)
            except SlipOfForm:
                kind = "SlipOfForm"
            answered[kind] = answered.get(kind, 0) + 1
        return answered

    def words(self) -> str:
        """Marked words, never the same twice."""
        self.said += 1
        return f"{CANARY} ñandú {self.said} 😀 \u202e"

    def _value(self, kind: inspect.Type, name: str) -> Any:
        pick = self.random
        match kind:
            case inspect.Metadata():
                return self._value(kind.type, name)
            case inspect.LiteralType():
                return pick.choice(kind.values)
            case inspect.StrType() if name in CODES:
                return CODES[name]
            case inspect.StrType() if name in IDS:
                return pick.choice(["someone", *DESKS])
            case inspect.StrType():
                return self.words()
            case inspect.IntType():
                return pick.choice([0, 1, 1, 1, 2, 60])
            case inspect.BoolType():
                return pick.random() < 0.6
            case inspect.DateTimeType():
                return f"2022-0{pick.randrange(1, 9)}-1{pick.randrange(9)}T15:00:00Z"
            case inspect.DateType():
                return f"2022-0{pick.randrange(1, 9)}-1{pick.randrange(9)}"
            case inspect.TimeType():
                return f"{pick.randrange(10, 24)}:00:00"
            case inspect.VarTupleType():
                return [self._value(kind.item_type, name) for _ in range(pick.randrange(3))]
            case inspect.DictType():
                return {f"code_{at}": self._value(kind.value_type, name) for at in range(pick.randrange(3))}
            case inspect.StructType():
                return {each.name: self._value(each.type, each.name) for each in kind.fields}
            case inspect.UnionType():
                return self._value(
                    pick.choice([each for each in kind.types if type(each) is not inspect.NoneType]), name
                )
        raise AssertionError(f"no value for {kind}")
