"""A measure's page and its rows: tile, page, API and CSV say the same; who may see cases and who officers."""

import csv
import datetime as dt
import html
import io
import itertools
import json
import re
import subprocess
import sys

import pytest
from django.urls import URLPattern

from asylia.core.event import Author
from asylia.core.streams.staff import GiveDuty
from asylia.oversight.telling import FIELDS, as_json
from asylia.shell import beside
from asylia.shell.reading import oversight_of
from asylia.web import urls
from asylia.web.overseer import officers, worded
from asylia.web.overseer.states import standing
from tests.web.desks.conftest import hidden, text
from tests.web.overseer import edited

DRAWN = ("M01", "M03", "M07", "M08", "M09", "M10", "M11", "M16", "M19", "M21", "M22")


def page_of(at_desk, measure, staff="okafor", query=""):
    """A measure's page as one desk sees it."""
    return text(at_desk(staff).get(f"/measures/{measure}{query}"))


def cells(page, key):
    """What the page says in the row of that key, without markup."""
    row = page[page.index(f'id="{key}"') :]
    return html.unescape(re.sub(r"<[^>]+>", " ", row[: row.index("</tr>")]))


# --- one row, four ways


def test_tile_page_api_and_csv_say_the_same_of_every_row(at_desk, measured):
    """oversight.md 5, generated test 3: for every row of the edition."""
    client = at_desk("okafor")
    definitions = measured.definitions
    api = {json.dumps(row, sort_keys=True) for row in client.get("/measures/rows.json").json()["rows"]}
    assert api == {json.dumps(json.loads(encoded(row)), sort_keys=True) for row in measured.rows}
    found = list(csv.DictReader(io.StringIO(client.get("/measures/rows.csv").content.decode())))
    assert len(found) == len(measured.rows) == len(api)
    pages = {id: page_of(at_desk, id) for id in measured.measures}
    tiles = text(client.get("/measures"))
    for row, line in zip(measured.rows, found, strict=True):
        told = worded.told(row, definitions[row.measure].scale)
        for name in FIELDS:
            kept = as_json(row)[name]
            assert line[name] == ("" if kept is None else str(kept)), name
        said = cells(pages[row.measure], told.key)
        for words in (told.of, told.value, told.state, *(each for _, each in told.counted)):
            assert words in said, (told.key, words)
    for each in standing(measured.rows):
        told = worded.told(each.row, definitions[each.measure].scale)
        assert told.value in cells(tiles, told.key)
        assert told.value in cells(pages[each.measure], told.key)


def encoded(row):
    """A row as JSON."""
    return json.dumps(as_json(row), default=str)


def test_rows_are_chosen_by_unit_and_day(at_desk, measured):
    """/measures/{id}/rows?unit=&from="""
    client = at_desk("okafor")
    rows = client.get("/measures/M07/rows.json", {"unit": "site", "of": "Fallbrook"}).json()["rows"]
    assert [row["of"] for row in rows] == ["Fallbrook"]
    assert client.get("/measures/M07/rows.json", {"from": "2026-04-01"}).json()["rows"] == []
    answer = client.get("/measures/M07/rows.json").json()
    assert (answer["edition"], answer["digest"]) == (measured.name, measured.digest)


def test_definitions_are_there_to_read_by_a_program(at_desk, measured):
    client = at_desk("okafor")
    assert [each["id"] for each in client.get("/measures.json").json()["measures"]] == measured.measures
    assert client.get("/measures/M01.json").json()["measure"]["question"] == "Are negatives reviewed like positives?"
    assert client.get("/measures/M99.json").status_code == 404
    assert client.get("/measures/M01/rows.xls").status_code == 404


def test_the_ladder_comes_as_csv_with_its_denominators(at_desk, measured):
    rows = list(csv.DictReader(io.StringIO(at_desk("okafor").get("/measures/ladder.csv").content.decode())))
    asked = next(row for row in rows if (row["cut"], row["step"]) == ("programme", "asked"))
    assert (asked["people"], asked["within"], asked["of"]) == ("3904", "3904", "4212")
    assert {row["cut"] for row in rows} == {"programme", "week"}


# --- the page


@pytest.mark.parametrize("measure", DRAWN)
def test_a_measure_has_its_picture_and_the_same_rows_beside_it(at_desk, measured, measure):
    page = page_of(at_desk, measure)
    assert 'role="img"' in page
    assert re.search(r"<title[^>]*>.*\?", page[page.index("<svg") :])
    assert "The same rows" in page


def test_a_measure_says_its_question_state_rule_definition_and_limits(at_desk, measured):
    """measure.png, in its order."""
    page = page_of(at_desk, "M01")
    parts = ("Are negatives reviewed like positives?", "It is so at Fallbrook.", "What nobody counts, nobody mends.",
             "The same rows", "Rule of alarm", "The lower limit lies above 0.10, two periods running", "Definition",
             "Decisions signed in the period", "not yet checked", "Limits", "Says nothing about the quality",
             "Smallest difference it can see", "The agency’s answer", "Shown before")  # fmt: skip
    places = [page.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_the_smallest_difference_is_said_or_said_to_be_unknown(at_desk, measured):
    assert "2.1 points, four times in five" in page_of(at_desk, "M09")
    assert "not worked out by this method" in page_of(at_desk, "M07")


def test_what_was_shown_before_stands_with_its_day(at_desk, kept):
    kept()
    kept(as_of=edited.AS_OF + dt.timedelta(days=30), found=[edited.row("M01", status="alarm")], broken=[])
    page = page_of(at_desk, "M01")
    assert 'href="/measures/M01?as_of=2026-03-09"' in page[page.index("Shown before") :]


def test_insufficient_and_suppressed_say_so_and_draw_nothing(at_desk, measured):
    assert "8 of 20 needed (interviews)." in page_of(at_desk, "M13")
    page = page_of(at_desk, "M24")
    assert "not shown" in page
    assert 'role="img"' not in page


def test_a_measure_that_is_not_in_the_edition_is_not_there(at_desk, measured):
    for address in ("/measures/M99", "/measures/M02", "/measures/..%2FM01"):
        assert at_desk("okafor").get(address).status_code == 404


# --- asking and answering


def test_evidence_is_asked_for_and_answered_on_the_record(at_desk, measured, house):
    """measure.answered/1 beside the rows; a question counts once, however often it is sent."""
    overseer, agency = at_desk("okafor"), at_desk("brandt")
    form = overseer.get("/measures/M01/ask")
    due = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=9)).isoformat()
    typed = hidden(form) | {"unit": "site/Fallbrook", "words": "Why <none>?", "due": due}
    for _ in range(2):
        assert overseer.post("/measures/M01/ask", typed).headers["Location"] == "/measures/M01"
    (question,) = oversight_of(house, house.raw()).asked_about("M01")
    assert (question.asked.unit, question.asked.period) == ("site/Fallbrook", "2026-01-01/2026-03-08")
    assert "Why &lt;none&gt;?" in page_of(at_desk, "M01")
    form = agency.get("/measures/M01/answer")
    typed = hidden(form) | {"unit": "site/Fallbrook", "owner": "Headquarters", "words": "Two were away.", "due": "",
                            "ask": question.asked.ask}  # fmt: skip
    assert agency.post("/measures/M01/answer", typed).headers["Location"] == "/measures/M01"
    page = page_of(at_desk, "M01")
    assert "Two were away." in page[page.index("The agency’s answer") :]
    assert "Fallbrook, 2026-01-01/2026-03-08" in page
    board = text(overseer.get("/board"))
    assert "answered" in cells(board, "M01-site-Fallbrook")


def test_an_answer_without_words_is_a_slip_and_loses_nothing(at_desk, measured):
    agency = at_desk("brandt")
    form = agency.get("/measures/M01/answer")
    answer = agency.post("/measures/M01/answer", hidden(form) | {"unit": "programme", "owner": "Quality", "words": ""})
    assert (answer.status_code, 'value="Quality"' in text(answer)) == (422, True)


def test_only_the_overseer_asks_and_only_headquarters_answers(at_desk, measured):
    assert at_desk("brandt").get("/measures/M01/ask").status_code == 404
    assert at_desk("okafor").get("/measures/M01/answer").status_code == 404


# --- cases, for class A and for those who may see them


def test_cases_stand_only_with_a_broken_rule_and_the_look_is_recorded(at_desk, measured, ids, house):
    """Drill-down to cases only for class A; read.accounted."""
    page = page_of(at_desk, "M09")
    assert f"/case/{ids.alarming}" in page
    listed = [read for read in house.ledger.reads(house.raw()) if read.page == "measure"]
    assert {ids.alarming, ids.panel} <= set(listed[-1].ids)
    for measure in ("M01", "M07", "M16"):
        assert "/case/" not in page_of(at_desk, measure)


def test_headquarters_sees_only_the_cases_that_it_sees_anyway(at_desk, measured, ids):
    """access.py: the same row as the case page."""
    page = page_of(at_desk, "M09", "brandt")
    for case in (ids.alarming, ids.panel):
        opens = at_desk("brandt").get(f"/case/{case}").status_code == 200
        assert (f"/case/{case}" in page) == opens
    assert "Cases that broke a rule: 2" in page


def test_no_row_api_or_csv_names_a_case_or_an_officer(at_desk, measured, ids):
    client = at_desk("okafor")
    for address in ("/measures/rows.csv", "/measures/rows.json", "/measures.json", "/measures/ladder.csv"):
        answer = client.get(address).content.decode()
        assert not any(each in answer for each in (ids.alarming, ids.panel, "o-0001", '"unit":"officer"', ",officer,"))


# --- officers


@pytest.fixture
def with_officers(kept, settings):
    """Two editions with rows of Rowan (full twice) and Bell (once), in a deployment that shows them."""
    settings.OFFICER_ROWS = True
    rowan, bell = officers.pseudonym("rowan"), officers.pseudonym("bell")
    for months, who in ((0, (rowan,)), (4, (rowan, bell))):
        found = [edited.row("M01")]
        for of in who:
            start = dt.date(2026, 1 + months, 1)
            found.append(edited.row("M07", of, arms={"all": (12, 60)}, unit="officer", start=start, estimate=0.31,
                                    end=start + dt.timedelta(days=80)))  # fmt: skip
        found += [edited.row("M07"), edited.row("M07", "x", arms={"all": (1, 4)}, unit="officer", status="suppressed")]
        kept(as_of=edited.AS_OF + dt.timedelta(days=30 * months), found=found, broken=[])
    return rowan, bell


@pytest.fixture(autouse=True)
def officers_in_m07(monkeypatch):
    """M07 has rows of officers."""
    changed = tuple(
        edited.definition(each.id, each.question, each.picture, units=("programme", "site", "officer"))
        if each.id == "M07" else each for each in edited.DEFINITIONS
    )  # fmt: skip
    monkeypatch.setattr(edited, "DEFINITIONS", changed)


def author(staff):
    """Who of headquarters gives a command, now."""
    return Author(by=staff, role="headquarters", at=dt.datetime.now(dt.UTC))


def lead(house, staff="moyo"):
    """Give someone of headquarters the duty of a quality lead."""
    assert beside.appoint(house, GiveDuty(who=author("lindqvist"), staff=staff, duty="quality_lead")) is None


def test_an_officer_sees_their_own_row_and_no_other(at_desk, with_officers):
    rowan, bell = with_officers
    page = text(at_desk("rowan").get("/own-rows"))
    assert "31.0" in page
    assert rowan not in page
    assert bell not in page
    for address in ("/officers", "/officers/rowan", "/officers/bell", "/measures/M07"):
        assert at_desk("rowan").get(address).status_code == 404


def test_a_row_of_an_officer_takes_two_full_periods(at_desk, with_officers):
    """N >= 50, two periods."""
    page = text(at_desk("bell").get("/own-rows"))
    assert "A second period of 50 decisions is needed" in page
    assert "31.0" not in page


def test_a_quality_lead_sees_officers_by_name_and_each_look_is_recorded(at_desk, with_officers, house):
    """Never ranked: by name, no figure in the list."""
    assert at_desk("moyo").get("/officers").status_code == 404
    lead(house)
    listing = text(at_desk("moyo").get("/officers"))
    main = listing[listing.index("<main") :]
    names = re.findall(r">([A-Z]\. \w+)</a>", main)
    assert names == sorted(names)
    assert {"K. Rowan", "R. Bell"} <= set(names)
    assert not re.search(r"\d+\.\d", main)
    assert "31.0" in text(at_desk("moyo").get("/officers/rowan"))
    looks = [read for read in house.ledger.reads(house.raw()) if read.stream == "staff/rowan"]
    assert (looks[-1].staff, looks[-1].page) == ("moyo", "officer")


def test_rows_of_officers_are_off_unless_a_deployment_says_so(at_desk, with_officers, settings, house):
    settings.OFFICER_ROWS = False
    assert "This deployment makes no rows of single officers" in text(at_desk("rowan").get("/own-rows"))
    assert "31.0" not in text(at_desk("rowan").get("/own-rows"))
    lead(house)
    assert "/officers/rowan" not in text(at_desk("moyo").get("/officers"))


def test_no_page_of_a_case_shows_a_rate_or_a_row(at_desk, with_officers, ids):
    """read.accounted: every page of a case that a desk can open, searched for measures, rates and pseudonyms."""
    seen = 0
    patterns = [each for each in urls.urlpatterns if isinstance(each, URLPattern)]
    addresses = [str(each.pattern) for each in patterns if str(each.pattern).startswith("case/<slug:case>")]
    whole = [each for each in addresses if each.count("<") == 1]
    for staff in ("rowan", "abara", "brandt", "ferro", "okafor"):
        client = at_desk(staff)
        opens = (case for case in vars(ids).values() if client.get(f"/case/{case}").status_code == 200)
        for case in itertools.islice(opens, 2):
            for address in whole:
                answer = client.get(f"/{address.replace('<slug:case>', case)}")
                if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
                    continue
                page = text(answer)
                main = page[page.index("<main") :] if "<main" in page else page
                assert not any(each in main for each in with_officers), address
                assert not re.search(r'/measures/|class="chart"|\bM(0[1-9]|1\d|2[0-4])\b', main), address
                assert not re.search(r"\d\s?% of\b|positive rate", main), address
                seen += 1
    assert seen > 40


# --- what the pages rest on


def test_pages_start_without_what_counts():
    """Contract 4: kept rows only; no engine, no statistics in the web."""
    heavy = "duckdb ibis scipy statsmodels lifelines pandas pyarrow numpy sqlglot"
    code = (
        "import sys, django; django.setup(); import asylia.web.urls;"
        f"print([each for each in {heavy.split()} if each in sys.modules])"
    )
    env = {"DJANGO_SETTINGS_MODULE": "tests.web.settings", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.strip() == "[]"
