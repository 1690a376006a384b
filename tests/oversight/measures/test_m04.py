"""M04: replaced findings run both ways, and two agreeing levels are not overruled by one."""

from tests.oversight.measures.small import row, said

HEAD = "times,case,claim,determination,level,kind,selection,signed,agreeing,reasoned,day,at,site"


def acts(many, signed, kind, *, agreeing=1, reasoned="yes", level="headquarters", selection="every"):
    case = f"{signed[0]}{kind[0]}{agreeing}{reasoned}{level[0]}"
    day = "2027-03-02,2027-03-02T09:00"
    return f"{many},{case},1,1,{level},{kind},{selection},{signed},{agreeing},{reasoned},{day},Fallbrook"


def judged(*lines):
    return row("M04", {"reviews": [HEAD, *lines]}, part="headquarters")


QUIET = [acts(40, "positive", "concurred"), acts(60, "negative", "concurred")]


def test_where_nothing_is_replaced_there_is_no_direction():
    found = judged(*QUIET)
    assert (found.status, found.estimate, found.p, found.values["one_way"]) == ("ok", 0.0, 1.0, None)


def test_eight_replacements_all_one_way_are_an_alarm_where_half_were_expected():
    """Oversight.md: b + c >= 8 for a two-sided p < .01 when all go one way and half are expected to."""
    for many, status in ((8, "alarm"), (7, "watch")):
        kept = acts(60 - many, "positive", "concurred"), acts(60, "negative", "concurred")
        assert judged(*kept, acts(many, "positive", "overridden")).status == status


def test_what_was_reviewed_is_what_replacements_are_held_against():
    """All eight one way is no wonder where nearly all that was reviewed is positive."""
    found = judged(
        acts(190, "positive", "concurred"), acts(8, "positive", "overridden"), acts(2, "negative", "concurred")
    )
    assert found.status == "ok"


def test_a_drawn_review_replaces_nothing():
    assert judged(*QUIET, acts(30, "positive", "disagreed", selection="drawn")).numerator == 0


def test_negatives_that_nobody_reviews_measure_nothing():
    assert judged(acts(40, "positive", "concurred"), acts(5, "positive", "overridden")).status == "not measurable"


def test_two_agreeing_levels_are_overruled_only_by_a_panel_and_with_reasons():
    told = said("M04", {"reviews": [
        HEAD, *QUIET,
        acts(1, "positive", "overridden", agreeing=2),
        acts(1, "positive", "overridden", agreeing=2, level="panel"),
        acts(1, "positive", "overridden", agreeing=2, level="panel", reasoned="no"),
        acts(1, "positive", "overridden", agreeing=1, reasoned="no"),
    ]})  # fmt: skip
    assert sorted(each.case for each in told.breaches) == ["po2nop", "po2yesh"]
