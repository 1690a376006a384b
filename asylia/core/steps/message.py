"""Message: what the system itself sent about a case, to whom, by which way, and what became of it."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Message, with_sign
from asylia.core.letters import Recipient, Words, alarm_of

Way = Literal["message", "email", "phone"]


class MessageAct(Act, frozen=True, kw_only=True):
    """An act of this step; `message` is its id in the case: the version it tells of and a number."""

    message: str


class TryMessage(MessageAct, frozen=True, kw_only=True):
    """Say, before it is done, that a message is being sent by one way; refused where a try stands unanswered.

    `about` is the event that it tells of, `staff` the member of staff it goes to, empty for the person or theirs.
    """

    about: str
    to: Recipient
    way: Way
    address: str
    words: Words
    language: str
    staff: str = ""


class MessageReport(Report, frozen=True, kw_only=True):
    """A report of this step, by the system, of what a mail server or a provider said."""

    message: str
    way: Way


class ReportMessageSent(MessageReport, frozen=True, kw_only=True):
    """Whoever carries it has taken it over; `reference` is their name for it."""

    reference: str = ""


class ReportMessageDelivered(MessageReport, frozen=True, kw_only=True):
    """It arrived at the address. It proves no service, and not that the person was reached."""

    reference: str = ""


class ReportMessageFailed(MessageReport, frozen=True, kw_only=True):
    """It did not arrive, as a code says why; `last`: no other way is left that a machine may use."""

    why: str
    last: bool


MessageCommand: TypeAlias = TryMessage | ReportMessageSent | ReportMessageDelivered | ReportMessageFailed


class MessageEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""

    message: str
    way: Way


class MessageTried(MessageEvent, frozen=True, kw_only=True, tag="message.tried/1"):
    """A message was about to be sent."""

    about: str
    to: Recipient
    staff: str
    address: str
    words: Words
    language: str


class MessageSent(MessageEvent, frozen=True, kw_only=True, tag="message.sent/1"):
    """A message was taken over by whoever carries it."""

    reference: str


class MessageDelivered(MessageEvent, frozen=True, kw_only=True, tag="message.delivered/1"):
    """A message arrived."""

    reference: str


class MessageFailed(MessageEvent, frozen=True, kw_only=True, tag="message.failed/1"):
    """A message did not arrive."""

    why: str
    last: bool


MessageEvents: TypeAlias = MessageTried | MessageSent | MessageDelivered | MessageFailed


def decide(file: CaseFile, command: MessageCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about a message leads to."""
    who, message, way = command.who, command.message, command.way
    match command:
        case TryMessage():
            rules.require(
                file.contact.message(message, way) is None,
                "procedure.once",
                "this message was tried by this way already",
            )
            return rules.outcome(
                MessageTried(
                    who=who, message=message, way=way, about=command.about, to=command.to, staff=command.staff,
                    address=command.address, words=command.words, language=command.language,
                )
            )  # fmt: skip
        case ReportMessageSent():
            return rules.outcome(MessageSent(who=who, message=message, way=way, reference=command.reference))
        case ReportMessageDelivered():
            return rules.outcome(MessageDelivered(who=who, message=message, way=way, reference=command.reference))
        case ReportMessageFailed():
            return rules.outcome(MessageFailed(who=who, message=message, way=way, why=command.why, last=command.last))
        case _:
            assert_never(command)


def evolve(file: CaseFile, event: MessageEvents) -> CaseFile:
    """The case file after an event of this step."""
    contact = file.contact
    if isinstance(event, MessageTried):
        tried = Message(
            id=event.message, way=event.way, about=event.about, to=event.to, staff=event.staff, address=event.address,
            words=event.words, tried=event.who.at,
        )  # fmt: skip
        return replace(file, contact=replace(contact, messages=(*contact.messages, tried)))
    known = contact.message(event.message, event.way)
    if known is None:
        return file
    match event:
        case MessageSent():
            known = replace(known, sent=event.who.at, reference=event.reference)
        case MessageDelivered():
            known = replace(known, delivered=event.who.at, reference=event.reference or known.reference, failed="")
        case MessageFailed():
            known = replace(known, failed=event.why, last=event.last)
        case _:
            assert_never(event)
    messages = tuple(known if (each.id, each.way) == (known.id, known.way) else each for each in contact.messages)
    file = replace(file, contact=replace(contact, messages=messages))
    if isinstance(event, MessageFailed) and event.last and (alarm := alarm_of(known.about, known.to)) is not None:
        return with_sign(file, alarm.rule, alarm.says, event.who)
    return file
