"""The verbs of what is kept and what is erased: holds, erasures, copies of the keys; each one short function.

Nobody asks for an erasure, approves one or places a hold from a terminal: these are acts of two people, each signed in
with a key of their own, and a verb that took an id for an author would let one person be both (record.erasable).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from asylia.core.streams.keeping import Erasure, Hold
from asylia.ledger import Check
from asylia.recordkeeping import GOOD, Add, address, home

if TYPE_CHECKING:
    from asylia.shell.house import House

ON_PAGES = "Whoever places, lifts, asks or approves does so on the page Holds and erasures, signed in."


def add_retention_verbs(hold: Any, erase: Any, keys: Any, add: Add) -> None:
    """Adds the verbs of `asylia hold`, `asylia erase` and `asylia keys`."""
    one = add(hold, hold_list, "list", "print every hold, those in force first")
    one.epilog = ON_PAGES
    one = add(erase, erase_list, "list", "print every erasure and how far it has come")
    one.epilog = ON_PAGES
    add(erase, erase_finish, "finish", "destroy what two people approved, where it was cut short")
    one = add(keys, keys_copy, "copy", "copy the key store, and record that there is a copy")
    one.add_argument("file", metavar="FILE", type=Path, help="a new file; overwrite it within 30 days")


def hold_list(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every verb takes what was asked
    """Print every hold."""
    with opened() as house:
        holds = list(keeping(house).holds.values())
    for each in sorted(holds, key=lambda hold: hold.lifted is not None):
        print(hold_said(each))
    if not holds:
        print("No hold was ever placed.")
    return GOOD


def hold_said(hold: Hold) -> str:
    """A hold in three lines."""
    placed, lifted = hold.placed, hold.lifted
    stands = f"lifted {lifted.who.at:%Y-%m-%d} by {lifted.who.by}: {lifted.reason}" if lifted else "in force"
    whom = f"person {placed.person}" if placed.person else "everyone"
    return (
        f"{placed.who.at:%Y-%m-%d}  {placed.basis.replace('_', ' ')}, {placed.cite}\n"
        f"            on {whom}, placed by {placed.who.by}\n            {stands}"
    )


def erase_list(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Print every erasure."""
    with opened() as house:
        erasures = list(keeping(house).erasures.values())
    for each in erasures:
        print(erasure_said(each))
    if not erasures:
        print("No erasure was ever asked for.")
    return GOOD


def erasure_said(erasure: Erasure) -> str:
    """An erasure in three or four lines."""
    asked, until = erasure.asked, erasure.copies_until
    copies = f"\n            copies of the keys are overwritten by {until}" if until else ""
    return (
        f"{asked.who.at:%Y-%m-%d}  {asked.basis.replace('_', ' ')}, {asked.cite}\n"
        f"            person {asked.person}, asked by {asked.who.by}\n            {stands(erasure)}{copies}"
    )


def stands(erasure: Erasure) -> str:
    """How far an erasure has come."""
    if erasure.declined:
        return f"declined by {erasure.declined.who.by}"
    if not erasure.approved:
        return "waits for a second person"
    by = f"approved {erasure.approved.who.at:%Y-%m-%d} by {erasure.approved.who.by}"
    return f"{by}, erased {erasure.erased:%Y-%m-%d}" if erasure.erased else f"{by}, NOT YET ERASED: erase finish"


def erase_finish(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Destroy what is left of approved erasures; a key store that was put back from a copy is gone through again."""
    with opened() as house:
        left = len(list(unerased(house)))
        ended = finish(house)
    print(f"{ended} erasures ended; {left} keys destroyed that had been approved for it.")
    return GOOD


def keys_copy(asked: argparse.Namespace) -> int:
    """Copy the key store."""
    with opened() as house:
        from asylia.shell.erasing import copy_keys  # noqa: PLC0415 - Django is set up first

        copy_keys(house, asked.file)
    print(f"Written to {asked.file}. Keep it apart from the key-encryption key, and overwrite it within 30 days:")
    print("whatever is erased from now on can be opened with it until then.")
    return GOOD


def finish_erasures() -> int:
    """End, before pages are served, what was cut short; returns how many erasures were."""
    with opened() as house:
        return finish(house)


def erasure_checks() -> list[Check]:
    """What the doctor says of erasures."""
    with opened() as house:
        left = list(unerased(house))
    return [Check("erased keys are gone", not left, f"{len(left)} live", "run `asylia erase finish`")]


# --- what several verbs need


@contextmanager
def opened() -> Iterator[House]:
    """The house of the deployment that is there."""
    address()
    from asylia.shell.house import House  # noqa: PLC0415

    house = House.open(home())
    with closing(house.ledger):
        yield house


def keeping(house: House) -> Any:
    """What is on the record of holds and erasures."""
    from asylia.shell.reading import keeping_of  # noqa: PLC0415

    return keeping_of(house, house.raw())


def finish(house: House) -> int:
    """Destroy what is left; returns how many erasures ended."""
    from asylia.shell.erasing import finish as finish_in  # noqa: PLC0415

    return finish_in(house)


def unerased(house: House) -> Iterator[str]:
    """The keys that an approved erasure names and that still live."""
    from asylia.shell.erasing import unfinished  # noqa: PLC0415

    return unfinished(house)
