"""M12: the hour, the place in the queue and the end of the month do not decide."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.measure import Count, Example, Grain, Measure, Multiplicity, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLOCKS = {"hour": "hour of the day", "place": "place in the officer's day", "month_day": "day of the month"}


def timed(tables: Tables) -> ir.Table:
    """Decisions by officers on record, each with its hour and its day of the month."""
    decisions = tables["determinations"]
    known = decisions.filter(decisions.officer.fill_null("") != "", decisions.hour.notnull())
    month = known.day.year().cast("string").concat("-", known.day.month().cast("string"))
    stratum = known.site.fill_null("").concat(" ", month)
    return known.mutate(stratum=stratum, month_day=known.day.day(), family=known.family.fill_null(""))


MEASURE = Measure(
    id="M12", version=1,
    title="The hour and the place in the queue do not decide",
    question="Is protection found less often late in the day, late in the queue, or late in the month?",
    why="Tiredness and quotas are no part of a claim.",
    alarm_class="C",
    tables=("determinations",),
    population=timed,
    population_says="decisions of officers, compared within the officer's own day (month for the day of the month); "
    "a family decided in a row counts once",
    counts=tuple(
        Count(
            part=says, arm=column,
            denominator=lambda decision: decision.outcome.isin(("positive", "negative")),
            numerator=lambda decision: decision.outcome == "positive",
        )
        for column, says in CLOCKS.items()
    ),
    numerator_says="positive decisions",
    denominator_says="decisions",
    units=("programme",),
    grain=Grain(period="quarter", until=2000, most=4),
    frame=("officer", "stratum", "family", "at", "day", "hour", "month_day"),
    estimate="trend", interval="trend", test="trend",
    method_says="Difference of the share positive above and up to the middle of each officer's own day (or month); p "
    "from outcomes shuffled within it.",
    scale="points",
    multiplicity=Multiplicity(family="clock"),
    enough=400,
    alarm=(
        Limit(
            says="more than 3 points apart, and q < 0.05 after Benjamini and Hochberg, two periods running",
            found="{late:.1%} are positive late, and {early:.1%} early.",
            bounds=(Bound(of="points", above=3.0), Bound(of="q", below=0.05)), periods=2,
        ),
    ),
    direction="parity",
    assumptions=("Within an officer's day the order of cases has nothing to do with their merits.",),
    limits=("Measured for the programme only; says nothing about a person.",
            "Five points at a base of 30 % need about 2,750 decisions.",
            "The hour is that of the signature, not of the interview."),
    counter_measures=("M11", "M15"),
    sources=(Source(cite="Weinshall-Margel and Shapard 2011, PNAS 108:E833 (order must be shuffled)"),),
    examples=(
        Example(
            says="twenty officers who find protection in the morning only",
            as_of=dt.datetime(2027, 3, 31, tzinfo=dt.UTC),
            rows={
                "determinations": "times,case,claim,determination,officer,outcome,hour,at,day,site\n" + "".join(
                    f"1,{n}-{o},1,1,o{o},{'positive' if n % 4 < 2 else 'negative'},{9 + n % 4},"
                    f"2027-03-{2 + n // 4:02}T{9 + n % 4:02}:00,2027-03-{2 + n // 4:02},Fallbrook\n"
                    for n in range(24) for o in range(20)
                ),
            },
            part="hour of the day",
            expect={"status": "watch", "numerator": 240, "denominator": 480, "estimate": -1.0},
        ),
    ),
    fires_in=(),
    picture="dots",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
