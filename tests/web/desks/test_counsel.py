"""Counsel's desk: own clients only, by the nearest date; appearances by number and name; what can be filed."""

import re

import pytest

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from tests.web.desks.conftest import hidden, text


@pytest.fixture
def officer(file):
    """A function: the name of the officer to whom a case was drawn."""
    return lambda case: Account.objects.get(staff=file(case).claims[0].officer).name


def number(case):
    """The number on a client's sheet."""
    return CaseRow.objects.get(case=case).number


def test_own_clients_stand_by_the_nearest_date(at_desk, house, ids):
    """counsel.png; read.accounted"""
    page = text(at_desk("castellan").get("/clients"))
    assert page.index("Alvarado Ruiz, Inés") < page.index("Zelaya Mora, Tulio")
    assert "No date set" in page
    (look,) = [read for read in house.ledger.reads(house.raw()) if read.page == "clients"]
    assert set(look.ids) == {ids.booked, ids.not_booked}


def test_nobody_elses_clients(at_desk, ids):
    """pages.md, Counsel: never other counsel's clients."""
    page = at_desk("marsh").get("/clients")
    assert "No client yet." in text(page)
    assert at_desk("marsh").get(f"/case/{ids.booked}").status_code == 404
    assert at_desk("castellan").get(f"/case/{ids.to_review}").status_code == 404


def test_an_officer_has_no_name_before_an_interview_is_booked(at_desk, ids, officer):
    """pages.md, Counsel: not on the list, nor in the due line and the lines of the case."""
    client = at_desk("castellan")
    booked, before = text(client.get(f"/case/{ids.booked}")), text(client.get(f"/case/{ids.not_booked}"))
    assert officer(ids.booked) in booked
    assert officer(ids.not_booked) not in before
    assert "Asylum officer" in before
    assert f"with {officer(ids.booked)}" in text(client.get("/clients"))


def enter(client, **typed):
    """Send the form of an appearance."""
    page = client.get("/clients/enter")
    return client.post("/clients/enter", hidden(page) | {"consent": "yes", "organisation": "Bridge Legal Aid"} | typed)


def test_an_appearance_is_entered_by_number_and_name_with_consent(at_desk, file, ids):
    """counsel.admitted"""
    client = at_desk("marsh")
    answer = enter(client, number=number(ids.to_review).lower(), name="daniela REYES oyuela")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/case/{ids.to_review}")
    assert file(ids.to_review).counsel == "marsh"
    assert client.get(f"/case/{ids.to_review}").status_code == 200


def test_without_consent_nobody_is_entered(at_desk, file, ids):
    """counsel.admitted"""
    answer = enter(at_desk("marsh"), number=number(ids.to_review), name="Reyes Oyuela, Daniela", consent="no")
    assert answer.status_code == 422
    assert "the person&#x27;s consent is missing".casefold() in text(answer).casefold()
    assert file(ids.to_review).counsel == ""


def test_what_opens_nothing_is_answered_alike(at_desk, file, ids):
    """data.purpose: no such case, another name, other counsel there already: the same words, and all typed is kept."""
    client = at_desk("marsh")
    tried = {
        "9999-ABCDEF": "Reyes Oyuela, Daniela",
        number(ids.to_review): "Reyes",
        number(ids.booked): "Alvarado Ruiz, Inés",
    }
    for each, name in tried.items():
        answer = enter(client, number=each, name=name)
        assert answer.status_code == 422
        assert "No appearance can be entered under this number and name." in text(answer)
    assert file(ids.booked).counsel == "castellan"
    assert file(ids.to_review).counsel == ""


def test_counsel_enters_nobody_but_themselves(at_desk, file, ids):
    """Whatever id the form is made to carry."""
    answer = enter(at_desk("marsh"), number=number(ids.to_review), name="Reyes Oyuela, Daniela", counsel="castellan")
    assert answer.status_code == 303
    assert file(ids.to_review).counsel == "marsh"


def test_evidence_is_filed_and_an_attempt_to_call_recorded(at_desk, names, ids):
    """The numbers are on the contact page, which is a client's only."""
    client = at_desk("castellan")
    address = f"/case/{ids.booked}/file/evidence"
    typed = {"title": "Medical report, 2 pages", "kind": "medical", "digest": "", "says": ""}
    assert client.post(address, hidden(client.get(address)) | typed).status_code == 303
    assert names(ids.booked)[-1] == "evidence.added/1"
    assert client.get(f"/case/{ids.booked}/contact").status_code == 200
    assert at_desk("marsh").get(f"/case/{ids.booked}/contact").status_code == 404


def test_what_can_be_asked_for_stands_with_the_client_once_a_negative_is_served(at_desk, names, ids):
    """remedy.reachable: any words ask; before service the list tells nothing of an outcome."""
    client = at_desk("marsh")
    assert enter(client, number=number(ids.to_review_negative), name="Óscar Pineda Funes").status_code == 303
    assert "Ask to look again" not in text(client.get("/clients"))
    assert enter(client, number=number(ids.reconsidered), name="Mbeki, Thandi").status_code == 303
    assert "Ask to look again" in text(client.get("/clients"))
    address = f"/case/{ids.reconsidered}/file/again"
    page = client.get(address)
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))[1]
    answer = client.post(address, hidden(page) | {"words": "Que lo mire otra persona.", "happened": happened})
    assert answer.status_code == 303
    assert names(ids.reconsidered)[-1] == "reconsideration.asked/1"
