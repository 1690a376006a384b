"""M08: who is likelier than the law asks to be in danger is not refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Privacy, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

LOWER = {"under_10": 0, "10_to_25": 10, "25_to_50": 25, "50_to_75": 50, "75_to_90": 75, "over_90": 90}  # percent


def banded(tables: Tables) -> ir.Table:
    """Decisions with a band locked before and a legal standard in percent; none in which a bar was found."""
    decisions = tables["determinations"]
    known = decisions.filter(
        decisions.band.isin(tuple(LOWER)), decisions.standard.notnull(), decisions.bars.fill_null(0) == 0
    )
    lower = ibis.cases(*((known.band == band, percent) for band, percent in LOWER.items()), else_=0)
    return known.mutate(above=lower >= known.standard - 1)  # 50 to 75 meets a standard of 51


MEASURE = Measure(
    id="M08", version=1,
    title="The standard that is applied is the standard of the law",
    question="From which likelihood of harm on is protection in fact found?",
    why="Officers described a standard of 90 to 95 % in effect, where the law asked for 51 %.",
    alarm_class="C",
    tables=("determinations",),
    population=banded,
    population_says="decisions with a likelihood band locked before the outcome opened, under a standard that is "
    "glossed in percent; those in which a bar was found are left out",
    counts=(
        Count(
            arm="above",
            denominator=lambda decision: decision.above,
            numerator=lambda decision: decision.outcome == "negative",
        ),
        Count(
            arm="below",
            denominator=lambda decision: ~decision.above,
            numerator=lambda decision: decision.outcome == "positive",
        ),
    ),
    numerator_says="refused although the band lies at the legal standard or above it; granted although below it",
    denominator_says="decisions whose band lies at the standard or above, and below",
    grain=Grain(period="month", until=40, most=12),
    frame=("band", "standard"),
    estimate="standard_applied", interval="standard_applied", test="standard_applied",
    settings={"tolerance": 0.10, "least": 20.0},
    method_says="The share refused of those at the legal standard or above, with its exact 95 % interval and the exact "
    "chance of it were 10 % tolerated. Beside it the likelihood at which half are granted: logistic regression on the "
    "middles of the bands with a small ridge, delta interval.",
    multiplicity=Multiplicity(family="standard"),
    not_measurable=(
        Limit(
            says="no band was locked at the standard or above, or below it",
            found="No decision has a likelihood band that can be held against a legal standard.",
            bounds=(Bound(of="denominator", at_most=0),),
        ),
    ),
    enough=0,
    alarm=(
        Limit(
            says="over 10 % of those at the standard or above are refused: p < 0.01 after Benjamini and Hochberg",
            found="{above.numerator} of {above.denominator} people whom the officer thought at the legal standard or "
            "above were refused.",
            bounds=(Bound(of="q", below=0.01),),
        ),
        Limit(
            says="the whole interval of the likelihood at which half are granted lies over 10 points above the law's",
            found="Half are granted only at a likelihood {excess:.0%} above the legal standard, or more.",
            bounds=(Bound(of="excess_low", above=0.10),),
        ),
    ),
    watch=(
        Limit(
            says="p < 0.05",
            found="{above.numerator} of {above.denominator} people whom the officer thought at the legal standard or "
            "above were refused.",
            bounds=(Bound(of="p", below=0.05),),
        ),
    ),
    direction="lower is better",
    assumptions=("Officers lock the band honestly, before the outcome; vignettes of agreed likelihood are the check.",),
    limits=("A band is one person's estimate.", "Says nothing of cases without a band, or where a bar was found.",
            "The band is sealed under the overseer's key and read in sums only: there are no rows of officers."),
    privacy=Privacy(visibility="overseer"),
    counter_measures=("M24",),
    sources=(Source(cite="docs/decisions/0005-the-bands-own-key.md"),
             Source(cite="Agresti 2013, Categorical Data Analysis, 16.1"),
             Source(cite="Le Cessie and van Houwelingen 1992, Applied Statistics 41:191")),
    examples=(
        Example(
            says="of thirty at the standard or above, eighteen are refused: those under 90 %",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,outcome,band,standard,bars,day,site
20,A,1,1,negative,10_to_25,51,0,2027-03-02,Fallbrook
20,B,1,1,negative,25_to_50,51,0,2027-03-02,Fallbrook
10,C,1,1,negative,50_to_75,51,0,2027-03-02,Fallbrook
8,D,1,1,negative,75_to_90,51,0,2027-03-02,Fallbrook
12,E,1,1,positive,over_90,51,0,2027-03-02,Fallbrook
9,F,1,1,negative,over_90,51,1,2027-03-02,Fallbrook
""",
            },
            expect={"status": "alarm", "estimate": 0.6, "numerator": 18, "denominator": 70},
        ),
        Example(
            says="half are granted from the standard on",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,outcome,band,standard,bars,day,site
30,A,1,1,negative,25_to_50,51,0,2027-03-02,Fallbrook
3,B,1,1,positive,25_to_50,51,0,2027-03-02,Fallbrook
1,C,1,1,negative,50_to_75,51,0,2027-03-02,Fallbrook
29,D,1,1,positive,50_to_75,51,0,2027-03-02,Fallbrook
20,E,1,1,positive,over_90,51,0,2027-03-02,Fallbrook
""",
            },
            expect={"status": "ok", "estimate": 0.02, "numerator": 4, "denominator": 83},
        ),
    ),
    silent_in=("N0", "N1", "N2", "E2"),
    fires_in=(Effect(scenario="E3", power=0.95),),
    picture="step",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
