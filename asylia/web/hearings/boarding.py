"""The way from the ports for a whole day: booked, then confirmed, for everyone who comes through one."""

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from msgspec.structs import replace

from asylia.caseload.models import HearingRow
from asylia.core.calendars import Calendar
from asylia.core.command import name_of
from asylia.core.errors import Refused
from asylia.core.steps.transport import ConfirmTransport, PlanTransport
from asylia.shell.submitting import Accepted
from asylia.web import cases
from asylia.web.act import Form, Step
from asylia.web.cases import CaseRequest
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import author, form_of
from asylia.web.hearings.calendars import calendar_of
from asylia.web.hearings.docket import Line, lines, of_day
from asylia.web.hearings.transport import CONFIRM, PLAN
from asylia.web.reading import command_of


@dataclass(frozen=True)
class Part:
    """One of the two things to do on a day: who it is about, the form for those ticked, and what was not done."""

    step: Step
    listed: list[tuple[str, Line]]
    form: Form
    boxes: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the command that its button gives."""
        return name_of(self.step.command)


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """Book for those not booked yet, confirm for those booked; `?court=` and `?day=` as on the docket."""
    court, day = calendar_of(request.GET.get("court", "")), day_of(request)
    rows = [row for row in of_day(court, day, request.account) if row.port and row.attended is None]
    cases.note_list(request.account, "boarding", [row.case_id for row in rows])
    parts = [
        part(request, court, step, [row for row in rows if row.way == way])
        for step, way in ((PLAN, ""), (CONFIRM, "planned"))
    ]
    wrong = any(each.boxes for each in parts)
    if request.method == "POST" and not wrong:
        return HttpResponseRedirect(request.get_full_path(), status=303)
    context = {
        "court": court, "day": day, "parts": parts, "key": uuid.uuid4().hex,
        "back": f"{reverse('docket')}?court={court.court}&day={day}",
    }  # fmt: skip
    return render(request, "hearings/boarding.html", context, status=422 if wrong else 200)


def day_of(request: HttpRequest) -> dt.date:
    """Return the day in the address; raises Http404 for none."""
    try:
        return dt.date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        raise Http404 from None


def part(request: CaseRequest, court: Calendar, step: Step, rows: list[HearingRow]) -> Part:
    """Return one part of the page; where its button was pressed, it was done for those ticked."""
    pressed = request.method == "POST" and request.POST.get("do") == name_of(step.command)
    typed = Typed({**dict(request.POST.lists()), "hearing": ["1"]} if pressed else None)
    form = form_of(step, asks_of(step, rows), typed)
    listed = list(zip((row.case_id for row in rows), lines(rows, court), strict=True))
    if not pressed:
        return Part(step, listed, form)
    command = command_of(step.command, form.fields, author(request.account), court.zone)
    if isinstance(command, list):
        return Part(step, listed, form, {"slips": {"title": step.refused, "fields": command}})
    ticked = [row for row in rows if row.case_id in request.POST.getlist("case")]
    act = cast("PlanTransport | ConfirmTransport", command)
    left = [said for row in ticked if (said := give(request, act, row))] if ticked else ["Nobody was ticked."]
    return Part(step, listed, form, {"left": left} if left else {})


def asks_of(step: Step, rows: list[HearingRow]) -> Asks:
    """Ask once for all what the step asks of one hearing."""
    if not rows:
        return {}
    return {**step.asks(cases.read(rows[0].case_id)), "hearing": Ask(hidden=True)}


def give(request: CaseRequest, act: PlanTransport | ConfirmTransport, row: HearingRow) -> str:
    """Give the command for one hearing; returns why it was not done, empty where it was."""
    opened = cases.read(row.case_id)
    key = f"{request.POST.get('key', '')[:32]}-{row.case_id[-12:]}"
    answer = cases.submit(replace(act, hearing=row.number), opened, opened.file.version, key, request.account)
    if isinstance(answer, Accepted):
        return ""
    why = answer.rules[0].detail if isinstance(answer, Refused) else "the case changed meanwhile"
    return f"{cases.name_on(row.case)}: {why}"
