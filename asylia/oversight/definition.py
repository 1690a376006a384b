"""What a definition is, as a digest: all of a measure's file that bears on its numbers, and none of its prose."""

from __future__ import annotations

import ast
import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

import ibis

from asylia.oversight.counting import PROGRAMME, prepared, sums
from asylia.oversight.errors import OversightError
from asylia.oversight.measure import Measure
from asylia.oversight.registry import files
from asylia.oversight.store import Store, in_memory
from asylia.oversight.telling import Definition, Ruled, RuleTold

PROSE = frozenset({
    "title", "question", "why", "population_says", "numerator_says", "denominator_says", "method_says", "scale",
    "assumptions", "limits", "counter_measures", "sources", "examples", "silent_in", "fires_in", "picture", "owner",
    "checked_by", "next_review",
})  # fmt: skip
VERSIONS = Path(__file__).parent / "measures" / "VERSIONS"  # a line a version that was ever used: id, version, digest
SOME_DAY = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)  # stands for the moment in a query whose digest is taken


def definition(measure: Measure) -> str:
    """The digest of a measure's file without prose, comments and layout; empty for one that no file declares."""
    path = files().get(measure.id)
    return digest_of(path) if path else ""


@cache
def digest_of(path: Path) -> str:
    """SHA-256 over the syntax of a file, less the sentences that only explain."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Measure":
            node.keywords = [each for each in node.keywords if each.arg not in PROSE]
    return sha256(ast.dump(tree).encode()).hexdigest()


def query(measure: Measure) -> str:
    """The digest of the SQL that counts a measure."""
    return sha256(sql(measure).encode()).hexdigest()


def sql(measure: Measure) -> str:
    """The SQL (DuckDB) that counts a measure for the programme, over the event tables, as of a day put in its place."""
    return _sql(measure, measure.id, measure.version, measure.population)


_MADE: dict[tuple[object, ...], str] = {}


def _sql(measure: Measure, *key: object) -> str:
    if key not in _MADE:
        rows = prepared(measure, nothing().at(SOME_DAY), [PROGRAMME])
        written = str(ibis.to_sql(sums(rows, measure, PROGRAMME), dialect="duckdb"))
        _MADE[key] = in_order(written.replace('"temp"."main".', ""))
    return _MADE[key]


@cache
def nothing() -> Store:
    """A store in which nothing has happened."""
    return in_memory({})


def in_order(written: str) -> str:
    """The same query, its lists of columns to leave out sorted: Ibis keeps them in sets."""
    return re.sub(r"EXCLUDE \(([^()]*)\)", lambda out: f"EXCLUDE ({', '.join(sorted(out[1].split(', ')))})", written)


# --- versions


def entered() -> dict[tuple[str, int], str]:
    """Every version that was ever used, and the digest of what it meant."""
    lines = [line.split() for line in VERSIONS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {(name, int(version)): digest for name, version, digest in lines}


def require_entered(measure: Measure) -> None:
    """Refuse a definition that changed and kept its version. Raises OversightError, which says how to mend it."""
    known = entered().get((measure.id, measure.version))
    if known is None:
        raise OversightError(
            f"{measure.id} version {measure.version} is not in {VERSIONS.name}: `python -m scripts.versions` enters it."
        )
    if known != definition(measure):
        raise OversightError(
            f"{measure.id} means something else than version {measure.version} did: make it version "
            f"{measure.version + 1}, then `python -m scripts.versions` enters it. Earlier rows keep their version."
        )


# --- in words


def told(measure: Measure) -> Definition:
    """A measure in words, for pages and publications."""
    ruled = {
        name: tuple(Ruled(says=each.says, periods=each.periods) for each in getattr(measure, name))
        for name in ("not_measurable", "alarm", "watch")
    }
    return Definition(
        id=measure.id, version=measure.version, digest=definition(measure), title=measure.title,
        question=measure.question, why=measure.why, alarm_class=measure.alarm_class,
        population=measure.population_says, numerator=measure.numerator_says, denominator=measure.denominator_says,
        units=measure.units, parts=measure.parts, arms=tuple(dict.fromkeys(each.arm for each in measure.counts)),
        period=measure.grain.period, pooled_until=measure.grain.until, pooled_most=measure.grain.most,
        method=measure.method_says, scale=measure.scale, enough=measure.enough,
        rules=tuple(RuleTold(id=r.id, says=r.says, owner=r.owner, hours=r.hours) for r in measure.rules),
        family=measure.multiplicity.family if measure.multiplicity else "", direction=measure.direction,
        assumptions=measure.assumptions, limits=measure.limits, visibility=measure.privacy.visibility,
        counter_measures=measure.counter_measures, picture=measure.picture, owner=measure.owner,
        sources=tuple((each.cite, each.verified) for each in measure.sources), checked_by=measure.checked_by,
        next_review=measure.next_review, lacks=measure.lacks, **ruled,
    )  # fmt: skip


def together(definitions: Iterable[Definition]) -> str:
    """One digest for all definitions."""
    lines = sorted(f"{each.id} {each.version} {each.digest}" for each in definitions)
    return sha256("\n".join(lines).encode()).hexdigest()
