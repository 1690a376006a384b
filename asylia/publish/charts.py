"""Small charts as SVG: bars, dots with their interval, lines over time; each says in words what it shows.

Nothing in them is told by colour alone: every mark has its number beside it, and the table stands beside the chart.
They hold no style of their own; page.css has it, for the screen, for imposed colours and for paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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


def svg(name: str, title: str, says: str, height: int, drawn: Iterator[str]) -> str:
    """The picture with its title and description; `name` is its id on the page."""
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(says)}</desc>'
        f"{''.join(drawn)}</svg>"
    )


def text(x: float, y: float, words: str, kind: str = "") -> str:
    """Words in a chart; `kind` is a class of page.css."""
    return f'<text x="{x:.1f}" y="{y:.1f}"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{escape(words)}</text>'


def box(kind: str, x: float, y: float, width: float, height: float) -> str:
    """A rectangle; `kind` is a class of page.css."""
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"/>'


def cut(words: str, most: int = 26) -> str:
    """Words short enough for a label."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def summary(marks: Sequence[Mark]) -> str:
    """What a chart shows, in words."""
    return "; ".join(f"{mark.label}: {mark.written}" for mark in marks)


def bars(name: str, title: str, marks: Sequence[Mark]) -> str:
    """A bar a row from zero; rows that are not shown have their reason in place of a bar."""
    most = max((mark.value or 0 for mark in marks), default=0) or 1
    room = WIDTH - LABELS - VALUES

    def drawn() -> Iterator[str]:
        yield f'<line class="axis" x1="{LABELS}" y1="0" x2="{LABELS}" y2="{ROW * len(marks)}"/>'
        for row, mark in enumerate(marks):
            y = row * ROW
            yield text(LABELS - 8, y + 19, cut(mark.label), "end")
            if mark.value is None:
                yield text(LABELS + 8, y + 19, mark.written, "why")
                continue
            length = room * mark.value / most
            yield box("bar", LABELS, y + 6, length, ROW - 12)
            yield text(LABELS + length + 8, y + 19, mark.written, "value")

    return svg(name, title, summary(marks), ROW * len(marks), drawn())


def dots(name: str, title: str, marks: Sequence[Mark]) -> str:
    """A share a row on one scale from zero, with a line through it for its interval."""
    most = scale(max((mark.high or mark.value or 0 for mark in marks), default=0))
    room = WIDTH - LABELS - VALUES
    foot = ROW * len(marks)

    def at(value: float) -> float:
        return LABELS + room * value / most

    def drawn() -> Iterator[str]:
        for part in range(5):
            x = at(most * part / 4)
            yield f'<line class="grid" x1="{x:.1f}" y1="0" x2="{x:.1f}" y2="{foot}"/>'
            yield text(x, foot + 16, f"{most * part / 4 * 100:.3g} %", "middle")
        for row, mark in enumerate(marks):
            y = row * ROW + ROW / 2
            yield text(LABELS - 8, y + 4, cut(mark.label), "end")
            if mark.value is None:
                yield text(LABELS + 8, y + 4, mark.written, "why")
                continue
            if mark.low is not None and mark.high is not None:
                yield f'<line class="interval" x1="{at(mark.low):.1f}" y1="{y}" x2="{at(mark.high):.1f}" y2="{y}"/>'
            yield f'<circle class="dot" cx="{at(mark.value):.1f}" cy="{y}" r="5"/>'
            yield text(WIDTH - VALUES + 12, y + 4, mark.written, "value")

    return svg(name, title, summary(marks), foot + 24, drawn())


def scale(most: float) -> float:
    """The end of a scale of shares: a round number that all lie under."""
    return next((end for end in (0.02, 0.04, 0.08, 0.12, 0.2, 0.4, 0.6, 0.8) if most <= end), 1.0)


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
