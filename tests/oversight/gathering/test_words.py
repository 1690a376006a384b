"""Whatever stands in an event's free text, in a field meant for a code too, no row repeats it."""

from itertools import product
from typing import Any

import msgspec
from msgspec import inspect

from asylia.core.decider import CaseEvent
from asylia.core.file import Nationality
from asylia.core.steps.opening import CaseOpened
from asylia.oversight.beside import Beside
from asylia.oversight.extraction import MAKERS, facts_of
from asylia.regimes import regimes
from tests.core.build import FORMS, MPP_2021
from tests.laws.histories import PROGRAMME, STAGES
from tests.oversight.gathering.test_histories import history

WORDS = "Quetzalcanary dijo que no puede volver"
# What the fold itself looks up by; none of it reaches a row as it stands.
LOOKED_UP = ("regime", "zone", "hearing_zone", "rate", "period", "lacking")


def with_words(event: CaseEvent) -> CaseEvent:
    """The event with marked words wherever its type takes any text."""
    kind = inspect.type_info(type(event))
    assert isinstance(kind, inspect.StructType)
    changed = {
        each.name: _said(each.type, getattr(event, each.name)) for each in kind.fields
        if each.name not in ("who", *LOOKED_UP)
    }  # fmt: skip
    return msgspec.structs.replace(event, **changed)


def _said(kind: inspect.Type, value: Any) -> Any:
    match kind:
        case inspect.StrType():
            return WORDS
        case inspect.VarTupleType(item_type=inspect.StrType()):
            return (WORDS, *value)
        case inspect.DictType(key_type=inspect.StrType()):
            return {WORDS: next(iter(value.values()), True), **value}
        case _:
            return value


def test_no_row_repeats_a_word():
    reached: set[type] = set()
    for stage, regime in (*product(STAGES[::2], (MPP_2021,)), *product(PROGRAMME, (MPP_2021,))):
        for name in FORMS:
            events = history(stage(regime=regime), [name])
            marked = [(with_words(event), recorded) for event, recorded in events]
            reached.update(type(event) for event, _ in marked)
            for fact in facts_of("case-1", marked, Beside(b"key", regimes())):
                values = [getattr(fact, each) for each in fact.__struct_fields__]
                assert not [each for each in values if isinstance(each, str) and "canary" in each], fact
    assert len(reached & set(MAKERS)) > 90


def test_a_nationality_that_is_no_code_is_none():
    event = history(STAGES[1](regime=MPP_2021), [])[0][0]
    assert isinstance(event, CaseOpened)
    odd = Nationality(country=WORDS, source=WORDS, certainty="certain")
    (opened, *_) = facts_of(
        "case-1", [(msgspec.structs.replace(event, nationalities=(odd,)), event.who.at)], Beside(b"key", regimes())
    )
    assert opened.nationality == ""
