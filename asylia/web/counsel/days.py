"""Days: whose counsel one is, and the dates of a client that were not held yet."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.file import CaseFile
from asylia.web.templatetags.words import court


class Date(NamedTuple):
    """One date of a client, in the clock of its place; `what` it is, where or with whom; `id` names it in its case."""

    at: dt.datetime
    what: str
    id: str

    @property
    def on(self) -> str:
        """`9 Mar 10:43`."""
        return f"{self.at.day} {self.at:%b %H:%M}"

    @property
    def clock(self) -> str:
        """`10:43`."""
        return f"{self.at:%H:%M}"

    @property
    def zone(self) -> str:
        """`America/Chicago, UTC-06:00`."""
        return f"{self.at.tzinfo}, UTC{self.at.isoformat()[-6:]}"


def rows_of(account: Account, stands: str = "now") -> list[CaseRow]:
    """Return the cases in which this counsel has entered; or asked to, or is former counsel."""
    found = CaseRow.objects.filter(counsels__staff=account.staff, counsels__stands=stands)
    return list(found.exclude(stage="erased"))


def dates_of(file: CaseFile) -> Iterator[Date]:
    """Yield interviews and hearings that were not held; the officer is named with the interview they booked."""
    for claim in file.claims:
        booked = claim.interview
        if booked.starts and booked.begun is None and not claim.closed:
            officer = Account.objects.filter(staff=claim.officer).first()
            with_whom = f", with {officer.name}" if officer else ""
            at = booked.starts.astimezone(ZoneInfo(file.zone))
            yield Date(at, f"Interview, {booked.place}{with_whom}", f"interview.{claim.number}")
    for hearing in file.hearings:
        if hearing.awaited:
            at = dt.datetime.combine(hearing.day, hearing.time, tzinfo=ZoneInfo(hearing.zone))
            yield Date(at, f"Hearing, {court(hearing.court)}", f"hearing.{hearing.number}")
