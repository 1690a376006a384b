"""Any command with plausible or hostile arguments, made from the commands' own types."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from asylia.core import codec
from asylia.core.regime import Regime
from tests.core.build import (
    CREDIBLE_FEAR,
    DESKS,
    DRAWN,
    FORMS,
    MPP_2019,
    MPP_2021,
    PRACTISED,
    Case,
    analysed,
    assigned,
    claimed,
    concurred,
    interviewing,
    opened,
    read_back,
    refused_and_waiting,
    reported,
    served,
    signed,
    unafraid,
    unasked,
    waiting,
)  # fmt: skip

REGIMES = (MPP_2021, CREDIBLE_FEAR, MPP_2019, PRACTISED)
LIVE = (MPP_2021, CREDIBLE_FEAR)
Stage = Callable[..., Case]
STAGES: tuple[Stage, ...] = (
    Case, opened, claimed, assigned, interviewing, read_back, analysed, signed, concurred, served, unafraid,
)  # fmt: skip
DECIDED: tuple[Stage, ...] = (analysed, signed, concurred, served)
PROGRAMME: tuple[Stage, ...] = (waiting, refused_and_waiting, unasked, reported)

HOSTILE = ("", " ", "\u202egnihtyna", "e\u0301", "\U0001f9ca", "'; DROP TABLE", "T 1", "C 1", "x" * 3000)
POOLS: dict[str, tuple[str, ...]] = {
    "language": ("es", "en", "mam"), "best": ("es", "mam"), "languages": ("es", "en", "mam"),
    "protection": ("withholding", "torture", "asylum"), "element": ("harm", "ground", "nexus", "severe_pain"),
    "cites": ("T 1", "T 2", "RB 1", "C 1", "E 1", "T 99"), "bar": ("persecutor", "particularly_serious_crime"),
    "reason": ("no_exclusion_found", "illness", "died", "matched", "discretion"), "interpreter": tuple(DESKS),
    "code": ("finding_without_reasons", "not_understood", "informed_wish", "court_order", "medical_emergency"),
    "present": ("counsel", "interpreter"), "counsel": ("counsel", "border"), "reviewer": tuple(DESKS),
    "condition": ("illness", "child", "sexuality", "private_wish"), "post": ("bridge-1",), "country": ("MX", "HN"),
    "rule": ("fear.asked", "decider.no-pressure", "return.lawful"), "channel": ("phone", "shelter"),
}  # fmt: skip
KEYS = ("withholding", "torture", "illness", "pregnant", "child", "nothing")


def of(type_: inspect.Type, name: str = "") -> st.SearchStrategy[Any]:
    """Plain data that mostly parses as that type; `name` is the field's."""
    match type_:
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.BoolType():
            return st.booleans()
        case inspect.IntType():
            return st.sampled_from((1, 1, 1, 2, 0, 3, -1, 99, 10**12))
        case inspect.StrType():
            return st.sampled_from(POOLS.get(name, ()) * 3 + HOSTILE)
        case inspect.DateType():
            return st.dates(dt.date(2022, 1, 10), dt.date(2022, 4, 1)).map(str) | st.just("9999-12-31")
        case inspect.TimeType():
            return st.sampled_from(("09:00:00", "16:30:00", "23:59:59.999999", "09:00:00+05:00"))
        case inspect.DateTimeType():
            return st.sampled_from(
                ("2022-01-13T15:00:00Z", "2022-02-01T15:00:00.5Z", "0001-01-01T00:00:00Z", "9999-12-31")
            )
        case inspect.VarTupleType(item_type=item):
            return st.lists(of(item, name), max_size=3)
        case inspect.DictType(value_type=value):
            return st.dictionaries(st.sampled_from(KEYS), of(value, name), max_size=4)
        case inspect.UnionType(types=types):
            return st.one_of([of(each, name) for each in types])
        case inspect.StructType(fields=fields):
            return st.fixed_dictionaries({each.name: of(each.type, each.name) for each in fields})
        case inspect.NoneType():
            return st.none()
        case _:
            raise AssertionError(f"no strategy for {type_} of {name}")


def _fields(name: str) -> dict[str, inspect.Type]:
    kind = inspect.type_info(codec.COMMANDS[name])
    assert isinstance(kind, inspect.StructType)
    return {each.name: each.type for each in kind.fields if each.name not in ("who", "regime", "person")}


FIELDS = {name: _fields(name) for name in FORMS}


@st.composite
def commands(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """A command's name, the desk that gives it ("" for its own) and up to three fields unlike its proper form."""
    name = draw(st.sampled_from(tuple(FORMS)))
    by = draw(st.sampled_from((*("",) * 60, *DESKS, "officer", "another officer")))
    fields = FIELDS[name]
    changed = draw(st.lists(st.sampled_from(tuple(fields)), max_size=3, unique=True)) if fields else []
    return name, by, {each: draw(of(fields[each], each)) for each in changed}


@st.composite
def cases(draw: st.DrawFn, stages: tuple[Stage, ...], regimes: tuple[Regime, ...]) -> Case:
    """A case brought to one of some stages, under one of some regimes."""
    regime = draw(st.sampled_from(regimes))
    stage = draw(st.sampled_from(stages))
    given: dict[str, Any] = {"regime": regime, "id": draw(st.sampled_from(("case-1", DRAWN)))}
    if stage in DECIDED:
        given["outcome"] = draw(st.sampled_from(("positive", "negative")))
    return _brought(stage, given)


def _brought(stage: Stage, given: dict[str, Any]) -> Case:
    drawn_negative = given["id"] == DRAWN and stage in (served, refused_and_waiting)
    return stage(**{**given, "id": "case-1"} if drawn_negative else given)


def plain(case: Case) -> bytes:
    """The case file as bytes, to see whether anything in it changed."""
    return msgspec.json.encode(case.file)
