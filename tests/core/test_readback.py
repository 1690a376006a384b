"""Read-back: the summary is read to the person and corrected before any determination."""

import pytest

from tests.core.build import FACT, analysed, interviewing, signature, signed


def test_readback_before_decision_no_signature_without_it() -> None:
    """readback.before-decision: read-back skipped: no determination is signed (S4; domain 3.2)."""
    case = interviewing().do("EndInterview")
    case.refuses("readback.before-decision", "SignDetermination")
    after = analysed()
    after.allows("SignDetermination", **signature(after, "positive"))


@pytest.mark.parametrize(
    "facts",
    [[], [{**FACT, "lines": [9]}], [{**FACT, "lines": []}], [{**FACT, "answer": "not_answered"}],
     [{**FACT, "answer": "corrected"}]],
    ids=["nothing", "no such line", "no line", "no answer", "correction missing"],
)  # fmt: skip
def test_readback_before_decision_each_fact_rests_on_testimony_and_is_answered(facts: list[object]) -> None:
    """readback.before-decision: material facts read back, corrections taken (S4; domain 3.2)."""
    interviewing().do("EndInterview").breaks("readback.before-decision", "ReadBack", facts=facts)


def test_readback_before_decision_a_refusal_is_recorded_and_does_not_block() -> None:
    """readback.before-decision: refusal to confirm is recorded, with its reason, and does not block (S4)."""
    case = interviewing().do("EndInterview")
    case.breaks("readback.before-decision", "ReadBack", confirmed=False)
    case.do("ReadBack", confirmed=False, reason="I am tired.").allows("RecordFinding")


def test_decider_own_voice_the_officer_who_heard_reads_back() -> None:
    """decider.own-voice: only the officer who heard the person (S4)."""
    interviewing().do("EndInterview").allows("ReadBack").refuses("decider.own-voice", "ReadBack", "another officer")


def test_procedure_once_the_read_back_of_a_signed_decision_stands() -> None:
    """procedure.once: what a signed determination rests on is not read back anew (house)."""
    signed().refuses("procedure.once", "ReadBack")
    interviewing().refuses("procedure.exists", "ReadBack")
    interviewing().refuses("procedure.exists", "ReadBack", claim=2)
