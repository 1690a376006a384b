"""The `asylia oversight` verbs: measure, show, list, check a measure file; releasing.py publishes and verifies."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

from asylia.courtreading import CannotBeRead
from asylia.oversight.errors import OversightError
from asylia.oversight.kept import About, Edition, Erased, Kept
from asylia.recordkeeping import GOOD, NOT_SO, Add, home
from asylia.shell.starting import record_exists

if TYPE_CHECKING:
    from asylia.oversight.store import Store
    from asylia.shell.house import House

ALARMING = ("not measurable", "alarm")


def measure(asked: argparse.Namespace) -> int:
    """Compute every measure, keep the rows as an edition, and put its digest on the record."""
    with plainly():
        from asylia.oversight.board import board  # noqa: PLC0415 - what counts is loaded for these verbs only

        gathered(asked)
        edition = keep(tables(asked), asked.as_of)
        print(f"As of {edition.about.as_of:%Y-%m-%d %H:%M} UTC, kept as {edition.name}\n")
        print("\n".join(board(edition.rows, edition.definitions, edition.breaches)))
        for each in edition.about.erasures:
            if each.recorded > edition.about.as_of:
                print(lost(each, "This count does not find them; what was shown then had them."))
    return NOT_SO if any(row.status in ALARMING for row in edition.rows) else GOOD


def keep(from_tables: Store, as_of: dt.datetime | None) -> Edition:
    """Compute every measure and the ladder as of a moment (None: now), keep them, and put the digest on the record."""
    from asylia.oversight.computing import compute_all  # noqa: PLC0415
    from asylia.oversight.definition import together, told  # noqa: PLC0415
    from asylia.oversight.history import history  # noqa: PLC0415
    from asylia.oversight.ladder_counting import ladders  # noqa: PLC0415
    from asylia.oversight.registry import measures  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    as_of, every, kept = as_of or now, list(measures().values()), Kept(home())
    past = history(every, from_tables, as_of, kept)
    rows, breaches = compute_all(every, from_tables, as_of, past, officers=officers_shown(), watch=progress)
    definitions = [told(each) for each in every]
    about = About(as_of=as_of, made=now, definitions=together(definitions), erasures=erasures(from_tables))
    edition = kept.keep(about, definitions, rows, breaches, ladders(from_tables.at(as_of)))
    on_record(edition)
    return edition


def first_edition() -> str:
    """Keep a first edition where there is none, as a demonstration has it; says what was done, in one sentence."""
    if Kept(home()).latest():
        return ""
    try:
        with plainly():
            from asylia.oversight import store  # noqa: PLC0415

            gather_record()
            edition = keep(store.parquet(home() / "oversight" / "tables", store.duckdb()), None)
    except CannotBeRead as cannot:
        return f"The overseer's board has no measures yet. {cannot}"
    return f"{len(edition.measures)} measures counted for the overseer's board."


def show(asked: argparse.Namespace) -> int:
    """Print what was shown: the board, or one measure with its definition."""
    with plainly():
        from asylia.oversight.board import board  # noqa: PLC0415
        from asylia.oversight.board import measure as one_measure  # noqa: PLC0415

        edition = shown(asked)
        rows = [row for row in edition.rows if asked.measure in (None, row.measure) and asked.unit in (None, row.unit)]
        if asked.form:
            print(as_form(rows, asked.form), end="")
            return GOOD
        if asked.measure:
            print("\n".join(one_measure(edition.of_measure(asked.measure).definition, rows)))
        else:
            print("\n".join(board(rows, edition.definitions, edition.breaches)))
        for each in Kept(home()).erased_since(edition):
            print(lost(each, "These rows stand as they were shown, and cannot be computed again."))
    return GOOD


def ladder(asked: argparse.Namespace) -> int:
    """Print the programme's ladder, or its rungs for each value of a cut, as it was shown."""
    with plainly():
        from asylia.oversight.ladder_telling import told  # noqa: PLC0415

        print(told([each for each in shown(asked).ladders if each.cut == asked.by]), end="")
    return GOOD


def editions(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Name every edition that was kept, and say whether each is as it was written."""
    from asylia.oversight.kept import whole  # noqa: PLC0415

    code = GOOD
    for edition in Kept(home()).editions():
        try:
            whole(edition)
            print(f"good  {edition.name}  as of {edition.about.as_of:%Y-%m-%d %H:%M} UTC")
        except OversightError as altered:
            code = NOT_SO
            print(f"BAD   {altered}")
    return code


def list_measures(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Name every measure with its question."""
    with plainly():
        from asylia.oversight.registry import measures  # noqa: PLC0415

        for each in measures().values():
            print(f"{each.id}  v{each.version}  {each.alarm_class}  {each.question}")
    return GOOD


def check(asked: argparse.Namespace) -> int:
    """Say the first thing wrong with a measure file."""
    with plainly():
        from asylia.oversight.declaring import load  # noqa: PLC0415

        found = load(asked.file)
        print(f"{found.id}, version {found.version}: no defect found; {len(found.examples)} examples hold.")
    return GOOD


def methodology(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Print the methodology, made from the declarations."""
    with plainly():
        from asylia.oversight.definition import told  # noqa: PLC0415
        from asylia.oversight.methodology import as_markdown  # noqa: PLC0415
        from asylia.oversight.registry import measures  # noqa: PLC0415

        print(as_markdown([told(each) for each in measures().values()]), end="")
    return GOOD


# --- what several verbs need


def lost(each: Erased, so: str) -> str:
    """An erasure in words, and what follows for the rows."""
    return "\n" + fill(f"Erased on {each.recorded:%Y-%m-%d}: {each.cases} cases, {each.rows} rows. {so}", 80)


def shown(asked: argparse.Namespace) -> Edition:
    """The edition of a moment, or the last. Raises OversightError when there is none."""
    kept = Kept(home())
    edition = kept.as_of(asked.as_of) if asked.as_of else kept.latest()
    if edition is None:
        when = f" as of {asked.as_of:%Y-%m-%d}" if asked.as_of else ""
        raise OversightError(f"Nothing was kept in {home()}{when}: `asylia oversight measure` computes and keeps.")
    if asked.measure and asked.measure not in edition.measures:
        raise OversightError(f"No measure {asked.measure} was kept; there are: {', '.join(edition.measures)}.")
    return edition


def as_form(rows: list[Any], form: str) -> str:
    """Rows as the API gives them, or as CSV."""
    import msgspec  # noqa: PLC0415

    from asylia.oversight.telling import as_json, csv_of  # noqa: PLC0415

    return (
        csv_of(rows) if form == "csv" else msgspec.json.format(msgspec.json.encode(list(map(as_json, rows)))).decode()
    )


def gathered(asked: argparse.Namespace) -> None:
    """Bring the event tables up to the record; tables from elsewhere are taken as they are."""
    if not asked.tables and record_exists(home()):
        gather_record()


def gather_record() -> None:
    """Bring the event tables up to the record."""
    from asylia.oversight.gathering import gather  # noqa: PLC0415

    with opened() as house:
        gather(house.ledger, house.raw(), home(), house.clock(), lambda done, of: progress("cases read", done, of))


def tables(asked: argparse.Namespace) -> Store:
    """The event tables, read through the engine that was asked for."""
    from asylia.oversight import store  # noqa: PLC0415

    engine = store.duckdb() if asked.engine == "duckdb" else store.spark(asked.master)
    return store.parquet(asked.tables or home() / "oversight" / "tables", engine)


def erasures(from_tables: Store) -> tuple[Erased, ...]:
    """Every erasure that the record knows of."""
    found = from_tables.table("erasures").select("recorded", "cases", "rows").order_by("recorded")
    return tuple(Erased(**each) for each in found.to_pyarrow().to_pylist())


def on_record(edition: Edition) -> None:
    """Put an edition's digest on the record, once; a folder of tables without a record has none."""
    if not record_exists(home()):
        return
    from asylia.shell.overseeing import keep_measures  # noqa: PLC0415

    with opened() as house:
        keep_measures(house, edition.name, edition.digest, edition.about.as_of, edition.about.definitions)


def officers_shown() -> bool:
    """Whether this deployment makes rows of officers at all: not unless it says so."""
    return os.environ.get("ASYLIA_OFFICER_ROWS", "no") == "yes"


def progress(what: str, done: int, of: int) -> None:
    """Say on stderr which measure is being computed."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{f'{what}: {done} of {of} done' if what else ''}", end="", file=sys.stderr, flush=True)


@contextmanager
def opened() -> Iterator[House]:
    """The house with its record, once Django is set up."""
    from asylia.shell.house import House  # noqa: PLC0415

    house = House.open(home())
    with closing(house.ledger):
        yield house


@contextmanager
def plainly() -> Iterator[None]:
    """Turn what the room raises, and libraries that are not installed, into one sentence."""
    try:
        yield
    except ImportError as missing:
        if (missing.name or "").startswith("asylia"):
            raise
        needs = f"Measures need more libraries ({missing.name}): pip install 'asylia[oversight]'."
        raise CannotBeRead(needs) from None
    except OversightError as error:
        raise CannotBeRead(str(error)) from None


# --- how it is asked


def take_raised(asked: argparse.Namespace) -> int:
    """Take in counts of one quarter; what was taken in is never changed."""
    from asylia.oversight.raised import NotTaken, take  # noqa: PLC0415

    try:
        rows = take(home(), asked.file.read_bytes(), dt.datetime.now(dt.UTC).date())
    except NotTaken as why:
        raise OversightError(f"{asked.file}: {why}.") from None
    print(f"{len(rows)} rows of {rows[0].quarter} are kept; the overseer's pages show them.")
    return GOOD


def add_oversight_verbs(verbs: Any, add: Add) -> None:
    """The verbs of `asylia oversight`."""
    one = add(verbs, measure, "measure", "compute every measure, and keep the rows as an edition")
    when(one, "what was recorded until then (default: now)")
    from_where(one)

    one = add(verbs, show, "show", "print what was shown: the board, or one measure")
    one.add_argument("measure", metavar="MEASURE", nargs="?", help="for example M01")
    when(one, "as it was shown then (default: the last edition)")
    one.add_argument("--unit", metavar="KIND", help="only rows of this kind of unit: programme, site, language ...")
    form = one.add_mutually_exclusive_group()
    form.add_argument("--json", dest="form", action="store_const", const="json", help="rows, as the API gives them")
    form.add_argument(
        "--csv", dest="form", action="store_const", const="csv", help="rows, as tidy CSV; not for release"
    )

    one = add(verbs, ladder, "ladder", "print the programme's ladder: every rung with its denominator")
    when(one, "as it was shown then (default: the last edition)")
    cuts = ("programme", "week", "place", "language", "family", "vulnerability")
    says = f"its rungs by {', '.join(cuts[1:-1])} or {cuts[-1]}"
    one.add_argument("--by", metavar="CUT", choices=cuts, default=cuts[0], help=says)
    one.set_defaults(measure=None)

    one = add(verbs, take_raised, "concerns", "take in counts of what staff raised, as their recipients made them")
    one.add_argument("file", metavar="FILE.csv", type=Path, help="made by `asylia concerns counts`")
    add(verbs, list_measures, "list", "name every measure with its question")
    add(verbs, editions, "editions", "name what was kept, and whether it is as it was written")
    one = add(verbs, check, "check", "say the first thing wrong with a measure file")
    one.add_argument("file", metavar="FILE", type=Path, help="m25_<name>.py with one MEASURE in it")
    add(verbs, methodology, "methodology", "print the methodology, made from the declarations")


def from_where(one: argparse.ArgumentParser) -> None:
    """Which tables are counted, and by what."""
    one.add_argument("--tables", metavar="DIR", type=Path, help="event tables (default: those of ASYLIA_HOME)")
    one.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb", help="what counts (default: duckdb)")
    one.add_argument("--master", metavar="URL", default="local[*]", help="of Spark (default: local[*])")


def when(one: argparse.ArgumentParser, says: str) -> None:
    """A moment in the past."""
    one.add_argument("--as-of", metavar="YYYY-MM-DD[THH:MM]", type=moment, help=says)


def moment(said: str) -> dt.datetime:
    """A day (its end, UTC) or a moment."""
    try:
        if len(said) == len("2027-03-09"):
            return dt.datetime.combine(dt.date.fromisoformat(said), dt.time(23, 59, 59), dt.UTC)
        told = dt.datetime.fromisoformat(said)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{said} is no day; write it as 2027-03-09") from None
    return told if told.tzinfo else told.replace(tzinfo=dt.UTC)
