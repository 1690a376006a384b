"""The notices and hearings of one case: what was prepared, what reached the person, who came."""

from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.file import CaseFile, Hearing, Notice
from asylia.web import cases
from asylia.web.cases import CaseRequest, house
from asylia.web.hearings.docket import WAYS
from asylia.web.hearings.kinds import KINDS
from asylia.web.names import language
from asylia.web.standing import band_of, day


class Prepared(NamedTuple):
    """One notice as the list shows it."""

    number: int
    kind: str
    language: str
    prepared: str
    hearing: str
    served: str
    undelivered: str
    refused: str
    warned: str
    replaces: int


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """List the notices and the hearings of a case, with what may be done about each."""
    opened = cases.read(case)
    zone = ZoneInfo(opened.file.zone)
    context = {
        "case": opened,
        "band": band_of(opened, request.account, house().clock(), current="notices"),
        "notices": list(prepared(opened.file, zone)),
        "hearings": [(each, said(each), way(each, zone)) for each in reversed(opened.file.hearings)],
        "kinds": [(kind, known.title) for kind, known in KINDS.items()],
    }
    return render(request, "hearings/notices.html", context)


def prepared(file: CaseFile, zone: ZoneInfo) -> Iterator[Prepared]:
    """Yield the notices, the last first."""
    for notice in reversed(file.notices):
        hearing = file.hearings[notice.hearing - 1] if notice.hearing else None
        yield Prepared(
            number=notice.number,
            kind=KINDS[notice.kind].title,
            language=language(notice.language),
            prepared=day(notice.prepared.astimezone(zone)),
            hearing=f"{day(hearing.day)} {hearing.time:%H:%M}" if hearing else "",
            served=served(notice),
            undelivered=notice.undelivered,
            refused=notice.refused,
            warned=language(notice.warned) if notice.warned else "",
            replaces=notice.replaces,
        )


def served(notice: Notice) -> str:
    """Say how and when a notice reached the person, empty where that is not proven."""
    service = notice.service
    return f"{service.how.replace('_', ' ')}, {day(service.day)}, in {language(service.language)}" if service else ""


def said(hearing: Hearing) -> str:
    """Say what became of a hearing; never that an absence is anyone's fault before a court holds it so."""
    if hearing.postponed:
        return f"taken off its day: {hearing.postponed}"
    if hearing.attended is None:
        return "to be held" if hearing.notice else "to be held; no notice tells this day yet"
    if hearing.attended:
        return f"present; {hearing.outcome.replace('_', ' ')}" if hearing.outcome else "present"
    if hearing.unexcused:
        return "absent; held unexcused by the court"
    return f"absent: {hearing.cause.replace('_', ' ')}" if hearing.cause else "absent; cause not yet recorded"


def way(hearing: Hearing, zone: ZoneInfo) -> str:
    """Say how far the way from the port has come, empty where nobody comes through one."""
    transport = hearing.transport
    if not hearing.port:
        return ""
    leaves = f"; leaves {transport.leaves.astimezone(zone):%H:%M}, {transport.escort}" if transport.leaves else ""
    return f"{WAYS[transport.way]}{leaves}"
