"""From the bytes of one regime file to a `Regime`, or to the first defect in it."""

import re
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from asylia.core.regime import (
    Bar,
    Citation,
    Cited,
    Element,
    Exclusion,
    Insufficiency,
    Limit,
    Protection,
    Regime,
    Standard,
)
from asylia.core.rules import RULES
from asylia.regimes.defect import Defect, nearest

Named = Standard | Protection | Element | Bar | Insufficiency | Exclusion | Limit

SHAPE = inspect.type_info(Regime)
SET_BY_THE_LOADER = "digest"
OPEN = "open"  # how a file says that its end is not known (TOML has no null)


def load(path: Path) -> Regime:
    """The regime in the file at `path`, its digest set from the file's bytes.

    Raises:
        Defect: the file cannot be read, has an unknown or missing key, a value of the wrong kind, a
            rule without citation, or contradicts itself.
    """
    file = f"{path.parent.name}/{path.name}"
    data = path.read_bytes()
    try:
        text = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Defect(file, "", f"not a TOML file: {error}") from None
    for key, reason in shape_defects(text, SHAPE, ""):
        raise Defect(file, key, reason)
    if text.get("until") == OPEN:
        text["until"] = None
    regime = msgspec.structs.replace(converted(file, text), digest=digest_of(data))
    for key, reason in self_contradictions(regime):
        raise Defect(file, key, reason)
    if (regime.id, f"{regime.in_force_from}.toml") != (path.parent.name, path.name):
        raise Defect(file, "id", f"{regime.version} belongs in {regime.version}.toml")
    return regime


def digest_of(data: bytes) -> str:
    """SHA-256 of a file's bytes in base64url without padding, as every event of a case carries it."""
    return urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()


def converted(file: str, text: dict[str, Any]) -> Regime:
    """The parsed TOML as a Regime; a value of the wrong kind is a Defect that names its key."""
    try:
        return msgspec.convert(text, Regime)
    except msgspec.ValidationError as error:
        reason, _, where = str(error).partition(" - at `$")
        raise Defect(file, where.rstrip("`").lstrip("."), reason[0].lower() + reason[1:]) from None


def shape_defects(value: object, kind: inspect.Type, key: str) -> Iterator[tuple[str, str]]:
    """(key, reason) for every unknown key, and for every rule that cites nothing."""
    if isinstance(kind, inspect.UnionType):
        kind = next((each for each in kind.types if isinstance(each, inspect.StructType)), kind)
    if isinstance(kind, inspect.VarTupleType) and isinstance(value, list):
        for place, each in enumerate(value, 1):
            yield from shape_defects(each, kind.item_type, f"{key}[{place}]")
    if not isinstance(kind, inspect.StructType) or not isinstance(value, dict):
        return
    fields = {each.name: each.type for each in kind.fields if each.name != SET_BY_THE_LOADER}
    if issubclass(kind.cls, Citation) and not str(value.get("cite", "")).strip():
        yield key, "a rule without citation: give cite and verified"
    if kind.cls is Regime and "until" not in value:
        yield "until", f'say until = the last day in force, or until = "{OPEN}"'
    for name, each in value.items():
        inner = f"{key}.{name}".lstrip(".")
        if name in fields:
            yield from shape_defects(each, fields[name], inner)
        else:
            yield inner, f"no such key{nearest(name, fields)}"


def self_contradictions(regime: Regime) -> Iterator[tuple[str, str]]:
    """(key, reason) wherever the file contradicts itself, or claims more than it shows."""
    for key, part in parts(regime, ""):
        if isinstance(part, Citation):
            yield from unsupported(key, part)
        if isinstance(part, Cited):
            yield from misplaced(key, part)
    yield from unknown_names(regime)
    yield from repeated(regime)
    yield from unmeasured(regime)
    if regime.until and regime.until < regime.in_force_from:
        yield "until", "ends before it begins"
    if (regime.placement is None) == (regime.question.country == "return"):
        yield "placement", 'is given exactly where question.country = "return"'
    if "en" not in regime.trigger.asked_as:
        yield "trigger.asked_as", "the sentence is needed in English (en) at least"


def unmeasured(regime: Regime) -> Iterator[tuple[str, str]]:
    """Rates that are no shares, and limits that are no time."""
    for place, review in enumerate(regime.review, 1):
        for direction in ("positive", "negative"):
            if not is_share(getattr(review.rate, direction)):
                yield f"review[{place}].rate.{direction}", 'a share is text from "0" to "1"'
    for place, limit in enumerate(regime.limits, 1):
        if (limit.hours is None) == (limit.days is None):
            yield f"limits[{place}]", "give hours or days, one of them"


def parts(value: object, key: str) -> Iterator[tuple[str, msgspec.Struct]]:
    """Every table of the file with its key, from the outside in."""
    if isinstance(value, msgspec.Struct):
        yield key, value
        for field in msgspec.structs.fields(value):
            yield from parts(getattr(value, field.name), f"{key}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for place, each in enumerate(value, 1):
            yield from parts(each, f"{key}[{place}]")


def unsupported(key: str, part: Citation) -> Iterator[tuple[str, str]]:
    """A citation that claims to be read and is not law, or that was not read and names no source."""
    if part.house and part.verified:
        yield f"{key}.verified", "a house rule is no text of law: verified = false"
    if part.house and not part.note:
        yield f"{key}.note", "a house rule says in note why the house sets it"
    if part.to_be_checked and not part.source:
        yield f"{key}.source", "not verified: name where it was read, or who recalls it"


def misplaced(key: str, part: Cited) -> Iterator[tuple[str, str]]:
    """Keys under `elsewhere` that the table does not have."""
    for each in part.elsewhere:
        for name in each.keys:
            field, _, member = name.partition(".")
            value = getattr(part, field, None)
            if field not in part.__struct_fields__:
                yield f"{key}.elsewhere.keys", f'no such key "{name}"{nearest(field, part.__struct_fields__)}'
            elif member and not (isinstance(value, tuple | dict) and member in value):
                yield f"{key}.elsewhere.keys", f'"{field}" has no "{member}"'


def unknown_names(regime: Regime) -> Iterator[tuple[str, str]]:
    """Standards and rules that are named but not known."""
    standards = [each.id for each in regime.standards]
    named = [(f"protections[{place}].standard", each.standard) for place, each in enumerate(regime.protections, 1)]
    for key, standard in [*named, ("certificate.standard", regime.certificate.standard)]:
        if standard not in standards:
            yield key, f'the file has no standard "{standard}"{nearest(standard, standards)}'
    for rule in regime.own_rules:
        if rule not in RULES:
            yield "own_rules", f'no such rule "{rule}"{nearest(rule, RULES)}'
    if regime.own_rules and not regime.historical:
        yield "own_rules", "only a historical text has rules of its own; a live one refuses by every rule"


def repeated(regime: Regime) -> Iterator[tuple[str, str]]:
    """Lists in which two members carry one id, and ids that are not words joined by underscores."""
    lists: dict[str, Sequence[Named]] = {
        "standards": regime.standards,
        "protections": regime.protections,
        "bars.list": regime.bars.list,
        "insufficiencies": regime.insufficiencies,
        "exclusions": regime.exclusions,
        "limits": regime.limits,
    }
    for place, protection in enumerate(regime.protections, 1):
        lists[f"protections[{place}].elements"] = protection.elements
    for key, members in lists.items():
        ids = [each.id for each in members]
        for name in ids:
            if ids.count(name) > 1:
                yield key, f'"{name}" stands twice'
            if not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", name):
                yield key, f'"{name}": an id is lower-case words joined by underscores'


def is_share(text: str) -> bool:
    """True for decimal text from 0 to 1."""
    try:
        return Decimal(0) <= Decimal(text) <= Decimal(1)
    except InvalidOperation:
        return False
