"""Raises a text one step, for the person who has just done it: a line above the text, with the digest of what it says.

Nothing else in the system raises a state. A text is a notice's (`hearing_notice`), the sheet to carry (`carry`), or a
table of sentences of a language file (`frame`, `says`, `portal`, `message`).
"""

import datetime as dt
import re
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from asylia.notices.errors import UnknownNotice
from asylia.notices.languages import Language, languages, tongue
from asylia.notices.source import Notice, carry_sheet, ids, load
from asylia.notices.states import State, Step, require_next, state_of

SECTIONS: tuple[str, ...] = Language.SECTIONS


class Progress(NamedTuple):
    """How far one text has come in one language. `changed`: it, or its English, is another than was vouched for."""

    text: str
    language: str
    taken: tuple[Step, ...]
    state: State
    digest: str

    @property
    def changed(self) -> bool:
        """Whether the last step was taken with another text than stands there now."""
        return self.state != self.taken[-1].state


def texts() -> tuple[str, ...]:
    """What can be raised: notices, the sheet to carry, the tables of a language file."""
    return (*ids(), "carry", *SECTIONS)


def progress(text: str, language: str) -> Progress | None:
    """How far a text has come; None where the language has none. Raises UnknownNotice for a name that is no text."""
    if text in SECTIONS:
        told_in = tongue(language)
        if not told_in.sentences(text):
            return None
        taken, digest = told_in.taken(text), told_in.digest(text)
    else:
        notice = _notice(text)
        if language not in notice.texts:
            return None
        taken, digest = notice.taken[language], notice.digest(language)
    return Progress(text, language, taken, state_of(taken, digest), digest)


def raise_text(text: str, language: str, step: State, by: str, on: dt.date) -> Progress:
    """Write that a person took a text one step further. Raises UnknownNotice, or NotAStep with what is in the way.

    A text that changed since its last step begins anew: the steps that vouched for another one are taken out.
    """
    found = progress(text, language) if language in languages() else None
    if found is None:
        raise UnknownNotice(f"{text} in {language}", _written(text))
    before = found.taken[:1] if found.changed else found.taken
    taken = Step(step, by, on, found.digest)
    require_next(before, taken, language)
    file = _file(text, language)
    old, new = ("\n".join(map(str, steps)) for steps in (found.taken, (*before, taken)))
    said = file.read_text("utf-8")
    start = re.search(rf'^{re.escape(text)} = """\n', said, re.MULTILINE) if text in SECTIONS else None
    at = start.end() if start else 0
    file.write_text(said[:at] + said[at:].replace(old, new, 1), "utf-8")
    return found._replace(taken=(*before, taken), state=step)


def _notice(text: str) -> Notice:
    if text not in texts():
        raise UnknownNotice(text, texts())
    return carry_sheet() if text == "carry" else load(text)


def _written(text: str) -> tuple[str, ...]:
    return tuple(code for code in languages() if progress(text, code) is not None)


def _file(text: str, language: str) -> Path:
    here = Path(str(files("asylia.notices")))
    return here / "languages" / f"{language}.toml" if text in SECTIONS else here / text / f"{language}.md"
