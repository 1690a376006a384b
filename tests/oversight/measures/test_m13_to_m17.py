"""M13, M15, M16, M17: who heard, for how long, who was told, who came; planted cases come out one by one."""

import pytest

from tests.oversight.measures.small import row, said

HEARD = "times,case,claim,at,day,site,certified"
SIGNED = "times,case,claim,determination,at,day,site,certified"
ENDED = "times,case,claim,at,day,site,minutes,questions"
TOLD = "times,case,number,kind,hearing,hearing_day,replaces,at,day,site"
SERVED = "times,case,number,what,readable,understood,days_before,at,day,site"
CAME = "times,case,hearing,present,notice_confirmed,at,day,site"


def test_one_officer_without_a_certificate_gives_as_many_alerts_as_interviews():
    """E6."""
    tables = {
        "interviews": [HEARD, "95,A,1,2027-03-02T10:00,2027-03-02,Fallbrook,yes",
                       "5,U,1,2027-03-03T10:00,2027-03-03,Fallbrook,no"],
        "determinations": [SIGNED, "5,U,1,1,2027-03-04T10:00,2027-03-04,Fallbrook,no"],
    }  # fmt: skip
    told = said("M13", tables)
    assert [(each.rule, each.case) for each in told.breaches] == [("decider.trained", f"U-{n}") for n in range(5)]
    assert next(each for each in told.rows if each.unit == "programme").status == "alarm"


def test_a_certificate_that_ran_out_before_the_signature_is_an_alert_of_its_own():
    tables = {
        "interviews": [HEARD, "1,A,1,2027-03-02T10:00,2027-03-02,Fallbrook,yes"],
        "determinations": [SIGNED, "1,A,1,1,2027-03-04T10:00,2027-03-04,Fallbrook,no"],
    }
    assert [(each.case, each.since.day) for each in said("M13", tables).breaches] == [("A", 4)]


def test_all_certified_is_ok():
    assert row("M13", {"interviews": [HEARD, "40,A,1,2027-03-02T10:00,2027-03-02,Fallbrook,yes"]}).status == "ok"


@pytest.mark.parametrize(("short", "status"), [(0, "ok"), (2, "ok"), (30, "alarm")])
def test_short_interviews_alarm_by_their_share(short, status):
    lines = [
        f"{n},{c},1,2027-03-30T10:00,2027-03-30,Fallbrook,{m},{m}" for n, c, m in ((98, "A", 80), (short, "B", 9)) if n
    ]
    found = row("M15", {"interview_ends": [ENDED, *lines]})
    assert found.status == status
    assert found.values["median_minutes"] == 80


def test_few_interviews_say_nothing():
    found = row("M15", {"interview_ends": [ENDED, "19,A,1,2027-03-30T10:00,2027-03-30,Fallbrook,9,9"]})
    assert found.status == "insufficient"


def notices(*served, more=()):
    return {
        "notices": [TOLD, "1,A,1,hearing,1,2027-04-02,0,2027-03-02T10:00,2027-03-02,Fallbrook", *more],
        "services": [SERVED, *served],
    }


@pytest.mark.parametrize(
    ("served", "arrived"),
    [
        (["1,A,1,served,yes,yes,20,2027-03-13T10:00,2027-03-13,Fallbrook"], 1),
        (["1,A,1,served,no,yes,20,2027-03-13T10:00,2027-03-13,Fallbrook"], 0),
        (["1,A,1,served,yes,no,20,2027-03-13T10:00,2027-03-13,Fallbrook"], 0),
        (["1,A,1,served,yes,yes,6,2027-03-27T10:00,2027-03-27,Fallbrook"], 0),
        (["1,A,1,served,yes,yes,20,2027-03-13T10:00,2027-03-13,Fallbrook",
          "1,A,1,undelivered,no,no,15,2027-03-18T10:00,2027-03-18,Fallbrook"], 0),
        (["1,A,1,undelivered,no,no,25,2027-03-08T10:00,2027-03-08,Fallbrook",
          "1,A,1,served,yes,yes,20,2027-03-13T10:00,2027-03-13,Fallbrook"], 1),
        ([], 0),
    ],
)  # fmt: skip
def test_a_notice_has_arrived_when_read_understood_in_time_and_not_come_back(served, arrived):
    found = row("M16", notices(*served))
    assert (found.numerator, found.denominator) == (arrived, 1)


def test_a_notice_that_another_replaced_or_of_a_hearing_taken_off_is_not_counted():
    tables = notices(
        "1,A,2,served,yes,yes,20,2027-03-13T10:00,2027-03-13,Fallbrook",
        more=["1,A,2,hearing,1,2027-04-02,1,2027-03-05T10:00,2027-03-05,Fallbrook",
              "1,B,1,hearing,1,2027-04-02,0,2027-03-05T10:00,2027-03-05,Fallbrook"],
    )  # fmt: skip
    tables["hearing_ends"] = ["case,hearing,what,at,day", "B,1,postponed,2027-03-10T10:00,2027-03-10"]
    found = row("M16", tables)
    assert (found.numerator, found.denominator) == (1, 1)


def test_who_was_told_and_comes_is_ok():
    tables = {"attendances": [CAME, "95,A,1,yes,yes,2027-03-03T10:00,2027-03-03,Fallbrook",
                              "5,B,1,no,yes,2027-03-03T10:00,2027-03-03,Fallbrook"]}  # fmt: skip
    assert row("M17", tables, part="missed").estimate == pytest.approx(0.05)
    assert row("M17", tables, part="unproven").status == "ok"
    assert row("M17", tables, part="told or not").status == "insufficient"  # nobody was not told


def test_missing_what_one_was_not_told_of_is_an_alarm():
    tables = {"attendances": [CAME, "95,A,1,yes,yes,2027-03-03T10:00,2027-03-03,Fallbrook",
                              "5,B,1,no,no,2027-03-03T10:00,2027-03-03,Fallbrook"]}  # fmt: skip
    found = row("M17", tables, part="unproven")
    assert (found.status, found.estimate) == ("alarm", 1.0)
