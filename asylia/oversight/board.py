"""The board in plain text, 80 columns wide: what cannot be measured first, then alarms, then the rest by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from asylia.oversight.row import Breach, Row
from asylia.oversight.status import Status
from asylia.oversight.telling import Definition, value

WIDE = 80
HUMBLE = "A quiet board is not proof of fairness. Data describe only recorded people."


def board(rows: Sequence[Row], definitions: dict[str, Definition], breaches: Sequence[Breach]) -> Iterator[str]:
    """Every row that is not ok, the worst first, and how many of each state there are."""
    states = Counter(row.status for row in rows)
    yield "  ".join(f"{state} {states[state]}" for state in Status)
    order = list(Status)
    for row in sorted(rows, key=lambda r: (order.index(r.status), r.measure, r.unit != "programme", r.of, r.part)):
        if row.status not in (Status.OK, Status.INSUFFICIENT):
            yield from ("", *line(row, definitions[row.measure].question))
    open_ones = [each for each in breaches if each.ended is None]
    yield from ("", f"{len(open_ones)} broken rules are open: each is a case, and has an owner and a time.", "", HUMBLE)


def line(row: Row, question: str) -> Iterator[str]:
    """One row: state, measure and place; then what was found, in words."""
    yield from headed(row.status, f"{row.measure}  {where(row)}: {value(row)}")
    yield from indented(f"{question} {row.reason}")


def where(row: Row) -> str:
    """Which unit and part a row is of."""
    place = "programme" if row.unit == "programme" else f"{row.unit} {row.of}"
    return f"{place}, {row.part}" if row.part else place


def headed(head: str, words: str) -> Iterator[str]:
    """A line that begins with its head; what is longer goes on beneath."""
    first, *more = wrap(words, WIDE - 16)
    yield f"{head:<16}{first}"
    yield from (f"{'':16}{each}" for each in more)


def indented(words: str) -> Iterator[str]:
    """A sentence beneath its row."""
    for each in wrap(words, WIDE - 16):
        yield f"{'':16}{each}"


def measure(definition: Definition, rows: Iterable[Row]) -> Iterator[str]:
    """One measure: its words, its limits, its rows."""
    yield f"{definition.id}, version {definition.version}: {definition.title}"
    told = {
        "Question": definition.question, "Why": definition.why, "Counted": definition.population,
        "Numerator": definition.numerator, "Denominator": definition.denominator, "Method": definition.method,
        "Alarm": "; or ".join(each.says for each in definition.alarm) or "; ".join(r.says for r in definition.rules),
        "Limits": " ".join(definition.limits), "Watched with": ", ".join(definition.counter_measures),
        "Definition": definition.digest,
    }  # fmt: skip
    for name, words in told.items():
        yield from headed(name, words or "none")
    for row in rows:
        yield ""
        yield from headed(row.status, f"{where(row)}, {row.start} to {row.end}: {value(row)}")
        yield from indented(" ".join(filter(None, (figures(row), row.reason))))


def figures(row: Row) -> str:
    """The estimate with its interval, and the test."""
    if row.estimate is None:
        return ""
    span = "" if row.lower is None or row.upper is None else f" ({row.lower:.3g} to {row.upper:.3g})"
    tests = {"p": row.p, "q": row.q, "e": row.e_value}
    return ", ".join([f"{row.estimate:.3g}{span}", *(f"{n} {x:.2g}" for n, x in tests.items() if x is not None)]) + "."
