"""The `asylia release` verbs: what a file of strangers says, compared by a person, and set again."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from asylia.recordkeeping import GOOD, Add
from asylia.release.sandbox import NotOpened

DONE = "Say --compared once a person has read text.txt against the pages: until then nobody has, and nothing is set."


class NotReleased(Exception):
    """A file cannot be retyped or set; its text is one plain sentence."""


def retype(asked: argparse.Namespace) -> int:
    """Make plain text of a file, and a page on which a person compares it."""
    from asylia.release.retyping import retyped, write  # noqa: PLC0415 - Pillow is loaded for these verbs only

    if asked.into.exists():
        raise NotReleased(f"{asked.into} is there already: name a new folder.")
    watch = progress if sys.stderr.isatty() else lambda *_: None
    made = []
    for path in (asked.file, *([asked.second] if asked.second else ())):
        try:
            made.append(retyped(path.read_bytes(), asked.language, watch))
        except NotOpened as why:
            raise NotReleased(f"{path}: {why}") from None
    for path in write(made[0], asked.into, made[1] if made[1:] else None):
        print(path)
    print(f"Open {asked.into / 'compare.html'}, and change text.txt where it is wrong.")
    print("Wording that this copy alone has stays in it: see the page.")
    return GOOD


def typeset(asked: argparse.Namespace) -> int:
    """Set a compared text again."""
    from asylia.release.typesetting import typeset as set_again  # noqa: PLC0415

    if not asked.compared:
        raise NotReleased(DONE)
    if asked.to.exists():
        raise NotReleased(f"{asked.to} is there already: name a new file.")
    try:
        made = set_again(asked.text.read_text("utf-8"))
    except UnicodeDecodeError:
        raise NotReleased(f"{asked.text} is no text in UTF-8.") from None
    except NotOpened as why:
        raise NotReleased(f"{asked.text}: {why}") from None
    asked.to.write_bytes(made)
    print(f"{asked.to}: {len(made):,} bytes, the same for everyone who sets this text")
    return GOOD


def example(asked: argparse.Namespace) -> int:
    """Set a review of a programme as a released document."""
    from asylia.release.example import known, released  # noqa: PLC0415

    if asked.to.exists():
        raise NotReleased(f"{asked.to} is there already: name a new file.")
    if asked.review not in known():
        raise NotReleased(f"There is no review {asked.review}; there is: {', '.join(known())}.")
    asked.to.write_bytes(released(asked.review))
    print(f"{asked.to}: a reconstruction, marked as one, with what holds each recommendation now")
    return GOOD


def progress(done: int, of: int) -> None:
    """Say on stderr which page is being read."""
    print(f"\r\x1b[Kreading page {done} of {of}", end="\n" if done == of else "\r", file=sys.stderr, flush=True)


def add_retyping_verbs(verbs: Any, add: Add) -> None:
    """Add the verbs."""
    one = add(
        verbs, retype, "retype", "make plain text of a PDF, scan, picture or document, to be compared by a person"
    )
    one.add_argument("file", type=Path, metavar="FILE", help="it is opened in a sandbox without network")
    one.add_argument("--second", type=Path, metavar="FILE", help="another copy of the same: where they differ is shown")
    one.add_argument("--language", default="eng", metavar="CODE", help="of scans, as tesseract names it (default: eng)")
    one.add_argument("--into", type=Path, required=True, metavar="FOLDER", help="a new folder, on this machine only")
    one = add(verbs, example, "example", "set the worked example, a review of a programme, as a released document")
    one.add_argument("review", metavar="REVIEW", help="for example 2019")
    one.add_argument("--to", type=Path, required=True, metavar="FILE.pdf", help="a new file")
    one = add(verbs, typeset, "typeset", "set a compared text again, the same bytes for everyone")
    one.add_argument("text", type=Path, metavar="TEXT", help="text.txt, as it was compared")
    one.add_argument("--compared", action="store_true", help="a person has read it against the pages")
    one.add_argument("--to", type=Path, required=True, metavar="FILE.pdf", help="a new file")
