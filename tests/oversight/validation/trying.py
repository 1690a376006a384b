"""Scenarios against what they expect: how often each alarm fired, stayed silent, or held the truth in its interval."""

import datetime as dt
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scipy import stats

from asylia.oversight.measure import Verdict
from asylia.oversight.registry import measures
from asylia.oversight.status import Status
from tests.oversight.validation.running import Judged, Key, judged
from tests.oversight.validation.truths import COUNTS, TRUTHS
from tests.oversight.worlds.flow import tables
from tests.oversight.worlds.planting import plant
from tests.oversight.worlds.world import People, World

FILE = Path(__file__).parent.parent / "worlds" / "scenarios.toml"
AT_ONCE = 50  # replications made at once; the first fifty of a long run are those of a short one
SURE = 0.01  # an aim is missed when chance would give what was seen more seldom than this
COVERED = (0.93, 0.97)
FALSE = 0.05
KINDS = ("fires", "silent", "exact", "counts", "covers", "near", "streams")


@dataclass(frozen=True)
class Scenario:
    """One simulated programme, when it is looked at, and what is expected of its measures."""

    id: str
    says: str
    world: World
    moments: tuple[dt.datetime, ...]
    expects: tuple["Expected", ...]
    long: bool = False  # run by `make long` only

    @property
    def name(self) -> str:
        """The scenario with its variant."""
        return self.id


class Expected(NamedTuple):
    """One thing expected: `kind` is one of KINDS."""

    kind: str
    measure: str
    part: str = ""
    unit: str = "programme"  # programme, site, affected (sites), others
    states: tuple[str, ...] = ("alarm",)
    aim: float = 0.0
    of: str = ""  # a number among the verdict's values, or a truth
    note: str = ""


class Outcome(NamedTuple):
    """How often, of how many."""

    hits: int
    trials: int

    def __add__(self, other: "Outcome") -> "Outcome":  # type: ignore[override]
        return Outcome(self.hits + other.hits, self.trials + other.trials)


def scenarios() -> list[Scenario]:
    """Every scenario of the library, each variant one."""
    told = []
    for each in tomllib.loads(FILE.read_text("utf-8"))["scenario"]:
        moments = tuple(dt.datetime.combine(day, dt.time(), dt.UTC) for day in each["moments"])
        expects = tuple(
            Expected(kind, **{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
            for kind in KINDS
            for one in each.get(kind, ())
        )
        for variant in each.get("variants", [{}]):
            named = " ".join(f"{name} {value}" for name, value in variant.items() if name != "long")
            world = World.of(each.get("world", {}) | {k: v for k, v in variant.items() if k != "long"})
            id = f"{each['id']}, {named}" if named else each["id"]
            told.append(Scenario(id, each["says"], world, moments, expects, bool(variant.get("long", each.get("long")))))
    return told


def tried(scenario: Scenario, replications: int, watch: Callable[[int], None] = lambda done: None) -> list[Outcome]:
    """How often each expectation was met, over so many replications."""
    known = measures()
    asked = [known[id] for id in sorted({each.measure for each in scenario.expects} & set(known))]
    sums = [Outcome(0, 0)] * len(scenario.expects)
    for chunk in range(-(-replications // AT_ONCE)):
        many = min(AT_ONCE, replications - chunk * AT_ONCE)
        people = People(scenario.world, many, seed=chunk)
        made, planted = plant(people, tables(people))
        told = judged(asked, made, scenario.moments)
        sums = [
            total + sum((met(each, scenario, people, rep, one, planted) for rep, one in told.items()), Outcome(0, 0))
            for total, each in zip(sums, scenario.expects, strict=True)
        ]
        watch(chunk * AT_ONCE + many)
    return sums


def met(
    each: Expected, scenario: Scenario, people: People, rep: str, told: Judged, planted: Mapping[tuple[str, str], set[str]]
) -> Outcome:
    """What one replication says of one expectation."""
    if each.kind == "exact":
        found = sorted(told.breaches.get(each.measure, ()))
        return Outcome(found == sorted(planted.get((each.measure, rep), ())), 1)
    rows = list(chosen(each, scenario, told.verdicts))
    states = [Status(state) for state in each.states]
    if each.kind == "fires":
        return Outcome(sum(verdict.status in states for _, verdict in rows), len(rows))
    if each.kind == "silent":
        return Outcome(any(verdict.status in states for _, verdict in rows), 1)
    if each.kind == "streams":
        highest = [verdict.found.values.get("e_highest") for _, verdict in rows]
        return Outcome(sum(e >= 20 for e in highest if e is not None), sum(e is not None for e in highest))
    if each.kind == "counts":
        return Outcome(sum(COUNTS[each.of](people, told.units[key]) for key, _ in rows), len(rows))
    held = Outcome(0, 0)
    for key, verdict in rows:
        truth, low, high = TRUTHS[each.of](people, rep, told.units[key], verdict)
        if truth is not None and low is not None and high is not None:
            held += Outcome(low - 1e-12 <= truth <= high + 1e-12, 1)
    return held


def chosen(each: Expected, scenario: Scenario, verdicts: Mapping[Key, Verdict]) -> Iterator[tuple[Key, Verdict]]:
    """The rows that an expectation is about: all parts where it names none."""
    for key, verdict in verdicts.items():
        measure, part, unit, of = key
        if measure != each.measure or (each.part and part != each.part):
            continue
        hurt = unit == "site" and int(of.partition("/S")[2]) < scenario.world.affected
        wanted = {"programme": unit == "programme", "site": unit == "site", "affected": hurt,
                  "others": unit == "site" and not hurt, "any": True}[each.unit]  # fmt: skip
        if wanted:
            yield key, verdict


def missed(each: Expected, found: Outcome) -> bool:
    """Whether what was seen cannot be chance if the aim is met."""
    if not found.trials:
        return True
    hits, trials = found
    if each.kind in ("exact", "counts"):
        return hits < trials
    if each.kind in ("fires", "near"):
        return bool(stats.binom.cdf(hits, trials, each.aim) < SURE)
    if each.kind == "covers":
        few, many = stats.binom.cdf(hits, trials, COVERED[0]), stats.binom.sf(hits - 1, trials, COVERED[1])
        return bool(few < SURE or (many < SURE and not each.note))
    return bool(stats.binom.sf(hits - 1, trials, each.aim or FALSE) < SURE)
