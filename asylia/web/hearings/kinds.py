"""The kinds of notice: what pages call each, the sheet it goes out on, and which facts of the command it needs."""

from typing import NamedTuple


class Kind(NamedTuple):
    """One kind of notice."""

    title: str
    sheet: str
    hearing: bool = False
    decision: bool = False


KINDS: dict[str, Kind] = {
    "decision": Kind("Decision", "determination", decision=True),
    "appear": Kind("Notice to appear", "notice_to_appear", hearing=True),
    "hearing": Kind("Hearing notice", "hearing_notice", hearing=True),
    "reporting": Kind("Where and when to report", "reporting"),
    "appointment": Kind("Interview appointment", "interview_appointment"),
    "reconsideration": Kind("Decision after looking again", "reconsideration_decision", decision=True),
}
