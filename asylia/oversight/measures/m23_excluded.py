"""M23: nobody whom the rules exclude is in the programme."""

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


def placed(tables: Tables) -> ir.Table:
    """People placed, each with when the record first showed an exclusion, and when they left the programme."""
    facts, screened, excluded = tables["placements"], tables["conditions"], tables["exclusions"]
    made = facts.filter(facts.what.isin(["made", "reported"]))
    rows = made.group_by("case").agg(
        site=made.site.argmin(made.at), day=made.day.argmin(made.at), placed_at=made.at.min(), last=made.at.max()
    )
    ended = facts.filter(facts.what == "ended").group_by("case").agg(ended=facts.at.max())
    rows = beside(rows, ended, ["case"])
    # A condition that someone qualified found absent excludes no more, whatever doubt there had been.
    absent = screened.filter(screened.answer == "absent").select("case", exclusion=screened.condition).distinct()
    stands = excluded.anti_join(absent, ["case", "exclusion"])
    known = stands.group_by("case").agg(known=stands.known_since.min())
    rows = beside(rows, known, ["case"])
    rows = rows.mutate(ended=ibis.ifelse(rows.ended > rows.last, rows.ended, None))
    since = ibis.ifelse(rows.known.notnull(), ibis.greatest(rows.known, rows.placed_at), None)
    inside = rows.ended.isnull() | (since < rows.ended)
    return rows.mutate(since=ibis.ifelse(inside, since, None))


def excluded(tables: Tables) -> ir.Table:
    """Each person placed who is excluded, until they leave or someone answers; and what else the record shows."""
    rows = placed(tables)
    rows = rows.filter(rows.since.notnull())
    replied = answered(rows.select("case", "site", "since"), "excluded.never", tables)
    replied = replied.select("case", answered=replied.ended)
    rows = beside(rows, replied, ["case"])
    rows = rows.select("case", "site", "since", ended=ibis.coalesce(rows.answered, rows.ended))
    return both(rows, shown("excluded.never")(tables))


MEASURE = Measure(
    id="M23", version=1,
    title="Nobody whom the rules exclude is in the programme",
    question="Is anyone placed, or kept, who must not be?",
    why="Nationals of the country of return, children alone, pregnant and ill people have been sent to wait.",
    alarm_class="A",
    tables=("placements", "exclusions", "conditions", "alarms", "alarm_answers"),
    population=placed,
    population_says="people placed in the programme, by the day of their first placement",
    counts=(Count(denominator=lambda it: it.placed_at.notnull(), numerator=lambda it: it.since.notnull()),),
    numerator_says="those for whom the record showed an exclusion of the regime then, or while they were in it",
    denominator_says="people placed",
    grain=Grain(period="month", until=20, most=12),
    rules=(
        rule("excluded.never", "supervisor", broken=excluded), rule("vulnerable.screened", "specialist"),
        rule("order.obeyed", "headquarters", hours=4), rule("placement.reasoned", "supervisor"),
        rule("return.lawful", "headquarters", hours=4), rule("fear.stay", "headquarters", hours=4),
        rule("fear.stay-delivered", "duty_post", hours=4), rule("share.never-feared-state", "headquarters", hours=4),
    ),
    estimate="share", interval="share",
    method_says="Each person is one; share with Wilson's interval (the exact one under 30).",
    alarm=(
        Limit(
            says="someone excluded was placed or kept",
            found="{all.numerator} of {all.denominator} people placed are excluded.",
            bounds=(Bound(of="all.numerator", at_least=1),),
        ),
    ),
    direction="lower is better",
    assumptions=("What excludes is recorded when it is seen; a doubt excludes where the regime has a doubt rule.",),
    limits=("Who was never screened shows no exclusion: the rule vulnerable.screened alarms for that.",
            "Families of excluded people alarm by the core's own rule only where a placement or return is reported."),
    counter_measures=("M18", "M24"),
    sources=(Source(cite="BuzzFeed News, 14 Nov 2019: nationals of Mexico, pregnant women"),
             Source(cite="CBP, Guiding Principles for MPP, 28 January 2019")),
    examples=(
        Example(
            says="of 30 placed one is a national of the country of return, one found pregnant later; a doubt cleared",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "placements": """times,case,what,at,day,site
27,A,made,2027-02-10T10:00,2027-02-10,Fallbrook
1,N,made,2027-02-10T10:00,2027-02-10,Fallbrook
1,P,made,2027-02-10T10:00,2027-02-10,Fallbrook
1,D,made,2027-02-10T10:00,2027-02-10,Fallbrook
""",
                "exclusions": """case,when,exclusion,known_since,at,day,site
N,shown,own_national,2027-02-09T10:00,2027-02-09T10:00,2027-02-09,Fallbrook
N,placed,own_national,2027-02-09T10:00,2027-02-10T10:00,2027-02-10,Fallbrook
P,shown,pregnant,2027-02-20T10:00,2027-02-20T10:00,2027-02-20,Fallbrook
D,shown,illness,2027-02-09T10:00,2027-02-09T10:00,2027-02-09,Fallbrook
""",
                "conditions": "case,condition,answer,at,day\nD,illness,absent,2027-02-09T12:00,2027-02-09",
            },
            expect={"status": "alarm", "numerator": 2, "denominator": 30, "estimate": 0.0667},
            breaches=(("excluded.never", "N"), ("excluded.never", "P")),
        ),
    ),
    fires_in=(Effect(scenario="E10", power=1.0),),
    picture="list",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
