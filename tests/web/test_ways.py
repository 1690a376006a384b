"""A refusal says what can be done (pages.md, Eight rules, 4)."""

import pytest

from asylia.core.rules import RULES
from asylia.web.ways import CAN


@pytest.mark.parametrize("rule", [id for id, rule in RULES.items() if "core" in rule.held])
def test_every_rule_that_the_core_holds_says_what_can_be_done(rule):
    """One sentence, and no rule without one."""
    assert CAN[rule].endswith(".")


def test_nothing_is_said_of_a_rule_that_does_not_exist():
    """A rule that is gone would mislead whoever reads the table."""
    assert set(CAN) <= set(RULES)
