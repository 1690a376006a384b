"""M10: everyone is asked about fear, understands the question, and is asked before anything follows."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import rule
from asylia.oversight.joining import beside
from asylia.oversight.ladder import ASKED_AT_LEAST
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

WITHIN = dt.timedelta(hours=24)  # the core's own limit: deadlines.py, "ask"


def met(tables: Tables) -> ir.Table:
    """Encounters that are over or a day old, with whether the question was put properly before any return."""
    encounters, ends, returns = tables["encounters"], tables["encounter_ends"], tables["returns"]
    questions = tables["questions"]
    asked = questions.filter(questions.proper).group_by("case").agg(asked_at=questions.at.min())
    rows = beside(encounters, asked, ["case"])
    rows = beside(rows, ends.group_by("case").agg(ended_at=ends.at.min()), ["case"])
    rows = beside(rows, returns.group_by("case").agg(returned_at=returns.at.min()), ["case"])
    old = rows.at <= ibis.literal(tables.as_of - WITHIN)
    over = old | rows.ended_at.notnull() | rows.returned_at.notnull()
    in_time = rows.asked_at <= ibis.coalesce(rows.returned_at, rows.asked_at)
    return rows.mutate(over=over, asked=in_time.fill_null(False))


MEASURE = Measure(
    id="M10", version=1,
    title="Everyone is asked about fear, in a language they understand",
    question="Is everyone asked about fear before anything follows?",
    why="Who is not asked, or does not understand, is in no figure that comes after.",
    alarm_class="A",
    tables=("encounters", "encounter_ends", "returns", "questions", "alarms"),
    population=met,
    population_says="encounters that have ended, led to a return or are a day old",
    counts=(Count(denominator=lambda it: it.over, numerator=lambda it: it.asked),),
    numerator_says="people asked alone, in a language of theirs, understood and attested, before any return",
    denominator_says="people encountered",
    units=("programme", "site", "language"),
    grain=Grain(period="week", until=30, most=12),
    rules=(rule("fear.asked", "supervisor"), rule("advisal.language", "supervisor"),
           rule("advisal.understood", "supervisor")),
    estimate="share", interval="share",
    method_says="Share with Wilson's interval (the exact one under 30).",
    alarm=(
        Limit(
            says="for certain fewer than 95 % were asked",
            found="{all.numerator} of {all.denominator} people were asked about fear.",
            bounds=(Bound(of="upper", below=ASKED_AT_LEAST),),
        ),
    ),
    watch=(
        Limit(
            says="fewer than 95 % were asked",
            found="{all.numerator} of {all.denominator} people were asked about fear.",
            bounds=(Bound(of="estimate", below=ASKED_AT_LEAST),),
        ),
    ),
    direction="higher is better",
    assumptions=("A question on the record was really put: only interviews of people who have left could check it.",),
    limits=("Says nothing of how the question was put beyond what was attested.",
            "People who were never written down are in no count: see M09."),
    counter_measures=("M09", "M24"),
    sources=(Source(cite="Vox, 2 May 2019: border staff were told not to ask"),
             Source(cite="INA 235(b)(1)(A)(ii)")),
    examples=(
        Example(
            says="of 50 people 30 were asked; one was asked after the return, one is from this morning",
            as_of=dt.datetime(2027, 3, 9, 12, tzinfo=dt.UTC),
            rows={
                "encounters": """times,case,at,day,site,language
30,A,2027-03-02T10:00,2027-03-02,Fallbrook,es
19,N,2027-03-02T10:00,2027-03-02,Fallbrook,es
1,R,2027-03-02T10:00,2027-03-02,Fallbrook,es
1,T,2027-03-09T10:00,2027-03-09,Fallbrook,es
""",
                "questions": """times,case,at,day,site,proper
30,A,2027-03-02T11:00,2027-03-02,Fallbrook,yes
1,N-0,2027-03-02T11:00,2027-03-02,Fallbrook,no
1,R,2027-03-05T11:00,2027-03-05,Fallbrook,yes
""",
                "returns": "case,at,day,site\nR,2027-03-04T11:00,2027-03-04,Fallbrook",
                "alarms": "case,rule,at,day,site\nN-1,fear.asked,2027-03-03T10:00,2027-03-03,Fallbrook",
            },
            expect={"status": "alarm", "numerator": 30, "denominator": 50, "estimate": 0.6, "lower": 0.4618},
            breaches=(("fear.asked", "N-1"),),
        ),
    ),
    fires_in=(Effect(scenario="E7", power=1.0),),
    picture="p-chart",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
