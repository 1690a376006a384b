"""M15: interviews are long enough, and held under conditions in which a person can speak."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.broken import rule
from asylia.oversight.measure import Count, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEAST = 30  # minutes; house: an interview with an interpreter says each thing twice


def held(tables: Tables) -> ir.Table:
    """Interviews that ended, with their length without breaks and the questions asked."""
    return tables["interview_ends"]


MEASURE = Measure(
    id="M15", version=1,
    title="Interviews are long enough to be heard in",
    question="How many interviews end within half an hour?",
    why="Harm is not told in minutes, through an interpreter, in a holding room.",
    alarm_class="B",
    tables=("interview_ends", "alarms"),
    population=held,
    population_says="interviews that ended",
    counts=(Count(denominator=lambda it: it.minutes.notnull(), numerator=lambda it: it.minutes < LEAST),),
    numerator_says="those shorter than 30 minutes, breaks taken off",
    denominator_says="interviews",
    units=("programme", "site", "mode"),
    grain=Grain(period="week", until=20, most=26),
    frame=("minutes", "questions"), history=True,
    rules=(
        rule("interview.restraint", "supervisor"), rule("interview.conditions", "supervisor"),
        rule("interview.rest", "supervisor"), rule("interview.record", "supervisor"),
        rule("interpreter.fit", "supervisor"), rule("readback.before-decision", "supervisor"),
    ),
    estimate="share", interval="e_process", test="lengths",
    method_says="Share with Wilson's interval (the exact one under 30); beta-binomial e-process against 5 % short; "
    "median minutes and questions; Kolmogorov and Smirnov's test of the last week against those before.",
    settings={"tolerance": 0.05},
    enough=20,
    alarm=(
        Limit(
            says="the evidence that more than 5 % are short reaches 20",
            found="{all.numerator} of {all.denominator} interviews were shorter than 30 minutes; the median is "
            "{median_minutes:.0f}.",
            bounds=(Bound(of="e_value", at_least=20),),
        ),
    ),
    watch=(
        Limit(
            says="more than 5 % are short",
            found="{all.numerator} of {all.denominator} interviews were shorter than 30 minutes.",
            bounds=(Bound(of="lower", above=0.05),),
        ),
    ),
    direction="lower is better",
    assumptions=("Beginning, breaks and end are recorded as they happen.",),
    limits=("Length is not care: a long interview can be a bad one.",
            "Half an hour is this house's own line; no law was read that sets one."),
    counter_measures=("M13", "M20"),
    sources=(Source(cite="Vox, 2 May 2019: interviews by telephone in holding rooms, with noise"),
             Source(cite="Safeguards interview.conditions and interview.restraint")),
    examples=(
        Example(
            says="8 of 40 interviews are over in ten minutes, and one was held in restraints without a reason",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "interview_ends": """times,case,claim,at,day,site,mode,minutes,questions
32,A,1,2027-03-08T10:00,2027-03-08,Fallbrook,in_person,90,60
8,B,1,2027-03-08T10:00,2027-03-08,Fallbrook,phone,10,9
""",
                "alarms": "case,rule,at,day,site\nB-3,interview.restraint,2027-03-08T10:00,2027-03-08,Fallbrook",
            },
            expect={"status": "alarm", "numerator": 8, "denominator": 40, "estimate": 0.2},
            breaches=(("interview.restraint", "B-3"),),
        ),
    ),
    picture="p-chart",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
