"""One measure: question, state and answer; its picture and rows; rule, definition, limits; what was answered before."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.caseload.models import CaseRow
from asylia.core.rules import RULES
from asylia.core.streams.oversight import Asked, MeasureAnswered
from asylia.oversight.row import Breach, Row
from asylia.oversight.telling import Definition, Ruled
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest
from asylia.web.overseer import editions, pictures, worded
from asylia.web.overseer.editions import Missing, Shown, earlier
from asylia.web.overseer.measures import of
from asylia.web.overseer.owed import owed
from asylia.web.overseer.pictures import Picture
from asylia.web.overseer.states import Standing, of_one
from asylia.web.standing import day

MOST = 50  # cases of a class-A measure that a page lists; the worklist has them all
CLASSES = {
    "A": "A: a rule that a case breaks is an alarm at once, without statistics",
    "B": "B: watched week by week, sound however often it is looked at (e-process)",
    "C": "C: compared once a period; many looks are paid for, and an alarm takes two periods where it says so",
}  # fmt: skip
DIRECTIONS = {
    "parity": "Both sides should be alike.", "lower is better": "Lower is better; no number is a target.",
    "higher is better": "Higher is better; no number is a target.", "context": "Context only: never a target.",
}  # fmt: skip


class Part(NamedTuple):
    """One part of a measure: its picture and its rows, the programme first, then places by name."""

    name: str
    picture: Picture | None
    rows: Sequence[worded.Told]

    @property
    def none(self) -> str:
        """Why there is no picture."""
        return next((row.reason for row in self.rows if row.reason), "no figure can be given.")


class Listed(NamedTuple):
    """One case that broke a rule, for those who may see it."""

    number: str
    url: str
    rule: str
    since: str
    due: str
    owner: str


class Before(NamedTuple):
    """What was shown of the programme in an earlier edition."""

    as_of: str
    link: str
    told: worded.Told


class Said(NamedTuple):
    """An answer of the agency, or a question that waits for one."""

    words: str
    by: str
    about: str
    due: str


@require_GET
def page(request: CaseRequest, measure: str) -> HttpResponse:
    """One measure as an edition shows it."""
    shown = editions.asked_for(request)
    if isinstance(shown, Missing):
        return editions.page_of(request, shown)
    found = of(shown, measure)
    definition, standing = found.definition, of_one(measure, found.rows)
    breaches = [each for each in shown.edition.breaches if each.measure == measure and each.ended is None]
    ladder = shown.edition.ladder
    overseen, now = editions.overseen(), dt.datetime.now(dt.UTC)
    past = earlier(shown, measure)
    context = {
        "shown": shown,
        "definition": definition,
        "standing": standing,
        "told": worded.told(standing.row, definition.scale),
        "answer": answer(standing, definition),
        "parts": list(parts_of(definition, standing, breaches, [row for _, row in reversed(past)])),
        "rules": list(rules_of(definition)),
        "class_says": CLASSES[definition.alarm_class],
        "direction_says": DIRECTIONS[definition.direction],
        "smallest": smallest(standing, definition),
        "owed": owed(standing, breaches, overseen, shown, now),
        "answers": [said_of(each, shown) for each in overseen.answers_to(measure)],
        "asked": [asked_of(each, shown) for each in overseen.asked_about(measure) if each.answer is None],
        "before": list(shown_before(shown, definition, past)),
        "breaches": len(breaches),
        "cases": listed(request, breaches, shown),
        "overseer": request.account.role == "overseer",
        "ladder": pictures.of_ladder(ladder) if ladder and many_steps(definition) else None,
    }  # fmt: skip
    return render(request, "overseer/measure.html", context)


def many_steps(definition: Definition) -> bool:
    """Whether a measure's parts are the steps of the programme's ladder, which is then its one picture."""
    return definition.picture == "ladder" and len(definition.parts) > 2


def answer(standing: Standing, definition: Definition) -> str:
    """The answer in two sentences: what the row says, or that no limit is crossed; and why it matters."""
    row = standing.row
    where = "" if row.unit == "programme" else f"{worded.unit(row)}: "
    found = row.reason or "No limit is crossed."
    return f"{where}{found} {definition.why}"


def parts_of(
    definition: Definition, standing: Standing, breaches: Sequence[Breach], past: Sequence[Row]
) -> Iterator[Part]:  # fmt: skip
    """Yield the parts of a measure in their order."""
    for name in definition.parts or ("",):
        rows = sorted(
            (row for row in standing.rows if row.part == name),
            key=lambda row: (row.unit != "programme", definition.units.index(row.unit), row.of),
        )
        if rows:
            before = [row for row in past if row.part == name and row.unit == "programme"]
            picture = None if many_steps(definition) else pictures.of_measure(definition, rows, breaches, before)
            yield Part(worded.said(name), picture, [worded.told(row, definition.scale) for row in rows])


def rules_of(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield (state, rule in words) of everything that leads to a state, the worst first."""
    for state, limits in (("not measurable", definition.not_measurable), ("alarm", definition.alarm),
                          ("watch", definition.watch)):  # fmt: skip
        yield from ((state, in_words(limit)) for limit in limits)
    for rule in definition.rules:
        answers = f"Answered by {rule.owner.replace('_', ' ')} within {rule.hours} hours (rule {rule.id})."
        yield "alarm", f"{rule.says.rstrip('.')}. {answers}"
    if definition.enough > 1:
        yield "insufficient", f"fewer than {definition.enough} to count among"


def in_words(limit: Ruled) -> str:
    """A limit in words, with the two-period rule where it holds."""
    twice = limit.periods > 1 and "two periods" not in limit.says
    return limit.says + (", two periods running" if twice else "")


def smallest(standing: Standing, definition: Definition) -> str:
    """The smallest difference that this many can show, as the statistic gives it (`detectable`)."""
    whole = next((row for row in standing.rows if row.unit == "programme"), standing.row)
    if found := worded.sees(whole):
        return f"{found}, four times in five"
    if definition.alarm_class == "A" and definition.rules:
        return "one case: every breach that is recorded shows"
    return ""


def said_of(each: MeasureAnswered, shown: Shown) -> Said:
    """An answer of the agency."""
    at = each.who.at.astimezone(shown.zone)
    return Said(each.words, f"Headquarters, {day(at)} {at:%Y}; seen to by {each.owner}", about(each.unit, each.period),
                day(each.due) if each.due else "")  # fmt: skip


def asked_of(each: Asked, shown: Shown) -> Said:
    """A question that waits."""
    at = each.asked.who.at.astimezone(shown.zone)
    asked = each.asked
    return Said(asked.words, f"Overseer, {day(at)} {at:%Y}", about(asked.unit, asked.period), day(asked.due))


def about(unit: str, period: str) -> str:
    """What an answer or a question is about."""
    place = "the programme" if unit in ("", "programme") else unit.partition("/")[2] or unit
    return f"{place}, {period}" if period else place


def shown_before(
    shown: Shown, definition: Definition, past: Iterable[tuple[dt.datetime, Row]]
) -> Iterator[Before]:  # fmt: skip
    """Yield what earlier editions said of the programme, the latest first; of the first part."""
    first = definition.parts[0] if definition.parts else ""
    for moment, row in past:
        if (row.unit, row.part) == ("programme", first):
            there = moment.astimezone(shown.zone)
            link = reverse("measure", args=[definition.id]) + f"?as_of={there:%Y-%m-%d}"
            yield Before(f"{day(there)} {there:%Y}", link, worded.told(row, definition.scale))


def listed(request: CaseRequest, breaches: Sequence[Breach], shown: Shown) -> list[Listed]:
    """Return the cases behind a class-A alarm that this reader may see, and write down that they were shown."""
    known = {
        row.case: row
        for row in CaseRow.objects.prefetch_related("dues", "counsels", "searches").filter(
            case__in=[each.case for each in breaches]
        )
    }
    account = request.account
    seen = [each for each in breaches if each.case in known and case_visible(account, known[each.case])][:MOST]
    if seen:
        cases.note_list(account, "measure", [each.case for each in seen])
    return [
        Listed(known[each.case].number, reverse("case", args=[each.case]), RULES[each.rule].says
               if each.rule in RULES else each.rule, editions.said(each.since, shown.zone),
               editions.said(each.due, shown.zone), each.owner.replace("_", " "))
        for each in seen
    ]  # fmt: skip
