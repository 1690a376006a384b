"""Departures: who may be sent from a post, drawn from the record at one moment and true at that moment only."""

from asylia.core.event import Event


class DeparturesDrawn(Event, frozen=True, kw_only=True, tag="departures.drawn/1"):
    """A post drew its departure list: the cases against whose return nothing stood at that moment."""

    office: str
    cases: tuple[str, ...]
