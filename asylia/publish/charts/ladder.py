"""What becomes of people step by step, each step with its denominator; and what goes one way or the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from asylia.publish.charts.drawing import Mark, axis_of_shares, box, circle, cut, line, percent, svg, text

STEP = 27
SIDE = 560
MIDDLE = SIDE / 2
REACH = 150  # the longest bar to either side
PAIR = 62


class Room(NamedTuple):
    """Where the parts of a ladder stand: its bars begin and end, the line from 0 to 100 % does, and its width."""

    names: float
    ends: float
    left: float
    right: float
    wide: int


WHOLE = Room(150, 560, 710, 900, 1000)
NARROW = Room(130, 300, 400, 490, 570)


class Rung(NamedTuple):
    """One step of a ladder: how many reached it, and which share that is of the step before (value None: not known)."""

    label: str
    people: int | None
    written: str
    share: Mark | None = None


class Pair(NamedTuple):
    """What went one way and what went the other, of one thing."""

    label: str
    left: Mark
    right: Mark


def ladder(name: str, title: str, rungs: Sequence[Rung], of: str = "people", room: Room = WHOLE) -> str:
    """A bar a step from zero, and beside it the share of the step before, with its interval, on a line to 100 %."""
    most = max((rung.people or 0 for rung in rungs), default=0) or 1
    foot = STEP * len(rungs)
    scale = "share of the step before, with its interval; line from 0 to 100 %" if room is WHOLE else "0 to 100 %"

    def drawn() -> Iterator[str]:
        for row, rung in enumerate(rungs):
            y = row * STEP
            yield text(room.names - 10, y + 18, cut(rung.label, int(room.names / 7)), "end")
            if rung.people is None:
                yield text(room.names, y + 18, rung.written, "why")
            else:
                length = (room.ends - room.names) * rung.people / most
                yield box("bar", room.names, y + 5, length, STEP - 10)
                yield text(room.names + length + 8, y + 18, rung.written, "value")
            if rung.share is not None:
                yield from on_a_line(rung.share, room.left, room.right, y + STEP / 2)
        yield text(room.names, foot + 18, of, "quiet")
        yield text(room.right, foot + 18, scale, "end quiet")

    return svg(name, title, "; ".join(map(told, rungs)), foot + 26, drawn(), width=room.wide)


def told(rung: Rung) -> str:
    """One step in words."""
    share = f", {rung.share.written} of the step before" if rung.share else ""
    return f"{rung.label}: {rung.written}{share}"


def on_a_line(share: Mark, left: float, right: float, y: float) -> Iterator[str]:
    """A share on its own line from 0 to 100 %: number, mark, interval."""
    room = right - left
    if share.value is None:
        yield text(left - 12, y + 4, share.written, "end why")
        return
    yield text(left - 12, y + 4, share.written, "end")
    yield line("grid", left, y, right, y)
    if share.low is not None and share.high is not None:
        yield line("interval", left + room * share.low, y, left + room * share.high, y)
        yield text(right + 12, y + 4, f"{share.low * 100:.1f}–{share.high * 100:.1f}", "quiet")
    yield circle(left + room * share.value, y)


def mirrored(name: str, title: str, pairs: Sequence[Pair], headings: tuple[str, str]) -> str:
    """Two shares a thing, back to back on one scale, each with its interval and its count."""
    most = axis_of_shares(mark for pair in pairs for mark in (pair.left, pair.right))
    top = 24

    def drawn() -> Iterator[str]:
        yield text(MIDDLE - 12, 13, headings[0], "end value")
        yield text(MIDDLE + 12, 13, headings[1], "value")
        for row, pair in enumerate(pairs):
            y = top + row * PAIR
            yield text(MIDDLE, y + 15, pair.label, "middle quiet")
            yield from to_a_side(pair.left, -1, y + 34, most, "bar")
            yield from to_a_side(pair.right, 1, y + 34, most, "other")
            yield line("axis", MIDDLE, y + 20, MIDDLE, y + 48)

    says = "; ".join(
        f"{pair.label}: {headings[0]} {pair.left.written}, {headings[1]} {pair.right.written}" for pair in pairs
    )
    return svg(name, title, says, top + PAIR * len(pairs), drawn(), width=SIDE)


def to_a_side(mark: Mark, way: int, y: float, most: float, kind: str) -> Iterator[str]:
    """One bar to the left (-1) or the right (1) of the middle, with its number at the far end."""
    end = "end " if way < 0 else ""
    if mark.value is None:
        yield text(MIDDLE + way * 12, y + 4, mark.written, f"{end}why")
        return
    length = REACH * mark.value / most
    yield box(kind, MIDDLE - length if way < 0 else MIDDLE, y - 9, length, 18)
    far = max(mark.value, mark.high or 0.0)
    if mark.low is not None and mark.high is not None:
        first, last = (MIDDLE + way * REACH * edge / most for edge in (mark.low, mark.high))
        yield line("interval over", first, y, last, y)
    at = MIDDLE + way * (REACH * far / most + 8)
    yield text(at, y - 2, percent(mark.value, 1), f"{end}value")
    yield text(at, y + 13, mark.written, f"{end}quiet")
