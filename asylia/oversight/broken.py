"""Class A: the cases in which a rule was broken, one row a breach with case, site, since and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ibis

from asylia.core.rules import RULES
from asylia.oversight.measure import Rule, Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir

MOMENTS = dict.fromkeys(("since", "ended"), "timestamp('UTC', 6)")
DAY = 24  # hours to answer, where no shorter time is said; house
Broken = Callable[[Tables], "ir.Table"]


def shown(rule: str) -> Broken:
    """The breaches that the record shows of a rule: the alarms of core/alarms.py, as they stood at the moment."""

    def broken(tables: Tables) -> ir.Table:
        alarms = tables["alarms"]
        alarms = alarms.filter(alarms.rule == rule)
        over = alarms.ended <= ibis.literal(tables.as_of)
        return alarms.select("case", "site", since=alarms.at, ended=ibis.ifelse(over, alarms.ended, None))

    return broken


def rule(id: str, owner: str, hours: int = DAY, broken: Broken | None = None) -> Rule:
    """A class-A rule with its sentence from the registry of rules; `broken` where the alarms alone do not show it."""
    return Rule(id=id, says=RULES[id].says.rstrip("."), broken=broken or shown(id), owner=owner, hours=hours)


def answered(rows: ir.Table, rule: str, tables: Tables) -> ir.Table:
    """Breaches that a measure found itself (case, site, since), each with when someone answered for the rule."""
    said = tables["alarm_answers"]
    said = said.filter(said.rule == rule).select(said_case=said.case, said_at=said.recorded)
    joined = rows.left_join(said, [rows.case == said.said_case, said.said_at >= rows.since])
    return joined.group_by("case", "site", "since").aggregate(ended=joined.said_at.min())


def both(first: ir.Table, second: ir.Table) -> ir.Table:
    """Breaches found in two ways; one case, shown by both, is one breach, from the earlier moment on."""
    rows = first.cast(MOMENTS).union(second.cast(MOMENTS))
    still = rows.ended.isnull().any()
    return rows.group_by("case").aggregate(
        site=rows.site.argmin(rows.since), since=rows.since.min(), ended=ibis.ifelse(still, None, rows.ended.max())
    )
