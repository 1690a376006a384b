"""Finds the square code in a picture of a sheet.

A picture comes from anyone and its readers are large programs in C: `square_apart` reads it in a process of its own,
which knows no secret, may write nothing, and ends where it takes too long or too much.
"""

from __future__ import annotations

import io
import resource
import subprocess
import sys

import zxingcpp
from PIL import Image, UnidentifiedImageError

from asylia.ledger.packed import PREFIX

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000  # a telephone's largest usual picture
SECONDS, MEMORY = 10, 1024 * 1024 * 1024


class NoSquare(Exception):
    """There is no square code of ours in the picture, or it is no picture that can be read."""


def square_in(data: bytes) -> str:
    """The text of the square code in a picture (JPEG, PNG or WebP); raises NoSquare."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise NoSquare(f"the picture has more than {MOST_PIXELS // 1_000_000} million points; take it smaller")
            found = zxingcpp.read_barcodes(picture.convert("L"), formats=zxingcpp.barcode_formats_from_str("QRCode"))
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError):
        raise NoSquare("this is no picture that can be read: a JPEG, a PNG or a WebP is wanted") from None
    text = next((each.text for each in found if each.text.startswith(PREFIX)), "")
    if not text:
        raise NoSquare("no square code could be read: hold the sheet flat, in good light, and fill the picture with it")
    return text


def square_apart(data: bytes) -> str:
    """The same, in a process of its own; raises NoSquare."""
    if len(data) > MOST_BYTES:
        raise NoSquare(f"the picture is larger than {MOST_BYTES // 1024 // 1024} MB; take it smaller")
    command = [sys.executable, "-m", "asylia.ledger.picture"]
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command, input=data, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, timeout=2 * SECONDS,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise NoSquare("the picture took too long to read; take it smaller") from None
    if done.returncode != 0:
        raise NoSquare(done.stdout.decode(errors="replace") or "the picture could not be read")
    return done.stdout.decode()


def main() -> int:
    """Reads a picture from standard input, within limits; prints its square code, or why there is none."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        sys.stdout.write(square_in(sys.stdin.buffer.read(MOST_BYTES + 1)))
    except NoSquare as why:
        sys.stdout.write(str(why))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
