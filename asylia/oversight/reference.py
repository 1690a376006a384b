"""The page of the reference that says what every event table holds."""

from collections.abc import Iterator

from asylia.core.event import name_of
from asylia.oversight.extraction import MAKES_NONE
from asylia.oversight.fact import CaseFact, Column, Fact, table
from asylia.oversight.tables import TABLES

WHAT = {
    "code": "a code", "id": "an id or pseudonym", "count": "a whole number", "share": "a number",
    "yes_no": "yes or no", "day": "a day", "moment": "a moment (UTC)",
}  # fmt: skip


def tables() -> str:
    """Every event table: what one row is, and what each column means."""
    return "\n".join((*_head(), *(line for each in TABLES for line in _of(each)), *_none()))


def _head() -> Iterator[str]:
    yield "# Event tables"
    yield ""
    yield "<!-- Made from the code by `make docs`: change the code, not this page. -->"
    yield ""
    yield "What measures are declared over. One row is one fact, with what was known when it happened; as of a"
    yield "moment are the rows recorded up to then. Only codes stand here: no word anyone said, no name, no place of"
    yield "residence; whoever did it bears a pseudonym. How they are made: [oversight.md](../oversight.md)."
    yield ""
    yield "## Columns of every row"
    yield ""
    yield from _columns(table("every", Fact).columns)
    yield "## Columns of every row about a case"
    yield ""
    yield from _columns(table("case", CaseFact).columns[len(Fact.__struct_fields__) :])


def _of(name: str) -> Iterator[str]:
    each = TABLES[name]
    common = CaseFact if each.of_a_case else Fact
    yield f"## `{name}`"
    yield ""
    yield each.one_row + ("" if each.of_a_case else " About no one case.")
    yield ""
    own = each.columns[len(common.__struct_fields__) :]
    if own:
        yield from _columns(own)


def _columns(columns: tuple[Column, ...]) -> Iterator[str]:
    yield "| column | what it is | kind |"
    yield "|---|---|---|"
    for each in columns:
        yield f"| `{each.name}` | {each.means} | {WHAT[each.kind]}{', or nothing' if each.optional else ''} |"
    yield ""


def _none() -> Iterator[str]:
    yield "## Events that make no row"
    yield ""
    yield "| event | where what it says is counted |"
    yield "|---|---|"
    for kind, why in MAKES_NONE.items():
        yield f"| `{name_of(kind)}` | {why} |"
    yield ""
