"""M07: the outcome does not depend on which officer hears the case."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

ALIKE = ("represented", "vulnerable", "age_group")  # known before the officer was


def comparable(tables: Tables) -> ir.Table:
    """Decisions by officers on record, each with its stratum: site, month, representation, vulnerability, age."""
    decisions = tables["determinations"]
    known = decisions.filter(decisions.officer.fill_null("") != "")
    month = known.day.year().cast("string").concat("-", known.day.month().cast("string"))
    parts = [known[name].cast("string").fill_null("") for name in ALIKE]
    place = known.site.fill_null("").concat(" ", month)
    return known.mutate(place=place, stratum=place.concat(*(text for part in parts for text in (" ", part))))


MEASURE = Measure(
    id="M07", version=1,
    title="The outcome does not depend on who decides",
    question="Do officers with the same kind of cases decide alike?",
    why="If it matters more who hears a person than what the person says, the procedure is a lottery.",
    alarm_class="C",
    tables=("determinations",),
    population=comparable,
    population_says="decisions of officers, compared within site, month, representation, vulnerability and age group",
    counts=(
        Count(
            denominator=lambda decision: decision.outcome.isin(("positive", "negative")),
            numerator=lambda decision: decision.outcome == "positive",
        ),
    ),
    numerator_says="positive decisions",
    denominator_says="decisions",
    units=("programme", "site", "officer"),
    grain=Grain(period="quarter", until=50, most=4),
    frame=("officer", "stratum", "place", "represented", "vulnerable"),
    estimate="disparity", interval="disparity", test="disparity", across="distance_from_peers",
    method_says="The spread between officers in log-odds beyond what their strata and chance give (tau), and a "
    "permutation of officers within strata. An officer's own row is the distance from colleagues with the same cases, "
    "drawn towards them (empirical Bayes), its z widened by the spread between all (Spiegelhalter). "
    "Whether cases came to officers by chance is tested by representation and vulnerability within place and month.",
    scale="number",
    multiplicity=Multiplicity(family="disparity"),
    enough=50,
    alarm=(
        Limit(
            says="officers differ: p < 0.01 after Benjamini and Hochberg, and tau over 0.35",
            found="With the same kind of cases officers differ by {tau:.2f} in log-odds (p = {p:.3f}).",
            bounds=(Bound(of="q", below=0.01), Bound(of="tau", above=0.35), Bound(of="balance", at_least=0.01)),
        ),
        Limit(
            says="the same, where cases did not come to officers by chance (p < 0.01)",
            found="Officers differ by {tau:.2f} in log-odds (p = {p:.3f}). Not randomised: they have different kinds "
            "of cases (p = {balance:.3f}), so the difference may lie in the cases.",
            bounds=(Bound(of="q", below=0.01), Bound(of="tau", above=0.35), Bound(of="balance", below=0.01)),
        ),
        Limit(
            says="one officer lies beyond 3 widened standard errors, and q < 0.05, two periods running",
            found="This officer's decisions lie {z:.1f} standard errors from those of colleagues with the same cases: "
            "a reason to talk, not a finding.",
            bounds=(Bound(of="z", outside=(-3.0, 3.0)), Bound(of="q", below=0.05)), periods=2,
        ),
    ),
    watch=(
        Limit(
            says="officers differ: p < 0.05, and tau over 0.2",
            found="With the same kind of cases officers differ by {tau:.2f} in log-odds (p = {p:.3f}).",
            bounds=(Bound(of="p", below=0.05), Bound(of="tau", above=0.2)),
        ),
    ),
    direction="lower is better",
    assumptions=("Within a stratum cases come to officers by draw; where officers choose their cases, a difference "
                 "says nothing about them.",),
    limits=("A difference between officers does not say which of them is right.",
            "Where one decision in a hundred is positive, officers with 60 decisions each cannot be told apart.",
            "An officer's row is for that officer and a quality lead: never ranked, never for appraisal."),
    counter_measures=("M06", "M24"),
    sources=(Source(cite="Spiegelhalter 2005, Statistics in Medicine 24:1185"),
             Source(cite="Ramji-Nogales, Schoenholtz and Schrag 2007, Stanford Law Review 60:295")),
    examples=(
        Example(
            says="three officers of one place, with the same cases: 5, 20 and 35 of 50 are positive",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,officer,outcome,represented,day,site
5,A,1,1,a,positive,no,2027-03-02,Fallbrook
45,B,1,1,a,negative,no,2027-03-02,Fallbrook
20,C,1,1,b,positive,no,2027-03-02,Fallbrook
30,D,1,1,b,negative,no,2027-03-02,Fallbrook
35,E,1,1,c,positive,no,2027-03-02,Fallbrook
15,F,1,1,c,negative,no,2027-03-02,Fallbrook
""",
            },
            expect={"status": "alarm", "numerator": 60, "denominator": 150, "p": 0.001},
        ),
        Example(
            says="the officer in the middle lies nowhere",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,officer,outcome,represented,day,site
5,A,1,1,a,positive,no,2027-03-02,Fallbrook
45,B,1,1,a,negative,no,2027-03-02,Fallbrook
20,C,1,1,b,positive,no,2027-03-02,Fallbrook
30,D,1,1,b,negative,no,2027-03-02,Fallbrook
35,E,1,1,c,positive,no,2027-03-02,Fallbrook
15,F,1,1,c,negative,no,2027-03-02,Fallbrook
""",
            },
            unit="officer", of="b",
            expect={"status": "ok", "numerator": 20, "denominator": 50, "estimate": 0.0},
        ),
    ),
    silent_in=("N0", "N1", "N2", "E1", "E5"),
    fires_in=(Effect(scenario="E9", power=0.95),),
    picture="funnel",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
