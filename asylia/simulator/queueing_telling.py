"""What came of an office's plans, said for a terminal at 80 columns and as rows of a table."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Sequence

import msgspec

from asylia.simulator.queueing_runs import DAYS, IN_TIME, WAITING, Answer, Estimate

UNKNOWN = "cannot be known: nobody claimed in one of the runs"
NEVER = "Queues of an office under the assumptions of the plan. No forecast; never about a person."
ASSUMED = (
    "Claims come one by one, by chance, at the same rate on every day of the week; a surge is another plan.",
    "Whoever claimed first is heard first; nobody waits for an interpreter of a language that is not theirs.",
    "An interview takes an officer, a room and, where officers do not speak the language, an interpreter. The same "
    "officer then writes. What is unfinished at closing goes on next morning.",
    "A decision sent back is corrected before a new interview begins, twice at most.",
    "Every decision is reviewed before it is final, whatever its outcome; those drawn for headquarters after that.",
    "Staff are at work on every working day: leave, illness and training are a smaller number of staff.",
)
HEADINGS = ("plan", "group", "figure", "unit", "mean", "low", "high", "least_run", "greatest_run", "runs", "seed")


def percent(share: float) -> str:
    """A share in per cent."""
    return f"{100 * share:.1f} %"


def number(value: float) -> str:
    """A count or a number of days."""
    return f"{value:,.1f}".replace(",", "\u202f")


def over_full(answer: Answer) -> list[str]:
    """The desks that are asked for as much as they can do, or more: their lines grow without end."""
    return [name for name, load in answer.asked.items() if load >= 1]


def limits(answer: Answer) -> dict[str, str]:
    """Each thing that is to be done in time, with its limit."""
    of = answer.plan.limits
    days = {"interview": of.interview, "decision": of.decision, "final": of.final}
    return {key: f"{said} within {days[key]:g} days" for key, said in IN_TIME.items()}


def as_text(answers: Sequence[Answer]) -> str:
    """Everything, one line a plan under each question."""
    return "\n".join(lines(answers)) + "\n"


def lines(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield the lines of as_text."""
    first = answers[0]
    yield first.plan.title
    yield f"{first.plan.days} days, {first.claims.mean:,.0f} claims on average; {first.runs} runs, seed {first.seed}"
    yield from textwrap.wrap(NEVER, 80)
    yield from ("", f"{'':42}{'mean':>8}  {'95 % interval':<14}{'single runs':>14}")
    for key, said in limits(first).items():
        yield from question(said, answers, [each.in_time[key] for each in answers], percent)
    for key in ("interview nine", "final nine"):
        yield from question(f"Days {DAYS[key]}", answers, [each.days[key] for each in answers], number)
    for key, said in WAITING.items():
        yield from question(f"Waiting {said}, at closing", answers, [each.waiting[key] for each in answers], number)
    last = [each.at_end["interview"] for each in answers]
    yield from question("Waiting for an interview, on the last day", answers, last, number)
    for answer in answers:
        yield from ("", f"Work that comes, of what can be done: {answer.name}")
        for name, load in answer.asked.items():
            worked = f", worked {percent(answer.busy[name].mean)}" if name in answer.busy else ""
            yield f"  {name:<40}{percent(load):>8}{worked}" + ("  GROWS WITHOUT END" if load >= 1 else "")


def question(
    said: str, answers: Sequence[Answer], found: Sequence[Estimate | None], write: Callable[[float], str]
) -> Iterator[str]:
    """Yield one question, then a line for each plan."""
    yield said[0].upper() + said[1:]
    for answer, each in zip(answers, found, strict=True):
        name = answer.name if len(answer.name) <= 38 else answer.name[:37] + "…"
        if each is None:
            yield f"  {name:<40}{UNKNOWN}"
            continue
        low, high, least, most = (
            write(edge).removesuffix(" %") for edge in (each.low, each.high, each.least, each.most)
        )
        yield f"  {name:<40}{write(each.mean):>8}  {low + '–' + high:<14}{least + '–' + most:>14}"


def as_rows(answers: Sequence[Answer]) -> list[tuple[object, ...]]:
    """Every figure as a row of HEADINGS; what cannot be known has empty numbers."""
    groups: tuple[tuple[str, str, Callable[[Answer], dict[str, Estimate | None]]], ...] = (
        ("in time", "share", lambda each: each.in_time),
        ("more in time than as planned", "share", lambda each: each.more),
        ("from the claim", "days", lambda each: each.days),
        ("waiting at closing", "claims", lambda each: {**each.waiting}),
        ("waiting on the last day", "claims", lambda each: {**each.at_end}),
        ("worked", "share", lambda each: {**each.busy}),
        ("waiting for an interview", "claims", by_week),
    )
    return [
        (each.name, group, figure, unit, *(numbers(found) if found else [None] * 5), each.runs, each.seed)
        for each in answers for group, unit, of in groups for figure, found in of(each).items()
    ]  # fmt: skip


def numbers(found: Estimate) -> list[float]:
    """The five numbers of an estimate, to six places."""
    return [round(each, 6) for each in msgspec.structs.astuple(found)]


def by_week(answer: Answer) -> dict[str, Estimate | None]:
    """How many waited for an interview at the end of each week."""
    return {f"end of week {n}": week for n, week in enumerate(answer.weeks, 1)}
