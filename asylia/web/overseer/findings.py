"""Findings: reviews of the programme, what each recommended, who answers, and how far it has come on a day."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.rules import RULES, Rule
from asylia.core.streams.finding import ProgrammeReview, Recommendation, State
from asylia.shell.reading import finding_of
from asylia.shell.reading import findings as reviews
from asylia.web import queue
from asylia.web.cases import CaseRequest, house

STATES: dict[State, str] = {
    "plan_due": "no plan yet",
    "planned": "planned",
    "contested": "contested",
    "reported_done": "reported done, evidence not seen yet",
    "not_shown": "reported done, not shown by the evidence",
    "shown": "shown by evidence",
    "closed": "closed, overtaken",
}


class Listed(NamedTuple):
    """One recommendation as lists show it: its words, who owns it, how far it has come, and what is due when."""

    review: str
    title: str
    number: int
    says: str
    owner: str
    state: str
    due: dt.date | None
    days: int  # past its day; 0 while it is not
    measures: tuple[str, ...]
    rules: tuple[Rule, ...]

    @property
    def due_from(self) -> str:
        """Who is to do the next thing, where no day is set for it; empty once it has ended."""
        return "oversight, to see it" if self.state == STATES["reported_done"] else ""

    @property
    def late(self) -> str:
        """How late, in words; empty while it is not."""
        return f"overdue {self.days} day{'' if self.days == 1 else 's'}" if self.days else ""


class Reviewed(NamedTuple):
    """One review with its recommendations, as on a day."""

    review: ProgrammeReview
    listed: list[Listed]

    @property
    def late(self) -> int:
        """How many of its recommendations are overdue."""
        return sum(1 for each in self.listed if each.days)


def today(request: CaseRequest) -> dt.date:
    """Return the day at the reader's place."""
    return dt.datetime.now(dt.UTC).astimezone(queue.zone_of(request.account)).date()


def listed_of(review: ProgrammeReview, each: Recommendation, day: dt.date) -> Listed:
    """Return one recommendation as it stands on a day."""
    title = review.opened.title if review.opened else ""
    days = (day - each.due).days if each.due and each.overdue(day) else 0
    rules = tuple(RULES[rule] for rule in each.made.safeguards if rule in RULES)
    return Listed(
        review.id, title, each.made.number, each.made.says, each.owner, STATES[each.state], each.due, days,
        each.made.measures, rules,
    )  # fmt: skip


def reviewed(review: ProgrammeReview, day: dt.date) -> Reviewed:
    """Return a review with its recommendations as they stand on a day."""
    return Reviewed(review, [listed_of(review, each, day) for each in review.recommendations])


def overdue(day: dt.date) -> list[Listed]:
    """Return every recommendation whose plan or carrying out is late, the latest first: for board and worklist."""
    found = (each for review in reviews(house(), house().raw()) for each in reviewed(review, day).listed)
    return sorted((each for each in found if each.days), key=lambda each: -each.days)


def found(id: str) -> ProgrammeReview:
    """Return a review; raises Http404 where there is none."""
    review = finding_of(house(), house().raw(), id)
    if review.opened is None:
        raise Http404
    return review


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Every review, the latest report first, with its recommendations."""
    day = today(request)
    shown = [reviewed(each, day) for each in reviews(house(), house().raw()) if each.opened]
    shown.sort(key=lambda each: each.review.opened.day if each.review.opened else day, reverse=True)
    context = {"reviews": shown, "late": sum(each.late for each in shown), "keeps": keeps(request)}
    return render(request, "overseer/findings.html", context)


@require_GET
def review(request: CaseRequest, review: str) -> HttpResponse:
    """One review: what it is known from, what it found, what it recommended, as now or as on an earlier day."""
    day = today(request)
    on = asked_day(request.GET.get("on", ""))
    then = found(review).at(on) if on and on < day else found(review)
    context = {
        "shown": reviewed(then, on or day),
        "behind": list(behind(then)),
        "on": on if on and on < day else None,
        "wrong": request.GET.get("on", "") if on is None else "",
        "keeps": keeps(request),
    }
    return render(request, "overseer/finding.html", context)


def behind(review: ProgrammeReview) -> Iterator[tuple[object, list[int]]]:
    """Yield each finding with the numbers of the recommendations that rest on it."""
    for finding in review.findings:
        yield finding, [each.made.number for each in review.recommendations if each.made.finding == finding.number]


def asked_day(text: str) -> dt.date | None:
    """Return the day that an address names; None for none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def keeps(request: CaseRequest) -> bool:
    """Whether this reader puts reviews on the record; the agencies answer them."""
    return request.account.role == "overseer"
