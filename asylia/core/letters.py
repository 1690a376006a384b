"""Letters: who is told that something happened, in which neutral words, and how soon; one table, and nothing beside it.

A message says that there is news and where to ask, and nothing else: no name, number, fear, place or day (data.purpose,
paper.safe). Whoever adds an event that someone must hear of adds its line here; nobody calls a function to send.
"""

from collections.abc import Mapping
from typing import Literal, NamedTuple

Recipient = Literal["person", "counsel", "trusted_person", "duty_post", "asylum_duty", "overseer"]
Words = Literal["news", "call", "link", "stay", "sending_back", "duty"]

AT_ONCE, SOON, NEWS = 0, 1, 5
"""The order of sending: who is being sent back now; stays; everything else."""


class Letter(NamedTuple):
    """One line: to whom, in which words (`[message]` of a language file), in which order.

    `only` names a field of the event and what it must say, for the letter to follow.
    """

    to: Recipient
    words: Words
    rank: int = NEWS
    only: tuple[str, object] | None = None


class Failing(NamedTuple):
    """The alarm when no way is left to deliver a letter."""

    rule: str
    says: str


_NEWS = (Letter("person", "news"), Letter("counsel", "news"))
_COUNSEL = (Letter("counsel", "news"),)
_STAY = (Letter("duty_post", "stay", SOON), Letter("counsel", "news", SOON))
# A person sent to wait who did not come is first a missing person (hearing.absence-cause): told the same day.
_ABSENT = ("present", False)
_MISSING = (
    Letter("counsel", "news", SOON, _ABSENT), Letter("trusted_person", "call", SOON, _ABSENT),
    Letter("overseer", "duty", SOON, _ABSENT),
)  # fmt: skip
_SENDING_BACK = (
    Letter("duty_post", "sending_back", AT_ONCE), Letter("asylum_duty", "sending_back", AT_ONCE),
    Letter("counsel", "sending_back", AT_ONCE), Letter("overseer", "sending_back", AT_ONCE),
)  # fmt: skip

LETTERS: Mapping[str, tuple[Letter, ...]] = {
    "sending_back.said/1": _SENDING_BACK,
    "return.reported/1": (
        Letter("asylum_duty", "duty", AT_ONCE), Letter("counsel", "news", AT_ONCE), Letter("overseer", "duty", AT_ONCE),
    ),
    "fear.claimed/1": _STAY,
    "remedy.asked/1": _STAY,
    "reconsideration.asked/1": _STAY,
    "portal.link_asked/1": (Letter("person", "link", SOON),),
    "portal.asked/1": (Letter("asylum_duty", "duty"),),
    "portal.answered/1": _NEWS,
    "claim.closed/1": _NEWS,
    "withdrawal.recorded/1": _COUNSEL,
    "interview.booked/1": _NEWS,
    "interview.postponed/1": _NEWS,
    "appearance.asked/1": (Letter("person", "news"), Letter("asylum_duty", "duty")),
    "counsel.entered/2": _COUNSEL,
    "request.made/1": (Letter("asylum_duty", "duty"),),
    "request.granted/1": _NEWS,
    "request.refused/1": _NEWS,
    "evidence.filed/1": (Letter("asylum_duty", "duty"),),
    "readback.corrected/1": (Letter("asylum_duty", "duty"),),
    "evidence.accepted/1": _NEWS,
    "evidence.rejected/1": _NEWS,
    "call.signalled/1": (
        Letter("counsel", "call", SOON, ("to", "counsel")), Letter("person", "call", SOON, ("to", "client")),
    ),
    "tracing.in_touch/1": (Letter("person", "news"),),
    "counsel.refused/1": (Letter("overseer", "duty"), *_COUNSEL),
    "counsel.turned_away/1": (Letter("overseer", "duty"), *_COUNSEL),
    "readback.given/1": _COUNSEL,
    "notice.prepared/1": _NEWS,
    "notice.served/1": _COUNSEL,
    "hearing.postponed/1": _NEWS,
    "hearing.moved/1": _NEWS,
    "hearing.adjourned/1": _NEWS,
    "hearing.concluded/1": _NEWS,
    "transport.planned/1": _NEWS,
    "service.refused/1": _COUNSEL,
    "attendance.recorded/1": _MISSING,
    "absence.reported/1": (Letter("overseer", "duty", SOON), *_COUNSEL),
    "absence.reported/2": (Letter("overseer", "duty", SOON), *_COUNSEL),
    "absence.held_unexcused/1": _NEWS,
    "notice.undelivered/1": _COUNSEL,
    "record.sent/1": _COUNSEL,
    "remedy.decided/1": _NEWS,
    "reconsideration.decided/1": _NEWS,
    "port.booked/1": _NEWS,
    "port.answered/1": _COUNSEL,
    "person.returned/1": _COUNSEL,
    "placement.ended/1": _NEWS,
    "case.closed/1": _NEWS,
}  # fmt: skip
"""Event by its stored name -> the letters that follow from it. An event that is not here tells nobody."""

_NOTICE = Failing("notice.served", "No message about a notice could be delivered.")
_FAILING: Mapping[str, Failing] = {
    "sending_back.said/1": Failing("fear.stay", "A desk could not be told that someone is being sent back."),
    "fear.claimed/1": Failing("fear.stay-delivered", "A stay could not be sent to a duty post."),
    "remedy.asked/1": Failing("fear.stay-delivered", "A stay could not be sent to a duty post."),
    "reconsideration.asked/1": Failing("fear.stay-delivered", "A stay could not be sent to a duty post."),
    "notice.prepared/1": _NOTICE,
    "hearing.postponed/1": _NOTICE,
    "hearing.moved/1": _NOTICE,
}


def alarm_of(about: str, to: Recipient) -> Failing | None:
    """The alarm when a letter about that event reached its recipient by no way; None where a clerk's list is enough.

    Counsel who cannot be reached is a task for the clerk; a person, or a desk that must act, is an alarm.
    """
    return _FAILING.get(about) if to in ("person", "duty_post", "asylum_duty") else None
