"""M05: how often decisions are wrong, in both directions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.joining import DECISION, beside
from asylia.oversight.measure import Count, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir


def weighed(tables: Tables) -> ir.Table:
    """Blind second decisions on drawn decisions, with the stratum and probability of the draw."""
    seconds = tables["second_decisions"]
    seconds = seconds.filter(
        ~seconds.targeted.fill_null(False), ~seconds.repeat.fill_null(False), ~seconds.recognised.fill_null(False),
        seconds.probability > 0,
    )  # fmt: skip
    draws = tables["draws"]
    strata = draws.filter(~draws.targeted).group_by((*DECISION, "level")).agg(stratum=draws.stratum.min())
    known = beside(seconds, strata, (*DECISION, "level"))
    place = known["first"].concat(" ", known.site.fill_null(""))
    return known.mutate(stratum=known.stratum.fill_null(place))


def wrong(outcome: str) -> Count:
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
        found=f"No {outcome} decision was reviewed by draw: its errors cannot be seen.",
        bounds=(Bound(of=f"{outcome}.denominator", at_most=0),),
    )


MEASURE = Measure(
    id="M05", version=1,
    title="Few decisions are wrong, in either direction",
    question="What share of all decisions would a careful colleague, who sees no outcome, decide the other way?",
    why="A wrong negative returns someone to harm; a wrong positive costs trust. Neither shows without a sample.",
    alarm_class="C",
    tables=("second_decisions", "draws"),
    population=weighed,
    population_says="drawn decisions decided anew without sight of the outcome, each weighed by its chance to be drawn",
    counts=(wrong("positive"), wrong("negative")),
    numerator_says="those that the reviewer decided the other way",
    denominator_says="positive, and negative, decisions so reviewed",
    grain=Grain(period="quarter", until=20, most=4),
    frame=("stratum", "probability"),
    estimate="error_rate", interval="error_rate", test="error_rate",
    method_says="Hajek's weighted share with its stratified 95 % interval (of the logit; exact at the effective size "
    "where no error was seen). The exact chance of so many errors, were 2 % wrong, is the acceptance number at "
    "whatever size was reviewed; the plan of least size for 2 % against 10 % stands beside it.",
    settings={"acceptable": 0.02, "unacceptable": 0.10},
    enough=20,
    not_measurable=(unseen("negative"), unseen("positive")),
    alarm=(
        Limit(
            says="the whole interval lies above the tolerance of 10 %",
            found="{estimate:.1%} of decisions would be decided the other way ({lower:.1%} to {upper:.1%}).",
            bounds=(Bound(of="lower", above=0.10),),
        ),
        Limit(
            says="more errors on one side than 2 % would show in one sample of twenty, two periods running",
            found="{positive.numerator} of {positive.denominator} positive and {negative.numerator} of "
            "{negative.denominator} negative decisions were found wrong.",
            bounds=(Bound(of="p", below=0.05),), periods=2,
        ),
    ),
    watch=(
        Limit(
            says="an error rate of 10 % is not excluded",
            found="The error rate may be as high as {upper:.1%}: with more reviews one would know.",
            bounds=(Bound(of="upper", above=0.10),),
        ),
    ),
    direction="lower is better",
    assumptions=("The reviewer's decision is right where it differs: an error here is a disagreement with a careful, "
                 "blind colleague.", "The probability of the draw is on the record for each decision."),
    limits=("Two reviewers disagree about hard cases, too: read it beside M06.",
            "None wrong in 60 reviews only shows that fewer than 4.9 % are.",
            "Decisions never made (people not asked, claims not referred) are not in it: see M09 and M10."),
    counter_measures=("M02", "M06"),
    sources=(Source(cite="Hajek 1971; Lohr 2019, Sampling, sections 3.3 and 4.4"),
             Source(cite="Social Security Administration, net accuracy with its sampling variability")),
    examples=(
        Example(
            says="every positive and one negative in a hundred is reviewed: 8 of 40, and 2 of 100, are found wrong",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "second_decisions": """times,case,claim,determination,level,first,second,probability,day,site
8,A,1,1,headquarters,positive,negative,1,2027-03-02,Fallbrook
32,B,1,1,headquarters,positive,positive,1,2027-03-02,Fallbrook
2,C,1,1,headquarters,negative,positive,0.01,2027-03-02,Fallbrook
98,D,1,1,headquarters,negative,negative,0.01,2027-03-02,Fallbrook
""",
            },
            expect={"status": "watch", "numerator": 10, "denominator": 140, "estimate": 0.020717},
        ),
    ),
    fires_in=(),
    picture="dots",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
