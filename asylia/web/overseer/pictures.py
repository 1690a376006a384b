"""From rows to their picture: which chart a measure declares, its title as a sentence, its caption."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from asylia.oversight.ladder import Ladder, Line
from asylia.oversight.row import Breach, Row
from asylia.oversight.status import Status
from asylia.oversight.telling import Definition
from asylia.publish.charts import (
    Mark,
    Rung,
    ladder,
    legend,
)
from asylia.publish.page import count, percent
from asylia.web.overseer import worded
from asylia.web.overseer.charted import KINDS, Drawn


class Picture(NamedTuple):
    """A chart with its title and what stands under it."""

    title: str
    drawn: SafeString
    caption: SafeString | str


def of_measure(
    measure: Definition, rows: Sequence[Row], breaches: Sequence[Breach] = (), earlier: Sequence[Row] = ()
) -> Picture | None:  # fmt: skip
    """Return the picture that a measure declares, of rows of one part; None where there is nothing to draw.

    `earlier` are the programme's rows of editions before, the oldest first.
    """
    draw = KINDS.get(measure.picture)
    if draw is None or not rows:
        return None
    title = finding(measure, rows)
    drawn = draw(f"picture-{measure.id}-{rows[0].part}".rstrip("-"), title, measure, Drawn(rows, breaches, earlier))
    if not drawn:
        return None
    return Picture(title, mark_safe(drawn), caption(measure, rows))  # noqa: S308 - charts escape what they are given


def finding(measure: Definition, rows: Sequence[Row]) -> str:
    """What the rows show, as a sentence: the state of most weight, and where."""
    for state, words in ((Status.NOT_MEASURABLE, "it cannot be known"), (Status.ALARM, "an alarm stands"),
                         (Status.WATCH, "one limit is crossed")):  # fmt: skip
        found = [row for row in rows if row.status is state]
        if found:
            return f"{measure.question} {first_up(words)}: {listed([worded.unit(row) for row in found])}"
    enough = [row for row in rows if row.status is Status.OK]
    if not enough:
        return f"{measure.question} Too few to say"
    return f"{measure.question} No limit is crossed"


def first_up(words: str) -> str:
    """With a capital letter, the rest as it is."""
    return words[:1].upper() + words[1:]


def listed(places: Sequence[str]) -> str:
    """Names, the first few of many."""
    unique = list(dict.fromkeys(places))
    return ", ".join(unique[:3]) + (f" and {len(unique) - 3} more" if len(unique) > 3 else "")


def caption(measure: Definition, rows: Sequence[Row]) -> SafeString | str:
    """Of what, in which days, by which method, with the two marks where there are two."""
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    words = f"{first_up(measure.numerator)}, among {measure.denominator}; {worded.days(first, last)}."
    arms = list(rows[0].arms)
    if measure.picture == "paired bars" and len(arms) == 2:
        key = mark_safe(legend(*(worded.said(arm) for arm in arms)))  # noqa: S308 - codes of a declaration
        return format_html("{} {} {} Source: the record.", words, key, measure.method)
    return f"{words} {measure.method} Source: the record."


# --- the programme's ladder


def of_ladder(found: Ladder) -> Picture:
    """The ladder of an edition, its two turning points as title."""
    rungs = [Rung(line.label, line.count, count(line.count), share_of(line)) for line in found.rungs.lines]
    title = ladder_title(found)
    words = "Bars are people; each share is of the step before, with 95 % interval (Wilson). Source: the record."
    return Picture(title, mark_safe(ladder("ladder", title, rungs)), words)  # noqa: S308 - charts escape what they are given


def share_of(line: Line) -> Mark | None:
    """The share of the step before; None for the first step."""
    if line.of is None:
        return None
    if line.share is None:
        return Mark(line.label, None, line.why or "none")
    return Mark(line.label, line.share, percent(line.share), line.lower, line.upper)


def ladder_title(found: Ladder) -> str:
    """Of those asked how many claimed, and of those decided how many were found positive, as a sentence."""
    said = []
    for id, words in (("claimed", "of those asked claimed fear"), ("positive", "of those decided were found positive")):
        line = next((each for each in found.rungs.lines if each.id == id), None)
        if line is not None and line.share is not None:
            said.append(f"{percent(line.share)} {words}")
    if not said:
        return "What became of everyone encountered"
    return f"{'; '.join(said)}"
