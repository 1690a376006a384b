"""Questions put to a store, and the answers with all that a reader must know: unit, definition, source, account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

import msgspec

from asylia.courtdata.analyses import NAMED
from asylia.courtdata.cases import cases, people
from asylia.courtdata.cohort import Rule
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.presets import Published, presets
from asylia.courtdata.questions import DIMENSIONS, Analysis, Row, Setting, divided, needed
from asylia.courtdata.store import Store

CASE = "case"
PERSON = "person"
UNITS = {
    CASE: "one case (IDNCASE); a person may have several",
    PERSON: "one guess at a person: cases alike in nationality, language, sex, birth month and entry count once",
}
RULES = {
    Rule.EITHER: "removal cases that are or ever were at a location of the programme, or bear its flag",
    Rule.LOCATION: "removal cases that are or ever were at a location of the programme",
    Rule.FLAG: "removal cases that bear the programme's flag",
    Rule.EVERYONE: "every case of the release, of whatever kind",
}
USED = ("A_TblCase", "B_TblProceeding", "tbl_schedule", "A_TblCaseIdentifier", "tbl_RepsAssigned")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: analyses by name, what to divide rows by, which cases, counted as what, as of which day."""

    analyses: tuple[str, ...]
    by: tuple[str, ...] = ()
    rule: Rule = Rule.EITHER
    unit: str = CASE
    as_of: dt.date | None = None
    title: str = ""
    published: tuple[Published, ...] = ()


class Answer(msgspec.Struct, frozen=True):
    """One analysis answered: its own words, the rows, and what was printed on the same question."""

    name: str
    title: str
    unit_of_value: str
    numerator: str
    denominator: str
    definition: str
    source: str
    rows: tuple[Row, ...]
    published: tuple[Published, ...]


class Account(msgspec.Struct, frozen=True):
    """What became of a table's rows: read = good + repaired + set_aside; `agrees` with the release's own count."""

    table: str
    read: int
    good: int
    repaired: int
    set_aside: int
    agrees: bool


class Report(msgspec.Struct, frozen=True):
    """All answers, and what they rest on."""

    title: str
    release: str
    released: str
    as_of: str
    later: str | None
    cohort: str
    unit: str
    by: tuple[str, ...]
    meanings: dict[str, dict[str, str]]  # dimension -> code -> what it means
    answers: tuple[Answer, ...]
    accounts: tuple[Account, ...]


def asked(names: Sequence[str], **rest: object) -> Asked:
    """What a list of names asks for: analyses, or one preset alone. Raises StoreError for a name that is neither.

    The preset's cases and day hold; `rest` adds `by` and `unit`, and without a preset `rule` and `as_of` too.
    """
    if len(names) == 1 and (preset := presets().get(names[0])):
        fixed = {name: value for name, value in rest.items() if name in ("by", "unit")}
        return msgspec.convert(
            {**fixed, "analyses": preset.analyses, "rule": preset.rule, "as_of": preset.as_of,
             "title": preset.title, "published": preset.published}, Asked,
        )  # fmt: skip
    for name in names:
        if name not in NAMED:
            raise StoreError(f"There is no analysis or preset {name}; `asylia courtdata report --help` lists them.")
    return msgspec.convert({**rest, "analyses": tuple(names or unpaired())}, Asked)


def unpaired() -> Iterator[str]:
    """The analyses that one release answers alone."""
    return (name for name in NAMED if name != "transferred-between")


def report(store: Store, what: Asked, later: Store | None = None) -> Report:
    """Answer what is asked from one release, and a later one where the question holds two together.

    Both stores are read through the same backend. Raises StoreError when a table is missing, a dimension is not
    known, or the day lies after the release.
    """
    for table in USED:
        store.account(table)
    released = dt.date.fromisoformat(store.manifest.source.released)
    day = what.as_of or released
    if day > released:
        raise StoreError(f"The release of {released} cannot tell of {day}: ask for that day or an earlier one.")
    told = cases(store, what.rule, day, needed((NAMED[name] for name in what.analyses), what.by))
    if what.unit == PERSON:
        told = people(told, store)
    held = divided(told, what.by).cache()
    setting = Setting(store, day, later)
    try:
        answers = tuple(answered(NAMED[name], what, NAMED[name].rows(held, what.by, setting)) for name in what.analyses)
    finally:
        held.release()
    return Report(
        title=what.title or "Court data", release=store.manifest.source.name, released=str(released), as_of=str(day),
        later=later.manifest.source.released if later else None, cohort=RULES[what.rule], unit=UNITS[what.unit],
        by=what.by, meanings={name: meanings(store, name) for name in what.by}, answers=answers,
        accounts=tuple(accounted(store)),
    )  # fmt: skip


def answered(analysis: Analysis, what: Asked, rows: Sequence[Row]) -> Answer:
    """One analysis with its words, its rows, and the printed numbers that belong beside it."""
    return Answer(
        analysis.name, analysis.title, analysis.unit_of_value, analysis.numerator, analysis.denominator,
        analysis.definition, analysis.source, tuple(rows),
        tuple(each for each in what.published if each.analysis == analysis.name),
    )  # fmt: skip


def meanings(store: Store, dimension: str) -> dict[str, str]:
    """What the codes of a dimension mean; empty where its values speak for themselves."""
    table = DIMENSIONS[dimension]
    return store.meanings(table) if table else {}


def accounted(store: Store) -> Iterator[Account]:
    """What became of the rows of each table that the analyses read."""
    for name in USED:
        table = store.account(name)
        repaired, set_aside = sum(table.repaired.values()), sum(table.quarantined.values())
        yield Account(name, table.rows, table.good, repaired, set_aside, table.agrees)
