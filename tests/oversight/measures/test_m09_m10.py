"""M09 and M10: whose claim is not referred, who stands on no list, who was not asked; each case by name, at once."""

import pytest

from tests.oversight.measures.small import row, said

CLAIMS = "times,case,claim,at,day,site"
REFERRALS = "times,case,claim,at,day,site"
SAYINGS = "times,case,role,channel,at,day,site"
MET = "times,case,at,day,site"
PUT = "times,case,at,day,site,proper"


def claims(*lines, referred):
    """Claims at Fallbrook, and when they were referred."""
    return {"claims": [CLAIMS, *lines], "referrals": [REFERRALS, *referred]}


FAIR = claims(
    "300,A,1,2027-03-02T10:00,2027-03-02,Fallbrook", referred=["300,A,1,2027-03-02T10:00,2027-03-02,Fallbrook"]
)


def breaches(measure, tables):
    return [(each.rule, each.case, each.ended is None) for each in said(measure, tables).breaches]


def test_a_programme_that_refers_at_once_is_ok():
    found = row("M09", FAIR, part="referred")
    assert (found.status, found.numerator, found.denominator) == ("ok", 300, 300)
    assert found.e_value < 1


def test_one_claim_a_day_old_without_a_referral_is_an_alarm_that_names_it():
    tables = claims("1,B,1,2027-03-30T10:00,2027-03-30,Fallbrook", referred=[])
    assert breaches("M09", tables) == [("fear.referral", "B", True)]


def test_a_claim_of_this_morning_is_not_due_yet():
    tables = claims("1,B,1,2027-03-31T10:00,2027-03-31,Fallbrook", referred=[])
    assert breaches("M09", tables) == []
    assert row("M09", tables, part="referred").denominator == 0


def test_a_late_referral_ends_the_breach_and_still_counts_as_late():
    tables = claims(
        "1,B,1,2027-03-20T10:00,2027-03-20,Fallbrook", referred=["1,B,1,2027-03-25T10:00,2027-03-25,Fallbrook"]
    )
    assert breaches("M09", tables) == [("fear.referral", "B", False)]
    assert row("M09", tables, part="referred").numerator == 0


def test_an_answer_ends_a_breach():
    tables = claims("1,B,1,2027-03-20T10:00,2027-03-20,Fallbrook", referred=[])
    tables["alarm_answers"] = ["case,rule,recorded", "B,fear.referral,2027-03-24T10:00"]
    assert breaches("M09", tables) == [("fear.referral", "B", False)]


def test_two_sites_that_screen_claims_stand_out_and_the_others_do_not():
    """E5: a fifth of the claims goes unreferred at two of four sites."""
    lines, referred = [], []
    for site, kept in (("A", 80), ("B", 80), ("C", 100), ("D", 100)):
        lines.append(f"100,{site},1,2027-03-02T10:00,2027-03-02,{site}")
        referred.append(f"{kept},{site},1,2027-03-02T10:00,2027-03-02,{site}")
    told = said("M09", claims(*lines, referred=referred))
    statuses = {each.of: each.status for each in told.rows if each.unit == "site" and each.part == "referred"}
    assert statuses == {"A": "alarm", "B": "alarm", "C": "ok", "D": "ok"}
    assert len(told.breaches) == 40


def test_without_another_list_what_nobody_wrote_down_cannot_be_known():
    tables = {"sayings": [SAYINGS, "40,A,border_officer,encounter,2027-03-03T10:00,2027-03-03,Fallbrook"]}
    assert row("M09", tables, part="recorded").status == "not measurable"


def test_two_lists_give_how_many_claimed_in_all():
    """300 on the agency's list, 75 on the monitor's, 45 on both: Chapman (301 x 76) / 46 - 1 = 496.3."""
    tables = {
        "sayings": [
            SAYINGS, "300,A,border_officer,encounter,2027-03-03T10:00,2027-03-03,Fallbrook",
            "45,A,monitor,monitor,2027-03-03T15:00,2027-03-03,Fallbrook",
            "30,S,monitor,monitor,2027-03-03T15:00,2027-03-03,Fallbrook",
        ],
        "statements": ["times,case,at,day", "30,S,2027-03-03T15:00,2027-03-03"],
    }  # fmt: skip
    found = row("M09", tables, part="recorded")
    assert found.estimate == pytest.approx(0.6)
    assert found.values["all"] == pytest.approx(496.3, abs=0.1)
    assert found.values["all_low"] < 496 < found.values["all_high"]
    assert found.status == "alarm"


def test_a_statement_that_was_matched_counts_for_its_person():
    tables = {
        "sayings": [
            SAYINGS, "1,A,border_officer,encounter,2027-03-03T10:00,2027-03-03,Fallbrook",
            "1,S,monitor,monitor,2027-03-03T15:00,2027-03-03,Fallbrook",
        ],
        "statements": ["case,at,day", "S,2027-03-03T15:00,2027-03-03"],
        "matches": ["case,to,at", "S,A,2027-03-04T10:00"],
    }  # fmt: skip
    arms = row("M09", tables, part="recorded").arms
    assert (arms["second"].numerator, arms["second"].denominator) == (1, 1)


def test_everyone_asked_is_ok_and_nobody_asked_twice_counts_twice():
    tables = {
        "encounters": [MET, "60,A,2027-03-10T10:00,2027-03-10,Fallbrook"],
        "questions": [PUT, *["60,A,2027-03-10T11:00,2027-03-10,Fallbrook,yes"] * 2],
    }
    found = row("M10", tables)
    assert (found.status, found.numerator, found.denominator) == ("ok", 60, 60)


@pytest.mark.parametrize(
    ("proper", "returned", "asked"),
    [("yes", "2027-03-12T10:00", 1), ("no", "2027-03-12T10:00", 0), ("yes", "2027-03-10T10:30", 0)],
)
def test_a_question_counts_when_put_properly_and_before_the_return(proper, returned, asked):
    tables = {
        "encounters": [MET, "1,A,2027-03-10T10:00,2027-03-10,Fallbrook"],
        "questions": [PUT, f"1,A,2027-03-10T11:00,2027-03-10,Fallbrook,{proper}"],
        "returns": ["case,at,day", f"A,{returned},2027-03-12"],
    }
    assert row("M10", tables).numerator == asked


def test_who_was_met_today_and_is_still_there_is_not_counted_yet():
    tables = {"encounters": [MET, "1,A,2027-03-31T10:00,2027-03-31,Fallbrook"]}
    assert row("M10", tables).denominator == 0
    tables["encounter_ends"] = ["case,at,day", "A,2027-03-31T12:00,2027-03-31"]
    assert row("M10", tables).denominator == 1


def test_asked_by_language_shows_who_is_left_out():
    tables = {
        "encounters": [f"{MET},language", "50,A,2027-03-10T10:00,2027-03-10,Fallbrook,es",
                       "30,B,2027-03-10T10:00,2027-03-10,Fallbrook,mam"],
        "questions": [PUT, "50,A,2027-03-10T11:00,2027-03-10,Fallbrook,yes",
                      "6,B,2027-03-10T11:00,2027-03-10,Fallbrook,yes"],
    }  # fmt: skip
    assert row("M10", tables, unit="language", of="es").status == "ok"
    assert row("M10", tables, unit="language", of="mam").status == "alarm"
