"""The tree as static files, in the layout of c2sp.org/tlog-tiles: rows of up to 256 hashes, whole ones for ever.

Level 0 holds leaf hashes; each hash of level L + 1 stands for one whole tile of level L. A tile's bytes follow from the
leaves alone, so writing is repeated safely after a crash, and a file that differs from what is due is a finding.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from asylia.ledger import merkle
from asylia.ledger.durable import put
from asylia.ledger.errors import LogBroken
from asylia.ledger.merkle import HASH

WIDTH = 256  # hashes in a whole tile
HEIGHT = 8  # levels of the tree in one tile


def tile_path(level: int | str, index: int, width: int = WIDTH) -> str:
    """`tile/0/x001/x234/067`, and `.p/12` after it for a tile of 12 hashes; `level` may be `entries`."""
    parts = [f"{index % 1000:03}"]
    while index := index // 1000:
        parts.append(f"x{index % 1000:03}")
    partial = "" if width == WIDTH else f".p/{width}"
    return f"tile/{level}/{'/'.join(reversed(parts))}{partial}"


class Tiles:
    """The tiles of one tree, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def grow(self, old: int, leaves: Sequence[bytes]) -> None:
        """Writes every tile that `leaves`, after the first `old`, fill or begin; raises LogBroken."""
        level, count, row = 0, old, leaves
        while row:
            index, held = divmod(count, WIDTH)
            data = (self.read(level, index, held) if held else b"") + b"".join(row)
            whole = []
            for start in range(0, len(data), WIDTH * HASH):
                tile = data[start : start + WIDTH * HASH]
                self._write(level, index, tile)
                if len(tile) == WIDTH * HASH:
                    whole.append(_within(tile, HEIGHT, 0))
                index += 1
            level, count, row = level + 1, count // WIDTH, whole

    def tree(self, size: int) -> merkle.Subtree:
        """The tree of the first `size` leaves, read tile by tile; raises LogBroken where one is missing."""

        @lru_cache(maxsize=64)
        def tile(level: int, index: int) -> bytes:
            return self.read(level, index, min(WIDTH, (size >> HEIGHT * level) - index * WIDTH))

        def subtree(level: int, index: int) -> bytes:
            above, inside = divmod(level, HEIGHT)
            place, within = divmod(index << inside, WIDTH)
            return _within(tile(above, place), inside, within >> inside)

        return subtree

    def root(self, size: int) -> bytes:
        """The root over the first `size` leaves."""
        return merkle.root(self.tree(size), size)

    def read(self, level: int, index: int, width: int) -> bytes:
        """The first `width` hashes of a tile, from any file that has as many; raises LogBroken."""
        whole = self.folder / tile_path(level, index)
        found = [whole] if whole.exists() else self._partial(level, index)
        for path in found:
            data = path.read_bytes()
            if len(data) >= width * HASH:
                return data[: width * HASH]
        raise LogBroken(f"{tile_path(level, index, width)} of the log is missing or too short")

    def publish(self, old: int, size: int, public: Path) -> None:
        """Puts into `public` the tiles that a tree of `size` needs and one of `old` did not."""
        level = 0
        while count := size >> HEIGHT * level:
            for index in range((old >> HEIGHT * level) // WIDTH, count // WIDTH):
                put(public / tile_path(level, index), self.read(level, index, WIDTH), 0o644)
            if width := count % WIDTH:
                put(public / tile_path(level, count // WIDTH, width), self.read(level, count // WIDTH, width), 0o644)
            level += 1

    def _write(self, level: int, index: int, tile: bytes) -> None:
        width = len(tile) // HASH
        partial = self._partial(level, index)
        path = self.folder / tile_path(level, index, width)
        for other in [path, *partial]:
            if other.exists():
                held = other.read_bytes()
                if held != tile[: len(held)] and tile != held[: len(tile)]:
                    raise LogBroken(f"{other.relative_to(self.folder)} of the log is not what the record gives")
        if not path.exists():
            put(path, tile)
        for smaller in partial:
            if int(smaller.name) < width:
                smaller.unlink()

    def _partial(self, level: int, index: int) -> list[Path]:
        """Files with part of a tile, widest first."""
        folder = (self.folder / tile_path(level, index, 1)).parent
        found = folder.iterdir() if folder.exists() else iter(())
        return sorted((path for path in found if path.name.isdecimal()), key=lambda path: -int(path.name))


def _within(tile: bytes, level: int, index: int) -> bytes:
    """The hash over 2^level hashes of a tile."""
    hashes = tile[(index << level) * HASH : ((index + 1) << level) * HASH]
    if len(hashes) != HASH << level:
        raise LogBroken("a tile of the log is shorter than the tree asks for")
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    return merkle.of_leaves(row)(level, 0)
