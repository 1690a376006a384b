"""Reading a plan: what is wrong with it is said in one sentence, with its place and what would do."""

import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import msgspec
from msgspec import inspect

from asylia.core.regime import Regime
from asylia.regimes import Defect, named
from asylia.simulator.plan import Part, Plan, Practices
from asylia.simulator.queueing_plan import PlanDefect

PLANS = Path(__file__).parent / "plans"


def read_plan(path: Path) -> Plan:
    """The plan in a TOML file, or one of those that come along, named without folder and ending.

    Raises:
        PlanDefect: the file is not there or no TOML, or a number in it is missing, unknown or impossible.
    """
    found = path if path.exists() or path.suffix else PLANS / f"{path.name}.toml"
    if not found.exists():
        known = ", ".join(sorted(each.stem for each in PLANS.glob("*.toml")))
        raise PlanDefect(f"there is no plan {path}; these come along: {known}")
    try:
        raw = tomllib.loads(found.read_bytes().decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlanDefect(f"{found.name}: this is no TOML file: {error}") from None
    try:
        return plan_of(raw)
    except PlanDefect as defect:
        raise PlanDefect(f"{found.name}: {defect}") from None


def plan_of(raw: Mapping[str, Any]) -> Plan:
    """The plan that plain data is; raises PlanDefect for the first thing that is wrong."""
    for place, reason in _shape(raw, Plan, ""):
        raise PlanDefect(f"{place}: {reason}")
    plan = msgspec.convert(raw, Plan)
    for place, reason in contradictions(plan):
        raise PlanDefect(f"{place}: {reason}")
    return plan


def regime_of(plan: Plan) -> Regime:
    """The regime that a plan is under; raises PlanDefect where there is no such version."""
    try:
        return named(plan.regime)
    except Defect as defect:
        raise PlanDefect(f"regime: {defect.reason}; `asylia regimes list` names them all") from None


def _shape(value: Any, kind: Any, place: str) -> Iterator[tuple[str, str]]:
    """(place, sentence) for whatever is missing, unknown or impossible, from the top down."""
    if isinstance(kind, type) and issubclass(kind, Part):
        yield from _table(value, kind, place)
        return
    known = inspect.type_info(kind)
    if isinstance(known, inspect.VarTupleType) and isinstance(known.item_type, inspect.StructType):
        if not isinstance(value, list):
            yield place, f"write a list of tables: [[{place}]]"
            return
        for number, each in enumerate(value):
            yield from _table(each, known.item_type.cls, f"{place}[{number + 1}]")
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield place, f"{_shown(value)} cannot be: {_wanted(known, str(error))}"


def _table(value: Any, kind: Any, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(value, Mapping):
        yield place or "the plan", "write a table here"
        return
    fields = {each.name: each for each in msgspec.structs.fields(kind)}
    for name in value:
        if name not in fields:
            near = get_close_matches(name, fields, n=1)
            yield (
                f"{place}.{name}".lstrip("."),
                "no such key" + (f"; did you mean {near[0]}?" if near else "; remove it"),
            )
    for name, field in fields.items():
        here = f"{place}.{name}".lstrip(".")
        if name in value:
            yield from _shape(value[name], field.type, here)
        elif field.required:
            yield here, f"this is missing; add it: {_wanted(inspect.type_info(field.type), 'a value')}"


def _wanted(kind: inspect.Type, error: str) -> str:
    """What would do, in the words that stand beside the type; of several numbers, those of each."""
    if isinstance(kind, inspect.Metadata):
        said = (kind.extra_json_schema or {}).get("description")
        return said or _wanted(kind.type, error)
    if isinstance(kind, inspect.TupleType):
        return f"write {len(kind.item_types)} numbers; {_wanted(kind.item_types[0], error)}"
    if isinstance(kind, inspect.VarTupleType):
        return f"write a list; {_wanted(kind.item_type, error)}"
    if isinstance(kind, inspect.DictType):
        return f"write a table of numbers; {_wanted(kind.value_type, error)}"
    return {
        inspect.StrType: "write text", inspect.DateType: "write a day, such as 2019-01-28",
        inspect.StructType: "write a table", inspect.FloatType: "write a number",
    }.get(type(kind), error.partition(" - at")[0].replace("`", ""))  # fmt: skip


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else "this"


def contradictions(plan: Plan) -> Iterator[tuple[str, str]]:
    """(place, sentence) wherever a plan contradicts itself or what the project knows."""
    regime = regime_of(plan)
    if plan.begins < regime.in_force_from:
        yield "begins", f"{plan.regime} is in force from {regime.in_force_from}; begin on that day or later"
    yield from _listed("sites", [each.id for each in plan.sites])
    yield from _listed("offices", [each.id for each in plan.offices])
    yield from _listed("courts", [each.id for each in plan.courts])
    offices, courts = {each.id for each in plan.offices}, {each.id for each in plan.courts}
    for number, site in enumerate(plan.sites, 1):
        place = f"sites[{number}]"
        if site.office not in offices:
            yield f"{place}.office", f"there is no office {site.office}; choose one of {', '.join(sorted(offices))}"
        if site.court not in courts:
            yield f"{place}.court", f"there is no court {site.court}; choose one of {', '.join(sorted(courts))}"
        yield from _practised_otherwise(site.practices, f"{place}.practices")
    zones = {
        **{f"sites[{number}].zone": each.zone for number, each in enumerate(plan.sites, 1)},
        **{f"offices[{number}].zone": each.zone for number, each in enumerate(plan.offices, 1)},
        **{f"courts[{number}].zone": each.zone for number, each in enumerate(plan.courts, 1)},
    }
    for place, zone in zones.items():
        if zone not in available_timezones():
            yield place, f"there is no time zone {zone}; write it as America/Chicago"
    yield from _weighed(plan)
    yield from _followed(plan, regime)


def _listed(key: str, ids: list[str]) -> Iterator[tuple[str, str]]:
    if not ids:
        yield key, f"name at least one: [[{key}]]"
    for number, id in enumerate(ids, 1):
        if id in ids[: number - 1]:
            yield f"{key}[{number}].id", f"{id} stands there twice; give each an id of its own"
        if not id.isascii() or not id.replace("-", "").isalnum():
            yield f"{key}[{number}].id", f"{id} cannot be; an id is letters, digits and hyphens"


def _practised_otherwise(practices: Mapping[str, float], place: str) -> Iterator[tuple[str, str]]:
    for name, value in practices.items():
        if name not in Practices.__struct_fields__:
            near = get_close_matches(name, Practices.__struct_fields__, n=1)
            yield f"{place}.{name}", "no such practice" + (f"; did you mean {near[0]}?" if near else "; remove it")
        elif not 0 <= value <= 1:
            yield f"{place}.{name}", f"{value} cannot be: a share lies between 0 and 1: 0.15 is 15 %"


def _weighed(plan: Plan) -> Iterator[tuple[str, str]]:
    """Weights of which none is above nothing choose nobody."""
    weights = {
        "months": plan.months, "people.sizes": plan.people.sizes,
        "people.nations": [each.weight for each in plan.people.nations],
        "sites": [each.weight for each in plan.sites],
        **{
            f"people.nations[{number}].languages": list(each.languages.values())
            for number, each in enumerate(plan.people.nations, 1)
        },
    }  # fmt: skip
    for place, each in weights.items():
        if not sum(each):
            yield place, "every weight is 0, so nothing can be chosen; give one of them more"
    if len(plan.people.sizes) > 12:
        yield "people.sizes", "a party of more than 12 people is not simulated; leave the last ones away"


def _followed(plan: Plan, regime: Regime) -> Iterator[tuple[str, str]]:
    """Numbers that must follow each other, or the law."""
    least, most = plan.officers.lines
    if least > most:
        yield "officers.lines", f"{least} is more than {most}; write the least first"
    if least < 2:
        yield "officers.lines", "an interview has at least one question and one answer; write 2 or more"
    if plan.hearings.lead <= regime.hearing.first_days:
        yield "hearings.lead", f"the law asks {regime.hearing.first_days} days before a first hearing; write more"
    if not plan.hearings.between:
        yield "hearings.between", "a court does not go on the same day; write 1 or more"
    if not plan.practices.standard and all(each.gloss is None for each in regime.standards):
        yield "practices.standard", f"{plan.regime} gives its standard no figure; say here above which officers find"
