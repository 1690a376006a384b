"""M08: the standard applied against the standard of the law, in sums only."""

import pytest

from asylia.oversight.registry import measures
from tests.oversight.measures.small import row, said

HEAD = "times,case,claim,determination,officer,outcome,band,standard,bars,day,site"
ORDER = ("under_10", "10_to_25", "25_to_50", "50_to_75", "75_to_90", "over_90")


def decided(many, band, outcome, standard="51", bars="0"):
    return f"{many},{band}{outcome[0]}{standard}{bars},1,1,o,{outcome},{band},{standard},{bars},2027-03-02,Fallbrook"


def from_band(first, each=20, standard="51"):
    """Everyone in the bands from this one on is granted, nobody below."""
    return [
        decided(each, band, "positive" if ORDER.index(band) >= ORDER.index(first) else "negative", standard)
        for band in ORDER
    ]


def judged(*lines):
    return row("M08", {"determinations": [HEAD, *lines]})


def test_who_is_granted_from_the_legal_standard_on_is_judged_by_it():
    found = judged(*from_band("50_to_75"))
    assert (found.status, found.estimate) == ("ok", 0.0)
    assert found.values["applied"] == pytest.approx(0.5, abs=0.1)


def test_an_effective_standard_of_ninety_is_an_alarm():
    found = judged(*from_band("over_90"))
    assert found.status == "alarm"
    assert found.estimate == pytest.approx(2 / 3)
    assert found.values["applied"] == pytest.approx(0.89, abs=0.06)
    assert found.values["excess_low"] > 0.1


def test_a_lower_legal_standard_is_held_against_its_own_bands():
    """A significant possibility, glossed 10 %: granting from 10 % on is right, from 50 % on is not."""
    assert judged(*from_band("10_to_25", standard="10")).status == "ok"
    assert judged(*from_band("50_to_75", standard="10")).status == "alarm"


def test_two_standards_side_by_side_are_each_held_against_their_own():
    found = judged(*from_band("10_to_25", standard="10"), *from_band("50_to_75"))
    assert (found.status, found.values["applied"]) == ("ok", None)
    assert found.values["excess"] == pytest.approx(0.0, abs=0.1)


def test_a_bar_explains_a_refusal():
    found = judged(*from_band("50_to_75"), decided(60, "over_90", "negative", bars="1"))
    assert found == judged(*from_band("50_to_75"))


def test_without_bands_nothing_is_measurable():
    assert judged(decided(60, "", "negative")).status == "not measurable"
    assert judged(decided(60, "over_90", "negative", standard="")).status == "not measurable"


def test_few_above_the_standard_are_insufficient():
    assert judged(decided(100, "under_10", "negative"), decided(19, "over_90", "negative")).status == "insufficient"


def test_every_refusal_is_seen_even_where_no_standard_can_be_fitted():
    found = judged(*(decided(20, band, "negative") for band in ORDER))
    assert found.values["excess"] is None
    assert found.status == "alarm"


def test_bands_are_summed_for_the_picture():
    found = judged(*from_band("75_to_90"))
    assert (found.values["50_to_75_positive"], found.values["50_to_75_decisions"]) == (0, 20)
    assert (found.values["over_90_positive"], found.values["over_90_decisions"]) == (20, 20)


def test_no_row_is_about_an_officer_and_none_is_public():
    assert "officer" not in measures()["M08"].units
    assert measures()["M08"].privacy.visibility == "overseer"
    told = said("M08", {"determinations": [HEAD, *from_band("50_to_75")]}, officers=True)
    assert {each.unit for each in told.rows} == {"programme", "site"}
