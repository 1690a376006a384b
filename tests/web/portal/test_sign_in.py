"""Opening one's own pages: by digits or by a link, the same answer for every wrong one, and nobody locked out."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client

from asylia.accounts import own_pages
from asylia.accounts.models import Link, LinkAsk, Secret, Visit
from asylia.accounts.own_pages import MalformedError
from asylia.shell import own_pages as kept
from asylia.web.portal import sign_in
from tests.shell import people
from tests.shell.people import entries
from tests.web.portal.conftest import made, signed_in, text

WRONG = "0123 4567 8901 2345 6789"


def test_the_digits_open_the_case_whose_they_are_and_no_other(house, secret):
    """portal.two-codes: one member's sign-in never opens another adult's file."""
    mother = people.Desk(house).open("Berta Inventada", family="f-1", relation="mother").claim()
    hers = made(house, mother)
    assert hers != secret
    number = text(signed_in(hers).get("/own"))
    assert number != text(signed_in(secret).get("/own"))
    assert Visit.objects.filter(case=mother.case).count() == 1


@pytest.mark.parametrize(
    "way",
    [str, own_pages.in_groups, lambda digits: "-".join(own_pages.in_groups(digits).split()),
     lambda digits: digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
     lambda digits: digits.translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))],
    ids=["plain", "groups", "hyphens", "Arabic", "Bengali"],
)  # fmt: skip
def test_digits_are_read_in_any_script_and_any_grouping(secret, way):
    """The same digits on every telephone."""
    signed_in(way(secret))


def test_the_secret_is_strong_and_only_a_slow_keyed_digest_of_it_is_kept(house, secret):
    """At least 60 bits; the database alone lets nobody try a guess; the record knows neither secret nor digest."""
    assert 10**own_pages.DIGITS >= 2**60
    (row,) = Secret.objects.all()
    assert bytes(row.digest) == kept.digest(house, secret)
    assert bytes(row.digest) != own_pages.slow_digest(secret, lambda message: message)
    streams = house.ledger.streams(house.raw(), "")
    stored = b"".join(each.entry for stream in streams for each in entries(house, stream))
    assert secret.encode() not in stored
    shown = repr([entry.fields for entry in entries(house, f"case/{row.case}")])
    assert secret not in shown
    assert row.digest.hex() not in shown


def test_a_slow_digest_costs_what_a_password_does():
    """OWASP's least for scrypt, which is Django's own: 16 MB and five rounds."""
    hasher = own_pages.ScryptPasswordHasher
    assert (hasher.work_factor, hasher.block_size, hasher.parallelism) == (2**14, 8, 5)


@pytest.mark.parametrize("typed", ["", "1234", "1" * 19, "1" * 21, "abcd" * 5, "٠" * 21, "💙" * 20, "\0" * 20])
def test_what_is_not_twenty_digits_is_said_so(house, typed):
    """A slip of form, said before anything is looked up."""
    page = Client().post("/own/sign-in?lang=es", {"digits": typed})
    assert page.status_code == 422
    assert "No son 20 cifras" in text(page)
    with pytest.raises(MalformedError):
        own_pages.digits_of(typed)


def test_changing_and_revoking_shut_out_the_old_digits_links_and_whoever_is_in(house, desk, secret):
    """portal.two-codes: changed or revoked at any desk."""
    client = signed_in(secret)
    link = own_pages.new_link(desk.case, house.clock())
    answer = desk.give("ChangeAccess", "sloane", how="slip")
    assert Client().post("/own/sign-in", {"digits": secret}).status_code == 403
    assert client.get("/own").headers["Location"] == "/own/sign-in"
    assert Client().post(f"/own/link/{link}").status_code == 410
    new = kept.secret_for(house, answer, desk.file)
    assert kept.secret_for(house, answer, desk.file) is None  # it was shown once
    other = signed_in(new)
    desk.give("RevokeAccess", "rowan", because="lost")
    assert other.get("/own").status_code == 302
    assert Client().post("/own/sign-in", {"digits": new}).status_code == 403
    assert not Secret.objects.exists()


def test_every_wrong_answer_is_the_same_page(house, desk, secret):
    """Enumeration: unknown digits, digits one off, digits that were revoked: same code, same bytes but the token."""
    desk.give("RevokeAccess", "ferro", because="lost")
    other = people.Desk(house).open("Berta Inventada").claim()
    near = made(house, other)
    near = near[:-1] + str((int(near[-1]) + 1) % 10)
    answers = [Client().post("/own/sign-in", {"digits": each}) for each in (WRONG, secret, near)]
    assert {each.status_code for each in answers} == {403}
    assert len({len(each.content) for each in answers}) == 1
    assert len({text(each) for each in answers}) == 1
    assert len({tuple(sorted(each.headers.items())) for each in answers}) == 1


def test_a_place_that_guesses_waits_and_the_right_digits_open_all_the_same(house, secret):
    """Guessing: limited by place; an attacker on the same network locks nobody out."""
    attacker = Client(REMOTE_ADDR="192.0.2.7")
    codes = [attacker.post("/own/sign-in", {"digits": f"{n:020}"}).status_code for n in range(sign_in.MOST_HERE + 3)]
    assert codes == [403] * sign_in.MOST_HERE + [429] * 3
    signed_in(secret, REMOTE_ADDR="192.0.2.7")
    signed_in(secret, REMOTE_ADDR="198.51.100.4")


def test_a_crowded_place_guesses_one_at_a_time(house, secret, monkeypatch):
    """Guesses of crowded places share one turn; who cannot have it is asked to wait, whatever the digits are."""
    monkeypatch.setattr(sign_in, "PATIENCE", 0.01)
    cache.set("own/wrong/192.0.2.7", sign_in.MOST_HERE)
    with sign_in.ONE_AT_A_TIME:
        busy = Client(REMOTE_ADDR="192.0.2.7").post("/own/sign-in", {"digits": WRONG})
        assert busy.status_code == 429
        signed_in(secret, REMOTE_ADDR="198.51.100.4")


def test_many_places_together_are_slowed_each_and_an_innocent_one_is_not(house, secret):
    """A global limit tightens the one of each place that guesses; a place without a wrong answer is untouched."""
    cache.set("own/wrong", sign_in.MOST_EVERYWHERE)
    cache.set("own/wrong/192.0.2.7", sign_in.MOST_SUSPECT)
    assert Client(REMOTE_ADDR="192.0.2.7").post("/own/sign-in", {"digits": WRONG}).status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.8").post("/own/sign-in", {"digits": WRONG}).status_code == 403
    signed_in(secret, REMOTE_ADDR="192.0.2.9")


def test_a_link_opens_once_soon_and_looking_at_it_uses_nothing_up(house, desk, secret):
    """One use, thirty minutes; what opens links by itself (a messenger's preview) uses none up."""
    token = own_pages.new_link(desk.case, house.clock())
    assert Client().get(f"/own/link/{token}").status_code == 200
    client = Client()
    assert client.post(f"/own/link/{token}").headers["Location"] == "/own"
    assert client.get("/own").status_code == 200
    assert Client().post(f"/own/link/{token}").status_code == 410
    old = own_pages.new_link(desk.case, house.clock() - dt.timedelta(minutes=31))
    page = Client().get(f"/own/link/{old}?lang=es")
    assert (page.status_code, "ya no abre nada" in text(page)) == (410, True)
    assert token not in repr(list(Link.objects.values()))


def test_asking_for_a_link_answers_alike_for_every_number_and_does_the_same_work(house, desk, secret):
    """Enumeration: a number that is there, one that is not, nonsense: the same page, one row each."""
    number = Client().get("/own/link")
    assert number.status_code == 200
    known = f"2022-{desk.case[-6:].upper()}"
    answers = [Client().post("/own/link", {"number": each}) for each in (known, "2022-ZZZZZZ", "'; drop --", "")]
    assert len({each.content for each in answers}) == 1
    assert LinkAsk.objects.count() == 4
    assert kept.answer_link_asks(house) == 1
    assert LinkAsk.objects.count() == 0
    assert desk.record()[-1].name == "portal.link_asked/1"


def test_links_are_few_an_hour_and_go_only_where_a_message_is_safe(house, desk, secret):
    """Rate-limited by case; none without a safe way, none once the pages are shut."""
    number = f"2022-{desk.case[-6:].upper()}"
    for _ in range(kept.LINKS_AN_HOUR + 2):
        own_pages.ask_link(number, house.clock())
    assert kept.answer_link_asks(house) == kept.LINKS_AN_HOUR
    desk.give("PlanContact", "sloane", channels=[{"kind": "message", "value": "+12025550143", "safe": False}])
    other = people.Desk(house).open("Berta Inventada").claim()
    for each in (desk, other):
        own_pages.ask_link(f"2022-{each.case[-6:].upper()}", house.clock() + dt.timedelta(hours=2))
    assert kept.answer_link_asks(house) == 0


def test_links_are_not_asked_for_endlessly_from_one_place(house, monkeypatch):
    """429 in plain words."""
    monkeypatch.setattr(sign_in, "LINKS", sign_in.Rate(most=1, seconds=60))
    assert Client().post("/own/link", {"number": "x"}).status_code == 200
    assert Client().post("/own/link", {"number": "x"}).status_code == 429


def test_the_person_sees_when_the_page_was_opened_last(house, secret):
    """portal.two-codes: shows the last sign-in."""
    assert "por primera vez" in text(signed_in(secret).get("/own"))
    assert "se abrió por última vez" in text(signed_in(secret).get("/own"))
