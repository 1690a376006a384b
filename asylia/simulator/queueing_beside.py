"""The same answers for a page: worked out in a process of its own, which knows no secret and ends in time."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from threading import Lock

import msgspec

from asylia.simulator.queueing_plan import Plan, PlanDefect
from asylia.simulator.queueing_runs import Answer, answers

SECONDS, MEMORY, NICE = 8, 512 * 1024 * 1024, 10
MOST_CLAIMS = 400_000  # over all runs of all plans: some four seconds
MOST_RUNS, LEAST_RUNS = 40, 10
ONE_AT_A_TIME = Lock()


class Busy(Exception):
    """Another page's plan is being worked out, or this one took too long."""


class TooLarge(PlanDefect):
    """A plan of so many claims that a page cannot wait for it; the command can."""


class Task(msgspec.Struct, frozen=True):
    """What the process beside is asked."""

    plans: dict[str, Plan]
    runs: int
    seed: int


def runs_for(plans: dict[str, Plan]) -> int:
    """How many runs of each plan a page can wait for; raises TooLarge where that is too few to say anything."""
    claims = sum(each.days * each.claims_a_day + each.waiting_at_start for each in plans.values())
    runs = min(MOST_RUNS, int(MOST_CLAIMS / claims))
    if runs < LEAST_RUNS:
        raise TooLarge("days: too many claims for a page; plan fewer days, or run `asylia whatif PLAN.toml`")
    return runs


def answers_beside(plans: dict[str, Plan], seed: int) -> list[Answer]:
    """The answers, one page at a time; raises TooLarge or Busy."""
    task = msgspec.json.encode(Task(plans, runs_for(plans), seed))
    if not ONE_AT_A_TIME.acquire(blocking=False):
        raise Busy
    try:
        done = subprocess.run(
            [sys.executable, "-m", "asylia.simulator.queueing_beside"], input=task,
            env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, timeout=3 * SECONDS, check=True,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise Busy from None
    finally:
        ONE_AT_A_TIME.release()
    return msgspec.json.decode(done.stdout, type=list[Answer])


def main() -> None:
    """Read a task from standard input and print its answers, within limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    os.nice(NICE)
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    sys.stdout.buffer.write(msgspec.json.encode(answers(task.plans, task.runs, task.seed)))


if __name__ == "__main__":
    main()
