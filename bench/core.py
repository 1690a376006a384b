"""The pure core: folding a case of 300 events, beside what the interpreter itself allows.

    python -m bench.core [ROUNDS]

Events a second of CPU on one core, the best of some rounds. The limit measured beside it is a loop that makes one
immutable copy of a case file for each event and nothing else: a fold can come near to it, and not below.
"""

# ruff: noqa: T201  (a command prints)

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from msgspec.structs import replace

from asylia.core.codec import from_fields, to_fields
from asylia.core.decider import fold
from asylia.core.event import name_of
from asylia.core.file import CaseFile
from asylia.core.steps.interview import TestimonyAdded
from tests.core.build import Case, find, interviewing, signature

EVENTS = 300
AIM = 100_000


def long_case() -> Case:
    """A decided case of 300 events, nine in ten of them testimony."""
    case = interviewing()
    for _ in range(EVENTS - 31):
        case.do("AddTestimony")
    find(case.do("EndInterview").do("ReadBack").do("ConsultCountryInformation"), "positive")
    case.do("AssessCredibility").do("LockBand").do("SignDetermination", **signature(case, "positive")).do("Concur")
    return case.do("PrepareNotice").do("ServeNotice")


def per_second(act: Callable[[], object], times: int, rounds: int) -> float:
    """How often something was done in a second of CPU, the best of some rounds."""
    best = 0.0
    for _ in range(rounds):
        start = time.process_time()
        for _ in range(10):
            act()
        best = max(best, 10 * times / (time.process_time() - start))
    return best


def main() -> None:
    """Measure and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    case = long_case()
    events, file = case.events, case.file
    stored = [(name_of(each), each.who.at.isoformat(), each.who.role, to_fields(each)) for each in events]
    command = case.command("ReturnPerson")

    def copies() -> CaseFile:
        at = CaseFile()
        for number, _ in enumerate(events):
            at = replace(at, version=number)
        return at

    limit = per_second(copies, len(events), rounds)
    folded = per_second(lambda: fold(file.id, events), len(events), rounds)
    short = [each for each in case.events if not isinstance(each, TestimonyAdded)]
    procedure = per_second(lambda: fold(file.id, short), len(short), rounds)
    read = per_second(lambda: [from_fields(*each) for each in stored], len(events), rounds)
    decided = per_second(lambda: case.decide(command), 1, rounds)
    print(f"{len(events)} events: {len(events) - len(short)} of testimony")
    print(f"copying a case file   {limit:>12,.0f} a second of CPU (the limit)")
    print(f"fold                  {folded:>12,.0f} events/s, {folded / limit:.2f} of the limit (aim {AIM:,})")
    print(f"fold, no testimony    {procedure:>12,.0f} events/s over {len(short)}")
    print(f"plain data to events  {read:>12,.0f} events/s")
    print(f"decide a return       {decided:>12,.0f} a second")


if __name__ == "__main__":
    main()
