"""Gathering: the facts that decide is told, read from staff, family, order, court and draw streams."""

import datetime as dt
from zoneinfo import ZoneInfo

from asylia.caseload.models import InterviewRow
from asylia.core.calendars import Slot
from asylia.core.decider import CaseCommand
from asylia.core.draw import period_of, seed_digest
from asylia.core.errors import SlipOfForm
from asylia.core.event import Author
from asylia.core.facts import Facts, Member, Staff
from asylia.core.file import CaseFile
from asylia.core.standing import exclusions, is_open, protected
from asylia.core.steps.custody import AcknowledgeStay, BookPort
from asylia.core.steps.determination import SignDetermination
from asylia.core.steps.drawn_review import SignDrawnReview
from asylia.core.steps.hearing import AdjournHearing, MoveHearing
from asylia.core.steps.interview import BeginInterview
from asylia.core.steps.notice import PrepareNotice
from asylia.core.steps.opening import OpenCase
from asylia.core.steps.referral import AssignOfficer, ReassignOfficer
from asylia.core.steps.tracing import BeSought, NameOwner, PutInTouch
from asylia.core.streams.drawing import SeedCommitted
from asylia.shell import slots
from asylia.shell.house import House, Raw
from asylia.shell.paper import wording_of
from asylia.shell.reading import (
    adopted,
    append_beside,
    beside,
    case_now,
    court_of,
    courts,
    drawing_of,
    everyone,
    family_of,
    orders,
)

ON_THE_WAY = dt.timedelta(hours=6)
# The commands that give a hearing its day.
DATES = (PrepareNotice, MoveHearing, AdjournHearing)
# The commands that draw: an officer for a claim, a signed determination for review, a review to be done once more.
DRAWS = (AssignOfficer, ReassignOfficer, SignDetermination, SignDrawnReview)


def facts_for(house: House, raw: Raw, file: CaseFile, command: CaseCommand, author: Staff) -> Facts:
    """Everything that deciding this command rests on beside the case; read under the family's lock."""
    zone = author.zone if file.version == 0 else file.zone
    day = command.who.at.astimezone(ZoneInfo(zone)).date()
    staff = (
        everyone(house, raw)
        if isinstance(command, AssignOfficer | ReassignOfficer | AcknowledgeStay | NameOwner)
        else {}
    )
    return Facts(
        author=author,
        day=day,
        zone=zone,
        regimes=adopted(house, raw) if isinstance(command, OpenCase) else (),
        staff=staff,
        members=_members(house, raw, file, day),
        orders=orders(house, raw),
        courts=courts(house, raw) if isinstance(command, (*DATES, BookPort)) else (),
        slot=_slot(house, raw, file, command),
        wording=wording_of(command) if isinstance(command, PrepareNotice) else None,
        duty_posts=tuple(sorted({each.office for each in staff.values() if each.role == "duty_post"})),
        eligible=_eligible(staff, author),
        interviews_today=_interviews_today(command, day),
        port_hour=_port_hour(file, command.who.at),
        sought_by=_sought_by(house, raw, command),
        other_agreed=_other_agreed(house, raw, file, command),
        draw_seed=_draw_seed(house, raw, day, command.who) if isinstance(command, DRAWS) else b"",
        sample=drawing_of(house, raw, period_of(day)).plan if isinstance(command, SignDetermination) else (),
    )


def _port_hour(file: CaseFile, at: dt.datetime) -> dt.datetime | None:
    """The next morning at nine, by the clock of the place, that leaves hours to get there; nobody travels by night."""
    if not file.custody.outside:
        return None
    local = (at + ON_THE_WAY).astimezone(ZoneInfo(file.zone))
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    return (morning if morning >= local else morning + dt.timedelta(days=1)).astimezone(dt.UTC)


def _slot(house: House, raw: Raw, file: CaseFile, command: CaseCommand) -> Slot:
    """What is known of the day and hour that a command names, at a court or a port; nothing where it names none."""
    if isinstance(command, BookPort):
        return slots.slot_at(courts(house, raw), command.port, command.appointment)
    if not isinstance(command, DATES) or command.day is None or command.time is None:
        return Slot()
    calendar = court_of(house, raw, command.court)
    return slots.slot_of(calendar, file, command.day, command.time) if calendar else Slot()


def _eligible(staff: dict[str, Staff], author: Staff) -> tuple[str, ...]:
    """The office's asylum officers; the whole service's where the author's office has none."""
    officers = [each for each in staff.values() if each.role == "asylum_officer" and not each.disabled]
    own = [each.id for each in officers if each.office == author.office]
    return tuple(own or [each.id for each in officers])


def _members(house: House, raw: Raw, file: CaseFile, day: dt.date) -> tuple[Member, ...]:
    others = [case_now(house, raw, each) for each in family_of(house, raw, file.family) if each != file.id]
    return tuple(_member(house, each, day) for each in others if not each.erased)


def _member(house: House, file: CaseFile, day: dt.date) -> Member:
    regime = house.regime(file.regime)
    # A day that is past binds no relative, though nobody has recorded yet who came.
    ahead = [each.day for each in file.hearings if each.awaited and each.day >= day]
    return Member(
        case=file.id,
        excluded=exclusions(file, regime),
        open_claim=any(is_open(each, regime) for each in file.claims),
        protected=any(protected(each, regime) for each in file.claims),
        hearing_day=min(ahead, default=None),
        parts=tuple((each.staff, each.part) for each in file.parts),
    )


def _sought_by(house: House, raw: Raw, command: CaseCommand) -> str:
    """Who owns the search, in another case, that a person is said to be sought by."""
    if not isinstance(command, BeSought):
        return ""
    traces = case_now(house, raw, command.seeker).traces
    return traces[command.theirs - 1].owner if 1 <= command.theirs <= len(traces) else ""


def _other_agreed(house: House, raw: Raw, file: CaseFile, command: CaseCommand) -> bool:
    """Whether the other side of a search said yes to contact with this one; of the two, one looks for the other."""
    if not isinstance(command, PutInTouch) or not 1 <= command.trace <= len(file.traces):
        return False
    trace, other = file.traces[command.trace - 1], case_now(house, raw, command.case)
    if trace.seeker:
        theirs = [each for each in other.traces if (trace.seeker, trace.theirs) == (other.id, each.number)]
    else:
        theirs = [each for each in other.traces if (each.seeker, each.theirs) == (file.id, trace.number)]
    return any(each.agreed == "yes" and not each.closed for each in theirs)


def _interviews_today(command: CaseCommand, day: dt.date) -> int:
    if not isinstance(command, BeginInterview):
        return 0
    return InterviewRow.objects.filter(officer=command.who.by, day=day).count()


def _draw_seed(house: House, raw: Raw, day: dt.date, who: Author) -> bytes:
    """The month's seed; its digest, and the next month's, are on the record before it is used (review.draw).

    Raises SlipOfForm once it is revealed: whoever dated an act back could choose what is drawn.
    """
    period = period_of(day)
    if drawing_of(house, raw, period).revealed is not None:
        raise SlipOfForm("at", f"the seed of {period} is revealed: nothing is drawn in that month any more")
    for each in (period, period_of(day.replace(day=1) + dt.timedelta(days=31))):
        commit_seed(house, raw, each, who)
    return house.draw_seed(period)


def commit_seed(house: House, raw: Raw, period: str, who: Author) -> str:
    """Put the digest of a period's seed on the record, unless it is there; gives the digest."""
    stream = f"draw/{period}"
    events = beside(house, raw, stream, list)
    known = next((each.digest for each in events if isinstance(each, SeedCommitted)), "")
    if known:
        return known
    digest = seed_digest(house.draw_seed(period))
    # Of two first draws at once the later gives way, begins again, and finds the digest committed.
    append_beside(house, raw, stream, SeedCommitted(who=who, digest=digest), after=len(events))
    return digest
