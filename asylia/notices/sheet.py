"""Makes the sheet that a person is handed: one notice, the facts of the case, the language they understand."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asylia.notices.blocks import Document
from asylia.notices.composing import Composer
from asylia.notices.errors import UnknownNotice
from asylia.notices.languages import tongue
from asylia.notices.page import html
from asylia.notices.source import Field, carry_sheet, load
from asylia.notices.states import State
from asylia.notices.telling import Version, carried, checked, told


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it goes out. `html` is a fragment; `digest` is SHA-256 of its UTF-8, base64url without padding.

    `said` is all that it says, from which paper and plain text are drawn too (paper.py, plain.py).

    `fallback`: the text is not in the language asked for but in `language_sent`. `oral`: it may be handed over
    only by someone who says it aloud in a language the person understands.
    """

    notice: str
    version: Version
    language_sent: str
    fallback: bool
    oral: bool
    state: State
    said: Document
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

    No text that is not approved goes out without one that is, as long as there is any (`Notice.along`).

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
    sent, fallback = notice.sent(language)
    wanted = language if fallback else None
    composer = Composer(notice, statements, known, tongue(sent), wanted, version == "full", demonstration)
    said, state = composer.document(), notice.states[sent]
    page = html(said)
    return Sheet(notice_id, version, sent, fallback, fallback or state != "approved", state, said, page, _digest(page))


def _digest(page: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(page.encode()).digest()).rstrip(b"=").decode()
