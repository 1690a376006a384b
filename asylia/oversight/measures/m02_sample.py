"""M02: the sample that the system draws is reviewed, on both sides and in time."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.joining import DECISION, beside
from asylia.oversight.measure import Count, Example, Grain, Measure, Rule, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAYS = 14
DRAWN = (*DECISION, "level", "repeat")


def untargeted(rows: ir.Table) -> ir.Table:
    """Those that the system drew."""
    return rows.filter(~rows.targeted.fill_null(False)).mutate(repeat=rows["repeat"].fill_null(False))


def drawn(tables: Tables) -> ir.Table:
    """Draws whose time has passed, with the first blind second decision on each: when, and whether it came in time."""
    draws, seconds = untargeted(tables["draws"]), untargeted(tables["second_decisions"])
    due = draws.filter(draws.drawn, draws.at <= ibis.literal(tables.as_of - dt.timedelta(days=DAYS)))
    answers = seconds.group_by(DRAWN).agg(answered=seconds.at.min(), hours=seconds.hours.min())
    known = beside(due, answers, DRAWN)
    late_from = known.at + ibis.interval(days=DAYS)
    return known.mutate(late_from=late_from, in_time=(known.answered <= late_from).fill_null(False))


def sampled(tables: Tables) -> ir.Table:
    """The same, with whether the decision had been served when it was reviewed."""
    reviews = tables["reviews"]
    served = reviews.filter(reviews.selection == "drawn", reviews.served).select(*DECISION).distinct()
    return beside(drawn(tables), served.mutate(after_service=True), DECISION)


def overdue(tables: Tables) -> ir.Table:
    """Draws that nobody reviewed in time; they end when someone does."""
    late = drawn(tables)
    late = late.filter(~late.in_time)
    return late.select("case", "site", since=late.late_from, ended=late.answered)


def in_time(outcome: str) -> Count:
    """Drawn decisions of one outcome that were reviewed in time."""
    return Count(
        arm=outcome,
        denominator=lambda draw: draw.outcome == outcome,
        numerator=lambda draw: draw.in_time,
    )  # fmt: skip


MEASURE = Measure(
    id="M02", version=1,
    title="The sample drawn by the system is reviewed, on both sides and in time",
    question="Is every decision that was drawn reviewed, positive or negative?",
    why="A sample that is drawn and not reviewed, or reviewed on one side only, shows no error rate at all.",
    alarm_class="A",
    tables=("draws", "second_decisions", "reviews"),
    population=sampled,
    population_says="decisions drawn for blind review at least 14 days ago, by the day they were drawn",
    counts=(in_time("positive"), in_time("negative")),
    numerator_says="those reviewed within 14 days",
    denominator_says="drawn decisions, positive and negative",
    grain=Grain(period="month", until=5, most=12),
    strata=("stratum",), frame=("hours", "after_service"),
    rules=(
        Rule(id="review.draw", says="A drawn decision waits for its review longer than 14 days", broken=overdue,
             owner="headquarters", hours=72),
    ),
    estimate="sample_done", interval="sample_done",
    method_says="Share reviewed within 14 days of both sides together, with Wilson's interval (exact under 30); the "
    "least share within a stratum of five or more; the median time from signature to review.",
    not_measurable=(
        Limit(
            says="no decision was drawn",
            found="No decision was drawn for blind review: no error rate can be known.",
            bounds=(Bound(of="denominator", at_most=0),),
        ),
        Limit(
            says="no negative was drawn, and a positive was",
            found="{positive.denominator} positive decisions were drawn, and no negative one.",
            bounds=(Bound(of="positive.denominator", at_least=1), Bound(of="negative.denominator", at_most=0)),
        ),
        Limit(
            says="no positive was drawn, and 60 negatives were",
            found="{negative.denominator} negative decisions were drawn, and no positive one.",
            bounds=(Bound(of="negative.denominator", at_least=60), Bound(of="positive.denominator", at_most=0)),
        ),
    ),
    alarm=(
        Limit(
            says="fewer than 95 % were reviewed within 14 days",
            found="{estimate:.0%} of the drawn decisions were reviewed within 14 days.",
            bounds=(Bound(of="estimate", below=0.95),),
        ),
    ),
    direction="higher is better",
    assumptions=("Every draw is on the record at the signature, whether or not it is reviewed.",),
    limits=("Says that a review took place, not that it was careful.",
            "Draws of the last 14 days are not counted yet."),
    counter_measures=("M24", "M06"),
    sources=(Source(cite="Safeguard review.draw"), Source(cite="Canada IRB, quality measurement by stratified sample")),
    examples=(
        Example(
            says="of six drawn decisions one negative is not reviewed in time",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "draws": """times,case,claim,determination,level,outcome,drawn,targeted,repeat,at,site
5,P,1,1,headquarters,positive,yes,no,no,2027-03-02T12:00,Fallbrook
4,N,1,1,headquarters,negative,yes,no,no,2027-03-02T12:00,Fallbrook
1,L,1,1,headquarters,negative,yes,no,no,2027-03-02T12:00,Fallbrook
1,T,1,1,headquarters,negative,yes,yes,no,2027-03-02T12:00,Fallbrook
1,Y,1,1,headquarters,negative,yes,no,no,2027-03-29T12:00,Fallbrook
30,O,1,1,headquarters,negative,no,no,no,2027-03-02T12:00,Fallbrook
""",
                "second_decisions": """times,case,claim,determination,level,targeted,repeat,hours,at,site
5,P,1,1,headquarters,no,no,100,2027-03-06T16:00,Fallbrook
4,N,1,1,headquarters,no,no,200,2027-03-10T20:00,Fallbrook
1,L,1,1,headquarters,no,no,500,2027-03-23T08:00,Fallbrook
""",
            },
            expect={"status": "alarm", "numerator": 9, "denominator": 10, "estimate": 0.9},
            breaches=(("review.draw", "L"),),
        ),
    ),
    fires_in=(),
    picture="paired bars",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
