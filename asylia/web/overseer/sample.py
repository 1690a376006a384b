"""The sample: which months are drawn from which committed seed, at which shares, and what waits to be decided anew."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.caseload.models import CaseRow
from asylia.core.draw import REPEAT_RATE, Planned
from asylia.core.event import name_of
from asylia.core.streams.drawing import Drawing, PlanSample, SeedCommitted
from asylia.shell import accounting
from asylia.shell.reading import drawing_of
from asylia.web import queue
from asylia.web.act import Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Typed
from asylia.web.headquarters.settled import form_of, settled

PLAN = Step(
    PlanSample, "Plan a month’s sample", "Plan the sample", "The sample was not planned",
    lead="Before a month begins anywhere, its shares can be raised above the regime’s own: of a place, with counsel or "
    "without. Never of one outcome: review knows no direction. Of a place that signs 260 decisions a quarter, 0.25 "
    "brings about 65 before a second decider: enough to tell two errors in a hundred from ten.",
)  # fmt: skip


class Month(NamedTuple):
    """One month's draw as pages show it: the digest and when it was committed, shares, and whether it is revealed."""

    period: str
    digest: str
    committed: dt.datetime | None
    beforehand: bool
    shares: list[str]
    revealed: bool


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Every month whose seed is committed or whose shares are planned, the latest first."""
    zone = queue.zone_of(request.account)
    waiting = CaseRow.objects.exclude(drawn_for="").count()
    drawn = (each for regime in house().regimes.values() for each in regime.review if each.selects == "drawn")
    least = sorted({each.rate.positive for each in drawn})
    context = {
        "months": list(months(zone)), "waiting": waiting, "least": least, "repeat": REPEAT_RATE,
        "plans": request.account.role == "overseer",
    }  # fmt: skip
    return render(request, "overseer/sample.html", context)


def months(zone: dt.tzinfo) -> Iterator[Month]:
    """Yield the months on the record, the latest first."""
    raw = house().raw()
    for stream in sorted(house().ledger.streams(raw, "draw/"), reverse=True):
        found = (each for each in house().ledger.read(raw, stream) if each.name == name_of(SeedCommitted))
        recorded = next((dt.datetime.fromisoformat(each.recorded) for each in found), None)
        period = stream.removeprefix("draw/")
        yield month(period, drawing_of(house(), raw, period), recorded.astimezone(zone) if recorded else None)


def month(period: str, drawing: Drawing, committed: dt.datetime | None) -> Month:
    """Return one month; `beforehand`: its seed was recorded before the month began anywhere on earth."""
    begins = dt.datetime.fromisoformat(f"{period}-01T00:00:00+14:00")
    return Month(
        period, drawing.committed.digest if drawing.committed else "", committed,
        committed is not None and committed < begins, [said(each) for each in drawing.plan],
        drawing.revealed is not None,
    )  # fmt: skip


def said(planned: Planned) -> str:
    """Say one planned share: `0.5 at Northgate crossing, with counsel`."""
    counsel = {None: "", True: ", with counsel", False: ", without counsel"}[planned.represented]
    return f"{planned.rate} {f'at {planned.site}' if planned.site else 'everywhere'}{counsel}"


@require_http_methods(["GET", "POST"])
def plan(request: CaseRequest) -> HttpResponse:
    """Plan a month's shares; the last plan before it begins stands."""
    after = (dt.datetime.now(dt.UTC).replace(day=1) + dt.timedelta(days=32)).strftime("%Y-%m")
    asks = {
        "period": Ask("Month", hint="A month that has not begun, such as 2027-01.", given=after),
        "rates": Ask("Shares", hint="The least that is drawn where it applies; the regime’s own stays the floor."),
        "rates.rate": Ask("Share", hint="Between 0 and 1, such as 0.25."),
        "rates.site": Ask("Place of the encounter", hint="Empty: everywhere.", optional=True),
        "rates.represented": Ask("Of whom", choices={"yes": "With counsel", "no": "Without counsel"}, optional=True),
    }  # fmt: skip
    form = form_of(PLAN, asks, Typed(dict(request.POST.lists()) if request.method == "POST" else None))
    boxes = {}
    if request.method == "POST" and "more" not in request.POST:
        boxes = settled(PLAN, form, request.account, accounting.plan)
        if not boxes:
            return HttpResponseRedirect(reverse("sample"), status=303)
    context = {"step": PLAN, "form": form, **boxes}
    return render(request, "overseer/sample_plan.html", context, status=422 if boxes else 200)
