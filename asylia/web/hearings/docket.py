"""The docket: first whose notice is not served, then one court's hearings of a day, and its month."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, HearingRow
from asylia.core.calendars import Calendar, Sitting
from asylia.core.telling import tell
from asylia.shell.reading import courts, events_of
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.cases import CaseRequest, house
from asylia.web.hearings import month
from asylia.web.names import language
from asylia.web.standing import day as short
from asylia.web.templatetags.words import court

AT_RISK = 50
TRIED = ("contact.tried/1", "channel.lost/1", "search.recorded/1", "notice.undelivered/1", "message.failed/1")
WAYS = {
    "": "not booked", "planned": "booked, not confirmed", "confirmed": "confirmed", "left": "left the port",
    "arrived": "arrived", "not_come": "did not come",
}  # fmt: skip


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
    way: str
    url: str


class Tried(NamedTuple):
    """What was tried to reach one person: each time, what, and what came of it."""

    name: str
    url: str
    told: list[tuple[str, str, str]]


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """Show one court's day: `?court=` and `?day=`, else the next day with a hearing at the first court."""
    sessions = courts(house(), house().raw())
    session = next((each for each in sessions if each.court == request.GET.get("court")), next(iter(sessions), None))
    if session is None:
        return render(request, "hearings/no_court.html")
    today = dt.datetime.now(ZoneInfo(session.zone)).date()
    day = day_asked(request.GET.get("day", ""), session, today)
    visible = of_day(session, day, request.account)
    at_risk = unserved(today, request.account)
    cases.note_list(request.account, "docket", [row.case_id for row in (*visible, *at_risk)])
    context = {
        "session": session, "sessions": sessions, "day": day, "today": today, "on_the_day": day <= today,
        "lines": lines(visible, session), "at_risk": lines(at_risk, session),
        "places": len({(row.time, row.case.family or row.case_id) for row in visible}), "shut": session.shut(day),
        "month": month.month(session, day), "names": month.names(session), "people": len(visible),
        "before": month.sitting_day(session, day, -1), "after": month.sitting_day(session, day, 1),
        "closures": session.closures[::-1], "rooms": rooms(session, day),
        "tried": tried(at_risk[0]) if at_risk else None, "keeps": request.account.role == "hearing_clerk",
    }  # fmt: skip
    return render(request, "hearings/docket.html", context)


@require_GET
def printed(request: CaseRequest) -> HttpResponse:
    """Show one court's hearings of a day as a list to print, by session."""
    session = next((each for each in courts(house(), house().raw()) if each.court == request.GET.get("court")), None)
    if session is None:
        raise Http404
    today = dt.datetime.now(ZoneInfo(session.zone)).date()
    day = day_asked(request.GET.get("day", ""), session, today)
    visible = of_day(session, day, request.account)
    cases.note_list(request.account, "hearing-list", [row.case_id for row in visible])
    listed = [
        (sitting, lines((row for row in visible if within(sitting, row)), session)) for sitting in session.on(day)
    ]
    context = {
        "session": session, "day": day, "listed": listed, "rows": len(visible),
        "back": month.address(session, day), "now": dt.datetime.now(ZoneInfo(session.zone)),
    }  # fmt: skip
    return render(request, "hearings/list.html", context)


def within(sitting: Sitting, row: HearingRow) -> bool:
    """Whether a hearing is one of a session."""
    return sitting.starts <= row.time < sitting.ends


def rooms(session: Calendar, day: dt.date) -> str:
    """Name the rooms in which a court sits on a day."""
    return ", ".join(dict.fromkeys(each.room for each in session.on(day) if each.room))


def of_day(session: Calendar, day: dt.date, account: Account) -> list[HearingRow]:
    """Return the hearings of a court's day that this account may see, by hour."""
    return seen(HearingRow.objects.filter(court=session.court, day=day, postponed=False), account)


def tried(row: HearingRow) -> Tried:
    """Return what was tried for one person whose notice is not served, the last first; never a score."""
    zone = ZoneInfo(cases.read(row.case_id).file.zone)
    entries = house().ledger.read(house().raw(), f"case/{row.case_id}")
    told = [
        (short(event.who.at.astimezone(zone)), tell(event, zone), getattr(event, "says", getattr(event, "why", "")))
        for entry, event in zip(entries, events_of(entries), strict=False)
        if entry.name in TRIED
    ]  # fmt: skip
    return Tried(cases.name_on(row.case), reverse("contact", args=[row.case_id]), told[::-1][:6])


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
        risk=risk(row),
        reached=short(reached) if reached else "Not yet",
        attendance=attendance(row),
        way=WAYS[row.way] if row.port else "",
        url=reverse("notices", args=[case.case]),
    )


def risk(row: HearingRow) -> str:
    """Say what is wrong with the service of a hearing's notice, empty where it is proven."""
    if not row.notice:
        return "New day: no notice yet"
    if row.undelivered:
        return "Returned"
    return "" if row.served else "Not taken" if row.refused else "Not served"


def attendance(row: HearingRow) -> str:
    """Say who came; a missed hearing is never said to be the person's fault before a court holds it so."""
    if row.attended is None:
        return ""
    if row.attended:
        what, _, why = row.outcome.partition(": ")
        return f"Present; {what}{', ' + why.replace('_', ' ') if why else ''}" if what else "Present"
    if row.unexcused:
        return "Absent; held unexcused by the court"
    return "Absent; cause recorded" if row.cause_known else "Absent; cause not yet recorded"


def titled(courts_known: Sequence[Calendar]) -> dict[str, str]:
    """Return court ids with what pages call them: `larkfield` is the Larkfield court."""
    return {each.court: court(each.court) for each in courts_known}
