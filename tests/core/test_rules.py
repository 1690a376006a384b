"""How the rules are read: reports, refusals, historical regimes, slips of form."""

import pytest

from asylia.core import codec
from asylia.core.command import Report
from asylia.core.errors import Broken, Decided, Refused, Rules, SlipOfForm, in_legal_order
from asylia.core.event import Author
from asylia.core.rules import ORDER, RULES, in_full
from tests.core.build import (
    FORMS,
    GOOD,
    MORNING,
    MPP_2019,
    MPP_2021,
    PRACTISED,
    assigned,
    claimed,
    opened,
    read_back,
    served,
    unafraid,
    waiting,
)  # fmt: skip

REPORTS = [name for name in FORMS if issubclass(codec.COMMANDS[name], Report) and name != "OpenProvisionalCase"]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_what_has_happened_is_never_refused(name: str) -> None:
    """How the rules are read, 1: whatever the rules say, and about whatever number it names."""
    for case in (opened(), claimed(), waiting(), served("negative"), unafraid().do("CloseCase")):
        for wild in (
            {},
            *({key: 99} for key in ("claim", "hearing", "notice", "determination") if key in FORMS[name][1]),
        ):
            case.do(name, **wild)


def test_a_refusal_lists_every_rule_broken_in_legal_order() -> None:
    """How the rules are read, 3: every rule broken, in legal order; the first is the rule of record."""
    case = assigned().wait(days=1).do("GiveAdvisal", understood="not_understood")
    case.change("officer", certificates=(), detailed_from="a patrol")
    bad = {**GOOD, "private": False, "restrained": True, "rest_hours": 1}
    refused = case.ask("BeginInterview", conditions=bad)
    assert isinstance(refused, Refused)
    assert [each.rule for each in refused.rules] == [
        "advisal.understood", "decider.trained", "decider.of-the-office", "interview.conditions",
        "interview.restraint", "interview.rest",
    ]  # fmt: skip


def test_a_refusal_names_each_rule_and_detail_once() -> None:
    """How the rules are read, 3: one entry for each rule and what breaks it."""
    once, other = Broken(rule="fear.stay", detail="a"), Broken(rule="fear.asked", detail="b")
    assert in_legal_order([once, other, once]) == (other, once)


def test_every_refusal_carries_id_sentence_and_citation() -> None:
    """Every rule has one sentence and one citation; the regime's own citation comes first where it has one."""
    for rule in RULES.values():
        assert rule.says.endswith(".")
        assert rule.cite
    refused = unafraid().ask("PlaceInProgramme", reason="because")
    assert isinstance(refused, Refused)
    assert MPP_2021.placement is not None
    assert refused.rules[0].citation == MPP_2021.placement.cite


def test_a_historical_regime_lets_safeguards_pass_as_breaches_and_refuses_by_its_own_text() -> None:
    """How the rules are read, 2: a historical regime runs in replay with each breach reported."""
    noisy = {**GOOD, "private": False, "quiet": False, "answered_by": "custodian", "rest_hours": 0}
    case = assigned(regime=PRACTISED).wait(days=1)
    case.change("officer", certificates=())
    decision = case.ask("BeginInterview", conditions=noisy)
    assert isinstance(decision, Decided)
    assert {each.rule for each in decision.breaches} == {"decider.trained", "interview.conditions"}
    claimed(regime=PRACTISED).refuses("fear.stay", "ReturnPerson").refuses("return.lawful", "ReturnPerson")
    refused = claimed(regime=PRACTISED).ask("ReturnPerson")
    assert isinstance(refused, Refused)
    assert {each.rule for each in refused.rules} <= {"fear.stay", "return.lawful"}


def test_the_text_of_2019_refuses_by_its_own_rules_and_the_practice_did_not() -> None:
    """How the rules are read, 2: border staff close a claim: refused as written in 2019, a breach as practised."""
    claimed(regime=MPP_2019).refuses("fear.referral", "CloseClaim", reason="no_fear_seen")
    decision = claimed(regime=PRACTISED).ask("CloseClaim", "border", reason="no_fear_seen")
    assert isinstance(decision, Decided)
    assert {each.rule for each in decision.breaches} == {"fear.referral"}
    torture = {"protection": "torture"}
    read_back(regime=MPP_2019).refuses("analysis.torture", "FindBar", **torture)
    bar = read_back(regime=PRACTISED).ask("FindBar", **torture)
    assert isinstance(bar, Decided)
    assert [each.rule for each in bar.breaches] == ["analysis.torture"]


def test_no_regime_lets_the_impossible_pass() -> None:
    """How the rules are read, 2: there is no such claim, whatever the regime."""
    for regime in (MPP_2019, PRACTISED):
        claimed(regime=regime).refuses("procedure.exists", "AssignOfficer", claim=2)
        claimed(regime=regime).refuses("authority.role", "AssignOfficer", "clerk")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("AskFear", {"language": "es"}), ("AskFear", {"language": "es", "answer": "perhaps"}),
        ("BookInterview", {"claim": 1, "starts": "2022-01-13T15:00:00", "place": "room 4"}),
        ("BookInterview", {"claim": "one", "starts": "2022-01-13T15:00:00Z", "place": "room 4"}),
        ("PrepareNotice", {"kind": "appear", "language": "es", "day": "2022-02-30"}),
        ("PrepareNotice", {"kind": "appear", "language": "es", "time": "09:00:00Z"}),
        ("LockBand", {"claim": 1, "band": "80"}), ("CloseCase", {"reason": "died", "unknown": "x"}),
        ("CloseTheBorder", {}),
    ],
)  # fmt: skip
def test_a_slip_of_form_is_no_refusal(name: str, fields: dict[str, object]) -> None:
    """How the rules are read, 5: a missing field or an impossible date is a slip of form, and names its field."""
    with pytest.raises(SlipOfForm) as slip:
        codec.to_command(name, Author(by="x", role="asylum_officer", at=MORNING), fields)
    assert slip.value.field
    assert slip.value.says


def test_every_rule_has_its_place_in_legal_order() -> None:
    """How the rules are read, 3: the order is that of the table, from the encounter to disclosure."""
    assert list(ORDER) == list(RULES)
    assert ORDER["fear.asked"] < ORDER["advisal.understood"] < ORDER["decider.trained"] < ORDER["interview.rest"]
    assert ORDER["readback.before-decision"] < ORDER["analysis.complete"] < ORDER["review.deference"]
    assert ORDER["review.override"] < ORDER["notice.valid"] < ORDER["share.never-feared-state"]


def test_rules_collects_without_stopping() -> None:
    """How the rules are read, 3: asking one rule never hides the next."""
    rules = Rules(MPP_2021)
    assert rules.require(True, "fear.stay")
    assert not rules.require(False, "fear.stay")
    assert not rules.require(False, "fear.asked")
    refused = rules.outcome()
    assert isinstance(refused, Refused)
    assert [each.rule for each in refused.rules] == ["fear.asked", "fear.stay"]


def test_a_press_report_is_named_in_full_on_a_page() -> None:
    """Sources: the house's own codes mean nothing to whoever is refused."""
    assert in_full("S1; INA 240(b)(7)") == "BuzzFeed News, 14 Nov 2019; INA 240(b)(7)"
    assert not any(in_full(rule.cite).startswith(("S0", "S1", "S2", "S3", "S4")) for rule in RULES.values())
