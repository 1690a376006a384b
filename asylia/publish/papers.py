"""A PDF as it leaves: it says what it shows, and carries nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

FIXED = frozenset({"/Title", "/Creator", "/Producer"})  # properties that are the same in every copy
CARRIED = {
    "/AcroForm": "a form", "/OpenAction": "something that happens when it is opened",
    "/AA": "something that happens by itself",
    "/OCProperties": "layers that can be hidden", "/Collection": "other files", "/AF": "other files",
}  # fmt: skip


def unseen(data: bytes) -> Iterator[str]:
    """What a PDF carries that its reader does not see; that it cannot be read is one such thing."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            yield from _in_root(pdf)
            yield from (f"a property {key}" for key in map(str, pdf.docinfo) if key not in FIXED)
            for number, page in enumerate(pdf.pages, 1):
                kinds = {str(note.get("/Subtype")) for note in page.get("/Annots", [])}
                yield from (f"a note or file on page {number}" for kind in kinds if kind not in ("/Link", "None"))
    except pikepdf.PasswordError:
        yield "a password"
    except pikepdf.PdfError:
        yield "damage, so that it cannot be examined"
    if data.count(b"%%EOF") > 1:
        yield "an earlier version of itself"
    if data.rpartition(b"%%EOF")[2].strip():
        yield "something after its end"


def _in_root(pdf: pikepdf.Pdf) -> Iterator[str]:
    if pdf.attachments:
        yield "an embedded file"
    yield from (what for key, what in CARRIED.items() if key in pdf.Root)
    if "/Names" in pdf.Root and "/JavaScript" in pdf.Root.Names:
        yield "a program"
