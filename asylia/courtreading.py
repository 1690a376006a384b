"""The `asylia courtdata` verbs: a release into a store, reports from stores, and what changed between two."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asylia.recordkeeping import GOOD, NOT_SO, Add

if TYPE_CHECKING:
    from asylia.courtdata import Store


class CannotBeRead(Exception):
    """A release or a store cannot be used; its text is one plain sentence."""


def ingest(asked: argparse.Namespace) -> int:
    """Read a release into a store; NOT_SO when Count.txt disagrees with the rows that were read."""
    with plainly():
        from asylia.courtdata.accounting import Bar, summary  # noqa: PLC0415
        from asylia.courtdata.ingest import ingest as read  # noqa: PLC0415
        from asylia.courtdata.release import Release  # noqa: PLC0415

        bar = Bar(Release(asked.release), asked.tables)
        manifest = read(asked.release, asked.store, only=asked.tables, released=asked.released, watch=bar.watch)
        bar.done()
        print("\n".join(summary(manifest, asked.store)))
    return GOOD if all(table.agrees for table in manifest.tables.values()) else NOT_SO


def report(asked: argparse.Namespace) -> int:
    """Answer questions from one release, or from two held together."""
    with plainly():
        from asylia.courtdata.report import asked as questions  # noqa: PLC0415 - Ibis is loaded for these verbs only
        from asylia.courtdata.report import report as answer  # noqa: PLC0415
        from asylia.courtdata.telling import as_csv, as_json, as_text  # noqa: PLC0415
        from asylia.courtdata.unprotected import as_html  # noqa: PLC0415

        what = questions(
            asked.what, by=tuple(asked.by), unit=asked.unit, rule=asked.rule, as_of=asked.as_of,
        )  # fmt: skip
        engine = backend(asked)
        later = store(asked.later, engine) if asked.later else None
        told = answer(store(asked.store, engine), what, later)
        print({"json": as_json, "csv": as_csv, "html": as_html}.get(asked.form, as_text)(told), end="")
    return GOOD


def compare(asked: argparse.Namespace) -> int:
    """Hold two releases together; NOT_SO when closed history has disappeared."""
    with plainly():
        import msgspec  # noqa: PLC0415

        from asylia.courtdata.compare import as_text  # noqa: PLC0415
        from asylia.courtdata.compare import compare as held_together  # noqa: PLC0415

        engine = backend(asked)
        watch = watching if sys.stderr.isatty() else lambda table: None  # noqa: ARG005
        told = held_together(store(asked.before, engine), store(asked.after, engine), watch)
        if asked.form == "json":
            print(msgspec.json.format(msgspec.json.encode(told), indent=2).decode())
        else:
            print(as_text(told), end="")
    return NOT_SO if told.alarm else GOOD


def site(asked: argparse.Namespace) -> int:
    """Write the protected publication of a release."""
    with plainly():
        from asylia.courtdata.site import site as write  # noqa: PLC0415
        from asylia.publish.cells import NotSafe  # noqa: PLC0415
        from asylia.publish.gate import HeldBack  # noqa: PLC0415

        engine = backend(asked)
        later = store(asked.later, engine) if asked.later else None
        watch = progress if sys.stderr.isatty() else lambda *_: None
        try:
            told = write(store(asked.store, engine), asked.to, later, watch)
        except (NotSafe, HeldBack) as refused:
            raise CannotBeRead(f"Nothing was written: {refused}") from None
        print(f"{len(told.figures):,} figures of the release of {told.released}: open {asked.to / 'index.html'}")
    return GOOD


def progress(what: str, done: int, of: int) -> None:
    """Say on stderr how far a publication is."""
    print(f"\r\x1b[K{what}: {done} of {of}", end="\r", file=sys.stderr, flush=True)


def watching(table: str) -> None:
    """Say on stderr which table is being compared."""
    print(f"\r\x1b[Kcomparing {table}", end="\r", file=sys.stderr, flush=True)


def store(path: Path, engine: Any) -> Store:
    """The store at a path, read through an engine."""
    from asylia.courtdata import Store  # noqa: PLC0415

    return Store(path, engine)


def backend(asked: argparse.Namespace) -> Any:
    """DuckDB in this process, or Spark at the master that was named."""
    from asylia.courtdata.engines import duckdb, spark  # noqa: PLC0415

    return duckdb() if asked.engine == "duckdb" else spark(asked.master)


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the room raises, and libraries that are not installed, into one sentence."""
    try:
        from asylia.courtdata import StoreError  # noqa: PLC0415
    except ImportError as missing:
        raise CannotBeRead(
            f"Court data needs more libraries ({missing.name}): pip install 'asylia[courtdata]'."
        ) from None
    try:
        yield
    except StoreError as error:
        raise CannotBeRead(str(error)) from None


# --- how it is asked

REPORT_HELP = """WHAT is one preset, or any of the analyses (all of them when left out).

presets:   mpp-2019-06  mpp-2019-10           Reuters, June and October 2019
           trac-2019-11 trac-2021-01          TRAC; -03, -04, -05 of 2021 need --later
analyses:  new-cases completed outcomes relief removal-orders terminated
           in-absentia represented missed-hearings ages children under-five
           infants age-unknown transferred transferred-pending
           transferred-between time-to-first-hearing time-to-decision
           distance-to-court
--by:      court port month nationality age language representation sex outcome

The counts are exact and about real people; what is published is protected first."""
RULE_HELP = "which cases: at a location of the programme, bearing its flag, either (default), or all"


def add_courtdata_verbs(verbs: Any, add: Add) -> None:
    """The verbs of `asylia courtdata`."""
    one = add(verbs, ingest, "ingest", "read a release of the immigration courts into a store")
    one.add_argument("release", metavar="RELEASE", type=Path, help="the zip as downloaded, or its folder; only read")
    one.add_argument("--store", metavar="DIR", type=Path, required=True, help="where to keep it, one release a store")
    one.add_argument("--tables", metavar="TABLE", nargs="+", default=[], help="only these (default: all)")
    one.add_argument("--released", metavar="YYYY-MM-DD", type=day, help="its day, where the files do not tell it")

    one = add(verbs, report, "report", "answer questions from a store of a court release")
    one.formatter_class, one.epilog = argparse.RawDescriptionHelpFormatter, REPORT_HELP
    one.add_argument("what", metavar="WHAT", nargs="*", help="a preset or analyses; see below")
    one.add_argument("--store", metavar="DIR", type=Path, required=True, help="where the release was ingested")
    one.add_argument("--later", metavar="DIR", type=Path, help="a store of a later release, to hold beside it")
    one.add_argument("--by", metavar="NAME,...", type=names, default=[], help="divide the rows; see below")
    one.add_argument("--rule", choices=["either", "location", "flag", "everyone"], default="either", help=RULE_HELP)
    one.add_argument("--unit", choices=["case", "person"], default="case", help="count cases, or guesses at persons")
    one.add_argument("--as-of", metavar="YYYY-MM-DD", type=day, help="as it stood then (default: day of the release)")
    engines(one)
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="everything, as JSON")
    form.add_argument("--csv", dest="form", action="store_const", const="csv", help="one row a figure, as CSV")
    form.add_argument("--html", dest="form", action="store_const", const="html", help="one page, not for release")

    one = add(verbs, site, "site", "write a publication: pages, tables and rows, small counts protected")
    one.add_argument("--store", metavar="DIR", type=Path, required=True, help="where the release was ingested")
    one.add_argument("--later", metavar="DIR", type=Path, help="a store of a later release, to hold beside it")
    one.add_argument("--to", metavar="FOLDER", type=Path, required=True, help="a folder that is not there yet")
    engines(one)

    one = add(verbs, compare, "compare", "say what came, went and changed from one release to the next")
    one.add_argument("before", metavar="STORE1", type=Path, help="the store of the earlier release")
    one.add_argument("after", metavar="STORE2", type=Path, help="the store of the later release")
    one.add_argument("--json", dest="form", action="store_const", const="json", help="everything, as JSON")
    engines(one)


def engines(one: argparse.ArgumentParser) -> None:
    """Which engine reads the store."""
    one.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="what reads it (default: duckdb)")
    one.add_argument("--master", metavar="URL", default="local[*]", help="of Spark (default: local[*])")


def names(said: str) -> list[str]:
    """Names with commas between."""
    return [name.strip() for name in said.split(",") if name.strip()]


def day(said: str) -> dt.date:
    """A day as YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said} is no day; write it as 2019-06-12") from None
