"""The ladder counts what a hand counts: each rung among the one before, children by name, what stands beside it."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import get_args

import msgspec
import pytest

from asylia.oversight import store
from asylia.oversight.ladder import Cut, Ladder, Line, Section, banner
from asylia.oversight.ladder_counting import ladder, ladders
from asylia.oversight.ladder_telling import told
from asylia.oversight.measure import Tables

NOW = dt.datetime(2027, 3, 9, 6, tzinfo=dt.UTC)

WORLD = {
    "encounters": """times,case,day,site,language,age_group,family,vulnerable
60,a,2027-02-01,Fallbrook,es,adult,,no
20,b,2027-02-09,Northgate,quc,adult,,no
4,k,2027-02-09,Northgate,quc,1_to_4,fam,no
1,i,2027-02-10,Northgate,,under_1,fam-0,no
""",
    "entry_counts": """times,case,day,language,family,vulnerable
1,i,2027-02-10,quc,fam-0,yes
""",
    "questions": "times,case,day,proper,answer\n50,a,2027-02-01,yes,yes\n20,b,2027-02-09,yes,no\n3,k,2027-02-09,no,no",
    "claims": """times,case,claim,day,stage,repeat,waits,at
40,a,1,2027-02-01,encounter,no,held,2027-02-01T10:00
2,k,1,2027-02-11,encounter,no,at_large,2027-02-11T10:00
5,b,1,2027-02-19,waiting,yes,outside,2027-02-19T10:00
""",
    "referrals": "times,case,claim,day\n39,a,1,2027-02-01\n5,b,1,2027-02-19",
    "representations": "times,case,day,what\n4,a,2027-02-02,entered\n3,a,2027-02-02,turned_away",
    "interviews": """times,case,claim,day,mode,counsel_present
30,a,1,2027-02-03,in_person,no
5,b,1,2027-02-20,phone,yes
""",
    "determinations": """times,case,claim,determination,day,outcome,mode,at
20,a,1,1,2027-02-04,negative,in_person,2027-02-04T09:00
5,b,1,1,2027-02-21,positive,phone,2027-02-21T09:00
""",
    "reviews": "times,case,claim,determination,level\n20,a,1,1,supervisor\n5,b,1,1,supervisor\n5,b,1,1,headquarters",
    "services": """times,case,claim,determination,kind,what,touches,hours_since_signed
18,a,1,1,decision,served,1,20
4,b,1,1,decision,served,2,90
""",
    "endings": "times,case,claim,day,how,outcome,first_outcome\n3,b,1,2027-02-23,decided,positive,positive",
    "placements": """times,case,day,site,what,reason,recorded
25,b,2027-02-10,Northgate,made,no_exclusion_found,2027-02-10T09:00
2,a,2027-02-10,Fallbrook,reported,,2027-02-10T09:00
""",
    "exclusions": "times,case,day,when,exclusion,recorded\n2,a,2027-02-01,shown,own_national,2027-02-01T09:00",
    "conditions": """times,case,day,condition,answer,recorded
3,b,2027-02-12,pregnant,yes,2027-02-12T09:00
1,a,2027-02-12,illness,absent,2027-02-12T09:00
""",
    "port_answers": """times,case,claim,day,answer,hours_since_claim,minutes_late
3,b,1,2027-02-21,admitted,30.5,10
1,bb,1,2027-02-21,refused,40,90
""",
    "returns": "times,case,day,asked,open_claim,at\n20,b,2027-02-12,yes,no,2027-02-12T09:00",
    "movements": """times,case,day,what,at
20,b,2027-02-12,returned,2027-02-12T09:00
3,b,2027-02-21,admitted,2027-02-21T09:00
""",
    "hearings": "times,case,hearing,day,hearing_day\n15,b,1,2027-02-10,2027-03-01",
    "attendances": """times,case,hearing,day,present,notice_confirmed
8,b,1,2027-03-01,no,yes
2,bx,1,2027-03-01,no,no
""",
    "absences": """times,case,hearing,day,what,cause,recorded
8,b,1,2027-03-02,reported,unknown,2027-03-02T09:00
5,b,1,2027-03-03,reported,kidnapping,2027-03-03T09:00
""",
    "custody": "times,case,day,what,at\n3,a,2027-02-01,night,2027-02-01T23:00\n3,a,2027-02-02,night,2027-02-02T23:00",
    "contacts": "times,case,day,what,channel\n6,b,2027-03-01,lost,shelter\n1,b,2027-03-01,lost,phone",
    "withdrawals": """times,case,claim,day,site,what,hours_held
2,a,1,2027-02-02,Fallbrook,recorded,80
1,a,1,2027-02-03,Fallbrook,undone,
""",
    "waivers": "times,case,claim,day,site,what,hours_held\n3,a,1,2027-02-02,Fallbrook,rest,20",
    "sayings": """times,case,claim,day,role,channel
40,a,1,2027-02-01,border_officer,encounter
12,a,1,2027-02-01,monitor,monitor
3,s,1,2027-02-01,monitor,monitor
1,m,1,2027-02-01,monitor,monitor
""",
    "statements": "times,case,day,role\n3,s,2027-02-01,monitor\n1,m,2027-02-01,monitor",
    "matches": "times,case,day,to\n1,m,2027-02-05,a-39",
}


def tables(**texts: str) -> Tables:
    """The event tables that hold these rows."""
    return store.in_memory(store.from_csv(texts, NOW)).at(NOW)


@pytest.fixture(scope="module")
def world() -> Tables:
    return tables(**WORLD)


@pytest.fixture(scope="module")
def whole(world: Tables) -> Ladder:
    return ladder(world)


def found(ladder: Ladder, section: str, id: str) -> Line:
    """One line of a section."""
    sections = {each.id: each for each in ladder.sections}
    return {each.id: each for each in sections[section].lines}[id]


@pytest.mark.parametrize(
    ("rung", "count", "within", "of"),
    [
        ("encountered", 85, None, None), ("asked", 70, 70, 85), ("claimed", 47, 45, 70), ("referred", 44, 44, 47),
        ("represented", 4, 4, 44), ("interviewed", 35, 35, 44), ("decided", 25, 25, 35), ("positive", 5, 5, 25),
        ("final_positive", 3, 3, 5),
    ],
)  # fmt: skip
def test_each_rung_counts_among_the_one_before(
    whole: Ladder, rung: str, count: int, within: int | None, of: int | None
) -> None:
    line = whole.rung(rung)
    assert (line.count, line.within, line.of) == (count, within, of)


def test_who_claims_unasked_is_counted_and_kept_out_of_the_share(whole: Ladder) -> None:
    claimed = whole.rung("claimed")
    assert (claimed.beside, claimed.share) == (2, 45 / 70)


def test_wilsons_interval_of_a_rung_is_that_of_the_book(whole: Ladder) -> None:
    asked = whole.rung("asked")  # 70 of 85, by hand: 0.7291 to 0.8900
    assert asked.lower == pytest.approx(0.7291, abs=5e-4)
    assert asked.upper == pytest.approx(0.8900, abs=5e-4)


@pytest.mark.parametrize(
    ("section", "id", "count", "of"),
    [
        ("after", "returned", 20, 85), ("after", "waiting", 17, 20), ("after", "missed", 8, 8),
        ("after", "night", 3, 85), ("after", "hearing", 15, 85),
        ("children", "children", 5, 85), ("children", "under_five", 5, 85), ("children", "infants", 1, 85),
        ("children", "children.claimed", 2, 5),
        ("excluded", "own_national", 2, 22), ("excluded", "own_national.known", 2, 2), ("excluded", "pregnant", 3, 22),
        ("excluded", "pregnant.known", 0, 3), ("excluded", "ill", 0, 22),
        ("counsel", "counsel_refused", 3, 47), ("counsel", "with_counsel", 5, 35),
        ("causes", "cause.kidnapping", 5, 10), ("causes", "cause.unknown", 3, 10), ("causes", "unproven", 2, 10),
        ("placements", "reason.no_exclusion_found", 25, 27), ("placements", "placed_at.Northgate", 25, 27),
        ("nights", "nights", 6, None), ("nights", "moved.returned", 20, None), ("nights", "moved.admitted", 3, None),
        ("brought_in", "brought_in", 3, 5), ("ports", "port_late", 1, 4),
        ("ways_lost", "shelter", 6, 20), ("claims", "repeat", 5, 47), ("claims", "stage.while waiting outside", 5, 47),
        ("reviews", "positive.headquarters", 5, 5), ("reviews", "negative.headquarters", 0, 20),
        ("reviews", "positive.touched.2", 4, 4), ("reviews", "negative.touched.2", 0, 18),
        ("modes", "heard.phone", 5, 35), ("modes", "positive.phone", 5, 5), ("modes", "positive.in_person", 0, 20),
        ("given_up", "withdrawal", 2, 47), ("given_up", "withdrawal.Fallbrook.over 72 h", 2, 2),
        ("given_up", "rest.Fallbrook.under 24 h", 3, 3),
        ("other_lists", "unmatched", 3, 4), ("other_lists", "agency", 40, None), ("other_lists", "both", 13, 16),
    ],
)  # fmt: skip
def test_what_stands_beside_the_ladder(whole: Ladder, section: str, id: str, count: int, of: int | None) -> None:
    line = found(whole, section, id)
    assert (line.within if of else line.count, line.of) == (count, of)


def test_hours_count_those_who_still_wait(whole: Ladder) -> None:
    waits = {each.id: each for section in whole.sections for each in section.waits}
    assert (waits["claim_to_entry"].over, waits["claim_to_entry"].waiting) == (3, 2)
    assert waits["claim_to_entry"].median == 30.5
    assert (waits["positive.service"].median, waits["negative.service"].median) == (90, 20)


def test_other_lists_estimate_how_many_claims_there_were(whole: Ladder) -> None:
    note = next(each.note for each in whole.sections if each.id == "other_lists")
    assert note.startswith("About 49 in all")  # 41 x 17 / 14 - 1


@pytest.mark.parametrize(
    ("cut", "counts"),
    [
        ("week", {"2027-02-01": 60, "2027-02-08": 25}), ("place", {"Fallbrook": 60, "Northgate": 25}),
        ("language", {"es": 60, "quc": 25}), ("family", {"alone": 80, "in a family": 5}),
        ("vulnerability", {"no listed condition": 84, "a listed condition, or in doubt": 1}),
    ],
)  # fmt: skip
def test_the_rungs_by_each_cut_add_up(world: Tables, whole: Ladder, cut: Cut, counts: dict[str, int]) -> None:
    parts = ladders(world, (cut,))
    assert {each.value: each.rung("encountered").count for each in parts} == counts
    for rung in whole.rungs.lines:
        assert sum(each.rung(rung.id).count for each in parts) == rung.count


def test_only_those_encountered_from_a_day_on(world: Tables) -> None:
    later = ladder(world, dt.date(2027, 2, 5))
    assert (later.rung("encountered").count, later.rung("claimed").count) == (25, 7)
    assert found(later, "nights", "nights").count == 0


def test_as_of_an_earlier_moment_nothing_later_is_known() -> None:
    rows = store.from_csv(
        {"encounters": "case,day,recorded\nx,2027-02-01,2027-02-01T09:00\ny,2027-02-03,2027-02-03T09:00"}, NOW
    )
    kept = store.in_memory(rows)
    counts = [ladder(kept.at(dt.datetime(2027, 2, day, tzinfo=dt.UTC))).rung("encountered").count for day in (1, 2, 4)]
    assert counts == [0, 1, 2]


def test_a_banner_stands_where_too_few_were_asked(whole: Ladder) -> None:
    assert whole.banner == (
        "15 of 85 people were not asked about fear. Every rate below describes only those who were allowed to speak."
    )
    assert banner(100, 95) == ""
    assert banner(0, 0) == ""
    assert banner(100, 94)


@pytest.mark.parametrize("rows", [{}, {"encounters": "case,day\nx,2027-02-01"}, {"claims": "case,claim\nx,1"}])
def test_an_empty_programme_and_a_single_case_have_a_ladder_without_shares_of_nothing(rows: dict[str, str]) -> None:
    made = ladder(tables(**rows))
    for line in all_lines(made):
        assert (line.share is None) == (not line.of), line
        assert (line.why == "") == (line.of != 0), line
    assert b"NaN" not in msgspec.json.encode(made)


def all_lines(made: Ladder) -> Iterator[Line]:
    for section in (made.rungs, *made.sections):
        yield from section.lines


def test_it_is_data_that_goes_round_by_json(whole: Ladder) -> None:
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Ladder) == whole


@pytest.mark.parametrize("cut", get_args(Cut))
def test_it_is_told_in_eighty_columns(world: Tables, cut: Cut) -> None:
    text = told(ladders(world, (cut,)))
    assert max(map(len, text.splitlines())) <= 80
    assert not re.search(r"\bnan\b", text, re.IGNORECASE)


def test_nobody_encountered_is_said() -> None:
    assert told([]) == "Nobody was encountered: there is no ladder to show.\n"
    assert "The ladder: nothing on the record yet" in told([ladder(tables())])


def test_a_long_name_takes_lines_of_its_own() -> None:
    line = Line(id="x", label="A place with a name that is longer than the column is wide", count=1_234_567)
    section = Section(id="ladder", title="The ladder", counts="people", lines=(line,))
    text = told([Ladder(as_of=NOW, since=None, cut="place", value="Larkfield", rungs=section)])
    assert max(map(len, text.splitlines())) <= 80
    assert "1\u202f234\u202f567" in text
