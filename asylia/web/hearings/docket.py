"""The docket: first whose notice is not served, then one court's hearings of a day, and its month."""

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, HearingRow
from asylia.core.calendars import Calendar
from asylia.shell.reading import courts
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest, house
from asylia.web.names import language
from asylia.web.standing import day as short
from asylia.web.templatetags.words import court

AT_RISK = 50


class Line(NamedTuple):
    """One hearing as the docket shows it; what is done about it leads to the case's notices."""

    time: str
    day: str
    report: str
    name: str
    number: str
    family: str
    people: int
    language: str
    counsel: str
    served: str
    risk: str
    reached: str
    attendance: str
    url: str


class Square(NamedTuple):
    """One day of the month: how many hearings are booked, or why there are none."""

    day: int
    says: str
    url: str
    sits: bool
    current: bool


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Show one court's day: `?court=` and `?day=`, else the next day with a hearing at the first court."""
    sessions = courts(house(), house().raw())
    session = next((each for each in sessions if each.court == request.GET.get("court")), next(iter(sessions), None))
    if session is None:
        return render(request, "hearings/no_court.html")
    today = dt.datetime.now(ZoneInfo(session.zone)).date()
    day = day_asked(request.GET.get("day", ""), session, today)
    visible = seen(HearingRow.objects.filter(court=session.court, day=day, postponed=False), request.account)
    at_risk = unserved(today, request.account)
    cases.note_list(request.account, "docket", [row.case_id for row in (*visible, *at_risk)])
    context = {
        "session": session, "sessions": sessions, "day": day, "today": today, "on_the_day": day <= today,
        "lines": lines(visible, session), "at_risk": lines(at_risk, session),
        "people": len(visible), "month": month(session, day), "names": list(calendar.day_abbr)[: width(session)],
        "before": sitting(session, day, -1), "after": sitting(session, day, 1),
    }  # fmt: skip
    return render(request, "hearings/docket.html", context)


def day_asked(text: str, session: Calendar, today: dt.date) -> dt.date:
    """Return the day that was asked for; else the next with a hearing at this court, else today."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        ahead = HearingRow.objects.filter(court=session.court, day__gte=today, postponed=False).first()
        return ahead.day if ahead else today


def seen(rows: QuerySet[HearingRow], account: Account) -> list[HearingRow]:
    """Return those hearings whose case this account may see, by hour."""
    rows = rows.select_related("case").prefetch_related("case__dues")
    return [row for row in rows if case_visible(account, row.case)]


def unserved(today: dt.date, account: Account) -> list[HearingRow]:
    """Return hearings still to come, soonest first, whose notice is not served or came back (notice.served)."""
    ahead = HearingRow.objects.filter(day__gte=today, postponed=False, attended=None)
    return seen(ahead.filter(Q(served=None) | Q(undelivered=True))[:AT_RISK], account)


def lines(rows: Iterable[HearingRow], session: Calendar) -> list[Line]:
    """Return hearings as lines of the docket, each in the clock of its court."""
    rows = list(rows)
    families = Counter(
        CaseRow.objects.filter(family__in={row.case.family for row in rows} - {""}).values_list("family", flat=True)
    )
    return [line_of(row, families[row.case.family] if row.case.family else 1, session) for row in rows]


def line_of(row: HearingRow, people: int, session: Calendar) -> Line:
    """Return one hearing as a line; that a member is heard alone or apart is nowhere in it."""
    case = row.case
    reached = row.reached.astimezone(ZoneInfo(session.zone)) if row.reached else None
    report = f"{row.report_time:%H:%M} {row.port}" if row.report_time else row.port or "not needed"
    return Line(
        time=f"{row.time:%H:%M}",
        day=short(row.day),
        report=report,
        name=cases.name_on(case),
        number=case.number,
        family=case.family,
        people=people,
        language=language(case.language) if case.language else "not recorded",
        counsel=", ".join(case.counsel) or "None found",
        served=f"{row.how.replace('_', ' ')}, {short(row.served)}" if row.served else "",
        risk="Returned" if row.undelivered else "" if row.served else "Not served",
        reached=short(reached) if reached else "Not yet",
        attendance=attendance(row),
        url=reverse("notices", args=[case.case]),
    )


def attendance(row: HearingRow) -> str:
    """Say who came; a missed hearing is never said to be the person's fault before a court holds it so."""
    if row.attended is None:
        return ""
    if row.attended:
        return "Present"
    if row.unexcused:
        return "Absent; held unexcused by the court"
    return "Absent; cause recorded" if row.cause_known else "Absent; cause not yet recorded"


def width(session: Calendar) -> int:
    """Return how many weekdays the month shows: five, or all seven where the court sits at a weekend."""
    return 7 if max(session.weekdays, default=4) > 4 else 5


def month(session: Calendar, day: dt.date) -> list[list[Square | None]]:
    """Return the weeks of the day's month: booked hearings, and the days on which the court does not sit."""
    booked = Counter(
        HearingRow.objects.filter(
            court=session.court, day__year=day.year, day__month=day.month, postponed=False
        ).values_list("day", flat=True)
    )
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    squares = [[square(each, day, session, booked[each]) for each in week[: width(session)]] for week in weeks]
    return [week for week in squares if any(week)]


def square(each: dt.date, day: dt.date, session: Calendar, booked: int) -> Square | None:
    """Return one day of the month, None for a day of another."""
    if each.month != day.month:
        return None
    shut = session.shut(each)
    says = shut[:1].upper() + shut[1:] if shut else f"{booked} booked" if booked else "None booked"
    return Square(each.day, says, address(session, each), not shut, current=each == day)


def address(session: Calendar, day: dt.date) -> str:
    """Return the address of one court's day."""
    return f"{reverse('docket')}?court={session.court}&day={day}"


def sitting(session: Calendar, day: dt.date, step: int) -> str:
    """Return the address of the sitting day before (-1) or after (1), empty where there is none in a month."""
    for n in range(1, 32):
        each = day + dt.timedelta(days=n * step)
        if not session.shut(each):
            return address(session, each)
    return ""


def titled(courts_known: Sequence[Calendar]) -> dict[str, str]:
    """Return court ids with what pages call them: `larkfield` is the Larkfield court."""
    return {each.court: court(each.court) for each in courts_known}
