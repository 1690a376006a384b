"""M11: a decision does not lean on the one before it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Multiplicity, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir


def in_order(tables: Tables) -> ir.Table:
    """Decisions by officers on record, each with the stratum within which their order could have been any other."""
    decisions = tables["determinations"]
    known = decisions.filter(decisions.officer.fill_null("") != "")
    month = known.day.year().cast("string").concat("-", known.day.month().cast("string"))
    return known.mutate(stratum=known.site.fill_null("").concat(" ", month), family=known.family.fill_null(""))


MEASURE = Measure(
    id="M11", version=1,
    title="A decision does not lean on the one before it",
    question="Is a positive less likely right after a positive?",
    why="People who decide in sequence are known to even things out; the next person pays for it.",
    alarm_class="C",
    tables=("determinations",),
    population=in_order,
    population_says="decisions in the order in which each officer signed them, within site and month; a family decided "
    "in a row counts once",
    counts=(
        Count(
            denominator=lambda decision: decision.outcome.isin(("positive", "negative")),
            numerator=lambda decision: decision.outcome == "positive",
        ),
    ),
    numerator_says="positive decisions",
    denominator_says="decisions",
    units=("programme",),
    grain=Grain(period="quarter", until=2000, most=4),
    frame=("officer", "stratum", "family", "at"),
    estimate="previous_decision", interval="previous_decision", test="previous_decision",
    method_says="Share positive after a positive less share positive after a negative, less the mean of that under "
    "orders shuffled within officer, site and month, which gives p. No officer fixed effects: they are biased.",
    scale="points",
    multiplicity=Multiplicity(family="sequence"),
    enough=400,
    alarm=(
        Limit(
            says="q < 0.05 after Benjamini and Hochberg, two periods running",
            found="{after_positive:.1%} are positive after a positive, and {after_negative:.1%} after a negative.",
            bounds=(Bound(of="q", below=0.05),), periods=2,
        ),
    ),
    direction="parity",
    assumptions=("Within an officer's month at one site the order of cases has nothing to do with their merits.",),
    limits=("Measured for the programme only; says nothing about a person.",
            "Three points show in 40 officers with 200 decisions each, not in fewer."),
    counter_measures=("M12",),
    sources=(Source(cite="Chen, Moskowitz and Shue 2016, Quarterly Journal of Economics 131:1181"),
             Source(cite="Nickell 1981, Econometrica 49:1417")),
    examples=(
        Example(
            says="twenty who decide in turn, positive and negative, without an exception",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": "times,case,claim,determination,officer,outcome,at,day,site\n" + "".join(
                    f"20,{n},1,1,o{n % 2},{('positive', 'negative')[n // 2 % 2]},2027-03-{2 + n // 2:02}T12:00,"
                    f"2027-03-{2 + n // 2:02},Fallbrook\n"
                    for n in range(24)
                ),
            },
            expect={"status": "watch", "numerator": 240, "denominator": 480},
        ),
    ),
    silent_in=("N0", "N1", "N2", "E1"),
    fires_in=(Effect(scenario="E8", power=0.95),),
    picture="chance",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
