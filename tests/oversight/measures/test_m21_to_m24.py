"""M21 to M24: shifts, steps, exclusions, the record; silent in a fair programme, and red for what is planted."""

import datetime as dt

import pytest

from asylia.core.rules import COMING, RULES
from asylia.oversight.registry import measures
from tests.oversight.measures.small import AS_OF, row, said

DECIDED = "times,case,claim,determination,outcome,day,site"
PLACED = "times,case,what,at,day,site"
EXCLUDED = "case,when,exclusion,known_since,at,day,site"


def weeks(positive, sites="ABCDEF", first=dt.date(2026, 10, 5), many=26):
    """Twenty decisions a week at each site; `positive(site, week)` of them positive."""
    lines = []
    for site in sites:
        for week in range(many):
            found = positive(site, week)
            day = first + dt.timedelta(weeks=week)
            for outcome, times in (("positive", found), ("negative", 20 - found)):
                lines += [f"{times},{site}-{week}-{outcome},1,1,{outcome},{day},{site}"] if times else []
    return [DECIDED, *lines]


def wobbling(site, week):
    """About eight of twenty."""
    return 6 + (5 * week + 3 * ord(site)) % 5


REPORTS = ["case,week,day,site,advice_asked_for", "x,2027-01-04,2027-01-05,A,no"]


def test_without_a_report_nothing_is_compared():
    assert row("M21", {"determinations": weeks(wobbling)}).status == "insufficient"


def test_a_report_where_nothing_changed_does_not_alarm():
    found = row("M21", {"determinations": weeks(wobbling), "pressure_reports": REPORTS}, unit="site", of="A")
    assert found.status in ("ok", "watch")
    assert found.p > 0.05


def test_a_fall_after_a_report_is_seen_there_and_against_the_other_sites():
    """One of 24 sites, and one of 31 dates there: chance alone would not name it."""
    first, sites = dt.date(2026, 7, 13), "ABCDEFGHIJKLMNOPQRSTUVWX"
    fall = weeks(lambda site, week: 1 if site == "A" and week > 25 else wobbling(site, week), sites, first, 38)
    told = said("M21", {"determinations": fall, "pressure_reports": REPORTS}).rows
    found = {each.of: each for each in told}
    assert (found["all"].status, found["all"].estimate < -1) == ("alarm", True)
    assert (found["A"].status, found["A"].estimate < -1) == ("alarm", True)
    assert {found[site].status for site in sites[1:]} == {"insufficient"}


def test_advice_that_was_asked_for_is_no_report():
    asked = [REPORTS[0], REPORTS[1].replace(",no", ",yes")]
    found = row("M21", {"determinations": weeks(wobbling), "pressure_reports": asked})
    assert found.arms["reported"].denominator == 0


def test_a_step_that_stays_as_it_was_is_silent_and_one_that_falls_is_not():
    steady = weeks(wobbling, sites="A", first=dt.date(2026, 4, 6), many=51)
    fallen = weeks(lambda site, week: 1 if week > 30 else wobbling(site, week), "A", dt.date(2026, 4, 6), 51)
    assert row("M22", {"determinations": steady}, part="positive").status == "ok"
    assert row("M22", {"determinations": fallen}, part="positive").status == "alarm"


def test_in_the_first_half_year_no_step_is_called_moved():
    found = row("M22", {"determinations": weeks(wobbling, sites="A", many=20)}, part="positive")
    assert (found.status, found.e_value) == ("insufficient", None)
    assert found.estimate == pytest.approx(8 / 20, abs=0.15)


def excluded(*lines, ended=(), conditions=()):
    tables = {
        "placements": [PLACED, *(f"{n},{case},made,2027-03-02T10:00,2027-03-02,F" for n, case in ((9, "A"), (1, "P"))),
                       *ended],
        "exclusions": [EXCLUDED, *lines], "conditions": ["case,condition,answer,at,day", *conditions],
    }  # fmt: skip
    told = said("M23", tables)
    counts = next(each for each in told.rows if each.unit == "programme")
    return counts.numerator, [(each.case, each.since.day, each.ended is None) for each in told.breaches]


KNOWN = "P,shown,own_national,2027-03-01T10:00,2027-03-01T10:00,2027-03-01,F"
LATER = "P,shown,illness,2027-03-09T10:00,2027-03-09T10:00,2027-03-09,F"


def test_nobody_excluded_is_ok():
    assert excluded() == (0, [])


def test_who_was_excluded_when_placed_and_who_became_so_are_named_from_then_on():
    assert excluded(KNOWN) == (1, [("P", 2, True)])
    assert excluded(LATER) == (1, [("P", 9, True)])
    assert excluded(KNOWN, LATER) == (1, [("P", 2, True)])


def test_taken_out_of_the_programme_ends_it():
    assert excluded(LATER, ended=["1,P,ended,2027-03-12T10:00,2027-03-12,F"]) == (1, [("P", 9, False)])
    assert excluded(LATER, ended=["1,P,ended,2027-03-05T10:00,2027-03-05,F"]) == (0, [])


def test_a_doubt_that_was_cleared_excludes_nobody():
    assert excluded(LATER, conditions=["P,illness,absent,2027-03-10T10:00,2027-03-10"]) == (0, [])


@pytest.mark.parametrize(
    ("part", "table", "good", "bad"),
    [
        ("late", "entry_counts", "200,A,1,0,0", "30,B,1,1,0"),
        ("incomplete", "entry_counts", "200,A,1,0,0", "30,B,1,0,1"),
    ],
)
def test_a_record_that_comes_late_or_lacks_something_alarms(part, table, good, bad):
    head, where = "times,case,entries,late,incomplete,at,day,site", "2027-03-02T10:00,2027-03-02,F"
    assert row("M24", {table: [head, f"{good},{where}"]}, part=part).status == "ok"
    assert row("M24", {table: [head, f"{good},{where}", f"{bad},{where}"]}, part=part).status == "alarm"


def test_reviews_signed_before_anyone_can_have_read_alarm():
    head, where = "times,case,claim,kind,reading_minutes,at,day,site", "2027-03-02T10:00,2027-03-02,F"
    slow, fast = f"40,A,1,concurred,45,{where}", f"10,B,1,concurred,2,{where}"
    assert row("M24", {"reviews": [head, slow]}, part="fast").status == "ok"
    assert row("M24", {"reviews": [head, slow, fast]}, part="fast").status == "alarm"


@pytest.mark.parametrize(("returned", "found"), [(False, ["A"]), (True, [])])
def test_a_band_locked_anew_is_named_unless_the_decision_had_been_returned(returned, found):
    tables = {"bands": ["case,claim,band,lock,after_signing,at,day", "A,1,50_to_75,1,no,2027-03-02T10:00,2027-03-02",
                        "A,1,25_to_50,2,no,2027-03-02T11:00,2027-03-02"]}  # fmt: skip
    if returned:
        tables["reviews"] = ["case,claim,determination,kind,at,day", "A,1,1,returned,2027-03-02T10:30,2027-03-02"]
    assert [each.case for each in said("M24", tables).breaches] == found


# --- class A as a whole

# Held by other rooms before anything is recorded, or always refused: no record can show them broken in a case.
NEVER_SHOWN = {
    "authority.role", "authority.disabled", "procedure.exists", "procedure.once", "procedure.closed",
    "procedure.regime", "fear.receipt", "guidance.written", "data.purpose", "paper.safe", "portal.two-codes",
    "read.accounted", "record.erasable", "concern.safe", "no-prediction", "oversight.answered",
}  # fmt: skip


def test_every_rule_that_a_record_can_show_broken_belongs_to_one_measure():
    owners = {}
    for measure in measures().values():
        for each in measure.rules:
            owners.setdefault(each.id, []).append(measure.id)
    assert {rule: ids for rule, ids in owners.items() if len(ids) > 1} == {}
    assert set(owners) == set(RULES) - NEVER_SHOWN
    assert COMING  # rooms that are still to come hold some of those that are never shown


@pytest.mark.parametrize("measure", [f"M{n:02}" for n in (9, 10, 13, *range(15, 25))])
def test_each_alarm_of_the_core_is_one_breach_open_until_it_ended(measure):
    """As the core's alarms stand at the moment: open, ended before, or ended later."""
    rules = [each.id for each in measures()[measure].rules if each.id not in ("decider.trained", "record.unaltered")]
    later = (AS_OF + dt.timedelta(days=1)).isoformat()
    lines = ["case,rule,at,ended,day,site"]
    for rule in rules:
        for case, ended in (("open", ""), ("over", "2027-03-20T10:00"), ("still", later)):
            lines.append(f"{case}-{rule},{rule},2027-03-10T10:00,{ended},2027-03-10,Fallbrook")
    told = said(measure, {"alarms": lines}).breaches
    found = {(each.rule, each.case.partition("-")[0]): each.ended is None for each in told}
    assert len(told) == 3 * len(rules)
    assert found == {(rule, case): case != "over" for rule in rules for case in ("open", "over", "still")}
