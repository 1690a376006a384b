"""The states that a release may tell: what its printed counts show, and nothing that only the exact ones do.

A count printed as “under 10” may be any of ten numbers: the state is told when it is the same for the least, the
middle and the greatest. Looks are paid for by Bonferroni: each p times the number of places in its family. Counts of a
quarter are judged whole, without strata and without what came before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import msgspec

from asylia.oversight.counted import Arm, Arms, Counted
from asylia.oversight.measure import Measure, Verdict
from asylia.oversight.publishing import Figure, Vintage, published
from asylia.oversight.status import Status
from asylia.publish.cells import STEP
from asylia.publish.held import Held

HELD = "A count it rests on is not printed."
BY_ROW = "It rests on more than the counts of a quarter: they are told, not its state."
BY_RULE = "Its counts show nothing; whether a rule was broken in a case is not told here."
SMALL = (0, STEP // 2 - 1, STEP - 1)  # what “under 10” may be: the least, the middle, the greatest


class State(msgspec.Struct, frozen=True, kw_only=True):
    """The state of one part of a measure in one place."""

    measure: str
    version: int
    part: str
    unit: str
    of: str
    status: str
    reason: str
    estimate: float | None = None
    lower: float | None = None
    upper: float | None = None


class Place(NamedTuple):
    """One part of a measure in one place, with what is printed of each arm."""

    measure: Measure
    part: str
    unit: str
    of: str
    figures: Mapping[str, Figure]


def states(of: Vintage, measures: Sequence[Measure]) -> list[State]:
    """Every state, the worst first."""
    places = [each for measure in published(measures) for each in places_of(measure, of)]
    looks = Counter(each.measure.multiplicity.family for each in places if each.measure.multiplicity)
    found = [state(each, looks) for each in places]
    order = [*map(str, Status)]
    return sorted(found, key=lambda s: (order.index(s.status) if s.status in order else len(order), s.measure, s.of))


def places_of(measure: Measure, of: Vintage) -> Iterator[Place]:
    """Every part and place of a measure."""
    told: dict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for each in of.figures:
        if each.key.measure == measure.id:
            told[each.key.part, each.key.unit, each.key.of][each.key.arm] = each
    for place, figures in told.items():
        yield Place(measure, *place, figures)


def state(place: Place, looks: Mapping[str, int]) -> State:
    """What the printed counts of a place show, or why that is not said."""
    measure = place.measure
    bare = State(
        measure=measure.id, version=measure.version, part=place.part, unit=place.unit, of=place.of,
        status="not said", reason=HELD,
    )  # fmt: skip
    try:
        verdicts = [judged(measure, arms, looks) for arms in worlds(place.figures)]
    except KeyError:  # a statistic asked for a column of the rows
        return msgspec.structs.replace(bare, reason=BY_ROW)
    if len({each.status for each in verdicts}) != 1:
        return bare
    verdict = verdicts[0]
    if measure.rules and verdict.status is Status.OK:
        return msgspec.structs.replace(bare, reason=BY_RULE)
    if verdict.status is Status.INSUFFICIENT and all(enough(measure, each) for each in place.figures.values()):
        return msgspec.structs.replace(bare, reason=BY_ROW)
    told = msgspec.structs.replace(bare, status=str(verdict.status), reason="; ".join(verdict.crossed))
    if len(verdicts) > 1:
        return told
    found = verdict.found
    return msgspec.structs.replace(
        told, reason=verdict.reason, estimate=found.estimate, lower=found.lower, upper=found.upper
    )


def enough(measure: Measure, each: Figure) -> bool:
    """Whether an arm has as many as the measure needs."""
    return isinstance(each.denominator, int) and each.denominator >= measure.enough


def judged(measure: Measure, arms: Arms, looks: Mapping[str, int]) -> Verdict:
    """The verdict on some counts, its p paid for."""
    found = measure.find(Counted(arms=arms, strata={(): arms} if measure.strata else {}, series=[arms]))
    paid = measure.multiplicity
    q = None if found.p is None or paid is None else min(1.0, found.p * looks[paid.family])
    return measure.conclude(found, arms, q=q)


def worlds(figures: Mapping[str, Figure]) -> Iterator[Arms]:
    """The counts that may stand behind what is printed; none where one may be any number."""
    arms = [values(each) for each in figures.values()]
    for chosen in product(*arms):
        yield dict(zip(figures, chosen, strict=True))


def values(each: Figure) -> list[Arm]:
    """What the counts of an arm may be."""
    counted, among = each.shown
    if isinstance(among, Held) or (isinstance(counted, Held) and counted is not Held.SMALL):
        return []
    return [Arm(min(n, among), among) for n in (SMALL if isinstance(counted, Held) else (counted,))]
