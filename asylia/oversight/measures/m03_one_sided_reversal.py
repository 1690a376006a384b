"""M03: reversals do not run one way."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

POINTS = 0.05


def drawn_reviews(tables: Tables) -> ir.Table:
    """Blind second decisions on drawn decisions; without targeted ones, repeats, and cases that were recognised."""
    seconds = tables["second_decisions"]
    return seconds.filter(
        ~seconds.targeted.fill_null(False), ~seconds.repeat.fill_null(False), ~seconds.recognised.fill_null(False)
    )


def reversed_from(outcome: str) -> Count:
    """Drawn decisions of one outcome that the blind reviewer decided the other way."""
    return Count(
        arm=outcome,
        denominator=lambda review: review["first"] == outcome,
        numerator=lambda review: review.second != outcome,
    )  # fmt: skip


def unseen(outcome: str) -> Limit:
    """Nothing of one outcome was reviewed by draw."""
    return Limit(
        says=f"no {outcome} decision was reviewed by draw",
        found=f"No {outcome} decision was reviewed by draw: how often it would be reversed cannot be known.",
        bounds=(Bound(of=f"{outcome}.denominator", at_most=0),),
    )


def apart(more: str, size: Bound, sure: Bound) -> Limit:
    """The rates lie apart by more than five points, one way."""
    return Limit(
        says=f"more {more} are reversed, by over 5 points, and the interval excludes 0, two periods running",
        found="Blind reviewers reversed {positive.numerator} of {positive.denominator} positive and "
        "{negative.numerator} of {negative.denominator} negative decisions.",
        bounds=(size, sure), periods=2,
    )  # fmt: skip


MEASURE = Measure(
    id="M03", version=1,
    title="Reversals do not run one way",
    question="Would blind reviewers reverse positive decisions as often as negative ones?",
    why="A review that finds errors on one side only pushes the whole programme to the other.",
    alarm_class="C",
    tables=("second_decisions",),
    population=drawn_reviews,
    population_says="drawn decisions decided anew without sight of the outcome; targeted reviews, repeats and cases "
    "that the reviewer recognised are left out",
    counts=(reversed_from("positive"), reversed_from("negative")),
    numerator_says="those that the reviewer decided the other way",
    denominator_says="positive, and negative, decisions so reviewed",
    grain=Grain(period="month", until=40, most=12),
    strata=("site",),
    estimate="difference", interval="difference", test="stratified_exact",
    method_says="Difference of the two shares with Newcombe's 95 % interval; exact test within sites, at one site "
    "Fisher's. The least difference that these numbers would show stands beside it.",
    scale="points",
    multiplicity=Multiplicity(family="reversal"),
    enough=10,
    not_measurable=(unseen("negative"), unseen("positive")),
    alarm=(
        Limit(
            says="p < 0.01 after Benjamini and Hochberg",
            found="Blind reviewers reversed {positive.numerator} of {positive.denominator} positive and "
            "{negative.numerator} of {negative.denominator} negative decisions.",
            bounds=(Bound(of="q", below=0.01),),
        ),
        apart("positives", Bound(of="estimate", above=POINTS), Bound(of="lower", above=0.0)),
        apart("negatives", Bound(of="estimate", below=-POINTS), Bound(of="upper", below=0.0)),
    ),
    direction="parity",
    assumptions=("Decisions of one outcome and site are drawn with one probability.",
                 "Reviewers apply the same threshold to both sides."),
    limits=("Does not say which of two people was right.",
            "Equal rates of reversal are not proof that either is low: see M05."),
    counter_measures=("M02", "M05"),
    sources=(Source(cite="Newcombe 1998, Statistics in Medicine 17:873"),
             Source(cite="GAO/HRD-89-48BR: reviews of allowances alone")),
    examples=(
        Example(
            says="nine of twenty positives and one of fifty negatives are reversed",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "second_decisions": """times,case,claim,determination,first,second,targeted,repeat,recognised,day,site
9,A,1,1,positive,negative,no,no,no,2027-03-02,Fallbrook
11,B,1,1,positive,positive,no,no,no,2027-03-02,Fallbrook
1,C,1,1,negative,positive,no,no,no,2027-03-02,Fallbrook
49,D,1,1,negative,negative,no,no,no,2027-03-02,Fallbrook
30,T,1,1,negative,positive,yes,no,no,2027-03-02,Fallbrook
3,K,1,1,negative,positive,no,no,yes,2027-03-02,Fallbrook
""",
            },
            expect={"status": "alarm", "numerator": 10, "denominator": 70, "estimate": 0.43},
        ),
        Example(
            says="only positives were drawn",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "second_decisions": """times,case,claim,determination,first,second,targeted,repeat,recognised,day,site
20,A,1,1,positive,positive,no,no,no,2027-03-02,Fallbrook
""",
            },
            expect={"status": "not measurable", "estimate": None},
        ),
    ),
    silent_in=("N0", "N1", "N2"),
    fires_in=(Effect(scenario="E2", power=0.9),),
    picture="mirrored bars",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
