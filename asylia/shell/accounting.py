"""Accounting: the read log's digest is put on the record, and a period's seed is revealed once the period is over."""

import datetime as dt
import re
from collections.abc import Collection, Iterator, Mapping

from asylia.core.codec import at_text
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author, Event
from asylia.core.streams.drawing import PlanSample, SeedCommitted, SeedRevealed, decide, reveals
from asylia.core.streams.keeping import ReadsDigested
from asylia.ledger import WrongSetup
from asylia.ledger.readlog import digest_of_reads
from asylia.ledger.receipt import disclose_all
from asylia.shell.beside import from_their_desk
from asylia.shell.erasing import ITSELF, LOCK, stream_now
from asylia.shell.gathering import commit_seed
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_beside, beside, drawing_of, keeping_of

PERIOD = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
# Of each draw, what is opened to whoever draws again: neither place nor counsel, which no lot needs.
DRAWN_BY = {
    "draw.held/1": ("claim", "determination", "level", "period", "rate", "drawn"),
    "repeat_draw.held/1": ("claim", "determination", "level", "period", "rate", "drawn"),
}
SETTLED = dt.timedelta(minutes=10)  # no page takes that long to write its look down


def digest_reads(house: House) -> ReadsDigested | None:
    """Put the digest of the looks since the last one on the record; None where there are none."""

    def work(raw: Raw) -> ReadsDigested | None:
        house.ledger.lock(raw, {LOCK})
        until = at_text(house.clock() - SETTLED)
        found = digest_of_reads(house.ledger.engine, raw, after=keeping_of(house, raw).digested, before=until)
        if not found.rows:
            return None
        event = ReadsDigested(who=_itself(house), last=found.last, rows=found.rows, digest=found.digest)
        append_beside(house, raw, stream_now(house), event)
        return event

    return house.settle(work)


def verify_reads(house: House) -> str:
    """What is wrong with the read log by the digests on the record, in a sentence; empty where nothing is."""
    after = 0
    for event in _digested(house):
        found = digest_of_reads(house.ledger.engine, house.raw(), after=after, last=event.last)
        if (found.rows, found.digest) != (event.rows, event.digest):
            return f"the looks numbered {after + 1} to {event.last} are not those digested {at_text(event.who.at)}"
        after = event.last
    return ""


def _digested(house: House) -> list[ReadsDigested]:
    raw = house.raw()
    events: list[Event] = [
        event for stream in house.ledger.streams(raw, "keeping/") for event in beside(house, raw, stream, list)
    ]
    return [each for each in events if isinstance(each, ReadsDigested)]


def commit(house: House, period: str) -> str:
    """Put the digest of a period's seed on the record before the period begins; gives it. Raises ledger.WrongSetup."""
    check_period(period)
    if drawing_of(house, house.raw(), period).committed is None and begun(house, period):
        raise WrongSetup(f"{period} has begun: its seed is committed by its first draw, before it draws")
    return house.settle(lambda raw: commit_seed(house, raw, period, _itself(house)))


def plan(house: House, command: PlanSample) -> Refused | None:
    """Plan a period's shares (overseer), before it begins. Raises core's SlipOfForm for what is no period."""
    if not PERIOD.fullmatch(command.period):
        raise SlipOfForm("period", "a period is a year and a month: 2026-11")

    def work(raw: Raw) -> Refused | None:
        given, stream = from_their_desk(house, raw, command), f"draw/{command.period}"
        house.ledger.lock(raw, {stream})
        decided = decide(given, begun=begun(house, given.period))
        if isinstance(decided, Refused):
            return decided
        append_beside(house, raw, stream, decided)
        return None

    return house.settle(work)


def begun(house: House, period: str) -> bool:
    """Whether a period has begun anywhere on earth: the first place enters a month fourteen hours before UTC does."""
    return (house.clock() + dt.timedelta(hours=14)).strftime("%Y-%m") >= period


def check_period(period: str) -> None:
    """Raise ledger.WrongSetup unless this is a year and a month."""
    if not PERIOD.fullmatch(period):
        raise WrongSetup("a period is a year and a month: 2026-11")


def draw_lines(house: House, period: str) -> Iterator[bytes]:
    """The record, closed but for what drawing the period again needs; raises ledger.WrongSetup before the reveal."""
    check_period(period)
    if drawing_of(house, house.raw(), period).revealed is None:
        raise WrongSetup(f"the seed of {period} is not revealed: `asylia draw reveal {period}` does, once it is over")

    def chosen(stream: str, name: str, fields: Mapping[str, object]) -> Collection[str]:
        if stream == f"draw/{period}":
            return [each for each in fields if each not in ("by", "signed")]
        return DRAWN_BY[name] if name in DRAWN_BY and fields["period"] == period else ()

    return disclose_all(house.ledger, house.raw(), chosen)


def reveal_seed(house: House, period: str) -> str:
    """Put a period's seed on the record (hexadecimal) now that nothing is drawn from it any more; gives it.

    Raises ledger.WrongSetup where the period is not over, nothing was drawn in it, or the seed is not that committed.
    """
    check_period(period)
    # Everywhere on earth: the last place to leave a month does so twelve hours after it ends in UTC.
    if (house.clock() - dt.timedelta(hours=12)).strftime("%Y-%m") <= period:
        raise WrongSetup(f"{period} is not over: its seed still decides who is drawn")

    def work(raw: Raw) -> str:
        stream = f"draw/{period}"
        house.ledger.lock(raw, {stream})
        events = beside(house, raw, stream, list)
        committed = next((each for each in events if isinstance(each, SeedCommitted)), None)
        if committed is None:
            raise WrongSetup(f"nothing was drawn in {period}: no seed was committed")
        known = next((each.seed for each in events if isinstance(each, SeedRevealed)), "")
        event = SeedRevealed(who=_itself(house), seed=known or house.draw_seed(period).hex())
        if not reveals(committed, event):
            raise WrongSetup(f"the seed kept for {period} is not the one that was committed: ask who altered it")
        if not known:
            append_beside(house, raw, stream, event)
        return event.seed

    return house.settle(work)


def _itself(house: House) -> Author:
    """The system, which says what it did of itself."""
    return Author(by=ITSELF, role="anyone", at=house.clock())
