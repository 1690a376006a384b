"""Decides what a sheet tells: which statements these facts call for, and what is still wanting."""

from collections.abc import Mapping
from typing import Any, Literal

from asylia.notices.errors import Incomplete, Unfit
from asylia.notices.languages import never_carried
from asylia.notices.source import Notice, Statement
from asylia.notices.values import absent, fault

Version = Literal["carry", "full"]

CARRIED = ("code", "phone", "made")
"""Facts of the frame that a carry sheet may show."""
APPOINTMENT = ("report_day", "report_time", "report_place", "report_city")
"""Facts of an appointment that a carry sheet may show. Nothing else reaches it."""


def checked(notice: Notice, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that say something, each of its kind. Raises Unfit."""
    if stray := sorted(facts.keys() - notice.fields.keys()):
        raise Unfit(notice.id, stray[0], f"no such fact; this notice asks for {', '.join(notice.fields)}")
    known = {name: value for name, value in facts.items() if not absent(value)}
    for name, value in known.items():
        if why := fault(value, notice.fields[name]):
            raise Unfit(notice.id, name, why)
    return known


def carried(notice: Notice, known: Mapping[str, Any]) -> dict[str, Any]:
    """What the carry sheet takes of a notice's facts. Raises Unfit where a value would give the person away.

    A receipt for someone who waits outside is an appointment too: its day and gate come along.
    """
    taken = {name: known[name] for name in CARRIED + APPOINTMENT if name in known}
    for name, value in taken.items():
        texts = value.values() if isinstance(value, Mapping) else [value]
        found = (never_carried(text) for text in texts if isinstance(text, str))
        if word := next(filter(None, found), None):
            raise Unfit(notice.id, name, f"a carry sheet may not say {word!r}; give the street and the gate only")
    return {
        **taken,
        "kind": "keep" if notice.carry == "keep" and taken.keys().isdisjoint(APPOINTMENT) else "appointment",
    }


def told(notice: Notice, known: Mapping[str, Any], version: Version, asked_as: str) -> tuple[Statement, ...]:
    """The statements that these facts call for. Raises Incomplete with every fact still wanting.

    A statement about optional facts is left out where none of them is given, and wants the rest where one is:
    a last day never vanishes for want of its hour. A choice is asked only where it matters.
    """
    frame = notice.framed if version == "full" else ("code", "phone")
    missing = dict.fromkeys(name for name in frame + notice.asks("title") if name not in known)
    chosen = []
    for statement in notice.statements:
        wanting = _wanting(notice, statement, known)
        if wanting is None:
            continue
        missing |= dict.fromkeys(wanting)
        chosen.append(statement)
    if missing:
        raise Incomplete(asked_as, missing)
    return tuple(chosen)


def _wanting(notice: Notice, statement: Statement, known: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The facts without which this statement cannot be told; None where it is not to be told."""
    for choice, answers in statement.when.items():
        if choice not in known:
            return None if notice.fields[choice].optional else (choice,)
        if known[choice] not in answers:
            return None
    asked = notice.asks(statement.id)
    optional = [name for name in asked if notice.fields[name].optional]
    if optional and not any(name in known for name in optional):
        return None
    return tuple(name for name in asked if name not in known)
