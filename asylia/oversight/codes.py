"""Which words may stand in an event table: codes of the software, of regimes and of the record, never anyone's own."""

from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec
from babel import Locale

from asylia.core.codec import COMMANDS, EVENTS
from asylia.core.event import ROLES
from asylia.core.rules import RULES
from asylia.core.standing import PRIVATE
from asylia.core.steps.vulnerability import TOOL
from asylia.ledger.streams import ALPHABET
from asylia.notices.languages import own_names
from asylia.regimes import regimes

OTHER = "other"  # stands for any word that is no code: what it said stays in the case
DOORS = frozenset({"encounter", "form", "monitor", "counsel", "page", "portal", "paper", "phone", "hearing"})


def listed(text: str) -> str:
    """The text where it is a code, `other` where it is anything else, empty where it is empty."""
    return text if not text or text in codes() else OTHER


def door(text: str) -> str:
    """The door that words came through, or `other`."""
    return text if text in DOORS else OTHER


def language(text: str) -> str:
    """A language's code, or `other`."""
    return text if not text or text in _languages() else OTHER


def made_id(text: str) -> str:
    """An id that the record made, or nothing: one that was typed may be anything."""
    return text if len(text) == 26 and not set(text) - set(ALPHABET) else ""


def condition(text: str) -> str:
    """A condition's code; `private` for what is told in private only, which is counted and never named."""
    return "private" if text in PRIVATE else listed(text)


@cache
def codes() -> frozenset[str]:
    """Every code there is: what commands and events list, what regimes name, rules, desks, acts."""
    found = {*RULES, *ROLES, *COMMANDS, *TOOL, *DOORS, "self"}
    for kind in (*COMMANDS.values(), *EVENTS.values()):
        for hint in get_type_hints(kind, include_extras=True).values():
            found |= set(_literals(hint))
    for version, regime in regimes().items():
        found.add(version)
        found |= set(_named(msgspec.to_builtins(regime)))
    return frozenset(found)


def _literals(hint: object) -> Iterator[str]:
    """The strings that a type lists, however deep."""
    for each in get_args(hint):
        if isinstance(each, str):
            if get_origin(hint) is not Annotated:
                yield each
        else:
            yield from _literals(each)


CODED = frozenset({"reasons", "refusal_codes", "apart_codes", "listed", "exclusions"})


def _named(part: Any) -> Iterator[str]:
    """Every id and every listed code in a regime's data."""
    if isinstance(part, dict):
        if isinstance(part.get("id"), str):
            yield part["id"]
        for name, value in part.items():
            if name in CODED and isinstance(value, list | tuple):
                yield from (each for each in value if isinstance(each, str))
            yield from _named(value)
    elif isinstance(part, list | tuple):
        for each in part:
            yield from _named(each)


@cache
def _languages() -> frozenset[str]:
    return frozenset({*Locale("en").languages, *own_names()})
