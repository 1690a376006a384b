"""M13: whoever hears a person is certified that day, and hears nobody they may not hear."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from asylia.oversight.broken import answered, rule
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIM = ("case", "claim")


def held(tables: Tables) -> ir.Table:
    """Interviews, with whether the officer's certificate was valid on that day and known by then."""
    return tables["interviews"]


def uncertified(tables: Tables) -> ir.Table:
    """Each interview without a certificate; and each decision, where the interview before it had one."""
    interviews, decisions = tables["interviews"], tables["determinations"]
    heard = interviews.filter(~interviews.certified).select(*CLAIM, "site", since=interviews.at)
    signed = decisions.filter(~decisions.certified).select(*CLAIM, "site", since=decisions.at)
    rows = heard.union(signed.anti_join(heard, CLAIM))
    return answered(rows.select("case", "site", "since"), "decider.trained", tables)


MEASURE = Measure(
    id="M13", version=1,
    title="Whoever hears a person is certified for it on that day",
    question="Is anyone heard by an officer without a valid certificate?",
    why="An officer who was not taught the standard cannot apply it, and is made to sign what follows.",
    alarm_class="A",
    tables=("interviews", "determinations", "alarms", "alarm_answers"),
    population=held,
    population_says="interviews begun",
    counts=(Count(denominator=lambda it: it.case.notnull(), numerator=lambda it: it.certified),),
    numerator_says="those by an officer whose certificate of the regime's standard held that day and was known",
    denominator_says="interviews",
    units=("programme", "site", "officer"),
    grain=Grain(period="month", until=30, most=3),
    rules=(
        rule("decider.trained", "supervisor", broken=uncertified), rule("roles.apart", "supervisor"),
        rule("decider.of-the-office", "headquarters"), rule("decider.own-voice", "headquarters"),
        rule("decider.drawn", "supervisor"), rule("decider.care", "supervisor"),
    ),
    estimate="share", interval="share",
    method_says="Each interview is held against the certificates of that day; share with Wilson's interval (the exact "
    "one under 30).",
    alarm=(
        Limit(
            says="an interview was held without a certificate",
            found="{all.numerator} of {all.denominator} interviews were by a certified officer.",
            bounds=(Bound(of="estimate", below=1.0),),
        ),
    ),
    direction="higher is better",
    assumptions=("Certificates are recorded when they are given; one given after the fact does not count.",),
    limits=("A certificate says that a course was attended, not what was learnt.",),
    counter_measures=("M15",),
    sources=(Source(cite="The Hill, May 2019; Vox, 2 May 2019: a slide deck on arrival, and officers who missed it"),
             Source(cite="8 CFR 208.1(b)")),
    examples=(
        Example(
            says="one officer without a certificate holds five interviews: five alerts",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "interviews": """times,case,claim,at,day,site,certified
45,A,1,2027-03-02T10:00,2027-03-02,Fallbrook,yes
5,U,1,2027-03-03T10:00,2027-03-03,Fallbrook,no
""",
                "determinations": """times,case,claim,determination,at,day,site,certified
45,A,1,1,2027-03-03T10:00,2027-03-03,Fallbrook,yes
5,U,1,1,2027-03-04T10:00,2027-03-04,Fallbrook,no
""",
            },
            expect={"status": "alarm", "numerator": 45, "denominator": 50, "estimate": 0.9},
            breaches=tuple(("decider.trained", f"U-{n}") for n in range(5)),
        ),
    ),
    fires_in=(Effect(scenario="E6", power=1.0),),
    picture="list",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
