"""Holds and erasures as pages: asked by one desk, approved by the other; and every page of a case that was erased."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.urls import URLPattern, reverse
from django.urls.converters import IntConverter

from asylia.accounts import session
from asylia.caseload.models import CaseRow, DueRow
from asylia.shell import erasing
from asylia.shell.reading import keeping_of
from asylia.web import urls
from asylia.web.access import PAGES
from tests.shell.erased import approved, erase
from tests.web.desks.conftest import hidden, text

TODAY = dt.datetime.now(dt.UTC).date()
ASKED = {"basis": "schedule", "cite": "Schedule 4.2 (invented)", "from_day": "2022-01-01"}
HELD = {"basis": "inspection", "cite": "IG 22-7 (invented)"}


@pytest.fixture
def closed(ids, house, desk, file):
    """A case that came to its end: its number, its person, and its id."""
    ended = desk(ids.to_assign)
    ended.give("abara", "CloseClaim", claim=1, reason="programme_ended")
    ended.give("abara", "CloseCase", reason="programme_ended")
    row = CaseRow.objects.get(case=ids.to_assign)
    return SimpleNamespace(case=row.case, number=row.number, person=row.person)


@pytest.fixture
def gone(ids, house):
    """A case whose record was erased, that of a determination before a panel; with its number."""
    row = CaseRow.objects.get(case=ids.panel)
    erase(house, row.person)
    return SimpleNamespace(case=row.case, number=row.number)


def given(client, address, **typed):
    """Fill in the form at an address and send it."""
    return client.post(address, hidden(client.get(address)) | typed)


def asked(client, number, **more):
    """Ask for an erasure; gives its address."""
    answer = given(client, "/keeping/erasure", person=number, **ASKED, **more)
    assert answer.status_code == 303, text(answer)
    return answer.headers["Location"]


def test_asked_at_one_desk_and_approved_at_the_other_a_record_is_erased(at_desk, closed, house, file):
    """record.erasable"""
    hq, overseer = at_desk("brandt"), at_desk("okafor")
    assert "No erasure was ever asked for" in text(hq.get("/keeping"))
    address = asked(hq, closed.number)
    page = text(hq.get(address))
    assert "You asked for this." in page
    assert "Approve: erase it for good" not in page
    assert "asked for from your own desk" in text(at_desk("moyo").get(address))
    assert "Approve: erase it for good" in text(overseer.get(address))
    answer = given(overseer, address, last_copy="2022-01-01")
    assert answer.status_code == 303
    assert file(closed.case).erased
    page = text(overseer.get(address))
    for said in (f"Erased {TODAY.day}", "by 31 Jan 2022", "J. Okafor", "A. Brandt", "entries, closed for good"):
        assert said in page
    assert "Schedule 4.2 (invented)" in text(hq.get("/keeping"))


def test_what_forbids_it_is_said_with_the_rule_and_nothing_typed_is_lost(at_desk, ids, house):
    """record.erasable, refused: an open case, a hold, one's own request approved, a number that is no case's"""
    hq = at_desk("brandt")
    number = CaseRow.objects.get(case=ids.in_hearing).number
    assert given(hq, "/keeping/hold", person=number, **HELD).status_code == 303
    answer = given(hq, "/keeping/erasure", person=number, **ASKED)
    page = text(answer)
    assert answer.status_code == 422
    for said in ("record.erasable", "not closed", "is open, under review", "A hold of", "IG 22-7", f'value="{number}"'):
        assert said in page
    slip = given(hq, "/keeping/erasure", person="2027-XXXXXX", **ASKED)
    assert (slip.status_code, "No case has this number." in text(slip)) == (422, True)
    assert 'value="2027-XXXXXX"' in text(slip)
    unnamed = given(hq, "/keeping/erasure", person=number, **ASKED | {"cite": " "})
    assert (unnamed.status_code, "This is missing." in text(unnamed)) == (422, True)


def test_who_asked_cannot_approve_however_the_form_is_sent(at_desk, closed, file):
    """record.erasable"""
    hq = at_desk("brandt")
    address = asked(hq, closed.number)
    for client in (hq, at_desk("moyo")):
        answer = client.post(address, {"seen": "Waits for a second person", "last_copy": ""})
        assert (answer.status_code, "record.erasable" in text(answer)) == (422, True)
    assert at_desk("rowan").post(address, {"seen": "x"}).status_code == 404
    assert not file(closed.case).erased


def test_a_day_before_the_last_copy_of_the_keys_is_refused_and_kept(at_desk, closed, house, tmp_path):
    """record.erasable"""
    erasing.copy_keys(house, tmp_path / "copy")
    address = asked(at_desk("brandt"), closed.number)
    overseer = at_desk("okafor")
    assert f'value="{TODAY}"' in text(overseer.get(address))
    answer = given(overseer, address, last_copy="2022-01-01")
    assert (answer.status_code, 'value="2022-01-01"' in text(answer)) == (422, True)
    assert f"A copy of the key store was made on {TODAY}" in text(answer)
    assert given(overseer, address, last_copy=str(TODAY)).status_code == 303
    assert "save with a copy of the keys made before" in text(overseer.get(f"/case/{closed.case}"))


def test_a_request_is_declined_with_a_reason(at_desk, closed, file):
    address = asked(at_desk("brandt"), closed.number)
    overseer = at_desk("okafor")
    assert given(overseer, address, decline="yes", reason="").status_code == 422
    assert given(overseer, address, decline="yes", reason="The schedule says ten years.").status_code == 303
    assert "Declined by J. Okafor: The schedule says ten years." in text(overseer.get("/keeping"))
    assert not file(closed.case).erased


def test_an_answer_given_meanwhile_is_a_conflict_and_nothing_is_recorded(at_desk, closed, file):
    address = asked(at_desk("brandt"), closed.number)
    overseer = at_desk("okafor")
    before = hidden(overseer.get(address))
    given(at_desk("brandt"), address, decline="yes", reason="Asked by mistake.")
    answer = overseer.post(address, before | {"last_copy": ""})
    assert (answer.status_code, "Someone answered this while you were reading" in text(answer)) == (409, True)
    assert not file(closed.case).erased


def test_approving_takes_a_sign_in_of_the_last_minutes(at_desk, closed, file, monkeypatch):
    address = asked(at_desk("brandt"), closed.number)
    overseer = at_desk("okafor")
    monkeypatch.setattr(session, "FRESH_SECONDS", -1)
    answer = given(overseer, address, last_copy="")
    assert (answer.status_code, "sign in once more" in text(answer)) == (403, True)
    assert not file(closed.case).erased


def test_sent_twice_it_counts_once(at_desk, closed, house):
    hq = at_desk("brandt")
    form = hidden(hq.get("/keeping/erasure")) | {"person": closed.number} | ASKED
    places = {hq.post("/keeping/erasure", form).headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert len(keeping_of(house, house.raw()).erasures) == 1


def test_a_hold_is_lifted_by_another_person(at_desk, house):
    """record.erasable"""
    hq = at_desk("brandt")
    address = given(hq, "/keeping/hold", person="", **HELD).headers["Location"]
    assert "Everyone" in text(hq.get(address))
    assert "Another person lifts it" in text(hq.get(address))
    assert hq.post(address, {"reason": "Mine."}).status_code == 422
    other = at_desk("moyo")
    assert other.post(address, {"reason": " "}).status_code == 422
    assert given(other, address, reason="Ended.").status_code == 303
    assert "Lifted" in text(hq.get("/keeping"))
    assert at_desk("okafor").get("/keeping/hold/none").status_code == 404
    assert at_desk("okafor").get("/keeping/erasure/none").status_code == 404


def test_what_was_cut_short_is_said_and_ended_from_its_page(at_desk, ids, house):
    person = CaseRow.objects.get(case=ids.panel).person
    approved(house, person)
    (id,) = keeping_of(house, house.raw()).erasures
    overseer = at_desk("okafor")
    address = reverse("erasure", args=[id])
    assert "It was cut short" in text(overseer.get(address))
    assert "is being carried out" in text(overseer.get(f"/case/{ids.panel}"))
    assert "No one can open" not in text(overseer.get(f"/case/{ids.panel}"))
    assert given(overseer, address, finish="yes").status_code == 303
    assert not erasing.lives(house, f"person/{person}")
    assert "It was cut short" not in text(overseer.get(address))


# --- every page of an erased case


def of_a_case(case):
    """Every address of a case; all commands share one, of which an act and a report are sent."""
    for each in urls.urlpatterns:
        if isinstance(each, URLPattern) and "case" in (parts := each.pattern.converters):
            given = {name: 1 if isinstance(kind, IntConverter) else "appear" for name, kind in parts.items()}
            acts = ("CloseCase", "ReportFear") if "act" in parts else ("",)
            yield from (
                reverse(each.name, kwargs=given | {"case": case} | ({"act": act} if "act" in parts else {}))
                for act in acts
            )


@pytest.mark.parametrize("staff", ["okafor", "abara", "ferro"])
def test_every_page_of_an_erased_case_says_so_and_nothing_breaks(at_desk, gone, staff):
    """What a desk may open says that, when and why it was erased; the rest looks like what is not there."""
    client, opened = at_desk(staff), 0
    for address in of_a_case(gone.case):
        for answer in (client.get(address), client.post(address, {"seen": "1", "key": "k"})):
            assert answer.status_code in (200, 404, 405, 410), (address, answer.status_code)
            if answer.status_code in (200, 410):
                opened += 1
                assert re.search(r"Erased on \d{1,2} ", text(answer)), address  # by the zone of the place
                assert "A court ordered it, invented" in text(answer), address
                assert "Haddad" not in text(answer)
    assert opened > 8


def test_lists_name_an_erased_case_as_erased_and_nothing_that_was_due_is_due(at_desk, gone, house):
    assert not DueRow.objects.filter(case=gone.case).exists()
    found = text(at_desk("okafor").post("/search", {"find": gone.number}))
    assert "Record erased" in found
    assert "Haddad" not in text(at_desk("okafor").post("/search", {"find": "Haddad"})).replace('value="Haddad"', "")
    assert at_desk("okafor").post("/record", {"find": gone.number}).headers["Location"] == f"/case/{gone.case}/record"
    for staff, address in (("okafor", "/board"), ("okafor", "/alarms"), ("okafor", "/refusals"), ("okafor", "/record"),
                           ("okafor", "/likelihood"), ("abara", "/to-review"), ("lindqvist", "/panels"),
                           ("ferro", "/docket"), ("dossou", "/departures"), ("okafor", "/orders")):  # fmt: skip
        answer = at_desk(staff).get(address)
        assert answer.status_code == 200, address
        assert "Haddad" not in text(answer)


def test_the_officer_and_headquarters_find_nothing_where_the_case_was(at_desk, gone):
    """Default deny: who owned it stands in what was erased."""
    for staff in ("rowan", "bell", "lindqvist", "moyo", "castellan"):
        assert at_desk(staff).get(f"/case/{gone.case}").status_code == 404


def test_words_of_fear_on_the_number_of_an_erased_case_open_a_statement(at_desk, gone, house):
    """fear.open-door: nobody is turned away because their record was erased."""
    client = at_desk("diallo")
    page = client.get("/statements/fear")
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))[1]
    typed = hidden(page) | {"case": gone.number, "words": "Tengo miedo", "new_facts": "no", "happened": happened}
    before = CaseRow.objects.count()
    assert client.post("/statements/fear", typed).status_code in (302, 303)
    assert CaseRow.objects.count() == before + 1


def test_the_pages_of_keeping_stand_in_the_table():
    """Default deny"""
    assert {name for name, page in PAGES.items() if page is PAGES["keeping"]} == {
        "keeping", "hold-place", "hold", "erasure-ask", "erasure",
    }  # fmt: skip
