"""M17: who misses a hearing, and whether they had been told of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.broken import rule
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir


def held(tables: Tables) -> ir.Table:
    """Hearings at which it was recorded who came."""
    return tables["attendances"]


MEASURE = Measure(
    id="M17", version=1,
    title="Nobody misses a hearing that they were not told of",
    question="Do people miss hearings because no notice reached them?",
    why="An order against an absent person is only as good as the proof that they knew, and could come.",
    alarm_class="A",
    tables=("attendances", "alarms"),
    population=held,
    population_says="hearings at which attendance was recorded",
    counts=(
        Count(part="unproven", arm="missed", denominator=lambda it: ~it.present,
              numerator=lambda it: ~it.notice_confirmed),
        Count(part="missed", denominator=lambda it: it.present.notnull(), numerator=lambda it: ~it.present),
        Count(part="told or not", arm="unproven", denominator=lambda it: ~it.notice_confirmed,
              numerator=lambda it: ~it.present),
        Count(part="told or not", arm="proven", denominator=lambda it: it.notice_confirmed,
              numerator=lambda it: ~it.present),
    ),
    numerator_says="missed hearings whose notice was not proven; hearings missed, of all and by whether it was proven",
    denominator_says="missed hearings; hearings",
    units=("programme", "site", "language"),
    grain=Grain(period="month", until=30, most=12),
    rules=(rule("hearing.absence-cause", "hearing_clerk"),),
    estimate="share_or_ratio", interval="share_or_ratio", test="share_or_ratio",
    method_says="Shares with Wilson's interval (the exact one under 30); the ratio of the shares missed without and "
    "with a proven notice, log interval, Fisher's exact test.",
    alarm=(
        Limit(
            says="for certain more than 2 % of missed hearings had no proven notice",
            found="{missed.numerator} of {missed.denominator} missed hearings had no proven notice.",
            bounds=(Bound(of="missed.denominator", at_least=1), Bound(of="lower", above=0.02)),
        ),
        Limit(
            says="without a proven notice people miss more than 1.5 times as often, and p < 0.01",
            found="Without a proven notice people miss {estimate:.1f} times as often.",
            bounds=(Bound(of="unproven.denominator", at_least=1), Bound(of="estimate", above=1.5),
                    Bound(of="p", below=0.01)),
        ),
    ),
    watch=(
        Limit(
            says="a missed hearing had no proven notice",
            found="{missed.numerator} of {missed.denominator} missed hearings had no proven notice.",
            bounds=(Bound(of="missed.numerator", at_least=1),),
        ),
    ),
    direction="lower is better",
    assumptions=("Attendance is recorded for each hearing that was held.",),
    limits=("Causes of absence stand in the ladder; a cause not found out is no cause.",
            "People who could not be reached are in no interview about why."),
    counter_measures=("M16", "M18"),
    sources=(Source(cite="INA 240(b)(5)(A) and (C)"),
             Source(cite="DHS, explanation of decision, 29 Oct 2021: in-absentia orders")),
    examples=(
        Example(
            says="20 of 60 hearings are missed, 8 of them by people whose notice was never proven",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "attendances": """times,case,hearing,present,notice_confirmed,at,day,site
38,A,1,yes,yes,2027-03-03T10:00,2027-03-03,Fallbrook
2,B,1,yes,no,2027-03-03T10:00,2027-03-03,Fallbrook
12,C,1,no,yes,2027-03-03T10:00,2027-03-03,Fallbrook
8,D,1,no,no,2027-03-03T10:00,2027-03-03,Fallbrook
""",
                "alarms": "case,rule,at,day,site\nD-0,hearing.absence-cause,2027-03-04T10:00,2027-03-04,Fallbrook",
            },
            part="told or not",
            expect={"status": "alarm", "numerator": 20, "denominator": 60, "estimate": 3.3333},
            breaches=(("hearing.absence-cause", "D-0"),),
        ),
    ),
    fires_in=(Effect(scenario="E10", power=1.0),),
    picture="paired bars",
    owner="hearing_clerk",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
