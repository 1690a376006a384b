"""A sequencer killed before any of its statements and file operations: the next one goes on, and signs no fork."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from asylia.ledger import AtWork, Ledger, merkle, tiles
from asylia.ledger.follow import once
from asylia.ledger.logkey import LogKeys, make_log
from asylia.ledger.note import Checkpoint, opened
from asylia.ledger.publisher import public_folder, published
from asylia.ledger.sequencer import tree_of
from tests.ledger.conftest import append, event

ENGINE = ("run", "execute", "insert", "transaction")


def killed_before(step: int, work: Callable[[], None], ledger: Ledger) -> bool:
    """Does the work in a child that is killed before its step-th statement or file operation; whether it was."""
    child = os.fork()
    if child == 0:
        left = step

        def counted(call: Callable[..., Any]) -> Callable[..., Any]:
            def one(*given: object, **named: object) -> object:
                nonlocal left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*given, **named)

            return one

        for name in ENGINE:
            setattr(ledger.engine, name, counted(getattr(ledger.engine, name)))
        os.fsync, os.open = counted(os.fsync), counted(os.open)
        for name in ("replace", "unlink"):
            setattr(Path, name, counted(getattr(Path, name)))
        try:
            work()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def after(turn: Callable[[], None]) -> None:
    """The next one's turn; PostgreSQL takes a moment to see that the last one's connection is gone."""
    for _ in range(100):
        with suppress(AtWork):
            return turn()
        time.sleep(0.05)
    return turn()


def signed(ledger: Ledger, keys: LogKeys) -> list[Checkpoint]:
    with closing(ledger.connect()) as connection:
        notes = ledger.engine.run(connection, "SELECT note FROM ledger_checkpoints ORDER BY size")
    return [opened(note, {keys.origin: keys.known})[0] for (note,) in notes]


def test_killed_anywhere_it_goes_on_and_all_that_was_ever_signed_is_one_history(ledger: Ledger, tmp_path: Path) -> None:
    home = tmp_path / "home"
    keys = make_log(home, "demonstration")
    ledger.keys.ensure(["person/1"])
    ledger.close()  # a connection is not shared with a child

    def turn() -> None:
        with closing(ledger.connect()) as connection:
            once(ledger, connection, home, keys)

    killed, step = 0, 0
    while step < 120:
        step += 1
        with closing(ledger.connect()) as connection:
            append(ledger, connection, f"case/{step}", *[event(number=each) for each in range(9)])
            ledger.close()
        (public_folder(home) / "checkpoint").unlink(missing_ok=True)  # each turn an hour later
        if not killed_before(step, turn, ledger):
            break
        killed += 1
        after(turn)
    assert killed > 25
    checkpoints = signed(ledger, keys)
    with closing(ledger.connect()) as connection:
        sql = "SELECT l.leaf, e.digest FROM ledger_leaves l JOIN ledger_events e USING (stream, version) ORDER BY leaf"
        leaves = ledger.engine.run(connection, sql)
        assert ledger.engine.run(connection, "SELECT count(*) FROM ledger_pending") == [(0,)]
    assert [leaf for leaf, _ in leaves] == list(range(9 * step))  # each entry once, none forgotten
    tree = merkle.of_leaves([bytes(digest) for _, digest in leaves])
    for checkpoint in checkpoints:  # everything ever signed
        assert checkpoint.root == merkle.root(tree, checkpoint.size) == tree_of(home).root(checkpoint.size)
    public = published(home, keys)
    assert public is not None
    assert public.root == merkle.root(tree, public.size)
    assert tiles.Tiles(public_folder(home)).root(public.size) == public.root
