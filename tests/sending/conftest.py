# ruff: noqa: F811 (fixtures that are used by name)
"""A house with people who have addresses, a mail server and a provider, and a sender between them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from asylia.core.streams.staff import AddressStaff
from asylia.sending import sender as sending
from asylia.sending.mail import Mailer
from asylia.sending.sender import Sender, Turn
from asylia.sending.setup import Mail, Messages
from asylia.sending.twilio import Twilio
from asylia.shell import beside
from asylia.shell.models import Outgoing
from tests.sending.mailserver import ACCOUNT, PASSWORD, MailServer, mailserver
from tests.sending.provider import Provider, provider
from tests.shell.conftest import deployment, engine, house, original  # noqa: F401
from tests.shell.people import Desk, author

PHONE = "555 0100"
SITE = "http://127.0.0.1:8000"
MAILBOXES = {
    "castellan": "castellan@example.org", "reed": "post@example.org", "okafor": "overseer@example.org",
    "abara": "duty@example.org",
}  # fmt: skip
SMS = {"kind": "message", "value": "+52 656 123 4567", "safe": True}
MAIL = {"kind": "email", "value": "ana@example.org", "safe": True}
CALL = {"kind": "phone", "value": "+52 656 765 4321", "safe": True}
SHELTER = {"kind": "shelter", "value": "Casa Ejemplo", "safe": True}


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.at = dt.datetime.now(dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at

    def wait(self, **much: float) -> None:
        self.at += dt.timedelta(**much)


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory):
    with mailserver(tmp_path_factory.mktemp("mail")) as server:
        yield server


@pytest.fixture(scope="module")
def twilio():
    with provider() as stand_in:
        yield stand_in


class World:
    """What a test of sending holds in its hand."""

    def __init__(self, house: Any, mail: MailServer, twilio: Provider) -> None:
        self.house, self.mail, self.twilio = house, mail, twilio
        self.clock = Clock()
        house.clock = self.clock
        settings = Mail(
            server="localhost", port=mail.port, sender="news@agency.example", account=ACCOUNT,
            authority=str(mail.authority),
        )  # fmt: skip
        own = Messages(
            provider="twilio", account=twilio.account, sender="+12025550100", url=twilio.url, calls_from="+12025550101"
        )
        self.carriers = [Twilio(own, twilio.token, self.clock), Mailer(settings, PASSWORD, self.clock)]

    def sender(self, step: Callable[[str], None] = sending.no_step) -> Sender:
        return Sender(self.house, self.carriers, PHONE, SITE, lambda case: f"{SITE}/own/link/for-{case}", step)

    def turn(self) -> Turn:
        return self.sender().turn()

    def case(self, *ways: dict[str, Any], name: str = "Ana Inventada", counsel: bool = False) -> Desk:
        """A case with those ways to reach the person; what opening it led to for others is taken away."""
        desk = Desk(self.house).open(name).make_open_to_hearing()
        if counsel:
            desk.give("EnterAppearance", "rowan", counsel="castellan", consent=True)
        if ways:
            desk.give("PlanContact", "sloane", channels=list(ways))
        Outgoing.objects.filter(case=desk.case).delete()
        return desk

    def rows(self, desk: Desk) -> list[Outgoing]:
        return list(Outgoing.objects.filter(case=desk.case).order_by("id"))

    def messages(self, desk: Desk) -> list[tuple[str, str, str]]:
        """What the record says was sent in a case: name, way, and what became of it."""
        said = [each for each in desk.record() if each.name.startswith("message.")]
        return [(each.name, each.fields["way"], str(each.fields.get("why", ""))) for each in said]


@pytest.fixture
def world(house, mail, twilio):
    """Empty servers, an empty outbox, and the clock at now."""
    mail.taken.clear(), mail.raw.clear(), mail.treatment.clear(), mail.hosts.clear()
    twilio.messages.clear(), twilio.requests.clear(), twilio.treatment.clear()
    before = house.clock
    made = World(house, mail, twilio)
    Outgoing.objects.all().delete()
    for staff, mailbox in MAILBOXES.items():
        assert not beside.appoint(house, AddressStaff(who=author("quill"), staff=staff, email=mailbox))
    yield made
    house.clock = before


def told(desk: Desk) -> Desk:
    """A paper is prepared, of which the person is told."""
    desk.give(
        "PrepareNotice", "ferro", kind="appear", language="es", address="12 Calle Uno, Larkfield",
        court="larkfield", day="2022-03-01", time="09:00:00", signer="B. Ferro", title="Hearing clerk",
        port="Northgate", report_day="2022-03-01", report_time="04:30:00",
    )  # fmt: skip
    return desk
