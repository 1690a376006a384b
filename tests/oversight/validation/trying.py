"""Scenarios against what they expect: how often each alarm fired, stayed silent, or held the truth in its interval."""

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from scipy import stats

from asylia.oversight.measure import Verdict
from asylia.oversight.registry import measures
from asylia.oversight.status import Status
from tests.oversight.validation.outcome import Outcome
from tests.oversight.validation.running import Judged, Key, judged
from tests.oversight.validation.truths import COUNTS, NAIVE, TRUTHS
from tests.oversight.worlds.flow import tables
from tests.oversight.worlds.planting import plant
from tests.oversight.worlds.world import People, World

FILE = Path(__file__).parent.parent / "worlds" / "scenarios.toml"
KINDS = ("fires", "silent", "flags", "exact", "counts", "covers", "near", "streams", "yearly", "naive")
AT_ONCE = 50  # replications made at once; the first fifty of a long run are those of a short one
SURE = 0.01  # an aim is missed when chance would give what was seen more seldom than this
COVERED = (0.93, 0.97)
FALSE = 0.05
ALARM = 20  # an e-value


class Expected(NamedTuple):
    """One thing expected: `kind` is one of KINDS."""

    kind: str
    measure: str
    part: str = ""
    unit: str = "programme"  # programme, site, affected (sites), others, officer, any (but officers)
    states: tuple[str, ...] = ("alarm",)
    aim: float = 0.0
    of: str = ""  # the truth that an interval should hold, or the count that should be exact
    known: str = ""  # why the aim is known to be missed, where it is


@dataclass(frozen=True)
class Scenario:
    """One simulated programme, when it is looked at, and what is expected of its measures."""

    id: str
    says: str
    world: World
    moments: tuple[dt.datetime, ...]
    expects: tuple[Expected, ...]
    officers: bool = False  # rows of officers are made too
    long: bool = False  # run by `make long` only
    most: int = 1_000_000  # replications, where more would take too long


def scenarios() -> list[Scenario]:
    """Every scenario of the library, each variant one."""
    told = []
    for each in tomllib.loads(FILE.read_text("utf-8"))["scenario"]:
        moments = tuple(dt.datetime.combine(day, dt.time(), dt.UTC) for day in each["moments"])
        expects = tuple(
            Expected(kind, **{name: tuple(value) if isinstance(value, list) else value for name, value in one.items()})
            for kind in KINDS for one in each.get(kind, ())
        )  # fmt: skip
        for variant in each.get("variants", [{}]):
            changed = {name: value for name, value in variant.items() if name != "long"}
            id = ", ".join([each["id"], *(f"{name} {value}" for name, value in changed.items())])
            world = World.of(each.get("world", {}) | changed)
            long = variant.get("long", each.get("long", False))
            officers, most = each.get("officers", False), each.get("most", 1_000_000)
            told.append(Scenario(id, each["says"], world, moments, expects, officers, long, most))
    return told


def tried(scenario: Scenario, chunk: int, many: int) -> list[Outcome]:
    """How often each expectation was met, over the replications of one chunk."""
    known = measures()
    asked = [known[id] for id in sorted({each.measure for each in scenario.expects} & set(known))]
    people = People(scenario.world, many, seed=chunk)
    made, planted = plant(people, tables(people))
    told = judged(asked, made, scenario.moments, officers=scenario.officers)
    sums = [Outcome(0, 0)] * len(scenario.expects)
    for rep, one in told.items():
        sums = [
            total.plus(met(each, scenario, Replication(people, rep, one, planted)))
            for total, each in zip(sums, scenario.expects, strict=True)
        ]
    return sums


class Replication(NamedTuple):
    """One replication: the world's people, its name, what its measures said, and what was planted."""

    people: People
    rep: str
    told: Judged
    planted: Mapping[tuple[str, str], set[str]]


def met(each: Expected, scenario: Scenario, one: Replication) -> Outcome:
    """What one replication says of one expectation."""
    people, rep, told, planted = one
    rows = list(chosen(each, scenario, told.verdicts))
    states = [Status(state) for state in each.states]
    match each.kind:
        case "exact":
            found = sorted(told.breaches.get(each.measure, ()))
            return Outcome(found == sorted(planted.get((each.measure, rep), ())), 1)
        case "naive":
            return Outcome(NAIVE[each.of](people, rep), 1)
        case "fires" | "flags":
            return Outcome(sum(verdict.status in states for _, verdict in rows), len(rows))
        case "silent":
            return Outcome(any(verdict.status in states for _, verdict in rows), 1)
        case "streams":
            highest = [e for _, verdict in rows if (e := verdict.found.values.get("e_highest")) is not None]
            return Outcome(sum(e >= ALARM for e in highest), len(highest))
        case "yearly":
            years = scenario.world.sites * scenario.world.weeks / 52
            return Outcome(sum(rang(verdict) for _, verdict in rows), round(years))
        case "counts":
            return Outcome(sum(COUNTS[each.of](people, told.units[key]) for key, _ in rows), len(rows))
        case _:
            held = (TRUTHS[each.of](people, rep, told.units[key], verdict) for key, verdict in rows)
            known = [(truth, low, high) for truth, low, high in held if None not in (truth, low, high)]
            return Outcome(sum(low - 1e-12 <= truth <= high + 1e-12 for truth, low, high in known), len(known))


def rang(verdict: Verdict) -> bool:
    """Whether a monitor ever alarmed."""
    return verdict.status is Status.ALARM or (verdict.found.values.get("e_highest") or 0) >= ALARM


def chosen(each: Expected, scenario: Scenario, verdicts: Mapping[Key, Verdict]) -> Iterator[tuple[Key, Verdict]]:
    """The rows that an expectation is about: all parts where it names none, all measures of class B for "B"."""
    for key, verdict in verdicts.items():
        measure, part, unit, of = key
        named = measures()[measure].alarm_class == "B" if each.measure == "B" else measure == each.measure
        if not named or (each.part and part != each.part):
            continue
        hurt = unit == "site" and int(of.partition("/S")[2]) < scenario.world.affected
        wanted = {"programme": unit == "programme", "site": unit == "site", "affected": hurt,
                  "others": unit == "site" and not hurt, "officer": unit == "officer",
                  "any": unit != "officer"}[each.unit]  # fmt: skip
        if wanted:
            yield key, verdict


def missed(each: Expected, found: Outcome) -> bool:
    """Whether what was seen could hardly be chance if the aim were met."""
    hits, trials = found
    match each.kind:
        case "exact" | "counts":
            return hits < trials or not trials
        case "fires" | "near" | "naive":
            return not trials or bool(stats.binom.cdf(hits, trials, each.aim) < SURE)
        case "covers":
            few, many = stats.binom.cdf(hits, trials, COVERED[0]), stats.binom.sf(hits - 1, trials, COVERED[1])
            return not trials or bool(few < SURE or many < SURE)
        case "yearly":
            return hits > trials * each.aim
        case _:
            return not trials or bool(stats.binom.sf(hits - 1, trials, each.aim or FALSE) < SURE)
