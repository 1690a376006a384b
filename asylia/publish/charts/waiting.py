"""How many wait, week by week: two lines of counts on one scale from zero, each with the spread it is known to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from asylia.publish.charts.drawing import apart, line, path, svg, text
from asylia.publish.charts.times import FOOT, LEFT, RIGHT, TOP, WIDE, Point, labels


class Waiting(NamedTuple):
    """One line: what it is called, how many wait each week, and between which counts that lies."""

    label: str
    counts: Sequence[float]
    spread: Sequence[tuple[float, float]]


def waiting(name: str, title: str, weeks: Sequence[str], series: Sequence[Waiting]) -> str:
    """Counts over the same weeks, the first line whole and the second dashed."""
    most = top_of(max((high for each in series for _, high in each.spread), default=0.0))
    step = (RIGHT - LEFT) / max(len(weeks) - 1, 1)

    def x(place: float) -> float:
        return LEFT + step * place

    def y(count: float) -> float:
        return FOOT - (FOOT - TOP) * count / most

    def drawn() -> Iterator[str]:
        for part in range(5):
            yield line("grid", LEFT, y(most * part / 4), RIGHT, y(most * part / 4))
            yield text(LEFT - 8, y(most * part / 4) + 4, f"{most * part / 4:g}", "end quiet")
        yield from labels([Point(week, 0, None) for week in weeks], x)
        ends = apart([y(each.counts[-1]) + 4 for each in series])
        for place, (each, end) in enumerate(zip(series, ends, strict=True)):
            there = [(x(week), y(high)) for week, (_, high) in enumerate(each.spread)]
            back = [(x(week), y(low)) for week, (low, _) in enumerate(each.spread)]
            around = " ".join(f"{across:.1f},{up:.1f}" for across, up in [*there, *reversed(back)])
            yield f'<polygon class="band" points="{around}"/>'
            through = ((x(week), y(count)) for week, count in enumerate(each.counts))
            yield path("steps thin-steps" if place == 0 else "steps thin-steps other-1", through)
            yield text(RIGHT + 6, end, f"{each.counts[-1]:.0f} {each.label}", "value" if place == 0 else "")

    said = (f"{each.label}: from {each.counts[0]:.0f} to {each.counts[-1]:.0f}" for each in series)
    return svg(name, title, "; ".join(said), FOOT + 30, drawn(), width=WIDE + 40)


def top_of(most: float) -> float:
    """The end of a scale of counts: four times a round number, that all lie under."""
    unit = 1
    while True:
        for part in (1, 2, 5):
            if most <= 4 * part * unit:
                return 4.0 * part * unit
        unit *= 10
