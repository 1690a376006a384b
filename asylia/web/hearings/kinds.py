"""The kinds of notice: what pages call each, the sheet it goes out on, and which facts of the command it needs."""

from typing import NamedTuple

from asylia.shell.paper import SHEETS


class Kind(NamedTuple):
    """One kind of notice."""

    title: str
    sheet: str
    hearing: bool = False
    decision: bool = False


KINDS: dict[str, Kind] = {
    "decision": Kind("Decision", SHEETS["decision"], decision=True),
    "appear": Kind("Notice to appear", SHEETS["appear"], hearing=True),
    "hearing": Kind("Hearing notice", SHEETS["hearing"], hearing=True),
    "reporting": Kind("Where and when to report", SHEETS["reporting"]),
    "appointment": Kind("Interview appointment", SHEETS["appointment"]),
    "reconsideration": Kind("Decision after looking again", SHEETS["reconsideration"], decision=True),
}
