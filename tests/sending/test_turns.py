"""One turn over the outbox: who is told, by which way, in which order and words, and what the record says of it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from asylia.accounts.own_pages import ask_link
from asylia.caseload.projection import case_number
from asylia.core.alarms import alarms
from asylia.shell.models import Outgoing
from tests.sending.conftest import CALL, MAIL, MAILBOXES, SHELTER, SMS, told
from tests.sending.mailserver import GONE
from tests.sending.provider import STOPPED
from tests.shell.erased import erase


def booked(desk):
    """A port appointment is given, of which the person is told."""
    desk.give("BookPort", "ferro", port="Northgate", appointment=(desk.at + dt.timedelta(hours=20)).isoformat())


NEWS = "Hay noticias para usted. Entre en su página o llame al 555 0100. Nunca pedimos dinero ni claves."


def test_a_paper_is_told_to_the_person_and_to_counsel_once(world):
    """The person in their language by the way they called safe, counsel by mail; a second turn sends nothing."""
    desk = told(world.case(SMS, counsel=True))
    assert world.turn().sent == 2
    (message,) = world.twilio.messages
    assert (message["to"], message["body"]) == ("+526561234567", NEWS)
    ((to, mail),) = world.mail.taken
    assert to == MAILBOXES["castellan"]
    assert mail["Subject"] == "A message for you"
    assert mail.get_content().strip() == (
        "You have news. Sign in or call 555 0100. We never ask for money or a password."
    )
    assert sorted(world.messages(desk)) == [
        ("message.sent/1", "email", ""), ("message.sent/1", "message", ""),
        ("message.tried/1", "email", ""), ("message.tried/1", "message", ""),
    ]  # fmt: skip
    assert not any(world.turn())
    assert len(world.twilio.messages) == len(world.mail.taken) == 1


def test_three_things_that_happen_before_it_goes_are_one_message(world):
    """The words are the same: nobody's telephone rings three times, and the notice is what it tells of."""
    desk = told(world.case(SMS))
    desk.give("PostponeHearing", "ferro", hearing=1, reason="Closed.")
    booked(desk)
    (row,) = [each for each in world.rows(desk) if each.to == "person"]
    assert row.about == "hearing.postponed/1"
    world.turn()
    assert len(world.twilio.messages) == 1


def test_who_is_being_sent_back_comes_first_then_stays_then_news(world):
    """Stays and *They are sending me back now* go before everything else, whenever they came in."""
    news, stay, now = world.case(MAIL), world.case(), world.case()
    told(news)
    stay.give("ReportFear", "sloane", words="Tengo miedo de otra cosa.", language="es", new_facts=True)
    now.give("ReportSendingBack", "anyone", words="Nos suben a un autobús.")
    urgent = {each.to for each in world.rows(now) if each.words == "sending_back"}
    assert urgent == {"duty_post", "asylum_duty", "overseer"}
    assert world.turn().sent == 5
    said = [mail.get_content().split()[0] for _, mail in world.mail.taken]
    assert said == ["Urgent."] * 3 + ["A", "Hay"]


def test_a_stay_reaches_the_post_of_the_case_and_nobody_is_told_of_what_they_did(world):
    """fear.stay-delivered: sent at once to the duty post at the place; counsel who asked is not told that they did."""
    desk = world.case(counsel=True)
    desk.give("ReportFear", "castellan", words="Tiene miedo.", language="es", new_facts=True)
    assert [(each.to, each.staff, each.words) for each in world.rows(desk)] == [("duty_post", "reed", "stay")]
    world.turn()
    assert [to for to, _ in world.mail.taken] == [MAILBOXES["reed"]]


@pytest.mark.parametrize(
    "way",
    [{**SMS, "safe": False}, {**SMS, "lost": True}, SHELTER, {**SMS, "kind": "trusted_person"}],
    ids=["unsafe", "lost", "shelter", "trusted person"],
)
def test_no_message_is_left_where_none_may_be(world, way):
    """Dangers are respected: without a safe way the message is a clerk's work, and a person reached ends it."""
    desk = told(world.case(way))
    assert world.turn().by_hand == 1
    assert (world.twilio.messages, world.mail.taken) == ([], [])
    assert [each.state for each in world.rows(desk)] == ["by_hand"]
    assert world.messages(desk) == []
    desk.give("ReportContactTried", "ferro", channel="shelter", reached=False)
    assert [each.state for each in world.rows(desk)] == ["by_hand"]
    desk.give("ReportContactTried", "ferro", channel="shelter", reached=True)
    assert [each.state for each in world.rows(desk)] == ["told"]


@pytest.mark.parametrize(("first", "last"), [("17:00", "19:30"), ("22:00", "01:00")])
def test_preferred_hours_are_kept_by_the_clock_of_the_place(world, first, last):
    """A message waits for the hours that the person named, past midnight too."""
    desk = told(world.case({**SMS, "from_time": f"{first}:00", "until_time": f"{last}:00"}))
    zone = ZoneInfo(desk.file.zone)
    day = world.clock.at.astimezone(zone).date() + dt.timedelta(days=1)
    world.clock.at = dt.datetime.combine(day, dt.time(12), zone).astimezone(dt.UTC)
    assert world.turn().later == 1
    assert not any(world.turn())
    opens = world.rows(desk)[0].next.astimezone(zone)
    assert (f"{opens:%H:%M}", opens.date()) == (first, day)
    world.clock.at = opens.astimezone(dt.UTC) - dt.timedelta(seconds=1)
    assert not any(world.turn())
    world.clock.at = opens.astimezone(dt.UTC)
    assert world.turn().sent == 1


def test_another_safe_way_whose_hour_it_is_goes_before_waiting(world):
    """The plan's order holds among the ways that are open now."""
    local = world.clock.at.astimezone(ZoneInfo("America/Chicago"))
    later = {
        "from_time": f"{(local + dt.timedelta(hours=2)):%H}:00:00",
        "until_time": f"{(local + dt.timedelta(hours=3)):%H}:00:00",
    }
    told(world.case({**SMS, **later}, MAIL))
    assert world.turn().sent == 1
    assert [to for to, _ in world.mail.taken] == [MAIL["value"]]


def test_a_mailbox_that_is_gone_is_followed_by_the_next_way(world):
    """A refusal for good ends that way, is an event, and the next safe way is used."""
    desk = told(world.case({**MAIL, "value": GONE}, SMS))
    assert world.turn().failed == 1
    assert world.turn().sent == 1
    assert world.messages(desk) == [
        ("message.tried/1", "email", ""), ("message.failed/1", "email", "550 5.1.1"),
        ("message.tried/1", "message", ""), ("message.sent/1", "message", ""),
    ]  # fmt: skip
    assert not [each for each in desk.file.signs if each.rule == "notice.served"]


def test_a_notice_that_no_message_can_tell_of_alarms(world):
    """notice.served: bounce handling: an undelivered notice message alarms, and stands in the clerk's list."""
    desk = told(world.case({**SMS, "value": STOPPED}))
    assert world.turn().failed == 1
    assert world.messages(desk)[-1] == ("message.failed/1", "message", "21610")
    assert [each.state for each in world.rows(desk)] == ["undelivered"]
    raised = {each.rule for each in alarms(desk.file, world.house.regime(desk.file.regime), world.clock.at)}
    assert "notice.served" in raised


def test_a_server_that_is_busy_is_asked_again_later_and_later(world):
    """Backoff with jitter, certain that nothing was taken over; after twelve tries it is given up, and said."""
    desk = told(world.case(MAIL))
    world.mail.next(*["450 4.2.0 ana@example.org: try later"] * 12)
    pauses = []
    for tries in range(1, 12):
        assert world.turn().later == 1
        (row,) = world.rows(desk)
        assert (row.tries, row.unsure, row.state) == (tries, False, "trying")
        pauses.append((row.next - world.clock.at).total_seconds() / min(60 * 2 ** (tries - 1), 14400))
        assert not any(world.turn())
        world.clock.at = row.next
    assert all(0.75 <= each <= 1.25 for each in pauses)
    assert len({round(each, 3) for each in pauses}) > 3
    assert world.turn().failed == 1
    assert [name for name, *_ in world.messages(desk)] == ["message.tried/1", "message.failed/1"], "one try, one end"
    assert world.messages(desk)[-1][2] == "given up, 450 4.2.0"
    assert world.mail.taken == []


@pytest.mark.parametrize("changed", ["unsafe", "lost", "another number", "night"])
def test_what_is_tried_again_is_asked_again_whether_it_is_safe(world, changed):
    """Between two tries a telephone can be stolen, called unsafe, changed, or it is no longer the hour."""
    desk = told(world.case(MAIL))
    world.mail.next("450 4.2.0 later")
    assert world.turn().later == 1
    now = world.clock.at.astimezone(ZoneInfo(desk.file.zone))
    hours = [f"{now + dt.timedelta(hours=ahead):%H}:00:00" for ahead in (3, 5)]
    plan = {
        "unsafe": {**MAIL, "safe": False}, "lost": {**MAIL, "lost": True},
        "another number": {**MAIL, "value": "other@example.org"},
        "night": {**MAIL, "from_time": hours[0], "until_time": hours[1]},
    }[changed]  # fmt: skip
    desk.give("PlanContact", "ferro", channels=[plan])
    world.clock.wait(minutes=10)
    turn = world.turn()
    assert world.mail.taken == []
    if changed == "night":
        assert turn.later == 1
        world.clock.at = world.rows(desk)[0].next
        assert world.turn().sent == 1
    else:
        assert turn.failed == 1
        assert world.messages(desk)[-1] == ("message.failed/1", "email", "no longer safe")


def test_a_call_says_first_that_a_machine_calls_and_only_in_a_language_that_a_voice_speaks(world):
    """Never machine speech passed off as a person, and none in a language it does not speak: a person calls."""
    told(world.case(CALL))
    assert world.turn().sent == 1
    (call,) = world.twilio.messages
    assert call["to"] == "+526567654321"
    assert '<Say language="es-MX">Le llama una máquina. Hay noticias' in call["twiml"]
    other = world.case(CALL)
    other.give("RecordLanguage", "sloane", languages=["quc"], best="quc", how="said_back")
    booked(other)
    assert world.turn().by_hand == 1
    both = world.case(CALL)
    both.give("RecordLanguage", "sloane", languages=["quc", "es"], best="quc", how="said_back")
    booked(both)
    assert world.turn().sent == 1
    assert "es-MX" in world.twilio.messages[1]["twiml"]


def test_a_link_is_sent_by_a_safe_way_and_stands_in_no_event(world):
    """Asked for by case number, made when it is sent, never read aloud; neither record nor outbox holds it."""
    desk = world.case(CALL, SMS)
    desk.give("GiveAccess", "ferro", how="told")
    ask_link(case_number(desk.file), world.clock())
    ask_link("2022-NOBODY", world.clock())
    assert world.turn().sent == 1
    (message,) = world.twilio.messages
    assert f"/own/link/for-{desk.case}" in message["body"]
    assert not any("for-" in str(each.fields) for each in desk.record())


def test_a_signal_to_call_goes_to_whom_it_is_for(world):
    """contact.family-counsel: counsel, or the client, is asked to call; the other is not."""
    for to, receiver in (("client", "person"), ("counsel", "counsel")):
        desk = world.case(SMS, counsel=True)
        desk.give("SignalCall", "rowan", to=to)
        assert [(each.to, each.words) for each in world.rows(desk)] == [(receiver, "call")]


def test_who_came_is_not_missing_and_who_did_not_is_told_of_the_same_day(world):
    """hearing.absence-cause: counsel, the trusted person and oversight; nobody where the person was there."""
    aunt = {"kind": "trusted_person", "value": "+1 202 555 0177", "safe": True}
    for present, told_of in ((True, set()), (False, {"counsel", "trusted_person", "overseer"})):
        desk = told(world.case(aunt, counsel=True))
        Outgoing.objects.filter(case=desk.case).delete()
        desk.give("RecordAttendance", "ferro", hearing=1, present=present)
        assert {each.to for each in world.rows(desk)} == told_of
    world.turn()
    assert [each["to"] for each in world.twilio.messages] == ["+12025550177"]
    assert world.twilio.messages[0]["body"] == "Por favor, llame al 555 0100."


def test_an_erased_or_unknown_case_is_told_to_nobody(world):
    """What is erased reaches nobody: the row is taken away."""
    desk = told(world.case(SMS))
    Outgoing.objects.filter(case=desk.case).update(case="no-such-case")
    assert not any(world.turn())
    assert Outgoing.objects.count() == 0


def test_an_erasure_takes_what_was_to_be_told(world):
    """record.erasable: nothing of an erased case is left to send."""
    desk = told(world.case(SMS))
    assert world.rows(desk)
    erase(world.house, desk.file.person)
    assert world.rows(desk) == []
    assert not any(world.turn())


def test_a_fault_in_one_message_keeps_no_other(world, monkeypatch):
    """It is counted and tried again in an hour; the rest goes out."""
    bad, good = told(world.case(SMS)), told(world.case(MAIL))
    monkeypatch.setattr(world.carriers[0], "send", lambda *_: dict[str, str]()["fault"])
    turn = world.turn()
    assert (turn.sent, turn.faults) == (1, 1)
    assert [each.state for each in world.rows(good)] == ["sent"]
    monkeypatch.undo()
    world.clock.wait(hours=2)
    assert world.turn().sent == 1
    assert len(world.twilio.messages) == 1
    assert world.messages(bad)[-1][0] == "message.sent/1"


def test_staff_without_an_address_is_counted_and_is_no_alarm(world):
    """Their desk's own pages show what waits."""
    desk = world.case()
    desk.give("ReportCounselTurnedAway", "anyone", says="At the gate.")
    Outgoing.objects.update(staff="moyo")
    world.turn()
    assert {each.state for each in world.rows(desk)} == {"no_address"}
    assert world.messages(desk) == []
