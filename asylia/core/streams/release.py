"""Releases: who asked for records and on what basis, what is withheld and why, who signed, what was sent.

One stream `release/<id>` is one release. It holds places in the record and codes, never the words that are withheld.
The recipient is one of a closed list, on which no foreign government, consulate or embassy stands
(share.never-feared-state).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.event import Event

ReleaseKind = Literal["court_order", "records_request", "oversight", "own_copy", "press"]
ReleasedTo = Literal["court", "inspector", "legislature", "requester", "subject", "counsel", "press"]
# To whom a release of each kind may go.
RECIPIENTS: Mapping[ReleaseKind, frozenset[ReleasedTo]] = {
    "court_order": frozenset({"court"}),
    "records_request": frozenset({"requester"}),
    "oversight": frozenset({"inspector", "legislature"}),
    "own_copy": frozenset({"subject", "counsel"}),
    "press": frozenset({"press"}),
}
Stage = Literal["asked", "prepared", "reviewed", "signed", "sent", "declined"]


class ReleaseAsked(Event, frozen=True, kw_only=True, tag="release.asked/1"):
    """Records were asked for, or ordered: the cases, the recipient, and the basis."""

    release: str
    kind: ReleaseKind
    to: ReleasedTo
    recipient: str
    cite: str
    cases: tuple[str, ...]


class ReleaseSearched(Event, frozen=True, kw_only=True, tag="release.searched/1"):
    """The records were searched: how many entries of each case there were, up to which version."""

    release: str
    versions: tuple[int, ...]


class PassageWithheld(Event, frozen=True, kw_only=True, tag="passage.withheld/1"):
    """Part of a field is withheld, from one character up to another; both 0: all of it."""

    release: str
    number: int
    case: str
    version: int
    field: str
    start: int
    end: int
    exemption: str
    reason: str


class PassageReviewed(Event, frozen=True, kw_only=True, tag="passage.reviewed/1"):
    """A second person looked at a passage: it stays withheld, or is given."""

    release: str
    number: int
    withheld: bool
    reason: str


class ReleaseReviewed(Event, frozen=True, kw_only=True, tag="release.reviewed/1"):
    """A second person read what would be sent, whole, and found nothing missed."""

    release: str


class ReleaseSigned(Event, frozen=True, kw_only=True, tag="release.signed/1"):
    """The custodian signed what will be sent: the SHA-256 of its list of checksums (hexadecimal), and what it holds."""

    release: str
    digest: str
    files: int
    withheld: int


class ReleaseSent(Event, frozen=True, kw_only=True, tag="release.sent/1"):
    """What was signed was handed over."""

    release: str
    how: str
    day: dt.date


class ReleaseDeclined(Event, frozen=True, kw_only=True, tag="release.declined/1"):
    """Nothing is handed over, and why."""

    release: str
    reason: str


ReleaseEvents: TypeAlias = (
    ReleaseAsked | ReleaseSearched | PassageWithheld | PassageReviewed | ReleaseReviewed | ReleaseSigned | ReleaseSent
    | ReleaseDeclined
)  # fmt: skip


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A withheld passage and what a second person said of it."""

    withheld: PassageWithheld
    reviewed: PassageReviewed | None = None

    @property
    def stays(self) -> bool:
        """Whether it is withheld as things stand."""
        return self.reviewed is None or self.reviewed.withheld


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one release."""

    id: str
    asked: ReleaseAsked | None = None
    searched: ReleaseSearched | None = None
    passages: tuple[Passage, ...] = ()
    reviewed: ReleaseReviewed | None = None
    signed: ReleaseSigned | None = None
    sent: ReleaseSent | None = None
    declined: ReleaseDeclined | None = None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.declined:
            return "declined"
        if self.sent:
            return "sent"
        if self.signed:
            return "signed"
        if self.reviewed:
            return "reviewed"
        return "prepared" if self.searched else "asked"

    @property
    def preparers(self) -> frozenset[str]:
        """Who asked, searched or withheld: none of them reviews."""
        made = [self.asked, self.searched, *(each.withheld for each in self.passages)]
        return frozenset(each.who.by for each in made if each is not None)


def evolve(file: Release, event: ReleaseEvents) -> Release:
    """The release after one event; whatever is withheld or given after a review asks for another."""
    match event:
        case ReleaseAsked():
            return replace(file, asked=event)
        case ReleaseSearched():
            return replace(file, searched=event, reviewed=None)
        case PassageWithheld():
            return replace(file, passages=(*file.passages, Passage(withheld=event)), reviewed=None)
        case PassageReviewed():
            looked = [
                replace(each, reviewed=event) if each.withheld.number == event.number else each
                for each in file.passages
            ]
            return replace(file, passages=tuple(looked), reviewed=None)
        case ReleaseReviewed():
            return replace(file, reviewed=event)
        case ReleaseSigned():
            return replace(file, signed=event)
        case ReleaseSent():
            return replace(file, sent=event)
        case ReleaseDeclined():
            return replace(file, declined=event)
        case _:
            assert_never(event)


def fold(id: str, events: Iterable[ReleaseEvents]) -> Release:
    """What a release's stream shows."""
    file = Release(id=id)
    for event in events:
        file = evolve(file, event)
    return file
