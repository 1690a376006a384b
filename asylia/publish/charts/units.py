"""Places beside each other: two shares each, or all of them in a funnel of what chance and ordinary spread explain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

from asylia.publish.charts.drawing import Mark, box, circle, cut, line, path, percent, scale, square, svg, text, ticks

WIDE = 560
NAMES = 120
PAIRED = 43
TOP, FOOT, LEFT, RIGHT = 26, 286, 48, WIDE - 12
LIMITS = ((1.96, "grid", "95 %"), (3.09, "limit", "99.8 %"))  # two and three standard errors, as funnels are drawn


class Both(NamedTuple):
    """One place with two shares that are to be compared; `named` has its numbers beside its marks."""

    label: str
    first: Mark
    second: Mark
    named: bool = False


class Unit(NamedTuple):
    """One place in a funnel: how many it is of, its share, and whether it lies outside."""

    label: str
    n: int
    share: float
    outside: bool = False


def paired(name: str, title: str, places: Sequence[Both], series: tuple[str, str]) -> str:
    """Two dots with their intervals a place, on one scale from 0 to 100 %: the first round, the second square."""
    foot = 24 + PAIRED * len(places)
    room = WIDE - NAMES - 40

    def at(share: float) -> float:
        return NAMES + room * share

    def one(mark: Mark, y: float, kind: str, words: str) -> Iterator[str]:
        if mark.value is None:
            yield text(NAMES + 8, y + 4, f"{words}: {mark.written}" if words else mark.written, "why")
            return
        if mark.low is not None and mark.high is not None:
            yield line(f"interval {kind}", at(mark.low), y, at(mark.high), y)
        yield circle(at(mark.value), y) if kind == "one" else square(at(mark.value), y)
        if words:
            right = mark.value < 0.5
            edge = at((mark.high if right else mark.low) or mark.value) + (12 if right else -12)
            yield text(edge, y + 4, f"{words}: {mark.written}", f"{'' if right else 'end '}{kind}")

    def drawn() -> Iterator[str]:
        for part in range(5):
            x = at(part / 4)
            yield line("grid", x, 20, x, foot)
            yield text(x, 12, percent(part / 4), "middle quiet")
        for row, place in enumerate(places):
            y = 24 + row * PAIRED + PAIRED / 2
            yield text(NAMES - 12, y + 4, cut(place.label, 17), "end value" if place.named else "end")
            yield from one(place.first, y - 7, "one", series[0] if place.named else "")
            yield from one(place.second, y + 8, "two", series[1] if place.named else "")

    says = "; ".join(
        f"{place.label}: {series[0]} {place.first.written}, {series[1]} {place.second.written}" for place in places
    )
    return svg(name, title, says, foot + 8, drawn(), width=WIDE)


def limits(centre: float, tau: float, z: float, n: float) -> tuple[float, float]:
    """Between what shares a place of size n lies when only chance and ordinary spread (tau) part it from the centre.

    z standard errors of sqrt(centre (1 - centre) / n + tau^2), cut off at 0 and 1 (Spiegelhalter 2005).
    """
    far = z * sqrt(centre * (1 - centre) / n + tau**2)
    return max(centre - far, 0.0), min(centre + far, 1.0)


def funnel(
    name: str, title: str, units: Sequence[Unit], *, centre: float, tau: float, of: str, share: str
) -> str:  # fmt: skip
    """A dot a place by its size, inside limits that widen where it is small; only what lies outside is named."""
    if not units:
        return svg(name, title, "no place to show", 30, iter([text(0, 18, "No place to show", "why")]), width=WIDE)
    most_n = max(unit.n for unit in units) * 1.15
    least_n = max(min(unit.n for unit in units) * 0.6, 1)
    sizes = [least_n + (most_n - least_n) * (part / 60) ** 2 for part in range(61)]
    most = scale(max([*(unit.share for unit in units), limits(centre, tau, 1.96, sizes[12])[1]]) * 1.05)

    def x(n: float) -> float:
        return LEFT + (RIGHT - LEFT) * n / most_n

    def y(part: float) -> float:
        return FOOT - (FOOT - TOP) * min(part / most, 1.04)

    def drawn() -> Iterator[str]:
        yield text(LEFT, 12, share, "middle quiet")
        for part in range(5):
            yield text(LEFT - 8, y(most * part / 4) + 4, f"{most * part / 4 * 100:.3g}", "end quiet")
        yield line("axis", LEFT, FOOT, RIGHT, FOOT)
        for z, kind, words in LIMITS:
            low, high = zip(*(limits(centre, tau, z, n) for n in sizes), strict=True)
            for edge in (low, high):
                yield path(kind, ((x(n), y(at)) for n, at in zip(sizes, edge, strict=True) if at <= most * 1.04))
            yield text(RIGHT, y(min(high[-1], most)) - 6, f"{words} limit", "end quiet")
        yield line("centre", LEFT, y(centre), RIGHT, y(centre))
        yield text(RIGHT, y(centre) - 6, f"all places {percent(centre, 1)}", "end quiet")
        for unit in sorted(units, key=lambda each: each.outside):
            yield circle(x(unit.n), y(unit.share), "dot outside" if unit.outside else "dot")
            if unit.outside:
                left = x(unit.n) > (LEFT + RIGHT) / 2
                yield text(
                    x(unit.n) + (-9 if left else 9), y(unit.share) + 4, unit.label, "end value" if left else "value"
                )
        for n in ticks(most_n):
            yield text(x(n), FOOT + 18, f"{n}", "middle quiet")
        yield text(RIGHT, FOOT + 36, of, "end quiet")

    outside = [f"{unit.label}: {percent(unit.share, 1)} of {unit.n}" for unit in units if unit.outside]
    says = (
        f"{len(units)} places around {percent(centre, 1)}; spread between places (tau) {tau:.3f}; outside the limits: "
        f"{'; '.join(outside) or 'none'}"
    )
    return svg(name, title, says, FOOT + 44, drawn(), width=WIDE)


def legend(first: str, second: str) -> str:
    """What a round and a square mark stand for, for a caption: HTML."""
    small = '<svg class="chart key" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">{}</svg>'
    return (
        f'{small.format(circle(6, 6))} <b class="one">{first}</b> '
        f'{small.format(box("second", 1.5, 1.5, 9, 9))} <b class="two">{second}</b>'
    )
