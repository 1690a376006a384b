"""Whose cases are the programme's, and what became of each: one test a rule, on rows written out here."""

import datetime as dt

import pytest

from asylia.courtdata.cases import cases, people
from asylia.courtdata.cohort import Rule, cohort
from tests.courtdata.tiny import Cases, moment, store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The cases of written() in a store."""
    return store(tmp_path_factory.mktemp("tiny"), **written().tables)


@pytest.fixture(scope="module")
def told(made):
    """What the store tells of them, by IDNCASE."""
    return {row["IDNCASE"]: row for row in cases(made).execute().to_dict("records")}


def written() -> Cases:
    """Cases whose number says what they are for; the release is of 2020-06-01."""
    c = Cases()
    c.case(1, C_BIRTHDATE="3/2018")  # once in, always in: it began at a port; 12 months old at the notice
    c.proceeding(1, "ENP", "2019-05-01", OTHER_COMP="C")
    c.proceeding(1, "LOS")
    c.case(2, C_BIRTHDATE="4/2018")  # by its flag alone; 11 months old
    c.proceeding(2, "LOS")
    c.flag(2, "RM")
    c.case(3)  # the test location, and a flag of something else
    c.proceeding(3, "MPP")
    c.flag(3, "AL")
    c.case(4, kind="WHO")  # not a removal case
    c.proceeding(4, "ENP")
    c.case(5, C_BIRTHDATE="3/2014")  # by a hearing alone; 60 months old
    c.proceeding(5, "LOS")
    c.hearing(5, "SYP", "2019-04-01")
    c.case(6, C_BIRTHDATE="3/2001")  # decided, and then closed again elsewhere; 216 months old
    c.proceeding(6, "MPL", "2019-09-01", DEC_CODE="X", ABSENTIA="Y")
    c.proceeding(6, "MPL", "2019-10-01", DEC_CODE="R", ABSENTIA="N")
    c.counsel(6, "INS", "2019-04-01")
    c.case(7, C_BIRTHDATE="4/2001")  # pending beats any completion; a change of venue is no end; 215 months old
    c.proceeding(7, "MPB", "2019-09-01", DEC_CODE="X", ABSENTIA="Y")
    c.proceeding(7, "MPB")
    c.case(8, C_BIRTHDATE="4/2019")  # born after the notice: unknown; its last word is a transfer
    c.proceeding(8, "CIX", "2019-09-01", OTHER_COMP="T")
    c.counsel(8, "ALIEN")
    c.case(9, E_28_DATE=moment("2019-06-01"))  # the next hearing is elsewhere
    c.proceeding(9, "OPP")
    c.hearing(9, "OPP", "2019-06-02", ADJ_RSN="11")
    c.hearing(9, "SFR", "2020-08-01")
    c.hearing(9, "OPP", "2020-09-01")
    c.case(10)  # the same of a completed case says nothing
    c.proceeding(10, "OPP", "2019-12-01", OTHER_COMP="U", ABSENTIA="N")
    c.hearing(10, "SFR", "2020-08-01")
    return c


def test_the_programmes_cases_are_those_at_a_port_or_with_the_flag(told):
    assert set(told) == {1, 2, 5, 6, 7, 8, 9, 10}
    assert {number for number, row in told.items() if row["by_location"]} == {1, 5, 6, 7, 8, 9, 10}
    assert {number for number, row in told.items() if row["by_flag"]} == {2}
    assert told[1]["port"] == "ENP"
    assert told[5]["port"] == "SYP"


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Rule.LOCATION, {1, 5, 6, 7, 8, 9, 10}),
        (Rule.FLAG, {2}),
        (Rule.EVERYONE, set(range(1, 11))),
    ],
)
def test_each_rule_finds_its_own(made, rule, found):
    assert set(cohort(made, rule).execute()["IDNCASE"]) == found


def test_ages_turn_at_the_month(told):
    ages = {number: row["age"] for number, row in told.items()}
    assert (ages[2], ages[1], ages[5], ages[7], ages[6]) == ("under 1", "1 to 4", "5 to 17", "5 to 17", "18 and over")
    assert ages[8] == ages[9] == "unknown"


def test_the_last_proceeding_tells_how_a_case_ended(told):
    assert told[6]["completed"]
    assert told[6]["outcome"] == "relief granted"
    assert not told[6]["in_absentia"]
    assert told[10]["completed"]
    assert told[10]["outcome"] == "terminated or dismissed"
    assert not told[7]["completed"]
    assert told[7]["outcome"] == "pending"
    assert not told[7]["in_absentia"]


def test_a_change_of_place_ends_nothing(told):
    assert not told[8]["completed"]
    assert not told[1]["completed"]


def test_moved_means_elsewhere_now_or_at_the_next_hearing(told):
    assert {number for number, row in told.items() if row["moved"]} == {1, 5, 9}


def test_only_the_respondents_own_counsel_counts(told):
    assert {number for number, row in told.items() if row["represented"]} == {8, 9}


def test_a_no_show_is_a_missed_hearing(told):
    assert told[9]["missed"]
    assert told[9]["first_hearing"].date() == dt.date(2019, 6, 2)
    assert not told[5]["missed"]


def test_an_earlier_day_knows_nothing_of_later_ones(made):
    then = {row["IDNCASE"]: row for row in cases(made, as_of=dt.date(2019, 8, 31)).execute().to_dict("records")}
    assert not any(row["completed"] for row in then.values())
    assert then[9]["represented"]
    assert then[9]["missed"]
    assert not cases(made, as_of=dt.date(2019, 2, 28)).execute().size


def test_cases_alike_in_all_five_are_one_guess_at_a_person(tmp_path):
    c = Cases()
    alike = {"NAT": "HO", "LANG": "SP", "Sex": "F", "C_BIRTHDATE": "4/1990", "DATE_OF_ENTRY": moment("2019-02-20")}
    for number, columns in ((1, alike), (2, alike), (3, {**alike, "Sex": ""}), (4, {**alike, "Sex": ""})):
        c.case(number, **columns)
        c.proceeding(number, "ENP")
    made = store(tmp_path, **c.tables)
    assert sorted(people(cases(made), made).execute()["IDNCASE"]) == [2, 3, 4]
