"""All measures of an edition, and their rows for whoever counts on: as JSON and as CSV, the same as the pages show."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.oversight.errors import OversightError
from asylia.oversight.kept import OfMeasure
from asylia.oversight.ladder import Cut, Ladder
from asylia.oversight.row import Row
from asylia.oversight.telling import as_json, csv_of
from asylia.publish.tidy import as_csv
from asylia.web.cases import CaseRequest
from asylia.web.overseer import editions
from asylia.web.overseer.board import tiles_of
from asylia.web.overseer.editions import Missing, Shown
from asylia.web.overseer.officers import is_quality_lead
from asylia.web.overseer.states import counted

CUTS: dict[Cut, str] = {
    "programme": "The programme", "week": "By week", "place": "By place", "language": "By language",
    "family": "By family", "vulnerability": "By vulnerability",
}  # fmt: skip
LADDER_HEAD = ("cut", "value", "section", "step", "label", "people", "within", "of", "of_what", "lower", "upper", "why")


class Asked(NamedTuple):
    """Which rows are wanted: of one kind of unit, of one unit, that end on a day or later."""

    unit: str
    of: str
    since: str

    def wants(self, row: Row) -> bool:
        """Whether a row is one of them."""
        return self.unit in ("", row.unit) and self.of in ("", row.of) and self.since <= row.end.isoformat()


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Every measure with its state, the worst first."""
    shown = editions.asked_for(request)
    if isinstance(shown, Missing):
        return editions.page_of(request, shown)
    tiles = tiles_of(shown, dt.datetime.now(dt.UTC))
    lead = settings.OFFICER_ROWS and is_quality_lead(request)
    context = {"shown": shown, "tiles": tiles, "counted": counted(tile.standing for tile in tiles), "lead": lead}
    return render(request, "overseer/measures.html", context)


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """Every measure in words, as the API gives them."""
    shown = shown_or_404(request)
    return as_api(shown, {"measures": list(shown.edition.definitions.values())})


@require_GET
def definition(request: CaseRequest, measure: str) -> HttpResponse:
    """One measure in words, as the API gives it."""
    shown = shown_or_404(request)
    return as_api(shown, {"measure": of(shown, measure).definition})


@require_GET
def all_rows(request: CaseRequest, form: str) -> HttpResponse:
    """The rows of every measure."""
    shown = shown_or_404(request)
    return rows_as(shown, form, "measures", shown.edition.rows, request)


@require_GET
def rows(request: CaseRequest, measure: str, form: str) -> HttpResponse:
    """The rows of one measure."""
    shown = shown_or_404(request)
    return rows_as(shown, form, measure, of(shown, measure).rows, request)


@require_GET
def ladder(request: CaseRequest) -> HttpResponse:
    """The programme's ladder and its cuts as CSV, each figure with its denominator."""
    shown = shown_or_404(request)
    return as_file(as_csv(LADDER_HEAD, ladder_lines(shown.edition.ladders)), "ladder.csv")


@require_GET
def weeks(request: CaseRequest) -> HttpResponse:
    """The ladder week by week, and by place, language, family and vulnerability; and what stands beside it."""
    shown = editions.asked_for(request)
    if isinstance(shown, Missing):
        return editions.page_of(request, shown)
    ladders = shown.edition.ladders
    cuts = [(label, [each for each in ladders if each.cut == cut]) for cut, label in CUTS.items() if cut != "programme"]
    context = {"shown": shown, "programme": shown.edition.ladder, "cuts": [cut for cut in cuts if cut[1]]}
    return render(request, "overseer/weeks.html", context)


# --- what they share


def shown_or_404(request: CaseRequest) -> Shown:
    """Return the edition that was asked for; raises Http404 where there is none."""
    shown = editions.asked_for(request)
    if isinstance(shown, Missing):
        raise Http404
    return shown


def of(shown: Shown, measure: str) -> OfMeasure:
    """Return a measure of an edition; raises Http404 for one that is not in it."""
    if measure not in shown.edition.measures:
        raise Http404
    try:
        return shown.edition.of_measure(measure)
    except OversightError:
        raise Http404 from None


def rows_as(shown: Shown, form: str, name: str, found: Iterable[Row], request: CaseRequest) -> HttpResponse:
    """Return rows in the form that the address names; `unit`, `of` and `from` choose among them."""
    if form not in ("csv", "json"):
        raise Http404
    asked = Asked(request.GET.get("unit", ""), request.GET.get("of", ""), request.GET.get("from", ""))
    wanted = [row for row in found if asked.wants(row)]
    if form == "csv":
        return as_file(csv_of(wanted), f"{name}-{shown.about.as_of:%Y-%m-%d}.csv")
    return as_api(shown, {"rows": [as_json(row) for row in wanted]})


def as_api(shown: Shown, told: dict[str, Any]) -> HttpResponse:
    """Return an answer of the API: which edition it is of, its digest, and what was asked."""
    about = {"edition": shown.edition.name, "digest": shown.edition.digest, "as_of": shown.about.as_of}
    return HttpResponse(msgspec.json.encode(about | told), content_type="application/json")


def as_file(text: str, name: str) -> HttpResponse:
    """Return rows to take away."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


def ladder_lines(ladders: Iterable[Ladder]) -> Iterable[Sequence[object]]:
    """Yield every line of every ladder."""
    for each in ladders:
        for section in (each.rungs, *each.sections):
            for line in section.lines:
                yield (each.cut, each.value, section.id, line.id, line.label.strip(), line.count, line.within, line.of,
                       line.of_what, line.lower, line.upper, line.why)  # fmt: skip
