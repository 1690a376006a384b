"""The verbs of `asylia notices`: how far every text has come in every language, and raising one after people's work."""

import argparse
import datetime as dt
from typing import Any

from asylia.notices.languages import languages
from asylia.notices.raising import Progress, progress, raise_text, texts
from asylia.notices.states import STATES, ladder
from asylia.recordkeeping import GOOD, Add

SHORT = {"draft": "dr", "translated": "tr", "checked": "ch", "approved": "AP"}
FIRST = ("en", "es", "pt", "ht", "fr")
LEGEND = """\
dr draft, tr translated, ch checked by another person, AP approved, - no text,
* changed since. A sheet is no further than its frame.
`asylia notices list TEXT` says who took a text how far, and when."""


def add_notices_verbs(notices: Any, add: Add) -> None:
    """Adds the verbs of `asylia notices`."""
    one = add(notices, notices_list, "list", "show every text in every language with its state")
    one.add_argument("text", metavar="TEXT", nargs="?", help="only this one, with who took it how far, and when")
    one = add(notices, notices_raise, "raise", "write that a person took a text one step further")
    one.add_argument("text", metavar="TEXT", help="a notice, carry, or a table: frame, says, portal, message")
    one.add_argument("language", metavar="LANGUAGE", help="its code: fr")
    one.add_argument("state", metavar="STATE", choices=STATES[1:], help=", ".join(STATES[1:]))
    one.add_argument("--by", metavar="CODE", required=True, help="the person who did it, by a code: T-014")


def notices_list(asked: argparse.Namespace) -> int:
    """Show states: all of them as a table, or one text's with every step it has gone through."""
    if asked.text:
        for language in in_order():
            found = progress(asked.text, language)
            if found is not None:
                print("\n".join(told(found)))
        return GOOD
    print(f"{'':<26}{''.join(f'{language:<4}' for language in in_order())}".rstrip())
    for text in texts():
        print(f"{text:<26}{''.join(f'{cell(progress(text, language)):<4}' for language in in_order())}".rstrip())
    print(f"\n{LEGEND}")
    return GOOD


def notices_raise(asked: argparse.Namespace) -> int:
    """Raise a text, for the person who has done the work."""
    raised = raise_text(asked.text, asked.language, asked.state, asked.by, dt.datetime.now(dt.UTC).date())
    print("\n".join(told(raised)))
    rungs = ladder(asked.language)
    rest = rungs[rungs.index(raised.state) + 1 :]
    print(f"Next: {rest[0]}, by someone else." if rest else "It is approved, as long as nobody changes it.")
    return GOOD


def in_order() -> tuple[str, ...]:
    """The languages, those of most people first."""
    return (*FIRST, *(code for code in languages() if code not in FIRST))


def cell(found: Progress | None) -> str:
    """A state in two letters."""
    return "-" if found is None else SHORT[found.state] + ("*" if found.changed else "")


def told(found: Progress) -> list[str]:
    """One language's steps, a line each."""
    lines = [f"{found.language:<4}{found.state}" + (", as the text was changed since" if found.changed else "")]
    return [*lines, *(f"      {step.state:<12}{step.by:<12}{step.on}" for step in found.taken)]
