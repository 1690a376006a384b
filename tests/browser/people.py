"""The invented people of the browser tests, their house, and a case that has just begun."""

import datetime as dt
import sys
from pathlib import Path

import django

django.setup()

from asylia.accounts.staff import found
from asylia.core.event import Author
from asylia.core.file import Nationality
from asylia.core.steps.opening import OpenCase
from asylia.core.streams.adoption import AdoptRegime, ProposeRegime
from asylia.core.streams.court import SetCalendar
from asylia.core.streams.staff import AppointStaff, CertifyStaff
from asylia.shell import beside
from asylia.shell.house import House, founded
from asylia.shell.submitting import Accepted, submit

REGIME = "us_mpp/2021-12-02"
ZONE = "America/Chicago"
DESKS = (
    ("sloane", "P. Sloane", "border_officer", "Northgate crossing"),
    ("rowan", "K. Rowan", "asylum_officer", "Larkfield office"),
    ("abara", "T. Abara", "supervisor", "Larkfield office"),
    ("lindqvist", "M. Lindqvist", "headquarters", "Headquarters"),
    ("moyo", "S. Moyo", "headquarters", "Headquarters"),
    ("ferro", "B. Ferro", "hearing_clerk", "Larkfield office"),
    ("okafor", "J. Okafor", "overseer", ""),
    ("castellan", "R. Castellan", "counsel", "Hadley Clinic"),
    ("in207", "Interpreter IN-207", "interpreter", ""),
)


def by(staff: str, role: str = "headquarters") -> Author:
    """Who gives a command, now."""
    return Author(by=staff, role=role, at=dt.datetime.now(dt.UTC))


def arrive(home: Path) -> House:
    """Found a demonstration with its people, an adopted regime, and a court that sits on weekdays."""
    house = founded(home)
    found(demonstration=True, place="Protection screening, Larkfield region")
    for id, name, role, office in DESKS:
        beside.appoint(
            house, AppointStaff(who=by("lindqvist"), staff=id, desk=role, name=name, office=office, zone=ZONE)
        )
    digest = house.regimes[REGIME].digest
    beside.regime(house, ProposeRegime(who=by("lindqvist"), version=REGIME, digest=digest))
    beside.regime(house, AdoptRegime(who=by("moyo"), version=REGIME, digest=digest))
    for standard in {each.standard for each in house.regimes[REGIME].protections}:
        day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=1)  # a case's own clock may be a day behind UTC
        beside.appoint(house, CertifyStaff(who=by("lindqvist"), staff="rowan", standard=standard, from_day=day))
    sittings = SetCalendar(
        who=by("ferro", "hearing_clerk"), court="larkfield", zone=ZONE, weekdays=(0, 1, 2, 3, 4), opens=dt.time(8),
        closes=dt.time(17),
    )  # fmt: skip
    assert beside.calendar(house, sittings) is None
    return house


def begin(house: House) -> str:
    """Open a case at the crossing; gives its id."""
    case = house.new_id()
    command = OpenCase(
        who=by("sloane", "border_officer"), person=house.new_id(), name="Reyes Oyuela, Daniela", born="1995-08",
        nationalities=(Nationality(country="HN", source="own words", certainty="certain"),),
        place="Northgate crossing", regime=REGIME,
    )  # fmt: skip
    assert isinstance(submit(house, command, case, key=case), Accepted)
    return case


if __name__ == "__main__":
    print(begin(arrive(Path(sys.argv[1]))))
