"""Members of a zip that were packed with Deflate64, which the courts' zip uses and the standard library cannot read."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

import inflate64

DEFLATE64 = 9  # PKWARE APPNOTE 6.3.10, 4.4.5: compression method 9
PIECE = 1 << 20
LOCAL = struct.Struct("<4s5H3L2H")  # 4.3.7: local file header; its last two fields are the lengths of name and extra


class Inflated(io.RawIOBase):
    """Unpacks a member as it is read, and checks its length and CRC at the end."""

    def __init__(self, file: IO[bytes], info: zipfile.ZipInfo) -> None:
        self._file, self._info = file, info
        self._inflater = inflate64.Inflater()
        self._left, self._crc, self._size = info.compress_size, 0, 0
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io's own type is wider than what it passes
        while not self._ready and self._left:
            packed = self._file.read(min(PIECE, self._left))
            if not packed:
                raise zipfile.BadZipFile("the file ends inside this member")
            self._left -= len(packed)
            self._take(self._inflater.inflate(packed))
        if not self._ready:
            self._check()
            return 0
        taken = min(len(buffer), len(self._ready))
        buffer[:taken] = self._ready[:taken]
        self._ready = self._ready[taken:]
        return taken

    def close(self) -> None:
        self._file.close()
        super().close()

    def _take(self, data: bytes) -> None:
        self._crc = zlib.crc32(data, self._crc)
        self._size += len(data)
        self._ready = memoryview(data)

    def _check(self) -> None:
        if (self._size, self._crc) != (self._info.file_size, self._info.CRC):
            raise zipfile.BadZipFile("length or CRC-32 differs from what the zip says")


def inflated(path: Path, info: zipfile.ZipInfo) -> IO[bytes]:
    """A stream of the member's unpacked bytes."""
    file = path.open("rb")
    file.seek(info.header_offset)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
        file.close()
        raise zipfile.BadZipFile("its local header is missing")
    *_, name, extra = LOCAL.unpack(header)
    file.seek(name + extra, 1)
    return io.BufferedReader(Inflated(file, info), PIECE)
