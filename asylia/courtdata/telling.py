"""A report as text for a terminal, as JSON, or as tidy CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from textwrap import fill

import msgspec

from asylia.courtdata.presets import Published
from asylia.courtdata.questions import Row
from asylia.courtdata.report import Answer, Report

WIDTH = 80
NOT_FOR_PRINT = (
    "Exact counts of real people: for those who work with the store. What is published goes through the site."
)
COLUMNS = ("analysis", "part", "numerator", "denominator", "value", "unit_of_value", "low", "high", "left_out")


def as_json(report: Report) -> str:
    """The whole report, indented."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()


def as_csv(report: Report) -> str:
    """One row a figure, under COLUMNS with the groups' columns (code and meaning) after the analysis."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    groups = [column for name in report.by for column in (name, f"{name}_says")]
    writer.writerow([COLUMNS[0], *groups, *COLUMNS[1:]])
    for answer in report.answers:
        for row in answer.rows:
            named = [said for name in report.by for said in grouped(report, row, name)]
            figures = [row.part, row.numerator, row.denominator, row.value, answer.unit_of_value, row.low, row.high]
            writer.writerow([answer.name, *named, *("" if f is None else f for f in figures), row.left_out])
    return out.getvalue()


def as_text(report: Report) -> str:
    """For a terminal of 80 columns."""
    head = [
        report.title, "",
        fill(f"Release {report.release} of {report.released}, read as of {report.as_of}."
             + (f" Held against the release of {report.later}." if report.later else ""), WIDTH),
        fill(f"Cases: {report.cohort}.", WIDTH), fill(f"Unit: {report.unit}.", WIDTH), "",
    ]  # fmt: skip
    for answer in report.answers:
        head += [*told(report, answer), ""]
    return "\n".join([*head, *account_lines(report), "", fill(NOT_FOR_PRINT, WIDTH)]) + "\n"


def told(report: Report, answer: Answer) -> Iterator[str]:
    """One answer: its title, printed numbers, a table of rows, its definition."""
    yield f"{answer.title} ({answer.name})"
    for published in answer.published:
        yield fill(printed(published), WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield from table(report, answer)
    left = sum(row.left_out for row in answer.rows)
    if left:
        yield f"  {left:,} left out: their dates or places give no answer, or they are not there."
    for name, words in (("Counted", answer.numerator), ("Of", answer.denominator), ("By", answer.definition)):
        yield fill(f"{name}: {words}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    yield fill(f"Source: {answer.source}", WIDTH, initial_indent="  ", subsequent_indent="    ")


def printed(published: Published) -> str:
    """A printed number in a sentence, what to mind with it."""
    mind = f"; {published.mind}" if published.mind else ""
    months = ", ".join(f"{month} {count:,}" for month, count in published.months.items())
    return f"Printed: {published.says}{' by month ' + months if months else ''}, {published.source}{mind}."


def table(report: Report, answer: Answer) -> Iterator[str]:
    """The rows under a header, numbers to the right."""
    if not answer.rows:
        yield "  No case belongs here."
        return
    dimensions = [name for name in report.by if name in answer.rows[0].by]
    parts = answer.rows[0].part is not None
    header = [*dimensions, *(["part"] if parts else []), "n", "of", answer.unit_of_value, "95 %"]
    lines = [header]
    for row in answer.rows:
        names = [label(report, row, name) for name in dimensions]
        lines.append([*names, *([row.part or ""] if parts else []), *figures(answer, row)])
    words = len(header) - 4
    widths = [max(len(line[n]) for line in lines) for n in range(len(header))]
    for line in lines:
        cells = [cell.ljust(widths[n]) if n < words else cell.rjust(widths[n]) for n, cell in enumerate(line)]
        yield "  " + "  ".join(cells).rstrip()


def figures(answer: Answer, row: Row) -> list[str]:
    """Numerator, denominator, value and interval as a reader expects them."""
    if answer.unit_of_value == "share":
        value = "" if row.value is None else f"{row.value:.1%}".replace("%", " %")
        span = "" if row.low is None or row.high is None else f"{row.low * 100:.1f} to {row.high * 100:.1f}"
    else:
        value = (
            "not reached" if row.value is None and row.denominator else "" if row.value is None else f"{row.value:,.0f}"
        )
        span = " to ".join("..." if each is None else f"{each:,.0f}" for each in (row.low, row.high))
        span = "" if row.low is None and row.high is None else span
    return [f"{row.numerator:,}", f"{row.denominator:,}", value, span]


def account_lines(report: Report) -> Iterator[str]:
    """Every row that was read, and what became of it."""
    yield "Every row is accounted for"
    header: Sequence[str] = ("table", "read", "good", "repaired", "set aside")
    yield f"  {header[0]:<22}" + "".join(f"{name:>13}" for name in header[1:])
    for each in report.accounts:
        counts = "".join(f"{count:>13,}" for count in (each.read, each.good, each.repaired, each.set_aside))
        yield f"  {each.table:<22}{counts}" + ("" if each.agrees else "  not as Count.txt says")


def grouped(report: Report, row: Row, name: str) -> tuple[str, str]:
    """A group's code and what it means."""
    code = row.by.get(name, "")
    return code, report.meanings.get(name, {}).get(code, "")


def label(report: Report, row: Row, name: str) -> str:
    """A group as a reader meets it: the meaning, and the code where there is one; cut to fit a line."""
    code, says = grouped(report, row, name)
    return f"{says[:24]} ({code})" if says else code
