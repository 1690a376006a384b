"""The record of a case as text that can be released: every field of every entry, and what of it never leaves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from asylia.core.telling import SEALED as SEALED_EVENTS
from asylia.ledger import Recorded

# Never in a release: what oversight alone may count, what was said alone, how a person or their counsel is reached.
ALONE = frozenset({
    "band.locked/1", "wish_to_be_apart.recorded/1", "tracing.sought/1", "tracing.asked_alone/1", "officer.recused/1",
    "vulnerability.screened/1", "vulnerability.resolved/1", "contact.planned/1", "contact.planned/2",
    "contact.changed/1", "channel.lost/1", "contact.tried/1", *SEALED_EVENTS,
})  # fmt: skip
FIELDS = frozenset({"address", "channels", "dangers", "reach", "phone", "email", "value", "contact", "number_to_call"})
OPEN_IN_ALL = frozenset({"claim", "number", "at", "day", "kind"})
ANSWERS_THE_BAND = ("determination.signed/1", "explanation")
NEVER_SHOWN = frozenset({"signed"})  # an assertion of a key: bytes, no words


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an entry as text; `sealed`: it never leaves, whatever anybody decides."""

    case: str
    version: int
    event: str
    at: str
    name: str
    text: str
    sealed: bool


def fields_of(case: str, recorded: Iterable[Recorded]) -> Iterator[Field]:
    """Every field of a case's entries that holds something, in order; an erased entry has none."""
    for entry in recorded:
        for name, value in sorted((entry.fields or {}).items()):
            text = told(value)
            if text and name not in NEVER_SHOWN:
                yield Field(
                    case=case, version=entry.version, event=entry.name, at=entry.at, name=name, text=text,
                    sealed=sealed(entry.name, name),
                )  # fmt: skip


def sealed(event: str, field: str) -> bool:
    """Whether a field never leaves in a release."""
    if (event, field) == ANSWERS_THE_BAND or field in FIELDS:
        return True
    return event in ALONE and field not in OPEN_IN_ALL


def told(value: Any) -> str:
    """A field's value as text, the same each time: what stands in it, in the order of the record."""
    match value:
        case None | "" | [] | {}:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():
            parts = [(key, told(inner)) for key, inner in value.items() if key != "event"]
            return "; ".join(f"{key}: {inner}" for key, inner in parts if inner)
        case list():
            return " | ".join(filter(None, map(told, value)))
        case _:
            return str(value)
