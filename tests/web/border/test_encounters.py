"""The border desk sees the encounters open at its post, and nothing else."""

import pytest

from asylia.web.border.steps import AFTERWARDS, SIX
from tests.shell import people
from tests.web.real import hidden

TYPED = {
    "name": "Núñez Ixcoy, Ana", "born": "1995-08", "kind": "port", "held": "no", "nationalities.0.country": "GT",
    "nationalities.0.source": "own words", "nationalities.0.certainty": "certain",
}  # fmt: skip
BESIDE = [f"encounter-{name}" for name in ("said", "not-asked", "separated", "born", "exempted", "returned")]
PAGES = [*SIX, *AFTERWARDS, *BESIDE]


def address(name, case):
    """The address of one page of an encounter."""
    return f"/encounter/{case}/{name.removeprefix('encounter-')}"


def test_an_empty_post_says_what_will_appear_and_when(at_desk):
    """pages.md, Words: the empty state."""
    page = at_desk("sloane").get("/encounters")
    assert page.status_code == 200
    assert "No encounter is open at this post." in page.content.decode()


def test_the_list_shows_the_post_alone_and_its_look_is_written_down(at_desk, begun, house):
    """data.purpose, read.accounted"""
    elsewhere = people.Desk(house)
    angolan = {"country": "AO", "source": "own words", "certainty": "certain"}
    elsewhere.give(
        "OpenCase", "sloane", person="p2", name="Mbeki, Thandi", born="1990", nationalities=[angolan],
        place="Southgate", regime=people.MPP,
    )  # fmt: skip
    client = at_desk("sloane")
    text = client.get("/encounters").content.decode()
    assert "Reyes Oyuela, Daniela" in text
    assert "Mbeki" not in text
    assert house.ledger.reads(house.raw())[-1].ids == [begun.case]
    assert {client.get(address(name, elsewhere.case)).status_code for name in PAGES} == {404}
    assert house.ledger.reads(house.raw())[-1].outcome == "denied"


@pytest.mark.parametrize(("wanted", "found"), [("reyes", True), ("DANIELA oyuela", True), ("Mbeki", False)])
def test_search_finds_only_what_is_open_here_and_puts_no_name_in_an_address(at_desk, begun, wanted, found):
    """data.purpose: border roles search among their own open encounters."""
    page = at_desk("sloane").post("/search", {"find": wanted})
    assert ("Reyes Oyuela, Daniela" in page.content.decode()) is found


def test_an_encounter_is_opened_once_however_often_its_form_is_sent(at_desk, house):
    """architecture.md, Concurrency: the same key and command, the same answer."""
    client = at_desk("sloane")
    form = {**hidden(client.get("/encounters/open")), **TYPED}
    first, again = client.post("/encounters/open", form), client.post("/encounters/open", form)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert first.headers["Location"].endswith("/language")
    assert client.get("/encounters").content.decode().count("Núñez Ixcoy, Ana") == 1


def test_ids_that_we_did_not_mint_open_nothing_under_them(at_desk, begun, house):
    """A form cannot be pointed at another person's case."""
    client = at_desk("sloane")
    form = {**hidden(client.get("/encounters/open")), **TYPED, "minted": f"{begun.case} p1", "person": "p1"}
    answer = client.post("/encounters/open", form)
    assert answer.status_code == 303
    assert begun.case not in answer.headers["Location"]


def test_a_slip_keeps_everything_and_no_nationality_is_an_answer(at_desk):
    """Several, undetermined, contested and none are answers; a missing name is a slip."""
    client = at_desk("sloane")
    none = {"nationalities.0.country": "", "nationalities.0.certainty": "none"}
    form = {**hidden(client.get("/encounters/open")), **TYPED, **none, "name": ""}
    page = client.post("/encounters/open", form)
    assert page.status_code == 422
    assert "This is missing." in page.content.decode()
    assert 'value="1995-08"' in page.content.decode()
    assert client.post("/encounters/open", {**form, "name": "Ana"}).status_code == 303


def test_every_page_of_an_encounter_opens_at_its_post_until_the_encounter_ends(at_desk, asked):
    """Free order; after the end the border desk has no way in."""
    client = at_desk("sloane")
    assert {name: client.get(address(name, asked.case)).status_code for name in PAGES} == dict.fromkeys(PAGES, 200)
    page = client.get(address("encounter-end", asked.case))
    answer = client.post(address("encounter-end", asked.case), {**hidden(page), "how": "released"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/encounters")
    assert client.get(address("encounter-fear", asked.case)).status_code == 404
    assert "Reyes Oyuela" not in client.get("/encounters").content.decode()


def test_no_border_page_offers_to_judge_or_close_a_fear(at_desk, asked):
    """fear.referral: no border role can close, screen, withdraw or decide a claim."""
    client = at_desk("sloane")
    text = " ".join(client.get(address(name, asked.case)).content.decode() for name in PAGES)
    for never in ("CloseClaim", "WithdrawClaim", "SignDetermination", "credible"):
        assert never not in text


@pytest.mark.parametrize("staff", ["bell", "ferro", "okafor"])
def test_other_desks_find_nothing_here(at_desk, asked, staff):
    """404-shaped."""
    client = at_desk(staff)
    assert client.get("/encounters").status_code == 404
    assert client.get(address("encounter-fear", asked.case)).status_code == 404


def test_no_title_or_address_holds_a_name(at_desk, asked):
    """Titles stand in histories of browsers."""
    client = at_desk("sloane")
    for name in PAGES:
        title = client.get(address(name, asked.case)).content.decode().split("<title>")[1].split("</title>")[0]
        assert "Reyes" not in title
