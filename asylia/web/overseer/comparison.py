"""The same simulated people under each plan: what `asylia compare` found, drawn; no forecast, and no best plan."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from asylia.publish.charts import Mark, numbers
from asylia.publish.page import count, percent
from asylia.publish.tidy import as_csv
from asylia.simulator.comparison import FILE, Comparison, Programme, Spread, read
from asylia.web.cases import CaseRequest

FEW = 10  # runs; below it "the middle 95 %" is the least and the greatest
HEAD = ("plan", "regime", "historical", "what", "mean", "low", "high", "share", "share_low", "share_high", "of")


class Cell(NamedTuple):
    """One step under one plan: how many people, and which share of the people before."""

    people: str
    share: str


class Step(NamedTuple):
    """One step of the ladder, a cell for each plan."""

    says: str
    cells: Sequence[Cell | None]


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The comparison that was kept last; where there is none, how one is made."""
    try:
        found = read(settings.HOME / FILE)
    except FileNotFoundError:
        return render(request, "overseer/comparison_none.html", {"file": FILE})
    except (OSError, msgspec.MsgspecError) as fault:
        return render(request, "overseer/comparison_none.html", {"file": FILE, "fault": str(fault)}, status=503)
    context = {
        "found": found,
        "people": count(found.people),
        "in_danger": spread(found.in_danger),
        "few": found.runs < FEW,
        "picture": picture(found),
        "rows": [(each, spread(each.endangered), spread(each.protected), spread(each.mistaken))
                 for each in found.programmes],
        "steps": list(steps(found)),
        "differences": [(each.says, spread(each.alone), spread(each.together)) for each in found.differences],
        "refused": [(each, spread(each.refused), spread(each.breaches)) for each in found.programmes],
        "fired": list(fired(found)),
        "from_plan": titled(found, found.from_plan),
        "to_plan": titled(found, found.to_plan),
    }  # fmt: skip
    return render(request, "overseer/comparison.html", context)


@require_GET
def rows(request: CaseRequest) -> HttpResponse:
    """Every figure of the page as CSV."""
    del request
    try:
        found = read(settings.HOME / FILE)
    except (OSError, msgspec.MsgspecError):
        raise Http404 from None
    return HttpResponse(
        as_csv(HEAD, figures(found)), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="comparison.csv"'},
    )  # fmt: skip


def figures(found: Comparison) -> Iterator[Sequence[object]]:
    """Yield every figure of every plan, one a row."""
    for each in found.programmes:
        head = (each.plan, each.regime, "yes" if each.historical else "no")
        named = {"endangered": each.endangered, "protected": each.protected, "mistaken": each.mistaken,
                 "refused": each.refused, "breaches": each.breaches}  # fmt: skip
        for what, one in named.items():
            yield *head, what, one.mean, one.low, one.high, None, None, None, ""
        for rung in each.ladder:
            part, share = rung.people, rung.share
            yield *head, rung.id, part.mean, part.low, part.high, share.mean, share.low, share.high, rung.of


def spread(one: Spread) -> str:
    """A mean with its spread, as `4 890 (4 760–5 020)`."""
    return f"{count(round(one.mean))} ({count(round(one.low))}–{count(round(one.high))})"


def picture(found: Comparison) -> SafeString:
    """People in true danger who were sent away, a dot a plan; in the order of the file, which ranks nothing."""
    marks = [
        Mark(each.title, each.endangered.mean, spread(each.endangered), each.endangered.low, each.endangered.high)
        for each in found.programmes
    ]
    return mark_safe(numbers("endangered", found.sentence, marks))  # noqa: S308 - charts escape what they are given


def steps(found: Comparison) -> Iterator[Step]:
    """Yield the steps of the ladder, those of the first plan first."""
    says = {rung.id: rung.says for programme in found.programmes for rung in programme.ladder}
    for id, label in says.items():
        yield Step(label, [cell(each, id) for each in found.programmes])


def fired(found: Comparison) -> Iterator[tuple[str, str, list[str]]]:
    """Yield every measure that stood out under any plan: its id and title, and its state under each.

    Under a plan that was not measured, that; under one where it did not stand out, nothing, which is not "ok".
    """
    titles = {each.measure: each.title for programme in found.programmes for each in programme.fired}
    for measure, title in sorted(titles.items()):
        states = [{each.measure: each.status.replace("_", " ") for each in one.fired} for one in found.programmes]
        yield (
            measure,
            title,
            [
                state.get(measure, "silent") if one.measured else "not measured"
                for state, one in zip(states, found.programmes, strict=True)
            ],
        )


def cell(programme: Programme, id: str) -> Cell | None:
    """One step under one plan; None where that plan has no such step."""
    for rung in programme.ladder:
        if rung.id == id:
            return Cell(count(round(rung.people.mean)), percent(rung.share.mean))
    return None


def titled(found: Comparison, plan: str) -> str:
    """The title of a plan by its name."""
    return next((each.title for each in found.programmes if each.plan == plan), plan)
