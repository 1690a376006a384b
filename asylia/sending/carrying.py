"""What a carrier is, and the four things that can become of handing it a message."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import NamedTuple, Protocol, TypeAlias

from asylia.core.steps.message import Way


class Taken(NamedTuple):
    """The carrier has taken it over, and calls it so."""

    reference: str


class NotTaken(NamedTuple):
    """The carrier will never take it: a code says why, without the address."""

    why: str


class Later(NamedTuple):
    """It is certain that it was not taken over, and another try may succeed."""

    why: str


class Unsure(NamedTuple):
    """Nobody answered: it may have been taken over. It is not sent again before that is known."""

    why: str


Outcome: TypeAlias = Taken | NotTaken | Later | Unsure


class Note(NamedTuple):
    """One message as a carrier is handed it. `id` is the same however often it is handed over; it opens nothing."""

    id: str
    to: str
    words: str
    subject: str
    language: str
    report_to: str = ""


class Report(NamedTuple):
    """What a carrier says later of what it calls `reference`."""

    reference: str
    outcome: str  # delivered, failed, or empty where it is still on its way
    why: str = ""


class Carrier(Protocol):
    """Who brings messages by some ways. It reaches one configured address and no other."""

    def carries(self, way: Way, language: str) -> bool:
        """Whether it can bring something by that way in that language."""

    def send(self, way: Way, note: Note) -> Outcome:
        """Hand a message over. Never raises for what the other side does."""

    def find(self, way: Way, to: str, since: dt.datetime, known: Collection[str]) -> Outcome:
        """Of a message that was handed over after `since`, nobody knows how: Taken, or Later where it was not.

        `known` are the references of all others. Unsure where the carrier cannot say now. NotTaken: it never can,
        and handing it over again under the same id is all that can be done.
        """

    def report(self, url: str, form: Mapping[str, str], signature: str) -> Report | None:
        """What a callback says; None where it was not signed by this carrier."""
