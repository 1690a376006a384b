"""Gathering: the event tables made from the record, reading only the streams that grew since the last time."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, cast

import pyarrow as pa
import pyarrow.compute as pc

from asylia.core.streams import keeping
from asylia.core.streams.keeping import ErasureApproved, Keeping
from asylia.ledger import Ledger
from asylia.oversight.abreast import MANY, read_abreast
from asylia.oversight.beside import Beside, officers_key
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import Erasure
from asylia.oversight.lost import Lost, added
from asylia.oversight.parquet import Writing, heads
from asylia.oversight.reading import PREFIX, Raw, events_beside, read_beside, read_cases
from asylia.regimes import regimes

Progress = Callable[[int, int], None]


class Gathered(NamedTuple):
    """What a gathering did: cases on record, cases read, rows that the tables hold, cases erased, broken streams."""

    cases: int
    read: int
    rows: int
    erased: int
    damaged: int


def silent(done: int, of: int) -> None:
    """Say nothing about how far a gathering is."""


def gather(ledger: Ledger, raw: Raw, home: Path, now: dt.datetime, progress: Progress = silent) -> Gathered:
    """Bring the event tables of a home up to the record; streams that have not grown are not read.

    `raw` is a connection to the record, `now` the moment at which broken streams were found broken. Cases that are
    erased, or approved to be, drop out, and what they took with them is noted (lost.py).
    """
    beside = Beside(officers_key(home), regimes())
    with Writing(home) as writing:
        kept, approved = kept_from(ledger, raw)
        there, known = dict(ledger.heads(raw, PREFIX)), heads(home)
        gone = {each for each in kept.gone if PREFIX + each in there}
        grown = [each for each, at in there.items() if known.get(each) != at and each[len(PREFIX) :] not in gone]
        writing.rows.add(read_beside(ledger, raw, beside))
        _carry(writing, {each[len(PREFIX) :] for each in grown} | gone, kept, approved)
        if len(grown) < MANY:
            read = read_cases(
                ledger, raw, grown, beside, writing.rows, now=now, progress=lambda done: progress(done, len(grown))
            )
            elsewhere = 0
        else:
            read, elsewhere = read_abreast(ledger, home, grown, writing.rows.folder, now=now, progress=progress)
        writing.heads |= read.heads
        writing.rows.add(_erasures(writing.lost))
    return Gathered(len(there), len(grown), writing.rows.count + elsewhere, len(gone), read.damaged)


def forget(ledger: Ledger, raw: Raw, home: Path) -> None:
    """Rewrite the event tables without the cases that are erased or approved to be; nothing else in them changes."""
    kept, approved = kept_from(ledger, raw)
    if not any(PREFIX + each in heads(home) for each in kept.gone):
        return
    with Writing(home) as writing:
        _carry(writing, kept.gone.keys(), kept, approved)
        writing.keep_beside()


def kept_from(ledger: Ledger, raw: Raw) -> tuple[Keeping, dict[str, dt.datetime]]:
    """What the record shows of erasures, and when each approval was recorded, by the erasure's id."""
    told = [
        each
        for stream in ledger.long_streams(raw, "keeping/")
        for each in events_beside("keeping", ledger.read(raw, stream))
    ]
    approved = {event.erasure: recorded for event, recorded in told if isinstance(event, ErasureApproved)}
    return keeping.fold(cast("list[keeping.KeepingEvents]", [event for event, _ in told])), approved


def _carry(writing: Writing, without: Collection[str], kept: Keeping, approved: dict[str, dt.datetime]) -> None:
    """Take over the rows of all other cases, and note what erased ones took with them."""
    counted: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for name, left in writing.keep(without):
        for case, month in _cases_and_months(left):
            if case in kept.gone:
                counted[kept.gone[case]][name][month] += 1
    lost = {
        id: Lost(
            recorded=approved[id], cases=_cases(kept, id), rows={name: dict(rows) for name, rows in tables.items()}
        )
        for id, tables in counted.items()
    }
    writing.lost = added(writing.lost, lost)


def _cases_and_months(rows: pa.Table) -> Iterator[tuple[str, str]]:
    months = pc.strftime(rows["recorded"], "%Y-%m").to_pylist()
    return zip(rows["case"].to_pylist(), months, strict=True)


def _cases(kept: Keeping, erasure: str) -> int:
    approved = kept.erasures[erasure].approved
    return len(approved.cases) if approved else 0


def _erasures(lost: Mapping[str, Lost]) -> Iterator[Fact]:
    for each in lost.values():
        rows = sum(count for months in each.rows.values() for count in months.values())
        yield Erasure(recorded=each.recorded, at=each.recorded, day=each.recorded.date(), cases=each.cases, rows=rows)
