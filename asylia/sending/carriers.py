"""What a deployment sends with: the carriers that its `sending.toml` sets up."""

import datetime as dt
from collections.abc import Callable

from asylia.accounts.staff import deployment
from asylia.sending.carrying import Carrier
from asylia.sending.mail import Mailer
from asylia.sending.setup import Setup, setup_of
from asylia.sending.twilio import Twilio
from asylia.shell.house import House


def equipped(house: House) -> tuple[Setup | None, list[Carrier]]:
    """What this deployment sends with. Raises ledger.WrongSetup for a file that is not as it must be."""
    setup = setup_of(house.home, demonstration=deployment().demonstration)
    return setup, carriers_of(setup, house.clock) if setup else []


def carriers_of(setup: Setup, clock: Callable[[], dt.datetime]) -> list[Carrier]:
    """The carriers that are set up."""
    carriers: list[Carrier] = []
    if setup.messages is not None:
        carriers.append(Twilio(setup.messages, setup.messages_token, clock))
    if setup.mail is not None:
        carriers.append(Mailer(setup.mail, setup.mail_password, clock))
    return carriers
