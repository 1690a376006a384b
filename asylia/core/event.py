"""What happened: the type every event of a stream extends, and who says so."""

import datetime as dt
from typing import Annotated, Literal, TypeAlias, get_args

import msgspec

Role = Literal[
    "border_officer", "asylum_officer", "supervisor", "headquarters", "judge", "hearing_clerk", "monitor",
    "overseer", "duty_post", "counsel", "interpreter", "specialist", "applicant", "anyone",
]  # fmt: skip

ROLES: tuple[Role, ...] = get_args(Role)

BORDER: frozenset[Role] = frozenset({"border_officer", "duty_post"})


# Moments carry their zone and times of day do not, so that the core can compare them whatever was typed.
Moment: TypeAlias = Annotated[dt.datetime, msgspec.Meta(tz=True)]
TimeOfDay: TypeAlias = Annotated[dt.time, msgspec.Meta(tz=False)]


class Author(msgspec.Struct, frozen=True, kw_only=True):
    """Who says it (`by`, an id), from which desk (`role`), and when it happened (`at`, UTC)."""

    by: str
    role: Role
    at: Moment


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """A thing that happened, in the past tense, with its stored name `noun.verbed/version` as tag.

    Of `who`, `at` and `role` stand open in the ledger's entry; `by` and all other fields are its
    sealed content (architecture.md, "The record").
    """

    who: Author


def name_of(event: Event | type[Event]) -> str:
    """The stored name of an event or of its class, for example `fear.claimed/1`."""
    return str(event.__struct_config__.tag)
