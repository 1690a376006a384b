"""A plan of one office, as a planner writes it: who works there, how long each thing takes, which limits bind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

Share = Annotated[float, Meta(ge=0, le=1)]
Minutes = Annotated[float, Meta(gt=0, le=1440)]
Days = Annotated[float, Meta(ge=0, le=3660)]
People = Annotated[int, Meta(ge=1, le=2000)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
MOST_CLAIMS = 2_000_000  # in one run; beyond it a run takes minutes and tells nothing more


class PlanDefect(ValueError):
    """A plan that cannot be used; its text names the place, what is wrong there and what would do."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a plan; an unknown key is a defect."""


class Language(Part, frozen=True):
    """People who speak it: their share of all, and how many interpreters are on duty; None: officers speak it."""

    name: Name
    share: Share
    interpreters: People | None = None


class Office(Part, frozen=True):
    """Who and what is there on a working day, and when it is open."""

    officers: People
    rooms: People
    supervisors: People
    reviewers: People
    hours_a_day: Annotated[float, Meta(gt=0, le=24)] = 8.0
    days_a_week: Annotated[int, Meta(ge=1, le=7)] = 5
    interviews_a_day: Annotated[int, Meta(ge=1, le=20)] | None = None  # at most, of one officer (decider.care)


class Takes(Part, frozen=True):
    """Mean minutes of each piece of work; `spread` is their standard deviation over their mean (1: exponential)."""

    interview: Minutes
    writing: Minutes
    review: Minutes
    correction: Minutes
    drawn_review: Minutes
    spread: Annotated[float, Meta(ge=0, le=3)] = 0.5


class Review(Part, frozen=True):
    """What share is sent back at each review, and what share is drawn for headquarters: of every outcome alike."""

    returned: Annotated[float, Meta(ge=0, le=0.9)] = 0.0
    drawn: Share = 0.0


class Limits(Part, frozen=True):
    """Calendar days counted from the claim: no interview before `rest`, and by when each thing is to be done."""

    interview: Days
    decision: Days
    final: Days
    rest: Days = 0.0


class Plan(Part, frozen=True):
    """One office over `days` calendar days, the first a Monday; claims come by chance, `claims_a_day` on average."""

    title: Name
    days: Annotated[int, Meta(ge=7, le=3660)]
    claims_a_day: Annotated[float, Meta(gt=0, le=5000)]
    office: Office
    language: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=40)]
    minutes: Takes
    review: Review
    limits: Limits
    waiting_at_start: Annotated[int, Meta(ge=0, le=200_000)] = 0


class Change(Part, frozen=True):
    """Another plan to hold beside the first: the places in it that differ, such as "office.officers"."""

    name: Name
    set: dict[str, Any]


def read(path: Path) -> dict[str, Plan]:
    """The plan in a TOML file, and each of its [[change]]s, by name; the plan itself first, as "as planned".

    Raises:
        PlanDefect: the file is no TOML, or a value is missing, unknown or impossible.
    """
    try:
        raw = tomllib.loads(path.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanDefect(f"{path.name}: this is no TOML file: {error}") from None
    try:
        changes = convert(raw.pop("change", []), tuple[Change, ...], "change")
        plans = {"as planned": plan_of(raw)}
        for change in changes:
            if change.name in plans:
                raise PlanDefect(f"change: two are called “{change.name}”; give each a name of its own")
            plans[change.name] = plan_of(changed(raw, change.set))
    except PlanDefect as defect:
        raise PlanDefect(f"{path.name}: {defect}") from None
    return plans


def changed(raw: Mapping[str, Any], places: Mapping[str, Any]) -> dict[str, Any]:
    """The same plan with other values at some places ("office.officers", "language.0.interpreters").

    Raises:
        PlanDefect: a place is none of a plan.
    """
    copy = deepcopy(dict(raw))
    for place, value in places.items():
        *way, last = place.split(".")
        table: Any = copy
        for name in way:
            table = table[int(name)] if isinstance(table, list) and name.isdecimal() and int(name) < len(table) else (
                table.get(name) if isinstance(table, dict) else None
            )  # fmt: skip
        if not isinstance(table, dict):
            raise PlanDefect(
                f"change: “{place}” is no place in a plan; write it as office.officers or language.0.share"
            )
        table[last] = value
    return copy


def plan_of(raw: Mapping[str, Any]) -> Plan:
    """The plan that plain data is.

    Raises:
        PlanDefect: a value is missing, unknown or impossible, or two of them contradict each other.
    """
    plan: Plan = convert(raw, Plan)
    together = sum(each.share for each in plan.language)
    if abs(together - 1) > 0.005:
        raise PlanDefect(f"language: the shares make {together:.0%} together; they must make 100 %")
    if len({each.name for each in plan.language}) < len(plan.language):
        raise PlanDefect("language: one of them stands there twice")
    limits = plan.limits
    if not limits.rest <= limits.interview <= limits.decision <= limits.final:
        raise PlanDefect("limits: rest, interview, decision and final must follow each other; one ends before another")
    if plan.days * plan.claims_a_day + plan.waiting_at_start > MOST_CLAIMS:
        raise PlanDefect(f"days: this makes more than {MOST_CLAIMS:,} claims; plan fewer days, or a part of the office")
    return plan


def convert(raw: Any, kind: Any, where: str = "") -> Any:
    """Plain data as `kind`; what is wrong with it as a PlanDefect that names its place."""
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        reason, _, place = str(error).partition(" - at `$")
        place = (where + place.rstrip("`").replace("[...]", "")).lstrip(".") or "the plan"
        raise PlanDefect(f"{place}: {reason[0].lower() + reason[1:].replace('`', '')}") from None
