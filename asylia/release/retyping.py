"""Retyping: a file of strangers becomes pixels, words, plain text, and a comparison by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from asylia.release import comparing
from asylia.release.normalising import Plain, plain
from asylia.release.pages import Page, opened
from asylia.release.recognising import Recognised, recognised

TEXT, COMPARISON = "text.txt", "compare.html"
LAYER = "The text that the file holds, beside what is read from its pages"
LAYER_SAYS = "A word that only the file holds may be hidden in it, or the file may say another letter than it draws."
COPIES = "This copy beside the other"
COPIES_SAYS = "Where two copies differ, one of them may have been marked. Write it as neither has it."


class Retyped(msgspec.Struct, frozen=True, kw_only=True):
    """A text as it will be compared, and everything a person is shown beside it."""

    text: Plain
    pages: tuple[Page, ...]
    notes: tuple[str, ...]
    readings: tuple[comparing.Difference, ...]


def retyped(data: bytes, language: str = "eng", watch: Callable[[int, int], None] = lambda *_: None) -> Retyped:
    """The plain text of a file and what is to be compared. Raises NotOpened, in one plain sentence.

    Where a file holds words, those of them that show on its pages are taken, and every place where reading the pages
    gives another word is told; a scan is read from its dots.
    """
    held = opened(data)
    read = recognised(held.pages, language, watch) if held.pages else Recognised(paragraphs=(), unsure=())
    notes = []
    if held.layer and held.layer.unseen:
        pages = sorted({page for page, _ in held.layer.unseen})
        listed = ", ".join(map(str, pages[:20]))
        notes.append(f"Words of the file that do not show on its pages were left out (page {listed}).")
    if read.unsure and not held.layer:
        listed = ", ".join(f"{word} (page {page})" for page, word in read.unsure[:40])
        notes.append(f"Words that were hard to read: {listed}.")
    if not held.pages:
        notes.append(
            "Of this file only the words were taken; how it looks cannot be drawn here. Compare it with paper."
        )
    text = plain(held.layer.paragraphs if held.layer and held.layer.paragraphs else read.paragraphs)
    other = plain(read.paragraphs)
    found = comparing.differences(text.paragraphs, other.paragraphs) if held.layer and held.pages else []
    return Retyped(text=text, pages=held.pages, notes=tuple(notes), readings=tuple(found))


def write(made: Retyped, folder: Path, second: Retyped | None = None) -> list[Path]:
    """Write the text, the pages and the comparison into a new folder. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True)
    pictures = []
    for number, page in enumerate(made.pages, 1):
        pictures.append(f"page-{number}.png")
        (folder / pictures[-1]).write_bytes(_png(page))
    sections = [(LAYER, LAYER_SAYS, made.readings)] if made.readings else []
    if second is not None:
        copies = comparing.differences(made.text.paragraphs, second.text.paragraphs)
        sections.append((COPIES, COPIES_SAYS, tuple(copies)))
    (folder / TEXT).write_text("\n\n".join(made.text.paragraphs) + "\n", "utf-8")
    (folder / COMPARISON).write_text(
        comparing.page(made.text.paragraphs, pictures, sections, made.text.changes, made.notes), "utf-8"
    )
    return [folder / TEXT, folder / COMPARISON]


def _png(page: Page) -> bytes:
    """A page as a picture that a browser shows."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    flipped = bytes(each ^ 0xFF for each in page.dots)  # in a PNG of one bit, 1 is white
    out = io.BytesIO()
    Image.frombytes("1", (page.width, page.height), flipped).save(out, "PNG", optimize=True)
    return out.getvalue()
