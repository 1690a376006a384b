"""Small simulations for the tests: plans that come along, with few people, and records of them."""

from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from asylia.core.decider import CaseEvent
from asylia.core.event import Event
from asylia.ledger import Ledger
from asylia.simulator.plan import Plan
from asylia.simulator.reading import PLANS, read_plan, regime_of
from asylia.simulator.recording import Recorder
from asylia.simulator.running import run
from asylia.simulator.tally import Count

NAMES = tuple(sorted(each.stem for each in PLANS.glob("*.toml")))
LIVE = "us_mpp_2021"
PRACTISED = "us_mpp_2019_practised"


@cache
def plan(name: str = LIVE) -> Plan:
    """One of the plans that come along."""
    return read_plan(Path(name))


def practised(name: str = LIVE, **shares: float) -> Plan:
    """A plan with some other practices."""
    return replace(plan(name), practices=replace(plan(name).practices, **shares))


class Kept:
    """Keeps what happens in memory."""

    def __init__(self) -> None:
        self.cases: dict[str, list[CaseEvent]] = {}
        self.streams: dict[str, list[Event]] = {}
        self.ended: list[str] = []

    def case(self, case: str, person: str, event: CaseEvent) -> None:  # noqa: ARG002 (a key of the ledger's)
        self.cases.setdefault(case, []).append(event)

    def closed(self, case: str) -> None:
        self.ended.append(case)

    def beside(self, stream: str, under: str, events: list[Event]) -> None:  # noqa: ARG002
        self.streams.setdefault(stream, []).extend(events)


def lived(of: Plan, people: int, seed: int = 1) -> tuple[Count, Kept]:
    """A simulation in memory."""
    kept = Kept()
    return run(of, seed=seed, people=people, keeps=kept), kept


def recorded(of: Plan, people: int, home: Path, seed: int = 1) -> Count:
    """A simulation on a record in a folder."""
    url = f"sqlite:///{home / 'asylia.sqlite3'}"
    Ledger.create(url, home).close()
    with Recorder(url, home, seed, regime_of(of)) as recorder:
        return run(of, seed=seed, people=people, keeps=recorder)


def entries(home: Path) -> Iterator[tuple[str, int, bytes]]:
    """Stream, version and canonical bytes of every entry of a record, in the order in which they were appended."""
    with closing(Ledger.open(f"sqlite:///{home / 'asylia.sqlite3'}", home)) as ledger, closing(ledger.connect()) as raw:
        sql = "SELECT e.stream, e.version, e.entry FROM ledger_events e JOIN ledger_pending p USING (stream, version)"
        yield from ledger.engine.stream(raw, f"{sql} ORDER BY p.rowid")
