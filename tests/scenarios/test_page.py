"""docs/reference/stories.md says what a story can be, no less and no more."""

import re
from pathlib import Path

import msgspec
import pytest

from asylia.core.event import ROLES
from asylia.stories import commands
from asylia.stories.casting import NOT_STAFF
from asylia.stories.looking import WORDS
from asylia.stories.playing import play
from asylia.stories.reading import SET_BY_THE_READER, TOP, read
from asylia.stories.story import Look, Person, Step

PAGE = (Path(__file__).parent.parent.parent / "docs/reference/stories.md").read_text("utf-8")


def under(heading: str) -> str:
    """The part of the page under a heading."""
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def first_cells(part: str) -> set[str]:
    """What stands in code in the first cells of the tables of a part."""
    return {
        name for row in re.findall(r"^\| (`[^|]*) \|", part, re.MULTILINE) for name in re.findall(r"`([^`]+)`", row)
    }


def keys(kind: type[msgspec.Struct]) -> set[str]:
    """The keys that a table of a story takes."""
    return {each.encode_name for each in msgspec.structs.fields(kind)} - set(SET_BY_THE_READER)


def test_the_story_on_the_page_is_played_and_holds(tmp_path, stage):
    """Someone who has never seen the code can begin from it."""
    (tmp_path / "page.toml").write_text(PAGE.partition("```toml\n")[2].partition("```")[0], "utf-8")
    played = play(read(tmp_path / "page.toml"), stage)
    assert played.holds
    assert len(played.expectations) == 6


def test_every_key_is_on_the_page():
    """None is missing, none is invented."""
    tables = {"people", "courts", "step", "look"}
    assert first_cells(under("At the top")) == set(TOP) - tables
    assert first_cells(under("[[people]]")) == keys(Person)
    assert first_cells(under("[[look]]")) == keys(Look) - {"at", "in"}
    assert first_cells(under("[[step]]")) == keys(Step) | set(commands.BESIDE)


@pytest.mark.parametrize("key", WORDS)
def test_every_word_that_a_look_takes_is_on_the_page(key):
    """Or the nearest name would be one that nobody can look up."""
    row = next(line for line in under("[[look]]").splitlines() if line.startswith(f"| `{key}`"))
    reasons = {"exempted", "admitted", "programme_ended", "died", "no_fear_seen", "implicitly_withdrawn"}
    unsaid = reasons | {"supervisor", "panel", "fear_claim"} if key in ("outcome", "drawn", "stage") else set()
    assert set(WORDS[key]) - set(re.findall(r"`([^`]+)`", row)) - unsaid == set()


def test_every_desk_of_staff_is_on_the_page():
    """Nobody is left out."""
    row = next(line for line in under("[[people]]").splitlines() if line.startswith("| `desk`"))
    assert set(re.findall(r"`([^`]+)`", row)) - {"desk"} == set(ROLES) - set(NOT_STAFF)
