"""A played story in plain text, 80 columns wide, as a person would read the case file."""

import datetime as dt
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from asylia.core.refusal import ActRefused
from asylia.core.telling import in_words, tell
from asylia.stories.details import details, done_beside
from asylia.stories.played import Expectation, Given, Played, Shown, Taken

WIDTH = 80
MARGIN = 7  # where the times stand
HELD, FAILED = "✓", "✗"

Named = Callable[[str], str]


class Words(NamedTuple):
    """How codes of countries and languages are said."""

    country: Named = str
    language: Named = str


class Setting(NamedTuple):
    """Where and when a moment stands: its time, its case's label, the clock of the place."""

    time: str
    label: str
    zone: dt.tzinfo


def as_text(played: Played, words: Words | None = None) -> str:
    """The whole story as it went: what happened day by day, what was refused and why, what held."""
    return "\n".join(_lines(played, words or Words())) + "\n"


def _lines(played: Played, words: Words) -> Iterator[str]:
    story = played.story
    yield from textwrap.wrap(story.title, WIDTH)
    yield "=" * min(len(story.title), WIDTH)
    yield from _wrapped(f"Source: {story.source}")
    for regime in dict.fromkeys(each.regime.version for each in played.cases):
        yield from _wrapped(f"Regime: {regime}")
    yield from _wrapped("Everyone in this story is invented.")
    yield from _course(played, words)
    for case in played.cases:
        yield ""
        yield from _end(case, words, several=len(played.cases) > 1)
    yield ""
    yield from _verdict(played)


def _course(played: Played, words: Words) -> Iterator[str]:
    zones = {each.name: ZoneInfo(each.file.zone) for each in played.cases}
    several = len(zones) > 1
    zone = next(iter(zones.values()), ZoneInfo("UTC"))
    day: dt.date | None = None
    for moment in played.moments:
        zone = zones.get(moment.case, zone)
        local = moment.at.astimezone(zone)
        if local.date() != day:
            day = local.date()
            yield ""
            yield f"{local:%A} {local.day} {local:%B %Y} ({zone.key})"
        label = f"[{moment.case}] " if several and moment.case else ""
        if isinstance(moment, Taken):
            yield from _looked(moment, f"{local:%H:%M}", label)
        else:
            yield from _given(played, moment, Setting(f"{local:%H:%M}", label, zone), words)


def _given(played: Played, given: Given, setting: Setting, words: Words) -> Iterator[str]:
    time, label, zone = setting
    person = played.story.person(given.who.by)
    name = person.name if person and person.name else given.who.by
    desk = in_words(given.who.role)
    who = name if name == desk else f"{name}, {desk}"
    if given.refused:
        yield from _at(time, f"{label}Refused: {spaced(given.step.do)}. ({who})")
        yield from _rules(given)
    elif not given.recorded:
        yield from _at(time, f"{label}{done_beside(given.step)} ({who})")
    for number, (_, event) in enumerate(given.recorded):
        if isinstance(event, ActRefused):
            continue
        says = tell(event, zone, country=words.country, language=words.language).replace("|", "")
        by = f" ({who})" if number == 0 else ""
        yield from _at(time if number == 0 else "", f"{label}{says}{by}")
        for detail in details(event):
            yield from _under(detail)
    yield from _ticked(given.expectations)


def _rules(given: Given) -> Iterator[str]:
    """Each rule broken, once, and everything here that breaks it."""
    for rule, says, citation in dict.fromkeys((each.rule, each.says, each.citation) for each in given.refused):
        yield from _under(f"{rule}: {says} [{citation}]", "- ")
        for each in given.refused:
            if (each.rule, each.citation) == (rule, citation) and each.detail:
                yield from _under(f"Here: {each.detail.rstrip('.')}.", "  ")


def _looked(taken: Taken, time: str, label: str) -> Iterator[str]:
    yield from _at(time, f"{label}What the record shows:")
    yield from _ticked(taken.expectations)


def _ticked(expectations: tuple[Expectation, ...]) -> Iterator[str]:
    for each in expectations:
        if each.holds:
            yield from _under(f"{each.says}: {in_short(each.expected)}", f"{HELD} ")
        else:
            yield from _under(f"{each.says}: expected {in_short(each.expected)}", f"{FAILED} ")
            yield from _under(f"found {in_short(each.found)} ({each.file}:{each.line})", "  ")


def _end(case: Shown, words: Words, *, several: bool) -> Iterator[str]:
    heading = f"Where the case of {case.file.name or 'a person not yet named'} stands"
    yield heading + (f" [{case.name}]" if several else "")
    yield "-" * len(heading)
    shown = case.seen
    yield from _fact("Outcome", _outcome(shown))
    yield from _fact("Stage", in_words(shown["stage"]))
    yield from _fact("Placement", in_words(shown["placement"]))
    yield from _fact("Open claims", str(shown["open_claims"]))
    yield from _fact("Reviews", ", ".join(shown["reviews"]) or "none")
    yield from _fact("Due", ", ".join(shown["due"]) or "nothing")
    if case.file.best_language:
        yield from _fact("Language", words.language(case.file.best_language))
    if not case.alarms:
        yield from _fact("Alarms", "none")
    for alarm in case.alarms:
        yield from _fact("Alarm", f"{alarm.rule}: {alarm.says} {alarm.sentence}")


def _outcome(shown: dict[str, Any]) -> str:
    said = in_words(shown["outcome"])
    if shown["signed"] not in ("none", shown["outcome"]):
        said += f" (the officer found: {shown['signed']})"
    return said if shown["signed"] == "none" else said + (", final" if shown["final"] else ", not final")


def _verdict(played: Played) -> Iterator[str]:
    failed = [each for each in played.expectations if not each.holds]
    count = len(played.expectations)
    if not failed:
        yield f"{HELD} All {count} expectations hold." if count != 1 else f"{HELD} The one expectation holds."
        return
    yield f"{FAILED} {len(failed)} of {count} expectations do not hold:"
    for each in failed:
        yield from _wrapped(
            f"{each.file}:{each.line}: {each.says}: expected {in_short(each.expected)}, found {in_short(each.found)}",
            "  ",
        )


def in_short(value: Any) -> str:
    """A value as an expectation says it: yes and no, lists with commas."""
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(dict.fromkeys(str(each) for each in value)) or "none"
        case _:
            return str(value)


def spaced(command: str) -> str:
    """A command's name in words: `SignDetermination` is `sign determination`."""
    return "".join(f" {each.lower()}" if each.isupper() else each for each in command).strip()


def _at(time: str, text: str) -> list[str]:
    margin = f"{time:<{MARGIN}}"
    return textwrap.wrap(text, WIDTH, initial_indent=margin, subsequent_indent=" " * MARGIN)


def _under(text: str, mark: str = "") -> list[str]:
    indent = " " * (MARGIN + 2)
    return textwrap.wrap(text, WIDTH, initial_indent=indent + mark, subsequent_indent=indent + " " * len(mark))


def _wrapped(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")


def _fact(name: str, text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=f"  {name + ':':<14}", subsequent_indent=" " * 16)
