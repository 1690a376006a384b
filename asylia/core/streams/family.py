"""Families: the cases that belong together, as the stream `family/<id>` shows."""

from collections.abc import Iterable
from typing import TypeAlias

from asylia.core.event import Event


class MemberJoined(Event, frozen=True, kw_only=True, tag="member.joined/1"):
    """A case joined the family, as the persons say."""

    case: str
    relation: str


class MemberLeft(Event, frozen=True, kw_only=True, tag="member.left/1"):
    """A case left the family: kinship was disproved with reasons."""

    case: str


FamilyStreamEvents: TypeAlias = MemberJoined | MemberLeft


def fold(events: Iterable[FamilyStreamEvents]) -> tuple[str, ...]:
    """The cases that belong to the family now, in the order they joined."""
    members: dict[str, None] = {}
    for event in events:
        if isinstance(event, MemberJoined):
            members[event.case] = None
        else:
            members.pop(event.case, None)
    return tuple(members)
