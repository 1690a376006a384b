"""Alarms: which rules the record shows broken now, reported or late; what cannot be seen of them is said."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, cast

from django.core.paginator import Paginator
from django.db.models import Count, Min
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.caseload.models import AlarmRow, DueRow
from asylia.core.event import Role
from asylia.core.rules import RULES
from asylia.core.steps.pressure import AnswerSign
from asylia.web import cases, queue
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.standing import day
from asylia.web.templatetags.words import DESKS

REPORTED_TO = "Supervisor, headquarters"  # whoever of them sees the case answers what a report shows broken


class Alarm(NamedTuple):
    """One rule that one case shows broken: by a report that nobody has answered, or by a limit that has passed."""

    rule: str
    says: str
    case: str
    number: str
    since: dt.datetime
    owner: str
    late: bool

    @property
    def sentence(self) -> str:
        """The rule's one sentence."""
        return RULES[self.rule].says

    @property
    def state(self) -> str:
        """In a word."""
        return "late" if self.late else "reported"


@dataclass(frozen=True)
class Group:
    """The alarms of one rule, counted."""

    rule: str
    sentence: str
    count: int
    since: dt.datetime
    owners: str

    @property
    def day(self) -> str:
        """Since which day the oldest stands."""
        return day(self.since)


class Row(NamedTuple):
    """One alarm as the worklist shows it."""

    alarm: Alarm
    since: str
    case_url: str
    answer_url: str


def reported() -> Iterator[Alarm]:
    """Yield the alarms that reports raised, unanswered, oldest first."""
    for row in AlarmRow.objects.select_related("case"):
        yield Alarm(row.rule, row.says, row.case_id, row.case.number, row.since, REPORTED_TO, late=False)


def late(now: dt.datetime) -> Iterator[Alarm]:
    """Yield what is late, oldest first: the rule that its lateness breaks, and the desk it is due from."""
    for row in DueRow.objects.filter(by__lt=now).select_related("case").order_by("by", "case_id", "key"):
        if row.by is not None:
            owner = DESKS[row.desk].capitalize()  # type: ignore[index]  # a desk of the core's list
            yield Alarm(row.alarm, f"Late: {row.what}.", row.case_id, row.case.number, row.by, owner, late=True)


def standing(now: dt.datetime) -> list[Alarm]:
    """Return every class-A alarm of the caseload, oldest first."""
    return sorted([*reported(), *late(now)], key=lambda each: (each.since, each.case, each.rule))


def by_rule(now: dt.datetime) -> list[Group]:
    """Return the alarms that stand, counted by rule, the rule with the oldest first; counted where they lie."""
    found = [
        (row["rule"], REPORTED_TO, row["count"], row["oldest"])
        for row in AlarmRow.objects.order_by().values("rule").annotate(count=Count("pk"), oldest=Min("since"))
    ]
    overdue = DueRow.objects.order_by().filter(by__lt=now).values("alarm", "desk")
    found += [
        (row["alarm"], DESKS[cast("Role", row["desk"])].capitalize(), row["count"], row["oldest"])
        for row in overdue.annotate(count=Count("pk"), oldest=Min("by"))
    ]
    ordered = groupby(sorted(found, key=lambda each: each[0]), key=lambda each: each[0])
    return sorted((group_of(rule, list(of_rule)) for rule, of_rule in ordered), key=lambda each: each.since)


def group_of(rule: str, found: list[tuple[str, str, int, dt.datetime]]) -> Group:
    """Return the alarms of one rule as a row."""
    owners = ", ".join(sorted({owner for _, owner, _, _ in found}))
    count = sum(count for _, _, count, _ in found)
    return Group(rule, RULES[rule].says, count, min(oldest for _, _, _, oldest in found), owners)


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The worklist: each alarm with its case, oldest first; of one rule where the address names it."""
    now = dt.datetime.now(dt.UTC)
    zone = queue.zone_of(request.account)
    rule = request.GET.get("rule", "")
    wanted = [each for each in standing(now) if rule in ("", each.rule)]
    listed = Paginator(wanted, queue.ROWS).get_page(request.GET.get("page", "1"))
    cases.note_list(request.account, "alarms", [each.case for each in listed])
    rows = [row_of(each, each.since.astimezone(zone)) for each in listed]
    keep = f"rule={rule}&" if rule in RULES else ""
    context = {"rows": rows, "listed": listed, "keep": keep, "rule": RULES.get(rule), "count": len(wanted)}
    return render(request, "overseer/alarms.html", context)


def row_of(alarm: Alarm, since: dt.datetime) -> Row:
    """Return one alarm with its links; what is late ends by being done, not by an answer."""
    answer = "" if alarm.late else f"{reverse('answer', args=[alarm.case])}?rule={alarm.rule}"
    return Row(alarm, f"{day(since)} {since:%H:%M}", reverse("case", args=[alarm.case]), answer)


def _asks(case: Case) -> Asks:
    open_rules = dict.fromkeys(each.rule for each in case.file.signs if not each.answered)
    return {
        "rule": Ask("Which alarm", choices={rule: RULES[rule].says for rule in open_rules}),
        "answer": Ask("What was found and done", hint="It stands on the record beside the report; the report stays.",
                      long=True),
    }  # fmt: skip


ANSWER = Step(AnswerSign, "Answer an alarm", "Record the answer", "The answer was not recorded",
              "An answer closes nothing that is late, and changes nothing in the report it answers.",
              asks=_asks)  # fmt: skip


def answer(request: CaseRequest, case: str) -> HttpResponse:
    """Answer an alarm of a case; the overseer returns to the worklist, others to the case."""
    rule = request.GET.get("rule", "")

    def asks(opened: Case) -> Asks:
        named = _asks(opened)
        return {**named, "rule": replace(named["rule"], given=rule if rule in named["rule"].choices else None)}

    back = "alarms" if request.account.role == "overseer" else ""
    return of_step(replace(ANSWER, asks=asks, back=back))(request, case)
