"""Determination: findings, credibility, bars, the band, and a signature that agrees with them."""

import pytest

from asylia.core.facts import Member
from tests.core.build import CREDIBLE_FEAR, analysed, find, interviewing, opened, read_back, served, signature, signed

NOT_FOUND = {
    "finding": "not_found", "cites": ["T 2", "C 1"], "asked_line": 1, "favourable": "It could be read so, but.",
}  # fmt: skip
GROUND = {"element": "ground", "group": "Women who refuse."}


@pytest.mark.parametrize(
    "defect",
    [{"reasons": " "}, {"cites": []}, {"cites": ["T 9"]}, {"cites": ["C 2"]}, {"cites": ["her face"]},
     {"cites": ["T " + "9" * 5000]}],
    ids=["no reasons", "no cite", "no such line", "no such passage", "no citation", "a number without end"],
)  # fmt: skip
def test_analysis_complete_a_finding_has_reasons_that_point_to_the_record(defect: dict[str, object]) -> None:
    """analysis.complete: reasons that point to testimony or evidence; a check box alone is refused (S4)."""
    read_back().breaks("analysis.complete", "RecordFinding", **defect)


@pytest.mark.parametrize(
    "defect",
    [{"asked_line": None}, {"asked_line": 9}, {"cites": ["T 2"]}, {"favourable": ""}],
    ids=["not asked", "no such line", "no country information", "favourable reading missing"],
)
def test_analysis_complete_not_found_only_where_every_rock_was_turned(defect: dict[str, object]) -> None:
    """analysis.complete: not found only where asked, country information cited, the best reading answered (S4)."""
    read_back().breaks("analysis.complete", "RecordFinding", mended=NOT_FOUND, **defect)


def test_analysis_complete_every_element_of_every_protection() -> None:
    """analysis.complete: every element of every protection the regime names has a finding (S4)."""
    case = read_back().do("RecordFinding")
    case.refuses("analysis.complete", "LockBand").refuses("analysis.complete", "SignDetermination")
    find(read_back(), "positive").allows("LockBand")


def test_analysis_complete_the_person_gets_reasons() -> None:
    """analysis.complete: a signature without reasons that the person can read is refused (S4: check-boxes)."""
    case = analysed()
    case.breaks("analysis.complete", "SignDetermination", mended=signature(case, "positive"), reasons="")


def test_analysis_group_is_formulated_by_the_officer() -> None:
    """analysis.group: the officer formulates the group; nobody else's words need to have named it (S4)."""
    read_back().breaks("analysis.group", "RecordFinding", mended=GROUND, group="")


def test_analysis_standard_the_band_is_locked_before_the_outcome() -> None:
    """analysis.standard: the likelihood band is locked before the outcome field opens, and once (S4; M08)."""
    case = find(read_back(), "positive").do("AssessCredibility")
    case.refuses("analysis.standard", "SignDetermination", **signature(case, "positive"))
    case.do("LockBand").refuses("procedure.once", "LockBand")
    case.allows("SignDetermination", **signature(case, "positive"))


def test_analysis_standard_the_outcome_agrees_with_the_statement() -> None:
    """analysis.standard: stated for each protection, and the outcome agrees with that statement (S4)."""
    case = analysed("negative")
    good = signature(case, "negative")
    case.breaks("analysis.standard", "SignDetermination", mended=good, outcome="positive")
    case.breaks("analysis.standard", "SignDetermination", mended=good, met={"withholding": False})
    case.breaks("analysis.standard", "SignDetermination", mended=good, met={"withholding": True, "torture": False})
    made_up = {"withholding": False, "torture": False, "kindness": True}
    case.refuses("analysis.standard", "SignDetermination", outcome="positive", met=made_up)
    case.refuses("procedure.exists", "SignDetermination", outcome="negative", met=made_up)


def test_analysis_standard_band_and_statement_on_different_sides_are_explained() -> None:
    """analysis.standard: a band of 60 % with a negative outcome is explained before signing (S4: effective 90-95 %)."""
    case = find(read_back(), "negative").do("LockBand", band="50_to_75")
    good = {**signature(case, "negative"), "explanation": "The risk is high, and not for a protected ground."}
    case.breaks("analysis.standard", "SignDetermination", mended=good, explanation="")


def test_analysis_torture_no_negative_while_every_element_is_found() -> None:
    """analysis.torture: a negative is impossible while every element of a protection is found and no bar is (3.4)."""
    case = analysed("positive")
    negative = {"outcome": "negative", "met": {"withholding": False, "torture": False}}
    case.breaks("analysis.torture", "SignDetermination", mended=signature(case, "positive"), **negative)
    case.do("FindBar", bar="persecutor")
    case.refuses("analysis.torture", "SignDetermination", **negative)


def test_analysis_torture_a_bar_never_touches_it() -> None:
    """analysis.torture: torture found and a bar applied to it: refused (domain 3.4; 8 CFR 208.17)."""
    read_back().breaks("analysis.torture", "FindBar", protection="torture")
    read_back().breaks("analysis.complete", "FindBar", reasons="")
    read_back().breaks("procedure.exists", "FindBar", bar="bad character")


def test_procedure_regime_bars_only_where_the_regime_looks_at_them() -> None:
    """procedure.regime: a screening in which bars are not looked at finds none (8 CFR 208.30(e)(5))."""
    protection = CREDIBLE_FEAR.protections[0].id
    bars = [each.id for each in CREDIBLE_FEAR.bars.list] or ["persecutor"]
    case = read_back(regime=CREDIBLE_FEAR)
    rule = "procedure.regime" if CREDIBLE_FEAR.bars.list else "procedure.exists"
    case.refuses(rule, "FindBar", protection=protection, bar=bars[0])


def test_interview_inconsistency_credibility_rests_only_on_what_was_put() -> None:
    """interview.inconsistency: a view against the person rests on an inconsistency that was put (S4; law 10)."""
    case = read_back()
    case.breaks("interview.inconsistency", "AssessCredibility", credible=False)
    case.refuses("interview.inconsistency", "AssessCredibility", credible=False, inconsistencies=[1])
    case.breaks("analysis.complete", "AssessCredibility", reasons="")
    put = interviewing().do("PutInconsistency").do("EndInterview")
    put.allows("AssessCredibility", credible=False, inconsistencies=[1])


def test_decider_own_voice_the_determination_is_the_officers_own() -> None:
    """decider.own-voice: nobody can enter or alter it in the officer's name (S4: our names on the forms)."""
    case = analysed()
    for name in ("RecordFinding", "AssessCredibility", "FindBar", "SignDetermination"):
        for by in ("another officer", "supervisor", "hq-1", "border", "clerk"):
            case.refuses("decider.own-voice", name, by)
    case.allows("SignDetermination", **signature(case, "positive"))


def test_decider_trained_no_determination_without_a_certificate() -> None:
    """decider.trained: valid on that day for that standard (S2; S4)."""
    case = analysed()
    good = signature(case, "positive")
    case.allows("SignDetermination", **good).change("officer", certificates=())
    case.refuses("decider.trained", "SignDetermination", **good)


def test_decider_of_the_office_no_detailee_decides() -> None:
    """decider.of-the-office: deciders belong to the determining authority (S4)."""
    case = analysed()
    case.change("officer", detailed_from="a patrol")
    case.refuses("decider.of-the-office", "SignDetermination", **signature(case, "positive"))


def test_roles_apart_whoever_encountered_a_relative_does_not_decide() -> None:
    """roles.apart: across the family unit (S1)."""
    case = analysed()
    case.facts["members"] = (Member(case="case-2", parts=((case.claim.officer, "encountered"),)),)
    case.refuses("roles.apart", "SignDetermination", **signature(case, "positive"))


def test_decider_care_the_form_bears_the_officers_own_statement() -> None:
    """decider.care: the form bears the officer's own statement (S4)."""
    case = analysed()
    case.breaks("decider.care", "SignDetermination", mended=signature(case, "positive"), statement="")


def test_procedure_once_a_signed_determination_stands() -> None:
    """procedure.once: a determination that is signed is not written again unless it is returned (house)."""
    signed().refuses("procedure.once", "SignDetermination").refuses("procedure.once", "RecordFinding")
    served("negative").refuses("procedure.once", "LockBand")
    opened().refuses("procedure.exists", "SignDetermination")
    read_back().refuses("procedure.exists", "RecordFinding", element="luck")
    read_back().refuses("analysis.complete", "ConsultCountryInformation", passage=" ")
    read_back().refuses("procedure.exists", "AddEvidence", claim=2)
