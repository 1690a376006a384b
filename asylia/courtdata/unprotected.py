"""A report as one page for whoever works with the store: exact counts, headed as what must not be handed on."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from asylia.courtdata.publication import Figure
from asylia.courtdata.questions import Row
from asylia.courtdata.report import Answer, Report
from asylia.courtdata.sections import account_of, beside, definition, pair, rows_of
from asylia.courtdata.telling import figures as told
from asylia.courtdata.telling import grouped
from asylia.publish.page import document, table

STRIP = (
    "<b>Unprotected, not for release.</b> Exact counts of real people, some of them of one person. What is published "
    "is made by <code>asylia courtdata site</code>."
)


def as_html(report: Report) -> str:
    """The whole report as one file that needs nothing beside it."""
    beside_it = f", held against the release of {report.later}" if report.later else ""
    parts = [
        '<div class="note alarm"><p><b>Unprotected, not for release.</b> Small counts are shown as they are.</p></div>',
        f"<h1>{escape(report.title)}</h1>",
        f'<p class="lead">Release {escape(report.release)} of {report.released}, as of {report.as_of}{beside_it}. '
        f"Unit: {escape(report.unit)}.</p>",
    ]
    for answer in report.answers:
        parts += [f"<h2>{escape(answer.title)}</h2>", *map(beside, answer.published), shown(report, answer)]
        parts.append(definition(answer, report.cohort, unit=report.unit))
    head = "<b>Asylia</b> court data: a report of one's own"
    foot = f"<p>Release of {report.released}. Unprotected, not for release.</p>"
    main = "\n".join([*parts, account_of(report.accounts)])
    return document(f"Unprotected: {report.title}", main, strip=STRIP, head=head, foot=foot)


def shown(report: Report, answer: Answer) -> str:
    """The rows of an answer: shares beside their chart, days and kilometres as a table."""
    if not answer.rows:
        return "<p>No case belongs here.</p>"
    if answer.unit_of_value != "share":
        head = ["Of", "n", "of", f"Median {answer.unit_of_value}", "95 %"]
        return table(answer.title, head, [[label(report, row), *told(answer, row)] for row in answer.rows])
    rows = figures(report, answer)
    division = " and ".join(answer.rows[0].by)
    return pair(answer, rows, division) if len(rows) <= 40 else rows_of(answer, rows, (), division)


def figures(report: Report, answer: Answer) -> Sequence[Figure]:
    """An answer's rows as figures; the counts are exact."""
    return [
        Figure(
            of="", analysis=answer.name, division=" and ".join(row.by), group=label(report, row) if row.by else "",
            says="", part=row.part or "", numerator=row.numerator, denominator=row.denominator,
            share=row.value, low=row.low, high=row.high,
        )
        for row in answer.rows
    ]  # fmt: skip


def label(report: Report, row: Row) -> str:
    """A row's groups in words, with their codes."""
    named = (grouped(report, row, name) for name in row.by)
    return " / ".join(f"{says} ({code})" if says else code for code, says in named) or "all"
