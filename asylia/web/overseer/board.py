"""The board: what cannot be known first, then what stands out with owner and day, then the ladder and two pictures.

Measures are read from a kept edition and never computed here; the rules that cases break now are read live.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.caseload.models import ERASED, CaseRow, DueRow
from asylia.oversight.telling import Definition
from asylia.web import queue
from asylia.web.cases import CaseRequest
from asylia.web.overseer import editions, pictures, worded
from asylia.web.overseer.alarms import by_rule
from asylia.web.overseer.editions import Missing, Shown
from asylia.web.overseer.findings import overdue
from asylia.web.overseer.owed import Owed, owed
from asylia.web.overseer.pictures import Picture
from asylia.web.overseer.states import LOUD, Standing, counted, loud, standing
from asylia.web.standing import STAGES

PICTURED = ("M07", "M03")  # beside the ladder: how places differ, and which way review changes outcomes


class Unknown(NamedTuple):
    """A question that the record cannot answer, and why."""

    question: str
    why: str
    rule: str


class Stood(NamedTuple):
    """How many cases stand at a stage."""

    stage: str
    cases: int


class Tile(NamedTuple):
    """One measure on the board: the row that shows its state, in words, and what is owed for it."""

    standing: Standing
    definition: Definition
    told: worded.Told
    owed: Owed | None

    @property
    def where(self) -> str:
        """Where it is so; empty for the programme as a whole."""
        more = f" and {self.standing.alike} more" if self.standing.alike else ""
        return "" if self.standing.row.unit == "programme" and not more else f"{self.told.of}{more}"


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The board as the latest edition, or that of another day, shows it."""
    now = dt.datetime.now(dt.UTC)
    found = editions.asked_for(request)
    context: dict[str, object] = {"missing": found} if isinstance(found, Missing) else of_edition(found, now)
    if not request.GET.get("as_of"):
        context |= live(request, now)
    code = found.code if isinstance(found, Missing) else 200
    return render(request, "overseer/board.html", context, status=code)


def of_edition(shown: Shown, now: dt.datetime) -> dict[str, object]:
    """What the board says of an edition."""
    tiles = tiles_of(shown, now)
    ladder = shown.edition.ladder
    return {
        "shown": shown,
        "tiles": len(tiles),
        "period": period(tiles),
        "counted": counted(tile.standing for tile in tiles),
        "loud": [tile_of(each, shown, now) for each in loud(shown.edition.rows)],
        "banner": ladder.banner if ladder else "",
        "ladder": pictures.of_ladder(ladder) if ladder else None,
        "rungs": ladder.rungs.lines if ladder else (),
        "beside": list(pictured(tiles)),
    }


def tiles_of(shown: Shown, now: dt.datetime) -> list[Tile]:
    """Return every measure of an edition as its tile, the worst first."""
    return [tile_of(each, shown, now) for each in standing(shown.edition.rows)]


def tile_of(each: Standing, shown: Shown, now: dt.datetime) -> Tile:
    """Return one measure as its tile."""
    edition = shown.edition
    definition = edition.of_measure(each.measure).definition
    due = owed(each, edition.breaches, editions.overseen(), shown, now) if each.state in LOUD else None
    return Tile(each, definition, worded.told(each.row, definition.scale), due)


def period(tiles: Sequence[Tile]) -> str:
    """The days that the programme's rows are of."""
    rows = [tile.standing.row for tile in tiles]
    return worded.days(min(row.start for row in rows), max(row.end for row in rows)) if rows else ""


def pictured(tiles: Iterable[Tile]) -> Iterator[tuple[Tile, Picture]]:
    """Yield the pictures that stand beside the ladder, of each measure's first part."""
    by_id = {tile.standing.measure: tile for tile in tiles}
    for id in PICTURED:
        if tile := by_id.get(id):
            first = tile.standing.row.part
            rows = [row for row in tile.standing.rows if row.part == first]
            if picture := pictures.of_measure(tile.definition, rows):
                yield tile, picture


def live(request: CaseRequest, now: dt.datetime) -> dict[str, object]:
    """What the caseload shows now, beside any edition: rules broken, who was not asked, where cases stand."""
    local = now.astimezone(queue.zone_of(request.account))
    groups = by_rule(now)
    not_asked = DueRow.objects.filter(key__in=("ask", "ask_again")).values("case").distinct().count()
    met = CaseRow.objects.filter(provisional=False).exclude(stage=ERASED).count()
    return {
        "now": f"{local.day} {local:%B %Y, %H:%M}",
        "unknown": list(unknown()),
        "groups": groups,
        "broken": sum(group.count for group in groups),
        "recommendations": len(overdue(local.date())),
        "not_asked": not_asked,
        "asked_says": f"{not_asked} of {met} people met have not been asked as the rule says, or have said no once and "
        "are still to be asked again. Every rate here describes only those who were allowed to speak.",
        "asked_rules": ["fear.asked"],
        "stood": list(stood()),
    }


def unknown() -> Iterator[Unknown]:
    """Yield what cannot be measured, first what never can."""
    yield Unknown(
        "Who was met and never recorded?",
        "The record holds whom somebody wrote down; turn-aways reach it only by reports of monitors and others.",
        "fear.open-door",
    )
    waiting = CaseRow.objects.exclude(drawn_for="").count()
    if waiting:
        decisions = "decision waits" if waiting == 1 else "decisions wait"
        yield Unknown(
            "Would two people decide alike?",
            f"{waiting} drawn {decisions} for a second look, blind; of these nothing is known yet.",
            "review.draw",
        )
    unlimited = DueRow.objects.filter(by=None).count()
    if unlimited:
        yield Unknown(
            "Is it late?",
            f"For {unlimited} of the things due the regime sets no limit; they can never show as late.",
            "fear.lost",
        )
    unmatched = CaseRow.objects.filter(provisional=True).count()
    if unmatched:
        yield Unknown(
            "Whose fear is it?",
            f"{unmatched} statements of fear are matched to nobody yet.",
            "fear.open-door",
        )


def stood() -> Iterator[Stood]:
    """Yield the stages in the order of the procedure, with how many cases stand at each."""
    counts = dict(CaseRow.objects.filter(closed="").values_list("stage").annotate(Count("case")).order_by())
    for stage, label in {**STAGES, "remedy": "Remedy", "ended": "Ended"}.items():
        if stage in counts:
            yield Stood(label, counts[stage])
