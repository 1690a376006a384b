"""One row a person's passage from an encounter on: how far it came, what became of it, and the cuts it falls under."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import ibis

from asylia.oversight.measure import Tables
from asylia.oversight.tables import TABLES

if TYPE_CHECKING:
    import ibis.expr.types as ir

NOT_SAID = "not recorded"
VULNERABLE, NOT_VULNERABLE = "a listed condition, or in doubt", "no listed condition"


class Step(NamedTuple):
    """One thing that a passage may have come to: the table whose rows show it, and which of them."""

    table: str
    shows: Callable[[ir.Table], ir.BooleanValue]


def every(table: ir.Table) -> ir.BooleanValue:
    """Every row of a table that names its case."""
    return table.case.notnull()


STEPS: dict[str, Step] = {
    "asked": Step("questions", lambda it: it.proper),
    "claimed": Step("claims", every),
    "referred": Step("referrals", every),
    "represented": Step("representations", lambda it: it.what == "entered"),
    "interviewed": Step("interviews", every),
    "with_counsel": Step("interviews", lambda it: it.counsel_present),
    "decided": Step("determinations", every),
    "positive": Step("determinations", lambda it: it.outcome == "positive"),
    "final_positive": Step("endings", lambda it: (it.how == "decided") & (it.outcome == "positive")),
    "placed_once": Step("placements", lambda it: it.what.isin(["made", "reported"])),
    "returned": Step("returns", every),
    "returned_unasked": Step("returns", lambda it: ~it.asked),
    "returned_open": Step("returns", lambda it: it.open_claim),
    "hearing": Step("hearings", every),
    "recorded": Step("attendances", every),
    "missed": Step("attendances", lambda it: ~it.present),
    "night": Step("custody", lambda it: it.what == "night"),
    "own_national": Step("exclusions", lambda it: it.exclusion == "own_national"),
    "pregnant": Step("conditions", lambda it: (it.condition == "pregnant") & (it.answer != "absent")),
    "ill": Step("conditions", lambda it: (it.condition == "illness") & (it.answer != "absent")),
    "counsel_refused": Step("representations", lambda it: it.what.isin(["refused", "turned_away"])),
}
AGES = {
    "children": ("under_1", "1_to_4", "5_to_17"), "under_five": ("under_1", "1_to_4"), "infants": ("under_1",),
}  # fmt: skip
# What was so when the person was first placed: known to whoever placed them.
KNOWN = {"own_national": "exclusions", "pregnant": "conditions", "ill": "conditions"}


class Cohort:
    """The tables of those encountered from a day on, and of the statements of fear made from that day on."""

    def __init__(self, tables: Tables, since: dt.date) -> None:
        self.tables, self.since, self.as_of = tables, since, tables.as_of

    def __getitem__(self, name: str) -> ir.Table:
        """A table by name, cut down to the cohort."""
        table = self.tables[name]
        if not TABLES[name].of_a_case:
            return table
        begun = [self.tables[each].filter(self._late).select("case") for each in ("encounters", "statements")]
        return table.semi_join(begun[0].union(begun[1]), "case")

    def _late(self, table: ir.Table) -> ir.BooleanValue:
        return table.day >= ibis.literal(self.since)


def people(tables: Tables) -> ir.Table:
    """The passages: `case`, a yes or no by name for each step, age and state, and the cuts week, place and so on."""
    met = tables["encounters"].select("case", "day", "site", "language", "family", "vulnerable", "age_group")
    known = _last_known(tables)
    met = met.left_join(known, met.case == known.last_case)
    everyone = met.select(
        "case", "age_group", encountered=True, week=met.day.truncate("W").strftime("%Y-%m-%d"),
        place=met.site.nullif("").fill_null(NOT_SAID), kin=ibis.coalesce(met.last_family, met.family).nullif(""),
        language=ibis.coalesce(met.last_language, met.language).nullif("").fill_null(NOT_SAID),
        vulnerability=ibis.coalesce(met.last_vulnerable, met.vulnerable, False).ifelse(VULNERABLE, NOT_VULNERABLE),
    )  # fmt: skip
    everyone = everyone.mutate(family=everyone.kin.notnull().ifelse("in a family", "alone"))
    for flags in (_reached(tables), outside(tables).drop("moved"), _known_when_placed(tables)):
        everyone = everyone.left_join(flags, "case").drop("case_right")
    names = (*STEPS, "waiting", *(f"{name}_before" for name in KNOWN))
    everyone = everyone.mutate(**{name: everyone[name].fill_null(False) for name in names})
    aged = {name: everyone.age_group.isin(ages).fill_null(False) for name, ages in AGES.items()}
    return _with_kin(everyone.mutate(age_unknown=everyone.age_group.isin(["unknown", ""]).fill_null(True), **aged))


def _last_known(tables: Tables) -> ir.Table:
    """What the record said last of each person: who is screened and asked after the encounter is known only then."""
    entries = tables["entry_counts"]
    last = {f"last_{name}": entries[name].argmax(entries.recorded) for name in ("language", "family", "vulnerable")}
    return entries.group_by(last_case=entries.case).aggregate(**last)


def _reached(tables: Tables) -> ir.Table:
    """A yes or no for every step, by case."""
    shown = reduce(
        lambda before, more: before.union(more),
        (_shown(tables[step.table], step, name) for name, step in STEPS.items()),
    )
    return shown.group_by("case").aggregate(**{name: (shown.step == name).any() for name in STEPS})


def _shown(table: ir.Table, step: Step, name: str) -> ir.Table:
    return table.filter(step.shows(table)).select("case", step=ibis.literal(name))


def outside(tables: Tables) -> ir.Table:
    """By case: whether the last that is known of a person's movements is a return to wait outside, and its moment."""
    moved, held, closed = tables["movements"], tables["custody"], tables["case_closures"]
    moved = moved.filter(moved.what.isin(["returned", "admitted"])).select("case", "at", "what")
    inside = held.filter(held.what == "held").select("case", "at", "what")
    last = moved.union(inside).union(closed.select("case", "at", what=ibis.literal("closed")))
    return last.group_by("case").aggregate(waiting=last.what.argmax(last.at) == "returned", moved=last.at.max())


def _known_when_placed(tables: Tables) -> ir.Table:
    """For each exclusion, whether the record showed it at or before the first placement."""
    made = tables["placements"]
    made = made.filter(made.what.isin(["made", "reported"])).group_by("case").aggregate(placed_at=made.recorded.min())
    shown = reduce(
        lambda before, more: before.union(more),
        (_moments(tables[table], STEPS[name], name) for name, table in KNOWN.items()),
    )
    joined = made.inner_join(shown, "case")
    early = joined.shown_at <= joined.placed_at
    return joined.group_by("case").aggregate(
        **{f"{name}_before": ((joined.step == name) & early).any() for name in KNOWN}
    )


def _moments(table: ir.Table, step: Step, name: str) -> ir.Table:
    return table.filter(step.shows(table)).select("case", step=ibis.literal(name), shown_at=table.recorded)


def _with_kin(everyone: ir.Table) -> ir.Table:
    """With whether a member of the person's family is a national of the country of return, and the person is not."""
    own = everyone.filter(everyone.own_national & everyone.kin.notnull()).select(own_kin=everyone.kin).distinct()
    joined = everyone.left_join(own, everyone.kin == own.own_kin)
    return joined.mutate(own_national_family=joined.own_kin.notnull() & ~joined.own_national).drop("own_kin")
