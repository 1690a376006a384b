"""The `asylia whatif` verb: how long people would wait under a plan of one office, and under changes of it."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from asylia.recordkeeping import GOOD, Add
from asylia.simulator.queueing_plan import PlanDefect, read
from asylia.simulator.queueing_runs import LEAST_RUNS, MOST_RUNS, answers
from asylia.simulator.queueing_telling import as_text

HELP = """PLAN.toml names staff, rooms, interpreters, minutes of work, review rates and
limits of one office; each [[change]] in it is held beside the plan itself.
An example that says what each line means:
asylia/simulator/queueing_example.toml

Queues of an office, under assumptions: no forecast, and never about a person."""


def whatif(asked: argparse.Namespace, watch: Callable[[int, int], None]) -> int:
    """Run a plan and its changes, and print waits, lines and shares in time with their intervals."""
    found = answers(read(asked.plan), asked.runs, asked.seed, watch)
    if asked.json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        print(as_text(found), end="")
    return GOOD


def add_whatif(verbs: Any, add: Add, progress: Callable[[str], Callable[[int, int], None]]) -> None:
    """The verb `asylia whatif`."""
    says = "say how long people would wait under a plan of an office"
    one = add(verbs, lambda asked: whatif(asked, progress("runs")), "whatif", says)
    one.formatter_class, one.epilog = argparse.RawDescriptionHelpFormatter, HELP
    one.add_argument("plan", metavar="PLAN.toml", type=Path, help="the plan; see below")
    one.add_argument("--runs", metavar="N", type=runs, default=100, help="runs of each plan (default: 100)")
    one.add_argument("--seed", metavar="N", type=int, default=1, help="equal seeds give equal answers (default: 1)")
    one.add_argument("--json", action="store_true", help="every figure, as JSON")


def runs(said: str) -> int:
    """How many runs."""
    if not (said.isdecimal() and LEAST_RUNS <= int(said) <= MOST_RUNS):
        raise argparse.ArgumentTypeError(f"{said} is no number of runs; {LEAST_RUNS} to {MOST_RUNS} are wanted")
    return int(said)


__all__ = ["PlanDefect", "add_whatif"]
