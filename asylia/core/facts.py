"""Facts: what decide is told beyond the case itself, folded from staff, family, order and draw streams."""

import datetime as dt
from typing import Literal

import msgspec

from asylia.core.calendars import Calendar, Slot
from asylia.core.draw import Planned
from asylia.core.event import Role


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """Training in one standard, from a day until a day (inclusive; None: open)."""

    standard: str
    from_day: dt.date
    until_day: dt.date | None
    hours: int = 0
    mode: str = ""
    trainer: str = ""


# What someone does beside their desk: a quality lead talks with officers about how their decisions differ, and with
# nobody else (oversight.md, Ethics and law).
Duty = Literal["quality_lead"]


class Staff(msgspec.Struct, frozen=True, kw_only=True):
    """One member of staff as the staff stream shows: desk, office and its zone (IANA), certificates, former post."""

    id: str
    role: Role
    name: str = ""
    office: str = ""
    zone: str = "UTC"
    languages: tuple[str, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    custody_post_until: dt.date | None = None
    detailed_from: str = ""
    email: str = ""
    number: str = ""
    disabled: bool = False
    duties: tuple[Duty, ...] = ()

    def certified(self, standard: str, day: dt.date) -> bool:
        """Whether a certificate in that standard is valid on that day."""
        return any(
            each.standard == standard and each.from_day <= day and (each.until_day is None or day <= each.until_day)
            for each in self.certificates
        )


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """What decide may know of another member of the family: no words, only where the case stands."""

    case: str
    excluded: tuple[str, ...] = ()
    open_claim: bool = False
    protected: bool = False
    hearing_day: dt.date | None = None
    parts: tuple[tuple[str, str], ...] = ()


class CourtOrder(msgspec.Struct, frozen=True, kw_only=True):
    """A court order in force: entered and confirmed by two people, not lifted.

    `effects` are from a closed list; empty scopes bind everywhere and everyone.
    """

    id: str
    court: str
    effects: tuple[str, ...]
    places: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    in_custody: bool = False
    with_counsel: bool = False


class Wording(msgspec.Struct, frozen=True, kw_only=True):
    """The text a notice goes out in: its id, version and digest, its language and how far it has come there.

    `fallback`: it is not the person's language. `beside`: the language that goes along.
    """

    text: str
    version: int
    digest: str
    language: str
    state: str
    fallback: bool
    beside: str


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What decide is told: the author, other staff named, the family, orders, courts, the day.

    `day` and `zone` are those of the place of the command, worked out by the shell. `eligible` are
    the officers among whom a case may be drawn. `draw_seed` is the period's committed seed.
    """

    author: Staff
    day: dt.date
    zone: str
    regimes: tuple[str, ...] = ()  # versions adopted by two people, which may be used here
    staff: dict[str, Staff] = {}
    members: tuple[Member, ...] = ()
    orders: tuple[CourtOrder, ...] = ()
    courts: tuple[Calendar, ...] = ()
    slot: Slot = Slot()
    wording: Wording | None = None
    eligible: tuple[str, ...] = ()
    duty_posts: tuple[str, ...] = ()
    interviews_today: int = 0
    sought_by: str = ""  # who owns the search in another case that a command names
    other_agreed: bool = False  # whether the other side of a search, asked alone, said yes
    draw_seed: bytes = b""
    sample: tuple[Planned, ...] = ()  # what this period's plan raises the drawn share to
    port_hour: dt.datetime | None = None  # the next hour (UTC) at which someone waiting outside can come to a port

    def court(self, id: str) -> Calendar | None:
        """The calendar of a court, or None where no such court is known."""
        return next((each for each in self.courts if each.court == id), None)

    def took_part(self, staff: str, *parts: str) -> bool:
        """Whether that person took one of those parts in the case of another family member."""
        return any(who == staff and (not parts or part in parts) for each in self.members for who, part in each.parts)
