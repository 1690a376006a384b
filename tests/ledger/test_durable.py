"""What is put durably: bytes before the name, the name before the call returns, every new folder too; once is once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from asylia.ledger.durable import kept, put


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Syncs, renames, links and new folders below this test's, in their order."""
    steps: list[str] = []

    def noted(what: str, call: Callable[..., object], of: Callable[..., Path | str]) -> Callable[..., object]:
        def one(*given: object, **named: object) -> object:
            gave = call(*given, **named)
            steps.append(f"{what} {Path(of(*given)).resolve().relative_to(tmp_path.resolve())}")
            return gave

        return one

    monkeypatch.setattr(os, "fsync", noted("sync", os.fsync, lambda handle: Path(f"/proc/self/fd/{handle}").readlink()))
    monkeypatch.setattr(os, "replace", noted("name", os.replace, lambda _, new: new))
    monkeypatch.setattr(os, "link", noted("name", os.link, lambda _, new: new))
    monkeypatch.setattr(os, "mkdir", noted("make", os.mkdir, lambda path, *_: path))
    return steps


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the names of open files are read from /proc")
@pytest.mark.parametrize("write", [lambda path: put(path, b"x"), lambda path: kept(path, lambda: b"x")])
def test_bytes_then_name_then_folders(write: Callable[[Path], object], tmp_path: Path, done: list[str]) -> None:
    write(tmp_path / "one/two/file")
    named = done.index("name one/two/file")
    assert done[named + 1] == "sync one/two"
    assert done[named - 1].startswith("sync one/two/.file")
    assert done[: named - 1] == ["make one", "sync .", "make one/two", "sync one"]


def test_what_is_made_once_is_one_for_all_who_ask(tmp_path: Path) -> None:
    start, given = threading.Barrier(8), list[bytes]()

    def ask(number: int) -> None:
        start.wait()
        given.append(kept(tmp_path / "keys" / "one", lambda: bytes([number]) * 32))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(set(given)) == 1
    assert [each.name for each in (tmp_path / "keys").iterdir()] == ["one"]
    assert (tmp_path / "keys" / "one").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_what_could_not_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        kept(tmp_path / "one", lambda: bytes(1 // 0))
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_could_not_be_written_leaves_the_one_before(tmp_path: Path) -> None:
    put(tmp_path / "file", b"before")
    with pytest.raises(ZeroDivisionError):
        put(tmp_path / "file", (b"x" * (1 // each) for each in (1, 0)))
    assert (tmp_path / "file").read_bytes() == b"before"
    assert [each.name for each in tmp_path.iterdir()] == ["file"]
