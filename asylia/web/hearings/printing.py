"""The sheet of a signed notice, to print, read aloud and hand over; the one to carry for who waits outside."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.file import Notice
from asylia.core.steps.notice import NoticePrepared, PrepareNotice
from asylia.notices.spoken import oral
from asylia.shell import drafting
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.hearings.kinds import KINDS
from asylia.web.hearings.preparing import sheet_draft
from asylia.web.hearings.sheets import paper_of, reads_reasons, typed_facts
from asylia.web.paper import filed, files


@require_GET
def page(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Show one notice's sheet."""
    opened = cases.read(case)
    entries = house().ledger.read(house().raw(), f"case/{case}")
    prepared, entry = next(
        (
            (event, each.version)
            for event, each in zip(events_of(entries), entries, strict=False)
            if isinstance(event, NoticePrepared) and event.number == notice
        ),
        (None, 0),
    )
    if prepared is None:
        raise Http404
    carry = request.GET.get("version", "carry" if opened.file.custody.outside else "full") == "carry"
    facts = kept(opened, request.account, prepared)
    paper = paper_of(opened, as_asked(prepared), request.account, facts, carry=carry)
    withheld = KINDS[prepared.kind].decision and not reads_reasons(request.account)
    if not withheld and (file := filed(request, paper.sheet)):
        return file
    context = {
        "case": opened,
        "notice": notice,
        "entry": entry,
        "title": KINDS[prepared.kind].title,
        "carry": carry,
        "large": request.GET.get("size") == "large",
        "sheet": paper.sheet,
        "spoken_in": prepared.language if paper.sheet and prepared.language in oral() else "",
        "withheld": withheld,
        "files": files(request.GET) if paper.sheet and not withheld else [],
        "wanting": paper.wanting,
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(paper.sheet.html) if paper.sheet else "",  # noqa: S308
    }
    return render(request, "hearings/sheet.html", context)


def as_asked(prepared: NoticePrepared) -> PrepareNotice:
    """Return the notice as it was asked for, from the event that recorded it."""
    return PrepareNotice(
        who=prepared.who, kind=prepared.kind, language=prepared.language, address_kind=prepared.address_kind,
        address=prepared.address, signer=prepared.signer, title=prepared.title, claim=prepared.claim,
        determination=prepared.determination, court=prepared.court, day=prepared.hearing_day,
        time=prepared.hearing_time, port=prepared.port, report_day=prepared.report_day,
        report_time=prepared.report_time,
    )  # fmt: skip


def kept(case: Case, account: Account, prepared: Notice | NoticePrepared) -> dict[str, object]:
    """Return what the clerk added for the sheet when signing, as long as it is kept."""
    draft = drafting.kept(house(), sheet_draft(case, account, prepared.number))
    return typed_facts(prepared.kind, draft[0]) if draft else {}
