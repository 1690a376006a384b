"""A story file with each kind of defect: the error names file, line, and the nearest known name."""

from pathlib import Path

import pytest

from asylia.stories.defect import StoryDefect
from asylia.stories.playing import play
from asylia.stories.reading import read

GOOD = """\
title  = "A defect is looked for here"
source = "invented"
regime = "us_mpp/2021-12-02"

[[people]]
id   = "sloane"
desk = "border_officer"
zone = "America/Chicago"

[[step]]
do   = "OpenCase"
by   = "sloane"
at   = 2022-01-12T09:00:00-06:00
with = { name = "Ana", born = "1995", nationalities = [], place = "Northgate" }

[[step]]
do   = "RecordLanguage"
by   = "sloane"
with = { languages = ["es"], best = "es", how = "said_back" }

[[look]]
due = ["ask"]
"""

DEFECTS = {
    "not TOML": ('by   = "sloane"\nat', "by   = sloane\nat", 12, "this is not TOML"),
    "an unknown key at the top": ("source =", "sauce =", 2, 'a story has no "sauce"; did you mean "source"?'),
    "no title": ('title  = "A defect is looked for here"\n', "", 1, 'a story needs "title" at its top'),
    "a title that is no text": ('"A defect is looked for here"', "4", 1, "title is a text, in quotes"),
    "an unknown regime": ("us_mpp/2021", "us_mpp/2020", 3, 'did you mean "us_mpp/2021-12-02"?'),
    "said to be historical": ("\n[[people]]", "historical = true\n[[people]]", 4, "is not a historical regime"),
    "a yes that is a text": ("\n[[people]]", 'drawn = "yes"\n[[people]]', 4, "drawn is true or false"),
    "an unknown key of a person": ("zone =", "zona =", 8, 'a person has no "zona"; did you mean "zone"?'),
    "a zone that is nowhere": ("America/Chicago", "America/Chicgo", 8, 'did you mean "America/Chicago"?'),
    "two people of one id": ("[[people]]", '[[people]]\nid = "sloane"\ndesk = "judge"\n\n[[people]]', 10, "one above"),
    "an unknown desk": ("border_officer", "border_oficer", 7, 'did you mean "border_officer"?'),
    "a person without a desk": ('desk = "border_officer"\n', "", 5, 'this person needs "desk"'),
    "an unknown command": ("RecordLanguage", "RecordLanguages", 17, 'did you mean "RecordLanguage"?'),
    "an unknown person": ('"RecordLanguage"\nby   = "sloane"', '"RecordLanguage"\nby   = "slone"', 18,
                          'nobody in this story is called "slone"; did you mean "sloane"?'),
    "an unknown key of a step": ('by   = "sloane"\nwith', 'bye  = "sloane"\nwith', 18, 'a step has no "bye"'),
    "a step that nobody gives": ('by   = "sloane"\nwith', "with", 16, 'this step needs "by"'),
    "an unknown field": ("best =", "beste =", 19, 'there is no field "beste" in RecordLanguage; did you mean "best"?'),
    "a field left out": (', best = "es"', "", 16, 'RecordLanguage needs "best"'),
    "an unknown field of a part": ("nationalities = []", 'nationalities = [{ cuntry = "HN" }]', 14,
                                   'there is no field "cuntry" in Nationality; did you mean "country"?'),
    "a word that is none of those": ('"said_back"', '"guessed"', 19, '"guessed" is none of its words; known are'),
    "a field of another kind": ('languages = ["es"]', "languages = 5", 19, "languages: expected `array`, got `int`"),
    "a moment without a zone": ("09:00:00-06:00", "09:00:00", 13, "at needs its zone"),
    "a moment that cannot be": ("2022-01-12T", "2022-02-30T", 13, "this is not TOML"),
    "a name that no step gave": ('how = "said_back" }', 'how = "said_back", of = "d1" }', 19,
                                 'no step before this is named "d1" with as'),
    "a name that is no text": ('how = "said_back" }', 'how = "said_back", of = [1] }', 19, 'is named "[1]" with as'),
    "a case that was not opened": ('by   = "sloane"\nwith', 'by   = "sloane"\nin   = "ana"\nwith', 19,
                                   'no case is called "ana" before this; known are case'),
    "an unknown rule": ('how = "said_back" }', 'how = "said_back" }\nrefused = ["fear.askd"]', 20,
                        'there is no rule "fear.askd"; did you mean "fear.asked"?'),
    "an unknown key of a look": ("due =", "dues =", 22, 'a look has no "dues"; did you mean "due"?'),
    "an unknown rule in a look": ('due = ["ask"]', 'alarms = ["fear.lots"]', 22, 'did you mean "fear.lost"?'),
    "an outcome that is none": ('due = ["ask"]', 'outcome = "positiv"', 22, 'did you mean "positive"?'),
    "something due that is nothing": ('due = ["ask"]', 'due = ["asks"]', 22, 'did you mean "ask"?'),
    "no step at all": (GOOD[GOOD.index("[[step]]") :], "", 1, "nothing happens in this story"),
    "after nothing": ("\n[[people]]", 'after = "opend.toml"\n[[people]]', 4, "there is no story opend.toml"),
    "after itself": ("\n[[people]]", 'after = "story.toml"\n[[people]]', 4, "comes after this story itself"),
    "moved without a story before": ("\n[[people]]", "begins = 2022-01-12\n[[people]]", 4, "there is none"),
    "other words for no story": ("\n[[people]]", 'instead = { "Ana" = "Eva" }\n[[people]]', 4, "there is none"),
    "other words that are none": ("\n[[people]]", "instead = 4\n[[people]]", 4, "instead pairs texts"),
}  # fmt: skip


def told(tmp_path: Path, text: str) -> Path:
    """A story file with that text."""
    path = tmp_path / "story.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_named_with_its_line_and_the_nearest_name(defect, tmp_path):
    """Issue items 7 and 13."""
    old, new, line, says = DEFECTS[defect]
    assert old in GOOD
    with pytest.raises(StoryDefect) as raised:
        read(told(tmp_path, GOOD.replace(old, new, 1)))
    assert (raised.value.file, raised.value.line) == ("story.toml", line)
    assert says in raised.value.reason
    assert "\n" not in str(raised.value)


def test_the_story_without_a_defect_is_played(tmp_path, stage):
    """Or the test above would find defects that are not there."""
    assert play(read(told(tmp_path, GOOD)), stage).holds


def test_no_file_is_a_plain_sentence(tmp_path):
    """Bad input."""
    with pytest.raises(StoryDefect, match="there is no such file"):
        read(tmp_path / "nowhere.toml")


def test_bytes_that_are_no_text_are_a_plain_sentence(tmp_path):
    """Bad input."""
    (tmp_path / "story.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoryDefect, match="cannot be read as text"):
        read(tmp_path / "story.toml")


def test_two_cases_and_none_named(tmp_path):
    """With several cases open, a step says which."""
    second = '[[step]]\ndo = "OpenCase"\nby = "sloane"\nas = "son"\n'
    second += 'with = { name = "Beto", born = "2010", nationalities = [], place = "Northgate" }\n\n'
    at = GOOD.index('[[step]]\ndo   = "RecordLanguage"')
    with pytest.raises(StoryDefect, match='say which case: in = "son"; open are case, son'):
        read(told(tmp_path, GOOD[:at] + second + GOOD[at:]))


def test_text_that_the_record_cannot_hold_names_the_step(tmp_path, stage):
    """A NUL in a name is a slip of form: nothing is recorded, and the story's line is named."""
    story = read(told(tmp_path, GOOD.replace('name = "Ana"', 'name = "A\\u0000na"')))
    with pytest.raises(StoryDefect, match=r"story.toml:10: OpenCase cannot be given: name"):
        play(story, stage)


@pytest.mark.parametrize("name", ["أنا \u202eabc\u202c", "Ana 🧡", "A\u0301na", "x" * 1_000_000])
def test_any_other_text_is_kept_as_typed(name, tmp_path, stage):
    """Right-to-left marks, emoji, combining accents, a megabyte."""
    played = play(read(told(tmp_path, GOOD.replace('name = "Ana"', f'name = "{name}"'))), stage)
    assert played.cases[0].file.name == name
