"""M11 and M12: order and hour, for the programme only, believed in the second quarter."""

import datetime as dt

import numpy as np

from tests.oversight.measures.small import AS_OF, row, said

HEAD = "times,case,claim,determination,officer,outcome,family,hour,at,day,site"
START = dt.datetime(2027, 1, 4, 9, tzinfo=dt.UTC)


def decisions(*, lean=0.0, officers=20, days=40, each=3, fall=0.0, family=0, seed=1):
    """Officers decide `each` a day; `lean` after a positive, `fall` by the hour; every so many a family."""
    chance = np.random.default_rng(seed)
    for officer in range(officers):
        last, of = False, ""
        for turn in range(days * each):
            at = START + dt.timedelta(days=turn // each, hours=turn % each * 3)
            alike = family and turn % family == 1
            positive = last if alike else chance.random() < 0.4 + lean * (last - 0.4) - fall * (turn % each)
            of = of if alike else f"f{officer}-{turn}"
            yield (f"1,c{officer}-{turn},1,1,o{officer},{'positive' if positive else 'negative'},{of},{at.hour},"
                   f"{at.isoformat()},{at.date()},Fallbrook")  # fmt: skip
            last = positive


def table(**world):
    return {"determinations": [HEAD, *decisions(**world)]}


def test_where_decisions_do_not_lean_both_are_ok():
    assert row("M11", table()).status == "ok"
    assert {each.status for each in said("M12", table()).rows} == {"ok"}


def test_a_lean_is_watched_and_in_its_second_quarter_an_alarm():
    first = row("M11", table(lean=-0.15))
    assert first.status == "watch"
    assert first.estimate < -0.08
    before = [row("M11", table(lean=-0.15), as_of=dt.datetime(2026, 12, 31, tzinfo=dt.UTC)), first]
    later = row("M11", table(lean=-0.15, days=160), as_of=dt.datetime(2027, 6, 30, tzinfo=dt.UTC), history=before)
    assert later.status == "alarm"


def test_families_decided_alike_do_not_look_like_a_lean():
    assert row("M11", table(family=3)).status == "ok"


def test_days_that_grow_harsher_are_seen_by_hour_and_by_place():
    told = {each.part: each for each in said("M12", table(fall=0.1)).rows}
    assert told["hour of the day"].status == told["place in the officer's day"].status == "watch"
    assert told["day of the month"].status == "ok"
    assert told["hour of the day"].values["late"] < told["hour of the day"].values["early"]


def test_only_the_programme_is_judged_and_only_from_many():
    assert {each.unit for each in said("M11", table()).rows + said("M12", table()).rows} == {"programme"}
    few = table(officers=2, days=20)
    assert row("M11", few).status == "insufficient"
    assert {each.status for each in said("M12", few).rows} == {"insufficient"}


def test_other_names_of_officers_give_the_same_row():
    renamed = {"determinations": [line.replace(",o", ",z9") for line in table()["determinations"]]}
    renamed["determinations"][0] = HEAD
    assert row("M11", renamed, as_of=AS_OF).p == row("M11", table(), as_of=AS_OF).p
