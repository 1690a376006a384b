"""What a look sees of a case at a moment, in the words that a story uses for it."""

import datetime as dt
from typing import Any, get_args

from asylia.core import deadlines
from asylia.core.alarms import alarms
from asylia.core.file import CaseFile, Claim, Determination
from asylia.core.regime import Regime
from asylia.core.standing import REPORTED, Stage, exclusions, final, is_open, stage
from asylia.core.steps.fear import ClosedFor

# What can be written where a key takes a word from a closed list.
WORDS: dict[str, tuple[str, ...]] = {
    "outcome": ("positive", "negative", "none", "withdrawn", *get_args(ClosedFor)),
    "signed": ("positive", "negative", "none"),
    "stage": get_args(Stage),
    "placement": ("none", "placed", "reported", "exempted"),
    "drawn": ("none", "headquarters", "supervisor", "panel"),
    "reviews": ("concurred", "returned", "overridden", "agreed", "disagreed", "recognised"),
    "due": (
        "match", "language", "screening", "doubt", "ask", "ask_again", "custody", "port", "port_answer",
        "sending_back", "stay", "appearance", "filing", "request", "move_interview", "move_hearing", "call",
        "legal_help", "trace_owner", "trace_ask", "trace", "confirm_withdrawal", "assign", "book", "interview",
        "readback", "determination", "review", "review.supervisor", "review.headquarters", "panel", "serve",
        "reconsider", "send_record", "remedy", "serve_hearing", "hearing", "cause", "missing", "prepare_hearing",
        "transport", "counted",
    ),
}  # fmt: skip


def seen(file: CaseFile, regime: Regime, now: dt.datetime) -> dict[str, Any]:
    """Everything that a look can ask of a case, by key: words, numbers, yes and no, or lists of words."""
    claim = file.claims[-1] if file.claims else None
    signed = claim.determination if claim else None
    return {
        "outcome": outcome(claim, signed),
        "signed": signed.outcome if signed else "none",
        "final": signed is not None and final(signed, regime),
        "stage": stage(claim, regime),
        "placement": placement(file),
        "open_claims": sum(is_open(each, regime) for each in file.claims),
        "held": file.custody.held_since is not None,
        "outside": file.custody.outside,
        "officer": claim.officer if claim else "",
        "drawn": (signed.drawn_for if signed else "") or "none",
        "alarms": [each.rule for each in alarms(file, regime, now)],
        "due": [each.id for each in deadlines.due(file, regime)],
        "reviews": [each.kind for each in signed.reviews] if signed else [],
        "exclusions": list(exclusions(file, regime)),
    }


def outcome(claim: Claim | None, signed: Determination | None) -> str:
    """What came of the latest claim: what stands of its determination, or how it ended without one."""
    if claim is None:
        return "none"
    if claim.withdrawal == "confirmed":
        return "withdrawn"
    return claim.closed or (signed.standing if signed else "none")


def placement(file: CaseFile) -> str:
    """Whether the person is in the programme: placed under the rules, only reported placed, taken out, or never in."""
    if file.placed == REPORTED:
        return "reported"
    return "placed" if file.placed else "exempted" if file.exempted else "none"


def agrees(expected: Any, found: Any) -> bool:
    """Whether what was found is what the story says: lists must hold each entry, an empty list means none."""
    if not isinstance(expected, tuple):
        return bool(expected == found)
    if not expected:
        return not found
    heads = {each.partition(".")[0] for each in found}  # "review" is review.supervisor as well
    return all(each in found or each in heads for each in expected)
