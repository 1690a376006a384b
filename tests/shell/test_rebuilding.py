"""Rebuilding: the read models made again from the record are what they were, row for row."""

import datetime as dt

import pytest

from asylia.caseload.models import CaseRow, DueRow
from asylia.core.streams.staff import AppointStaff
from asylia.shell import beside
from asylia.shell.rebuilding import rebuild
from tests.shell.anything import Anything
from tests.shell.erased import erase
from tests.shell.people import BEGAN, Desk, author
from tests.shell.rows import rows


def history(house, seed, steps=60):
    """Some cases that came to somewhere, and then whatever happens."""
    family = house.new_id()
    desks = [
        Desk(house).open("Ana Inventada Núñez", family=family),
        Desk(house).open("Luis Inventado", family=family, relation="child"),
        Desk(house).open("Rosa Inventada").make_returnable(),
        Desk(house).open("Eva Inventada").make_open_to_hearing(),
        Desk(house),
    ]
    desks[3].decide("negative" if seed % 2 else "positive")
    return desks, Anything(seed).wander(desks, steps)


@pytest.mark.parametrize("seed", range(2))
def test_a_rebuild_gives_the_rows_that_were_there(house, seed):
    _, answered = history(house, seed)
    assert min(answered["Accepted"], answered["Refused"]) > 10, answered
    before = rows(house)
    assert len(before["CaseRow"]) >= 4
    assert before["DueRow"]
    assert before["AlarmRow"]
    assert before["InterviewRow"]
    assert rebuild(house) == len(house.ledger.streams(house.raw(), "case/"))
    assert rows(house) == before


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1020))
def test_a_rebuild_gives_the_rows_that_were_there_after_long_histories(house, seed):
    history(house, seed, steps=400)
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


def test_what_was_due_goes_when_it_is_done_however_fine_the_clock_is(house):
    desk = Desk(house, at=BEGAN.replace(microsecond=123_456)).open().claim()
    desk.give("AssignOfficer", "abara", claim=1)
    keys = set(DueRow.objects.filter(case=desk.case).values_list("key", flat=True))
    assert "assign" not in keys
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


def test_a_rebuild_mends_rows_that_were_lost_or_altered(house):
    desk = Desk(house).open().claim()
    before = rows(house)
    CaseRow.objects.filter(case=desk.case).update(stage="ended", open_claim=False, office="elsewhere")
    DueRow.objects.filter(case=desk.case).delete()
    assert rows(house) != before
    rebuild(house)
    assert rows(house) == before


def test_a_case_whose_row_is_gone_gets_it_back_with_the_next_command(house):
    desk = Desk(house).open().claim()
    CaseRow.objects.filter(case=desk.case).delete()
    desk.claim()
    after = rows(house)
    rebuild(house)
    assert rows(house) == after


def test_a_case_stays_where_it_was_opened_when_its_opener_moves(house):
    def seat(office):
        given = AppointStaff(who=author("quill"), staff="lund", desk="border_officer", name="L. Lund", office=office)
        assert beside.appoint(house, given) is None

    seat("Southgate crossing")
    desk = Desk(house)
    desk.give(
        "OpenCase", "lund", person=house.new_id(), name="x", born="", nationalities=[], place="Southgate crossing",
        regime="us_mpp/2021-12-02", role="border_officer",
    )  # fmt: skip
    seat("Northgate crossing")
    desk.claim()
    before = rows(house)
    assert CaseRow.objects.get(case=desk.case).office == "Southgate crossing"
    rebuild(house)
    assert rows(house) == before


def test_a_moment_finer_than_the_record_keeps_is_kept_alike_in_rows_and_record(house):
    finer = dt.timedelta(microseconds=123_456)
    desk = Desk(house, at=dt.datetime(2022, 1, 12, 15, 0, tzinfo=dt.UTC) + finer).open()
    desk.give(
        "ReportReturn", "rowan", says="Sent back at dawn.", at=desk.at.astimezone(dt.timezone(dt.timedelta(hours=-6)))
    )
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


def test_interviews_are_counted_on_the_day_of_their_place_for_who_held_them(house):
    desk = Desk(house, at=dt.datetime(2022, 1, 12, 3, 0, tzinfo=dt.UTC)).open().make_open_to_hearing()
    officer = desk.hear()
    (counted,) = CaseRow.objects.get(case=desk.case).interviews.all()
    assert counted.officer == officer
    assert desk.at.hour == 3
    assert counted.day == desk.at.date() - dt.timedelta(days=1), "nine in the evening of the day before, there"


# --- erasure


def test_after_a_persons_key_is_destroyed_the_fold_stops_and_everything_accepts_it(house):
    desk = Desk(house).open().make_open_to_hearing()
    desk.decide()
    version = desk.file.version
    house.ledger.keys.destroy(f"person/{desk.file.person}", "2022-02-01T00:00:00.000Z")
    file = desk.file
    assert (file.erased, file.closed, file.version, file.name, file.claims) == (True, "erased", version, "", ())
    assert rows(house)["CaseRow"], "the rows can still be read, the name no more"
    rebuild(house)
    assert CaseRow.objects.get(case=desk.case).erased
    assert house.ledger.verify(house.raw()).good, "the proof stays"


@pytest.mark.parametrize("seed", range(2))
def test_after_erasing_a_rebuild_gives_the_rows_that_are_left(house, seed):
    desks, _ = history(house, 100 + seed)
    erased = desks[seed]
    erase(house, erased.file.person)
    before = rows(house)
    assert CaseRow.objects.get(case=erased.case).erased
    rebuild(house)
    assert rows(house) == before
    Anything(seed).wander(desks, 30)
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


def test_an_entry_under_another_key_opens_no_erased_case(house):
    """The likelihood band is the newest entry and lies under the overseer's key: it still opens, the case does not."""
    desk = Desk(house).open().make_open_to_hearing()
    desk.weigh()
    assert desk.record()[-1].name == "band.locked/1"
    assert desk.file.claims[0].band == "50_to_75"
    house.ledger.keys.destroy(f"person/{desk.file.person}", "2022-02-01T00:00:00.000Z")
    assert desk.file.erased


def test_another_process_forgets_what_it_had_folded(house):
    """What this process keeps in memory is given no more once the key it was sealed under is gone."""
    desk = Desk(house).open("Ana Inventada")
    assert desk.file.name == "Ana Inventada"
    person = desk.file.person
    other = type(house.ledger.keys).open(f"sqlite:///{house.home}/keys/keystore.sqlite3", house.home)
    other.destroy(f"person/{person}", "2022-02-01T00:00:00.000Z")
    other.close()
    house.ledger.keys.close()  # as after MAX_AGE seconds: keys are looked up again
    assert desk.file.erased
