"""Relatives: the owner alone sees both sides; each is asked alone; nothing of the other stands in either's pages."""

import re

import pytest

from asylia.caseload.models import CaseRow
from tests.web.desks.conftest import hidden, text

OWNER = "nakamura"  # the specialist


@pytest.fixture
def search(desk, ids):
    """A search for the sister of the person of `booked`; the sister is the person of `not_booked`."""
    desk(ids.booked).give("castellan", "AskTracing", relative="Her sister Tulia", relation="sister")
    desk(ids.booked).give("abara", "NameOwner", trace=1, owner=OWNER, until="2099-01-01")
    return ids.booked, ids.not_booked


def posted(client, address, **typed):
    """Send the form of a page."""
    page = client.get(address)
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))
    return client.post(address, hidden(page) | ({"happened": happened[1]} if happened else {}) | typed)


def say_found(client, case, **typed):
    """Say who the relative may be."""
    row = CaseRow.objects.get(case=case)
    return posted(client, "/searches", **({"number": row.number, "name": "Zelaya Mora, Tulio"} | typed))


def test_two_relatives_reach_each_other_when_both_asked_alone_say_yes(at_desk, file, names, search):
    """contact.family-counsel"""
    owner, (seeker, sought) = at_desk(OWNER), search
    assert "looks for Her sister Tulia" in text(owner.get("/searches"))
    assert say_found(owner, sought).status_code == 303
    page = text(owner.get("/searches"))
    assert "Zelaya Mora, Tulio" in page
    assert "Put them in touch" not in page
    for case in (seeker, sought):
        here = f"/searches/{case}/1/alone"
        assert posted(owner, here, agreed="yes", alone="no").status_code == 422
        assert posted(owner, here, agreed="yes", alone="yes").status_code == 303
    assert "Put them in touch" in text(owner.get("/searches"))
    for case in (seeker, sought):
        assert posted(owner, f"/searches/{case}/1/touch", how="call").status_code == 303
        assert names(case)[-1] == "tracing.in_touch/1"
        assert file(case).traces[0].reached


def test_one_no_is_told_to_nobody(at_desk, file, names, search):
    """contact.family-counsel: the seeker's pages are the same whether somebody was found or not."""
    owner, (seeker, sought) = at_desk(OWNER), search
    counsel = at_desk("castellan")
    before, entries = text(counsel.get(f"/case/{seeker}")), names(seeker)
    say_found(owner, sought)
    posted(owner, f"/searches/{seeker}/1/alone", agreed="yes", alone="yes")
    posted(owner, f"/searches/{sought}/1/alone", agreed="no", alone="yes")
    assert posted(owner, f"/searches/{seeker}/1/touch", how="call").status_code == 422
    assert names(seeker) == [*entries, "tracing.asked_alone/1"]
    assert "Tulio" not in text(counsel.get(f"/case/{seeker}"))
    assert "Tulio" not in before
    theirs = text(counsel.get(f"/case/{sought}"))
    assert "Alvarado" not in theirs
    assert "An entry that this page does not show." in theirs
    assert posted(owner, f"/searches/{seeker}/1/close", because="no_news").status_code == 303
    assert "Her sister Tulia" not in text(owner.get("/searches"))


def test_nobody_but_the_owner_finds_asks_or_sees_both(at_desk, file, search):
    """contact.family-counsel; data.purpose: a search is no way to look people up."""
    seeker, sought = search
    other = at_desk("rowan")
    assert "Her sister Tulia" not in text(other.get("/searches"))
    assert other.get(f"/searches/{seeker}/1/alone").status_code == 404
    owner = at_desk(OWNER)
    for typed in ({"name": "Zelaya"}, {"number": "9999-ABCDEF"}, {"seeker": sought}, {"theirs": "7"}):
        answer = say_found(owner, sought, **typed)
        assert answer.status_code == 422, typed
    assert file(sought).traces == ()
    assert at_desk("castellan").get("/searches").status_code == 404
