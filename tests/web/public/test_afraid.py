"""I am afraid: anyone, without sign-in, any words; a receipt at once, an open claim, a case for the asylum office."""

import re

import pytest
from django.test import Client

from asylia.caseload.models import CaseRow
from asylia.notices import say
from asylia.notices.languages import tongue
from asylia.shell.reading import read_case
from asylia.web.portal.words import available
from asylia.web.public import afraid
from asylia.web.public.rate import Rate
from tests.web.real import hidden

WORDS = "Un hombre de la casa estaba afuera del albergue. 🕊 <b>Miró</b> a mi hijo."


def plain(page):
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.content.decode()))


def sent(client, **typed):
    """Open the page, type, send: the answer."""
    return client.post("/afraid", {**hidden(client.get("/afraid")), "words": WORDS, **typed})


def test_one_field_no_sign_in_and_nothing_to_choose(house):
    """fear.open-door; pages.md: never categories, required choices, a delay."""
    page = Client().get("/afraid")
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<textarea") == 1
    assert "required" not in text
    assert "checked" not in text
    assert text.index("Hide this page") < text.index("<textarea")


def test_a_receipt_comes_at_once_and_a_claim_is_open(house):
    """fear.receipt, fear.any-words: the words stand exactly as sent; return is stopped."""
    page = sent(Client(), reach="000-0123")
    text = page.content.decode()
    assert page.status_code == 200
    assert "We have your words" in text
    assert "&lt;b&gt;Miró&lt;/b&gt; a mi hijo." in text
    (row,) = CaseRow.objects.filter(provisional=True)
    assert row.open_claim
    assert read_case(house, row.case).claims[0].words == (WORDS,)


def test_sent_twice_is_one_statement_and_other_words_are_another(house):
    """Exactly once; what is added after going back is not lost."""
    client = Client()
    form = {**hidden(client.get("/afraid")), "words": WORDS}
    codes = {client.post("/afraid", form).content.decode().split('class="code"')[1][:60] for _ in range(2)}
    assert len(codes) == 1
    assert CaseRow.objects.filter(provisional=True).count() == 1
    assert client.post("/afraid", {**form, "words": "Y más."}).status_code == 200
    assert CaseRow.objects.filter(provisional=True).count() == 2


def test_ids_that_were_not_minted_here_are_not_used(house, begun):
    """Nobody writes into another person's case by guessing at it."""
    before = begun.file.version
    assert sent(Client(), minted=f"{begun.case} p1 k1").status_code == 200
    assert begun.file.version == before


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"words": "  "}, "Write something first."),
        ({"words": "x" * 1_000_003}, "This is 3 characters too long. 1,000,000 fit."),
        ({"words": "a\0b"}, "a character in it that cannot be kept"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(house, typed, says):
    """pages.md: too long says how much."""
    page = sent(Client(), reach="at the bridge", **typed)
    assert page.status_code == 422
    assert says in plain(page)
    assert 'value="at the bridge"' in page.content.decode()
    assert not CaseRow.objects.filter(provisional=True).exists()


def test_too_many_from_one_place_are_asked_to_wait_and_keep_their_words(house, monkeypatch):
    """429, with the number to call; the words stand in the field."""
    monkeypatch.setattr(afraid, "RATE", Rate(most=1, seconds=600))
    client = Client()
    assert sent(client).status_code == 200
    page = sent(client)
    assert page.status_code == 429
    assert "Wait 10 minutes" in plain(page)
    assert "Miró" in page.content.decode()
    assert sent(Client(REMOTE_ADDR="192.0.2.7")).status_code == 200


def test_the_rate_keeps_no_address_and_forgets(rf):
    """An address is nowhere in memory; after the window it may send again."""
    now = [0.0]
    rate = Rate(most=1, seconds=60, clock=lambda: now[0])
    request = rf.get("/", REMOTE_ADDR="192.0.2.7")
    assert (rate.wait(request), rate.wait(request)) == (0, 1)
    assert "192.0.2.7" not in repr(vars(rate))
    now[0] = 61.0
    assert rate.wait(request) == 0


@pytest.mark.parametrize("language", available())
def test_every_language_says_the_same_facts(house, language):
    """One table a language; where a sentence is in English only, the page says so to whoever reads it aloud."""
    for key, text in tongue("en").portal.items():
        said = tongue(language).portal.get(key, text)
        assert set(re.findall(r"{\w+}", said)) == set(re.findall(r"{\w+}", text)), key
    page = Client().get(f"/afraid?lang={language}")
    assert f'<html lang="{language}"' in page.content.decode()
    assert say("portal.afraid_title", language) in plain(page)


def test_hiding_the_page_leaves_nothing_behind(house):
    """pages.md: to a neutral page, the session ended."""
    answer = Client().get("/hide")
    assert answer.status_code == 302
    assert "asyl" not in answer.headers["Location"]
    assert "storage" in answer.headers["Clear-Site-Data"]


def test_no_address_and_no_title_holds_what_was_said(house):
    """Histories of borrowed phones."""
    page = sent(Client())
    title = page.content.decode().split("<title>")[1].split("</title>")[0]
    assert "afraid" not in title.lower()
    assert page.request["QUERY_STRING"] == ""
