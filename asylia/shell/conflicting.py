"""Conflicts: a command conflicts only with what happened in a step that its own step rests on."""

from collections.abc import Iterable

from asylia.core import codec
from asylia.core.command import Report
from asylia.core.decider import CaseCommand
from asylia.core.steps.interview import AddTestimony
from asylia.ledger import Recorded

# Which steps a step rests on, beside itself. Reports and interview lines never conflict (architecture.md).
RESTS_ON: dict[str, frozenset[str]] = {
    "placement": frozenset({"opening", "vulnerability", "family", "fear"}),
    "readback": frozenset({"interview"}),
    "determination": frozenset({"interview", "readback", "evidence", "review", "referral", "fear"}),
    "review": frozenset({"determination", "drawn_review", "evidence", "readback"}),
    "drawn_review": frozenset({"determination", "review", "evidence", "readback"}),
    "notice": frozenset({"determination", "review", "drawn_review", "hearing", "service"}),
    "service": frozenset({"notice", "determination", "review", "hearing"}),
    "transport": frozenset({"hearing", "notice"}),
    "remedy": frozenset({"service", "review", "drawn_review"}),
    "reconsideration": frozenset({"service", "remedy", "review", "drawn_review"}),
    "hearing": frozenset({"notice", "service"}),
    "custody": frozenset({"fear", "placement", "notice", "service"}),
    "closing": frozenset({"fear", "notice", "service", "hearing"}),
}


def step_of(kind: type) -> str:
    """The step a command or event class belongs to: the name of its file."""
    return kind.__module__.rpartition(".")[2]


def conflicts(command: type[CaseCommand], since: Iterable[Recorded]) -> list[Recorded]:
    """Of the entries since the form was made, those that this kind of command should have known."""
    if issubclass(command, Report | AddTestimony):
        return []
    own = step_of(command)
    steps = {own} | RESTS_ON.get(own, frozenset())
    return [each for each in since if step_of(codec.EVENTS[each.name]) in steps]
