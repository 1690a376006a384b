"""Who works in a simulated programme: desks, offices, courts, as the record's own streams show them. All invented."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from asylia.core.calendars import Calendar, Sitting
from asylia.core.event import Author, Event, Role
from asylia.core.facts import Certificate, Staff
from asylia.core.regime import Regime
from asylia.core.streams import adoption, court, staff
from asylia.simulator.lots import Lots
from asylia.simulator.plan import Plan

WEEK = (0, 1, 2, 3, 4)
SESSIONS = ((dt.time(8, 30), dt.time(12)), (dt.time(13), dt.time(16, 30)))
GATE = (dt.time(4), dt.time(20))
LEAD = 90  # minutes from the gate's door to the departure
LANGUAGES = ("en", "es")


class Eye(NamedTuple):
    """How one asylum officer sees: a lean in log-odds, the same in every case."""

    lean: float


class Desks(NamedTuple):
    """Everyone, by where they are found."""

    staff: dict[str, Staff]
    border: tuple[tuple[str, ...], ...]  # by the site's place in the plan
    posts: tuple[str, ...]
    officers: dict[str, tuple[str, ...]]  # by office
    supervisors: dict[str, tuple[str, ...]]
    specialists: dict[str, tuple[str, ...]]
    clerks: dict[str, tuple[str, ...]]
    judges: dict[str, tuple[str, ...]]  # by court
    headquarters: tuple[str, ...]
    counsel: tuple[str, ...]
    monitors: tuple[str, ...]
    eyes: dict[str, Eye]
    courts: dict[str, Calendar]


def scaled(count: int, scale: float) -> int:
    """How many of `count` work where so much of the planned people come: at least one."""
    return max(1, round(count * scale))


def desks(plan: Plan, regime: Regime, seed: int, scale: float) -> Desks:
    """Everyone who works under a plan, when `scale` of its people come."""
    made = _Maker(plan, regime)
    border = tuple(
        made.of("border_officer", f"border-{site.id}", scaled(site.border_officers, scale), site.name, site.zone)
        for site in plan.sites
    )
    posts = tuple(made.of("duty_post", f"post-{site.id}", 1, site.name, site.zone)[0] for site in plan.sites)
    officers, supervisors, specialists, clerks = {}, {}, {}, {}
    for each in plan.offices:
        # However few people come: who took part in a family's case takes no other part, and families have up to six.
        officers[each.id] = made.of(
            "asylum_officer", f"officer-{each.id}", max(8, scaled(each.asylum_officers, scale)), each.name, each.zone
        )
        supervisors[each.id] = made.of(
            "supervisor", f"supervisor-{each.id}", max(3, scaled(each.supervisors, scale)), each.name, each.zone
        )
        specialists[each.id] = made.of(
            "specialist", f"specialist-{each.id}", scaled(each.specialists, scale), each.name, each.zone
        )
        clerks[each.id] = made.of("hearing_clerk", f"clerk-{each.id}", scaled(each.clerks, scale), each.name, each.zone)
    judges = {
        each.id: made.of("judge", f"judge-{each.id}", scaled(each.judges, scale), each.name, each.zone)
        for each in plan.courts
    }
    headquarters = made.of(
        "headquarters", "headquarters", max(6, scaled(plan.headquarters, scale)), "Headquarters", "America/New_York"
    )
    counsel = made.of("counsel", "counsel", max(3, scaled(20, scale)), "An invented clinic", "America/Chicago")
    monitors = made.of("monitor", "monitor", len(plan.sites), "An invented monitor", "America/Chicago")
    made.of("overseer", "overseer", 1, "An invented inspectorate", "America/New_York")
    root = Lots("officers", seed)
    mean, spread = plan.officers.lean
    eyes = {id: Eye(lean=mean + spread * root.of(id).normal("lean")) for office in officers.values() for id in office}
    courts = {each.id: calendar(plan, each.id, scale) for each in plan.courts}
    return Desks(
        made.staff, border, posts, officers, supervisors, specialists, clerks, judges, headquarters, counsel, monitors,
        eyes, courts,
    )  # fmt: skip


class _Maker:
    """Appoints people to desks."""

    def __init__(self, plan: Plan, regime: Regime) -> None:
        self.staff: dict[str, Staff] = {}
        trained = plan.begins + dt.timedelta(days=plan.officers.trained_after)
        self._certificate = Certificate(
            standard=regime.certificate.standard, from_day=trained, until_day=None, hours=80, mode="in_person",
            trainer="Invented trainer",
        )  # fmt: skip

    def of(self, role: Role, stem: str, count: int, office: str, zone: str) -> tuple[str, ...]:
        """So many people at one desk of one office; asylum officers and supervisors with their training."""
        ids = tuple(f"{stem}-{number}" for number in range(1, count + 1))
        certificates = (self._certificate,) if role in ("asylum_officer", "supervisor", "headquarters") else ()
        for number, id in enumerate(ids, 1):
            self.staff[id] = Staff(
                id=id, role=role, name=f"{role.replace('_', ' ').capitalize()} {number}, {office}", office=office,
                zone=zone, languages=LANGUAGES if role == "asylum_officer" and number % 3 == 0 else ("en",),
                certificates=certificates,
            )  # fmt: skip
        return ids


def calendar(plan: Plan, id: str, scale: float) -> Calendar:
    """When a court of the plan sits, and how far its ports are."""
    at = next(each for each in plan.courts if each.id == id)
    sittings = tuple(
        Sitting(weekdays=WEEK, starts=starts, ends=ends, places=scaled(at.places, scale)) for starts, ends in SESSIONS
    )
    made = Calendar(court=id, zone=at.zone, weekdays=WEEK, opens=SESSIONS[0][0], closes=SESSIONS[1][1])
    made_with = court.evolve(made, id, court.SittingsSet(who=_NOBODY, sittings=sittings))
    for site in plan.sites:
        if site.court == id:
            made_with = court.evolve(made_with, id, _port(_NOBODY, site.name, site.zone, at.travel))
    assert made_with is not None  # noqa: S101 (a calendar was set first)
    return made_with


_NOBODY = Author(by="nobody", role="anyone", at=dt.datetime.min.replace(tzinfo=dt.UTC))


def _port(who: Author, name: str, zone: str, travel: int) -> court.PortSet:
    return court.PortSet(
        who=who, port=name, zone=zone, weekdays=(0, 1, 2, 3, 4, 5, 6), opens=GATE[0], closes=GATE[1],
        travel_minutes=travel, lead_minutes=LEAD, closed=(),
    )  # fmt: skip


def founding(regime: Regime, made: Desks, at: dt.datetime) -> list[tuple[str, str, list[Event]]]:
    """What stands on the record before the first person comes: (stream, key that seals it, events)."""
    first, second = made.headquarters[:2]
    who = Author(by=first, role="headquarters", at=at)
    found: list[tuple[str, str, list[Event]]] = []
    for id, each in made.staff.items():
        appointed: list[Event] = [
            staff.StaffAppointed(
                who=who, desk=each.role, name=each.name, office=each.office, zone=each.zone, languages=each.languages,
                custody_post_until=None, detailed_from="",
            )
        ]  # fmt: skip
        appointed += [
            staff.StaffCertified(
                who=who, standard=held.standard, from_day=held.from_day, until_day=held.until_day, hours=held.hours,
                mode=held.mode, trainer=held.trainer,
            )
            for held in each.certificates
        ]  # fmt: skip
        found.append((f"staff/{id}", f"staff/{id}", appointed))
    if not regime.historical:
        other = Author(by=second, role="headquarters", at=at)
        adopted: list[Event] = [
            adoption.RegimeProposed(who=who, version=regime.version, digest=regime.digest),
            adoption.RegimeAdopted(who=other, version=regime.version, digest=regime.digest, proposed_by=first),
        ]
        found.append((f"regime/{regime.id}", "office/regimes", adopted))
    for id, sits in made.courts.items():
        events: list[Event] = [
            court.CalendarSet(
                who=who, zone=sits.zone, weekdays=sits.weekdays, opens=sits.opens, closes=sits.closes, closed=()
            ),
            court.SittingsSet(who=who, sittings=sits.sittings),
            *(_port(who, each.port, each.zone, each.travel_minutes) for each in sits.ports),
        ]
        found.append((f"court/{id}", "office/courts", events))
    return found


def day_at(at: dt.datetime, zone: str) -> dt.date:
    """The calendar day at a place."""
    return at.astimezone(ZoneInfo(zone)).date()
