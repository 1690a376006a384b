"""Delivery reports are events: signed callbacks and returned mail, each recorded once; none undoes an arrival."""

import pytest

from asylia.sending.reports import bounced, called
from asylia.sending.twilio import signature_of
from tests.sending.conftest import CALL, MAIL, SITE, SMS, told


def report(world, row, form, signature):
    return called(world.house, row.pk, f"{SITE}/messages/report/{row.pk}", form, signature, world.carriers)


@pytest.fixture
def sent(world):
    """A message that went out."""
    desk = told(world.case(SMS, MAIL))
    assert world.turn().sent == 1
    return desk


def names(world, desk):
    return [name for name, *_ in world.messages(desk)]


def test_what_twilio_signs_is_what_its_documentation_shows():
    """The example that its documentation has carried for years, to the letter."""
    form = {
        "CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
        "To": "+18005551212",
    }  # fmt: skip
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert signature_of("12345", url, form) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_a_delivery_is_recorded_once_however_often_it_is_reported(world, sent):
    """queued, sent, delivered, and again; out of order too."""
    (row,), (message,) = world.rows(sent), world.twilio.messages
    for status in ("queued", "delivered", "sent", "delivered", "failed"):
        assert report(world, row, *world.twilio.callback(message, status))
        (row,) = world.rows(sent)
    assert names(world, sent) == ["message.tried/1", "message.sent/1", "message.delivered/1"]
    assert row.state == "delivered"
    assert sent.file.contact.last_reached is None, "that it arrived is not that the person was reached"


def test_what_did_not_arrive_goes_by_the_next_way_and_alarms_where_there_is_none(world, sent):
    """undelivered, with the provider's code; the mailbox is next; when that fails too, notice.served alarms."""
    (row,), (message,) = world.rows(sent), world.twilio.messages
    assert report(world, row, *world.twilio.callback(message, "undelivered", "30003"))
    assert world.messages(sent)[-1] == ("message.failed/1", "message", "undelivered 30003")
    assert world.turn().sent == 1
    assert bounced(world.house, returned(world.mail.raw[-1]), world.carriers)
    assert world.messages(sent)[-1] == ("message.failed/1", "email", "5.1.1")
    assert [each.rule for each in sent.file.signs if each.rule == "notice.served"] == ["notice.served"]


def test_a_callback_settles_a_message_of_which_nobody_knew(world):
    """Cut off before the answer, the report says that it was accepted: it is not sent again."""
    desk = told(world.case(SMS))
    world.twilio.next("silence")
    world.turn()
    (row,), (message,) = world.rows(desk), world.twilio.messages
    assert report(world, row, *world.twilio.callback(message, "delivered"))
    world.clock.wait(minutes=5)
    assert not any(world.turn())
    assert len(world.twilio.messages) == 1
    assert names(world, desk) == ["message.tried/1", "message.sent/1", "message.delivered/1"]


@pytest.mark.parametrize("spoilt", ["signature", "field", "address"])
def test_what_is_not_signed_by_the_provider_is_nothing(world, sent, spoilt):
    """A changed field, another address, a made-up signature: nothing is recorded."""
    (row,), (message,) = world.rows(sent), world.twilio.messages
    form, signature = world.twilio.callback(message, "sent")
    if spoilt == "signature":
        signature = "A" + signature[1:]
    elif spoilt == "field":
        form["MessageStatus"] = "delivered"
    url = f"{SITE}/messages/report/{row.pk}{'1' if spoilt == 'address' else ''}"
    assert not called(world.house, row.pk, url, form, signature, world.carriers)
    assert names(world, sent) == ["message.tried/1", "message.sent/1"]


def test_a_report_about_another_message_changes_nothing(world, sent):
    """The reference must be the row's own."""
    other = told(world.case(SMS))
    world.turn()
    (row,) = world.rows(sent)
    theirs = {**world.twilio.messages[1], "callback": f"{SITE}/messages/report/{row.pk}"}
    assert report(world, row, *world.twilio.callback(theirs, "delivered"))
    assert "message.delivered/1" not in [*names(world, sent), *names(world, other)]
    assert called(world.house, 10**9, "x", {}, signature_of(world.twilio.token, "x", {}), world.carriers)


@pytest.mark.parametrize(("status", "name"), [("completed", "message.delivered/1"), ("no-answer", "message.failed/1")])
def test_what_became_of_a_call(world, status, name):
    """A call that nobody takes is a task for a person."""
    desk = told(world.case(CALL))
    world.turn()
    (row,), (call,) = world.rows(desk), world.twilio.messages
    assert report(world, row, *world.twilio.callback(call, status))
    assert names(world, desk)[-1] == name


def returned(sent: bytes, *, action: str = "failed", spoil: bool = False) -> bytes:
    """A returned mail as RFC 3464 has it: words, the delivery status, the headers of what was sent."""
    headers = sent.split(b"\r\n\r\n")[0].decode()
    if spoil:
        at = headers.index("@agency.example>")
        headers = f"{headers[: at - 1]}{'0' if headers[at - 1] != '0' else '1'}{headers[at:]}"
    status = f"Final-Recipient: rfc822; ana@example.org\nAction: {action}\nStatus: 5.1.1\n"
    text = (
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n'
        "From: MAILER-DAEMON@example.org\nSubject: Undelivered Mail Returned to Sender\n\n"
        "--b\nContent-Type: text/plain\n\nIt came back.\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n{status}\n"
        f"--b\nContent-Type: text/rfc822-headers\n\n{headers}\n--b--\n"
    )
    return text.encode()


@pytest.mark.parametrize(("action", "spoil"), [("delayed", False), ("failed", True)])
def test_mail_that_is_only_late_or_that_somebody_made_up_is_not_taken(world, action, spoil):
    """Anyone can write to the mailbox of returns; only who was sent the message knows its id."""
    desk = told(world.case(MAIL))
    world.turn()
    assert not bounced(world.house, returned(world.mail.raw[-1], action=action, spoil=spoil), world.carriers)
    assert not bounced(world.house, b"Subject: hello\n\nbuy this", world.carriers)
    assert names(world, desk) == ["message.tried/1", "message.sent/1"]
