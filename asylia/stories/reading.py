"""From the text of a story file to a Story, or to the first defect in it, with its line."""

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import available_timezones

import msgspec

from asylia.core.event import ROLES
from asylia.regimes import regimes
from asylia.stories.checking import Names, check_look, check_step
from asylia.stories.defect import StoryDefect, nearest
from asylia.stories.lines import Lines, Section
from asylia.stories.story import Court, Happening, Look, Person, Step, Story
from asylia.stories.varying import moved_to, with_words

T = TypeVar("T", bound=msgspec.Struct)
Called = TypeVar("Called", Person, Court)

TOP = (
    "title", "source", "regime", "historical", "seed", "drawn", "after", "begins", "instead", "people", "courts",
    "step", "look",
)  # fmt: skip
TEXTS = ("title", "source", "regime", "seed", "after")
SET_BY_THE_READER = ("file", "line")


class Source:
    """One story file: its text, where things stand in it, and how a defect in it is said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            raise StoryDefect(str(path), 0, "there is no such file") from None
        except (OSError, UnicodeDecodeError) as error:
            raise StoryDefect(str(path), 0, f"cannot be read as text: {error}") from None
        try:
            self.tables: dict[str, Any] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            says, line = str(error), re.search(r"line (\d+)", str(error))
            number = int(line[1]) if line else len(text.splitlines())
            raise StoryDefect(self.name, number, f"this is not TOML: {says}") from None
        self.lines = Lines(text)
        self.top = self.lines.of("", 0)

    def defect(self, section: Section, reason: str, key: str = "", value: str = "") -> StoryDefect:
        """A defect at the line of a key, or of a value in quotes, in one of the file's tables."""
        return StoryDefect(self.name, self.lines.find(section, key, value), reason)

    def tables_of(self, name: str) -> list[tuple[Section, dict[str, Any]]]:
        """The tables of one kind, each with where it stands."""
        found = self.tables.get(name, [])
        if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
            raise self.defect(self.top, f"write each one as a table of its own: [[{name}]]", name)
        inline = [each for each in self.lines.sections if each.name == name]
        if len(inline) != len(found):  # written as an array of inline tables at the top
            return [(self.top, each) for each in found]
        return list(zip(inline, found, strict=True))


def read(path: Path) -> Story:
    """The story in that file, everything in it checked against the commands, rules and regimes of this software.

    Raises:
        StoryDefect: naming file, line, and the nearest known name.
    """
    return _read(path, ())


def _read(path: Path, followers: tuple[Path, ...]) -> Story:
    source = Source(path)
    _check_top(source)
    before = _before(source, followers)
    people = {each.id: each for each in before.people} if before else {}
    people |= _called(source, "people", Person)
    courts = {each.id: each for each in before.courts} if before else {}
    courts |= _called(source, "courts", Court)
    earlier = tuple(each for each in before.happenings if isinstance(each, Step)) if before else ()
    names = Names(people)
    for step in earlier:
        names.remember(step)
    own = _happenings(source, names, needed=not (earlier or followers))
    return Story(
        file=source.name, title=source.tables["title"], source=source.tables["source"], regime=_regime(source),
        seed=source.tables.get("seed", source.tables["title"]),
        drawn=source.tables.get("drawn", False), people=tuple(people.values()),
        courts=tuple(courts.values()), happenings=(*earlier, *own),
    )  # fmt: skip


def _called(source: Source, tables: str, kind: type[Called]) -> dict[str, Called]:
    """The people or courts of a file by their ids, each with a zone that there is."""
    found: dict[str, Called] = {}
    for section, table in source.tables_of(tables):
        each = _converted(source, section, table, kind)
        if each.id in found:
            raise source.defect(section, f'"{each.id}" is the id of another one above', "id")
        if each.zone not in available_timezones():
            reason = f'there is no zone "{each.zone}"{nearest(each.zone, available_timezones())}'
            raise source.defect(section, reason, "zone")
        found[each.id] = each
    return found


def _check_top(source: Source) -> None:
    for key, value in source.tables.items():
        if key not in TOP:
            raise source.defect(source.top, f'a story has no "{key}"{nearest(key, TOP)}', key)
        if key in TEXTS and not isinstance(value, str):
            raise source.defect(source.top, f"{key} is a text, in quotes", key)
        if key in ("historical", "drawn") and not isinstance(value, bool):
            raise source.defect(source.top, f"{key} is true or false, without quotes", key)
    for key in ("title", "source", "regime"):
        if not source.tables.get(key):
            raise source.defect(source.top, f'a story needs "{key}" at its top')


def _regime(source: Source) -> str:
    version = str(source.tables["regime"])
    known = regimes()
    if version not in known:
        reason = f'no regime version is named "{version}"{nearest(version, known)}'
        raise source.defect(source.top, reason, "regime", version)
    regime = known[version]
    if regime.status == "draft":
        raise source.defect(source.top, f"{version} is a draft, under which no case can be opened", "regime")
    said = source.tables.get("historical", regime.historical)
    if said != regime.historical:
        is_or_not = "is" if regime.historical else "is not"
        raise source.defect(source.top, f"{version} {is_or_not} a historical regime", "historical")
    return version


def _before(source: Source, followers: tuple[Path, ...]) -> Story | None:
    """The story that this one goes on from, moved by whole days to where this one says it begins."""
    after, begins, instead = source.tables.get("after"), source.tables.get("begins"), _instead(source)
    if begins is not None and (isinstance(begins, dt.datetime) or not isinstance(begins, dt.date)):
        raise source.defect(source.top, "begins is a day, without quotes: begins = 2022-01-12", "begins")
    if after is None:
        for key in ("begins", "instead"):
            if key in source.tables:
                raise source.defect(source.top, f'{key} varies the story named with "after"; there is none', key)
        return None
    path = source.path.parent / after
    if path in followers:
        raise source.defect(source.top, f"{after} comes after this story itself", "after")
    if not path.exists():
        others = [each.name for each in source.path.parent.glob("*.toml")]
        raise source.defect(source.top, f"there is no story {after}{nearest(after, others)}", "after")
    before = with_words(_read(path, (*followers, source.path)), instead)
    return before if begins is None else moved_to(before, begins)


def _instead(source: Source) -> dict[str, str]:
    """The texts of the story before that are others here: `instead = { "Ana Inventada" = "Luz Ejemplo" }`."""
    words = source.tables.get("instead", {})
    if not isinstance(words, dict) or not all(isinstance(each, str) for each in words.values()):
        raise source.defect(source.top, 'instead pairs texts: instead = { "Ana" = "Luz" }', "instead")
    return words


def _happenings(source: Source, names: Names, *, needed: bool) -> list[Happening]:
    found: list[tuple[Section, dict[str, Any], type[Step] | type[Look]]] = [
        *((section, table, Step) for section, table in source.tables_of("step")),
        *((section, table, Look) for section, table in source.tables_of("look")),
    ]
    found.sort(key=lambda each: each[0].start)
    if needed and not any(kind is Step for _, _, kind in found):
        raise source.defect(source.top, "nothing happens in this story: it has no [[step]]")
    return [_happening(source, section, table, kind, names) for section, table, kind in found]


def _happening(
    source: Source, section: Section, table: dict[str, Any], kind: type[Step] | type[Look], names: Names
) -> Happening:
    happening = _converted(source, section, table, kind)
    placed = msgspec.structs.replace(happening, file=source.name, line=section.start)
    flaw = check_step(placed, names) if isinstance(placed, Step) else check_look(placed, names)
    if flaw is not None:
        key, value, reason = flaw
        raise source.defect(section, reason, key, value)
    if isinstance(placed, Step):
        names.remember(placed)
    return placed


def _converted(source: Source, section: Section, table: Mapping[str, Any], kind: type[T]) -> T:
    """A table as what it must be."""
    fields = {each.encode_name: each for each in msgspec.structs.fields(kind)}
    known = [each for each in fields if each not in SET_BY_THE_READER]
    for key in table:
        if key not in known:
            raise source.defect(section, f'a {kind.__name__.lower()} has no "{key}"{nearest(key, known)}', key)
    for key in known:
        if fields[key].required and key not in table:
            raise source.defect(section, f'this {kind.__name__.lower()} needs "{key}"')
    try:
        return msgspec.convert(table, kind)
    except msgspec.ValidationError as error:
        says, _, where = str(error).partition(" - at `$.")
        path = where.rstrip("`")
        key = path.partition(".")[0].partition("[")[0]
        value = table.get(key)
        raise source.defect(section, _plain(says, key, path, value), key) from None


def _plain(says: str, key: str, path: str, value: object) -> str:
    if "timezone" in says:
        return f"{path} needs its zone: {value}-06:00 or {value}Z"
    if key == "desk":
        return f'there is no desk "{value}"{nearest(str(value), ROLES)}'
    return f"{path}: {says[0].lower()}{says[1:]}"
