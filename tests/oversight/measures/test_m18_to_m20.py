"""M18, M19, M20: families, custody and time; what is planted is found, and nothing else."""

import pytest

from tests.oversight.measures.small import row, said

TIES = "case,family,tie,recorded,at,day,site"
PLACED = "case,what,at,day,site"
DATED = "case,hearing,hearing_day,at,day,site"
HELD = "times,case,what,spell,since,until,limit_hours,at,day,site"
CLAIM = "times,case,claim,at,day,site"


def family(*members, name="f"):
    return [f"{each},{name},joined,2027-03-01T10:00,2027-03-01T10:00,2027-03-01,Fallbrook" for each in members]


def split(**tables):
    """The families that are apart, each by the case that names it."""
    heads = {
        "families": TIES, "placements": PLACED, "movements": "case,what,at", "case_closures": "case,at",
        "hearings": DATED, "separations": "case,what,code,until,at,day,site", "alarms": "case,rule,at,ended,day,site",
    }  # fmt: skip
    told = said("M18", {name: [heads[name], *lines] for name, lines in tables.items()})
    return [each.case for each in told.breaches if each.ended is None]


BOTH_DATED = [
    "a,1,2027-04-01,2027-03-03T10:00,2027-03-03,Fallbrook",
    "b,1,2027-04-01,2027-03-03T10:05,2027-03-03,Fallbrook",
]
TWO_DAYS = [BOTH_DATED[0], "b,1,2027-04-08,2027-03-03T10:05,2027-03-03,Fallbrook"]


CODED = "b,processed_apart,medical,2027-05-01,2027-03-03T10:00,2027-03-03,F"


def placed(case, at="2027-03-02T10:00"):
    return f"{case},made,{at},{at[:10]},Fallbrook"


@pytest.mark.parametrize(
    ("tables", "apart"),
    [
        ({"hearings": BOTH_DATED}, []),
        ({"hearings": TWO_DAYS}, ["a"]),
        ({"hearings": TWO_DAYS[1:]}, []),  # one has no day yet
        ({"hearings": TWO_DAYS, "separations": [CODED]}, []),
        ({"hearings": TWO_DAYS, "separations": [CODED.replace("2027-05-01", "2027-03-10")]}, ["a"]),
        ({"hearings": [*TWO_DAYS, "a,2,2027-04-08,2027-03-05T10:00,2027-03-05,F"]}, []),  # dated together since
        ({"placements": [placed("a")]}, ["a"]),
        ({"placements": [placed("a"), placed("b")]}, []),
        ({"placements": [placed("a", "2027-03-31T10:00")]}, []),  # within the day
        ({"movements": ["b,returned,2027-03-05T10:00"]}, ["a"]),
        ({"movements": ["b,returned,2027-03-05T10:00", "a,returned,2027-03-08T10:00"]}, []),
        ({"movements": ["b,returned,2027-03-05T10:00", "b,admitted,2027-03-08T10:00"]}, []),
        ({"movements": ["b,returned,2027-03-05T10:00"], "case_closures": ["a,2027-03-06T10:00"]}, []),
        ({"placements": [placed("a"), "a,ended,2027-03-02T12:00,2027-03-02,F"]}, []),
        ({"hearings": [BOTH_DATED[0].replace("2027-04-01", "2027-03-02"), TWO_DAYS[1]]}, []),  # the first was over
    ],
)  # fmt: skip
def test_a_family_is_whole_or_named(tables, apart):
    assert split(families=family("a", "b"), **tables) == apart


def test_who_was_found_not_to_belong_is_no_member():
    gone = "b,,disproved,2027-03-02T10:00,2027-03-02T10:00,2027-03-02,Fallbrook"
    assert split(families=[*family("a", "b"), gone], hearings=TWO_DAYS) == []


def test_a_separation_that_the_record_shows_and_the_measure_finds_is_one():
    shown = "a,family.whole,2027-03-02T10:00,,2027-03-02,Fallbrook"
    assert split(families=family("a", "b"), hearings=TWO_DAYS, alarms=[shown]) == ["a"]


def test_planted_families_come_out_exactly():
    """E10: three of thirty families are given two days."""
    ties, days = [], []
    for number in range(30):
        ties += family(f"a{number:02}", f"b{number:02}", name=f"f{number}")
        other = "2027-04-08" if number in (3, 14, 27) else "2027-04-01"
        days += [
            f"a{number:02},1,2027-04-01,2027-03-03T10:00,2027-03-03,F",
            f"b{number:02},1,{other},2027-03-03T10:00,2027-03-03,F",
        ]
    assert split(families=ties, hearings=days) == ["a03", "a14", "a27"]


def custody(*spells):
    return {
        "custody": [
            HELD,
            *(f"{n},{c},released,1,{since},{until},72,{since},{since[:10]},F" for n, c, since, until in spells),
        ]
    }


def test_hours_held_with_those_who_are_held_still():
    found = row("M19", custody((20, "A", "2027-03-02T10:00", "2027-03-03T10:00"), (5, "B", "2027-03-31T12:00", "")))
    assert (found.status, found.estimate, found.numerator) == ("ok", 24.0, 0)
    assert found.values["beyond"] == 0.0


def test_one_past_the_limit_is_seen_and_many_are_an_alarm():
    one = custody((49, "A", "2027-03-02T10:00", "2027-03-03T10:00"), (1, "B", "2027-03-02T10:00", "2027-03-06T10:00"))
    many = custody((20, "A", "2027-03-02T10:00", "2027-03-03T10:00"), (8, "B", "2027-03-02T10:00", "2027-03-06T10:00"))
    assert row("M19", one).status == "watch"
    assert row("M19", many).status == "alarm"
    assert row("M19", many).values["beyond"] == pytest.approx(8 / 28)


def test_a_claim_that_left_in_another_way_stops_waiting_there():
    """Withdrawn after a day: it never waits longer than that, and never is heard."""
    tables = {
        "claims": [CLAIM, "20,A,1,2027-03-01T10:00,2027-03-01,F"],
        "endings": ["times,case,claim,how,at,day,site", "20,A,1,withdrawn,2027-03-02T10:00,2027-03-02,F"],
    }
    found = row("M20", tables, part="to interview")
    assert (found.numerator, found.estimate) == (0, None)
    whole = row("M20", tables, part="whole")
    assert whole.estimate == 24.0
    assert whole.values["exit_2"] == pytest.approx(1.0)


def test_decisions_within_a_quarter_of_an_hour_are_watched():
    tables = {
        "claims": [CLAIM, "40,A,1,2027-03-01T10:00,2027-03-01,F"],
        "interviews": [CLAIM, "40,A,1,2027-03-02T10:00,2027-03-02,F"],
        "determinations": [CLAIM, "12,A,1,2027-03-02T10:05,2027-03-02,F", "40,A,1,2027-03-03T10:00,2027-03-03,F"],
    }
    found = row("M20", tables, part="to decision")
    assert (found.status, found.values["fast"]) == ("watch", pytest.approx(12 / 40))


def test_sites_that_wait_alike_do_not_alarm():
    lines = [f"40,{site},1,2027-03-01T10:00,2027-03-01,{site}" for site in "AB"]
    heard = [
        f"{n},{site},1,2027-03-0{day}T10:00,2027-03-0{day},{site}" for site in "AB" for n, day in ((20, 2), (40, 3))
    ]
    found = row("M20", {"claims": [CLAIM, *lines], "interviews": [CLAIM, *heard]}, part="to interview")
    assert found.status == "ok"
    assert found.p > 0.5
