"""The ladder as plain text of eighty columns, for a terminal: the same figures as on the board."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from asylia.oversight.ladder import Cut, Ladder, Line, Section, Wait
from asylia.publish.page import count, percent

WIDTH = 80
LABEL, COUNT, AMONG, SHARE = 32, 8, 17, 8  # the interval takes the rest

CUTS: dict[Cut, str] = {
    "programme": "The programme", "week": "Week of", "place": "Place", "language": "Language", "family": "Family",
    "vulnerability": "Vulnerability",
}  # fmt: skip


def told(ladders: Sequence[Ladder]) -> str:
    """The ladders one below the other; where there is none, that nobody was encountered."""
    if not ladders:
        return "Nobody was encountered: there is no ladder to show.\n"
    return "\n".join(_ladder(each) for each in ladders)


def _ladder(ladder: Ladder) -> str:
    named = CUTS[ladder.cut] if ladder.cut == "programme" else f"{CUTS[ladder.cut]} {ladder.value}"
    lines = [*textwrap.wrap(f"{named}, as the record stood on {ladder.as_of:%d %b %Y %H:%M} UTC", WIDTH), ""]
    if ladder.banner:
        lines += textwrap.wrap(ladder.banner, WIDTH, initial_indent="! ", subsequent_indent="! ")
        lines.append("")
    for section in (ladder.rungs, *ladder.sections):
        lines += _section(section)
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    if not any(line.count or line.of for line in section.lines) and not any(w.over or w.waiting for w in section.waits):
        yield f"{section.title}: nothing on the record yet"
        yield ""
        return
    yield _row(section.title, section.counts, "of", "share", "95 % interval")
    yield "-" * WIDTH
    for line in section.lines:
        yield from _line(line)
    for wait in section.waits:
        yield from _wait(wait)
    if section.note:
        yield from textwrap.wrap(section.note, WIDTH)
    yield ""


def _line(line: Line) -> Iterator[str]:
    if line.of is None or line.within is None:
        yield _row(line.label, count(line.count), "", "", "")
        return
    among = f"{count(line.within)} of {count(line.of)}"
    if line.lower is None or line.upper is None:
        yield _row(line.label, count(line.count), among, "-", line.why)
        return
    yield _row(line.label, count(line.count), among, percent(line.share), _between(line.lower * 100, line.upper * 100))
    if line.beside:
        yield f"  {count(line.beside)} more {f'not {line.of_what}' if line.of_what else 'without the step before'}"


def _wait(wait: Wait) -> Iterator[str]:
    among = f"{count(wait.over)} of {count(wait.over + wait.waiting)}"
    if wait.median is None:
        yield _row(wait.label, "", among, "-", wait.why)
        return
    upper = "open" if wait.upper is None else f"{wait.upper:.1f}"
    lower = "-" if wait.lower is None else f"{wait.lower:.1f}"
    yield _row(wait.label, "", among, f"{wait.median:.1f} h", f"{lower} to {upper}")


def _between(lower: float, upper: float) -> str:
    return f"{lower:.1f} to {upper:.1f}"


def _row(label: str, counted: str, among: str, share: str, interval: str) -> str:
    """One row; a label that is too long takes lines of its own before its figures."""
    indent = " " * (len(label) - len(label.lstrip()) + 2)
    *before, last = textwrap.wrap(label, LABEL - 1, subsequent_indent=indent) or [""]
    figures = f"{last}{counted:>{LABEL + COUNT - len(last)}}{among:>{AMONG}}{share:>{SHARE}}  {interval:>13}"
    return "\n".join((*before, figures.rstrip()))
