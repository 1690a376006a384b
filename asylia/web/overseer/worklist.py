"""The worklist: every class-A alarm with its case, rule, owner and day of answer, and what else waits for an answer."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.rules import RULES
from asylia.web import cases, queue
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest
from asylia.web.overseer.alarms import Alarm, standing
from asylia.web.overseer.editions import overseen
from asylia.web.overseer.findings import overdue
from asylia.web.standing import day


class Row(NamedTuple):
    """One alarm as the worklist shows it: when it began, by when it is answered, how late that is."""

    alarm: Alarm
    since: str
    answer_by: str
    overdue: str
    case_url: str
    answer_url: str


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The worklist, oldest first; of one rule where the address names it, cut to the cases that this desk sees."""
    now, rule = dt.datetime.now(dt.UTC), request.GET.get("rule", "")
    local = now.astimezone(queue.zone_of(request.account))
    wanted = [each for each in seen_by(request.account, standing(now)) if rule in ("", each.rule)]
    listed = Paginator(wanted, queue.ROWS).get_page(request.GET.get("page", "1"))
    cases.note_list(request.account, "alarms", [each.case for each in listed])
    context = {
        "rows": [row_of(each, local) for each in listed], "listed": listed, "count": len(wanted),
        "keep": f"rule={rule}&" if rule in RULES else "", "rule": RULES.get(rule),
        "unanswered": sum(1 for each in wanted if not each.answered and each.answer_by < now),
        "recommendations": [] if rule or request.account.role == "supervisor" else overdue(local.date()),
        "questions": [] if rule or request.account.role == "supervisor" else questions(local.date()),
    }  # fmt: skip
    return render(request, "overseer/alarms.html", context)


def seen_by(account: Account, alarms: Iterable[Alarm]) -> list[Alarm]:
    """Return the alarms of the cases that an account may see; the overseer sees every one."""
    alarms = list(alarms)
    if account.role == "overseer":
        return alarms
    rows = CaseRow.objects.filter(case__in={each.case for each in alarms})
    rows = rows.prefetch_related("dues", "counsels", "searches")
    visible = {row.case for row in rows if case_visible(account, row)}
    return [each for each in alarms if each.case in visible]


def row_of(alarm: Alarm, now: dt.datetime) -> Row:
    """Return one alarm with its links, in the reader's own time."""
    since, by = (each.astimezone(now.tzinfo) for each in (alarm.since, alarm.answer_by))
    late = "" if alarm.answered or by >= now else overdue_by(now - by)
    if alarm.late:
        about = urlencode({"due": alarm.due, "claim": alarm.claim})
        answer = f"{reverse('answer-late', args=[alarm.case])}?{about}"
    else:
        answer = f"{reverse('answer', args=[alarm.case])}?{urlencode({'rule': alarm.rule})}"
    return Row(alarm, said(since), said(by), late, reverse("case", args=[alarm.case]), answer)


def said(moment: dt.datetime) -> str:
    """Say a moment: the day, hours and minutes."""
    return f"{day(moment)} {moment:%H:%M}"


def overdue_by(late: dt.timedelta) -> str:
    """Say how late: in hours for three days, in days from then on."""
    hours = int(late.total_seconds() // 3600)
    return f"overdue {hours} h" if hours < 72 else f"overdue {hours // 24} days"


class Question(NamedTuple):
    """One question about a measure that nobody has answered: its words, its day, how late it is."""

    measure: str
    words: str
    due: dt.date
    days: int


def questions(today: dt.date) -> list[Question]:
    """Return what the overseer asked about measures and nobody has answered, the nearest day first."""
    waiting = [each.asked for each in overseen().asked.values() if each.answer is None]
    found = [Question(each.measure, each.words, each.due, max((today - each.due).days, 0)) for each in waiting]
    return sorted(found, key=lambda each: each.due)
