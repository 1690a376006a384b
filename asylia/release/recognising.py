"""Reads the words of black and white pages (tesseract), in the sandbox as well.

Its own input is the only thing it sees.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

import msgspec

from asylia.release.pages import Page
from asylia.release.sandbox import run

UNSURE = 60.0  # of 100: below it, tesseract's word is shown to the person as unsure


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """What was read: paragraphs, and the words that were read with little confidence, with their page."""

    paragraphs: tuple[str, ...]
    unsure: tuple[tuple[int, str], ...]


def recognised(
    pages: Sequence[Page], language: str = "eng", watch: Callable[[int, int], None] = lambda *_: None
) -> Recognised:
    """The words on pages. Raises NotOpened where tesseract or its language is not installed."""
    paragraphs: dict[tuple[int, ...], list[str]] = {}
    unsure = []
    for number, page in enumerate(pages, 1):
        watch(number, len(pages))
        made = run(["tesseract", "/in/page.pbm", "page", "-l", language, "--psm", "3", "tsv"], {"page.pbm": page.file})
        rows = csv.DictReader(
            io.StringIO(made["page.tsv"].decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        line = (0, 0)
        for row in rows:
            word = (row.get("text") or "").strip()
            if not word:
                continue
            at = int(row["par_num"]), int(row["line_num"])
            words = paragraphs.setdefault((number, int(row["block_num"]), at[0]), [])
            if words and at != line:
                words.append("\n")
            words.append(word)
            line = at
            if float(row["conf"]) < UNSURE:
                unsure.append((number, word))
    told = (" ".join(words).replace(" \n ", "\n") for words in paragraphs.values())
    return Recognised(paragraphs=tuple(told), unsure=tuple(unsure))
