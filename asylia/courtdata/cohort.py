"""Which cases are the programme's: by where they were heard, by the courts' own flag, or by either."""

from __future__ import annotations

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

import ibis
import ibis.expr.types as ir
import msgspec

from asylia.courtdata.store import Store


class Rule(StrEnum):
    """What makes a case part of the cohort."""

    EITHER = "either"
    LOCATION = "location"  # it is, or ever was, assigned to a location of the programme
    FLAG = "flag"  # it bears the programme's flag; the courts apply it unevenly
    EVERYONE = "everyone"  # every case of the release, of whatever kind


class Port(msgspec.Struct, frozen=True):
    """A location of the programme; where it lies in degrees, where that is known."""

    says: str
    north: float | None = None
    east: float | None = None
    verified: bool = False


class Outcome(msgspec.Struct, frozen=True, rename={"dec_codes": "C", "other_codes": "O"}):
    """A kind of outcome and the codes that record it, in DEC_CODE and in OTHER_COMP."""

    says: str
    verified: bool
    dec_codes: tuple[str, ...] = ()
    other_codes: tuple[str, ...] = ()


class Programme(msgspec.Struct, frozen=True):
    """The programme as programme.toml beside this file describes it."""

    removal: str
    flags: tuple[str, ...]
    no_show: tuple[str, ...]
    changes_of_place: tuple[str, ...]
    counsel: str
    ports: dict[str, Port]
    outcomes: tuple[Outcome, ...]


@cache
def programme() -> Programme:
    """The programme's codes, as data."""
    text = files("asylia.courtdata").joinpath("programme.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), Programme)


def cohort(store: Store, rule: Rule = Rule.EITHER) -> ir.Table:
    """One row a case (IDNCASE): the programme's removal cases, once in always in.

    `by_location`, `by_flag`: which of the two put it there; `port`: the location of the programme where it was first
    heard, null when it never was. EVERYONE gives every case of A_TblCase with the same columns.
    """
    cases = store.table("A_TblCase").select("IDNCASE", "CASE_TYPE")
    heard, flagged = heard_at_ports(store), flagged_cases(store)
    if rule is Rule.EVERYONE:
        told = cases.left_join(heard, "IDNCASE").drop("IDNCASE_right").left_join(flagged, "IDNCASE")
        return told.select("IDNCASE", "port", by_location=told.port.notnull(), by_flag=told.flagged.notnull())
    found = heard.outer_join(flagged, "IDNCASE")
    marked = found.select(
        "port", IDNCASE=ibis.coalesce(found.IDNCASE, found.IDNCASE_right),
        by_location=found.IDNCASE.notnull(), by_flag=found.IDNCASE_right.notnull(),
    )  # fmt: skip
    wanted = {Rule.LOCATION: marked.by_location, Rule.FLAG: marked.by_flag}.get(rule, ibis.literal(True))
    removal = cases.filter(programme().removal == cases.CASE_TYPE)
    # By a name of its own, so that the engine finds it once for all that is held against it.
    return marked.filter(wanted).semi_join(removal, "IDNCASE").alias(f"{rule}_{store.manifest.folder}")


def heard_at_ports(store: Store) -> ir.Table:
    """One row a case that was ever assigned to a location of the programme: `port`, the first of them.

    The first by proceeding; of hearings of one proceeding the first by code, so that every engine names the same.
    """
    ports = sorted(programme().ports)
    seen = []
    for name, later in (("B_TblProceeding", 0), ("tbl_schedule", 1)):
        table = store.table(name).select("IDNCASE", "IDNPROCEEDING", "HEARING_LOC_CODE")
        at_port = table.filter(table.HEARING_LOC_CODE.isin(ports) & table.IDNCASE.notnull())
        place = at_port.HEARING_LOC_CODE.cases(*((port, at) for at, port in enumerate(ports)))
        when = at_port.IDNPROCEEDING.fill_null(0) * 2 + later
        seen.append(at_port.select("IDNCASE", order=when * len(ports) + place))  # a number: text costs thrice
    first = ibis.union(*seen).group_by("IDNCASE").agg(first=ibis._.order.min())
    return first.select("IDNCASE", port=(first.first % len(ports)).cases(*enumerate(ports)))


def flagged_cases(store: Store) -> ir.Table:
    """One row a case that bears the programme's flag."""
    flag = store.table("A_TblCaseIdentifier").select("IDNCASE", "CASE_ID")
    marked = flag.filter(flag.CASE_ID.isin(list(programme().flags)))
    return marked.select("IDNCASE", flagged=ibis.literal(True)).distinct()
