"""The verb `asylia send`, what it is set up with, and what the doctor says of the outbox."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING, Any

from asylia.ledger import AtWork, Check, LedgerError, WrongSetup
from asylia.recordkeeping import GOOD, NOT_SO, Add, home
from asylia.retention import opened
from asylia.sending.carrying import Carrier
from asylia.sending.setup import FILE, Setup

if TYPE_CHECKING:
    from asylia.sending.sender import Sender, Turn
    from asylia.shell.house import House

SENDER = "sender"
PAUSE = 2.0  # seconds between turns
AGAIN = 5.0  # seconds until the next try after a failure that may pass
LATE = dt.timedelta(minutes=15)


def add_send(verbs: Any, add: Add) -> None:
    """Adds `asylia send`."""
    one = add(verbs, send, "send", "bring the messages in the outbox to people, until stopped")
    one.add_argument("--once", action="store_true", help="one turn over what is due now")
    one.add_argument("--returned", action="store_true", help="read a returned mail from standard input instead")


def send(asked: argparse.Namespace) -> int:
    """Send: once, or turn after turn; or take a returned mail."""
    with opened() as house:
        from asylia.sending.carriers import equipped  # noqa: PLC0415 - Django is set up first

        setup, carriers = equipped(house)
        if setup is None:
            raise WrongSetup(f"Nothing is set up to send with: there is no {FILE} in {home()}; see docs/sending.md.")
        if asked.returned:
            return returned(house, carriers)
        sender = sender_of(house, setup, carriers)
        if asked.once:
            print(told(alone(house, sender.turn)))
        else:
            follow(house, sender, Event())
    return GOOD


def returned(house: House, carriers: list[Carrier]) -> int:
    """Take one returned mail."""
    from asylia.sending.reports import bounced  # noqa: PLC0415 - Django is set up first

    taken = bounced(house, sys.stdin.buffer.read(), carriers)
    print("A message came back, and is recorded so." if taken else "This is no returned message of ours.")
    return GOOD if taken else NOT_SO


def sender_of(house: House, setup: Setup, carriers: list[Carrier]) -> Sender:
    """The sender of this deployment."""
    from asylia.accounts.own_pages import new_link  # noqa: PLC0415 - Django is set up first
    from asylia.sending.sender import Sender  # noqa: PLC0415

    def link(case: str) -> str:
        return f"{setup.site}/own/link/{new_link(case, house.clock())}"

    return Sender(house, carriers, setup.phone, setup.site, link)


def alone(house: House, work: Callable[[], Turn]) -> Turn:
    """Do the work as the only sender of this record. Raises ledger.AtWork where another is at it."""
    with closing(house.ledger.connect()) as connection, house.ledger.engine.alone(connection, SENDER):
        return work()


def follow(house: House, sender: Sender, stop: Event) -> None:
    """Turn after turn until `stop` is set. What fails and may pass is tried again; another sender is waited for."""
    failed = ""
    while not stop.is_set():
        try:
            with closing(house.ledger.connect()) as connection, house.ledger.engine.alone(connection, SENDER):
                while not stop.is_set():
                    turn = sender.turn()
                    failed = ""
                    if any(turn):
                        print(told(turn), flush=True)
                    stop.wait(PAUSE)
        except (AtWork, LedgerError, OSError, house.ledger.engine.error) as error:
            why = str(error) if isinstance(error, LedgerError) else type(error).__name__  # a driver quotes rows
            if why != failed:
                print(f"Sending waits: {why}", file=sys.stderr, flush=True)
            failed = why
            stop.wait(AGAIN)


def told(turn: Turn) -> str:
    """A turn in one line: how many, and nothing of whom."""
    faults = f" {turn.faults} could not be made: a fault of this program." if turn.faults else ""
    return (
        f"{turn.sent} sent, {turn.later} to be tried later, {turn.by_hand} for a person, {turn.failed} failed.{faults}"
    )


def sending_checks() -> list[Check]:
    """What the doctor says of the outbox: how long the message waits that should have gone first."""
    with opened() as house:
        from asylia.accounts.staff import deployment  # noqa: PLC0415
        from asylia.sending.carriers import equipped  # noqa: PLC0415
        from asylia.shell import outbox  # noqa: PLC0415

        try:
            setup, _ = equipped(house)
        except WrongSetup as error:
            return [Check("sending is set up", False, str(error), f"mend {FILE}")]
        since = outbox.oldest(house.clock())
        waits = house.clock() - since if since else dt.timedelta()
        invented = deployment().demonstration
    if setup is None:
        found = "a demonstration sends nothing" if invented else f"nothing is set up: no {FILE}"
        return [Check("messages go out", since is None or invented, found, "set it up, as docs/sending.md says")]
    found = f"the oldest due waits {int(waits.total_seconds() // 60)} minutes"
    return [Check("messages go out", waits < LATE, found, "is `asylia send` running?")]
