"""Legal help that anyone can call, and a relative who is looked for; where anyone is stands nowhere."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from asylia.web.portal.words import available
from tests.shell import people
from tests.web.portal.conftest import hidden, text

HERE = "/own/relatives"
OWNER = "vega"  # the specialist
SISTER = "Tulia «la flaca» Inventada"


def ask(phone, **typed):
    """Answer the three questions, each on its page; gives the last page."""
    answers = {"relative": SISTER, "relation": "Mi hermana", "last_seen": "En el puente.\nHace dos semanas."} | typed
    page = phone.get(HERE)
    for name, answer in answers.items():
        assert f'id="{name}"' in page.content.decode()
        page = phone.post(HERE, {**hidden(page), name: answer})
    return page


@pytest.mark.parametrize("address", ["/own", "/own/ask"])
@pytest.mark.parametrize("language", available())
def test_legal_help_is_linked_with_nothing_of_the_case_in_the_address(phone, desk, address, language):
    """contact.family-counsel: one press from the person's page; the address is the same for everyone who reads so."""
    page = phone.get(f"{address}?lang={language}").content.decode()
    (link,) = re.findall(r'<a href="(/help/legal[^"]*)" rel="noreferrer">', page)
    parts = urlsplit(link)
    assert (parts.path, parts.query, parts.fragment) == ("/help/legal", f"lang={language}", "")
    assert Client().get(link).status_code == 200  # and it asks for no session


def test_a_relative_is_asked_for_one_question_a_page(phone, desk):
    """contact.family-counsel: in the person's words and as the author; what happens next and when stands there."""
    page = text(ask(phone))
    entry = desk.record()[-1]
    assert (entry.name, entry.role) == ("tracing.asked/1", "applicant")
    (trace,) = desk.file.traces
    assert (trace.relative, trace.relation) == (SISTER, "Mi hermana")
    assert "Está escrito. Lo que pasa ahora está aquí" in page
    assert "Se va a nombrar a una persona" in page
    assert re.search(r"A más tardar el \w+ \d+ de \w+ de \d{4}", page)
    assert "le preguntan a solas" in page
    assert SISTER in text(phone.get(HERE))
    assert SISTER not in text(phone.get("/own"))


def test_what_was_answered_is_carried_and_sent_twice_counts_once(phone, desk):
    """Nothing typed is lost between two pages, and one search is one search."""
    page = phone.post(HERE, {**hidden(phone.get(HERE)), "relative": SISTER})
    last = phone.post(HERE, {**hidden(page), "relation": "hermana"})
    form = {**hidden(last), "last_seen": ""}
    assert form["relative"] == SISTER
    assert [phone.post(HERE, form).status_code for _ in range(2)] == [200, 200]
    assert len(desk.file.traces) == 1


@pytest.mark.parametrize(
    ("typed", "says"), [({"relative": " "}, "Escriba algo primero"), ({"relative": "a" * 301}, "1 "),
                        ({"relative": SISTER, "relation": "\0hermana"}, "Hay una letra")],
)  # fmt: skip
def test_a_wrong_answer_is_said_beside_it_and_nothing_is_lost(phone, desk, typed, says):
    """The question is asked again with what was typed; those before it are carried."""
    page = phone.post(HERE, {**hidden(phone.get(HERE)), **typed})
    assert page.status_code == 422
    assert says in text(page)
    name = list(typed)[-1]
    assert len(re.findall(f'name="{name}"', page.content.decode())) == 1
    assert desk.file.traces == ()


def test_the_page_is_the_same_whether_somebody_was_found_or_not(house, phone, desk):
    """contact.family-counsel: before both say yes neither page tells that anyone is there, or who is looked for."""
    ask(phone)
    desk.give("NameOwner", "abara", trace=1, owner=OWNER, until="2099-01-01")
    looking = text(phone.get(HERE))
    assert "Una persona le busca" in looking
    assert "jueves 1 de enero de 2099" in looking
    assert OWNER not in looking.lower()
    sister = people.Desk(house).open("Tulia Inventada")
    sister.give("BeSought", OWNER, seeker=desk.case, theirs=1, relation="hermana")
    sister.give("AskAlone", OWNER, trace=1, agreed="yes", alone=True)
    assert text(phone.get(HERE)) == looking
    desk.give("AskAlone", OWNER, trace=1, agreed="yes", alone=True)
    assert text(phone.get(HERE)) == looking
    desk.give("PutInTouch", OWNER, trace=1, case=sister.case, how="call")
    assert "Ya les pusieron en contacto" in text(phone.get(HERE))


def test_who_is_sought_reads_nothing_of_it(house, phone, desk):
    """contact.family-counsel: a search for this person stands in their case and on none of their pages."""
    before = text(phone.get(HERE))
    brother = people.Desk(house).open("Bruno Inventado")
    brother.give("AskTracing", "castellan", relative="Ana", relation="sister")
    brother.give("NameOwner", "abara", trace=1, owner=OWNER, until="2099-01-01")
    desk.give("BeSought", OWNER, seeker=brother.case, theirs=1, relation="sister")
    assert desk.file.traces[0].seeker == brother.case
    assert text(phone.get(HERE)) == before


@pytest.mark.parametrize(("because", "says"), [("no_news", "No hay noticias"), ("asked_to_stop", "como usted pidió")])
def test_an_ended_search_says_so_and_another_can_be_asked(phone, desk, because, says):
    """No news is one word for nobody found and for a no."""
    ask(phone)
    desk.give("NameOwner", "abara", trace=1, owner=OWNER, until="2099-01-01")
    desk.give("CloseTrace", OWNER, trace=1, because=because)
    assert says in text(phone.get(HERE))
    ask(phone)
    assert len(desk.file.traces) == 2


def test_a_late_step_says_whom_to_call(house, phone, desk):
    """Silence is said, with its day."""
    ask(phone)
    desk.give("NameOwner", "abara", trace=1, owner=OWNER, until="2020-01-01")
    assert "Llame y pregunte" in text(phone.get(HERE))
