"""M19: how long people are held, and who is held past the limit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import rule
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

HOURS = (
    72  # where the regime sets none: CBP National Standards on Transport, Escort, Detention and Search, October 2015
)


def held(tables: Tables) -> ir.Table:
    """Times held without a break, each with its hours so far, whether it is over, and the regime's limit."""
    facts = tables["custody"]
    facts = facts.filter(facts.spell > 0)
    spells = facts.group_by("case", "spell").agg(
        site=facts.site.argmin(facts.at), since=facts.since.min(), until=facts.until.max(),
        allowed=facts.limit_hours.max(),
    )  # fmt: skip
    now = ibis.literal(tables.as_of)
    until = ibis.coalesce(spells.until, now)
    hours = (until.epoch_seconds() - spells.since.epoch_seconds()) / 3600
    return spells.select(
        "case", "site", day=spells.since.date(), hours=ibis.greatest(hours, 0.0), over=spells.until.notnull(),
        late=hours > ibis.coalesce(spells.allowed, HOURS),
    )  # fmt: skip


MEASURE = Measure(
    id="M19", version=1,
    title="Nobody is held longer than the rule allows",
    question="How long are people held?",
    why="Nights in holding rooms wear people down before they are heard, and make them give up.",
    alarm_class="A",
    tables=("custody", "alarms"),
    population=held,
    population_says="times held without a break, by the day on which they began (UTC)",
    counts=(Count(denominator=lambda it: it.hours.notnull(), numerator=lambda it: it.late),),
    numerator_says="those past the regime's hours (72 where it sets none; fewer with children)",
    denominator_says="times held",
    grain=Grain(period="month", until=20, most=6),
    frame=("hours", "over", "site"),
    rules=(rule("custody.limit", "duty_post", hours=4), rule("custody.counted", "duty_post")),
    estimate="waits", interval="waits", test="e_process",
    method_says="Median hours with 95 % interval (Kaplan-Meier, those still held counted); share past the limit with "
    "Wilson's interval; beta-binomial e-process against 2 % past it.",
    scale="hours",
    settings={"tolerance": 0.02, "beyond": float(HOURS)},
    alarm=(
        Limit(
            says="the evidence that more than 2 % are held past the limit reaches 20",
            found="{all.numerator} of {all.denominator} were held past the limit; {beyond:.1%} longer than 72 hours.",
            bounds=(Bound(of="e_value", at_least=20),),
        ),
    ),
    watch=(
        Limit(
            says="someone was held past the limit",
            found="{all.numerator} of {all.denominator} were held past the limit.",
            bounds=(Bound(of="all.numerator", at_least=1),),
        ),
    ),
    direction="lower is better",
    assumptions=("Beginning and end of custody are reported when they happen.",),
    limits=("A release that nobody reports looks like custody that goes on.",
            "Says nothing about the conditions beyond what is counted in the ladder."),
    counter_measures=("M24", "M20"),
    sources=(Source(cite="BuzzFeed News, 14 Nov 2019: people who had to stay overnight are to be counted"),
             Source(cite="CBP National Standards on Transport, Escort, Detention and Search, October 2015")),
    examples=(
        Example(
            says="of 30 times held two are past 72 hours, one of them still going on",
            as_of=dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC),
            rows={
                "custody": """times,case,what,spell,since,until,limit_hours,at,day,site
28,A,released,1,2027-03-01T10:00,2027-03-02T10:00,72,2027-03-02T10:00,2027-03-02,Fallbrook
1,B,released,1,2027-03-01T10:00,2027-03-05T10:00,72,2027-03-05T10:00,2027-03-05,Fallbrook
1,C,held,1,2027-03-05T12:00,,72,2027-03-05T12:00,2027-03-05,Fallbrook
""",
                "alarms": "case,rule,at,day,site\nC,custody.limit,2027-03-08T12:00,2027-03-08,Fallbrook",
            },
            expect={"status": "alarm", "numerator": 2, "denominator": 30, "estimate": 24.0},
            breaches=(("custody.limit", "C"),),
        ),
    ),
    fires_in=(Effect(scenario="E10", power=1.0),),
    picture="survival",
    owner="duty_post",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
