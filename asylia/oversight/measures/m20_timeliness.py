"""M20: how long each step takes, from a fear said to a decision in hand; too fast is said, too."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import ibis

from asylia.oversight.broken import rule
from asylia.oversight.joining import beside
from asylia.oversight.measure import Count, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIM = ("case", "claim")
EXITS = {"decided": 1, "withdrawn": 2, "closed": 3}


class Stage(NamedTuple):
    """A step from one moment to another, and the hours that are long; house, after the limits of us_mpp/2021-12-02."""

    part: str
    start: str
    end: str
    hours: int


STAGES = (
    Stage("to interview", "claimed", "heard", 96),
    Stage("to decision", "heard", "decided", 240),
    Stage("to review", "decided", "reviewed", 72),
    Stage("to notice", "decided", "served", 120),
    Stage("whole", "claimed", "ended", 720),
)


def moments(tables: Tables) -> ir.Table:
    """Claims, each with the first moment of every step, and how it ended."""
    claims = tables["claims"]
    rows = claims.select(*CLAIM, "site", "day", claimed=claims.at)
    heard, signed, reviews = tables["interviews"], tables["determinations"], tables["reviews"]
    told, ended = tables["services"], tables["endings"]
    served = told.filter(told.kind == "decision", told.what == "served")
    for name, table in (("heard", heard), ("decided", signed), ("reviewed", reviews), ("served", served)):
        rows = beside(rows, table.group_by(CLAIM).agg(**{name: table.at.min()}), CLAIM)
    return beside(rows, ended.group_by(CLAIM).agg(ended=ended.at.max(), how=ended.how.argmax(ended.at)), CLAIM)


def steps(tables: Tables) -> ir.Table:
    """A row a claim and step begun: hours so far, whether it is over, and by which end the claim left."""
    rows = moments(tables)
    each = (_step(rows, stage, tables.as_of) for stage in STAGES)
    return reduce(lambda before, more: before.union(more), each)


def _step(rows: ir.Table, stage: Stage, as_of: dt.datetime) -> ir.Table:
    begun = rows.filter(rows[stage.start].notnull())
    start, end = begun[stage.start], begun[stage.end]
    # Who left in another way before, or has not come so far, is counted as waiting until then.
    until = ibis.least(ibis.coalesce(end, begun.ended, ibis.literal(as_of)), ibis.literal(as_of))
    hours = ibis.greatest((until.epoch_seconds() - start.epoch_seconds()) / 3600, 0.0)
    left = ibis.cases(*((begun.how == how, code) for how, code in EXITS.items()), else_=0)
    return begun.select(
        "site", "day", part=ibis.literal(stage.part), hours=hours, over=end.notnull(), exit=left.cast("int64"),
        late=hours > stage.hours,
    )  # fmt: skip


def counted(stage: Stage) -> Count:
    """Claims that came to the step's beginning, and those for whom it took, or has taken, too long."""
    return Count(part=stage.part, denominator=lambda it: it.part == stage.part, numerator=lambda it: it.late)


MEASURE = Measure(
    id="M20", version=1,
    title="Nobody waits too long, and nothing is done too fast",
    question="How long does each step take?",
    why="Delay keeps people where they are afraid; a decision within minutes has not been thought about.",
    alarm_class="C",
    tables=("claims", "interviews", "determinations", "reviews", "services", "endings", "alarms"),
    population=steps,
    population_says="claims, by the day on which they were made, for each step that they have begun",
    counts=tuple(counted(stage) for stage in STAGES),
    numerator_says="those for whom it took, or has taken, longer than "
    + ", ".join(f"{stage.hours} hours ({stage.part})" for stage in STAGES),
    denominator_says="claims that began the step",
    grain=Grain(period="month", until=30, most=12),
    frame=("hours", "over", "exit", "site"),
    rules=(rule("review.deference", "headquarters"), rule("remedy.reachable", "hearing_clerk"),
           rule("filing.answered", "supervisor")),
    estimate="waits", interval="waits", test="hurry",
    method_says="Median hours with 95 % interval (Kaplan-Meier, those who still wait counted); share over the house's "
    "hours with Wilson's interval; shares that came to each end within 30 days (Aalen-Johansen); log-rank of sites.",
    scale="hours",
    settings={"beyond": 720.0, "too_fast": 0.25},
    enough=10,
    alarm=(
        Limit(
            says="for certain more than 10 % take longer than the house's hours",
            found="{late:.0%} of {all.denominator} take, or have taken, too long; the median is {estimate:.0f} hours.",
            bounds=(Bound(of="late_low", above=0.1),),
        ),
        Limit(
            says="sites wait differently (log-rank p < 0.001, the median wherever it lies), for two periods",
            found="How long people wait depends on the site.",
            bounds=(Bound(of="p", below=0.001),), periods=2,
        ),
    ),
    watch=(
        Limit(
            says="for certain more than 5 % are over within a quarter of an hour",
            found="{fast:.0%} are over within a quarter of an hour.",
            bounds=(Bound(of="fast_low", above=0.05),),
        ),
    ),
    direction="context",
    assumptions=("Who left by another way would have waited like those who stayed.",),
    limits=("Hours that the house calls long are no limits of law; each regime's own limits alarm by case.",
            "Sites differ in who comes to them: a difference is an association."),
    counter_measures=("M15", "M24"),
    sources=(Source(cite="Kaplan and Meier 1958, JASA 53:457"), Source(cite="Regime us_mpp/2021-12-02, limits")),
    examples=(
        Example(
            says="of 40 claims 20 are heard after a day, 10 after two, and 10 still wait after eight days",
            as_of=dt.datetime(2027, 3, 9, 10, tzinfo=dt.UTC),
            rows={
                "claims": "times,case,claim,at,day,site\n40,A,1,2027-03-01T10:00,2027-03-01,Fallbrook",
                "interviews": "times,case,claim,at,day,site\n30,A,1,2027-03-03T10:00,2027-03-03,Fallbrook\n"
                "20,A,1,2027-03-02T10:00,2027-03-02,Fallbrook",
            },
            part="to interview",
            expect={"status": "alarm", "numerator": 10, "denominator": 40, "estimate": 24.0},
        ),
    ),
    picture="survival",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
