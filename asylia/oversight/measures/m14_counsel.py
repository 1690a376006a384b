"""M14: outcomes with counsel and without, and whether counsel could be there at all."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Example, Grain, Measure, Multiplicity, Rule, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

OUTCOMES = ("positive", "negative")


def decided(tables: Tables) -> ir.Table:
    """Decisions, with the language and whether counsel was present, each in its stratum."""
    decisions = tables["determinations"]
    month = decisions.day.year().cast("string").concat("-", decisions.day.month().cast("string"))
    return decisions.mutate(month=month, with_counsel=decisions.counsel_present.fill_null(False))


def turned_away(tables: Tables) -> ir.Table:
    """Counsel, or another chosen person, who was refused or turned away."""
    facts = tables["representations"]
    found = facts.filter(facts.what.isin(("refused", "turned_away")))
    return found.select("case", "site", since=found.at)


MEASURE = Measure(
    id="M14", version=1,
    title="Having counsel, and the language one speaks, do not decide",
    question="Do people with counsel get protection more often than people like them without?",
    why="Where the difference is large, who cannot find counsel is refused for it.",
    alarm_class="C",
    tables=("determinations", "representations"),
    population=decided,
    population_says="decisions, compared within site, month, language and vulnerability",
    counts=(
        Count(
            arm="with counsel",
            denominator=lambda decision: decision.outcome.isin(OUTCOMES) & decision.with_counsel,
            numerator=lambda decision: decision.outcome == "positive",
        ),
        Count(
            arm="without counsel",
            denominator=lambda decision: decision.outcome.isin(OUTCOMES) & ~decision.with_counsel,
            numerator=lambda decision: decision.outcome == "positive",
        ),
    ),
    numerator_says="positive decisions",
    denominator_says="decisions with counsel present at the interview, and without",
    units=("programme", "site", "language"),
    grain=Grain(period="quarter", until=50, most=4),
    strata=("site", "month", "language", "vulnerable"),
    rules=(
        Rule(id="counsel.admitted", says="Counsel or a chosen person was refused or turned away", broken=turned_away,
             owner="overseer", hours=72),
    ),
    estimate="adjusted_difference", interval="adjusted_difference", test="stratified_exact",
    method_says="Mantel-Haenszel difference of the shares within site, month, language and vulnerability, Sato's 95 % "
    "interval; exact conditional test. Beside it how strong a hidden cause would have to be (E-value), and the share "
    "who had counsel.",
    scale="points",
    multiplicity=Multiplicity(family="counsel"),
    enough=20,
    not_measurable=(
        Limit(
            says="nobody had counsel, of 20 or more",
            found="None of {without counsel.denominator} people who were decided had counsel present.",
            bounds=(Bound(of="with counsel.denominator", at_most=0),
                    Bound(of="without counsel.denominator", at_least=20)),
        ),
    ),
    alarm=(
        Limit(
            says="more than 5 points apart, and q < 0.05 after Benjamini and Hochberg, two periods running",
            found="{with counsel.numerator} of {with counsel.denominator} with counsel and {without counsel.numerator} "
            "of {without counsel.denominator} without were found in need of protection.",
            bounds=(Bound(of="estimate", outside=(-0.05, 0.05)), Bound(of="q", below=0.05)), periods=2,
        ),
    ),
    direction="parity",
    assumptions=("Within a stratum those with counsel are like those without: nobody gave counsel by lot, so this is "
                 "an association.",),
    limits=("An association: counsel may come to strong cases, or to weak ones.",
            "Strata with one side only say nothing."),
    counter_measures=("M15",),
    sources=(Source(cite="Mantel and Haenszel 1959; Sato 1989, Biometrics 45:1323"),
             Source(cite="VanderWeele and Ding 2017, Annals of Internal Medicine 167:268"),
             Source(cite="Safeguard counsel.admitted")),
    examples=(
        Example(
            says="with counsel 24 of 40 are positive, without 20 of 80; one lawyer was turned away",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": """times,case,claim,determination,outcome,counsel_present,language,vulnerable,day,site
24,A,1,1,positive,yes,es,no,2027-03-02,Fallbrook
16,B,1,1,negative,yes,es,no,2027-03-02,Fallbrook
20,C,1,1,positive,no,es,no,2027-03-02,Fallbrook
60,D,1,1,negative,no,es,no,2027-03-02,Fallbrook
""",
                "representations": """case,what,at,day,site
X,turned_away,2027-03-20T12:00,2027-03-20,Milbank
""",
            },
            unit="site", of="Fallbrook",
            expect={"status": "watch", "numerator": 44, "denominator": 120, "estimate": 0.35},
            breaches=(("counsel.admitted", "X"),),
        ),
    ),
    silent_in=("N0", "N1", "N2"),
    fires_in=(),
    picture="paired bars",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
