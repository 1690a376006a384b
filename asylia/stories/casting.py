"""Casting: before a story begins, its people hold their desks, its courts sit, and two people adopted its regime."""

import datetime as dt

from asylia.core.errors import Refused
from asylia.core.event import Author
from asylia.core.facts import Staff
from asylia.core.regime import Regime
from asylia.core.streams.adoption import AdoptRegime, ProposeRegime
from asylia.core.streams.court import SetCalendar
from asylia.core.streams.staff import AppointStaff, CertifyStaff
from asylia.shell import beside
from asylia.shell.house import House
from asylia.shell.reading import adopted, courts, everyone, staff_of
from asylia.stories.story import Court, Person, Story
from asylia.stories.theatre import clock_of

# Desks that nobody is appointed to: they are not staff.
NOT_STAFF = ("applicant", "anyone")
# Those who appoint and adopt where a story's own people do not: two, as everywhere.
ADOPTERS = tuple(
    Person(id=id, desk="headquarters", name=name, office="Founding office")
    for id, name in (("founder-one", "First Founder"), ("founder-two", "Second Founder"))
)


def cast(story: Story, house: House, at: dt.datetime) -> None:
    """Appoint and certify who is not yet, at that moment; set calendars; adopt the story's regime."""
    clock_of(house).set(at)
    own = [each for each in story.people if each.desk == "headquarters"]
    adopters = own if len(own) > 1 else [*own, *ADOPTERS]
    with house.transaction() as raw:
        standing = [each.id for each in everyone(house, raw).values() if each.role == "headquarters"]
        sitting = {each.court for each in courts(house, raw)}
        in_use = adopted(house, raw)
    # The first of all appoints themselves: there is nobody yet who could.
    first = _at(standing[0] if standing else adopters[0].id, at)
    staff = [each for each in story.people if each.desk not in NOT_STAFF and each not in adopters]
    for person in (*adopters, *staff):
        _appoint(person, house, first)
    for court in story.courts:
        if court.id not in sitting:
            _set(court, house, first)
    if story.regime not in in_use and not any(each.do == "AdoptRegime" for each in story.steps):
        second = _at(next(each.id for each in adopters if each.id != first.by), at)
        _adopt(house.regime(story.regime), house, first, second)


def _at(id: str, at: dt.datetime) -> Author:
    return Author(by=id, role="headquarters", at=at.astimezone(dt.UTC))


def _adopt(regime: Regime, house: House, first: Author, second: Author) -> None:
    """Two people adopt it; a historical text is never adopted, and used in stories all the same."""
    if not regime.historical:
        _done(beside.regime(house, ProposeRegime(who=first, version=regime.version, digest=regime.digest)))
        _done(beside.regime(house, AdoptRegime(who=second, version=regime.version, digest=regime.digest)))


def _appoint(person: Person, house: House, who: Author) -> None:
    with house.transaction() as raw:
        now = staff_of(house, raw, person.id)
    wanted = Staff(
        id=person.id, role=person.desk, name=person.name or person.id, office=person.office, zone=person.zone,
        languages=person.languages, certificates=now.certificates, custody_post_until=person.custody_post_until,
        detailed_from=person.detailed_from, disabled=now.disabled,
    )  # fmt: skip
    if now != wanted:
        _done(
            beside.appoint(
                house,
                AppointStaff(
                    who=who, staff=person.id, desk=wanted.role, name=wanted.name, office=wanted.office,
                    zone=wanted.zone, languages=wanted.languages, custody_post_until=wanted.custody_post_until,
                    detailed_from=wanted.detailed_from,
                ),
            )
        )  # fmt: skip
    held = {(each.standard, each.from_day, each.until_day) for each in now.certificates}
    for each in person.certificates:
        if (each.standard, each.from_day, each.until_day) not in held:
            _done(
                beside.appoint(
                    house,
                    CertifyStaff(
                        who=who, staff=person.id, standard=each.standard, from_day=each.from_day,
                        until_day=each.until_day, hours=each.hours, mode=each.mode, trainer=each.trainer,
                    ),
                )
            )  # fmt: skip


def _set(court: Court, house: House, who: Author) -> None:
    sittings = SetCalendar(
        who=who, court=court.id, zone=court.zone, weekdays=court.weekdays, opens=court.opens, closes=court.closes,
        closed=court.closed,
    )  # fmt: skip
    _done(beside.calendar(house, sittings))


def _done(refused: Refused | None) -> None:
    if refused is not None:
        raise ValueError(f"the story could not be cast: {refused.rules[0].rule}, {refused.rules[0].detail}")
