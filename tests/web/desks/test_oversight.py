"""Judge, overseer, monitor: the remedy beside its record, the record proved, and what each may not see."""

import re
from collections import Counter

import pytest
from django.urls import URLPattern

from asylia.caseload.models import AlarmRow, CaseRow, DueRow
from asylia.ledger.follow import log_of, once
from asylia.ledger.witnesses import add_witness
from asylia.web import urls
from asylia.web.access import PAGES, names_role
from asylia.web.overseer import counting
from asylia.web.overseer.opening import audience
from tests.ledger.receipts import WITNESSES
from tests.web.desks.caseload import PEOPLE
from tests.web.desks.conftest import hidden, text

# --- the judge ------------------------------------------------------------------------------------


def test_a_judge_decides_beside_the_record(at_desk, ids, file):
    """remedy.reachable"""
    client = at_desk("ito")
    assert "Duvalsaint, Roseline" in text(client.get("/remedies"))
    page = client.get(f"/case/{ids.judged}/remedy")
    said = ("No estoy de acuerdo, que lo vea un juez.", "Officer: negative", "Una camioneta", 'href="#T-11"')
    assert [each for each in said if each not in text(page)] == []
    assert not re.search(r"<input[^>]* checked", text(page))
    slip = client.post(f"/case/{ids.judged}/remedy", hidden(page) | {"says": "Read <all>."})
    assert (slip.status_code, "Read &lt;all&gt;." in text(slip)) == (422, True)
    typed = hidden(page) | {"outcome": "for_person", "says": "The reasons miss T 4."}
    assert client.post(f"/case/{ids.judged}/remedy", typed).headers["Location"] == "/remedies"
    assert file(ids.judged).claims[0].determination.standing == "positive"
    assert "No remedy waits" in text(client.get("/remedies"))
    assert client.get(f"/case/{ids.judged}/remedy").status_code == 404


def test_a_judge_sees_no_case_in_which_nothing_is_asked_of_a_judge(at_desk, ids):
    """data.purpose"""
    for case in (ids.to_review, ids.reconsidered, "none"):
        assert at_desk("ito").get(f"/case/{case}/remedy").status_code == 404


# --- the board and its alarms ---------------------------------------------------------------------


def test_what_cannot_be_known_stands_before_every_alarm(at_desk):
    """board.png"""
    page = text(at_desk("okafor").get("/board"))
    assert page.index("Who was met and never recorded?") < page.index('rule=decider.no-pressure"')
    assert "1 drawn decision waits" in page
    assert 'rule=review.deference"' in page


def test_an_alarm_is_answered_and_leaves_the_worklist(at_desk, ids, file):
    """Answers to alarms are events; the report stays."""
    client = at_desk("okafor")
    address = f"/case/{ids.alarming}/answer?rule=decider.no-pressure"
    assert address in text(client.get("/alarms?rule=decider.no-pressure"))
    page = client.get(address)
    typed = hidden(page) | {"rule": "decider.no-pressure", "answer": "The superior was told to stop."}
    assert client.post(f"/case/{ids.alarming}/answer", typed).headers["Location"] == "/alarms"
    assert not AlarmRow.objects.filter(rule="decider.no-pressure").exists()
    assert "No alarm stands." in text(client.get("/alarms?rule=decider.no-pressure"))
    again = client.post(f"/case/{ids.alarming}/answer", hidden(client.get(address)) | typed | {"key": "another"})
    assert again.status_code == 422


def test_who_was_not_asked_is_a_duty_alert(at_desk, ids, house):
    """board.png: every figure describes only those who were allowed to speak."""
    row = CaseRow.objects.get(case=ids.to_assign)
    DueRow.objects.create(case=row, key="ask", what="Put the fear question", claim=0, desk="border_officer", staff="",
                          alarm="fear.asked")  # fmt: skip
    assert "2 of 15 people met have not been asked" in text(at_desk("okafor").get("/board"))


def test_a_board_without_alarms_says_that_quiet_proves_nothing(at_desk, house):
    """pages.md: all quiet."""
    AlarmRow.objects.all().delete()
    DueRow.objects.all().delete()
    assert "A quiet board is not proof of fairness" in text(at_desk("okafor").get("/board"))
    assert "No alarm stands" in text(at_desk("okafor").get("/alarms"))


def test_no_officer_is_named_or_counted_on_a_board(at_desk):
    """oversight: officer rows, never."""
    for address in ("/board", "/alarms", "/refusals", "/likelihood"):
        page = text(at_desk("okafor").get(address))
        assert not any(name in page for id, name, role, _ in PEOPLE if role != "overseer")


# --- the record -----------------------------------------------------------------------------------


def test_the_record_of_a_case_is_proved_each_time_it_is_opened(at_desk, ids, names):
    """record.png"""
    page = text(at_desk("okafor").get(f"/case/{ids.panel}/record"))
    count = len(names(ids.panel))
    assert f"{count} of {count} entries, links and field digests agree" in page
    assert page.count('class="digest"') == 2 * count


def test_an_altered_entry_is_named_and_the_page_still_opens(at_desk, ids, house):
    """record.unaltered"""
    raw = house.raw()
    for trigger in ("insert", "update", "delete"):
        raw.execute(f"DROP TRIGGER IF EXISTS ledger_events_{trigger}")
    raw.execute(
        "UPDATE ledger_events SET entry = CAST(replace(CAST(entry AS TEXT), 'border', 'asylum') AS BLOB)"
        " WHERE stream = ? AND version = 3", (f"case/{ids.panel}",),
    )  # fmt: skip
    page = text(at_desk("okafor").get(f"/case/{ids.panel}/record"))
    assert "Not verified" in page
    assert f"case/{ids.panel} version 3" in page
    assert "The 2 entries before it agree" in page
    answer = at_desk("okafor").post("/record", follow=True)
    assert "Not verified" in text(answer)


def test_a_field_shows_its_content_only_to_who_may_open_it(at_desk, ids, names):
    """record.png: not even its length; the band and open votes to nobody."""
    number = {name: place for place, name in enumerate(names(ids.panel), 1)}
    client = at_desk("okafor")
    words = text(client.get(f"/case/{ids.panel}/record?entry={number['fear.claimed/1']}"))
    assert "No puedo volver allá." in words
    band = text(client.get(f"/case/{ids.panel}/record?entry={number['band.locked/1']}"))
    assert "not opened here" in band
    assert "nobody; counted over all cases" in band
    needs = text(client.get(f"/case/{ids.panel}/record?entry={number['vulnerability.screened/1']}"))
    assert "unsafe_tonight" not in needs


def test_a_family_learns_of_no_wish_to_be_apart():
    """family.whole"""
    assert audience("wish_to_be_apart.recorded/1", "words", panel_open=False).roles == frozenset()


def test_what_no_table_names_is_closed_to_all_but_office_and_oversight():
    """data.purpose: default deny."""
    assert audience("new.event/1", "unheard_of", panel_open=False).says == "asylum office, oversight"


def test_the_whole_record_is_checked_when_asked(at_desk, ids):
    """record.png: verified or not, and when."""
    client = at_desk("okafor")
    assert "Not checked since you signed in" in text(client.get("/record"))
    assert "every link and field digest agrees" in text(client.post("/record", follow=True))
    number = CaseRow.objects.get(case=ids.panel).number
    assert client.post("/record", {"find": number}).headers["Location"] == f"/case/{ids.panel}/record"
    assert client.post("/record", {"find": "2027-XXXXXX"}).status_code == 422


def test_every_look_is_shown_and_denied_ones_too(at_desk, ids):
    """read.accounted"""
    at_desk("ito").get(f"/case/{ids.panel}")
    page = text(at_desk("okafor").get(f"/case/{ids.panel}/looks"))
    assert "H. Ito, judge" in page
    assert "no, denied" in page


def test_refused_acts_are_counted_by_rule_and_desk(at_desk):
    """safeguards.md, How the rules are read, 5"""
    page = text(at_desk("okafor").get("/refusals"))
    assert re.search(r"fear\.referral.*?Border officer", page, re.DOTALL)


def test_small_counts_of_likelihood_are_not_told(at_desk, monkeypatch):
    """The band in aggregate only; none and a few are told alike, and no total gives them away."""
    client = at_desk("okafor")
    assert "Cannot be known" in text(client.get("/likelihood"))
    many = Counter({("50_to_75", "positive"): 12, ("under_10", "negative"): 9})
    monkeypatch.setattr(
        counting, "pairs", lambda stream: iter(many.elements() if stream == counting.streams("case/")[0] else ())
    )
    page = text(client.get("/likelihood"))
    assert re.search(r"50 to 75 %</th><td[^>]*>12<", page)
    assert page.count("fewer than 10") == 1 + 11
    assert "21" not in re.sub(r"<[^>]*>", "", page[page.index("<table") :])


# --- the monitor ----------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [False, True])
def test_a_monitor_records_fear_whether_or_not_the_case_is_known(at_desk, ids, file, known):
    """fear.open-door, fear.any-words"""
    client = at_desk("diallo")
    page = client.get("/statements/fear")
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))[1]
    number = CaseRow.objects.get(case=ids.in_hearing).number if known else "2027-XXXXXX"
    typed = hidden(page) | {"case": number, "words": "Tengo miedo", "new_facts": "no", "happened": happened}
    before = CaseRow.objects.count()
    for _ in range(2):  # sent twice, recorded once
        assert client.post("/statements/fear", typed).headers["Location"] == "/statements"
    assert CaseRow.objects.count() == before + (not known)
    page = text(client.get("/statements"))
    assert "Recorded" in page
    assert known or "Match this statement to a person" in page


def test_a_turn_away_without_a_case_opens_a_statement_and_an_alarm(at_desk, house):
    """fear.asked: turned away at the bridge with no encounter on record."""
    client = at_desk("diallo")
    page = client.get("/statements/encounter")
    happened = re.search(r'name="happened" value="([^"]+)"', text(page))[1]
    typed = hidden(page) | {"case": "", "place": "The bridge", "what": "turned_away", "says": "Sent off.",
                            "happened": happened}  # fmt: skip
    assert client.post("/statements/encounter", typed).status_code == 303
    assert AlarmRow.objects.filter(rule="fear.asked", case__provisional=True).exists()


def test_a_monitor_sees_no_case_and_no_name(at_desk, ids):
    """data.purpose: where a statement stands, never whose it is."""
    client = at_desk("diallo")
    assert "Nothing is recorded from your office yet" in text(client.get("/statements"))
    assert client.get(f"/case/{ids.to_review}").status_code == 404
    slip = client.post("/statements/fear", hidden(client.get("/statements/fear")) | {"words": "", "case": "<x>"})
    assert slip.status_code == 422
    assert "&lt;x&gt;" in text(slip)


# --- the band -------------------------------------------------------------------------------------

BAND = re.compile(r"50_to_75|50 to 75|50–75|under_10\b|under 10 ?%")


def case_addresses(case, role):
    """Every address about one case, and nothing else, whose row names the role; the others stay shut to it."""
    for pattern in urls.urlpatterns:
        route = str(pattern.pattern)
        about_one = isinstance(pattern, URLPattern) and "<slug:case>" in route and route.count("<") == 1
        if about_one and names_role(PAGES[pattern.name], role):
            yield "/" + route.replace("<slug:case>", case)


DESKS = {role: id for id, _, role, _ in reversed(PEOPLE) if role not in ("asylum_officer", "interpreter")}


@pytest.mark.parametrize("role", DESKS)
def test_the_likelihood_of_a_case_is_on_no_page_of_any_desk(at_desk, ids, names, role):
    """analysis.standard: the band shows in oversight's aggregate only."""
    client, seen = at_desk(DESKS[role]), 0
    lists = ("to-review", "drawn", "panels", "remedies", "board", "alarms", "record", "statements", "encounters",
             "private", "stays", "departures", "clients")  # fmt: skip
    places = [f"/{route}" for route in lists]
    if names_role(PAGES["case-record"], role):
        places += [f"/case/{ids.panel}/record?entry={place}" for place in range(1, len(names(ids.panel)) + 1)]
    for case in (ids.to_review, ids.panel, ids.judged):
        places += case_addresses(case, role)
    for address in places:
        page = client.get(address)
        seen += page.status_code == 200
        assert not BAND.search(text(page) if page.headers["Content-Type"].startswith("text/html") else ""), address
    assert seen


# --- how far the record is held outside the agency ----------------------------------------------------


def test_a_log_that_is_away_is_said_and_every_page_of_the_record_opens(at_desk, ids):
    """record.unaltered: what cannot be seen from inside is said."""
    client = at_desk("okafor")
    for page in ("/record", f"/case/{ids.judged}/record"):
        assert "The log is away" in text(client.get(page))


def test_unwitnessed_since_stands_on_the_pages_of_the_record(at_desk, ids, house):
    """pages.md, Record: checkpoint, witnesses, receipts, unwitnessed since."""
    once(house.ledger, house.raw(), house.home, log_of(house.home, "demonstration"))
    client = at_desk("okafor")
    assert "No witness is named" in text(client.get("/record"))
    add_witness(house.home, str(WITNESSES[0].verifier), "http://127.0.0.1:9")
    for page in ("/record", f"/case/{ids.judged}/record"):
        said = text(client.get(page))
        assert re.search(r"Unwitnessed since \w+ \d+ \w+ \d\d:\d\d|Unwitnessed since \d+ \w+ \d\d:\d\d", said)
        assert "ig.example/1: has not answered yet" in said
    assert "Receipts given" in said


def test_what_staff_raised_is_shown_to_the_overseer_and_says_when_nothing_was_carried_over(at_desk, house):
    page = at_desk("okafor").get("/raised")
    assert "Nothing was carried over yet" in text(page)
    (house.home / "concern-counts").mkdir()
    rows = "quarter,site,reports,reports_printed\r\n2026Q1,Northgate,,under 10\r\n"
    (house.home / "concern-counts" / "2026Q1.csv").write_text(rows, "utf-8")
    assert "under 10" in text(at_desk("okafor").get("/raised"))
    assert at_desk("brandt").get("/raised").status_code == 404
