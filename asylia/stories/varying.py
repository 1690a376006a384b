"""The same story on other days or with other words, so that one file can tell what several go on from."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec

from asylia.stories.story import Step, Story


def reworded(value: Any, words: Mapping[str, str]) -> Any:
    """A value of a story file with other texts in place of some, wherever they stand in it."""
    match value:
        case str():
            for old, new in words.items():
                value = value.replace(old, new)
            return value
        case list():
            return [reworded(each, words) for each in value]
        case dict():
            return {key: reworded(each, words) for key, each in value.items()}
        case _:
            return value


def with_words(story: Story, words: Mapping[str, str]) -> Story:
    """The story with other words in what its steps say."""
    happenings = tuple(
        msgspec.structs.replace(each, with_=reworded(each.with_, words)) if isinstance(each, Step) else each
        for each in story.happenings
    )
    return msgspec.structs.replace(story, happenings=happenings)


def moved(value: Any, by: dt.timedelta) -> Any:
    """A value of a story file with every day and moment in it moved by whole days."""
    match value:
        case dt.date():  # a moment is a day too
            return value + by
        case list():
            return [moved(each, by) for each in value]
        case dict():
            return {key: moved(each, by) for key, each in value.items()}
        case _:
            return value


def moved_by(story: Story, by: dt.timedelta) -> Story:
    """The story some days later or earlier: moments, and every day that a step names."""
    happenings = tuple(
        msgspec.structs.replace(
            each, at=moved(each.at, by), **({"with_": moved(each.with_, by)} if isinstance(each, Step) else {})
        )
        for each in story.happenings
    )
    courts = tuple(
        msgspec.structs.replace(each, closed=tuple(day + by for day in each.closed)) for each in story.courts
    )
    return msgspec.structs.replace(story, happenings=happenings, courts=courts)


def moved_to(story: Story, first: dt.date) -> Story:
    """The story moved so that its first step falls on that day."""
    at = next((each.at for each in story.steps if each.at is not None), None)
    return story if at is None else moved_by(story, first - at.date())
