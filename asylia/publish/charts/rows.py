"""One row a thing: bars from zero, dots with the line of their interval."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from asylia.publish.charts.drawing import (
    LABELS,
    ROW,
    VALUES,
    WIDTH,
    Mark,
    box,
    circle,
    cut,
    line,
    scale,
    summary,
    svg,
    text,
    ticks,
)


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


def numbers(name: str, title: str, marks: Sequence[Mark]) -> str:
    """A number a row on one scale through zero, with the line of its spread and both written at the end of the row."""
    ends = [end for mark in marks for end in (mark.low, mark.value, mark.high) if end is not None]
    least, most = min([0.0, *ends]) * 1.05, max([0.0, *ends]) * 1.05
    room, words = WIDTH - LABELS - VALUES - 60, WIDTH - VALUES - 40
    top, foot = 22, 22 + ROW * len(marks)

    def at(value: float) -> float:
        return LABELS + 8 + (room - 16) * (value - least) / ((most - least) or 1)

    def drawn() -> Iterator[str]:
        for tick in sorted({0, *ticks(most), *(-each for each in ticks(-least))}):
            yield line("grid" if tick else "axis", at(tick), top, at(tick), foot)
            yield text(at(tick), 12, f"{tick:,}".replace(",", "\u202f"), "middle quiet")
        for row, mark in enumerate(marks):
            y = top + row * ROW + ROW / 2
            yield text(LABELS - 8, y + 4, cut(mark.label), "end")
            if mark.value is None:
                yield text(LABELS + 8, y + 4, mark.written, "why")
                continue
            if mark.low is not None and mark.high is not None:
                yield line("interval", at(mark.low), y, at(mark.high), y)
            yield circle(at(mark.value), y)
            yield text(words, y + 4, mark.written, "value")

    return svg(name, title, summary(marks), foot + 6, drawn())
