"""Examines a record's setup: settings read back, triggers in place, rights no wider than needed, keys apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from asylia.ledger.clock import newest_signed, put_back, steps_back
from asylia.ledger.engine import Check, Connection, Engine, engine_for
from asylia.ledger.errors import LedgerError, LogBroken
from asylia.ledger.keystore import KeyStore, kek_path, keystore_address
from asylia.ledger.ledger import SCHEMA_VERSION
from asylia.ledger.logkey import keys_path, read_log
from asylia.ledger.outside import LAG, lag
from asylia.ledger.publisher import published
from asylia.ledger.sequencer import check_remembered, last_checkpoint, now, remembered, said, tree_of
from asylia.ledger.witnesses import read_witnesses, unwitnessed_since

UNLOGGED = (
    "SELECT (SELECT count(*) FROM ledger_events) - (SELECT count(*) FROM ledger_leaves) "
    "- (SELECT count(*) FROM ledger_pending)"
)
MOVE_KEYS = "give the key store a database and a role of its own (KEYSTORE_URL), never the record's"


def examine(url: str, home: Path | str, *, keystore_url: str | None = None) -> list[Check]:
    """Every finding on the record at `url` and its key store; never raises for what it finds wrong."""
    engine = engine_for(url)
    try:
        with closing(engine.connect()) as connection:
            return [
                *_record(engine, connection),
                *_log(engine, connection, Path(home)),
                *_keys(engine, connection, keystore_url, Path(home)),
            ]
    except (LedgerError, engine.error, OSError) as error:
        return [Check("record can be reached", False, str(error), "mend this first; the rest cannot be looked at")]


def _record(engine: Engine, connection: Connection) -> Iterator[Check]:
    if "ledger_schema" not in engine.tables(connection):
        yield Check("record is there", False, "no tables of the ledger", "create the record")
        return
    ((version,),) = engine.run(connection, "SELECT version FROM ledger_schema")
    mend = f"this program knows version {SCHEMA_VERSION}: run the one that made it, or `asylia ledger upgrade`"
    yield Check("schema version", version == SCHEMA_VERSION, str(version), mend)
    yield from engine.examine(connection)


def _log(engine: Engine, connection: Connection, home: Path) -> Iterator[Check]:
    """The log's key, its tree against what it signed, and whether any entry was kept from it."""
    if "ledger_leaves" not in engine.tables(connection) or not keys_path(home).exists():
        return  # no log yet: the first sequencing makes it
    mend = "stop sequencing; verify an export against checkpoints held outside, then ask who altered the record"
    try:
        keys = read_log(home)
        kept, last = remembered(tree_of(home), keys), last_checkpoint(engine, connection, keys)
        check_remembered(kept, last, last.size if last is not None else 0)
        if last is not None and tree_of(home).root(last.size) != last.root:
            raise LogBroken(f"the tree's files do not give the root that was signed for {last.size} leaves")
        found, named = published(home, keys), read_witnesses(home)
    except (LedgerError, OSError) as error:
        yield Check("log gives the roots it signed", False, str(error), mend)
        return
    size = last.size if last is not None else 0
    yield Check("log gives the roots it signed", True, f"{size} leaves, {found.size if found else 0} public", "")
    yield _clock(engine, connection, now())
    since = unwitnessed_since(engine, connection, named)
    told = f"unwitnessed since {since}" if since else f"{len(named)} witnesses"
    yield Check("checkpoints are witnessed", since is None, told, "reach the witnesses named in log/witnesses")
    waited = lag(engine, connection, now())
    mend = "start the sequencer (`asylia ledger sequence --follow`; `asylia serve` starts one), or see why it stopped"
    yield Check(
        "the log keeps up", waited <= LAG, f"the oldest entry waits {waited.seconds + waited.days * 86400} s", mend
    )
    ((kept,),) = engine.run(connection, UNLOGGED)
    mend = "an entry was kept from the log: see which (docs/ledger.md), then ask who removed it from ledger_pending"
    yield Check("every entry is in the log or waits for it", kept == 0, f"{kept} are not", mend)


def _clock(engine: Engine, connection: Connection, now: dt.datetime) -> Check:
    """The machine's clock against the moments at which the log was signed."""
    newest, steps = newest_signed(engine, connection), steps_back(engine, connection)
    told = f"{said(now)}, put back {len(steps)} times" + "".join(
        f"; from {one} to {other}" for one, other in steps[-3:]
    )
    if put_back(newest, now):
        told += f"; the log was signed at {said(newest or now)}"
    mend = "set the clock: until then limits seem to have time left, and what is recorded says an earlier moment"
    return Check("clock is not behind the record", not put_back(newest, now), told, mend)


def _keys(engine: Engine, connection: Connection, keystore_url: str | None, home: Path) -> Iterator[Check]:
    address = keystore_address(keystore_url, home)
    try:
        keys = KeyStore.open(address, home)
        keys.check()
    except (LedgerError, engine_for(address).error, OSError) as error:
        yield Check("key store can be reached", False, str(error), "restore the key store and its key-encryption key")
        return
    yield Check("key store can be reached", True, keys.engine.kind, "")
    mode = kek_path(home).stat().st_mode & 0o777
    yield Check("key-encryption key is its owner's alone", mode == 0o600, f"{mode:o}", "chmod 600 keys/kek")
    apart = keys.engine.identity(keys.connection) != engine.identity(connection)
    apart = apart and not {"keystore_keys"} & engine.tables(connection)
    yield Check("keys are not in the record's database", apart, "apart" if apart else "in one database", MOVE_KEYS)
    keys.close()
