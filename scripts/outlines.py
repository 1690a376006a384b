"""Makes asylia/courtdata/outlines.txt, the outlines of the lower 48 states, from the npm package us-atlas.

python -m scripts.outlines

The package (ISC) carries the boundaries of the U.S. Census Bureau, 2017, which are in the public domain. Each border is
there once, since the file is a TopoJSON; points that lie within 0.03 degrees of the line between their neighbours go.
"""

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.assets import npm

PACKAGE = "us-atlas@3.0.1"
TARGET = Path(__file__).parent.parent / "asylia" / "courtdata" / "outlines.txt"
ELSEWHERE = {"02", "15", "60", "66", "69", "72", "78"}  # Alaska, Hawaii, and the territories: FIPS codes
NEAR = 0.03  # degrees
HEAD = f"""# Outlines of the lower 48 states: a line is a border, each point degrees east and north.
# U.S. Census Bureau, cartographic boundary files of 2017 (public domain), by way of the npm package {PACKAGE} (ISC);
# made simpler by scripts/outlines.py.
"""

Point = tuple[float, float]


def main() -> None:
    """Fetch the package into a folder thrown away, and write the outlines."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([npm(), "pack", PACKAGE, "--silent"], cwd=folder, check=True, capture_output=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            file = packed.extractfile("package/states-10m.json")
            assert file is not None  # noqa: S101 - it is in that version of the package
            topology = json.load(file)
    lines = [" ".join(f"{x:.2f},{y:.2f}" for x, y in simpler(arc)) for arc in borders(topology)]
    TARGET.write_text(HEAD + "\n".join(line for line in lines if " " in line) + "\n", "utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size // 1000} kB, {len(lines)} borders")


def borders(topology: dict) -> Iterator[list[Point]]:  # type: ignore[type-arg]
    """Every arc that a state of the lower 48 uses, once, in degrees; islands of less than half a degree go."""
    (scale_x, scale_y), (from_x, from_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    states = [each for each in topology["objects"]["states"]["geometries"] if each["id"] not in ELSEWHERE]
    used = sorted({arc if arc >= 0 else ~arc for state in states for arc in flat(state["arcs"])})
    for arc in used:
        x = y = 0
        points = []
        for dx, dy in topology["arcs"][arc]:
            x, y = x + dx, y + dy
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        wide = max(max(p[n] for p in points) - min(p[n] for p in points) for n in (0, 1))
        if points[0] != points[-1] or wide > 0.5:
            yield points


def flat(arcs: list) -> Iterator[int]:  # type: ignore[type-arg]
    """Numbers out of lists of lists."""
    for each in arcs:
        if isinstance(each, int):
            yield each
        else:
            yield from flat(each)


def simpler(points: list[Point]) -> list[Point]:
    """The line without the points that hardly bend it (Douglas and Peucker, 1973)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def off(point: Point) -> float:
        x, y = point
        if length == 0:
            return float(((x - ax) ** 2 + (y - ay) ** 2) ** 0.5)
        return float(abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length)

    place = max(range(1, len(points) - 1), key=lambda n: off(points[n]))
    if off(points[place]) < NEAR:
        return [points[0], points[-1]]
    return [*simpler(points[: place + 1])[:-1], *simpler(points[place:])]


if __name__ == "__main__":
    main()
