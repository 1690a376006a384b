"""The board: order, owners, duty alert, pictures; every state of an edition, and none of them green by accident."""

import datetime as dt
import re

import pytest

from asylia.caseload.models import AlarmRow, DueRow
from tests.web.desks.caseload import PEOPLE
from tests.web.desks.conftest import text
from tests.web.overseer import edited


def board(at_desk, query=""):
    """The board as the overseer sees it."""
    return text(at_desk("okafor").get(f"/board{query}"))


def table(page):
    """The measures that stand out, as (measure, state) in their order."""
    part = page[page.index("What cannot be known, and what stands out") :]
    part = part[: part.index("</table>")]
    return re.findall(r"(not measurable|alarm|watch)</span>\s*</td>\s*<td>(M\d\d)", part)


def test_what_cannot_be_measured_comes_first_then_alarms_then_watches(at_desk, measured):
    """pages.md: first what cannot be measured, then alarms."""
    found = table(board(at_desk))
    assert found == [("not measurable", "M03"), ("alarm", "M01"), ("alarm", "M09"), ("watch", "M07")]


def test_every_measure_is_counted_in_one_state(at_desk, measured):
    page = board(at_desk)
    counts = dict(re.findall(r">([A-Z][a-z ]+) <b>(\d+)</b>", page[page.index('class="states"') :][:900]))
    assert counts == {
        "Not measurable": "1",
        "Alarm": "2",
        "Watch": "1",
        "Insufficient": "1",
        "Suppressed": "1",
        "Ok": "7",
    }
    assert sum(map(int, counts.values())) == len(measured.measures)


def test_an_alarm_names_who_answers_and_by_when_and_what_is_late(at_desk, measured):
    """Class A: the nearest of its cases; others: headquarters, within fourteen days of the first such edition."""
    page = board(at_desk)
    referred = page[page.index('id="M09-programme-all"') :][:1400]
    assert "Supervisor" in referred
    assert re.search(r'overdue-word">overdue \d+ (h|days)', referred)
    assert "Headquarters" in page[page.index('id="M01-site-Fallbrook"') :][:1400]


def test_a_class_a_alarm_names_no_case_on_the_board(at_desk, measured, ids):
    page = board(at_desk)
    part = page[: page.index("In cases now")]
    assert ids.alarming not in part
    assert ids.panel not in part


def test_people_who_were_not_asked_stand_above_every_rate(at_desk, kept):
    """The duty alert, before the ladder."""
    kept(ladders=[edited.ladder(asked=3500)])
    page = board(at_desk)
    assert page.index("712 people were not asked about fear.") < page.index("of those asked claimed fear")


def test_each_share_of_the_ladder_stands_with_its_denominator(at_desk, measured):
    page = board(at_desk)
    part = page[page.index("The ladder as a table") :]
    for said in ("3\u202f904 of 4\u202f212", "1\u202f300 of 3\u202f904", "none to count"):
        assert said in part
    assert "nan" not in page.lower().replace("finance", "")


def test_a_quiet_board_is_not_proof_of_fairness(at_desk, kept):
    """All quiet: every row ok."""
    kept(found=[edited.row("M16", place) for place in ("all", *edited.SITES)], broken=[])
    AlarmRow.objects.all().delete()
    DueRow.objects.all().delete()
    page = board(at_desk)
    assert "Nothing stands out in this edition. A quiet board is not proof of fairness." in page


def test_before_the_first_edition_nothing_is_green(at_desk, house):
    page = board(at_desk)
    assert "No measure has been kept yet" in page
    assert "In cases now" in page
    assert 'class="states"' not in page


def test_as_of_another_day_shows_what_was_shown_then(at_desk, kept):
    """The stored rows, not a new count; nothing of the present beside them."""
    kept()
    kept(as_of=edited.AS_OF + dt.timedelta(days=30), found=[edited.row("M01")], broken=[])
    then, now = board(at_desk, "?as_of=2026-03-09"), board(at_desk)
    assert ("not measurable", "M03") in table(then)
    assert "what was shown then, not a new count" in then
    assert "In cases now" not in then
    assert "Nothing stands out" in now


def test_as_of_a_day_before_the_first_edition_says_which_was_the_first(at_desk, measured):
    page = board(at_desk, "?as_of=2025-01-01")
    assert "Nothing was shown on that day: the first edition was kept as of 9 Mar 2026" in page


@pytest.mark.parametrize("day", ["2026-13-40", "yesterday", "<script>"])
def test_a_day_that_is_none_is_said_to_be_none(at_desk, measured, day):
    answer = at_desk("okafor").get("/board", {"as_of": day})
    assert (answer.status_code, "is no day" in text(answer), "<script>" in text(answer).split("<main")[1]) == (
        422, True, False,
    )  # fmt: skip


def test_after_an_erasure_the_rows_stay_and_it_is_said(at_desk, kept):
    """What can no longer be counted again."""
    kept()
    kept(as_of=edited.AS_OF + dt.timedelta(days=2), found=[edited.row("M01")], broken=[], erasures=[edited.erased()])
    page = board(at_desk, "?as_of=2026-03-09")
    assert "2 cases counted here were erased since" in page
    assert ("not measurable", "M03") in table(page)
    assert "erased since" not in board(at_desk)


def test_an_edition_that_was_altered_is_not_shown(at_desk, kept):
    edition = kept()
    file = edition.folder / "M01.json"
    file.chmod(0o640)
    file.write_bytes(file.read_bytes().replace(b"alarm", b"ok"))
    answer = at_desk("okafor").get("/board")
    assert answer.status_code == 503
    assert "This edition is not as it was written" in text(answer)
    assert 'class="states"' not in text(answer)


def test_an_edition_that_the_record_does_not_hold_says_so(at_desk, kept):
    kept(record=False)
    assert "The record holds no digest of this edition" in board(at_desk)


def test_no_officer_is_named_or_counted_on_a_board(at_desk, measured):
    """pages.md: never officer rows, never a ranking."""
    for address in ("/board", "/measures", "/measures/M07", "/board/weeks"):
        page = text(at_desk("okafor").get(address))
        assert not any(name in page for _, name, role, _ in PEOPLE if role != "overseer")
        assert "o-0001" not in page


@pytest.mark.parametrize("staff", ["sloane", "rowan", "abara", "ferro", "ito", "castellan", "diallo"])
@pytest.mark.parametrize("address", ["/board", "/measures", "/measures/M01", "/measures/rows.csv", "/measures.json"])
def test_rates_are_not_there_for_those_who_decide(at_desk, measured, staff, address):
    """read.accounted: a decision-maker never sees rates; denied looks like a page that is not there."""
    assert at_desk(staff).get(address).status_code == 404


def test_by_week_each_count_has_its_denominator(at_desk, measured):
    page = text(at_desk("okafor").get("/board/weeks"))
    assert "2026-03-01" in page
    assert "96.7\u202f% of 300" in page
