"""M18: families are placed, dated and returned together."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import answered, both, rule, shown
from asylia.oversight.joining import beside, marked
from asylia.oversight.ladder_people import outside
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

WITHIN = 24  # hours in which the last member follows the first; house


def members(tables: Tables) -> ir.Table:
    """Who belongs to a family now, with an open case: joined and placed when, outside or not, and the last day set.

    `own` members are those who are not apart under a code that still holds.
    """
    ties, apart, closed = tables["families"], tables["separations"], tables["case_closures"]
    now = ties.group_by("case").agg(
        tie=ties.tie.argmax(ties.recorded), kin=ties.family.argmax(ties.recorded), site=ties.site.argmin(ties.recorded),
        joined=ties.at.min(), day=ties.day.min(),
    )  # fmt: skip
    now = now.filter(now.tie == "joined", now.kin != "").anti_join(closed, "case")
    holds = apart.until.isnull() | (apart.until >= ibis.literal(tables.as_of.date()))
    coded = apart.filter((apart.what == "processed_apart") & holds).select("case").distinct().mutate(coded=True)
    rows = marked(now, coded, ["case"])
    for more in (_placed(tables), outside(tables), _dated(tables)):
        rows = beside(rows, more, ["case"])
    return rows.mutate(own=~rows.coded, waiting=rows.waiting.fill_null(False))


def _placed(tables: Tables) -> ir.Table:
    """By case: when the person was first placed, if nothing ended it since."""
    facts = tables["placements"]
    first = facts.group_by("case").agg(
        placed=facts.at.min(where=facts.what != "ended"), last=facts.what.argmax(facts.at)
    )  # fmt: skip
    return first.filter(first["last"] != "ended").select("case", "placed")


def _dated(tables: Tables) -> ir.Table:
    """By case: the day of the last hearing set, and when it was set."""
    hearings = tables["hearings"]
    return hearings.group_by("case").agg(
        hearing_day=hearings.hearing_day.argmax(hearings.hearing), dated=hearings.at.argmax(hearings.hearing)
    )


def families(tables: Tables) -> ir.Table:
    """Families of two or more, with the moment since which members without a code are apart; empty while together."""
    rows = members(tables)
    # A day that had passed when another was set is no second day.
    rows = rows.mutate(set_last=rows.dated.max().over(group_by="kin"))
    standing = rows.own & (rows.hearing_day >= rows.set_last.date())
    outside, inside = rows.own & rows.waiting, rows.own & ~rows.waiting
    kin = rows.group_by("kin").agg(
        site=rows.site.argmin(rows.case), day=rows.day.min(), size=rows.case.count(),
        case=ibis.coalesce(rows.case.min(where=rows.own), rows.case.min()),
        placed=rows.placed.max(where=rows.own), unplaced=rows.joined.min(where=rows.own & rows.placed.isnull()),
        outside=rows.moved.max(where=outside),
        inside=ibis.coalesce(rows.moved, rows.joined).min(where=inside),
        days=rows.hearing_day.nunique(where=standing), dated=rows.dated.max(where=standing),
    )  # fmt: skip
    kin = kin.filter(kin.size > 1)
    kin = kin.mutate(
        a=_a_day_after(kin.placed, kin.unplaced, tables), b=_a_day_after(kin.outside, kin.inside, tables),
        c=ibis.ifelse(kin.days > 1, kin.dated, None),
    )  # fmt: skip
    return kin.mutate(since=ibis.least(*(ibis.coalesce(kin[each], kin.a, kin.b, kin.c) for each in "abc")))


def _a_day_after(ahead: ir.TimestampValue, behind: ir.TimestampValue, tables: Tables) -> ir.TimestampValue:
    """A day after one member came so far, where another stayed behind; empty where none did, or the day is not over."""
    late = ibis.greatest(ahead, behind) + ibis.interval(hours=WITHIN)
    return ibis.ifelse(ahead.notnull() & behind.notnull() & (late <= ibis.literal(tables.as_of)), late, None)


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
    tables=("families", "separations", "placements", "movements", "custody", "case_closures", "hearings", "alarms",
            "alarm_answers"),
    population=families,
    population_says="families of two or more, by the day on which the first member joined",
    counts=(Count(denominator=lambda it: it.size > 1, numerator=lambda it: it.since.isnull()),),
    numerator_says="families whose open members, but for those apart under a code that still holds, have one hearing "
    "day to come, and are placed, and wait outside, together or within a day",
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
                "movements": "case,what,at,day,site\nc1,returned,2027-02-04T10:00,2027-02-04,Fallbrook",
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
