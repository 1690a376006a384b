"""Reading: rows from the record's streams, in this process."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from asylia.core import codec
from asylia.core.decider import CaseEvent
from asylia.core.event import Event
from asylia.ledger import Ledger, Recorded, Tampered
from asylia.oversight.beside import Beside
from asylia.oversight.extracting.house import KINDS, house_facts
from asylia.oversight.extraction import facts_of
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import Damage
from asylia.oversight.parquet import Rows
from asylia.oversight.seen import Looks

Raw = Any  # a DB-API connection
PREFIX = "case/"


class Read(NamedTuple):
    """What reading came to: up to which version each stream is in the tables, and how many do not hold together."""

    heads: dict[str, int]
    damaged: int


def read_cases(
    ledger: Ledger, raw: Raw, streams: Sequence[str], beside: Beside, rows: Rows, *,
    now: dt.datetime, progress: Callable[[int], None],
) -> Read:  # fmt: skip
    """Add the rows of some cases; `now` is when a stream is found not to hold together, `progress` hears how many."""
    heads: dict[str, int] = {}
    for done, stream in enumerate(streams, start=1):
        try:
            entries = ledger.read(raw, stream)
        except Tampered as broken:
            rows.add((Damage(recorded=now, at=now, day=now.date(), stream=broken.stream, version=broken.version),))
        else:
            rows.add(facts_of(stream[len(PREFIX) :], _events(entries), beside, _looks(ledger, raw, stream)))
            heads[stream] = len(entries)
        progress(done)
    return Read(heads, len(streams) - len(heads))


def _events(entries: Iterable[Recorded]) -> Iterator[tuple[CaseEvent, dt.datetime]]:
    for each in entries:
        if each.fields is None:
            return
        event = codec.from_fields(each.name, each.at, each.role, each.fields)
        yield event, dt.datetime.fromisoformat(each.recorded)


def _looks(ledger: Ledger, raw: Raw, stream: str) -> Looks:
    """When a member of staff was shown the case, oldest first; the read log is asked once, and only if need be."""

    @cache
    def shown() -> dict[str, list[dt.datetime]]:
        found: dict[str, list[dt.datetime]] = defaultdict(list)
        for each in ledger.reads(raw, stream):
            if each.outcome == "shown":
                found[each.staff].append(dt.datetime.fromisoformat(each.recorded))
        return found

    return lambda staff: shown().get(staff, [])


def read_beside(ledger: Ledger, raw: Raw, beside: Beside) -> Iterator[Fact]:
    """The rows of every stream beside the cases; staff and courts first, for others are told by them."""
    for kind in KINDS:
        for stream in ledger.streams(raw, f"{kind}/"):
            for event, recorded in events_beside(kind, ledger.read(raw, stream)):
                beside.take(stream, event, recorded)
                yield from house_facts(stream, event, recorded, beside)


def events_beside(kind: str, entries: Iterable[Recorded]) -> Iterator[tuple[Event, dt.datetime]]:
    """The events of a stream beside the cases that can be opened, each with the moment it was recorded."""
    for each in entries:
        if each.fields is not None:
            event = codec.from_fields_beside(kind, each.name, each.at, each.role, each.fields)
            yield event, dt.datetime.fromisoformat(each.recorded)
