"""The record as sentences: what happened, in the past tense, without what this desk has no business reading."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from zoneinfo import ZoneInfo

from asylia.core.event import Event, Role, name_of
from asylia.core.telling import tell
from asylia.web.band import Day, Line
from asylia.web.names import country, language

# Border posts, clerks and overseers of the record read that something was said, not what (data.purpose).
READ_WORDS: frozenset[Role] = frozenset({"asylum_officer", "supervisor", "counsel", "specialist"})
WITH_WORDS = frozenset({"fear.claimed/1", "fear.said_again/1"})

# What is told as one line when many follow one another: three hours of testimony, a worksheet.
RUNS: dict[str, str] = {
    "testimony.added/1": "{count} lines of testimony recorded.",
    "finding.recorded/1": "{count} findings recorded.",
    "bar.found/1": "{count} bars were looked at.",
    "contact.tried/1": "{count} times tried to reach the person.",
}

# What the person learns first, by service: it tells the outcome, and stands only before those who make it final or
# serve it. A duty post has no business in it (data.purpose); counsel is served.
BEFORE_SERVICE = frozenset({"determination.signed/1", "determination.overridden/1", "review.returned/1"})
READ_OUTCOMES: frozenset[Role] = frozenset(
    {"asylum_officer", "supervisor", "headquarters", "judge", "hearing_clerk", "overseer"}
)

Names = Callable[[str, Role], str]


def line_of(event: Event, entry: int, zone: ZoneInfo, reader: Role, name: Names) -> Line:
    """Return one entry as a line for one reader. `name` says who gave it, from which desk."""
    stored = name_of(event)
    bold, bar, rest = tell(event, zone, country=country, language=language).partition("|")
    may_read = stored in WITH_WORDS and reader in READ_WORDS
    if stored in BEFORE_SERVICE and reader not in READ_OUTCOMES:
        rest = "."
    return Line(
        at=event.who.at.astimezone(zone),
        event=bold if bar else "",
        says=rest if bar else bold,
        by=name(event.who.by, event.who.role),
        entry=entry,
        moves=bool(bar),
        words=getattr(event, "words", "") if may_read else "",
        language=getattr(event, "language", "") if may_read else "",
        run=stored if stored in RUNS else "",
    )


def folded(lines: Iterable[Line]) -> list[Line]:
    """Return lines with each run of like ones as a single line; every entry by itself stays on the Record page."""
    shown: list[Line] = []
    for (run, _, _), alike in groupby(lines, key=lambda line: (line.run or line.entry, line.by, line.at.date())):
        first, *more = alike
        last = more[-1] if more else first
        says = RUNS[str(run)].format(count=len(more) + 1) if more else first.says
        shown.append(replace(first, says=says, until=last.entry if more else 0))
    return shown


def days_of(lines: Iterable[Line], *, newest_first: bool) -> list[Day]:
    """Return lines under the headings of their days; newest first on a page, oldest first on paper."""
    ordered = sorted(lines, key=lambda line: (line.at.date(), line.entry), reverse=newest_first)
    return [Day(day, list(of_day)) for day, of_day in groupby(ordered, key=lambda line: line.at.date())]
