"""M04: overrides run both ways, as the cases that were reviewed would have it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.joining import DECISION
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Rule, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = ("supervisor", "headquarters")


def reviewed(tables: Tables) -> ir.Table:
    """Decisions that a level reviewed, once a level, with the outcome that stood and whether it was replaced."""
    reviews = tables["reviews"]
    acts = reviews.filter(reviews.selection != "drawn")  # a drawn review replaces nothing
    return acts.group_by((*DECISION, "level")).agg(
        day=acts.day.min(), site=acts.site.min(), stood=acts.signed.min(), replaced=(acts.kind == "overridden").any()
    )


def overruled(tables: Tables) -> ir.Table:
    """Overrides of two agreeing levels, by one level alone or without written reasons."""
    reviews = tables["reviews"]
    alone = (reviews.level != "panel") | ~reviews.reasoned.fill_null(False)
    found = reviews.filter(reviews.kind == "overridden", reviews.agreeing >= 2, alone)
    return found.select("case", "site", since=found.at)


def replaced(level: str, outcome: str) -> Count:
    """Decisions of one outcome that a level replaced."""
    return Count(
        part=level, arm=outcome,
        denominator=lambda review: (review.level == level) & (review.stood == outcome),
        numerator=lambda review: review.replaced,
    )  # fmt: skip


MEASURE = Measure(
    id="M04", version=1,
    title="Overrides run both ways",
    question="Do the levels above replace positive findings as readily as negative ones?",
    why="Officers described findings that were sent back until they were negative.",
    alarm_class="C",
    tables=("reviews",),
    population=reviewed,
    population_says="decisions reviewed at the level in the period, every or targeted; drawn reviews replace nothing",
    counts=tuple(replaced(level, outcome) for level in LEVELS for outcome in ("positive", "negative")),
    numerator_says="those whose finding the level replaced",
    denominator_says="positive, and negative, decisions reviewed",
    grain=Grain(period="month", until=40, most=12),
    rules=(
        Rule(id="review.override", says="Two agreeing levels were overruled by one alone, or without written reasons",
             broken=overruled, owner="overseer", hours=72),
    ),
    estimate="difference", interval="difference", test="direction",
    method_says="Difference of the two shares replaced, with Newcombe's 95 % interval; exact sign test of the "
    "replaced, against the part that positives have among the reviewed (as McNemar's test).",
    scale="points",
    multiplicity=Multiplicity(family="override"),
    enough=1,
    not_measurable=(
        Limit(
            says="no negative was reviewed, and a positive was",
            found="{positive.denominator} positive and no negative decision was reviewed.",
            bounds=(Bound(of="positive.denominator", at_least=1), Bound(of="negative.denominator", at_most=0)),
        ),
    ),
    alarm=(
        Limit(
            says="p < 0.01 after Benjamini and Hochberg",
            found="{positive.numerator} of {positive.denominator} positive and {negative.numerator} of "
            "{negative.denominator} negative findings were replaced.",
            bounds=(Bound(of="q", below=0.01),),
        ),
    ),
    watch=(
        Limit(
            says="p < 0.05",
            found="{positive.numerator} of {positive.denominator} positive and {negative.numerator} of "
            "{negative.denominator} negative findings were replaced.",
            bounds=(Bound(of="p", below=0.05),),
        ),
    ),
    direction="parity",
    assumptions=("Every replacement is an act of override; one disguised as a return for correction is seen in M24.",),
    limits=("Fewer than eight replacements cannot show a direction.",
            "A targeted review looks where errors are expected: a direction is not proof of pressure."),
    counter_measures=("M24", "M03"),
    sources=(Source(cite="Safeguards review.override and review.deference"),
             Source(cite="McNemar 1947, Psychometrika 12:153")),
    examples=(
        Example(
            says="headquarters replaces nine of thirty positives and none of sixty negatives; one after two had agreed",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "reviews": """times,case,claim,determination,level,kind,selection,signed,agreeing,reasoned,day,at,site
8,A,1,1,headquarters,overridden,every,positive,1,yes,2027-03-02,2027-03-02T12:00,Fallbrook
1,B,1,1,headquarters,overridden,every,positive,2,yes,2027-03-02,2027-03-02T12:00,Fallbrook
21,C,1,1,headquarters,concurred,every,positive,1,no,2027-03-02,2027-03-02T12:00,Fallbrook
60,D,1,1,headquarters,concurred,every,negative,1,no,2027-03-02,2027-03-02T12:00,Fallbrook
9,E,1,1,headquarters,disagreed,drawn,positive,1,yes,2027-03-02,2027-03-02T12:00,Fallbrook
""",
            },
            part="headquarters",
            expect={"status": "alarm", "numerator": 9, "denominator": 90, "estimate": 0.3},
            breaches=(("review.override", "B"),),
        ),
    ),
    fires_in=(Effect(scenario="E2", power=0.9),),
    picture="mirrored bars",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
