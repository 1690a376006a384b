"""Authority: which desk may give which command; a command without a row is nobody's."""

from typing import get_args

import pytest

from asylia.core.authority import MAY, SAFEGUARD
from asylia.core.command import Report
from asylia.core.decider import CaseCommand
from asylia.core.errors import Decided, Refused
from asylia.core.event import ROLES
from asylia.core.rules import RULES
from tests.core.build import DESKS, FORMS, Case, opened

COMMANDS = get_args(CaseCommand)
DESK_OF = {role: id for id, role in reversed(DESKS.items())}


def test_authority_role_every_command_has_its_row() -> None:
    """authority.role: default deny: a command without a row may be given by nobody (house: core/authority.py)."""
    assert set(MAY) == set(COMMANDS)
    assert all(MAY.values())
    assert {each.__name__ for each in COMMANDS} == set(FORMS)
    assert set(SAFEGUARD.values()) <= set(RULES)
    assert set(DESK_OF) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_authority_role_no_desk_gives_what_is_not_its_own(role: str) -> None:
    """authority.role: each other overstepping is refused by its rule, and nothing happens (house)."""
    case = opened()
    for kind in COMMANDS:
        decision = case.ask(kind.__name__, DESK_OF[role])
        rule = SAFEGUARD.get(kind, "authority.role")
        broken = {each.rule for each in decision.rules} if isinstance(decision, Refused) else set()
        allowed = role in MAY[kind]
        assert allowed or rule in broken or "procedure.exists" in broken, kind
        if allowed and issubclass(kind, Report):
            assert isinstance(decision, Decided), (kind, decision)


def test_authority_disabled_a_closed_account_acts_no_more() -> None:
    """authority.disabled: acts are refused from a closed account; what it reports is recorded (house)."""
    case = opened().allows("AskFear")
    case.change("border", disabled=True)
    case.refuses("authority.disabled", "AskFear").allows("ReportFear", "border")


def test_procedure_exists_no_case_no_act() -> None:
    """procedure.exists: nothing is done in a case that was never opened (house)."""
    for name in FORMS:
        if name not in ("OpenCase", "OpenProvisionalCase"):
            Case().refuses("procedure.exists", name)
