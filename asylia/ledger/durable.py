"""Files that outlive a loss of power: whole and there once the call returns, or as they were before.

A name is durable only when its folder is synced too: after fsync of a new file POSIX promises its bytes, and not that
anything leads to them.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path


def put(path: Path, data: bytes | Iterable[bytes], mode: int = 0o600) -> None:
    """Writes a file in the place of what was there; no reader ever sees a part of it."""
    make_folder(path.parent, 0o755 if mode & 0o044 else 0o700)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        _write(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), data, mode)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(path.parent)


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """The bytes of a file of its owner's that is made once, by whoever asks for it first, and stays."""
    if not path.exists():
        make_folder(path.parent)
        handle, unfinished = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".unfinished", dir=path.parent)
        try:
            _write(handle, make(), 0o600)
            with suppress(FileExistsError):  # another process made it at this moment
                path.hardlink_to(unfinished)
        finally:
            Path(unfinished).unlink()
        _sync(path.parent)
    return path.read_bytes()


def make_folder(path: Path, mode: int = 0o700) -> None:
    """A folder and those above it; each name is durable before anything is put in."""
    if not path.exists():
        make_folder(path.parent, mode)
        path.mkdir(mode, exist_ok=True)
        path.chmod(mode)
        _sync(path.parent)


def _write(handle: int, data: bytes | Iterable[bytes], mode: int) -> None:
    with os.fdopen(handle, "wb") as file:
        os.fchmod(file.fileno(), mode)  # whatever the process's umask: what is public is read by another account
        file.writelines([data] if isinstance(data, bytes) else data)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
