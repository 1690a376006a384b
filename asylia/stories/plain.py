"""A played story as plain data, for a program: what `asylia play --json` prints."""

from typing import Any

from asylia.core import codec
from asylia.core.event import name_of
from asylia.core.telling import in_words
from asylia.stories.played import Expectation, Given, Played, Shown

Plain = dict[str, Any]


def as_plain(played: Played) -> Plain:
    """The story's first case (others under `others`), all events, refusals, alarms and expectations."""
    given = [each for each in played.moments if isinstance(each, Given)]
    first, *others = played.cases or (None,)
    return {
        "case": {**_case(first), "others": {each.name: _case(each) for each in others if each}} if first else {},
        "events": [event for each in given for event in _events(each)],
        "refused": [_refusal(each) for each in given if each.refused],
        "alarms": [alarm for each in played.cases for alarm in _alarms(each)],
        "expectations": [_expectation(each) for each in played.expectations],
    }


def _case(case: Shown) -> Plain:
    file, shown = case.file, {**case.seen}
    shown.pop("alarms")
    claim = file.claims[-1] if file.claims else None
    signed = claim.determination if claim else None
    reviews = signed.reviews if signed else ()
    return {
        "name": case.name, "id": file.id, "version": file.version, "regime": file.regime,
        "historical": case.regime.historical, **shown,
        "reviews": [
            {
                "level": each.level, "by": each.who.by, "kind": each.kind, "code": each.code, "outcome": each.outcome,
                "reasons": each.reasons,
            }
            for each in reviews
        ],
        "dissents": list(signed.dissents) if signed else [],
        "closed": file.closed,
    }  # fmt: skip


def _events(given: Given) -> list[Plain]:
    return [
        {
            "name": name_of(event), "version": version, "at": codec.at_text(event.who.at), "by": event.who.by,
            "role": event.who.role, "case": given.case, "step": given.number,
        }
        for version, event in given.recorded
    ]  # fmt: skip


def _refusal(given: Given) -> Plain:
    rules = [
        {"rule": each.rule, "says": each.says, "cite": each.citation, "detail": each.detail, "field": each.field}
        for each in given.refused
    ]
    return {"step": given.number, "do": given.step.do, "by": given.who.by, "case": given.case, "rules": rules}


def _alarms(case: Shown) -> list[Plain]:
    return [
        {
            "rule": each.rule, "says": each.says, "sentence": each.sentence, "case": case.name,
            "version": each.version, "since": codec.at_text(each.since),
        }
        for each in case.alarms
    ]  # fmt: skip


def _expectation(each: Expectation) -> Plain:
    return {
        "says": in_words(each.says), "expected": each.expected, "found": each.found, "holds": each.holds,
        "file": each.file, "line": each.line,
    }  # fmt: skip
