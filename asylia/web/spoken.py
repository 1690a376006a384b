"""Scripts for notices in languages that are not read: sentence by sentence, with what speakers have recorded of them.

No page here has a case in it: the facts are said from the person's own sheet. Where recordings are kept, and how they
are named, stands in asylia/notices/spoken.py.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.notices import UnknownNotice, ids, load, title
from asylia.notices.aliases import also
from asylia.notices.languages import own_names, tongue
from asylia.notices.source import PLACEHOLDER, Field, Notice
from asylia.notices.spoken import Recording, Segment, oral, place, recordings, script, strays

TOLD_IN = ("en", "es")
"""Languages a script can be in: those that desks and relay interpreters read."""


class Line(NamedTuple):
    """One sentence of the page: what is said in pieces, of which some are facts, and who has recorded it."""

    segment: Segment
    pieces: tuple[tuple[str, bool], ...]
    recording: Recording | None


class Part(NamedTuple):
    """One statement: its sentences, and when it is said at all."""

    statement: str
    only: str
    lines: tuple[Line, ...]

    @property
    def heading(self) -> str:
        """The statement's name in words."""
        return self.statement.replace("_", " ").capitalize()


class Row(NamedTuple):
    """One language in the list: its names, and of each notice how many sentences are recorded and how many can be."""

    code: str
    name: str
    also: str
    recorded: tuple[tuple[str, str, int, int], ...]


def folder() -> Path:
    """Where the deployment keeps its recordings."""
    return Path(settings.HOME) / "recordings"


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Every language that is said and not read, every notice, and how much of each is recorded."""
    rows = [Row(code, own_names()[code], ", ".join(also(code)), tuple(counted(code))) for code in oral()]
    return render(request, "spoken/languages.html", {"rows": rows})


def counted(language: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield each notice with its title, how many of its sentences are recorded and how many can be."""
    for notice in ids():
        can = sum(1 for segment in script(notice, "en") if not segment.facts)
        yield notice, title(notice, "en"), len(recordings(folder(), language, load(notice))), can


@require_GET
def page(request: HttpRequest, language: str, notice: str) -> HttpResponse:
    """Show one notice's script in a language that the desk reads, with a place for each recording."""
    asked = found(language, notice)
    told_in = request.GET.get("in", "es")
    if told_in not in TOLD_IN:
        raise Http404
    recorded = recordings(folder(), language, asked)
    context = {
        "language": language,
        "name": own_names()[language],
        "notice": asked,
        "title": title(notice, "en"),
        "told_in": tongue(told_in),
        "told_name": tongue("en").language(told_in),
        "state": asked.states[told_in],
        "others": [(code, tongue("en").language(code)) for code in TOLD_IN if code != told_in],
        "parts": list(parts(asked, told_in, recorded)),
        "recorded": len(recorded),
        "can": sum(1 for segment in script(notice, told_in) if not segment.facts),
        "place": place(language, asked),
        "strays": strays(folder(), language, asked),
    }
    return render(request, "spoken/script.html", context)


def parts(notice: Notice, told_in: str, recorded: dict[str, Recording]) -> Iterator[Part]:
    """Yield the script's statements in their order."""
    only = {
        statement.id: "; ".join(
            f"{notice.fields[choice].says}: {' or '.join(answers)}".replace("_", " ")
            for choice, answers in statement.when.items()
        )
        for statement in notice.statements
    }
    for statement, segments in groupby(script(notice.id, told_in), key=lambda segment: segment.statement):
        lines = tuple(
            Line(segment, tuple(pieces(segment.says, notice.fields)), recorded.get(segment.name))
            for segment in segments
        )
        yield Part(statement, only.get(statement, ""), lines)


def pieces(says: str, fields: dict[str, Field]) -> Iterator[tuple[str, bool]]:
    """Yield a sentence in pieces: its words, and in place of each fact what it is."""
    for number, piece in enumerate(PLACEHOLDER.split(says)):
        if piece:
            yield (fields[piece].says, True) if number % 2 else (piece, False)


@require_GET
def sound(request: HttpRequest, language: str, notice: str, segment: str) -> FileResponse:
    """Play one recording, made by a speaker."""
    del request
    recorded = recordings(folder(), language, found(language, notice)).get(segment)
    if recorded is None:
        raise Http404
    return FileResponse(recorded.file.open("rb"), content_type=recorded.media_type)


def found(language: str, notice: str) -> Notice:
    """Return the notice; raises Http404 for a language that is read, or a notice that does not exist."""
    if language not in oral():
        raise Http404
    try:
        return load(notice)
    except UnknownNotice:
        raise Http404 from None
