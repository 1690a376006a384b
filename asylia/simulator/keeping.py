"""Where what happens in the world goes: to a ledger (recording.py), or nowhere."""

from typing import Protocol

from asylia.core.event import Event


class Keeps(Protocol):
    """Where what happened goes: a ledger, or nowhere."""

    def case(self, case: str, person: str, event: Event) -> None:
        """Keep one event of a case."""

    def closed(self, case: str) -> None:
        """Nothing more is expected of this case."""

    def beside(self, stream: str, under: str, events: list[Event]) -> None:
        """Keep events of a stream beside the cases."""


class Nowhere:
    """Keeps nothing."""

    def case(self, case: str, person: str, event: Event) -> None:
        pass

    def closed(self, case: str) -> None:
        pass

    def beside(self, stream: str, under: str, events: list[Event]) -> None:
        pass
