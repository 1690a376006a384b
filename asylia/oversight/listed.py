"""Who stands on which list of claims: the agency's own, and that of monitors, who count apart from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ibis

from asylia.oversight.measure import Tables

if TYPE_CHECKING:
    import ibis.expr.types as ir


def listed(tables: Tables) -> ir.Table:
    """A row a person with a claim on either list: case, site and day of the first saying, `agency` and `monitor`.

    The agency's list holds what was said to its own people in a case of its own; the monitor's what a monitor recorded.
    A statement that was matched counts for the person it was matched to; one that was not, for nobody of the agency.
    """
    said, matches, statements = tables["sayings"], tables["matches"], tables["statements"]
    to = matches.select(from_case=matches.case, person=matches.to)
    provisional = statements.select(statement=statements.case).distinct()
    said = said.left_join(to, said.case == to.from_case)
    said = said.left_join(provisional, said.case == provisional.statement)
    said = said.select(
        "site", "day", "at", case=ibis.coalesce(said.person, said.case),
        by_monitor=((said.role == "monitor") | (said.channel == "monitor")).fill_null(False),
        provisional=said.statement.notnull(),
    )  # fmt: skip
    rows = said.group_by("case").aggregate(
        site=said.site.argmin(said.at), day=said.day.min(), monitor=said.by_monitor.any(),
        agency=(~said.by_monitor & ~said.provisional).any(),
    )  # fmt: skip
    return rows.filter(rows.agency | rows.monitor)
