"""The demonstration: invented stories played into a home, moved so that each one's last step fell yesterday."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from asylia.shell.house import House, now
from asylia.stories.playing import play
from asylia.stories.reading import read
from asylia.stories.reviewing import REVIEWS, put_on_record
from asylia.stories.story import Story
from asylia.stories.theatre import clock_of, theatre
from asylia.stories.varying import moved_by

STORIES = Path(__file__).parent / "demonstration"
PEOPLE = "people.toml"
PLACE = "Larkfield region"


WHOLE = "demonstration.whole"  # stands in the home once every story has been played


class NotADemonstration(Exception):
    """The home holds something else; its text says what to do."""


def demonstrate(home: Path, progress: Callable[[int, int], None]) -> tuple[int, int]:
    """Found a demonstration and play its stories, where none has been; returns (stories played, cases there).

    Raises:
        NotADemonstration: `home` holds a live record, or a demonstration that was never finished.
    """
    try:
        house = theatre(home, PLACE)
    except ValueError:
        raise NotADemonstration(
            f"{home} holds a live record, which no demonstration touches; set ASYLIA_HOME to another folder."
        ) from None
    cases = count(house)
    if (home / WHOLE).exists():
        house.ledger.close()
        return 0, cases
    if cases:
        raise NotADemonstration(f"The demonstration in {home} was never finished; remove that folder and ask again.")
    paths = [each for each in sorted(STORIES.glob("*.toml")) if each.name != PEOPLE]
    yesterday = now().date() - dt.timedelta(days=1)
    stories = sorted((ended(read(each), yesterday) for each in paths), key=beginning)
    clock = clock_of(house)
    for done, story in enumerate(stories, start=1):
        clock.turn_back()
        played = play(story, house)
        if not played.holds:
            wrong = next(each for each in played.expectations if not each.holds)
            raise AssertionError(f"{wrong.file}:{wrong.line}: {wrong.says}: {wrong.found}")
        progress(done, len(stories))
    clock.set(now())
    put_on_record(house, REVIEWS / "2019.toml", now())
    (home / WHOLE).touch()
    cases = count(house)
    house.ledger.close()
    return len(stories), cases


def count(house: House) -> int:
    """How many cases the record holds."""
    return len(house.ledger.streams(house.raw(), "case/"))


def beginning(story: Story) -> dt.datetime:
    """When a story's first step falls."""
    return next(each.at for each in story.steps if each.at is not None)


def ended(story: Story, day: dt.date) -> Story:
    """The story moved by whole days so that its last step falls on that day."""
    last = [each.at for each in story.steps if each.at is not None][-1]
    return moved_by(story, day - last.date())
