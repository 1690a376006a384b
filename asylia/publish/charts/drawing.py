"""What every chart is drawn with: the picture and its words, lines, boxes, the round end of a scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

WIDTH = 640
ROW = 30
LABELS = 190  # room for what a row is called
VALUES = 110  # and for its number


class Mark(NamedTuple):
    """One row of a chart: what it is called, its value, how that is written, and its interval; no value: not shown."""

    label: str
    value: float | None
    written: str
    low: float | None = None
    high: float | None = None


def svg(name: str, title: str, says: str, height: int, drawn: Iterator[str], *, width: int = WIDTH) -> str:
    """The picture with its title and description; `name` is its id on the page."""
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(says)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Words in a chart; `kind` is a class of charts.css."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{escape(words)}</text>'


def box(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle; `kind` is a class of charts.css."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def cut(words: str, most: int = 26) -> str:
    """Words short enough for a label."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def summary(marks: Sequence[Mark]) -> str:
    """What a chart shows, in words."""
    return "; ".join(f"{mark.label}: {mark.written}" for mark in marks)


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line; `kind` is a class of charts.css."""
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def path(kind: str, points: Iterable[tuple[float, float]]) -> str:
    """A line through points; nothing where there are fewer than two."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline class="{kind}" points="{joined}"/>' if " " in joined else ""


def circle(x: float, y: float, kind: str = "dot") -> str:
    """The mark of the first of two series, and of all where there is one."""
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5"/>'


def square(x: float, y: float, kind: str = "second") -> str:
    """The mark of the second of two series: told apart by shape, not by colour alone."""
    return box(kind, x - 4.5, y - 4.5, 9, 9)


def percent(share: float, digits: int = 0) -> str:
    """A share as an axis says it."""
    return f"{share * 100:.{digits}f} %"


def scale(most: float) -> float:
    """The end of a scale of shares: a round number that all lie under."""
    return next((end for end in (0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8) if most <= end), 1.0)


def apart(places: Sequence[float], room: float = 15) -> list[float]:
    """Where words stand that belong at these heights, moved down so far that none lies on another."""
    moved, last = dict.fromkeys(range(len(places)), 0.0), float("-inf")
    for place in sorted(moved, key=lambda each: places[each]):
        last = max(places[place], last + room)
        moved[place] = last
    return list(moved.values())


def axis_of_shares(marks: Iterable[Mark]) -> float:
    """The end of the scale on which all these marks and their intervals lie."""
    return scale(max((mark.high or mark.value or 0.0 for mark in marks), default=0.0))


def ticks(most: float) -> list[int]:
    """Up to five round numbers along an axis from 0; none where it ends below 1."""
    step = next(each * 10**power for power in range(12) for each in (1, 2, 5) if most / (each * 10**power) < 6)
    return list(range(step, int(most) + 1, step))
