"""M09: every fear that anyone records goes to the asylum office, and none stays unrecorded."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import answered, both, rule, shown
from asylia.oversight.joining import beside
from asylia.oversight.listed import listed
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIM = ("case", "claim")
WITHIN = dt.timedelta(hours=24)  # house: the record refers at once; a day is for claims from elsewhere


def due(tables: Tables) -> ir.Table:
    """Claims made at least a day ago, with when they were referred and whether that was within the day."""
    claims, referrals = tables["claims"], tables["referrals"]
    old = claims.filter(claims.at <= ibis.literal(tables.as_of - WITHIN))
    sent = beside(old, referrals.group_by(CLAIM).agg(sent=referrals.at.min()), CLAIM)
    late_from = sent.at + ibis.interval(hours=24)
    return sent.mutate(late_from=late_from, referred=(sent.sent <= late_from).fill_null(False))


def told(tables: Tables) -> ir.Table:
    """Claims that are due, and the people on the agency's and the monitor's lists of claims."""
    claims, people = due(tables), listed(tables)
    claims = claims.select("site", "day", "referred", due=True, agency=False, monitor=False)
    people = people.select("site", "day", referred=False, due=False, agency=people.agency, monitor=people.monitor)
    return claims.union(people)


def unreferred(tables: Tables) -> ir.Table:
    """Claims older than a day without a referral, and what else the record shows of the rule."""
    late = due(tables)
    late = late.filter(~late.referred)
    own = late.group_by("case").agg(site=late.site.argmin(late.late_from), since=late.late_from.min(),
                                    sent=late.sent.max(), waits=late.sent.isnull().any())  # fmt: skip
    replied = answered(own.select("case", "site", "since"), "fear.referral", tables)
    known = beside(own, replied.select("case", replied.ended), ["case"])
    sent = ibis.ifelse(known.waits, None, known.sent)
    known = known.select("case", "site", "since", ended=ibis.coalesce(known.ended, sent))
    return both(known, shown("fear.referral")(tables))


MEASURE = Measure(
    id="M09", version=1,
    title="Every fear that is said goes to the asylum office",
    question="Is every claim referred?",
    why="A claim that border staff screen, hold back or never write down is one that nobody competent has heard.",
    alarm_class="A",
    tables=("claims", "referrals", "sayings", "statements", "matches", "alarms", "alarm_answers"),
    population=told,
    population_says="claims made at least 24 hours ago; and people with a claim on the agency's list or the monitor's",
    counts=(
        Count(part="referred", arm="claims", denominator=lambda it: it.due, numerator=lambda it: it.referred),
        Count(part="recorded", arm="first", denominator=lambda it: it.agency, numerator=lambda it: it.monitor),
        Count(part="recorded", arm="second", denominator=lambda it: it.monitor, numerator=lambda it: it.agency),
    ),
    numerator_says="claims referred within 24 hours; people who are on both lists",
    denominator_says="claims; people on the agency's list (first) and on the monitor's own (second)",
    grain=Grain(period="week", until=30, most=52),
    rules=(
        rule("fear.referral", "supervisor", broken=unreferred), rule("fear.lost", "supervisor"),
        rule("fear.open-door", "asylum_officer"), rule("fear.brought-in", "supervisor"),
        rule("fear.any-words", "supervisor"),
    ),
    estimate="two_lists", interval="two_lists", test="two_lists",
    method_says="Share with Wilson's interval (the exact one under 30); beta-binomial e-process against 2 % not "
    "referred, and 5 % of the monitor's list missing from the agency's; Chapman's estimate of all claims.",
    settings={"tolerance": 0.02, "tolerance.second": 0.05, "bad": "rest"},
    not_measurable=(
        Limit(
            says="nobody but the agency keeps a list of claims",
            found="No monitor recorded a claim: what the agency itself did not write down cannot be known.",
            bounds=(Bound(of="first.denominator", at_least=1), Bound(of="second.denominator", at_most=0)),
        ),
    ),
    alarm=(
        Limit(
            says="the evidence that more than 2 % are not referred reaches 20",
            found="{claims.numerator} of {claims.denominator} claims were referred within 24 hours.",
            bounds=(Bound(of="claims.denominator", at_least=1), Bound(of="e_value", at_least=20)),
        ),
        Limit(
            says="the evidence that more than 5 % of the monitor's list is missing from the agency's reaches 20",
            found="Of {second.denominator} people whose fear the monitor recorded {second.numerator} are on the "
            "agency's list; about {all:.0f} claimed in all.",
            bounds=(Bound(of="second.denominator", at_least=1), Bound(of="e_value", at_least=20)),
        ),
    ),
    direction="higher is better",
    assumptions=("The monitor's list was made apart from the agency's: where one led to the other, the estimate of all "
                 "claims is too low.",),
    limits=("Claims that neither list holds are estimated, not known.",
            "A monitor who is at few places or hours sees few claims."),
    counter_measures=("M10", "M24"),
    sources=(
        Source(cite="BuzzFeed News, 14 Nov 2019: a border pre-screening that pre-empts the asylum office"),
        Source(cite="Chapman 1951, Univ. California Publ. Stat. 1:131"),
    ),
    examples=(
        Example(
            says="one claim in 40 has waited two days without a referral",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "claims": """times,case,claim,at,day,site
39,A,1,2027-03-02T10:00,2027-03-02,Fallbrook
1,B,1,2027-03-07T10:00,2027-03-07,Fallbrook
1,C,1,2027-03-08T20:00,2027-03-08,Fallbrook
""",
                "referrals": "times,case,claim,at,day,site\n39,A,1,2027-03-02T10:00,2027-03-02,Fallbrook",
            },
            part="referred",
            expect={"status": "alarm", "numerator": 39, "denominator": 40, "estimate": 0.975},
            breaches=(("fear.referral", "B"),),
        ),
        Example(
            says="the monitor heard 20 people, of whom the agency wrote down 8: about 100 claimed where it knows of 40",
            as_of=dt.datetime(2027, 3, 9, tzinfo=dt.UTC),
            rows={
                "sayings": """times,case,role,channel,at,day,site
40,A,border_officer,encounter,2027-03-03T10:00,2027-03-03,Fallbrook
8,A,monitor,monitor,2027-03-03T15:00,2027-03-03,Fallbrook
12,S,monitor,monitor,2027-03-03T15:00,2027-03-03,Fallbrook
""",
                "statements": "times,case,role,at,day,site\n12,S,monitor,2027-03-03T15:00,2027-03-03,Fallbrook",
            },
            part="recorded",
            expect={"status": "alarm", "numerator": 16, "denominator": 60, "estimate": 0.4},
            breaches=(),
        ),
    ),
    fires_in=(Effect(scenario="E5", power=1.0),),
    picture="ladder",
    owner="supervisor",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
