"""Counts the ladder from the event tables: of the whole programme with what stands beside it, or the rungs by a cut."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, get_args

import ibis

from asylia.oversight import ladder_deciding, ladder_waiting
from asylia.oversight.ladder import Cut, Ladder, Line, Section, banner
from asylia.oversight.ladder_lines import line
from asylia.oversight.ladder_people import AGES, KNOWN, VULNERABLE, Cohort, people
from asylia.oversight.measure import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

PEOPLE = "people"
Counts: TypeAlias = Mapping[str, Any]  # by step, how many; by the cut, which of its values
AGAIN = "One row is one person's passage from an encounter on; who is met again later is counted again."


class Rung(NamedTuple):
    """How many of the people came to `id`, among those who came to `of`; with no `of` it is a count alone."""

    id: str
    label: str
    of: str = ""
    of_what: str = ""


RUNGS = (
    Rung("encountered", "Encountered"),
    Rung("asked", "Asked about fear", "encountered", "encountered"),
    Rung("claimed", "Claimed fear", "asked", "asked"),
    Rung("referred", "Referred", "claimed", "claimed"),
    Rung("represented", "Represented", "referred", "referred"),
    Rung("interviewed", "Interviewed", "referred", "referred"),
    Rung("decided", "Decided", "interviewed", "interviewed"),
    Rung("positive", "Positive", "decided", "decided"),
    Rung("final_positive", "Final positive", "positive", "positive"),
)
AFTER = (
    Rung("placed_once", "Placed in the programme", "encountered", "encountered"),
    Rung("returned", "Returned", "encountered", "encountered"),
    Rung("returned_unasked", "Returned without being asked", "returned", "returned"),
    Rung("returned_open", "Returned with a claim open", "returned", "returned"),
    Rung("waiting", "Waiting outside now", "returned", "returned"),
    Rung("hearing", "A hearing was set", "encountered", "encountered"),
    Rung("recorded", "A hearing's day came", "hearing", "with a hearing"),
    Rung("missed", "Missed a hearing", "recorded", "whose hearing's day came"),
    Rung("night", "Spent a night in custody", "encountered", "encountered"),
)
NAMED = (("children", "Children under 18"), ("under_five", "Children under 5"), ("infants", "Infants under 1"))
OF_THEM = (
    ("placed_once", "placed"), ("claimed", "claimed fear"), ("positive", "found positive"), ("returned", "returned"),
)  # fmt: skip
EXCLUDED = (
    ("own_national", "Nationals of the return country"),
    ("own_national_family", "Family of such a national"),
    ("pregnant", "Pregnant"),
    ("ill", "Ill"),
)
SPOKEN_FOR = (
    Rung("represented", "Counsel entered", "claimed", "who claimed"),
    Rung("with_counsel", "Counsel at the interview", "interviewed", "interviewed"),
    Rung("counsel_refused", "Counsel refused or turned away", "claimed", "who claimed"),
)


def ladder(tables: Tables, since: dt.date | None = None) -> Ladder:
    """The programme's ladder as the tables' moment shows it; `since`: of those encountered from that day on."""
    return ladders(tables, ("programme",), since)[0]


def ladders(tables: Tables, cuts: Sequence[Cut] = get_args(Cut), since: dt.date | None = None) -> list[Ladder]:
    """The programme's ladder with what stands beside it, and the rungs alone for each value of the other cuts.

    The values of a cut come in its order: weeks in time, others by how many people. People are gathered once.
    """
    part: Tables = tables if since is None else Cohort(tables, since)
    with _paired(people(part)).cache() as everyone:
        return [
            _ladder(row, _beside(row, part) if cut == "programme" else (), tables.as_of, since, cut)
            for cut in cuts
            for row in _counts(everyone, cut)
        ]


def _beside(counts: Counts, tables: Tables) -> tuple[Section, ...]:
    return (
        _section("after", "What came after", AFTER, counts), _named(counts), _excluded(counts),
        _section("counsel", "Represented", SPOKEN_FOR, counts),
        *ladder_waiting.sections(tables), *ladder_deciding.sections(tables),
    )  # fmt: skip


def _ladder(
    counts: Counts, sections: tuple[Section, ...], as_of: dt.datetime, since: dt.date | None, cut: Cut
) -> Ladder:
    return Ladder(
        as_of=as_of, since=since, cut=cut, value=str(counts.get(cut, "")), sections=sections,
        rungs=_section("ladder", "The ladder", RUNGS, counts, AGAIN if sections else ""),
        banner=banner(counts["encountered"], counts["asked"]),
    )  # fmt: skip


def _paired(everyone: ir.Table) -> ir.Table:
    """With each named group crossed with what is asked of it, and each exclusion with placement."""
    crossed = {f"{group}.{step}": everyone[group] & everyone[step] for group in AGES for step, _ in OF_THEM}
    placed = {f"{found}.placed": everyone[found] & everyone.placed_once for found, _ in EXCLUDED}
    known = {f"{found}.known": everyone[f"{found}_before"] & everyone.placed_once for found in KNOWN}
    vulnerable = {"vulnerable.placed": (everyone.vulnerability == VULNERABLE) & everyone.placed_once}
    return everyone.mutate(**crossed, **placed, **known, **vulnerable)


def _counts(everyone: ir.Table, cut: Cut) -> list[Counts]:
    """How many came to each step, and to it and the step before (`id|of`), by the cut's values: one query."""
    steps = [name for name, kind in everyone.schema().items() if kind.is_boolean()]
    pairs = {f"{rung.id}|{rung.of}": everyone[rung.id] & everyone[rung.of] for rung in (*RUNGS, *AFTER, *SPOKEN_FOR)
             if rung.of}  # fmt: skip
    flags = {**{name: everyone[name] for name in steps}, **pairs}
    sums = {name: ibis.coalesce(flag.cast("int64").sum(), 0) for name, flag in flags.items()}
    told = everyone.aggregate(**sums) if cut == "programme" else everyone.group_by(cut).aggregate(**sums)
    rows: list[Counts] = told.to_pyarrow().to_pylist()
    return sorted(rows, key=lambda row: (row[cut] if cut == "week" else -row["encountered"], str(row.get(cut))))


def _section(id: str, title: str, rungs: Sequence[Rung], counts: Counts, note: str = "") -> Section:
    return Section(id=id, title=title, counts=PEOPLE, note=note, lines=tuple(_line(rung, counts) for rung in rungs))


def _line(rung: Rung, counts: Counts) -> Line:
    if not rung.of:
        return line(rung.id, rung.label, counts[rung.id])
    return line(
        rung.id, rung.label, counts[rung.id], within=counts[f"{rung.id}|{rung.of}"], of=counts[rung.of],
        of_what=rung.of_what,
    )  # fmt: skip


def _named(counts: Counts) -> Section:
    """Children by name: a share of all people says nothing of them."""
    lines = []
    for group, label in NAMED:
        among = counts["encountered"]
        lines.append(line(group, label, counts[group], within=counts[group], of=among, of_what="encountered"))
        for step, said in OF_THEM:
            both = counts[f"{group}.{step}"]
            lines.append(
                line(f"{group}.{step}", f"  {said}", both, within=both, of=counts[group], of_what=label.lower())
            )
    unknown = counts["age_unknown"]
    lines.append(line("age_unknown", "Age not recorded", unknown, within=unknown, of=counts["encountered"]))
    note = "An age that is not recorded counts under no age: the rows of children are then too low."
    return Section(id="children", title="Children", counts=PEOPLE, lines=tuple(lines), note=note if unknown else "")


def _excluded(counts: Counts) -> Section:
    """Who was placed although excluded or vulnerable, and of how many that was on the record before."""
    lines = []
    for found, label in (*EXCLUDED, ("vulnerable", "A listed condition, or in doubt")):
        placed = counts[f"{found}.placed"]
        lines.append(line(found, label, placed, within=placed, of=counts["placed_once"], of_what="placed"))
        if found in KNOWN:
            known = counts[f"{found}.known"]
            lines.append(line(f"{found}.known", "  known before", known, within=known, of=placed, of_what="of these"))
    return Section(id="excluded", title="Placed, though", counts=PEOPLE, lines=tuple(lines))
