"""M18: families are placed, dated and returned together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import answered, both, rule, shown
from asylia.oversight.joining import beside
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

WITHIN = 24  # hours in which the last member follows the first; house


def members(tables: Tables) -> ir.Table:
    """Who belongs to a family now: when they joined, were first placed and returned, and their last hearing's day."""
    ties, placed, returns, hearings = (tables[name] for name in ("families", "placements", "returns", "hearings"))
    apart = tables["separations"]
    now = ties.group_by("case").agg(
        tie=ties.tie.argmax(ties.recorded), kin=ties.family.argmax(ties.recorded), site=ties.site.argmin(ties.recorded),
        joined=ties.at.min(), day=ties.day.min(),
    )  # fmt: skip
    now = now.filter(now.tie == "joined", now.kin != "")
    placed = placed.filter(placed.what.isin(["made", "reported"]))
    last = hearings.group_by("case").agg(
        hearing_day=hearings.hearing_day.argmax(hearings.hearing), dated=hearings.at.argmax(hearings.hearing)
    )
    holds = apart.until.isnull() | (apart.until >= ibis.literal(tables.as_of.date()))
    coded = apart.filter((apart.what == "processed_apart") & holds).select("case").distinct().mutate(coded=True)
    rows = beside(now, placed.group_by("case").agg(placed=placed.at.min()), ["case"])
    rows = beside(rows, returns.group_by("case").agg(returned=returns.at.min()), ["case"])
    rows = beside(beside(rows, last, ["case"]), coded, ["case"])
    return rows.mutate(coded=rows.coded.fill_null(False))


def families(tables: Tables) -> ir.Table:
    """Families of two or more, with the moment since which members without a code are apart; empty while together."""
    rows = members(tables)
    own = ~rows.coded
    told = {"site": rows.site.argmin(rows.case), "day": rows.day.min(), "size": rows.case.count(),
            "case": ibis.coalesce(rows.case.min(where=own), rows.case.min())}  # fmt: skip
    for step in ("placed", "returned"):
        behind = own & rows[step].isnull()
        told |= {f"{step}_first": rows[step].min(where=own), f"{step}_behind": rows.joined.min(where=behind)}
    told |= {"days": rows.hearing_day.nunique(where=own), "dated": rows.dated.max(where=own)}
    kin = rows.group_by("kin").agg(**told)
    kin = kin.filter(kin.size > 1)
    since = [_left_behind(kin, step, tables) for step in ("placed", "returned")]
    since.append(ibis.ifelse(kin.days > 1, kin.dated, None))
    split = kin.mutate(a=since[0], b=since[1], c=since[2])
    return split.mutate(since=ibis.least(*(ibis.coalesce(split[each], split.a, split.b, split.c) for each in "abc")))


def _left_behind(kin: ir.Table, step: str, tables: Tables) -> ir.TimestampValue:
    """When a day had passed since the first member came so far, and another had not; empty where none is behind."""
    late = ibis.greatest(kin[f"{step}_first"], kin[f"{step}_behind"]) + ibis.interval(hours=WITHIN)
    both_known = kin[f"{step}_first"].notnull() & kin[f"{step}_behind"].notnull()
    return ibis.ifelse(both_known & (late <= ibis.literal(tables.as_of)), late, None)


def apart(tables: Tables) -> ir.Table:
    """Families that are apart without a code, each by one of its cases, and separations that the record shows."""
    rows = families(tables)
    rows = rows.filter(rows.since.notnull()).select("case", "site", "since")
    return both(answered(rows, "family.whole", tables), shown("family.whole")(tables))


MEASURE = Measure(
    id="M18", version=1,
    title="Families are placed, dated and returned together",
    question="Are families kept whole?",
    why="A mother and a child on two dates, or on two sides of a border, may not find each other again.",
    alarm_class="A",
    tables=("families", "separations", "placements", "returns", "hearings", "alarms", "alarm_answers"),
    population=families,
    population_says="families of two or more, by the day on which the first member joined",
    counts=(Count(denominator=lambda it: it.size > 1, numerator=lambda it: it.since.isnull()),),
    numerator_says="families whose members, but for those apart under a code that still holds, have one hearing day "
    "and are placed and returned within a day of each other, or not at all",
    denominator_says="families",
    grain=Grain(period="month", until=20, most=12),
    rules=(rule("family.whole", "supervisor", broken=apart), rule("contact.family-counsel", "supervisor")),
    estimate="share", interval="share",
    method_says="Each family is one; share with Wilson's interval (the exact one under 30).",
    alarm=(
        Limit(
            says="a family is apart without a code",
            found="{all.numerator} of {all.denominator} families are whole.",
            bounds=(Bound(of="estimate", below=1.0),),
        ),
    ),
    direction="higher is better",
    assumptions=("A family is who the persons say it is, until disproved with reasons.",),
    limits=("Members who were never written down as a family are not seen.",
            "A code says that the rule permits it, not that it was right."),
    counter_measures=("M23",),
    sources=(Source(cite="BuzzFeed News, 14 Nov 2019: members not processed together, children separated"),
             Source(cite="Safeguard family.whole")),
    examples=(
        Example(
            says="of five families one has two hearing days, and one member of another was left behind; one has a code",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "families": """case,family,tie,recorded,at,day,site
a1,a,joined,2027-02-01T10:00,2027-02-01T10:00,2027-02-01,Fallbrook
a2,a,joined,2027-02-01T10:05,2027-02-01T10:05,2027-02-01,Fallbrook
b1,b,joined,2027-02-01T11:00,2027-02-01T11:00,2027-02-01,Fallbrook
b2,b,joined,2027-02-01T11:05,2027-02-01T11:05,2027-02-01,Fallbrook
c1,c,joined,2027-02-01T12:00,2027-02-01T12:00,2027-02-01,Fallbrook
c2,c,joined,2027-02-01T12:05,2027-02-01T12:05,2027-02-01,Fallbrook
d1,d,joined,2027-02-01T13:00,2027-02-01T13:00,2027-02-01,Fallbrook
d2,d,joined,2027-02-01T13:05,2027-02-01T13:05,2027-02-01,Fallbrook
e1,e,joined,2027-02-01T14:00,2027-02-01T14:00,2027-02-01,Fallbrook
e2,e,joined,2027-02-01T14:05,2027-02-01T14:05,2027-02-01,Fallbrook
f1,f,joined,2027-02-01T15:00,2027-02-01T15:00,2027-02-01,Fallbrook
f2,f,joined,2027-02-01T15:05,2027-02-01T15:05,2027-02-01,Fallbrook
f2,,disproved,2027-02-02T15:05,2027-02-02T15:05,2027-02-02,Fallbrook
""",
                "hearings": """case,hearing,hearing_day,at,day,site
a1,1,2027-04-01,2027-02-03T10:00,2027-02-03,Fallbrook
a2,1,2027-04-01,2027-02-03T10:00,2027-02-03,Fallbrook
b1,1,2027-04-01,2027-02-03T10:00,2027-02-03,Fallbrook
b2,1,2027-04-08,2027-02-03T11:00,2027-02-03,Fallbrook
d1,1,2027-04-01,2027-02-03T10:00,2027-02-03,Fallbrook
d2,1,2027-04-08,2027-02-03T11:00,2027-02-03,Fallbrook
""",
                "returns": "case,at,day,site\nc1,2027-02-04T10:00,2027-02-04,Fallbrook",
                "separations": "case,what,code,until,at,day,site\n"
                "d2,processed_apart,medical,2027-05-01,2027-02-03T11:00,2027-02-03,Fallbrook",
            },
            expect={"status": "alarm", "numerator": 3, "denominator": 5, "estimate": 0.6},
            breaches=(("family.whole", "b1"), ("family.whole", "c1")),
        ),
    ),
    fires_in=(Effect(scenario="E10", power=1.0),),
    picture="list",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
