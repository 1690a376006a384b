"""Closing a court: what would move and where, then all of it at once; and how far the new notices have come."""

from itertools import groupby
from typing import Any, NamedTuple, cast

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.caseload.models import HearingRow
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Role
from asylia.core.streams.court import CloseCourt
from asylia.shell import moving, renewing
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.act import Form, Step, refusal_of
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import author, form_of, given
from asylia.web.hearings.calendars import calendar_of
from asylia.web.reading import command_of
from asylia.web.standing import day as short
from asylia.web.templatetags.words import DESKS
from asylia.web.templatetags.words import court as called

CLOSE = Step(
    CloseCourt, title="Close the court", button="Show what moves", refused="The court was not closed",
    lead="Every hearing on these days moves at once, families together: first by months and days, then to the next"
    " session with a place, on a day on which its port is open too.",
)  # fmt: skip


class Group(NamedTuple):
    """The hearings of one family, or one person, that a closure moved together, and how far their papers have come."""

    name: str
    family: str
    people: int
    old: str
    new: str
    prepared: int
    served: int
    case: str


@require_http_methods(["GET", "POST"])
def close(request: CaseRequest, court: str) -> HttpResponse:
    """GET asks; POST shows what would move; POST with `sign` closes and moves."""
    calendar_of(court)
    posted = dict(request.POST.lists()) if request.method == "POST" else {}
    asked = {name: [request.GET[name]] for name in ("first", "last") if name in request.GET}
    id = posted.get("closure", [""])[0] or house().new_id()
    typed = Typed({"months": ["1"], "days": ["0"], **asked, **posted, "court": [court], "closure": [id]})
    form = form_of(CLOSE, asks(), typed)
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        boxes = tried(request, form)
        if not boxes:
            return HttpResponseRedirect(reverse("closure", args=[court, id]), status=303)
    context = {"step": CLOSE, "form": form, "title": called(court), "court": court, **boxes}
    wrong = "slips" in boxes or "refusal" in boxes
    return render(request, "hearings/close.html", context, status=422 if wrong else 200)


def asks() -> Asks:
    """Ask which days, why, and by which rule the hearings move."""
    return {
        "court": Ask(hidden=True),
        "closure": Ask(hidden=True),
        "first": Ask("First day closed"),
        "last": Ask("Last day closed"),
        "reason": Ask("Why", hint="As people will read it.", long=False),
        "months": Ask("Months later"),
        "days": Ask("and days later"),
    }


def tried(request: CaseRequest, form: Form) -> dict[str, Any]:
    """Close it where `sign` was pressed, else show what would move; returns the boxes to show, none where done."""
    command = command_of(CLOSE.command, form.fields, author(request.account), request.account.zone)
    if isinstance(command, list):
        return {"slips": {"title": CLOSE.refused, "fields": command}}
    act = cast("CloseCourt", command)
    if "sign" in request.POST:
        return given(CLOSE, form, act, moving.close)
    try:
        found = moving.preview(house(), act)
    except SlipOfForm as slip:
        blamed = form.field.get(slip.field, form.field["first"])
        blamed.slip = slip.says
        return {"slips": {"title": CLOSE.refused, "fields": [blamed]}}
    if isinstance(found, Refused):
        return {"refusal": refusal_of(CLOSE, found, form)}
    together = {(each.of.key, each.of.day, each.of.time, each.day, each.time) for each in found.moves}
    days = sorted((old, old_time, new, time) for _, old, old_time, new, time in together if new and time)
    listed = [
        (short(old), short(new), len(list(group)))
        for (old, new), group in groupby(days, key=lambda each: (each[0], each[2]))
    ]
    return {"preview": listed, "hearings": len(found.moves), "places": len(together), "lost": len(found.lost)}


@require_http_methods(["GET", "POST"])
def progress(request: CaseRequest, court: str, closure: str) -> HttpResponse:
    """List whose day a closure moved, the new notices signed and served; POST signs those of one family together."""
    calendar = calendar_of(court)
    about = next((each for each in calendar.closures if each.id == closure), None)
    if about is None:
        raise Http404
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        boxes = sign(request, court, closure)
        if not boxes:
            return HttpResponseRedirect(reverse("closure", args=[court, closure]), status=303)
    rows = HearingRow.objects.filter(closure=closure, court=court).select_related("case").prefetch_related("case__dues")
    seen = [row for row in rows if case_visible(request.account, row.case)]
    cases.note_list(request.account, "closure", [row.case_id for row in seen])
    context = {
        "about": about, "court": court, "title": called(court), "groups": list(groups(seen)), "people": len(seen),
        "prepared": sum(row.notice > 0 for row in seen), "hidden": rows.count() - len(seen),
        "served": sum(row.served is not None and not row.undelivered for row in seen), **boxes,
    }  # fmt: skip
    return render(request, "hearings/closure.html", context, status=422 if boxes else 200)


def sign(request: CaseRequest, court: str, closure: str) -> dict[str, Any]:
    """Sign the new notices of one family that this closure moved; returns the refusal, nothing where done."""
    case = request.POST.get("case", "")
    row = HearingRow.objects.filter(closure=closure, court=court, case=case).select_related("case").first()
    if row is None or not case_visible(request.account, row.case):
        raise Http404
    title = DESKS[cast("Role", request.account.role)].capitalize()
    refused = renewing.renew(house(), author(request.account), case, title)
    form = Form([], seen=0, key="")
    step = Step(CloseCourt, refused="The notices were not signed")
    return {"refusal": refusal_of(step, refused, form)} if refused else {}


def groups(rows: list[HearingRow]) -> list[Group]:
    """Return families, and people alone, by their new day; those without a notice first."""

    def key(row: HearingRow) -> tuple[str, str, str]:
        return (f"{row.day} {row.time}", row.case.family or row.case_id, "")

    grouped = [list(group) for _, group in groupby(sorted(rows, key=key), key=key)]
    return sorted((group_of(each) for each in grouped), key=lambda each: (each.prepared == each.people, each.new))


def group_of(rows: list[HearingRow]) -> Group:
    """Return one family's line; its name is that of the member met first."""
    first = min(rows, key=lambda row: row.case.opened)
    return Group(
        name=cases.name_on(first.case), family=first.case.family, people=len(rows), old=old_day(first),
        new=f"{short(first.day)}, {first.time:%H:%M}", prepared=sum(row.notice > 0 for row in rows),
        served=sum(row.served is not None and not row.undelivered for row in rows), case=first.case_id,
    )  # fmt: skip


def old_day(row: HearingRow) -> str:
    """Say the day that a moved hearing had before."""
    hearings = cases.read(row.case_id).file.hearings
    before = hearings[row.number - 1].replaces
    return short(hearings[before - 1].day) if before else ""
