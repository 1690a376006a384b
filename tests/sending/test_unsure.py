"""Nothing twice, nothing lost: killed at every step, silence in place of an answer, two senders at once."""

import socket
import threading
from collections import Counter

import pytest

from asylia.ledger import AtWork
from asylia.sending.twilio import TIMEOUT
from asylia.sending.verbs import alone
from asylia.shell.models import Outgoing
from tests.sending.conftest import MAIL, SMS, told

STEPS = (
    "before the try is recorded", "after the try is recorded", "before it is handed over", "after it is handed over",
    "after it is recorded as sent",
)  # fmt: skip


class KilledError(BaseException):
    """The process ends here: nothing after it is done, and what was not committed is gone."""


def killed_at(step: str):
    def end(name: str) -> None:
        if name == step:
            raise KilledError

    return end


def settle(world) -> None:
    """Turns, a minute apart, until nothing is left to do."""
    for _ in range(8):
        world.clock.wait(seconds=61)
        world.turn()


@pytest.mark.parametrize("step", STEPS)
def test_a_message_is_sent_once_wherever_the_sender_was_killed(world, step):
    """After a crash the provider's list is asked before anything is sent again: exactly one, at every step."""
    desk = told(world.case(SMS))
    with pytest.raises(KilledError):
        world.sender(killed_at(step)).turn()
    settle(world)
    assert len(world.twilio.messages) == 1
    assert world.messages(desk) == [("message.tried/1", "message", ""), ("message.sent/1", "message", "")]
    assert [each.reference for each in world.rows(desk)] == [world.twilio.messages[0]["sid"]]


@pytest.mark.parametrize("step", STEPS)
def test_a_mail_is_sent_again_only_between_its_last_line_and_our_note_and_under_the_same_id(world, step):
    """A mail server has no list: at least once, under one Message-ID, by which mailboxes know a copy."""
    desk = told(world.case(MAIL))
    with pytest.raises(KilledError):
        world.sender(killed_at(step)).turn()
    settle(world)
    assert len(world.mail.taken) == (2 if step == "after it is handed over" else 1)
    assert len({mail["Message-ID"] for _, mail in world.mail.taken}) == 1
    assert [name for name, *_ in world.messages(desk)] == ["message.tried/1", "message.sent/1"]


@pytest.mark.parametrize(
    ("how", "accepted"), [("silence", True), ("broken", True), ("down", False), ("slow", True), ("elsewhere", False)]
)
def test_where_the_provider_does_not_answer_its_list_is_asked_first(world, monkeypatch, how, accepted):
    """Nothing is sent again within a minute; then the list says whether it was accepted."""
    monkeypatch.setattr("asylia.sending.twilio.TIMEOUT", 0.5 if how == "slow" else TIMEOUT)
    desk = told(world.case(SMS))
    world.twilio.next(how)
    assert world.turn().later == 1
    assert world.rows(desk)[0].unsure
    assert len(world.twilio.messages) == accepted
    world.clock.wait(seconds=30)
    assert not any(world.turn())
    world.clock.wait(seconds=31)
    assert world.turn().sent == 1
    assert len(world.twilio.messages) == 1
    assert [each[0].split()[0] for each in world.twilio.requests] == ["POST", "GET"] + ([] if accepted else ["POST"])


def test_a_list_of_many_pages_is_read_to_the_message_and_not_past_it(world, monkeypatch):
    """What is known belongs to other messages; the one that no record knows is ours."""
    monkeypatch.setattr("asylia.sending.twilio.PAGE", 2)
    for _ in range(5):
        told(world.case(SMS))
    assert world.turn().sent == 5
    last = told(world.case(SMS))
    world.twilio.next("silence")
    world.turn()
    for _ in range(3):
        told(world.case(SMS))
    world.turn()
    settle(world)
    assert len(world.twilio.messages) == 9
    references = [each.reference for each in Outgoing.objects.all()]
    assert len(set(references)) == 9
    assert world.rows(last)[0].reference == world.twilio.messages[5]["sid"]
    assert sum(each[0].startswith("GET") for each in world.twilio.requests) > 1


def test_while_the_list_cannot_be_asked_nothing_is_sent(world):
    """Better late than twice."""
    told(world.case(SMS))
    world.twilio.next("silence")
    world.turn()
    good, world.twilio.token = world.twilio.token, "changed"
    settle(world)
    assert len(world.twilio.messages) == 1
    world.twilio.token = good
    world.clock.wait(hours=5)
    assert world.turn().sent == 1
    assert len(world.twilio.messages) == 1


def test_a_mail_server_that_falls_silent_after_the_last_line_gets_the_same_id_again(world):
    """Unsure, not refused: the copy has the Message-ID of the first."""
    told(world.case(MAIL))
    world.mail.next("silence")
    assert world.turn().later == 1
    settle(world)
    assert len(world.mail.taken) == 2
    assert len({mail["Message-ID"] for _, mail in world.mail.taken}) == 1


def test_what_is_certainly_not_taken_over_is_tried_again_without_asking(world):
    """429 and 4xx of our own account: the next turn sends."""
    desk = told(world.case(SMS))
    world.twilio.next("busy")
    assert world.turn().later == 1
    assert not world.rows(desk)[0].unsure
    settle(world)
    assert len(world.twilio.messages) == 1
    assert not any(each[0].startswith("GET") for each in world.twilio.requests)


def test_a_second_sender_does_nothing_while_one_is_at_work(world):
    """One lease a record: an advisory lock on PostgreSQL, a locked file beside SQLite's."""
    told(world.case(SMS))

    def while_sending():
        with pytest.raises(AtWork, match="another sender is at work"):
            alone(world.house, world.turn)
        return world.turn()

    assert alone(world.house, while_sending).sent == 1
    assert len(world.twilio.messages) == 1


def test_two_senders_without_a_lease_send_no_message_twice(world):
    """Were the lease to fail, the record itself refuses the second try (procedure.once)."""
    desks = [told(world.case(SMS if number % 2 else MAIL)) for number in range(12)]
    ready, failed = threading.Barrier(3), []

    def sends():
        from django.db import connection  # noqa: PLC0415

        try:
            ready.wait()
            for _ in range(3):
                world.sender().turn()
        except BaseException as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=sends) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failed == []
    assert len(world.twilio.messages) == len(world.mail.taken) == 6
    for desk in desks:
        assert Counter(name for name, *_ in world.messages(desk)) == {"message.tried/1": 1, "message.sent/1": 1}


def test_nothing_is_connected_to_but_the_configured_addresses(world, monkeypatch):
    """Neither a redirect, nor a proxy of the environment, nor a page elsewhere is followed."""
    asked, resolve = set(), socket.getaddrinfo

    def noted(host, *more, **named):
        asked.add(host)
        return resolve(host, *more, **named)

    monkeypatch.setattr(socket, "getaddrinfo", noted)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://elsewhere.example:1")
    told(world.case(SMS, counsel=True))
    world.twilio.next("elsewhere")
    world.turn()
    settle(world)
    assert len(world.twilio.messages) == len(world.mail.taken) == 1
    assert asked == {"localhost", "127.0.0.1"}


def test_a_mailbox_in_another_script_is_mailed_to(world):
    """SMTPUTF8 (RFC 6531), where the server offers it."""
    told(world.case({**MAIL, "value": "ñandú@correo.example"}))
    assert world.turn().sent == 1
    assert world.mail.taken[0][0] == "ñandú@correo.example"
