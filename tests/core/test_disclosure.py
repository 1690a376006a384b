"""Disclosure: nothing goes to a state in which harm is feared."""

import pytest

from asylia.core.errors import SlipOfForm
from asylia.core.facts import Member
from tests.core.build import claimed, served, waiting

IDENTITY = {"recipient": "admission_authority", "basis": "lawful return", "fields": ["name", "born"]}


@pytest.mark.parametrize("recipient", ["consulate", "foreign_government", "embassy", "police"])
def test_share_never_feared_state_no_recipient_of_that_kind_exists(recipient: str) -> None:
    """share.never-feared-state: no such recipient exists in the system (S1; domain 7.3)."""
    with pytest.raises(SlipOfForm):
        waiting().command("Disclose", recipient=recipient)


def test_share_never_feared_state_the_admission_authority_gets_identity_only() -> None:
    """share.never-feared-state: the fewest identity fields, only when no claim is open, never after a positive (S1)."""
    case = waiting()
    for more in ("fear_claim", "outcome", "counsel", "shelter"):
        case.breaks("share.never-feared-state", "Disclose", mended=IDENTITY, fields=["name", more])
    claimed().refuses("share.never-feared-state", "Disclose", **IDENTITY)
    served("positive").refuses("share.never-feared-state", "Disclose", **IDENTITY)
    case.facts["members"] = (Member(case="case-2", open_claim=True),)
    case.refuses("share.never-feared-state", "Disclose", **IDENTITY)


def test_share_never_feared_state_no_biometrics_leave() -> None:
    """share.never-feared-state: biometrics asked for by the feared state: never, and it alarms (S1)."""
    case = waiting()
    for recipient in ("court", "counsel", "duty_post", "oversight"):
        case.refuses("share.never-feared-state", "Disclose", recipient=recipient, fields=["biometrics"])
    for name in ("ReportDisclosureAsked", "ReportShared"):
        asked = waiting().do(name)
        assert [each.rule for each in asked.file.signs] == ["share.never-feared-state"]


def test_data_purpose_names_basis_and_consent() -> None:
    """data.purpose: other disclosures name basis, recipient and consent (S1)."""
    waiting().breaks("data.purpose", "Disclose", basis=" ")
    health = {"recipient": "health_service", "consent": True}
    waiting().breaks("data.purpose", "Disclose", mended=health, consent=False)
