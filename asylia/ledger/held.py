"""What a person may hold of a receipt: its file, the text of the square code on a sheet, or a picture of the sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from asylia.ledger.packed import PREFIX, unpacked
from asylia.ledger.picture import NoSquare, square_in
from asylia.ledger.promise import Finding, against
from asylia.ledger.verifier import Bad, read_keys, read_receipt

PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")


def receipt_in(data: bytes, square: Callable[[bytes], str] = square_in) -> str:
    """The receipt, as its file has it; raises verifier.Bad. `square` finds the square code in a picture."""
    try:
        text = square(data) if data.startswith(PICTURES) else data.decode()
    except UnicodeDecodeError:
        raise Bad("this is neither a receipt's file nor the text of a square code, nor a JPEG, PNG or WebP") from None
    except NoSquare as why:
        raise Bad(str(why)) from None
    return unpacked(text) if text.lstrip().startswith(PREFIX) else text


def checked(file: Path, keys: Path, log: Path | None, now: dt.datetime) -> Finding:
    """What a receipt proves, with no record; and, with a copy of the log's public folder, whether that holds it still.

    `keys`: the keys of log and witnesses that are trusted, one a line.
    """
    try:
        receipt = receipt_in(file.read_bytes())
        words = read_receipt(receipt, read_keys(keys.read_text()))[2]
        found = against(receipt, keys, log, now) if log else Finding(True, "")
    except (Bad, OSError, UnicodeDecodeError) as bad:
        return Finding(False, f"BAD: {bad}")
    return Finding(found.good, f"{words}\n{found.words}".rstrip())
