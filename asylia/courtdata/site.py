"""Writes a publication as a folder: pages, rows, codebook, queries, checksums; it opens from disk without a server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import ibis
import ibis.expr.types as ir

from asylia.courtdata import pages
from asylia.courtdata.analyses import NAMED
from asylia.courtdata.cases import cases
from asylia.courtdata.cohort import Rule
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.publication import LATER, RELEASE, VANISHED, Figure, Publication, publication
from asylia.courtdata.questions import Setting, divided
from asylia.courtdata.sections import CODEBOOK, METHOD, ROUNDED
from asylia.courtdata.store import Store
from asylia.publish.gate import let_out, must_be_new
from asylia.publish.held import Held
from asylia.publish.page import document
from asylia.publish.tidy import as_csv, package

FIELDS = {
    "of": ("string", "the release, a printed question, the later release, or what vanished"),
    "analysis": ("string", "which analysis; defined in methodology.html"),
    "division": ("string", "what the cases are divided by; empty: all together"),
    "group": ("string", "the group, by its code"), "group_says": ("string", "what the code means"),
    "part": ("string", "which part of the whole"),
    "numerator": ("integer", "those counted, rounded to 10"), "numerator_printed": ("string", "printed, or why not"),
    "denominator": ("integer", "those counted among, rounded to 10"),
    "denominator_printed": ("string", "printed, or why not"),
    "share": ("number", "of the rounded counts, from 0 to 1"), "low": ("number", "95 % interval (Wilson)"),
    "high": ("number", "95 % interval (Wilson)"), "released": ("date", "the day of the release"),
}  # fmt: skip
STRIP = "A publication: counts are rounded, and small ones are not shown. No row of it is one person."

Watch = Callable[[str, int, int], None]


def site(store: Store, folder: Path, later: Store | None = None, watch: Watch = lambda *_: None) -> Publication:
    """Write the publication of a release into a new folder, whole or not at all.

    Raises StoreError when the folder is there already (a publication is never changed), NotSafe, naming the count, when
    it cannot be printed safely, and HeldBack, naming the file, when one of them may not leave.
    """
    try:
        must_be_new(folder)
        told = publication(store, later, watch)
        let_out(folder, {name: text.encode() for name, text in contents(told, store, later)})
    except FileExistsError as there:
        raise StoreError(str(there)) from None
    except OSError as failed:
        raise StoreError(f"{folder} could not be written: {failed.strerror}.") from None
    return told


def contents(of: Publication, store: Store, later: Store | None) -> Iterator[tuple[str, str]]:
    """Every file by name."""
    answered = [name for name in NAMED if any(each.of == RELEASE and each.analysis == name for each in of.figures)]
    rows = {name: [e for e in of.figures if e.of == RELEASE and e.analysis == name] for name in answered}
    rows |= {name: [e for e in of.figures if e.of == name] for name in of.presets}
    made = {f"{name}.html": pages.analysis_page(of, name) for name in answered}
    made |= {f"{name}.html": pages.preset_page(of, name) for name in of.presets}
    made |= {
        pages.INDEX: pages.index_page(of), pages.PLACES: pages.places_page(of), METHOD: pages.methodology_page(of),
    }  # fmt: skip
    if of.later:
        rows["releases"] = [each for each in of.figures if each.of in (LATER, VANISHED)]
        made[pages.RELEASES] = pages.releases_page(of)
    head = "<b>Asylia</b> court data"
    links = f'<a href="{pages.INDEX}">All findings</a> · <a href="{METHOD}">Method</a>'
    foot = f"<p>Release of {of.released}. {links}</p>"
    for name, (title, main) in made.items():
        yield name, document(f"{title} · release of {of.released}", main, strip=STRIP, head=head, foot=foot)
    for name, figures in rows.items():
        yield f"{name}.csv", as_csv(tuple(FIELDS), (row(of, each) for each in figures))
    yield CODEBOOK, codebook(of, rows)
    yield from queries(of, store, later, answered)


def row(of: Publication, each: Figure) -> tuple[object, ...]:
    """A figure under FIELDS."""
    counts = [n for count in (each.numerator, each.denominator) for n in split(count)]
    shares = [None if share is None else round(share, 4) for share in (each.share, each.low, each.high)]
    named = each.of or "release", each.analysis, each.division, each.group, each.says, each.part
    return *named, *counts, *shares, of.released


def split(count: int | Held) -> tuple[int | None, str]:
    """A count and why it is not there."""
    return (None, str(count)) if isinstance(count, Held) else (count, "printed")


def codebook(of: Publication, rows: Iterable[str]) -> str:
    """The description of every table of rows."""
    fields = [{"name": name, "type": kind, "description": says} for name, (kind, says) in FIELDS.items()]
    schema = {"fields": fields, "missingValues": [""]}
    named = {**{name: each.title for name, each in NAMED.items()}, **{n: p.title for n, p in of.presets.items()}}
    resources = [
        {"name": name, "path": f"{name}.csv", "title": named.get(name, "Two releases"), "schema": schema}
        for name in rows
    ]  # fmt: skip
    return package(
        f"court-data-{of.released}", f"Court data, release of {of.released}", ROUNDED, resources,
        created=f"{of.released}T00:00:00Z",
    )  # fmt: skip


def queries(of: Publication, store: Store, later: Store | None, answered: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The query of each analysis, and those of each printed question, as DuckDB reads them."""
    for name in answered:
        yield f"{name}.sql", query(store, later, of.released, [name])
    for name, preset in of.presets.items():
        yield f"{name}.sql", query(store, later, preset.as_of, preset.analyses)
    if of.later:
        yield "releases.sql", "-- asylia courtdata compare STORE1 STORE2 --json\n"


def query(store: Store, later: Store | None, day: dt.date, names: Iterable[str]) -> str:
    """The SQL of analyses as of a day, under the views that it reads; whoever has the store can run it."""
    views, parts = [], []
    for each, called in ((store, "STORE"), *(((later, "LATER"),) if later else ())):
        for table in each.manifest.tables:
            files = f"{called}/{each.manifest.folder}/{table}/**/*.parquet"
            reads = f"read_parquet('{files}', hive_partitioning = true)"
            views.append(f'CREATE VIEW "{each.named(table)}" AS FROM {reads};')
    told: ir.Table = divided(cases(store, Rule.EITHER, day), ())
    for name in names:
        sql = in_order(ibis.to_sql(NAMED[name].counts(told, (), Setting(store, day, later)), dialect="duckdb"))
        parts.append(f"-- {NAMED[name].title}, as of {day}: exact counts, for whoever has the release\n{sql};\n")
    used = [view for view in views if view.split('"')[1] in "".join(parts)]
    return "\n".join(["-- Put the folders of the stores in place of STORE and LATER.", *used, *parts])


def in_order(sql: str) -> str:
    """The same query, its lists of columns to leave out sorted: Ibis keeps them in sets."""
    return re.sub(r"EXCLUDE \(([^()]*)\)", lambda out: f"EXCLUDE ({', '.join(sorted(out[1].split(', ')))})", sql)
