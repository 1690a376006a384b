"""Calling: a current list and a working line before each day, a signal to call, and nothing of what is said."""

import pytest

from asylia.core import codec
from tests.core.build import alarmed, assigned, claimed, dues


def test_contact_family_counsel_a_list_and_a_line_before_the_interview() -> None:
    """contact.family-counsel: a current list and a working line, as facts that were checked (S1; S4)."""
    case = assigned().do("BookInterview")
    assert "legal_help.interview.1" in dues(case)
    assert "contact.family-counsel" in alarmed(assigned().do("BookInterview").wait(days=1, minutes=1))
    assert "legal_help.interview.1" not in dues(case.do("ReportLegalHelp"))


@pytest.mark.parametrize("lack", [
    {"list_given": False}, {"listed": "2021-11-01"}, {"line_worked": False}, {"out_of_hearing": False},
])  # fmt: skip
def test_contact_family_counsel_what_was_lacking_alarms(lack: dict[str, object]) -> None:
    """contact.family-counsel: an old list, a dead line, or one that others can hear, is none."""
    case = assigned().do("BookInterview").do("ReportLegalHelp", **lack)
    assert "contact.family-counsel" in alarmed(case)
    assert "legal_help.interview.1" in dues(case)


def test_contact_family_counsel_a_client_is_put_through_within_hours() -> None:
    """contact.family-counsel: the signal is due an answer; a line that others hear alarms."""
    case = claimed().do("SignalCall", "counsel", to="client", line="555 0100")
    assert "call.1" in dues(case)
    assert "contact.family-counsel" in alarmed(claimed().do("SignalCall", to="client").wait(hours=4, minutes=1))
    assert "call.1" in dues(case.do("ReportCall", put_through=False))
    assert "call.1" not in dues(case.do("ReportCall"))
    assert "contact.family-counsel" not in alarmed(case)
    assert "contact.family-counsel" in alarmed(case.do("ReportCall", out_of_hearing=False))


def test_contact_family_counsel_nothing_of_what_they_say_has_a_field() -> None:
    """contact.family-counsel: the system never carries or keeps what client and counsel say to each other."""
    for name in ("SignalCall", "ReportCall", "ReportLegalHelp"):
        fields = set(codec.COMMANDS[name].__struct_fields__)
        assert not fields & {"says", "words", "message", "text", "reasons", "about"}
