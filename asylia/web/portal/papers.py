"""Your papers: every notice as a page and as a file to keep, and the receipts; whole, or the one that is safe to carry.

A decision stands here once it was given to the person, never before (notice.served).
"""

import datetime as dt
from collections.abc import Iterator
from typing import Literal, NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.file import Notice
from asylia.core.steps.notice import NoticePrepared
from asylia.ledger import Recorded
from asylia.ledger.receipt import code_of
from asylia.notices import Sheet, Unfit, printed, title
from asylia.shell import drafting
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.cases import Case, house
from asylia.web.hearings.kinds import KINDS
from asylia.web.hearings.printing import as_asked
from asylia.web.hearings.sheets import paper_of, typed_facts
from asylia.web.portal.acting import begun, zone_of
from asylia.web.portal.ahead import in_words
from asylia.web.portal.door import OwnRequest
from asylia.web.portal.words import Words
from asylia.web.receipt import given_in, receipt_of, told


class Paper(NamedTuple):
    """One paper in the list: its entry in the record, what it is, and the day."""

    entry: int
    title: str | SafeString
    day: str


@require_GET
def page(request: OwnRequest) -> HttpResponse:
    """List the notices and the receipts, the last first."""
    file, context = begun(request)
    case, says = cases.read(file.id), context["says"]
    notices = [
        Paper(each.entry, title(KINDS[each.kind].sheet, says.code), in_words(each.day, says)) for each in shown(case)
    ]
    receipts = [
        Paper(each.version, says("papers_receipt", code=code_of(each.digest)), day_of(each, case, says))
        for each in reversed(own_receipts(case))
    ]
    return render(request, "portal/papers.html", {**context, "notices": notices, "receipts": receipts})


class Shown(NamedTuple):
    """A notice that the person may read: its entry and what was recorded."""

    entry: int
    kind: str
    day: dt.date
    prepared: NoticePrepared


def shown(case: Case) -> list[Shown]:
    """Return the notices of a case that the person may read, the last first."""
    return list(_shown(case))[::-1]


def _shown(case: Case) -> Iterator[Shown]:
    for event, entry in zip(events_of(case.entries), case.entries, strict=False):
        if isinstance(event, NoticePrepared):
            notice: Notice = case.file.notices[event.number - 1]
            if not KINDS[event.kind].decision or notice.service is not None:
                yield Shown(entry.version, event.kind, event.day, event)


def own_receipts(case: Case) -> list[Recorded]:
    """Return the entries whose receipts are the person's; one that tells an outcome only once a notice was given."""
    entries = given_in(case.entries)
    served = any(each.service for each in case.file.notices if KINDS[each.kind].decision)
    decided = ("determination.signed/1", "determination.overridden/1", "reconsideration.decided/1")
    return [
        each
        for each in entries
        if each.name not in decided or (served and told(case.file, each.fields or {}, each.name))
    ]


def day_of(entry: Recorded, case: Case, says: Words) -> str:
    """Return the day of an entry in words."""
    event = next(iter(events_of([entry])))
    return in_words(event.who.at.astimezone(zone_of(case.file)).date(), says)


@require_GET
def paper(request: OwnRequest, entry: int, form: str) -> HttpResponse:
    """Show one paper (`see`), or send it as a file to keep (`pdf`); `?version=carry` is the one safe to carry."""
    file, context = begun(request)
    case = cases.read(file.id)
    version = request.GET.get("version", "carry" if file.custody.outside else "full")
    carry: Literal["carry", "full"] = "carry" if version == "carry" else "full"
    sheet = sheet_of(case, entry, carry=carry == "carry")
    if form == "pdf" and sheet is not None:
        try:
            return kept(printed(sheet))
        except Unfit:
            sheet = None
    # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
    html = mark_safe(sheet.html) if sheet else ""  # noqa: S308
    more = {"html": html, "entry": entry, "carry": carry == "carry"}
    return render(request, "portal/paper.html", {**context, **more})


def kept(pdf: bytes) -> HttpResponse:
    """Return a file to keep, under a name that says nothing."""
    return HttpResponse(
        pdf, content_type="application/pdf", headers={"Content-Disposition": 'attachment; filename="1.pdf"'}
    )


def sheet_of(case: Case, entry: int, *, carry: bool) -> Sheet | None:
    """Return the sheet of a notice or receipt of the person's, None where facts for it are wanting.

    Raises Http404 for an entry that is no paper of theirs.
    """
    found = next((each for each in shown(case) if each.entry == entry), None)
    if found is not None:
        facts = drafting.kept(
            house(),
            drafting.Writing(found.prepared.who.by, case.id, f"sheet-{found.prepared.number}", case.file.person),
        )
        typed = typed_facts(found.kind, facts[0]) if facts else {}
        reader = Account(staff=case.file.person, role="applicant")
        return paper_of(case, as_asked(found.prepared), reader, typed, carry=carry).sheet
    receipt = next((each for each in own_receipts(case) if each.version == entry), None)
    if receipt is None:
        raise Http404
    return receipt_of(case, receipt, carry=carry, signer="—").sheet
