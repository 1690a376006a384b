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
    """Withdrawals, waivers and recusals; then each by site and by how long the person had been held."""
    steps, waived, left = tables["withdrawals"], tables["waivers"], tables["recusals"]
    kinds = [
        _by_hours(steps.filter(steps.what == "recorded")),
        *(_by_hours(waived.filter(waived.what == what)) for what in ("rest", "goes_on", "remedy")),
        _by_hours(left),
    ]  # fmt: skip
    labels = {
        "withdrawal": "Withdrawals said", "rest": "Rest before interview waived",
        "goes_on": "Went on, conditions not met", "remedy": "Remedy declined", "recusal": "Officers' recusals",
    }  # fmt: skip
    lines: list[Line] = []
    for rows, (id, label) in zip(kinds, labels.items(), strict=True):
        lines.append(line(id, label, summed_up(rows)))
        lines += [
            part(f"{id}.{row['site']}.{row['held']}", f"  {row['site']}, {row['held']}", [row], rows, "of these")
            for row in rows
        ]
    for what in ("confirmed", "undone"):
        lines.append(line(f"withdrawal.{what}", f"Withdrawals {what}", how_many(steps.filter(steps.what == what))))
    return Section(id="given_up", title="Given up", counts="times", lines=tuple(lines))


def _by_hours(table: ir.Table) -> Rows:
    held = ibis.cases(
        (table.hours_held.isnull(), "not held"), (table.hours_held < 24, "held 0 to 24 h"),
        (table.hours_held < 72, "held 24 to 72 h"), else_="held over 72 h",
    )  # fmt: skip
    return sorted(
        tally(table.select("site", held=held), "site", "held"), key=lambda row: (str(row["site"]), row["held"])
    )


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
