"""M06: two people who hear the same case decide it alike."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir


def decided_twice(tables: Tables) -> ir.Table:
    """Blind second decisions on drawn decisions that the reviewer did not recognise, repeats among them."""
    seconds = tables["second_decisions"]
    known = seconds.filter(~seconds.targeted.fill_null(False), ~seconds.recognised.fill_null(False))
    return known.mutate(repeat=known.repeat.fill_null(False))


MEASURE = Measure(
    id="M06", version=1,
    title="Two people decide the same case alike",
    question="Would another officer, or the same one on another day, have decided otherwise?",
    why="Where outcomes depend on who decides, a fair procedure is a lottery.",
    alarm_class="C",
    tables=("second_decisions",),
    population=decided_twice,
    population_says="drawn decisions decided a second time without sight of the outcome; repeats are decisions that "
    "the same person had made before",
    counts=(
        Count(denominator=lambda second: second["first"].notnull(), numerator=lambda second: second.agrees),
    ),
    numerator_says="those decided alike",
    denominator_says="decisions made twice",
    grain=Grain(period="quarter", until=60, most=4),
    frame=("first", "second", "repeat"),
    estimate="agreement", interval="agreement",
    method_says="Gwet's AC1, which holds where nearly all outcomes are alike, with a bootstrap 95 % interval over "
    "cases; beside it the plain share, Krippendorff's alpha, kappa, the agreement where one was positive, and, from "
    "repeats, how often people agree with themselves.",
    scale="number",
    enough=60,
    not_measurable=(
        Limit(
            says="no decision was made twice",
            found="No decision was made a second time without sight of the first.",
            bounds=(Bound(of="denominator", at_most=0),),
        ),
    ),
    alarm=(
        Limit(
            says="the lower end of AC1 lies under 0.6, two periods running",
            found="Agreement beyond chance (AC1) is {estimate:.2f}, and may be as low as {lower:.2f}.",
            bounds=(Bound(of="lower", below=0.6),), periods=2,
        ),
        Limit(
            says="where one of both said positive, the other did in fewer than half, two periods running",
            found="Where one of both said positive, the other did in {specific:.0%}.",
            bounds=(Bound(of="specific", below=0.5),), periods=2,
        ),
    ),
    direction="higher is better",
    assumptions=("The second decision is made without sight of the first.",),
    limits=("Agreement is not proof of correctness: both may be wrong.",
            "Alpha is read against 0.667 and 0.80 only where a fifth to four fifths are positive.",
            "The sample is not weighed back to all decisions."),
    counter_measures=("M05",),
    sources=(Source(cite="Gwet 2008, British Journal of Mathematical and Statistical Psychology 61:29"),
             Source(cite="Krippendorff 2019, Content Analysis, chapter 12"),
             Source(cite="Cicchetti and Feinstein 1990, Journal of Clinical Epidemiology 43:551")),
    examples=(
        Example(
            says="of 68 decisions twelve differ, and two of three repeats agree",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "second_decisions": """times,case,claim,determination,first,second,agrees,repeat,day,site
28,A,1,1,positive,positive,yes,no,2027-03-02,Fallbrook
28,B,1,1,negative,negative,yes,no,2027-03-02,Fallbrook
6,C,1,1,positive,negative,no,no,2027-03-02,Fallbrook
6,D,1,1,negative,positive,no,no,2027-03-02,Fallbrook
2,E,1,1,negative,negative,yes,yes,2027-03-02,Fallbrook
1,F,1,1,negative,positive,no,yes,2027-03-02,Fallbrook
""",
            },
            expect={"status": "watch", "numerator": 58, "denominator": 71, "estimate": 0.647059},
        ),
    ),
    fires_in=(),
    picture="dots",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
