"""Personal text stands nowhere unsealed: a marked word said everywhere is found in no byte that is kept."""

import pytest

from asylia.core import codec
from asylia.core.errors import SlipOfForm
from asylia.shell import drafting
from asylia.shell.drafting import Writing
from tests.shell.anything import CANARY, Anything
from tests.shell.kept import everything_kept, spellings
from tests.shell.people import Desk

NAME = "Xochitlcanary"


@pytest.fixture(scope="module")
def said(house):
    """Marked words in every field of every command there is, in a name, and in drafts; some entries were refused."""
    anything = Anything(7)
    desks = [
        Desk(house).open(f"Ana {NAME} Núñez", family=house.new_id()),
        Desk(house).open(f"{NAME}, Luis").claim(CANARY),
    ]
    for kind in codec.COMMANDS.values():
        for desk in desks:
            try:
                desk.send(anything.command(desk, kind))
            except SlipOfForm:
                continue
    for desk in desks:
        drafting.keep(house, Writing("sloane", desk.case, "AskFear", desk.file.person), {"words": CANARY})
    return desks


def test_the_words_were_said_and_can_be_read_by_whoever_holds_the_key(house, said):
    shown = str([each.fields for desk in said for each in desk.record()])
    assert shown.count(CANARY) > 60
    assert NAME in shown


def test_no_marked_word_is_in_any_byte_that_is_kept(house, deployment, said):
    searched, found = 0, []
    for where, kept in everything_kept(deployment):
        searched += len(kept)
        found += [(where, spelling) for spelling in spellings(CANARY, NAME) if spelling in kept.lower()]
    assert found == []
    assert searched > 300_000


def test_the_search_would_find_a_word_that_stands_open(house, deployment, said):
    """Places stand open in the rows, and a case's regime in its entries: the same search finds them."""
    for open_word in ("Northgate crossing", "us_mpp/2021-12-02"):
        assert any(
            spelling in kept.lower() for _, kept in everything_kept(deployment) for spelling in spellings(open_word)
        )
