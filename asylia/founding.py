"""The verbs that let people into a deployment: found it with its first person, make a code for anyone appointed."""

from __future__ import annotations

import argparse
import re
from contextlib import closing
from typing import Any

from asylia.ledger import Ledger
from asylia.recordkeeping import GOOD, Add, home
from asylia.shell.starting import record_exists, record_url, start

FOUNDED = """\
Founded an empty record in {home}. Its keys are in that folder: keep a copy of them apart from it.

The code of {name}, good once and for 24 hours, kept nowhere (`asylia staff invite ID` makes another):
  {code}

Next:
  1. `asylia serve`; {name} registers a passkey at /enrol and signs in.
  2. Under Staff, {name} appoints a second person of headquarters and makes a code for them.
  3. Under Regimes, one of the two proposes a regime and the other adopts it. No case can be opened
     before a regime is adopted by two."""


class NotFounded(Exception):
    """What was asked cannot be done; its text is one plain sentence."""


def add_found(verbs: Any, add: Add) -> None:
    """Adds `asylia found`."""
    one = add(verbs, found, "found", "make an empty live deployment in ASYLIA_HOME")
    one.add_argument("--headquarters", metavar="ID", type=staff_id, required=True, help="the first person there")
    one.add_argument("--name", type=name_said, required=True, help="that person's name, as pages show it")
    one.add_argument("--place", default="", help="the office or region, as pages name it")


def add_staff_verbs(staff: Any, add: Add) -> None:
    """Adds the verbs of `asylia staff`."""
    one = add(staff, staff_invite, "invite", "print a code with which one person registers a passkey")
    one.add_argument("staff", metavar="ID", help="as headquarters appointed that person")


def found(asked: argparse.Namespace) -> int:
    """Make an empty live deployment with its first person of headquarters; one that was cut short is gone on with."""
    if record_exists(home()) and anyone_appointed():
        raise NotFounded(f"There is a record in {home()} already; set ASYLIA_HOME to a new folder.")
    start(home())
    from asylia.accounts.enrolment import invite  # noqa: PLC0415
    from asylia.accounts.staff import found as found_as  # noqa: PLC0415
    from asylia.core.event import Author  # noqa: PLC0415
    from asylia.core.streams.staff import AppointStaff  # noqa: PLC0415
    from asylia.shell import beside  # noqa: PLC0415
    from asylia.shell.house import founded  # noqa: PLC0415

    house = founded(home())
    with closing(house.ledger):
        try:
            found_as(demonstration=False, place=asked.place)
        except ValueError as error:
            raise NotFounded(str(error)) from None
        # Until headquarters is appointed it appoints itself: nobody else is there who could (shell/beside.py).
        who = Author(by=asked.headquarters, role="headquarters", at=house.clock())
        beside.appoint(house, AppointStaff(who=who, staff=asked.headquarters, desk="headquarters", name=asked.name))
    print(FOUNDED.format(home=home(), name=asked.name, code=invite(asked.headquarters)))
    return GOOD


def anyone_appointed() -> bool:
    """Whether the record that is there was founded to the end, which is the first person."""
    with closing(Ledger.open(record_url(), home())) as ledger, closing(ledger.connect()) as connection:
        return bool(ledger.streams(connection, "staff/"))


def staff_invite(asked: argparse.Namespace) -> int:
    """Print a code with which one member of staff registers a passkey."""
    if not record_exists(home()):
        raise NotFounded(f"There is no record in {home()}: `asylia found` makes one.")
    from asylia.accounts.enrolment import invite  # noqa: PLC0415

    try:
        code = invite(asked.staff)
    except ValueError as error:
        raise NotFounded(str(error)) from None
    print(f"{code}\nIt opens /enrol once, within 24 hours, and replaces any code made before. It is kept nowhere.")
    return GOOD


def staff_id(typed: str) -> str:
    """An id as addresses can hold it."""
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", typed):
        raise argparse.ArgumentTypeError("an id has 1 to 64 letters a to z, digits, - and _; no spaces, no name")
    return typed


def name_said(typed: str) -> str:
    """A name that can be shown."""
    if not typed.strip() or not typed.isprintable():
        raise argparse.ArgumentTypeError("a name has letters in it, and nothing that cannot be printed")
    return typed.strip()
