"""Which edition of the measures a page shows: the latest, or what was shown on another day; it computes nothing."""

import datetime as dt
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from asylia.core.streams.oversight import Oversight
from asylia.oversight.errors import OversightError
from asylia.oversight.kept import About, Edition, Erased, Kept, Name, whole
from asylia.oversight.row import Row
from asylia.shell.reading import oversight_of
from asylia.web import queue
from asylia.web.cases import CaseRequest, house
from asylia.web.standing import day

BEFORE = 12  # earlier editions that a page looks into


class Shown(NamedTuple):
    """An edition that is whole, and what must be known of it: which day was asked for, whether it is the latest."""

    edition: Edition
    about: About
    asked: str
    latest: bool
    recorded: bool
    erased: list[Erased]
    zone: ZoneInfo

    @property
    def at(self) -> str:
        """Its moment, by the reader's clock."""
        return said(self.about.as_of, self.zone)

    @property
    def lost(self) -> int:
        """How many cases were erased since: its rows count them, and nothing can count them again."""
        return sum(each.cases for each in self.erased)

    @property
    def query(self) -> str:
        """What the addresses of pages about this edition carry."""
        return f"?as_of={self.asked}" if self.asked else ""


def kept() -> Kept:
    """Return the editions of this house."""
    return Kept(settings.HOME)


def overseen() -> Oversight:
    """Return what the record shows of editions, releases, questions and answers."""
    return oversight_of(house(), house().raw())


class Missing(NamedTuple):
    """Why there is no edition to show, and the code of the answer."""

    code: int
    kind: str  # none, before, slip, altered
    says: str


def asked_for(request: CaseRequest) -> Shown | Missing:
    """Return the edition that the address asks for, or why there is none."""
    zone, asked = queue.zone_of(request.account), request.GET.get("as_of", "")
    try:
        moment = end_of(asked, zone) if asked else None
    except ValueError:
        return Missing(422, "slip", f"“{asked[:20]}” is no day; write it as 2027-03-09.")
    editions = kept()
    first = next(iter(editions.editions()), None)
    if first is None:
        return Missing(200, "none", "")
    try:
        edition = editions.as_of(moment) if moment else editions.latest()
        if edition is None:
            return Missing(200, "before", said(first.about.as_of, zone))
        checked(edition.folder)
        latest = editions.latest()
        is_latest = latest is not None and latest.name == edition.name
        erased = editions.erased_since(edition)
        return Shown(edition, edition.about, asked, is_latest, is_recorded(edition), erased, zone)
    except OversightError as altered:
        return Missing(503, "altered", str(altered))


@lru_cache(maxsize=64)
def checked(folder: Path) -> None:
    """Check an edition's files against its checksums, once in this process; raises OversightError, naming the file."""
    whole(Edition(folder))


def is_recorded(edition: Edition) -> bool:
    """Whether the record holds this edition's digest."""
    return edition.digest in {each.digest for each in overseen().kept}


def page_of(request: HttpRequest, missing: Missing) -> HttpResponse:
    """Return the page that stands where there is no edition to show."""
    return render(request, "overseer/no_edition.html", {"missing": missing}, status=missing.code)


def end_of(asked: str, zone: ZoneInfo) -> dt.datetime:
    """Return the last moment of a day, by the reader's clock; raises ValueError for what is no day."""
    return dt.datetime.combine(dt.date.fromisoformat(asked), dt.time.max, zone).astimezone(dt.UTC)


def said(moment: dt.datetime, zone: ZoneInfo) -> str:
    """Return a moment as pages say it."""
    there = moment.astimezone(zone)
    return f"{day(there)} {there:%Y, %H:%M}"


def earlier(shown: Shown, measure: str) -> list[tuple[dt.datetime, Row]]:
    """Return every row of a measure in the editions before this one, the latest first, with their moments."""
    found = []
    for edition in before(shown.edition.folder, len(kept().editions())):
        if measure in edition.measures:
            found += [(edition.about.as_of, row) for row in edition.of_measure(measure).rows]
    return found


@lru_cache(maxsize=64)
def before(folder: Path, count: int) -> tuple[Edition, ...]:
    """Return the editions before one, the latest first, one for each moment as it was first made; so many at most.

    `count` is how many there are: once there are more, they are looked for again.
    """
    del count
    moments: dict[dt.datetime, Edition] = {}
    then = Name.of(folder).as_of
    for edition in kept().editions():
        moment = Name.of(edition.folder).as_of
        if moment < then:
            moments.setdefault(moment, edition)
    return tuple(moments[moment] for moment in sorted(moments, reverse=True)[:BEFORE])
