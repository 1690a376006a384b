"""What pages of court data are made of: a chart beside its rows, a definition, the account of every row."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

from asylia.courtdata.counting import OTHERS
from asylia.courtdata.dividing import NO_PORT
from asylia.courtdata.findings import headline
from asylia.courtdata.gathered import HORIZONS
from asylia.courtdata.presets import Published
from asylia.courtdata.publication import Figure
from asylia.courtdata.questions import Analysis
from asylia.courtdata.report import CASE, UNITS, Account, Answer
from asylia.publish.charts import Mark, bars, columns, dots, steps
from asylia.publish.page import THIN, count, percent, shown, span, table, terms
from asylia.publish.tidy import SUMS

UNIT = UNITS[CASE]
BY = {
    "month": "month of the notice", "court": "court", "port": "port of return", "nationality": "nationality",
    "age": "age at the notice", "language": "language", "representation": "representation", "sex": "sex",
    "outcome": "outcome",
}  # fmt: skip
PARTS = {"new-cases": "Month", "outcomes": "Outcome", "ages": "Age"}
CODEBOOK, METHOD = "datapackage.json", "methodology.html"
ROUNDED = (
    "Every count is rounded to 10 on its own, so sums need not agree. “under 10” is 0 to 9. “held back” is 10 or more, "
    "“not shown” any number: from them a count under 10 could be worked out. Shares and intervals (95 %, Wilson) are "
    "of the rounded counts, and only out of 50 or more."
)
BOX = '<div class="chart-box" role="group" aria-label="Chart" tabindex="0">'
NOTE = f'<p class="small">{ROUNDED}</p>'


Words: TypeAlias = Analysis | Answer  # what an analysis says of itself, with or without its answer


def lead(own: Sequence[Figure], unit: str = UNIT, about: str = "About ") -> str:
    """The figure itself: n, interval, unit."""
    found = headline(own)
    if found is None:
        return f'<p class="lead">Too few to say, or held back. Unit: {escape(unit)}.</p>'
    counts = f"{shown(found.numerator)} of {shown(found.denominator)}, {percent(found.share)}"
    interval = f"95 % interval {span(found.low, found.high)}"
    return f'<p class="lead">{about}{counts} ({interval}). Unit: {escape(unit)}.</p>'


def beside(each: Published) -> str:
    """A number that was printed on the same question, and what to mind with it."""
    months = ", ".join(f"{month}: {count(number)}" for month, number in each.months.items())
    says = escape(each.says.replace(",", THIN)) + (f"; by month {months}" if months else "")
    mind = f'<p class="mind">Mind: {escape(each.mind)}.</p>' if each.mind else ""
    return f"<p>Published on the same question: <b>{says}</b> ({escape(each.source)}).</p>{mind}"


def take(name: str) -> str:
    """What can be taken away of these rows."""
    return (
        f'<div class="take"><a class="button" href="{name}.csv" download>Download these rows</a> '
        f'<a href="{CODEBOOK}">Codebook</a> <a href="{name}.sql">Query</a> <a href="{SUMS}">Checksums</a></div>'
    )


def pair(words: Words, own: Sequence[Figure], division: str, more: str = "") -> str:
    """A chart, and the same rows beside it."""
    rows = [each for each in own if each.division == division]
    if not rows:
        return '<p class="note">Nothing of this can be printed.</p>'
    titled = words.title + (f" by {BY[division]}" if division in BY else "")
    total = [each for each in own if each.division == ""] if division else []
    caption = f"{titled}. {words.numerator[:1].upper()}{words.numerator[1:]}, of {words.denominator}."
    return (
        f'<div class="pair"><figure>{BOX}{chart(words.name, rows, titled, division)}</div>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
        f"<div>{rows_of(words, rows, total, division)}{more}</div></div>"
    )


def chart(analysis: str, rows: Sequence[Figure], title: str, division: str) -> str:
    """The picture that fits what is asked."""
    name = f"chart-{analysis}-{division or 'all'}".replace(" ", "")
    shares = [Mark(called(each), each.share, written(each), each.low, each.high) for each in rows]
    counts = [Mark(called(each), number(each), shown(each.numerator)) for each in rows]
    if analysis == "new-cases" and not division and len(rows) > 2:
        return columns(name, title, [mark for mark in counts if mark.label != OTHERS])
    if analysis.startswith("time-"):
        return steps(name, title, shares, HORIZONS)
    if division or len(rows) == 1:
        return dots(name, title, shares)
    return bars(name, title, counts)


def number(each: Figure) -> float | None:
    """A numerator that is printed."""
    return float(each.numerator) if isinstance(each.numerator, int) else None


def written(each: Figure) -> str:
    """How a share stands in a chart; or why it does not."""
    if each.share is not None:
        return percent(each.share)
    return "of too few" if isinstance(each.numerator, int) else shown(each.numerator)


def called(each: Figure) -> str:
    """What a row is called: its part, or its group in words and by its code."""
    if each.says and each.says != each.group:
        return f"{each.says} ({each.group})"
    if each.division == "port" and each.group == "":
        return NO_PORT
    return " / ".join(name for name in (each.group, each.part) if name) or "all"


def rows_of(words: Words, rows: Sequence[Figure], total: Sequence[Figure], division: str) -> str:
    """The rows as a table; a total below where they are divided."""
    lines = [[called(each), *figures(each)] for each in rows]
    if len(total) == 1:
        lines.append(["Total", *figures(total[0])])
    by = BY.get(division, division)
    first = f"{by[:1].upper()}{by[1:]}" or PARTS.get(words.name, "What")
    caption = f"The same rows{f', by {by}' if by else ''}: {words.title[:1].lower()}{words.title[1:]}"
    return table(caption, [first, "n", "of", "%", "95 %"], lines)


def figures(each: Figure) -> list[str]:
    """Numerator, denominator, share and interval, as text."""
    share = "" if each.share is None else f"{each.share * 100:.1f}"
    return [shown(each.numerator), shown(each.denominator), share, span(each.low, each.high)]


def definition(
    words: Words, population: str, divisions: Sequence[str] = (), first: str = "", *, unit: str = UNIT
) -> str:
    """What is counted, among whom, by whose rule, and what it is divided by on this page."""
    pairs = [
        ("Population", escape(population)), ("Counted", escape(words.numerator)), ("Of", escape(words.denominator)),
        ("Unit", escape(unit)), ("Definition", escape(words.definition)), ("Source of it", escape(words.source)),
    ]  # fmt: skip
    if divisions:
        links = (BY[by] if by == first else f'<a href="#by-{by}">{BY[by]}</a>' for by in divisions)
        pairs.append(("By", ", ".join(links)))
    return f"<h2>Definition: {escape(words.title[:1].lower() + words.title[1:])}</h2>{terms(pairs)}"


def account_of(accounts: Sequence[Account]) -> str:
    """What became of every row that the counts rest on."""
    rows = [[e.table, count(e.read), count(e.good), count(e.repaired), count(e.set_aside)] for e in accounts]
    wrong = ", ".join(each.table for each in accounts if not each.agrees)
    agrees = f"; not as the release's own count says: {wrong}" if wrong else ", as the release's own count says"
    told = table("Rows of the release by table", ["Table", "Read", "Good", "Repaired", "Set aside"], rows)
    note = f"Read = good + repaired + set aside{agrees}."
    return f'<h2>Every row is accounted for</h2>{told}<p class="small">{escape(note)}</p>'
