"""What is stored today is read for ever: one example of each event version, kept as it was written."""

import json
import subprocess
from typing import Any

import pytest

from asylia.core import codec
from asylia.core.event import name_of
from scripts.golden import GOLDEN, known

STORED: dict[str, Any] = json.loads(GOLDEN.read_text("utf-8"))


def test_every_event_version_has_its_example() -> None:
    """A new event or version is added with `python -m scripts.golden`; an old one is never taken away."""
    assert sorted(STORED) == sorted(known())


@pytest.mark.parametrize("name", sorted(STORED))
def test_an_old_event_is_read_and_written_as_it_was(name: str) -> None:
    """A field added, renamed or dropped without a new version fails here."""
    stored = STORED[name]
    kind, _, event_name = name.partition(" ")
    arguments = (event_name, stored["at"], stored["role"], stored["fields"])
    event = codec.from_fields(*arguments) if kind == "case" else codec.from_fields_beside(kind, *arguments)
    assert name_of(event) == event_name
    assert json.loads(json.dumps(codec.to_fields(event))) == stored["fields"]
    assert codec.at_text(event.who.at) == stored["at"]


def test_unknown_keys_are_passed_over_and_unknown_names_are_not() -> None:
    """Unknown keys are hashed, kept, ignored; an event of a newer version is never dropped (architecture)."""
    stored = STORED["case fear.said_again/1"]
    event = codec.from_fields("fear.said_again/1", stored["at"], stored["role"], {**stored["fields"], "later": 1})
    assert json.loads(json.dumps(codec.to_fields(event))) == stored["fields"]
    with pytest.raises(codec.UnknownEvent, match=r"fear\.said_again/2"):
        codec.from_fields("fear.said_again/2", stored["at"], stored["role"], stored["fields"])


def test_what_was_committed_has_not_changed() -> None:
    """The examples that the last commit holds stand word for word in this one."""
    place = GOLDEN.relative_to(GOLDEN.parents[3])
    shown = subprocess.run(["git", "show", f"HEAD:{place}"], cwd=GOLDEN.parent, capture_output=True, check=False)
    committed: dict[str, Any] = json.loads(shown.stdout) if shown.returncode == 0 else {}
    assert {name: STORED.get(name) for name in committed} == committed


@pytest.mark.parametrize("name", sorted(known()))
def test_no_event_has_a_field_that_would_stand_in_the_place_of_its_author(name: str) -> None:
    """`by` and `signed` are the author's and the signature's, in every event's sealed content."""
    assert {"by", "signed"}.isdisjoint(known()[name].__struct_fields__)
