"""How far a text has come: a draft, translated, checked by a second person, approved; raised by people only.

A text carries its state as lines above its first statement, one a step, written when the step was done:

    draft: program, 2026-11-26
    translated: T-014, 2027-01-10, 3qYw5mJxV0kzB1cd

who did it, on which day, and the digest of the text as it was then. A text that was changed since, or whose
English was, is a draft again without anyone's doing: nobody has vouched for what it says now.
"""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, get_args

State = Literal["draft", "translated", "checked", "approved"]
STATES: tuple[State, ...] = get_args(State)
PROGRAM = "program"
"""Who wrote a draft that no person has worked on."""
PERSON = re.compile(r"[A-Z]{1,3}-\d{2,6}")
"""A person stands here by a code, never by a name."""
_LINE = re.compile(r"(?P<state>[a-z]+): (?P<by>[\w-]+), (?P<on>\d{4}-\d\d-\d\d)(?:, (?P<text>[\w-]{16}))?")


class Step(NamedTuple):
    """One step of a text: what it became, who did that, on which day, and the digest of the text then."""

    state: State
    by: str
    on: dt.date
    text: str

    def __str__(self) -> str:
        return ", ".join((f"{self.state}: {self.by}", self.on.isoformat(), *([self.text] if self.text else [])))


class NotAStep(ValueError):
    """A step that cannot stand; the text says why, in one sentence."""


def ladder(language: str) -> tuple[State, ...]:
    """The states that a text goes through. English is what the others are made from: it is not translated."""
    return tuple(state for state in STATES if (language, state) != ("en", "translated"))


def steps(lines: Iterable[str], language: str) -> tuple[Step, ...]:
    """The steps of a text, in their order. Raises NotAStep for a line that is none, or that may not follow."""
    taken: tuple[Step, ...] = ()
    for line in lines:
        found = _LINE.fullmatch(line)
        if found is None or found["state"] not in STATES:
            raise NotAStep(f"{line!r} is no step; write it as `translated: T-014, 2027-01-10, digest`")
        try:
            on = dt.date.fromisoformat(found["on"])
        except ValueError:
            raise NotAStep(f"{line!r} names no day") from None
        step = Step(found["state"], found["by"], on, found["text"] or "")
        require_next(taken, step, language)
        taken = (*taken, step)
    if not taken:
        raise NotAStep("it does not carry its state; write `draft: program, 2026-11-26` above its first statement")
    return taken


def require_next(before: tuple[Step, ...], step: Step, language: str) -> None:
    """Raises NotAStep unless this step may follow: in order, by people, none of whom passes their own work."""
    rungs = ladder(language)
    if step.state not in rungs or rungs.index(step.state) != len(before):
        due = rungs[len(before)] if len(before) < len(rungs) else "nothing: it is approved"
        raise NotAStep(f"it cannot become {step.state}; what comes next is {due}")
    if before and step.on < before[-1].on:
        raise NotAStep(f"it cannot have been {step.state} before it was {before[-1].state}")
    if step.state == "draft":
        return
    if PERSON.fullmatch(step.by) is None:
        raise NotAStep(f"{step.by!r} is no person's code; write it as T-014")
    if any(each.by == step.by for each in before):
        raise NotAStep(f"{step.by} has worked on this text already; someone else passes it")
    if not step.text:
        raise NotAStep(f"{step.state} wants the digest of the text; `asylia notices raise` writes it")


def state_of(taken: tuple[Step, ...], text: str) -> State:
    """The state that a text with this digest is in: a draft again where it is not the text that was vouched for."""
    last = taken[-1]
    return last.state if last.text in ("", text) else "draft"


def lowest(*states: State) -> State:
    """The state that is least far of these."""
    return min(states, key=STATES.index)


def digest(words: Mapping[str, str], english: Mapping[str, str]) -> str:
    """Sixteen characters that stand for a text and the English it was made from."""
    said = "\0".join(f"{key}\1{words[key]}\1{english[key]}" for key in sorted(words))
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest())[:16].decode()
