"""Former clients: what was served on counsel stays theirs, as the record stood when they left; nothing newer is read.

The case is folded only up to the entry at which the appearance ended, so that no page here can show what came later.
"""

from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.file import Appearance, Notice
from asylia.core.steps.notice import NoticePrepared
from asylia.core.steps.service import NoticeServed
from asylia.shell.reading import case_of, events_of
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.counsel.answers import Answered, of_filing
from asylia.web.counsel.days import rows_of
from asylia.web.documents import given
from asylia.web.hearings.kinds import KINDS
from asylia.web.hearings.printing import as_asked
from asylia.web.hearings.sheets import paper_of
from asylia.web.paper import filed, files
from asylia.web.standing import day


class Served(NamedTuple):
    """One notice that was served while counsel had entered."""

    number: int
    title: str
    on: str
    url: str


class Filed(NamedTuple):
    """One filing of counsel's own, with its answer as it stood, and its file."""

    answer: Answered
    url: str


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The clients that one no longer represents."""
    rows = rows_of(request.account, "former")
    cases.note_list(request.account, "former-clients", [row.case for row in rows])
    listed = [(cases.name_on(row), row.number, reverse("former-client", args=[row.case])) for row in rows]
    return render(request, "counsel/former.html", {"listed": listed})


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """What was served on counsel, and what they filed themselves, until they left."""
    opened, was = as_left(case, request.account)
    zone = ZoneInfo(opened.file.zone)
    filings = [
        Filed(of_filing(opened.file, each, zone)._replace(again=""),
              reverse("former-file", args=[case, each.number]) if each.digest else "")
        for each in opened.file.filings if each.who.by == request.account.staff
    ]  # fmt: skip
    context = {
        "name": opened.file.name or "Name not recorded", "number": opened.number, "filed": filings,
        "served": [served_of(each, case) for each in served_in(opened, was)],
    }  # fmt: skip
    return render(request, "counsel/kept.html", context)


@require_GET
def notice(request: CaseRequest, case: str, number: int) -> HttpResponse:
    """The sheet of a notice that was served while counsel had entered; raises Http404 for any other."""
    opened, was = as_left(case, request.account)
    if number not in {each.number for each in served_in(opened, was)}:
        raise Http404
    prepared = next(
        each for each in events_of(opened.entries) if isinstance(each, NoticePrepared) and each.number == number
    )
    paper = paper_of(opened, as_asked(prepared), request.account, {}, carry=False)
    if file := filed(request, paper.sheet):
        return file
    context = {
        "files": files(request.GET) if paper.sheet else [],
        "title": KINDS[prepared.kind].title, "back": reverse("former-client", args=[case]), "wanting": paper.wanting,
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(paper.sheet.html) if paper.sheet else "",  # noqa: S308
    }  # fmt: skip
    return render(request, "counsel/kept_sheet.html", context)


@require_GET
def file(request: CaseRequest, case: str, number: int) -> HttpResponse:
    """A file of counsel's own filing, as they filed it; raises Http404 for any other."""
    opened, _ = as_left(case, request.account)
    filings = [each for each in opened.file.filings if each.who.by == request.account.staff and each.number == number]
    return given(case, filings[0].digest if filings else "", f"F-{number}", "filed")


def as_left(case: str, account: Account) -> tuple[Case, Appearance]:
    """Return the case as the record stood when this counsel last left it; raises Http404 where they have not."""
    now = cases.read(case)
    was = next((each for each in reversed(now.file.appearances) if each.counsel == account.staff and each.left), None)
    if was is None:
        raise Http404
    entries = list(now.entries[: was.left])
    return Case(case, now.number, case_of(case, entries), house().regime(now.regime.version), entries), was


def served_in(case: Case, was: Appearance) -> list[Notice]:
    """Return the notices whose service was recorded while counsel had entered."""
    during = {
        event.number
        for entry, event in zip(case.entries, events_of(case.entries), strict=False)
        if isinstance(event, NoticeServed) and was.entered < entry.version <= was.left
    }
    return [each for each in case.file.notices if each.number in during]


def served_of(notice: Notice, case: str) -> Served:
    """Return one notice for the list."""
    on = day(notice.service.day) if notice.service else ""
    return Served(notice.number, KINDS[notice.kind].title, on, reverse("former-notice", args=[case, notice.number]))
