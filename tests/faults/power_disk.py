"""A disk with a volatile write cache, as a file over FUSE: what was not flushed is lost when its power is cut.

    python -m tests.faults.power_disk IMAGE FOLDER

In FOLDER appear two files. `disk` is the disk: a loop device on it carries an ordinary file system, whose flushes
arrive here as fsync. `power` is its switch: `off SEED` written to it cuts the power, `on` gives it back.

What was flushed stands in IMAGE. Of the writes since, as on a real disk, each is lost, kept whole, or torn at sector
bounds, in no order, as the seed draws. The idea of giving back only what was synced: LazyFS (PVLDB 17, 2024).
"""

# ruff: noqa: ARG002 (FUSE calls with more than one disk needs to know)
from __future__ import annotations

import errno
import os
import random
import stat
import sys
from pathlib import Path

from mfusepy import FUSE, FuseOSError, Operations

SECTOR = 512  # bytes that a disk writes whole or not at all


class VolatileDisk(Operations):
    """The image, what was written over it since the last flush, and whether there is power."""

    use_ns = True

    def __init__(self, image: Path) -> None:
        self.image = os.open(image, os.O_RDWR)
        self.size = os.fstat(self.image).st_size
        self.on = True
        self.unsynced: list[tuple[int, bytes]] = []  # offset and bytes, oldest first
        self.newest: dict[int, bytes] = {}  # the same by sector, as a reader sees it

    def cut(self, chance: random.Random) -> None:
        """The power fails: draws what of the cache reached the disk."""
        self.on = False
        kept = chance.choice([0.0, 0.0, 0.5, 0.9])  # of writes; the rest is lost or torn
        chance.shuffle(self.unsynced)
        for offset, data in self.unsynced:
            fate = chance.random()
            share = 1.0 if fate < kept else 0.5 if kept and fate < (1 + kept) / 2 else 0.0
            for at in range(0, len(data), SECTOR):
                if chance.random() < share:
                    os.pwrite(self.image, data[at : at + SECTOR], offset + at)
        self._forget()

    def flush_cache(self) -> None:
        """All that was written is on the disk from here on."""
        for offset, data in self.unsynced:
            os.pwrite(self.image, data, offset)
        self._forget()

    def _forget(self) -> None:
        self.unsynced.clear()
        self.newest.clear()

    def _require_power(self) -> None:
        if not self.on:
            raise FuseOSError(errno.EIO)

    # --- as a folder with two files ---------------------------------------------------------------------------------

    def getattr(self, path: str, fh: int | None = None) -> dict[str, int]:
        if path == "/":
            return {"st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
        if path not in {"/disk", "/power"}:
            raise FuseOSError(errno.ENOENT)
        return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": self.size if path == "/disk" else 0}

    def readdir(self, path: str, fh: int) -> list[str]:
        return [".", "..", "disk", "power"]

    def open(self, path: str, flags: int) -> int:
        return 0

    def read(self, path: str, size: int, offset: int, fh: int) -> bytes:
        self._require_power()
        found = os.pread(self.image, size, offset)
        if not self.newest:
            return found
        sectors = range(offset // SECTOR, (offset + size) // SECTOR)
        return b"".join(
            self.newest.get(sector) or found[at * SECTOR : (at + 1) * SECTOR] for at, sector in enumerate(sectors)
        )

    def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
        if path == "/power":
            return self._switch(data)
        self._require_power()
        if offset % SECTOR or len(data) % SECTOR:
            raise FuseOSError(errno.EINVAL)
        self.unsynced.append((offset, data))
        for at in range(0, len(data), SECTOR):
            self.newest[(offset + at) // SECTOR] = data[at : at + SECTOR]
        return len(data)

    def fsync(self, path: str, datasync: int, fh: int) -> int:
        self._require_power()
        self.flush_cache()
        return 0

    def truncate(self, path: str, length: int, fh: int | None = None) -> int:
        return 0  # opening the switch for writing asks for it

    def _switch(self, data: bytes) -> int:
        word, _, seed = data.decode().strip().partition(" ")
        if word == "off":
            self.cut(random.Random(seed))  # noqa: S311 (a fault drawn from a seed)
        self.on = word == "on"
        return len(data)


if __name__ == "__main__":
    FUSE(VolatileDisk(Path(sys.argv[1])), sys.argv[2], foreground=True, nothreads=True, direct_io=True)
