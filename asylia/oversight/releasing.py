"""A public release as a folder: rows, codebook, methodology, changelog, query, licence, checksums; how it is held."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import NamedTuple

import msgspec

from asylia.oversight.errors import OversightError
from asylia.oversight.methodology import HUMBLE, entries
from asylia.oversight.publishing import Figure, Vintage
from asylia.oversight.states import State
from asylia.oversight.statistics.rates import wilson
from asylia.oversight.telling import Definition
from asylia.publish.held import Held
from asylia.publish.page import document, percent, shown, span, table, terms
from asylia.publish.tidy import SUMS, Altered, as_csv, package, verify

ENOUGH = 50  # a share is printed only when it is out of at least so many
ROWS, STATES, CODEBOOK, METHOD, INDEX = (
    "measures.csv",
    "states.csv",
    "datapackage.json",
    "methodology.html",
    "index.html",
)
STRIP = "A publication: counts are rounded, and small ones are not shown. No row of it is one person."
ROUNDED = (
    "Every count is rounded to 10 on its own, so sums need not agree. “under 10” is 0 to 9. “held back” is 10 or "
    "more, “not shown” any number: from them a count under 10 could be worked out. Shares, intervals (95 %, Wilson) "
    "and states are of the rounded counts. Places and groups of fewer than 50 people are told together, as “others”. "
    "No officer is in it. Of what rests on rows one by one (spread between officers, waiting times) it has the counts."
)
LICENCE = """Creative Commons Attribution 4.0 International (CC BY 4.0)
https://creativecommons.org/licenses/by/4.0/legalcode

You may share and adapt these figures for any purpose, if you name their source: the release, its vintage and its day.
"""
KEYS = {
    "release": ("string", "the quarter that is told of"), "vintage": ("integer", "1, and one more with each revision"),
    "measure": ("string", "the measure; defined in methodology.html"), "version": ("integer", "of its definition"),
    "part": ("string", "part of the measure; empty where it has one"),
}  # fmt: skip
PLACE = {"unit": ("string", "programme, or the kind of group"), "of": ("string", "which group, by its code")}
FIELDS = {
    **KEYS, "arm": ("string", "which of the groups that are compared; all where there is one"), **PLACE,
    "numerator": ("integer", "those counted, rounded to 10"),
    "numerator_printed": ("string", "printed, or why not"),
    "denominator": ("integer", "those counted among, rounded to 10"),
    "denominator_printed": ("string", "printed, or why not"),
    "share": ("number", "of the rounded counts, from 0 to 1; out of 50 or more"),
    "low": ("number", "95 % interval (Wilson)"), "high": ("number", "95 % interval (Wilson)"),
    "start": ("date", "first day counted"), "end": ("date", "last day counted"),
    "data_as_of": ("date", "recorded until then"),
}  # fmt: skip
STATE_FIELDS = {
    **KEYS, **PLACE,
    "status": ("string", "what the rounded counts show: not measurable, alarm, watch, insufficient or ok; or why not"),
    "estimate": ("number", "by the measure's method, of the rounded counts"),
    "low": ("number", "95 % interval"), "high": ("number", "95 % interval"),
    "reason": ("string", "in words, with the rounded counts"),
}  # fmt: skip


class Release(NamedTuple):
    """A vintage, and all that is said with it."""

    vintage: Vintage
    states: Sequence[State]
    definitions: Sequence[Definition]
    queries: Mapping[str, str]  # SQL by measure
    earlier: Sequence[Vintage]


def name_of(vintage: Vintage) -> str:
    """How a vintage is called."""
    return f"{vintage.release}-v{vintage.vintage}"


def files(of: Release) -> dict[str, bytes]:
    """Every file of a release by name, without its checksums."""
    told = {
        ROWS: as_csv(tuple(FIELDS), (row(of.vintage, each) for each in of.vintage.figures)),
        STATES: as_csv(tuple(STATE_FIELDS), (state_row(of.vintage, each) for each in of.states)),
        CODEBOOK: codebook(of.vintage),
        METHOD: page(of, "How it is measured", methodology(of.definitions)),
        INDEX: page(of, f"Oversight measures, {of.vintage.release}", overview(of)),
        "CHANGELOG.md": changelog(of),
        "query.sql": queries(of),
        "LICENSE": LICENCE,
    }
    return {name: text.encode() for name, text in told.items()}


def row(of: Vintage, each: Figure) -> tuple[object, ...]:
    """A figure under FIELDS."""
    key = each.key
    share = shares(each)
    return (
        of.release, of.vintage, key.measure, each.version, key.part, key.arm, key.unit, key.of,
        *split(each.numerator), *split(each.denominator), *share, of.quarter, last_day(of.quarter), of.as_of.date(),
    )  # fmt: skip


def shares(each: Figure) -> tuple[float | None, float | None, float | None]:
    """A share and its interval from the printed counts; nothing where either is held back, or it is out of few."""
    counted, among = each.shown
    if isinstance(counted, Held) or isinstance(among, Held) or among < ENOUGH:
        return None, None, None
    counted = min(counted, among)
    found = wilson(counted, among)
    return (round(counted / among, 4), round(found.low, 4), round(found.high, 4)) if found else (None, None, None)


def split(count: int | Held) -> tuple[int | None, str]:
    """A count and why it is not there."""
    return (None, str(count)) if isinstance(count, Held) else (count, "printed")


def last_day(quarter: dt.date) -> dt.date:
    """The last day of a quarter."""
    month = quarter.month + 3
    return dt.date(quarter.year + (month > 12), month - 12 * (month > 12), 1) - dt.timedelta(days=1)


def state_row(of: Vintage, each: State) -> tuple[object, ...]:
    """A state under STATE_FIELDS."""
    numbers = [None if n is None else round(n, 4) for n in (each.estimate, each.lower, each.upper)]
    named = of.release, of.vintage, each.measure, each.version, each.part, each.unit, each.of
    return *named, each.status, *numbers, each.reason


def codebook(of: Vintage) -> str:
    """The description of both tables (Frictionless)."""
    resources = [
        {
            "name": path.removesuffix(".csv"), "path": path, "title": title,
            "schema": {
                "fields": [{"name": n, "type": kind, "description": says} for n, (kind, says) in fields.items()],
                "missingValues": [""],
            },
        }
        for path, title, fields in ((ROWS, "Counts and shares", FIELDS), (STATES, "States", STATE_FIELDS))
    ]  # fmt: skip
    title = f"Oversight measures, {of.release}, vintage {of.vintage}"
    return package(
        f"oversight-{name_of(of)}".lower(), title, ROUNDED, resources, created=f"{of.as_of:%Y-%m-%dT%H:%M:%SZ}"
    )


def page(of: Release, title: str, main: str) -> str:
    """A page of the release, whole in itself."""
    v = of.vintage
    foot = f'<p>{v.release}, vintage {v.vintage}, as recorded by {v.as_of:%Y-%m-%d}. <a href="{INDEX}">Measures</a> · '
    foot += f'<a href="{METHOD}">Method</a> · <a href="{ROWS}">Rows (CSV)</a> · <a href="{STATES}">States (CSV)</a></p>'
    return document(f"{title} · vintage {v.vintage}", main, strip=STRIP, head="<b>Asylia</b> oversight", foot=foot)


def overview(of: Release) -> str:
    """The programme's figures, the states first that most need to be seen."""
    titles = {each.id: f"{each.id} {each.title}" for each in of.definitions}
    counts = [
        [titles[f.key.measure], f.key.part, f.key.arm, shown(f.numerator), shown(f.denominator), *rate(f)]
        for f in of.vintage.figures
        if f.key.unit == "programme"
    ]
    head = ["Measure", "Part", "Group", "Counted", "Of", "Share", "95 %"]
    return (
        f'<h1>Oversight measures, {of.vintage.release}</h1><p class="lead">{escape(HUMBLE)}</p>'
        f"<h2>What cannot be measured, and what the counts show</h2>{''.join(told_states(of, titles))}"
        f"<h2>Counts</h2>{table('Counts of the programme', head, counts, words=3)}"
        f'<p class="small">{ROUNDED}</p>'
    )


def told_states(of: Release, titles: Mapping[str, str]) -> Iterator[str]:
    """The programme's states as sentences, the worst first; and what is not said."""
    for each in of.definitions:
        if each.lacks:
            yield f"<p><b>not measurable</b>: {escape(titles[each.id])}. {escape(each.lacks)}</p>"
    programme = [each for each in of.states if each.unit == "programme"]
    for one in programme:
        if one.status != "not said":
            part = f", {one.part}" if one.part else ""
            yield f"<p><b>{one.status}</b>: {escape(titles[one.measure] + part)}. {escape(one.reason)}</p>"
    unsaid = dict.fromkeys(each.measure for each in programme if each.status == "not said")
    if unsaid:
        yield f"<p>Not said here, because it rests on more than printed counts: {', '.join(unsaid)}.</p>"


def rate(each: Figure) -> tuple[str, str]:
    """A share and its interval, for a page."""
    value, low, high = shares(each)
    return percent(value), span(low, high)


def methodology(definitions: Sequence[Definition]) -> str:
    """Every measure in words."""
    parts = [
        f"<h2>{each.id} {escape(each.title)}</h2><p>{escape(each.question)} {escape(each.why)}</p>"
        + terms([(name, escape(words)) for name, words in entries(each)])
        for each in definitions
    ]
    return f"<h1>How it is measured</h1><p>{escape(HUMBLE)}</p><p>{ROUNDED}</p>{''.join(parts)}"


def changelog(of: Release) -> str:
    """What each vintage changed, the last first."""
    told = [*of.earlier, of.vintage]
    lines = [
        f"- Vintage {each.vintage}, as recorded by {each.as_of:%Y-%m-%d}: {change(told[:at], each)}\n"
        for at, each in enumerate(told)
    ]
    return f"# Changes of {of.vintage.release}\n\n{''.join(reversed(lines))}"


def change(earlier: Sequence[Vintage], now: Vintage) -> str:
    """How many printed figures a vintage changed."""
    if not earlier:
        return f"first, {len(now.figures):,} figures."
    before = {each.key: each for each in earlier[-1].figures}
    new = sum(each.key not in before for each in now.figures)
    other = sum(each.key in before and before[each.key].shown != each.shown for each in now.figures)
    versions = sorted({e.key.measure for e in now.figures if e.key in before and before[e.key].version != e.version})
    defined = f" Defined anew: {', '.join(versions)}." if versions else ""
    return f"{other:,} figures are printed otherwise, {new:,} are new, none is gone.{defined}"


def queries(of: Release) -> str:
    """The SQL that counts each measure, for whoever has the event tables."""
    head = (
        f"-- Exact counts of {name_of(of.vintage)}, by period, for whoever has the event tables (docs/oversight.md).\n"
    )
    head += "-- Put the moment of the release in place of 2000-01-01.\n"
    return head + "".join(f"\n-- {name}\n{sql};\n" for name, sql in of.queries.items())


# --- verifying, by whoever has the folder


def manifest_of(folder: Path) -> str:
    """The digest that stands on the record for a release: SHA-256 of its checksums. Raises OversightError."""
    try:
        verify(folder)
    except Altered as altered:
        raise OversightError(f"{folder}: {altered}.") from None
    return sha256((folder / SUMS).read_bytes()).hexdigest()


def told_in(folder: Path) -> tuple[str, int]:
    """Which release and vintage a folder says it is."""
    first = next(rows_in(folder), None)
    if first is None:
        raise OversightError(f"{folder}: {ROWS} has no rows.")
    return first["release"], int(first["vintage"])


def rows_in(folder: Path) -> Iterator[dict[str, str]]:
    """The rows of a release. Raises OversightError where they cannot be read."""
    try:
        text = (folder / ROWS).read_text("utf-8")
    except OSError as failed:
        raise OversightError(f"{folder / ROWS}: {failed.strerror}.") from None
    yield from csv.DictReader(io.StringIO(text, newline=""))


def vanished(before: Path, after: Path) -> list[str]:
    """The rows that a later vintage no longer has."""
    names = ("measure", "part", "arm", "unit", "of")
    old, new = ({tuple(row[name] for name in names) for row in rows_in(folder)} for folder in (before, after))
    return [" ".join(filter(None, key)) for key in sorted(old - new)]


# --- kept inside, for the vintages to come


class Releases:
    """What every vintage was made from, under a home; it never leaves."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "oversight" / "releases"

    def of(self, release: str) -> list[Vintage]:
        """The vintages of a release, the first first."""
        paths = sorted(self.folder.glob(f"{release}-v*.json"), key=lambda path: int(path.stem.rpartition("-v")[2]))
        return [msgspec.json.decode(path.read_bytes(), type=Vintage) for path in paths]

    def keep(self, vintage: Vintage) -> None:
        """Keep a vintage. Raises OversightError when it is there already."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.folder / f"{name_of(vintage)}.json"
        try:
            with path.open("xb") as out:
                out.write(msgspec.json.format(msgspec.json.encode(vintage), indent=1))
        except FileExistsError:
            raise OversightError(f"{name_of(vintage)} was published already.") from None
        path.chmod(0o440)
