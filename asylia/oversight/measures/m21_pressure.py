"""M21: whether outcomes shift where officers report pressure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.broken import rule
from asylia.oversight.measure import (
    Count,
    Effect,
    Example,
    Grain,
    Measure,
    Multiplicity,
    Privacy,
    Source,
    Tables,
)
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir


def decided_and_reported(tables: Tables) -> ir.Table:
    """Decisions, and reports of contact that nobody had asked for, by site and day; a report names nobody."""
    decisions, reports = tables["determinations"], tables["pressure_reports"]
    reports = reports.filter(~reports.advice_asked_for)
    decided = decisions.select("site", "day", positive=decisions.outcome == "positive", reported=False)
    return decided.union(reports.select("site", day=reports.week, positive=False, reported=True))


def sixteen_weeks() -> str:
    """Invented decisions at six sites, 20 a week, about 8 of them positive; at site A one or two after the eighth."""
    lines = ["times,case,claim,determination,outcome,day,site"]
    for place, site in enumerate("ABCDEF"):
        for week in range(16):
            day = dt.date(2026, 11, 16) + dt.timedelta(weeks=week)
            positive = 1 + week % 2 if site == "A" and week > 7 else 6 + (5 * week + 3 * place) % 5
            for outcome, times in (("positive", positive), ("negative", 20 - positive)):
                lines.append(f"{times},{site}-{week}-{outcome},1,1,{outcome},{day},{site}")
    return "\n".join(lines)


MEASURE = Measure(
    id="M21", version=1,
    title="Outcomes do not shift where pressure is reported",
    question="Do outcomes change after officers report pressure?",
    why="If positives fall where officers were told to find fewer, people are refused for a reason that no file shows.",
    alarm_class="C",
    tables=("determinations", "pressure_reports", "alarms"),
    population=decided_and_reported,
    population_says="decisions, and reports of contact about undecided cases (the case door, not the concerns channel)",
    counts=(
        Count(arm="decided", denominator=lambda it: ~it.reported, numerator=lambda it: it.positive),
        Count(arm="reported", denominator=lambda it: it.reported, numerator=lambda it: it.reported),
    ),
    numerator_says="positive decisions; reports",
    denominator_says="decisions; reports",
    grain=Grain(period="week", until=1, most=104),
    frame=("site",), history=True,
    rules=(rule("decider.no-pressure", "overseer"),),
    estimate="after_pressure", interval="after_pressure", test="after_pressure",
    method_says="Change of the log-odds of a positive after the first report at a site, less that at sites without "
    "one, by randomisation over sites; one site alone against all other dates there (quasi-binomial, level only).",
    scale="number",
    multiplicity=Multiplicity(family="pressure"),
    alarm=(
        Limit(
            says="outcomes shift where there was a report, against sites without one, p < 0.05",
            found="After the first report the log-odds of a positive changed by {estimate:.2f} more than elsewhere.",
            bounds=(Bound(of="placebo", at_most=0), Bound(of="p", below=0.05)),
        ),
        Limit(
            says="at one site they fall as at few other dates there, q < 0.05 among all sites with a report",
            found="After the first report the log-odds of a positive changed by {estimate:.2f}.",
            bounds=(Bound(of="placebo", at_least=1), Bound(of="q", below=0.05)),
        ),
    ),
    watch=(
        Limit(
            says="at one site they fall as at no more than one in twenty other dates there",
            found="After the first report the log-odds of a positive changed by {estimate:.2f}.",
            bounds=(Bound(of="placebo", at_least=1), Bound(of="p", at_most=0.05)),
        ),
    ),
    direction="context",
    assumptions=("Sites with and without a report would have moved alike.",),
    limits=("An association in time: it does not show who did what.",
            "Where nobody dares to report, nothing is seen here.",
            "The week that runs is counted as far as it has come."),
    privacy=Privacy(visibility="overseer", finest="quarter"),
    counter_measures=("M22", "M03"),
    sources=(Source(cite="BuzzFeed News, 14 Nov 2019: officials pressed officers to decide negatively"),
             Source(cite="Abadie, Diamond and Hainmueller 2010, JASA 105:493 (placebo sites)")),
    examples=(
        Example(
            says="eight weeks after a report at one of six sites its positives are gone",
            as_of=dt.datetime(2027, 3, 7, tzinfo=dt.UTC),
            rows={
                "determinations": sixteen_weeks(),
                "pressure_reports": "case,week,day,site,advice_asked_for\nx,2027-01-04,2027-01-05,A,no",
                "alarms": "case,rule,at,day,site\nx,decider.no-pressure,2027-01-05T10:00,2027-01-05,A",
            },
            unit="site", of="A",
            expect={"status": "alarm"},
            breaches=(("decider.no-pressure", "x"),),
        ),
    ),
    fires_in=(Effect(scenario="E4", power=0.8),),
    picture="lines",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
