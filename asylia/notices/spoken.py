"""Notices said aloud in languages that are not read: a script, sentence by sentence, and recordings made by speakers.

Nothing is written in these languages here, and no machine speaks them. The script is in a language that the desk and
the interpreter read. A sentence without facts may have been recorded by a speaker; one with facts of the case is always
said by the interpreter, so that no day or hour is put together from pieces of sound. Recordings belong to the agency,
in a folder of its own:

    recordings/kjb/hearing_notice-1/absent.1.T-031.mp3

language, notice and its version, statement, sentence, and the speaker by a code. A recording of an earlier version of
the notice is not played: it may say something else.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from asylia.notices.languages import languages, own_names
from asylia.notices.source import PLACEHOLDER, Notice, load
from asylia.notices.states import PERSON

FORMATS = {
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg", "wav": "audio/wav",
    "webm": "audio/webm",
}  # fmt: skip
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_MARK = re.compile(r"^(?:#+|-) |\*\*|~~", re.MULTILINE)
_FILE = re.compile(rf"(?P<statement>[a-z_]+)\.(?P<sentence>\d+)\.(?P<speaker>{PERSON.pattern})\.(?P<format>[a-z0-9]+)")


class Segment(NamedTuple):
    """One sentence of a script, numbered in its statement; `facts` are those that it names, in their order."""

    statement: str
    sentence: int
    says: str
    facts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name that a recording of it begins with."""
        return f"{self.statement}.{self.sentence}"


class Recording(NamedTuple):
    """A recording made by a speaker, who stands here by a code."""

    segment: str
    speaker: str
    file: Path

    @property
    def media_type(self) -> str:
        """What kind of sound it is (RFC 6838)."""
        return FORMATS[self.file.suffix.removeprefix(".")]


def oral() -> tuple[str, ...]:
    """The languages in which notices are said and not read: those that have a name here and no text, sorted."""
    return tuple(sorted(own_names().keys() - set(languages())))


def script(notice_id: str, told_in: str) -> tuple[Segment, ...]:
    """What is said of a notice, sentence by sentence, in the words of a language that has its text.

    Raises UnknownNotice; KeyError where the notice has no text in that language.
    """
    notice = load(notice_id)
    words = notice.texts[told_in]
    order = ("title", *(statement.id for statement in notice.statements))
    return tuple(segment for statement in order for segment in _segments(statement, words[statement]))


def _segments(statement: str, markdown: str) -> Iterator[Segment]:
    sentences = [sentence.strip() for sentence in _SENTENCE.split(_MARK.sub("", markdown))]
    for number, says in enumerate(filter(None, sentences), 1):
        yield Segment(statement, number, says, tuple(PLACEHOLDER.findall(says)))


def recordings(folder: Path, language: str, notice: Notice) -> dict[str, Recording]:
    """The recordings there are of a notice, by segment: of two of the same one, the later speaker's by code.

    A file whose name is none of these is passed over: `strays` names it.
    """
    found = {}
    for file, parts in _files(folder, language, notice):
        if parts is not None:
            found[f"{parts['statement']}.{parts['sentence']}"] = Recording(
                f"{parts['statement']}.{parts['sentence']}", parts["speaker"], file
            )
    return found


def strays(folder: Path, language: str, notice: Notice) -> tuple[str, ...]:
    """The files in a notice's folder that are no recording of one of its sentences, by name."""
    return tuple(file.name for file, parts in _files(folder, language, notice) if parts is None)


def place(language: str, notice: Notice) -> Path:
    """Where recordings of a notice are kept, within the folder of recordings."""
    return Path(language) / f"{notice.id}-{notice.version}"


def _files(folder: Path, language: str, notice: Notice) -> Iterator[tuple[Path, re.Match[str] | None]]:
    """Each file of a notice's folder with what its name says; nothing said where it is of no sentence without facts."""
    here = folder / place(language, notice)
    if not here.is_dir():
        return
    known = {segment.name for segment in script(notice.id, "en") if not segment.facts}
    for file in sorted(here.iterdir()):
        parts = _FILE.fullmatch(file.name)
        fits = parts and parts["format"] in FORMATS and f"{parts['statement']}.{parts['sentence']}" in known
        yield file, parts if fits else None
