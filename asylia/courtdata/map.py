"""A map of the programme's ports and the courts' cities, drawn without anybody's tiles."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from asylia.courtdata.places import Place
from asylia.publish.charts.drawing import svg, text

WIDE, HIGH = 640, 430
SCALE = 745  # pixels a radian
BESIDE = 26  # pixels: a court so near a port needs no name of its own, for the table has it
PARALLELS, MIDDLE = (29.5, 45.5), (-96.0, 37.5)  # of the projection, as maps of the United States use them


class Route(NamedTuple):
    """From a port to a city of the court: how far, and how many go that way as printed."""

    port: Place
    court: Place
    km: float


@cache
def outlines() -> tuple[tuple[tuple[float, float], ...], ...]:
    """The borders of outlines.txt beside this file, each a line of points east and north."""
    lines = files("asylia.courtdata").joinpath("outlines.txt").read_text("utf-8").splitlines()
    return tuple(
        tuple((float(east), float(north)) for east, north in (point.split(",") for point in line.split()))
        for line in lines
        if not line.startswith("#")
    )


def flat(east: float, north: float) -> tuple[float, float]:
    """Where a place lies in the picture: Albers' equal-area conic (Snyder, Map Projections, 1987, page 100)."""
    low, high = (math.radians(each) for each in PARALLELS)
    n = (math.sin(low) + math.sin(high)) / 2
    c = math.cos(low) ** 2 + 2 * n * math.sin(low)
    rho, middle = (math.sqrt(c - 2 * n * math.sin(math.radians(each))) / n for each in (north, MIDDLE[1]))
    theta = n * math.radians(east - MIDDLE[0])
    return WIDE / 2 + SCALE * rho * math.sin(theta), HIGH / 2 - 20 - SCALE * (middle - rho * math.cos(theta))


def drawn_map(title: str, ports: Sequence[Place], courts: Sequence[Place], routes: Sequence[Route]) -> str:
    """The map: outlines, a line for each way from a port to a court, ports as rings, courts as dots."""
    says = "; ".join(f"{each.port.says} to {each.court.says}: {each.km:,.0f} km" for each in routes)

    def drawn() -> Iterator[str]:
        path = "".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in (flat(*point) for point in line)) for line in outlines()
        )
        yield f'<path class="land" d="{path}"/>'
        for each in routes:
            (x, y), (to_x, to_y) = (flat(at.east, at.north) for at in (each.port, each.court))
            yield f'<line class="route" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'
        near = [flat(place.east, place.north) for place in ports]
        for kind, places in (("court-dot", courts), ("port-mark", ports)):
            for place in places:
                x, y = flat(place.east, place.north)
                yield f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{6 if kind == "port-mark" else 4}"/>'
                if kind == "court-dot" and all(math.dist((x, y), port) > BESIDE for port in near):
                    yield text(x + 9, y + 4, place.says.partition(",")[0])
        yield from names(ports)

    return svg("map", title, says, HIGH, drawn()).replace("chart", "chart map", 1)


def names(ports: Sequence[Place]) -> Iterator[str]:
    """What the ports are called, below the border that they lie on; those side by side under one another."""
    below: list[tuple[float, float]] = []
    for place in sorted(ports, key=lambda each: each.east):
        x, y = flat(place.east, place.north)
        at = y + 20
        while any(abs(x - other) < 3 * BESIDE and abs(at - line) < 15 for other, line in below):
            at += 15
        below.append((x, at))
        yield text(x - 4, at, place.says, "why")
