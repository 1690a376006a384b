"""M16: a notice of a hearing reaches the person in time, in a language they read."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import rule
from asylia.oversight.joining import beside
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

BEFORE = 7  # days; house: time to find counsel and a way to the port
NOTICE, HEARING = ("case", "number"), ("case", "hearing")


def due(tables: Tables) -> ir.Table:
    """Notices of hearings that are a week away or past, still standing, with whether each was delivered in time."""
    notices, services = tables["notices"], tables["services"]
    standing = notices.filter(notices.hearing_day <= ibis.literal(tables.as_of.date() + dt.timedelta(days=BEFORE)))
    standing = standing.anti_join(_taken_off(tables), HEARING)
    replaced = notices.filter(notices.replaces > 0).select("case", number=notices.replaces)
    standing = standing.anti_join(replaced, NOTICE)
    good = services.what == "served"
    good &= services.readable & services.understood & (services.days_before >= BEFORE)
    back = services.what == "undelivered"
    served = services.filter(good).group_by(NOTICE).agg(served=services.at.max())
    undone = services.filter(back).group_by(NOTICE).agg(undone=services.at.max())
    rows = beside(beside(standing, served, NOTICE), undone, NOTICE)
    stands = rows.undone.isnull() | (rows.undone < rows.served)
    return rows.mutate(delivered=(rows.served.notnull() & stands).fill_null(False))


def _taken_off(tables: Tables) -> ir.Table:
    """Hearings that were moved or taken off their day: their notice tells of nothing any more."""
    ends, hearings = tables["hearing_ends"], tables["hearings"]
    off = ends.filter(ends.what == "postponed").select(*HEARING)
    return off.union(hearings.filter(hearings.replaces > 0).select("case", hearing=hearings.replaces)).distinct()


MEASURE = Measure(
    id="M16", version=1,
    title="Notices of hearings arrive in time, in a language people read",
    question="Do notices arrive?",
    why="Who does not learn of the hearing is ordered removed for not coming.",
    alarm_class="A",
    tables=("notices", "services", "hearings", "hearing_ends", "alarms"),
    population=due,
    population_says="standing notices of hearings that are no more than a week away, or past",
    counts=(Count(denominator=lambda it: it.hearing > 0, numerator=lambda it: it.delivered),),
    numerator_says="those served and understood a week before, in a language of the person, that did not come back",
    denominator_says="notices",
    units=("programme", "site", "language"),
    grain=Grain(period="month", until=30, most=6),
    rules=(rule("notice.served", "hearing_clerk"), rule("notice.valid", "hearing_clerk"),
           rule("notice.approved", "hearing_clerk"), rule("contact.reachable", "hearing_clerk")),
    estimate="share", interval="share", test="e_process",
    method_says="Share with Wilson's interval (the exact one under 30); beta-binomial e-process against 2 % that did "
    "not arrive so.",
    settings={"tolerance": 0.02, "bad": "rest"},
    alarm=(
        Limit(
            says="the evidence that more than 2 % do not arrive reaches 20",
            found="{all.numerator} of {all.denominator} notices arrived a week before, in a language the person reads.",
            bounds=(Bound(of="e_value", at_least=20),),
        ),
    ),
    watch=(
        Limit(
            says="for certain fewer than 98 % arrive",
            found="{all.numerator} of {all.denominator} notices arrived a week before, in a language the person reads.",
            bounds=(Bound(of="upper", below=0.98),),
        ),
    ),
    direction="higher is better",
    assumptions=("What comes back is recorded when it does.",),
    limits=("That a paper was handed over and said back is not that it was believed or kept.",),
    counter_measures=("M17",),
    sources=(Source(cite="INA 239(a)(1); 240(b)(5)(A)"), Source(cite="BuzzFeed News, 14 Nov 2019")),
    examples=(
        Example(
            says="of 40 notices 30 arrive; some come late, come back, or are in a language the person does not read",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "notices": """times,case,number,kind,hearing,hearing_day,replaces,at,day,site
40,A,1,hearing,1,2027-03-12,0,2027-02-10T10:00,2027-02-10,Fallbrook
1,M,1,hearing,1,2027-03-12,0,2027-02-10T10:00,2027-02-10,Fallbrook
1,F,1,hearing,1,2027-06-12,0,2027-02-10T10:00,2027-02-10,Fallbrook
""",
                "services": """times,case,number,what,readable,understood,days_before,at,day,site
33,A,1,served,yes,yes,20,2027-02-20T10:00,2027-02-20,Fallbrook
1,A-33,1,served,no,yes,20,2027-02-20T10:00,2027-02-20,Fallbrook
1,A-34,1,served,yes,yes,3,2027-03-09T10:00,2027-03-09,Fallbrook
3,A,1,undelivered,no,no,9,2027-03-03T10:00,2027-03-03,Fallbrook
""",
                "hearings": "case,hearing,replaces,at,day,site\nM,2,1,2027-03-01T10:00,2027-03-01,Fallbrook",
                "alarms": "case,rule,at,day,site\nA-39,notice.served,2027-02-26T00:00,2027-02-26,Fallbrook",
            },
            expect={"status": "alarm", "numerator": 30, "denominator": 40, "estimate": 0.75},
            breaches=(("notice.served", "A-39"),),
        ),
    ),
    fires_in=(Effect(scenario="E10", power=1.0),),
    picture="p-chart",
    owner="hearing_clerk",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
