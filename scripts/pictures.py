"""A screenshot made small: at most 256 colours, each pixel one byte, packed as tight as zlib can (PNG, RFC 2083)."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Colour = tuple[int, int, int]


def small(png: bytes) -> bytes:
    """Return an 8-bit RGB or RGBA picture with its 256 most frequent colours; the others become the nearest of them.

    Raises:
        ValueError: the picture is of another kind.
    """
    parts = list(chunks(png))
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    if depth != 8 or kind not in (2, 6) or interlaced:
        raise ValueError("only 8-bit RGB and RGBA without interlacing are read here")
    size = 3 if kind == 2 else 4
    packed = zlib.decompress(b"".join(data for name, data in parts if name == b"IDAT"))
    rows = list(unfiltered(packed, width * size, size))
    pixels = [list(zip(row[0::size], row[1::size], row[2::size], strict=True)) for row in rows]
    seen = Counter(colour for row in pixels for colour in row)
    palette = [colour for colour, _ in seen.most_common(256)]
    place = {colour: number for number, colour in enumerate(palette)}
    for colour in seen:
        if colour not in place:
            place[colour] = nearest(colour, palette)
    lines = b"".join(b"\0" + bytes([place[colour] for colour in row]) for row in pixels)
    return SIGNATURE + b"".join((
        chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        chunk(b"PLTE", bytes(part for colour in palette for part in colour)),
        chunk(b"IDAT", zlib.compress(lines, 9)),
        chunk(b"IEND", b""),
    ))  # fmt: skip


def nearest(colour: Colour, palette: list[Colour]) -> int:
    """Return the place of the colour nearest to one, by the sum of squares."""
    return min(range(len(palette)), key=lambda n: sum((a - b) ** 2 for a, b in zip(colour, palette[n], strict=True)))


def unfiltered(packed: bytes, length: int, size: int) -> Iterator[bytearray]:
    """Yield the rows of a picture, each of `length` bytes with pixels of `size`, free of PNG's filters (section 6)."""
    above = bytearray(length)
    for start in range(0, len(packed), length + 1):
        how, row = packed[start], bytearray(packed[start + 1 : start + 1 + length])
        for n in range(length) if how else ():
            left, corner = (row[n - size], above[n - size]) if n >= size else (0, 0)
            row[n] = (row[n] + expected(how, left, above[n], corner)) & 255
        yield row
        above = row


def expected(how: int, left: int, up: int, corner: int) -> int:
    """Return what a filter expects a byte to be: Sub, Up, Average, Paeth."""
    match how:
        case 1:
            return left
        case 2:
            return up
        case 3:
            return (left + up) // 2
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield a PNG's chunks: their name and what they hold (section 3.2)."""
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        yield png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        place += length + 12


def chunk(name: bytes, data: bytes) -> bytes:
    """Return one chunk with its length and its sum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
