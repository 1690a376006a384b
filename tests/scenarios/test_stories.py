"""Every story of the public record, played: whatever a story says must be so."""

from pathlib import Path

import pytest

from asylia.stories.playing import play
from asylia.stories.reading import read
from asylia.stories.telling import in_short

STORIES = sorted(each for each in Path(__file__).parent.glob("*.toml") if each.stem != "people")


@pytest.mark.parametrize("path", STORIES, ids=[each.stem for each in STORIES])
def test_it_holds(path, stage):
    """Issue item 8: each story is coded from the record and ends in what must be shown."""
    played = play(read(path), stage)
    wrong = [
        f"{each.file}:{each.line}: {each.says}: expected {in_short(each.expected)}, found {in_short(each.found)}"
        for each in played.expectations
        if not each.holds
    ]
    assert not wrong, "\n".join(wrong)
    assert played.expectations, "a story that expects nothing shows nothing"
