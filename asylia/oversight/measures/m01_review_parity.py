"""M01: negative decisions are reviewed as often as positive ones."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.joining import DECISION, marked
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("supervisor", "headquarters")


def decided(tables: Tables) -> ir.Table:
    """Decisions, each with the levels that reviewed it, and whether one was drawn, targeted, or after service."""
    reviews = tables["reviews"]
    marks = reviews.group_by(DECISION).agg(
        **{level: (reviews.level == level).any() for level in LEVELS},
        drawn=(reviews.selection == "drawn").any(),
        targeted=(reviews.selection == "targeted").any(),
        after_service=reviews.served.any(),
    )
    return marked(tables["determinations"], marks, DECISION)


def reviewed(level: str, outcome: str) -> Count:
    """Decisions of one outcome reviewed at one level."""
    return Count(
        part=level, arm=outcome,
        denominator=lambda decision: decision.outcome == outcome,
        numerator=lambda decision: decision[level],
    )  # fmt: skip


MEASURE = Measure(
    id="M01", version=1,
    title="Negative decisions are reviewed as often as positive ones",
    question="Are negatives reviewed like positives?",
    why="If only positives are reviewed, errors that return people to danger cannot be seen.",
    alarm_class="C",
    tables=("determinations", "reviews"),
    population=decided,
    population_says="decisions signed in the period",
    counts=tuple(reviewed(level, outcome) for level in LEVELS for outcome in ("positive", "negative")),
    numerator_says="those reviewed at the level, drawn and targeted alike",
    denominator_says="positive, and negative, decisions",
    grain=Grain(period="month", until=3, most=12),
    strata=("site",), frame=("drawn", "targeted", "after_service"),
    estimate="review_parity", interval="risk_ratio_score", test="stratified_exact",
    method_says="Ratio of the two shares, 95 % score interval (Miettinen and Nurminen); exact test within sites "
    "(Cochran, Mantel and Haenszel), at one site Fisher's. Drawn, targeted and later reviews are counted apart, too.",
    scale="ratio",
    multiplicity=Multiplicity(family="review"),
    enough=1,
    not_measurable=(
        Limit(
            says="no decision was reviewed, of 20 or more",
            found="None of {positive.denominator} positive and {negative.denominator} negative decisions was reviewed.",
            bounds=(Bound(of="denominator", at_least=20), Bound(of="numerator", at_most=0)),
        ),
        Limit(
            says="no negative was reviewed, of 10 or more, and a positive was; q of 0.05 or more",
            found="{positive.numerator} of {positive.denominator} positive decisions were reviewed, and none of "
            "{negative.denominator} negative ones: it may be chance, and their errors cannot be seen.",
            bounds=(Bound(of="positive.numerator", at_least=1), Bound(of="negative.denominator", at_least=10),
                    Bound(of="negative.numerator", at_most=0), Bound(of="q", at_least=0.05)),
        ),
    ),
    alarm=(
        Limit(
            says="no negative was reviewed, and a positive was; q < 0.05",
            found="{positive.numerator} of {positive.denominator} positive decisions were reviewed, and none of "
            "{negative.denominator} negative ones.",
            bounds=(Bound(of="positive.numerator", at_least=1), Bound(of="negative.numerator", at_most=0),
                    Bound(of="q", below=0.05)),
        ),
        Limit(
            says="the ratio lies outside 0.80 to 1.25, and p < 0.01",
            found="{positive.numerator} of {positive.denominator} positive decisions were reviewed, and "
            "{negative.numerator} of {negative.denominator} negative ones.",
            bounds=(Bound(of="estimate", outside=(0.8, 1.25)), Bound(of="q", below=0.01)),
        ),
    ),
    watch=(
        Limit(
            says="the ratio lies outside 0.80 to 1.25, and p < 0.05",
            found="The ratio is {estimate:.2f}.",
            bounds=(Bound(of="estimate", outside=(0.8, 1.25)), Bound(of="p", below=0.05)),
        ),
    ),
    direction="parity",
    assumptions=("The record of reviews is complete.",),
    limits=("Says nothing about the quality of a review.",),
    counter_measures=("M24", "M05"),
    sources=(Source(cite="Social Security Act s.221(c)"),),
    examples=(
        Example(
            says="all three positives are reviewed, and none of 60 negatives",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,outcome,day,site
1,P1,1,1,positive,2027-02-03,Fallbrook
1,P2,1,1,positive,2027-02-03,Fallbrook
1,P3,1,1,positive,2027-02-04,Fallbrook
60,N,1,1,negative,2027-02-04,Fallbrook
""",
                "reviews": """case,claim,determination,level,day,site
P1,1,1,headquarters,2027-02-05,Fallbrook
P2,1,1,headquarters,2027-02-05,Fallbrook
P3,1,1,headquarters,2027-02-05,Fallbrook
""",
            },
            part="headquarters",
            expect={"status": "alarm", "estimate": None, "numerator": 3, "denominator": 63},
        ),
    ),
    fires_in=(Effect(scenario="E1", power=0.95),),
    picture="paired bars",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
