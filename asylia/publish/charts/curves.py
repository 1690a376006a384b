"""Curves: who still waits after how long, how often each likelihood was found positive, what chance alone gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from asylia.publish.charts.drawing import Mark, apart, box, circle, cut, line, path, percent, svg, text, ticks
from asylia.publish.charts.times import Place

WIDE = 560
TOP, FOOT, LEFT, RIGHT = 26, 240, 48, WIDE - 96
EDGE = WIDE - 12  # where no words stand beside the picture


class Step(NamedTuple):
    """From this time on, this share still is, between these limits."""

    time: float
    share: float
    low: float | None = None
    high: float | None = None


class Curve(NamedTuple):
    """A share that falls by steps from 100 %; `n` is how many it is of."""

    label: str
    n: int
    steps: Sequence[Step]


def survival(
    name: str, title: str, curves: Sequence[Curve], unit: str, limit: tuple[float, str] | None = None
) -> str:  # fmt: skip
    """Curves that fall by steps, the first whole, the others dashed; a limit as an upright line with its name."""
    most = max([*(step.time for curve in curves for step in curve.steps), limit[0] if limit else 0.0, 1.0]) * 1.04

    def x(time: float) -> float:
        return LEFT + (RIGHT - LEFT) * time / most

    def y(share: float) -> float:
        return FOOT - (FOOT - TOP) * share

    def stairs(curve: Curve) -> Iterator[tuple[float, float]]:
        share = 1.0
        yield x(0), y(share)
        for step in curve.steps:
            yield x(step.time), y(share)
            share = step.share
            yield x(step.time), y(share)
        yield RIGHT, y(share)

    def spread(curve: Curve) -> Iterator[str]:
        ends = [*(step.time for step in curve.steps[1:]), most]
        for step, end in zip(curve.steps, ends, strict=True):
            if step.low is not None and step.high is not None and end > step.time:
                yield box("band", x(step.time), y(step.high), x(end) - x(step.time), y(step.low) - y(step.high))

    def drawn() -> Iterator[str]:
        yield from shares_up(y)
        for time in ticks(most):
            yield text(x(time), FOOT + 18, f"{time}", "middle quiet")
        yield text(RIGHT, FOOT + 36, unit, "end quiet")
        if limit:
            yield line("limit", x(limit[0]), TOP - 6, x(limit[0]), FOOT)
            yield text(x(limit[0]), TOP - 12, limit[1], "middle value")
        known = [curve for curve in curves if curve.steps]
        ends = apart([y(curve.steps[-1].share) + 4 for curve in known])
        for place, (curve, end) in enumerate(zip(known, ends, strict=True)):
            yield from spread(curve)
            yield path("steps" if place == 0 else f"steps other-{min(place, 2)}", stairs(curve))
            yield text(RIGHT + 6, end, cut(curve.label, 13), "value" if place == 0 else "")

    says = "; ".join(
        f"{curve.label} (n = {curve.n}): {percent(curve.steps[-1].share)} after {curve.steps[-1].time:g} {unit}"
        if curve.steps else f"{curve.label}: too few to draw" for curve in curves
    )  # fmt: skip
    return svg(name, title, says, FOOT + 44, drawn(), width=WIDE)


def shares_up(y: Place, right: float = RIGHT) -> Iterator[str]:
    """The lines of a share from 0 to 100 % upwards."""
    for part in range(5):
        at = y(part / 4)
        yield line("grid", LEFT, at, right, at)
        yield text(LEFT - 8, at + 4, percent(part / 4), "end quiet")


def standard(
    name: str, title: str, bands: Sequence[tuple[float, float, Mark]], legal: float, fitted: Mark
) -> str:  # fmt: skip
    """How often each band of likelihood (its two ends, and the share found positive) was found positive, as steps.

    The legal standard is an upright line; the likelihood at which one in two was found positive is a mark with its
    interval, where it is known.
    """

    def x(likelihood: float) -> float:
        return LEFT + (EDGE - LEFT) * likelihood

    def y(share: float) -> float:
        return FOOT - (FOOT - TOP) * share

    def drawn() -> Iterator[str]:
        yield from shares_up(y, EDGE)
        for edge in sorted({edge for low, high, _ in bands for edge in (low, high)}):
            yield text(x(edge), FOOT + 18, f"{edge * 100:.0f}", "middle quiet")
        yield text(EDGE, FOOT + 36, "likelihood that the officer recorded before the outcome, %", "end quiet")
        for low, high, mark in bands:
            middle = x((low + high) / 2)
            if mark.value is None:
                yield text(middle, FOOT - 8, mark.written, "middle why")
                continue
            if mark.low is not None and mark.high is not None:
                yield box("band", x(low), y(mark.high), x(high) - x(low), y(mark.low) - y(mark.high))
            yield line("steps", x(low), y(mark.value), x(high), y(mark.value))
            yield text(middle, y(mark.value) - 7, mark.written, "middle value")
        yield line("limit", x(legal), TOP - 4, x(legal), FOOT)
        yield text(x(legal), TOP - 10, f"the law: {legal * 100:.0f} %", "middle value")
        if fitted.value is None:
            yield text(EDGE, TOP + 14, f"one in two positive: {fitted.written}", "end why")
        else:
            if fitted.low is not None and fitted.high is not None:
                yield line("interval", x(fitted.low), y(0.5), x(fitted.high), y(0.5))
            yield circle(x(fitted.value), y(0.5), "dot outside")
            left = x(fitted.high or fitted.value) > EDGE - 140  # no room to its right
            at = x(fitted.low or fitted.value) - 10 if left else x(fitted.high or fitted.value) + 10
            yield text(at, y(0.5) + 4, f"one in two: {fitted.written}", "end value" if left else "value")

    said = "; ".join(f"{low * 100:.0f} to {high * 100:.0f} %: {mark.written} positive" for low, high, mark in bands)
    says = f"{said}; one in two positive at {fitted.written}; the law asks {legal * 100:.0f} %"
    return svg(name, title, says, FOOT + 44, drawn(), width=WIDE)


def chance(name: str, title: str, counts: Sequence[int], ends: tuple[float, float], *, seen: float, says: str) -> str:
    """What chance alone gives, as columns from one end to the other, and as an upright line what was seen."""
    most, total = max(counts, default=0) or 1, sum(counts)
    first, last = min(ends[0], seen), max(ends[1], seen)
    room = (last - first) or 1.0

    def x(value: float) -> float:
        return LEFT + (RIGHT - LEFT) * (value - first) / room

    def drawn() -> Iterator[str]:
        width = (x(ends[1]) - x(ends[0])) / max(len(counts), 1)
        for place, count in enumerate(counts):
            height = (FOOT - TOP) * count / most
            yield box("bar soft", x(ends[0]) + place * width + 0.5, FOOT - height, max(width - 1, 0.5), height)
        yield line("axis", LEFT, FOOT, RIGHT, FOOT)
        for value in dict.fromkeys((first, 0.0, last)):
            if first <= value <= last:
                yield text(x(value), FOOT + 18, f"{value * 100:+.1f}", "middle quiet")
        yield text(RIGHT, FOOT + 36, "difference, points", "end quiet")
        yield line("seen", x(seen), TOP - 8, x(seen), FOOT)
        left = x(seen) > (LEFT + RIGHT) / 2
        yield text(x(seen) + (-8 if left else 8), TOP - 4, says, "end value" if left else "value")

    told = f"{total} times by chance alone, from {ends[0] * 100:+.1f} to {ends[1] * 100:+.1f} points; seen: {says}"
    return svg(name, title, told, FOOT + 44, drawn(), width=WIDE)
