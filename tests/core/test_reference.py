"""The pages made from the registries name every safeguard, command and event."""

import ast
from pathlib import Path

import pytest

from asylia.core import codec, reference
from asylia.core.rules import COMING, RULES

HERE = Path(__file__).parent

# The safeguards that this house promised, row by row. A copy on purpose: a rule that is taken away fails here.
PROMISED = """
fear.asked fear.any-words fear.open-door fear.referral fear.stay fear.stay-delivered fear.brought-in return.lawful
fear.receipt fear.lost advisal.language advisal.understood interpreter.fit decider.trained decider.own-voice
decider.no-pressure roles.apart decider.of-the-office decider.drawn decider.care guidance.written interview.conditions
interview.restraint interview.rest counsel.admitted interview.record interview.inconsistency readback.before-decision
analysis.complete analysis.group analysis.standard analysis.torture review.deference review.override review.symmetry
review.draw review.blind remedy.reachable order.obeyed vulnerable.screened excluded.never placement.reasoned
family.whole notice.valid notice.served contact.reachable contact.family-counsel hearing.absence-cause custody.counted
custody.limit withdrawal.free share.never-feared-state data.purpose paper.safe portal.two-codes read.accounted
record.unaltered record.erasable concern.safe no-prediction
"""


def shown() -> dict[str, list[str]]:
    """For each rule id, the tests of this folder whose docstring begins with it: `rule.id: what and why`."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and (says := ast.get_docstring(node)):
                found.setdefault(says.partition(":")[0], []).append(f"{path.name}::{node.name}")
    return found


PAGE = reference.safeguards(shown())


@pytest.mark.parametrize("rule", PROMISED.split())
def test_every_safeguard_is_held_or_named_as_still_to_come(rule: str) -> None:
    """A promised rule is on the page with its sentence and source, and says where it is held, or that it is not yet."""
    assert rule in RULES
    entry = PAGE.partition(f"### `{rule}`")[2].partition("### ")[0]
    assert RULES[rule].says in entry
    assert f"Source: {RULES[rule].cite}" in entry
    assert "Held by: " in entry or "Still to come: " in entry
    if set(RULES[rule].held) <= COMING:
        assert PAGE.index(f"### `{rule}`") > PAGE.index("## Still to come")


@pytest.mark.parametrize("rule", [each.id for each in RULES.values() if "core" in each.held])
def test_every_rule_of_the_core_has_a_test_named_after_it(rule: str) -> None:
    """The docstring of a test begins with the id of the rule that it shows."""
    assert shown().get(rule), f"no test of tests/core begins its docstring with {rule}:"


def test_the_pages_name_every_command_and_event() -> None:
    """A command or an event without its entry is a page out of date."""
    commands, events = reference.commands(), reference.events()
    for name in codec.COMMANDS:
        assert f"### `{name}`" in commands
    for known in (codec.EVENTS, *codec.BESIDE.values()):
        for name in known:
            assert f"### `{name}`" in events
    assert "`rest_hours`" in commands
    assert "- Act, given by: asylum officer\n- From another desk it breaks `fear.referral`" in commands
