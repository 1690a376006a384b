"""The asylum officer's tests run on a real house: a claim at each stage, and its own officer's client."""

from dataclasses import dataclass

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from asylia.accounts.models import Account
from asylia.accounts.session import sign_in
from asylia.web.officer.sheet import BANDS
from tests.shell import people
from tests.web.real import asked, begun, hidden, house, original  # noqa: F401

LINES = (
    ("officer", "Who took you?", "en"),
    ("applicant", "Cuatro hombres, en una camioneta.", "es"),
    ("officer", "Could you go to the police?", "en"),
    ("applicant", "Ellos eran la policía.", "es"),
)
FACTS = (
    {"text": "Four men took her.", "lines": [2], "answer": "right"},
    {"text": "They were police.", "lines": [4], "answer": "corrected", "correction": "Dos de ellos."},
)
CHECKED = {
    "conditions.answered_by": "person", "conditions.restrained": "no", "conditions.rest_hours": "52",
    "conditions.rest_waived": "no", "conditions.counsel_offered": "yes", "conditions.goes_on": "no",
    "mode": "in_person", **{f"conditions.{each}": "yes" for each in ("private", "quiet", "rested", "fed", "well",
                                                                      "child_care")},
}  # fmt: skip


@dataclass
class Held:
    """A case, the officer its claim was drawn to, and that officer's client."""

    desk: people.Desk
    officer: str
    client: Client

    @property
    def claim(self):
        """The claim as the record shows it now."""
        return self.desk.file.claims[0]

    def at(self, page):
        """The address of a page of the case."""
        return f"/case/{self.desk.case}/{page}"

    def get(self, page):
        """Open a page of the case."""
        return self.client.get(self.at(page))

    def post(self, page, **typed):
        """Send a page's form with what is hidden in it and what is typed; `do` and `keep` are its buttons."""
        typed = {name.replace("__", "."): value for name, value in typed.items()}
        return self.client.post(self.at(page), hidden(self.get(page)) | typed)


@pytest.fixture
def at_desk(house):  # noqa: F811
    """A function: a client signed in as any member of staff."""

    def take(staff):
        client, request = Client(), HttpRequest()
        request.session = client.session
        sign_in(request, Account.objects.get(staff=staff))
        request.session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
        return client

    return take


@pytest.fixture
def drawn(asked, at_desk):  # noqa: F811
    """A claim drawn to its officer, nothing booked."""
    asked.give("AssignOfficer", "abara", claim=1)
    officer = asked.file.claims[0].officer
    return Held(asked, officer, at_desk(officer))


@pytest.fixture
def prepared(drawn):
    """Explained, booked, an interpreter appointed: the checklist is next."""
    topics = ["purpose", "country", "steps", "rights", "outcomes"]
    give, officer = drawn.desk.give, drawn.officer
    give("GiveAdvisal", officer, language="es", topics=topics, said_back="Me preguntan.", understood="understood")
    give("BookInterview", officer, claim=1, starts=drawn.desk.at.isoformat(), place="Room 2")
    give("AppointInterpreter", officer, claim=1, interpreter="in207", language="es", accepted=True)
    return drawn


@pytest.fixture
def held(prepared):
    """The interview has begun, and four lines stand in the record."""
    prepared.desk.give("BeginInterview", prepared.officer, claim=1, conditions=people.ROOM,
                       present=[prepared.officer, "in207"])  # fmt: skip
    for speaker, words, language in LINES:
        prepared.desk.give("AddTestimony", prepared.officer, claim=1, speaker=speaker, words=words, language=language)
    return prepared


@pytest.fixture
def ended(held):
    """The interview has ended; the read-back is next."""
    held.desk.give("EndInterview", held.officer, claim=1)
    return held


@pytest.fixture
def read(ended):
    """Read back, and country information consulted: the worksheet is next."""
    ended.desk.give("ReadBack", ended.officer, claim=1, language="es", facts=list(FACTS), confirmed=True)
    ended.desk.give("ConsultCountryInformation", ended.officer, claim=1, source="Country report, invented",
                    point="police", passage="Officers took part in abductions.")  # fmt: skip
    return ended


def written(case, outcome="found"):
    """A whole worksheet as typed: every element, with reasons, lines and what a negative asks for."""
    typed = {}
    for protection, element in case.house.regimes[people.MPP].elements():
        prefix = f"element.{protection.id}.{element.id}."
        typed |= {
            f"{prefix}protection": protection.id, f"{prefix}element": element.id, f"{prefix}claim": "1",
            f"{prefix}finding": outcome, f"{prefix}reasons": "The lines say so.", f"{prefix}cites": "t2, RB 2; C1",
            f"{prefix}asked_line": "3", f"{prefix}favourable": "That they were police; it is answered.",
            f"{prefix}group": "Women travelling alone" if element.group else "",
        }  # fmt: skip
    return typed


@pytest.fixture
def found(read):
    """Every element found on the record; the likelihood is open."""
    answer = read.post("worksheet", do="findings", **written(read.desk))
    assert answer.status_code == 303, answer.content.decode()
    return read


@pytest.fixture
def locked(found):
    """The likelihood is locked; the outcome is open."""
    assert found.post("worksheet", do="band", band="75_to_90", **written(found.desk)).status_code == 303
    return found


SIGNED = {
    "sign.claim": "1", "sign.met.withholding": "yes", "sign.met.torture": "yes", "sign.outcome": "positive",
    "sign.reasons": "You told us what happened. We believe you.", "sign.statement": "This decision is my own.",
}  # fmt: skip


def says_band(page):
    """The bands whose words or codes a page says."""
    said = page.content.decode()
    return [code for code, words in BANDS.items() if code in said or words in said]
