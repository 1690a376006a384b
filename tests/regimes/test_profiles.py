"""What differs between the variants is exactly what the law says differs, and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest

from asylia.core.regime import Regime
from asylia.regimes import Defect, citations, for_live_use, named

Profile = dict[str, Any]


def differing(profile: Callable[[Regime], Profile], one: str, other: str) -> set[str]:
    """The keys of the profile in which two versions differ."""
    first, second = profile(named(one)), profile(named(other))
    return {key for key in first if first[key] != second[key]}


def of_the_text(regime: Regime, table: str, key: str) -> set[str]:
    """Members of a list that rest on a text, not on the house."""
    part = getattr(regime, table)
    return {each for each in getattr(part, key) if not part.citation(f"{key}.{each}").house}


def waiting_outside(regime: Regime) -> Profile:
    """What a text on waiting outside decides."""
    assert regime.placement is not None
    return {
        "question_country": regime.question.country,
        "country": regime.placement.country,
        "trigger": regime.trigger.kind,
        "standard": {each.standard for each in regime.protections},
        "elements": [(protection.id, element.id) for protection, element in regime.elements()],
        "bars": [each.id for each in regime.bars.list],
        "every_decision_reviewed_by": [each.level for each in regime.review if each.selects == "every"],
        "external_review": regime.remedy.kind,
        "redress": regime.reconsideration.allowed,
        "consultation_hours": regime.interview.rest_hours,
        "counsel_before": regime.counsel.before,
        "counsel_during": regime.counsel.during,
        "exempt": {each.id for each in regime.exclusions},
        "doubt_excludes": regime.vulnerability.doubt_excludes,
        "case_days": regime.placement.case_days,
        "population": regime.placement.population,
        "languages": regime.hearing.languages,
        "first_hearing": regime.hearing.first_days,
        "readback_in_text": regime.readback.required,
    }


def test_the_programme_of_2019_against_that_of_2021() -> None:
    assert differing(waiting_outside, "us_mpp/2019-01-28", "us_mpp/2021-12-02") == {
        "standard",
        "trigger",
        "doubt_excludes",
        "counsel_before",
        "counsel_during",
        "consultation_hours",
        "exempt",
        "case_days",
        "languages",
        "population",
        "redress",
    }


def test_each_side_of_each_difference() -> None:
    written, ordered = (waiting_outside(named(f"us_mpp/{day}")) for day in ("2019-01-28", "2021-12-02"))
    assert (written["standard"], ordered["standard"]) == ({"more_likely_than_not"}, {"reasonable_possibility"})
    assert (written["trigger"], ordered["trigger"]) == ("affirmatively_stated", "asked")
    assert (written["case_days"], ordered["case_days"]) == (None, 180)
    assert (written["consultation_hours"], ordered["consultation_hours"]) == (0, 24)
    assert written["languages"] == ("en",)
    assert ordered["languages"] == ("en", "es", "pt", "ht")
    assert ordered["exempt"] - written["exempt"] == {
        "disability",
        "advanced_age",
        "pregnant",
        "sexuality",
        "gender_identity",
    }
    assert written["exempt"] <= ordered["exempt"]
    assert written["external_review"] == ordered["external_review"] == "none"


def test_as_practised_only_positives_went_to_headquarters() -> None:
    """The Hill, May 2019; Vox, 2 May 2019."""
    practised = named("us_mpp_practised/2019-01-28")
    (above,) = practised.reviews("headquarters")
    assert (above.rate.positive, above.rate.negative, above.before_service) == ("1", "0", True)
    assert named("us_mpp/2019-01-28").reviews("headquarters") == ()
    with pytest.raises(Defect, match="replay and simulation only"):
        for_live_use(practised)


def test_as_practised_against_as_written() -> None:
    changed = differing(waiting_outside, "us_mpp/2019-01-28", "us_mpp_practised/2019-01-28")
    assert changed == {"every_decision_reviewed_by", "exempt", "population"}
    practised = named("us_mpp_practised/2019-01-28")
    assert "fear.referral" not in practised.own_rules, "border staff screened first"
    assert "excluded.never" not in practised.own_rules, "nationals of Mexico were sent back"


def test_what_the_reviewers_asked_for() -> None:
    """BuzzFeed News, 14 November 2019."""
    changed = differing(waiting_outside, "us_mpp/2019-01-28", "us_mpp_reviewed/2019-11-08")
    assert changed == {"counsel_before", "counsel_during", "exempt", "languages"}
    reviewed, written = named("us_mpp_reviewed/2019-11-08"), named("us_mpp/2019-01-28")
    assert {each.id for each in reviewed.exclusions} - {each.id for each in written.exclusions} == {
        "pregnant",
        "mexican_family",
    }
    assert set(written.own_rules) < set(reviewed.own_rules)
    assert not reviewed.counsel.in_force, "a recommendation was never law"


def ordinary(regime: Regime) -> Profile:
    """What a screening for return to the country of origin or removal decides."""
    return {
        "country": regime.question.country,
        "standard": {each.standard for each in regime.protections},
        "protections": [each.id for each in regime.protections],
        "trigger": regime.trigger.kind,
        "silence_means": regime.remedy.silence_means,
        "judge_days": regime.remedy.days_to_decide,
        "judge_clock": regime.remedy.clock,
        "remedy": regime.remedy.kind,
        "consult_persons": regime.interview.consultation,
        "statement": regime.counsel.statement,
        "interpreter_exclusions": of_the_text(regime, "interpreter", "exclusions"),
        "interpreter_age_in_text": not regime.interpreter.citation("minimum_age").house,
        "supervisor_in_regulation": regime.review[0].verified,
        "officer_days": None if (limit := regime.limit("determination")) is None or limit.house else limit.days,
        "copy_on_positive": "positive" in regime.readback.copy_on,
        "reconsideration": (regime.reconsideration.allowed, regime.reconsideration.days),
        "first_hearing": regime.hearing.first_days,
        "consultation_hours": regime.interview.rest_hours,
        "family": regime.family.inclusion,
        "readback": (regime.readback.required, regime.readback.comment),
        "recording": regime.interview.recording,
        "bars": regime.bars.in_screening,
        "counsel": (regime.counsel.before, regime.counsel.during, regime.counsel.may_be_refused),
    }


def test_credible_fear_against_reasonable_fear() -> None:
    """8 CFR 208.30 and 208.31 in the edition of 1 January 2024."""
    assert differing(ordinary, "us_credible_fear/2022-05-31", "us_reasonable_fear/1999-03-22") == {
        "country",
        "protections",
        "standard",
        "silence_means",
        "consult_persons",
        "statement",
        "consultation_hours",
        "interpreter_exclusions",
        "interpreter_age_in_text",
        "supervisor_in_regulation",
        "officer_days",
        "judge_days",
        "judge_clock",
        "copy_on_positive",
        "reconsideration",
        "first_hearing",
        "family",
    }
    credible = ordinary(named("us_credible_fear/2022-05-31"))
    reasonable = ordinary(named("us_reasonable_fear/1999-03-22"))
    assert (credible["silence_means"], reasonable["silence_means"]) == ("request", "decline")
    assert (credible["judge_days"], credible["judge_clock"]) == (7, "supervisor_approval")
    assert (reasonable["judge_days"], reasonable["judge_clock"]) == (10, "filing")
    assert (credible["officer_days"], reasonable["officer_days"]) == (None, 10)
    assert credible["interpreter_exclusions"] - reasonable["interpreter_exclusions"] == {"counsel", "witness"}


def test_credible_fear_before_and_after_31_may_2022() -> None:
    """87 FR 18218: family, copy, seven days to reconsider, the judge's clock."""
    assert differing(ordinary, "us_credible_fear/2019-01-28", "us_credible_fear/2022-05-31") == {
        "family",
        "copy_on_positive",
        "reconsideration",
        "judge_clock",
        "supervisor_in_regulation",
    }


def test_credible_fear_under_the_presumption_of_2023() -> None:
    """8 CFR 208.33."""
    assert differing(ordinary, "us_credible_fear/2022-05-31", "us_credible_fear/2023-05-11") == {
        "standard",
        "silence_means",
        "reconsideration",
        "consultation_hours",
    }
    later = named("us_credible_fear/2023-05-11")
    assert [(each.id, each.standard) for each in later.protections] == [
        ("asylum", "significant_possibility"),
        ("withholding", "reasonable_possibility"),
        ("torture", "reasonable_possibility"),
    ]


def test_the_threshold_screening() -> None:
    """8 CFR 208.30(e)(7), 1003.42(h)(3)."""
    text = named("us_aca_threshold/2019-11-19")
    assert text.trigger.kind == "affirmatively_stated"
    assert text.trigger.notice_required
    assert {each.standard for each in text.protections} == {"more_likely_than_not"}
    assert (text.interview.consultation, text.readback.required) == ("none", True)
    assert text.remedy.kind == "none"


def test_the_procedure_of_the_union() -> None:
    """Regulation (EU) 2024/1348, Art 13, 14, 67."""
    text = named("eu_apr/2026-06-12")
    assert (text.interview.recording, text.interview.remote) == ("audio", "with_reason")
    assert text.readback.comment == "written_before_decision"
    assert text.remedy.kind == "court"


def test_nothing_of_the_mandate_procedure_is_verified() -> None:
    """Only a summary of the edition of 2005 was read."""
    assert not any(each.verified for each in citations(named("unhcr_rsd/2005-09-01")))


def test_printed_is_not_in_force() -> None:
    """The code prints rules of 2020 that a court has stopped, and does not say so."""
    stopped = [each for each in named("us_credible_fear/2022-05-31").bars.list if not each.in_force]
    assert [each.id for each in stopped] == ["criminal_bars_2020", "firm_resettlement_2020"]
    assert all(each.enjoined_by and each.enjoined_by.startswith("Pangea") for each in stopped)
    assert stopped[1].printed_from is not None
