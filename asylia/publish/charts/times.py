"""Over time: columns, a share that changes at the days asked about, a share by week with its limits, two lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import sqrt
from typing import NamedTuple, TypeAlias

from asylia.publish.charts.drawing import (
    WIDTH,
    Mark,
    apart,
    box,
    circle,
    cut,
    line,
    path,
    percent,
    scale,
    summary,
    svg,
    text,
)

Place: TypeAlias = Callable[[float], float]  # from a value to where it stands in the picture
WIDE = 560
TOP, FOOT, LEFT, RIGHT = 26, 240, 48, WIDE - 96


class Point(NamedTuple):
    """One week: what it is called, how many there were, which share; None where there were none."""

    label: str
    n: int
    share: float | None


class Series(NamedTuple):
    """One line over time: a share each week, None where there is none, and its spread where one is known."""

    label: str
    shares: Sequence[float | None]
    spread: Sequence[tuple[float, float]] = ()


class Moment(NamedTuple):
    """Something that happened in a week, counted from 0."""

    week: float
    label: str


def columns(name: str, title: str, marks: Sequence[Mark]) -> str:
    """Columns over time, the first on the left; labels thin out where there are many."""
    most = max((mark.value or 0 for mark in marks), default=0) or 1
    top, foot, left = 30, 230, 24
    step = (WIDTH - left) / max(len(marks), 1)
    every = max(1, round(len(marks) / 9))

    def drawn() -> Iterator[str]:
        yield f'<line class="axis" x1="{left}" y1="{foot}" x2="{WIDTH}" y2="{foot}"/>'
        for place, mark in enumerate(marks):
            x = left + step * place
            height = (foot - top) * (mark.value or 0) / most
            middle = x + step / 2
            if mark.value is None:
                yield f'<circle class="hollow" cx="{middle:.1f}" cy="{foot - 7}" r="3"/>'
            else:
                yield box("bar", x + step * 0.12, foot - height, step * 0.76, height)
            if place % every == 0:
                yield text(middle, foot + 18, mark.label, "middle")
                if mark.value is not None:
                    yield text(middle, foot - height - 7, mark.written, "middle value")

    return svg(name, title, summary(marks), foot + 26, drawn())


def steps(name: str, title: str, marks: Sequence[Mark], days: Sequence[int]) -> str:
    """A share that only changes at the days asked about, drawn as steps from 0 %, its interval as a band around it."""
    top, foot, left, right = 16, 236, 56, WIDTH - 70
    known = [(day, mark) for day, mark in zip(days, marks, strict=True) if mark.value is not None]

    def x(day: float) -> float:
        return left + (right - left) * day / max(days)

    def y(share: float) -> float:
        return foot - (foot - top) * share

    def drawn() -> Iterator[str]:
        for part in range(5):
            yield f'<line class="grid" x1="{left}" y1="{y(part / 4):.1f}" x2="{right}" y2="{y(part / 4):.1f}"/>'
            yield text(left - 8, y(part / 4) + 4, f"{part * 25} %", "end")
        yield from (text(x(day), foot + 18, f"{day}", "middle") for day in days)
        yield text(right, foot + 36, "days since the notice", "end")
        edges = [(known[n][0], known[n + 1][0] if n + 1 < len(known) else days[-1] * 1.06) for n in range(len(known))]
        for (start, end), (_, mark) in zip(edges, known, strict=True):
            low, high = mark.low or 0.0, mark.high or 0.0
            yield box("band", x(start), y(high), x(end) - x(start), y(low) - y(high))
        path, before = f"M{x(0):.1f} {y(0):.1f}", 0.0
        for (start, end), (_, mark) in zip(edges, known, strict=True):
            before = mark.value or before
            path += f"H{x(start):.1f}V{y(before):.1f}H{x(end):.1f}"
        yield f'<path class="steps" d="{path}"/>'
        for day, mark in known:
            yield text(x(day) + 4, y(mark.value or 0) - 8, mark.written, "value")

    return svg(name, title, summary(marks), foot + 44, drawn())


def control(name: str, title: str, points: Sequence[Point], centre: float) -> str:
    """A share by period around its centre, inside limits of three standard errors for the period's size (p-chart)."""
    known = [(place, point) for place, point in enumerate(points) if point.share is not None]
    far = [3 * sqrt(centre * (1 - centre) / max(point.n, 1)) for point in points]
    low, high = ([min(max(centre + way * each, 0.0), 1.0) for each in far] for way in (-1, 1))
    outside = [place for place, point in known if not low[place] <= (point.share or 0.0) <= high[place]]
    least = 0.0 if centre < 0.5 else floor_of(min([centre, *(point.share or 0.0 for _, point in known)]))
    most = scale(max([centre, *(point.share or 0.0 for _, point in known)]))
    step = (RIGHT - LEFT) / max(len(points), 1)

    def x(place: float) -> float:
        return LEFT + step * (place + 0.5)

    def y(share: float) -> float:
        return FOOT - (FOOT - TOP) * (min(max(share, least), most) - least) / (most - least)

    def drawn() -> Iterator[str]:
        for part in range(5):
            share = least + (most - least) * part / 4
            yield text(LEFT - 8, y(share) + 4, f"{share * 100:.3g} %", "end quiet")
        yield line("centre", LEFT, y(centre), RIGHT, y(centre))
        yield text(RIGHT + 6, y(centre) + 4, f"all {percent(centre, 1)}", "quiet")
        for edge in (low, high):
            corners = [(x(place + side), y(edge[place])) for place in range(len(points)) for side in (-0.5, 0.5)]
            yield path("limit", corners)
        yield path("thin", ((x(place), y(point.share or 0.0)) for place, point in known))
        for place, point in known:
            yield circle(x(place), y(point.share or 0.0), "dot outside" if place in outside else "dot")
        yield from labels(points, x)
        for place in outside[-4:]:
            yield text(x(place), y(points[place].share or 0.0) - 10, points[place].label, "middle value")

    out = "; ".join(f"{points[place].label}: {percent(points[place].share or 0.0, 1)}" for place in outside)
    says = f"{len(known)} periods around {percent(centre, 1)}; outside three standard errors: {out or 'none'}"
    return svg(name, title, says, FOOT + 30, drawn(), width=WIDE)


def floor_of(least: float) -> float:
    """Where a scale that does not begin at zero begins: a round share below all of them."""
    return next((start for start in (0.9, 0.8, 0.6, 0.4, 0.2) if start < least - 0.01), 0.0)


def labels(points: Sequence[Point], x: Place) -> Iterator[str]:
    """The names of weeks under a chart, thinned out where there are many."""
    every = max(1, -(-len(points) // 6))
    for place in range(0, len(points), every):
        yield text(x(place), FOOT + 18, points[place].label, "middle quiet")


def lines(
    name: str, title: str, weeks: Sequence[str], series: Sequence[Series], moments: Sequence[Moment] = ()
) -> str:  # fmt: skip
    """Lines over the same weeks, the first whole and the second dashed, what happened as an upright mark."""
    shares = [share for each in series for share in each.shares if share is not None]
    most = scale(max([*shares, *(high for each in series for _, high in each.spread)], default=0.0))
    step = (RIGHT - LEFT) / max(len(weeks) - 1, 1)

    def x(place: float) -> float:
        return LEFT + step * place

    def y(share: float) -> float:
        return FOOT - (FOOT - TOP) * min(share / most, 1.0)

    def drawn() -> Iterator[str]:
        for part in range(5):
            yield line("grid", LEFT, y(most * part / 4), RIGHT, y(most * part / 4))
            yield text(LEFT - 8, y(most * part / 4) + 4, f"{most * part / 4 * 100:.3g} %", "end quiet")
        yield from labels([Point(week, 0, None) for week in weeks], x)
        for moment in moments:
            yield line("seen", x(moment.week), TOP - 6, x(moment.week), FOOT)
            yield text(x(moment.week), TOP - 12, moment.label, "middle value")
        known = [each for each in series if any(share is not None for share in each.shares)]
        points = [
            [(x(week), y(share)) for week, share in enumerate(each.shares) if share is not None] for each in known
        ]
        ends = apart([each[-1][1] + 4 for each in points])
        for place, (each, through, end) in enumerate(zip(known, points, ends, strict=True)):
            if each.spread:
                yield spread_of(each, x, y)
            yield path("steps thin-steps" if place == 0 else f"steps thin-steps other-{min(place, 2)}", through)
            yield text(RIGHT + 6, end, cut(each.label, 13), "value" if place == 0 else "")

    ends = (f"{each.label}: {said_of(each.shares)}" for each in series)
    events = (f"{moment.label} in {weeks[min(int(moment.week), len(weeks) - 1)]}" for moment in moments if weeks)
    return svg(name, title, "; ".join([*ends, *events]), FOOT + 30, drawn(), width=WIDE)


def said_of(shares: Sequence[float | None]) -> str:
    """From where to where a line goes."""
    known = [share for share in shares if share is not None]
    return f"from {percent(known[0], 1)} to {percent(known[-1], 1)}" if known else "not known"


def spread_of(each: Series, x: Place, y: Place) -> str:
    """The spread of a line as one area."""
    there = [(x(week), y(high)) for week, (_, high) in enumerate(each.spread)]
    back = [(x(week), y(low)) for week, (low, _) in enumerate(each.spread)]
    points = " ".join(f"{across:.1f},{up:.1f}" for across, up in [*there, *reversed(back)])
    return f'<polygon class="band" points="{points}"/>'
