"""Makes the sheet that a person is handed: one notice, the facts of the case, the language they understand."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asylia.notices.errors import UnknownNotice
from asylia.notices.languages import languages, tongue
from asylia.notices.page import Page
from asylia.notices.source import Field, Notice, State, carry_sheet, load
from asylia.notices.telling import Version, carried, checked, told


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it goes out. `html` is a fragment; `digest` is SHA-256 of its UTF-8, base64url without padding.

    `fallback`: the text is not in the language asked for but in `language_sent`. `oral`: it may be handed over
    only by someone who says it aloud in a language the person understands.
    """

    notice: str
    version: Version
    language_sent: str
    fallback: bool
    oral: bool
    state: State
    html: str
    digest: str


def fields(notice_id: str) -> dict[str, Field]:
    """What a form asks for this notice: the name of each fact and its field. Raises UnknownNotice."""
    return dict(load(notice_id).fields)


def title(notice_id: str, language: str) -> str:
    """The name of this kind of paper, for lists and page titles; English where the language has none."""
    titles = load(notice_id).title
    return titles.get(language, titles["en"])


def render(notice_id: str, language: str, facts: Mapping[str, Any], version: Version, demonstration: bool) -> Sheet:
    """The sheet of a notice in the person's language (BCP 47), with the English beside or after it.

    The facts are those of `fields(notice_id)`: datetime.date, datetime.time, text, or as their kind says. The
    same facts give the same bytes. A carry sheet takes of them only what safeguard paper.safe allows. Where the
    notice has no text in the language, the English goes out with `fallback` and `oral`.

    Raises UnknownNotice; Incomplete, naming every fact that is missing; Unfit, naming a fact and why.
    """
    if version not in {"carry", "full"}:
        raise UnknownNotice(str(version), ("carry", "full"))
    notice = load(notice_id)
    known = checked(notice, facts)
    if version == "carry":
        notice, known = carry_sheet(), carried(notice, known)
    statements = told(notice, known, version, notice_id)
    sent, fallback = _sent(notice, language)
    page = Page(
        notice, statements, known, tongue(sent), language if fallback else None, version == "full", demonstration
    )
    html, state = page.html(), notice.states[sent]
    return Sheet(notice_id, version, sent, fallback, fallback or state != "approved", state, html, _digest(html))


def _sent(notice: Notice, asked: str) -> tuple[str, bool]:
    """The language that goes out and whether it is a fallback: es-GT has the Spanish, anything else the English."""
    available = notice.states.keys() & set(languages())
    for code in (asked, asked.partition("-")[0]):
        if code in available:
            return code, False
    return "en", True


def _digest(html: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(html.encode()).digest()).rstrip(b"=").decode()
