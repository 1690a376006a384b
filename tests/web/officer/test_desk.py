"""My work, search, evidence, and who sees the pages of this desk at all."""

import pytest

from asylia.web.access import OWN_CLAIM, PAGES
from asylia.web.officer.addresses import urlpatterns
from tests.shell import people
from tests.web.officer.conftest import SIGNED, written

OF_A_CASE = [each.name for each in urlpatterns if each.name != "my-work"]


def test_an_empty_list_says_where_cases_come_from(at_desk):
    """pages.md, Words: the empty state."""
    said = at_desk("rowan").get("/my-work").content.decode()
    assert "Nothing is due. The next case comes by draw." in said


def test_my_work_shows_what_is_due_from_me_and_leads_to_its_page(drawn, house):
    """The look at the list is written down with what it showed (read.accounted)."""
    said = drawn.client.get("/my-work").content.decode()
    assert "Book the interview" in said
    assert drawn.at("interview/booking") in said
    assert house.ledger.reads(house.raw())[-1].ids == [drawn.desk.case]


def test_another_officers_work_is_not_in_mine(drawn, at_desk):
    """data.purpose"""
    other = {"rowan": "bell", "bell": "rowan"}[drawn.officer]
    assert "Reyes Oyuela" not in at_desk(other).get("/my-work").content.decode()


@pytest.mark.parametrize(
    ("address", "shown"),
    [("due=overdue", True), ("language=kek", False), ("show=interview", False), ("due=never&show=no&page=x", True)],
)
def test_cuts_and_filters_are_links(drawn, address, shown):
    """What is no cut or filter of ours changes nothing."""
    said = drawn.client.get(f"/my-work?{address}").content.decode()
    assert ("Reyes Oyuela" in said) is shown


def test_a_filter_that_stands_can_be_taken_away(drawn):
    """pages.md, Tables: removable chips with hidden words."""
    said = drawn.client.get("/my-work?due=overdue&language=es").content.decode()
    assert 'href="?show=all&amp;language=es"' in said
    assert "remove Overdue" in said


def test_what_waits_for_others_in_my_cases_is_a_cut_of_its_own(read):
    """pages.md, My work"""
    assert read.client.get("/my-work?show=others").status_code == 200


@pytest.mark.parametrize("typed", ["reyes", "Oyuela  daniela", "REYES", "óyuela"])
def test_a_name_is_found_by_any_of_its_parts(drawn, typed):
    """Accents, case and order do not matter."""
    assert "Reyes Oyuela, Daniela" in drawn.client.post("/search", {"find": typed}).content.decode()


def test_a_case_is_found_by_its_number(drawn):
    """Whole, or its last part."""
    number = f"2022-{drawn.desk.case[-6:].upper()}"
    for typed in (number, number[5:].lower()):
        assert number in drawn.client.post("/search", {"find": typed}).content.decode()


def test_search_finds_only_what_one_may_see_and_writes_down_what_it_showed(drawn, at_desk, house):
    """data.purpose, read.accounted"""
    other = {"rowan": "bell", "bell": "rowan"}[drawn.officer]
    page = at_desk(other).post("/search", {"find": "reyes"}).content.decode()
    assert "No case found" in page
    assert "Oyuela" not in page
    assert house.ledger.reads(house.raw())[-1].ids == []


@pytest.mark.parametrize("staff", ["quill", "in207", "ito", "castellan"])
def test_blind_and_outside_desks_have_no_search(drawn, at_desk, staff):
    """review.blind: no search at headquarters."""
    assert at_desk(staff).post("/search", {"find": "reyes"}).status_code == 404


@pytest.mark.parametrize("staff", ["sloane", "ferro", "reed", "ito", "okafor", "quill", "castellan"])
def test_no_other_desk_opens_the_pages_of_this_one(locked, at_desk, staff):
    """data.purpose: denied is a page that is not there; border and clerks never see testimony."""
    client = at_desk(staff)
    for page in ("interview", "read-back", "evidence", "worksheet", "contacted", "step-back", "withdrawal"):
        answer = client.get(locked.at(page))
        assert answer.status_code == 404
        assert "Cuatro hombres" not in answer.content.decode()
        assert client.post(locked.at(page), {"do": "sign"}).status_code == 404


def test_another_officer_opens_none_of_them(locked, at_desk):
    """decider.own-voice"""
    client = at_desk({"rowan": "bell", "bell": "rowan"}[locked.officer])
    assert {client.get(locked.at(page)).status_code for page in ("interview", "worksheet", "read-back")} == {404}


def test_a_supervisor_reads_the_record_and_writes_nothing(ended, at_desk):
    """review.deference: to read only; the worksheet is not theirs to open."""
    client = at_desk("abara")
    for page in ("interview", "read-back", "evidence"):
        answer = client.get(ended.at(page))
        assert answer.status_code == 200
        assert "<textarea" not in answer.content.decode()
    assert client.get(ended.at("worksheet")).status_code == 404
    assert client.post(ended.at("interview"), {"speaker": "officer", "words": "x", "claim": "1"}).status_code == 422


def test_every_page_of_a_case_stands_in_the_table_of_access():
    """No page of this desk opens by office alone."""
    assert {name for name in OF_A_CASE if PAGES[name] is OWN_CLAIM} >= {"begin", "contacted", "recuse"}
    assert set(OF_A_CASE) <= set(PAGES)


def test_evidence_is_numbered_and_cited_by_number(read):
    """E n, C n."""
    added = read.post("evidence/add", title="Medical report on Mateo", kind="medical", says="A scar.")
    assert added.headers["Location"] == read.at("evidence")
    consulted = read.post("evidence/country", source="Report", passage="Police took part.", point="withholding.actor")
    assert consulted.status_code == 303
    said = read.get("evidence").content.decode()
    assert all(words in said for words in ('id="E-1"', 'id="C-2"', "Medical report on Mateo", "Police took part."))


def test_a_claim_that_is_not_there_has_pages_that_say_so(begun, at_desk):
    """Before any fear is said no officer sees the case."""
    assert at_desk("rowan").get(f"/case/{begun.case}/worksheet").status_code == 404


def test_who_is_to_look_again_reads_the_decision_and_writes_nothing_in_it(locked, at_desk):
    """remedy.reachable: an officer who took no part reads first what was found, and why."""
    negative = SIGNED | {"sign.outcome": "negative", "sign.met.withholding": "no", "sign.met.torture": "no"}
    typed = written(locked.desk, "not_found") | negative | {"sign.explanation": "The lines do not reach it."}
    assert locked.post("worksheet", do="sign", **typed).status_code == 303
    give = locked.desk.give
    give("Concur", "abara", claim=1, determination=1, notes="")
    give("PrepareNotice", "ferro", kind="decision", language="es", claim=1, determination=1, signer="B. Ferro",
         address="12 Calle Uno", title="Hearing clerk")  # fmt: skip
    give("ServeNotice", "ferro", notice=1, how="in_person", language="es", understood=True, said_back="Que no.")
    give("AskReconsideration", "ferro", claim=1, determination=1, words="Que lo miren otra vez.")
    other = at_desk({"rowan": "bell", "bell": "rowan"}[locked.officer])
    said = other.get(locked.at("worksheet")).content.decode()
    assert "It can be read, not changed" in said
    assert "<textarea" not in said
    assert locked.at("worksheet") in other.get(f"/case/{locked.desk.case}").content.decode()
    assert locked.at("again") in other.get("/my-work?show=desk").content.decode()
    assert other.get(locked.at("step-back")).status_code == 404


def test_the_band_leads_to_the_next_case_of_ones_own_work(drawn, house):
    """pages.md, Case band: in the order of due times, round and round; nothing where there is no other."""
    assert "Next in my work" not in drawn.get("interview").content.decode()
    other = people.Desk(house, at=drawn.desk.at).open("Okello, James").claim()
    while True:
        other.give("AssignOfficer", "abara", claim=1)
        if other.file.claims[0].officer == drawn.officer:
            break
        other = people.Desk(house, at=drawn.desk.at).open("Okello, James").claim()
    said = drawn.get("interview").content.decode()
    assert f'href="/case/{other.case}">Next in my work' in said
