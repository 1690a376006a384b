"""From a release to a store: every table read, every row accounted for, the old store whole until the new one is."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from asylia.courtdata.blocks import Header, Text
from asylia.courtdata.manifest import LAYOUT, NAME, File, Manifest, Source, StoredColumn, StoredTable, StoreError
from asylia.courtdata.reading import Batch, Reader, schema
from asylia.courtdata.release import Member, Release
from asylia.courtdata.schema import Table, known, tables
from asylia.courtdata.sorting import Runs, Seen, numbers
from asylia.courtdata.writing import QUARANTINED, REPAIRED, Log, described, durable, private, private_folder, write_rows

CASES = "A_TblCase"
DONE = "table.json"  # in a table's folder of logs: its account, written when all else of it is on disk
THREADS = min(os.cpu_count() or 1, 4)

Watch = Callable[[str, int, int], None]  # table, bytes just read, rows just read


def ingest(
    path: Path, store: Path, *, only: Sequence[str] = (), released: dt.date | None = None, watch: Watch | None = None
) -> Manifest:
    """Read a release into a store and give its manifest.

    `path` is the zip or the folder it was unpacked into; it is only read. `only` names the tables to read (all when
    empty); tables of the same release that the store has stay. `released` is the release's day, where the files do not
    tell it. What an interrupted ingest of the same release finished is not read again; the store shows the new release
    only when all of it is on disk. Raises StoreError (one sentence) and then leaves the store as it was.
    """
    release = Release(path)
    if release.path.resolve() in (store.resolve(), *store.resolve().parents):
        raise StoreError(f"{store} lies inside the release, which is only read: name a store elsewhere.")
    target = store / f"release-{release.mark[:12]}-{LAYOUT}"
    was_there = store.exists()
    try:
        with plain_memory():
            return _ingest(release, target, only, released=released, watch=watch or quiet)
    except StoreError:
        if previous(store, target.name) is None:
            shutil.rmtree(target, ignore_errors=True)
        if not was_there and store.exists():
            store.rmdir()
        raise


@contextmanager
def plain_memory() -> Iterator[None]:
    """The C library's allocator for Arrow: its own gives pages back so soon that faults cost a quarter of the CPU."""
    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def _ingest(release: Release, target: Path, only: Sequence[str], *, released: dt.date | None, watch: Watch) -> Manifest:
    chosen = wanted(release, only)
    counts = release.counts()
    private_folder(target)
    kept = previous(target.parent, target.name)
    accounts = dict(kept.tables) if kept else {}
    cases: Seen | None = None
    for name in chosen:
        done = target / "lines" / name / DONE
        if name not in accounts and (account := finished(target, done)):
            accounts[name] = account
        if name not in accounts:
            if cases is None and CASES in accounts and name != CASES:
                cases = cases_in(target)
            maker = Maker(release, release.members[name], target, watch)
            accounts[name] = maker.make(counts.get(name), cases)
        else:
            watch(name, release.members[name].bytes, accounts[name].rows)
        if name == CASES and cases is None:
            cases = cases_in(target)
    manifest = Manifest(
        layout=LAYOUT,
        folder=target.name,
        program=version("asylia"),
        ingested=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        source=Source(
            release.path.name,
            release.kind,
            (released or release.released).isoformat(),
            "said when it was ingested" if released else "the day of the newest file in it",
            release.sha256(),
        ),
        tables=dict(sorted(accounts.items())),
        absent=tuple(sorted(set(tables()) - set(release.members))),
        ignored=release.ignored,
    )
    publish(target.parent, manifest)
    return manifest


def quiet(table: str, size: int, rows: int) -> None:
    """Nobody watches."""


def wanted(release: Release, only: Sequence[str]) -> list[str]:
    """The tables to read, cases first: rows of other tables are held against them."""
    names = {found.name if (found := known(name)) else name for name in only}
    if lacking := sorted(names - set(release.members)):
        raise StoreError(f"{release.path} has no table {lacking[0]}; it has {', '.join(sorted(release.members))}.")
    return sorted(names or release.members, key=lambda name: (name != CASES, name not in tables(), name.casefold()))


def previous(store: Path, folder: str) -> Manifest | None:
    """The manifest that the store has, where it is of this very release."""
    if not (store / NAME).exists():
        return None
    try:
        found = Manifest.read(store)
    except StoreError:
        return None
    return found if found.folder == folder else None


def finished(target: Path, done: Path) -> StoredTable | None:
    """The account of a table that an interrupted ingest finished; None when there is none, or a file is not whole."""
    if not done.exists():
        return None
    account = msgspec.json.decode(done.read_bytes(), type=StoredTable)
    whole = ((target / file.path, file.bytes) for file in account.files)
    return account if all(path.exists() and path.stat().st_size == size for path, size in whole) else None


def cases_in(target: Path) -> Seen:
    """Every IDNCASE of the table of cases."""
    seen = Seen()
    for path in sorted((target / CASES).rglob("*.parquet")):
        seen.add(numbers(pq.read_table(path, columns=["IDNCASE"], partitioning=None), "IDNCASE"))
    return seen


def publish(store: Path, manifest: Manifest) -> None:
    """Make the release the store's: one rename. Only when the new one is on the disk itself does an older one go."""
    old = [path for path in store.glob("release-*") if path.name != manifest.folder]
    beside = store / f"{NAME}.new"
    with private(beside) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
    if old:
        folder = store / manifest.folder
        durable([beside, *(folder / file.path for table in manifest.tables.values() for file in table.files)])
    beside.replace(store / NAME)
    for path in old:
        shutil.rmtree(path)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes one table of a store."""

    release: Release
    member: Member
    target: Path
    watch: Watch

    def make(self, counted: int | None, cases: Seen | None) -> StoredTable:
        """Read the table whole, write it sorted, and give its account."""
        name = self.member.table
        table = known(name)
        rows_folder, logs = self.target / name, self.target / "lines" / name
        for leftover in (rows_folder, logs):
            shutil.rmtree(leftover, ignore_errors=True)
        with ExitStack() as stack:
            scratch = Path(stack.enter_context(TemporaryDirectory(prefix="reading-", dir=self.target)))
            file = stack.enter_context(self.release.open(self.member))
            text = Text(self.member.path, file, table, lambda size: self.watch(name, size, 0))
            header = text.header()
            tally = Tally(Log(logs / "lines.parquet"))
            runs = Runs(scratch, table.order if table else ())
            for batch in batches(Reader(header, table.key if table else None), text):
                runs.add(tally.count(batch))
                self.watch(name, 0, len(batch.table))
            tally.close()
            checked = Checked(table, cases)
            files = write_rows(
                rows_folder, map(checked.look, runs.merged()), schema(header.columns), table.case if table else None
            )
        account = self._account(text, header, tally, checked, files, counted=counted)
        done = logs / DONE
        with private(done.with_suffix(".new")) as out:
            out.write(msgspec.json.encode(account))
        done.with_suffix(".new").replace(done)
        return account

    def _account(
        self, text: Text, header: Header, tally: Tally, checked: Checked, files: list[Path], *, counted: int | None
    ) -> StoredTable:
        repaired, quarantined = tally.log.counts[REPAIRED], tally.log.counts[QUARANTINED]
        columns = zip(header.columns, header.called, strict=True)
        return StoredTable(
            rows=tally.good + sum(repaired.values()) + sum(quarantined.values()),
            good=tally.good,
            repaired=repaired,
            quarantined=quarantined,
            lines=tally.lines,
            counted=counted,
            source=File(self.member.path, text.size, text.sha256),
            columns=tuple(StoredColumn(c.name, c.type, called, tally.padded.get(c.name, 0)) for c, called in columns),
            missing=header.missing,
            unknown=header.unknown,
            duplicate_keys=checked.duplicates,
            without_case=checked.without_case,
            files=tuple(described(path, self.target) for path in (*files, tally.log.path)),
            known=checked.table is not None,
        )


def batches(reader: Reader, text: Text) -> Iterator[Batch]:
    """Blocks read side by side, their rows in the order of the file."""
    with ThreadPoolExecutor(THREADS) as pool:
        ahead: list[Future[Batch]] = []
        for block in text.blocks(len(reader.header.columns)):
            ahead.append(pool.submit(reader.read, block))
            if len(ahead) >= THREADS:
                yield ahead.pop(0).result()
        for waiting in ahead:
            yield waiting.result()


class Tally:
    """Adds up what became of the lines."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.good = self.lines = 0
        self.padded: dict[str, int] = {}

    def count(self, batch: Batch) -> pa.Table:
        """Log what a batch did not take as it was; gives its rows."""
        self.good += batch.good
        self.log.add(REPAIRED, batch.repaired, after=self.lines + 1)
        self.log.add(QUARANTINED, batch.quarantined, after=self.lines + 1)
        self.lines += batch.lines
        for column, times in batch.padded.items():
            self.padded[column] = self.padded.get(column, 0) + times
        return batch.table

    def close(self) -> None:
        """Finish the log."""
        self.log.close()


class Checked:
    """Looks at sorted rows on their way to disk: keys that stand there twice, cases that are in no table of cases."""

    def __init__(self, table: Table | None, cases: Seen | None) -> None:
        self.table = table
        self._keys = Seen()
        self._cases = cases if table and table.name != CASES else None
        self.duplicates = 0 if table and table.key else None
        self.without_case = 0 if table and table.case and self._cases else None

    def look(self, rows: pa.Table) -> pa.Table:
        """Count, and give the rows on."""
        if self.table and self.table.key and self.duplicates is not None:
            self.duplicates += self._keys.add(numbers(rows, self.table.key))
        if self.table and self.table.case and self.without_case is not None and self._cases:
            self.without_case += self._cases.lacks(numbers(rows, self.table.case))
        return rows
