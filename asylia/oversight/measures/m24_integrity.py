"""M24: the record itself: what comes late, is changed after the fact, read too fast, or closed instead of decided."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.broken import answered, both, rule, shown
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIM = ("case", "claim")
READ = 5  # minutes; house: no file is read in less
PARTS = ("late", "incomplete", "closed", "fast")


def kept(tables: Tables) -> ir.Table:
    """Days of a case with entries, claims ended and reviews done: `part`, and whether something is wrong with it."""
    entries, endings, reviews = tables["entry_counts"], tables["endings"], tables["reviews"]
    read = reviews.filter(reviews.reading_minutes.notnull())
    wrong = {
        "late": (entries, entries.late > 0), "incomplete": (entries, entries.incomplete > 0),
        "closed": (endings, endings.how == "closed"), "fast": (read, read.reading_minutes < READ),
    }  # fmt: skip
    each = (table.select("site", "day", part=ibis.literal(part), wrong=shown) for part, (table, shown) in wrong.items())
    return reduce(lambda before, more: before.union(more), each)


def bands_changed(tables: Tables) -> ir.Table:
    """Claims whose likelihood band was locked anew though no decision had been returned, and what else is shown."""
    bands, reviews = tables["bands"], tables["reviews"]
    returned = reviews.filter(reviews.kind == "returned").select(*CLAIM).distinct()
    anew = bands.filter(bands.lock > 1).anti_join(returned, CLAIM)
    after = bands.filter(bands.after_signing)
    rows = anew.union(after)
    rows = rows.group_by("case").agg(site=rows.site.argmin(rows.at), since=rows.at.min())
    return both(answered(rows, "analysis.standard", tables), shown("analysis.standard")(tables))


def damaged(tables: Tables) -> ir.Table:
    """Streams of the record that do not hold together."""
    damages = tables["damages"]
    return damages.select(case=damages.stream, site=ibis.literal(""), since=damages.at)


def counted(part: str) -> Count:
    """What could be wrong in this way, and what is."""
    return Count(part=part, arm=part, denominator=lambda it: it.part == part, numerator=lambda it: it.wrong)


MEASURE = Measure(
    id="M24", version=1,
    title="The record is timely, whole, and not changed to look better",
    question="Can the record be relied on, and is anything done to the figures?",
    why="Every other measure reads this record; and what is measured is what people are tempted to arrange.",
    alarm_class="B",
    tables=("entry_counts", "endings", "reviews", "bands", "damages", "alarms", "alarm_answers"),
    population=kept,
    population_says="days of a case with entries; claims ended; reviews whose reading the read log shows",
    counts=tuple(counted(part) for part in PARTS),
    numerator_says="days with an entry more than 48 hours late, or lacking something; claims closed without a "
    "decision; reviews signed within five minutes of the first look",
    denominator_says="days of a case with entries; claims ended; reviews",
    grain=Grain(period="month", until=30, most=6),
    rules=(
        rule("record.unaltered", "overseer", broken=damaged),
        rule("analysis.standard", "overseer", broken=bands_changed),
        rule("withdrawal.free", "supervisor"), rule("analysis.complete", "headquarters"),
        rule("analysis.group", "headquarters"), rule("analysis.torture", "headquarters"),
        rule("interview.inconsistency", "headquarters"), rule("review.symmetry", "overseer"),
        rule("review.blind", "overseer"),
    ),
    estimate="share", interval="share", test="e_process",
    method_says="Share with Wilson's interval (the exact one under 30); beta-binomial e-process against 5 % late, "
    "incomplete or too fast, and 15 % closed.",
    settings={"tolerance": 0.05, "tolerance.closed": 0.15},
    alarm=(
        Limit(
            says="the evidence that more than 5 % (15 % closed without a decision) reaches 20",
            found="{estimate:.1%}, which is more than the record can bear.",
            bounds=(Bound(of="e_value", at_least=20),),
        ),
    ),
    direction="lower is better",
    assumptions=("The record's clock cannot be set by who writes.",),
    limits=("What was never written down is late for ever, and seen by nobody here.",
            "A claim may rightly be closed, in the person's favour above all: the ladder shows each reason."),
    counter_measures=("M09",),
    sources=(Source(cite="Safeguards record.unaltered and analysis.standard"),
             Source(cite="GAO-20-250: claims closed administratively")),
    examples=(
        Example(
            says="20 of 50 claims end closed instead of decided, and one band was locked anew",
            as_of=dt.datetime(2027, 3, 28, tzinfo=dt.UTC),
            rows={
                "endings": """times,case,claim,how,at,day,site
30,A,1,decided,2027-03-03T10:00,2027-03-03,Fallbrook
20,B,1,closed,2027-03-03T10:00,2027-03-03,Fallbrook
""",
                "bands": """case,claim,band,lock,after_signing,at,day,site
A-1,1,50_to_75,1,no,2027-03-02T10:00,2027-03-02,Fallbrook
A-1,1,25_to_50,2,no,2027-03-02T10:20,2027-03-02,Fallbrook
""",
            },
            part="closed",
            expect={"status": "alarm", "numerator": 20, "denominator": 50, "estimate": 0.4},
            breaches=(("analysis.standard", "A-1"),),
        ),
    ),
    fires_in=(Effect(scenario="E11", power=0.8),),
    picture="dots",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
