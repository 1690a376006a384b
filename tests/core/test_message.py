"""Messages: what the system sent stands on the record, once by each way, and a notice that reaches nobody alarms."""

import pytest

from asylia.core.codec import EVENTS
from asylia.core.letters import LETTERS, alarm_of
from asylia.core.rules import RULES
from tests.core.build import opened


def test_every_letter_follows_from_an_event_that_there_is() -> None:
    """A line about an event that no longer exists would tell nobody, in silence."""
    assert set(LETTERS) <= set(EVENTS)
    for name, letters in LETTERS.items():
        assert all(each.only is None or each.only[0] in EVENTS[name].__struct_fields__ for each in letters)
    for name, letters in LETTERS.items():
        assert all((alarm := alarm_of(name, each.to)) is None or alarm.rule in RULES for each in letters)


def test_nobody_is_told_of_what_a_sheet_must_not_say() -> None:
    """share.never-feared-state: no recipient of a letter is a state, a consulate or a border desk."""
    told = {each.to for letters in LETTERS.values() for each in letters}
    assert told == {"person", "counsel", "trusted_person", "duty_post", "asylum_duty", "overseer"}


def test_procedure_once_a_message_is_tried_once_by_each_way() -> None:
    """procedure.once: two senders at once never send twice: the second try of the same message is refused (house)."""
    case = opened().do("TryMessage")
    case.refuses("procedure.once", "TryMessage").allows("TryMessage", way="email", address="ana@example.org")
    case.do("ReportMessageFailed", last=False).refuses("procedure.once", "TryMessage")


def test_contact_reachable_what_became_of_a_message() -> None:
    """contact.reachable: sent and delivered stand apart, and neither is the person reached (S1)."""
    case = opened().do("TryMessage").do("ReportMessageSent")
    (message,) = case.file.contact.messages
    assert (message.sent is None, message.delivered, message.reference) == (False, None, "SM1")
    (message,) = case.do("ReportMessageDelivered").file.contact.messages
    assert message.delivered is not None
    assert case.file.contact.last_reached is None


@pytest.mark.parametrize(
    ("about", "to", "rule"),
    [
        ("notice.prepared/1", "person", "notice.served"), ("hearing.postponed/1", "person", "notice.served"),
        ("fear.claimed/1", "duty_post", "fear.stay-delivered"), ("sending_back.said/1", "asylum_duty", "fear.stay"),
        ("notice.prepared/1", "counsel", ""), ("interview.booked/1", "person", ""),
    ],
)  # fmt: skip
def test_notice_served_a_notice_that_no_message_tells_of_alarms(about: str, to: str, rule: str) -> None:
    """notice.served: an undelivered notice message alarms when no way is left; so does a stay (S1; S4)."""
    case = opened().do("TryMessage", about=about, to=to).do("ReportMessageFailed", last=False)
    assert not case.file.signs
    signs = case.do("ReportMessageFailed").file.signs
    assert [each.rule for each in signs] == ([rule] if rule else [])


def test_procedure_closed_people_are_told_that_a_case_has_ended() -> None:
    """procedure.closed: telling goes on when a case has ended (house)."""
    opened().do("CloseCase").allows("TryMessage")


def test_a_report_about_an_unknown_message_changes_nothing() -> None:
    """A provider may report what this record never sent; it is recorded and means nothing."""
    case = opened()
    assert case.do("ReportMessageDelivered", message="99.1").file.contact.messages == ()
