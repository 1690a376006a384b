"""Preparing a notice: the sheet beside what makes it valid; signed only when nothing fails, then handed to service."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.safestring import mark_safe

from asylia.accounts.models import Account
from asylia.core.event import Author, Role
from asylia.core.steps.notice import PrepareNotice
from asylia.notices import fields
from asylia.shell import drafting
from asylia.shell.reading import courts
from asylia.web import cases
from asylia.web.act import Form, Step, acted, form_of, show
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Field, Typed
from asylia.web.hearings.contact import CHANNELS
from asylia.web.hearings.docket import titled
from asylia.web.hearings.kinds import KINDS, Kind
from asylia.web.hearings.outcomes import REPORTS
from asylia.web.hearings.sheets import fields_for, paper_of, typed_facts
from asylia.web.hearings.validity import checks, judged
from asylia.web.names import language
from asylia.web.reading import command_of, read
from asylia.web.templatetags.words import DESKS

BOXES = {
    "arrives_at_port": "Arrives at a port", "present_without_admission": "Present without admission",
    "after_fear_interview": "After a fear interview: the asylum office’s",
    "order_vacated": "An order was vacated: the asylum office’s",
}  # fmt: skip
HEARING_ONLY = ("court", "day", "time", "address_kind", "address")


def asks_of(kind: str, account: Account) -> Mapping[str, Ask]:
    """Ask what this kind of notice needs; who signs is who prepares."""
    title = DESKS[cast("Role", account.role)].capitalize()
    return {
        "kind": Ask(hidden=True, given=kind),
        "signer": Ask("Signed by", given=account.name),
        "title": Ask("Title", given=title),
        "port": Ask("Report at", hint="For a person who waits outside: gate and street.", optional=True),
        "report_day": Ask("Report on", hint=REPORTS, optional=True),
        "report_time": Ask("Report at this hour", hint="By the clock of the port.", optional=True),
        "boxes": Ask("Boxes of the form", hint="Some are another desk’s to tick.", choices=BOXES, optional=True),
    }


def asks(case: Case, kind: str, account: Account) -> Asks:
    """Ask for court, day and address where a hearing is set; the address as the contact plan has it."""
    known: Kind = KINDS[kind]
    sessions = titled(courts(house(), house().raw()))
    reach = next((each for each in case.file.contact.channels if each.safe and not each.lost), None)
    spoken = {code: language(code) for code in case.file.languages}
    moved = next((each for each in case.file.hearings if each.awaited and not each.notice), None)
    asked: dict[str, Ask] = {
        **asks_of(kind, account),
        "language": Ask("In which language", choices=spoken, given=case.file.best_language),
        "court": Ask("Court", choices=sessions, given=moved.court if moved else ""),
        "day": Ask("Day of the hearing", given=moved.day.isoformat() if moved else ""),
        "time": Ask(
            "Hour of the hearing", hint="By the clock of the court.", given=f"{moved.time:%H:%M}" if moved else ""
        ),
        "address_kind": Ask("Delivered by", choices=CHANNELS, given=reach.kind if reach else ""),
        "address": Ask("Address, number or name", given=reach.value if reach else ""),
    }
    if kind != "appear":
        asked["boxes"] = Ask(hidden=True, given="")
    if not known.hearing:
        asked |= {name: Ask(hidden=True, given="") for name in HEARING_ONLY}
        asked["address_kind"] = Ask(hidden=True, given="postal")
    if known.decision or kind == "appointment":
        asked |= {name: Ask(hidden=True, given="") for name in ("port", "report_day", "report_time")}
    return asked


STEP = Step(
    PrepareNotice, title="Prepare a notice", button="Show the sheet", refused="The notice was not signed",
    template="hearings/prepare.html", done="notices",
)  # fmt: skip


def page(request: CaseRequest, case: str, kind: str) -> HttpResponse:
    """GET asks; POST shows the sheet and what makes it valid; POST with `sign` signs it."""
    if kind not in KINDS:
        raise Http404
    opened = cases.read(case)
    typed = Typed(dict(request.POST.lists()) if request.method == "POST" else None)
    extra = fields_for(opened, kind, request.account, typed)
    step = replace(
        STEP,
        title=KINDS[kind].title,
        asks=lambda of: asks(of, kind, request.account),
        more=lambda _: {"extra": extra, "kind": kind},
    )
    form = needed(form_of(step, opened, typed), kind)
    facts, slips = read(extra, opened.file.zone)
    for each in extra:
        each.required = not fields(KINDS[kind].sheet)[each.path.removeprefix("sheet.")].optional
    if request.method != "POST":
        return show(request, step, opened, form)
    if slips:
        return show(request, step, opened, form, code=422, slips=_slips(slips))
    if "sign" not in request.POST:
        return preview(request, step, opened, form, typed_facts(kind, facts))
    answer = acted(request, step, opened, form)
    if answer.status_code == 303:
        keep(opened, request.account, facts)
    return answer


def needed(form: Form, kind: str) -> Form:
    """Mark what this kind of notice cannot be without, so that its want is a slip before it is a refusal."""
    names = ("signer", "title", *(("court", "day", "time", "address") if KINDS[kind].hearing else ()))
    for name in names:
        form.field[name].required = True
    return form


def preview(request: CaseRequest, step: Step, case: Case, form: Form, facts: Mapping[str, Any]) -> HttpResponse:
    """Show the sheet as it would go out, what holds and what fails; a button to sign only where nothing fails."""
    who = Author(by=request.account.staff, role=cast("Role", request.account.role), at=datetime.now(UTC))
    act = command_of(step.command, form.fields, who, case.file.zone)
    if isinstance(act, list):
        return show(request, step, case, form, code=422, slips=_slips(act))
    notice, broken = judged(cast("PrepareNotice", act), case, request.account)
    paper = paper_of(case, notice, request.account, facts, carry=False)
    found = checks(notice, case, broken, paper.wanting)
    boxes: dict[str, Any] = {
        "checks": found,
        "valid": all(each.holds for each in found),
        "holding": sum(each.holds for each in found),
        "sheet": paper.sheet,
        # The renderer escapes every fact; its own text is the house's (asylia/notices/page.py).
        "html": mark_safe(paper.sheet.html) if paper.sheet else "",  # noqa: S308
    }
    return show(request, step, case, form, **boxes)


def facts(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Take down what only the sheet of a signed notice says: for those signed together, or kept no longer."""
    opened = cases.read(case)
    if not 1 <= notice <= len(opened.file.notices):
        raise Http404
    about = opened.file.notices[notice - 1]
    typed = Typed(dict(request.POST.lists()) if request.method == "POST" else None)
    extra = fields_for(opened, about.kind, request.account, typed)
    told, slips = read(extra, opened.file.zone)
    if request.method == "POST" and not slips:
        drafting.keep(house(), sheet_draft(opened, request.account, notice), dict(told))
        return HttpResponseRedirect(reverse("notice-sheet", args=[case, notice]), status=303)
    context = {"extra": extra, "notice": about, "title": KINDS[about.kind].title}
    boxes = {"slips": _slips(slips)} if slips else {}
    step = replace(STEP, title="What only the sheet says", template="hearings/facts.html", more=lambda _: context)
    return show(request, step, opened, Form([], seen=0, key=""), code=422 if slips else 200, **boxes)


def keep(case: Case, account: Account, facts: Mapping[str, Any]) -> None:
    """Keep what only the sheet says, sealed and for seven days, so that it can be printed after it was signed."""
    number = len(case.file.notices) + 1
    drafting.keep(house(), sheet_draft(case, account, number), dict(facts))


def sheet_draft(case: Case, account: Account, number: int) -> drafting.Writing:
    """Return where the facts of a signed notice's sheet are kept."""
    return drafting.Writing(account.staff, case.id, f"sheet-{number}", case.file.person)


def _slips(slipped: list[Field]) -> dict[str, Any]:
    return {"title": STEP.refused, "fields": slipped}
