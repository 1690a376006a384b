"""Limits that the core watches: what alarms by itself, and what it never does."""

import datetime as dt
from typing import get_args

import msgspec

from asylia.core.alarms import alarms
from asylia.core.decider import CaseCommand, CaseEvent
from tests.core.build import DRAWN, Case, claimed, opened, signed


def alarmed(case: Case, **time: int) -> set[str]:
    """The rules that alarm after some time."""
    return {each.rule for each in alarms(case.file, case.regime, case.at + dt.timedelta(**time))}


def test_fear_lost_a_claim_without_a_next_step_alarms_by_itself() -> None:
    """fear.lost: a claim with no referral, interview date or live next step within its limit alarms (S1; M09)."""
    assert "fear.lost" not in alarmed(claimed(), hours=71)
    assert "fear.lost" in alarmed(claimed(), hours=73)


def test_custody_limit_past_the_regimes_hours_custody_alarms() -> None:
    """custody.limit: past the regime's hours custody alarms until release, transfer or a reason by name (S1; M19)."""
    case = opened().do("ReportCustody", what="held")
    assert "custody.limit" not in alarmed(case, hours=71)
    assert "custody.limit" in alarmed(case, hours=73)
    assert "custody.limit" not in alarmed(case.do("ReportCustody", what="released"), hours=73)


def test_fear_stay_delivered_alarms_when_nobody_acknowledges() -> None:
    """fear.stay-delivered: acknowledged by a person within the limit, or alarms (S1; S4)."""
    case = claimed().do("ReportCustody", what="held")
    assert "fear.stay-delivered" in alarmed(case, hours=3)
    assert "fear.stay-delivered" not in alarmed(case.do("AcknowledgeStay"), hours=3)


def test_fear_open_door_an_unmatched_statement_alarms_from_its_first_moment() -> None:
    """fear.open-door: an unmatched statement is a class-A alarm (S1; S3; M09)."""
    case = Case().do("OpenProvisionalCase")
    assert "fear.open-door" in alarmed(case)
    assert "fear.open-door" not in alarmed(case.do("MatchCase"))


def test_review_blind_a_review_that_was_not_blind_changes_nothing() -> None:
    """review.blind: a reviewer who recognised the case says so, and the review opens nothing (oversight)."""
    case = signed("negative", id=DRAWN).do("RecogniseCase")
    assert case.determination.reconsideration_asked is None
    assert case.determination.reviews[-1].kind == "recognised"


def test_no_prediction_nothing_in_the_core_scores_or_suggests() -> None:
    """no-prediction: no command asks for, and no event holds, a score, a prediction or a suggestion (oversight)."""
    names = {
        field.name for kind in (*get_args(CaseCommand), *get_args(CaseEvent)) for field in msgspec.structs.fields(kind)
    }
    assert not {each for each in names if any(word in each for word in ("score", "predict", "suggest", "risk"))}
