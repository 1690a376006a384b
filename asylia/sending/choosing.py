"""Choosing: by which way someone is told now, if by any; a message is never left where the person called it unsafe."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal, NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from asylia.core.facts import Staff
from asylia.core.file import CaseFile, Channel
from asylia.core.steps.message import Way
from asylia.sending.carrying import Carrier
from asylia.shell.numbers import mailbox_of, number_of

SENT: dict[str, Way] = {"message": "message", "email": "email", "phone": "phone"}


class To(NamedTuple):
    """Send it now: by which way, through whom, to which address."""

    way: Way
    carrier: Carrier
    address: str


class Wait(NamedTuple):
    """Not now: from this moment (UTC) on the person can be told."""

    until: dt.datetime


Nobody: TypeAlias = Literal["by_hand", "no_address"]


def for_person(
    file: CaseFile, tried: Sequence[Way], language: str, carriers: Sequence[Carrier], now: dt.datetime
) -> To | Wait | Nobody:
    """The first way of the plan that is safe and whose hour it is; else when one opens; else by hand."""
    ways = [(each, (SENT[each.kind],)) for each in file.contact.channels if each.kind in SENT]
    return _first(ways, file, tried, language, carriers, now)


def for_trusted(
    file: CaseFile, tried: Sequence[Way], language: str, carriers: Sequence[Carrier], now: dt.datetime
) -> To | Wait | Nobody:
    """The trusted person, where a message may be left with them and they are known by a number or mailbox alone."""
    trusted = [each for each in file.contact.channels if each.kind == "trusted_person"]
    return _first([(each, ("message", "email")) for each in trusted], file, tried, language, carriers, now)


def _first(  # noqa: PLR0917 (what the choice rests on)
    ways: Sequence[tuple[Channel, tuple[Way, ...]]], file: CaseFile, tried: Sequence[Way], language: str,
    carriers: Sequence[Carrier], now: dt.datetime,
) -> To | Wait | Nobody:  # fmt: skip
    opens: list[dt.datetime] = []
    for channel, possible in ways:
        found = _usable(channel, possible, tried, language, carriers)
        if found is None:
            continue
        at = opening(channel, ZoneInfo(file.zone), now)
        if at <= now:
            return found
        opens.append(at)
    return Wait(min(opens)) if opens else "by_hand"


def for_staff(staff: Staff, tried: Sequence[Way], carriers: Sequence[Carrier], *, urgent: bool) -> To | Nobody:
    """A member of staff: by mail, or by message where there is no mailbox; by message first where it cannot wait."""
    order: tuple[tuple[Way, str], ...] = (("email", staff.email), ("message", staff.number))
    for way, value in order[::-1] if urgent else order:
        address = address_of(way, value) if value else ""
        carrier = _carrier(way, "en", carriers)
        if address and carrier and way not in tried:
            return To(way, carrier, address)
    return "no_address"


def still_open(file: CaseFile, way: Way, address: str, now: dt.datetime) -> dt.datetime | None:
    """From when (UTC) a way that was chosen before may be used again; None where it is no longer safe, or is lost."""
    standing = [
        each for each in file.contact.channels if each.safe and not each.lost and address_of(way, each.value) == address
    ]
    return min((opening(each, ZoneInfo(file.zone), now) for each in standing), default=None)


def opening(channel: Channel, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """When this way may be used next (UTC), by its hours on the clock of the place; `now` where that is so already."""
    first, last = channel.from_time or dt.time.min, channel.until_time or dt.time.max
    local = now.astimezone(zone)
    time = local.time().replace(tzinfo=None)
    within = first <= time <= last if first <= last else time >= first or time <= last
    if within:
        return now
    day = local.date() if time < first else local.date() + dt.timedelta(days=1)
    return dt.datetime.combine(day, first, zone).astimezone(dt.UTC)


def address_of(way: Way, value: str) -> str:
    """The address as a machine writes it, empty where the value is none."""
    try:
        return mailbox_of(value) if way == "email" else number_of(value)
    except ValueError:
        return ""


def _usable(
    channel: Channel, ways: Sequence[Way], tried: Sequence[Way], language: str, carriers: Sequence[Carrier]
) -> To | None:
    # A machine cannot tell who answers: it speaks and writes only where a message may be left.
    if channel.lost or not channel.safe:
        return None
    for way in ways:
        address, carrier = address_of(way, channel.value), _carrier(way, language, carriers)
        if address and carrier and way not in tried:
            return To(way, carrier, address)
    return None


def _carrier(way: Way, language: str, carriers: Sequence[Carrier]) -> Carrier | None:
    return next((each for each in carriers if each.carries(way, language)), None)
