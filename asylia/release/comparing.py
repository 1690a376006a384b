"""What a person compares before anything is set again.

The page beside the text, and where two readings or two copies differ.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from html import escape

import msgspec

from asylia.publish.page import document
from asylia.release.normalising import Change

AROUND = 4  # words shown on each side of a difference


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One place where two texts differ: the words before, what one has and what the other has, the words after."""

    before: str
    one: str
    other: str
    after: str


def differences(one: Sequence[str], other: Sequence[str]) -> list[Difference]:
    """Where two texts differ word by word; where lines break does not count."""
    left, right = words(one), words(other)
    found = difflib.SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return [
        Difference(
            before=" ".join(left[max(0, a - AROUND) : a]), one=" ".join(left[a:b]), other=" ".join(right[c:d]),
            after=" ".join(left[b : b + AROUND]),
        )
        for kind, a, b, c, d in found
        if kind != "equal"
    ]  # fmt: skip


def words(paragraphs: Sequence[str]) -> list[str]:
    """The words of a text in order; marks of lists, which are made anew, are none."""
    return re.findall(r"\S*\w\S*", " ".join(paragraphs))


def page(
    text: Sequence[str], pictures: Sequence[str], sections: Sequence[tuple[str, str, Sequence[Difference]]],
    changes: Sequence[Change], notes: Sequence[str],
) -> str:  # fmt: skip
    """The page on which a person compares: differences first, then every page beside the whole text."""
    parts = [
        "<h1>Compare before it is set again</h1>",
        '<p class="lead">Read every word against the page. Change <code>text.txt</code> where it is wrong; '
        "what stands there is what will be set.</p>",
        '<div class="note alarm"><p><b>What this cannot take out:</b> the words themselves. A copy can be told by '
        "its own wording, by a number that differs, by a slip of spelling. Hold it against a second copy if there "
        "is one, and write anew what only one copy would say.</p></div>",
        *(f'<div class="note"><p>{escape(note)}</p></div>' for note in notes),
        *(part for section in sections for part in _section(*section)),
    ]
    if changes:
        rows = "".join(
            f'<tr><th scope="row">{escape(each.what)}</th><td class="number">{each.count}</td>'
            f'<td class="number">{each.line}</td></tr>'
            for each in changes
        )
        parts.append(
            "<h2>What was made plain</h2><table><thead><tr><th>What</th><th>How often</th><th>First in line</th></tr>"
            f"</thead><tbody>{rows}</tbody></table>"
        )
    parts.append("<h2>Page by page</h2>")
    shown = "".join(
        f'<p><img src="{escape(name)}" alt="Page {n} of what was handed over"></p>'
        for n, name in enumerate(pictures, 1)
    )
    said = "".join(f"<p>{escape(each)}</p>" for each in text)
    parts.append(
        f'<div class="pair even"><section aria-label="As it was">{shown}</section>'
        f'<section aria-label="As it is read">{said}</section></div>'
    )
    return document(
        "Compare before it is set again", "\n".join(parts), strip="On this machine only. Nothing here has left it.",
        head="<b>Asylia</b> retyping", foot="<p>Delete this folder when you are done.</p>",
    ).replace("style-src", "img-src 'self' file:; style-src")  # fmt: skip


def _section(title: str, says: str, found: Sequence[Difference]) -> Iterator[str]:
    yield f"<h2>{escape(title)}: {len(found)}</h2><p>{escape(says)}</p>"
    rows = "".join(
        f"<tr><td>{escape(each.before)} <b>{escape(each.one) or '(nothing)'}</b> {escape(each.after)}</td>"
        f"<td><b>{escape(each.other) or '(nothing)'}</b></td></tr>"
        for each in found
    )
    if found:
        yield (
            f'<div class="wide-table" role="region" aria-label="{escape(title)}" tabindex="0">'
            f"<table><tbody>{rows}</tbody></table></div>"
        )
