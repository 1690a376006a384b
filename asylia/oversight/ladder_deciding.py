"""The ladder's sections about deciding: claims, reviews, how people were heard, what was given up, other lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import ibis

from asylia.oversight.ladder import Line, Section
from asylia.oversight.ladder_lines import (
    Rows,
    fetched,
    hours_until,
    how_many,
    line,
    part,
    said,
    shares,
    summed,
    summed_up,
    tally,
    wait,
)
from asylia.oversight.listed import listed
from asylia.oversight.measure import Tables
from asylia.oversight.statistics.capture import ENOUGH, both_lists
from asylia.publish.page import count

if TYPE_CHECKING:
    import ibis.expr.types as ir

DECISION = ("case", "claim", "determination")
STAGES = {
    "encounter": "at the encounter", "custody": "in custody", "waiting": "while waiting outside",
    "before_hearing": "before a hearing", "after_return": "after a return",
}  # fmt: skip
LEVELS = ("supervisor", "headquarters")
TOUCHES = (1, 2, 3)
HELD = ("not held", "under 24 h", "24-72 h", "over 72 h")


def sections(tables: Tables) -> tuple[Section, ...]:
    """All of them, in their order."""
    return claims(tables), reviews(tables), modes(tables), given_up(tables), other_lists(tables)


def claims(tables: Tables) -> Section:
    """Claims by the stage at which they were made, and how many were not the first."""
    rows = tally(tables["claims"].select("stage", "repeat"), "stage", "repeat")
    stages = [{"stage": STAGES.get(row["stage"], row["stage"]), "count": row["count"]} for row in summed(rows, "stage")]
    lines = shares("stage", stages, "stage", "claims")
    lines.append(part("repeat", "Not the person's first claim", [row for row in rows if row["repeat"]], rows, "claims"))
    refused = tables["refusals"]
    refused = refused.filter((refused.rule == "fear.referral") & refused.role.isin(["border_officer", "duty_post"]))
    lines.append(line("border", "Tried at the border to end one", how_many(refused)))
    note = "When a fear is said, and how often, tells nothing about whether there is reason for it."
    return Section(id="claims", title="Claims by stage", counts="claims", lines=tuple(lines), note=note)


def reviews(tables: Tables) -> Section:
    """Decisions reviewed at each level, acts of review before service, and hours to service: by outcome as signed."""
    decisions = _decisions(tables)
    rows = tally(decisions.select("outcome", *LEVELS, "touches"), "outcome", *LEVELS, "touches")
    signed = fetched(decisions.select("outcome", "hours", "at"))
    lines: list[Line] = []
    waits = []
    for outcome in ("positive", "negative"):
        lines += _reviewed(outcome, [row for row in rows if row["outcome"] == outcome])
        own = [row for row in signed if row["outcome"] == outcome]
        over = [row["hours"] is not None for row in own]
        hours = [hours_until(tables.as_of, row["at"]) if row["hours"] is None else row["hours"] for row in own]
        waits.append(wait(f"{outcome}.service", f"{outcome.capitalize()}: signature to service", hours, over))
    return Section(id="reviews", title="Review, by outcome", counts="decisions", lines=tuple(lines), waits=tuple(waits))


def _reviewed(outcome: str, rows: Rows) -> Iterator[Line]:
    """How many decisions of an outcome each level reviewed, and how often those served were touched."""
    for level in LEVELS:
        label = f"{outcome.capitalize()}: {level} reviewed"
        yield part(f"{outcome}.{level}", label, [row for row in rows if row[level]], rows, outcome)
    served = [row for row in rows if row["touches"] is not None]
    for least in TOUCHES:
        touched = [row for row in served if row["touches"] >= least]
        yield part(
            f"{outcome}.touched.{least}", f"  served after {least} or more", touched, served, f"served {outcome}"
        )


def _decisions(tables: Tables) -> ir.Table:
    """The last determination of each claim: its outcome, who reviewed it, and its first service."""
    signed, done, told = tables["determinations"], tables["reviews"], tables["services"]
    last = signed.group_by(["case", "claim"]).aggregate(determination=signed.determination.max())
    signed = signed.semi_join(last, DECISION).select(*DECISION, "outcome", "at")
    reviewed = done.group_by(DECISION).aggregate(**{level: (done.level == level).any() for level in LEVELS})
    told = told.filter((told.kind == "decision") & (told.what == "served"))
    served = told.group_by(DECISION).aggregate(
        hours=told.hours_since_signed.min(), touches=told.touches.argmin(told.recorded)
    )
    joined = signed.left_join(reviewed, DECISION).drop("case_right", "claim_right", "determination_right")
    joined = joined.mutate(**{level: joined[level].fill_null(False) for level in LEVELS})
    return joined.left_join(served, DECISION).drop("case_right", "claim_right", "determination_right")


def modes(tables: Tables) -> Section:
    """Interviews in person and by line, and decisions found positive after each."""
    lines = shares("heard", tally(tables["interviews"], "mode"), "mode", "interviews", "heard ")
    rows = [row for row in tally(tables["determinations"].select("mode", "outcome"), "mode", "outcome") if row["mode"]]
    for mode in dict.fromkeys(row["mode"] for row in rows):
        own = [row for row in rows if row["mode"] == mode]
        positive = [row for row in own if row["outcome"] == "positive"]
        lines.append(part(f"positive.{mode}", f"Heard {said(mode)}: positive", positive, own, "decided"))
    note = "Who is heard by line is not chosen by chance: a difference is an association."
    return Section(id="modes", title="In person and by line", counts="interviews", lines=tuple(lines), note=note)


def given_up(tables: Tables) -> Section:
    """Withdrawals, waivers and recusals among the claims they could befall; each by site and hours held until then."""
    steps, waived, heard = tables["withdrawals"], tables["waivers"], tables["interviews"]
    told = tables["services"]
    refused = told.filter(told.kind == "decision", told.what == "served", told.outcome == "negative")
    each = (
        ("withdrawal", "Withdrawals said", steps.filter(steps.what == "recorded"), tables["claims"], "claims"),
        ("rest", "Rest before interview waived", waived.filter(waived.what == "rest"), heard, "heard"),
        ("goes_on", "Went on, conditions not met", waived.filter(waived.what == "goes_on"), heard, "heard"),
        ("remedy", "Remedy declined", waived.filter(waived.what == "remedy"), refused, "served a negative"),
        ("recusal", "Officer recused", tables["recusals"], tables["assignments"], "assigned"),
    )
    lines: list[Line] = []
    for id, label, rows, among, of_what in each:
        of = among.select("case", "claim").distinct()
        some = how_many(rows.select("case", "claim").distinct().semi_join(of, ("case", "claim")))
        lines.append(line(id, label, some, within=some, of=how_many(of), of_what=of_what))
        told_by = _by_hours(rows)
        lines += [
            part(f"{id}.{row['site']}.{row['held']}", f"  {row['site']}, {row['held']}", [row], told_by, "of these")
            for row in told_by
        ]
    for what in ("confirmed", "undone"):
        lines.append(line(f"withdrawal.{what}", f"Withdrawals {what}", how_many(steps.filter(steps.what == what))))
    note = "Hours are those held without a break until then."
    return Section(id="given_up", title="Given up, by hours held", counts="claims", lines=tuple(lines), note=note)


def _by_hours(table: ir.Table) -> Rows:
    hours = table.hours_held
    held = ibis.cases((hours.isnull(), 0), (hours < 24, 1), (hours < 72, 2), else_=3)
    rows = sorted(
        tally(table.select("site", held=held), "site", "held"), key=lambda row: (str(row["site"]), row["held"])
    )
    return [{**row, "held": HELD[row["held"]]} for row in rows]


def other_lists(tables: Tables) -> Section:
    """Claims that others than the agency recorded: statements without a person, and the monitor's own list."""
    statements = tables["statements"]
    made, unmatched = how_many(statements), how_many(statements.anti_join(tables["matches"], "case"))
    people = tally(listed(tables), "agency", "monitor")
    agency, monitor, both = (
        summed_up(row for row in people if all(row[name] for name in names))
        for names in (("agency",), ("monitor",), ("agency", "monitor"))
    )
    found = both_lists(agency, monitor, both)
    lines = (
        line("statements", "Statements without a case", made),
        line("unmatched", "Not matched to a person", unmatched, within=unmatched, of=made, of_what="statements"),
        line("agency", "Claims on the agency's list", agency),
        line("monitor", "Claims on the monitor's list", monitor),
        line("both", "On both", both, within=both, of=monitor, of_what="on the monitor's"),
    )
    if found is None:
        note = f"How many there were in all cannot be known: {both} on both lists, {ENOUGH} needed."
    else:
        note = (
            f"About {count(round(found.value))} in all (95 %: {count(round(found.low or 0))} to"
            f" {count(round(found.high or 0))}), if the lists were made apart; if not, that is the least."
        )
    return Section(id="other_lists", title="Counted by others", counts="people", lines=lines, note=note)
