"""M22: each step of the ladder among those who came to the one before, and whether it has moved."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.joining import beside, marked
from asylia.oversight.measure import Count, Effect, Example, Grain, Measure, Privacy, Source, Tables
from asylia.oversight.status import Bound, Limit

if TYPE_CHECKING:
    import ibis.expr.types as ir

CLAIM = ("case", "claim")
PARTS = ("asked", "claimed", "referred", "interviewed", "decided", "positive", "final positive")


def rungs(tables: Tables) -> ir.Table:
    """A row a step that could have been taken, on the day on which it was known: `part`, and whether it was taken."""
    encounters, questions, decisions = tables["encounter_ends"], tables["questions"], tables["determinations"]
    claims, endings = tables["claims"], tables["endings"]
    claims = claims.filter(claims.at <= ibis.literal(tables.as_of - dt.timedelta(hours=24)))
    referred = marked(claims, tables["referrals"].select(*CLAIM).distinct().mutate(sent=True), CLAIM)
    heard = marked(endings, tables["interviews"].select(*CLAIM).distinct().mutate(heard=True), CLAIM)
    answered = questions.filter(questions.proper, questions.answer.isin(["yes", "no"]))
    first = answered.group_by("case").agg(at=answered.at.min())
    asked = beside(first, answered, ["case", "at"])
    found = endings.filter(endings.how == "decided", endings.first_outcome == "positive")
    taken = {
        "asked": (encounters, encounters.asked), "claimed": (asked, asked.answer == "yes"),
        "referred": (referred, referred.sent), "interviewed": (heard, heard.heard),
        "decided": (heard.filter(heard.heard), heard.how == "decided"),
        "positive": (decisions, decisions.outcome == "positive"),
        "final positive": (found, found.outcome == "positive"),
    }  # fmt: skip
    each = (table.select("site", "day", part=ibis.literal(part), taken=shown) for part, (table, shown) in taken.items())
    return reduce(lambda before, more: before.union(more), each)


def counted(part: str) -> Count:
    """Those who came to the step before, and those who went on."""
    return Count(part=part, denominator=lambda it: it.part == part, numerator=lambda it: it.taken)


def weeks() -> str:
    """Invented decisions, 20 a week: 4 positive in each of 26 weeks, and one in each of 13 after them."""
    lines = ["times,case,claim,determination,outcome,day,site"]
    for week in range(39):
        day, positive = dt.date(2026, 6, 8) + dt.timedelta(weeks=week), 4 if week < 26 else 1
        for outcome, times in (("positive", positive), ("negative", 20 - positive)):
            lines.append(f"{times},{outcome}-{week},1,1,{outcome},{day},Fallbrook")
    return "\n".join(lines)


MEASURE = Measure(
    id="M22", version=1,
    title="Each step of the ladder, among those who came to the one before",
    question="How many come to each step, and has that changed?",
    why="“One in a hundred is positive” says nothing until one knows of whom: each rate shows what it is a share of.",
    alarm_class="B",
    tables=("encounter_ends", "questions", "claims", "referrals", "interviews", "determinations", "endings"),
    population=rungs,
    population_says="steps that could be taken, by the day on which it was known whether they were",
    counts=tuple(counted(part) for part in PARTS),
    numerator_says="of encounters ended those asked; of those asked the first time those who said yes; of claims a day "
    "old those referred; of claims ended those heard; of these, those decided; of decisions the positive; of final "
    "decisions signed as positive those that stayed so",
    denominator_says="those who came to the step before",
    grain=Grain(period="week", until=30, most=12),
    estimate="away_from_usual", interval="away_from_usual", test="away_from_usual",
    method_says="Share with Wilson's interval (the exact one under 30). From the 27th week on, two beta-binomial "
    "e-processes against the ends of the first 26 weeks' exact 95 % interval, one for more and one for fewer, taken "
    "together; beside them the greater of two Bernoulli CUSUMs, for double and for half the odds.",
    enough=1,
    alarm=(
        Limit(
            says="the evidence that the share has left what it was in the first 26 weeks reaches 20",
            found="{all.numerator} of {all.denominator} went on; in the first 26 weeks it was {usual:.1%}.",
            bounds=(Bound(of="e_value", at_least=20),),
        ),
    ),
    direction="context",
    assumptions=("The first 26 weeks were as they should be: a step that was wrong from the start does not move.",),
    limits=("No rate of positives is right or wrong by itself, and none is a target.",
            "In the first 26 weeks it cannot be said that a step has moved."),
    privacy=Privacy(finest="quarter"),
    counter_measures=("M09", "M10", "M24"),
    sources=(Source(cite="CBP, monthly counts 2019 to 2021: percent of those enrolled is not percent of those heard"),
             Source(cite="Reynolds and Stoumbos 1999, Journal of Quality Technology 31:87")),
    examples=(
        Example(
            says="for 26 weeks two in ten decisions are positive, and after that nearly none",
            as_of=dt.datetime(2027, 3, 7, tzinfo=dt.UTC),
            rows={
                "determinations": weeks(),
            },
            part="positive",
            expect={"status": "alarm", "numerator": 2, "denominator": 40, "estimate": 0.05},
        ),
    ),
    fires_in=(Effect(scenario="E4", power=0.8),),
    picture="ladder",
    next_review=dt.date(2027, 5, 1),
)  # fmt: skip
