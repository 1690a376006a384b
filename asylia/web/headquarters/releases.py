"""Releases: every one that was asked for, and the form that begins one."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.caseload.models import CaseRow
from asylia.core.errors import Refused
from asylia.core.streams.release import Release
from asylia.core.streams.releasing import (
    AskRelease,
)
from asylia.release.exemptions import exemptions
from asylia.shell.house import House
from asylia.shell.reading import releases
from asylia.shell.releasing import release as give
from asylia.web.act import Step
from asylia.web.cases import CaseRequest, house
from asylia.web.erased import day
from asylia.web.fields import Ask, Typed
from asylia.web.headquarters.settled import author, form_of, given

MINTED = signing.Signer(salt="release")
KINDS = {
    "court_order": "A court ordered it", "records_request": "A request for records", "oversight": "Oversight asks",
    "own_copy": "The person's own copy", "press": "The press asks",
}  # fmt: skip
TO = {
    "court": "a court", "requester": "who requested it", "inspector": "an inspector", "legislature": "a legislature",
    "subject": "the person", "counsel": "the person's counsel", "press": "the press",
}  # fmt: skip
STAGES = {
    "asked": "Asked for; the records are to be searched", "prepared": "Being prepared; a second person reviews it",
    "reviewed": "Reviewed; the custodian signs", "signed": "Signed; to be handed over", "sent": "Handed over",
    "declined": "Declined",
}  # fmt: skip

ASK = Step(
    AskRelease, "Begin a release", "Begin the release", "The release was not begun",
    lead="Records go to a court, to who requested them, to oversight, to the person and their counsel, or to the "
    "press. No other country is on the list, and none can be entered.",
)  # fmt: skip


def give_release(at: House, command: Any) -> Refused | None:
    """Give a command to the shell with the grounds that are known."""
    return give(at, command, frozenset(exemptions()))


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List every release, the newest first."""
    found = sorted(releases(house(), house().raw()), key=lambda each: each.id, reverse=True)
    rows = [
        {
            "id": each.id, "to": TO[each.asked.to], "recipient": each.asked.recipient, "cite": each.asked.cite,
            "cases": ", ".join(numbers(each).values()), "stage": STAGES[each.stage], "at": day(each.asked.who.at),
        }
        for each in found
        if each.asked
    ]  # fmt: skip
    may = request.account.role == "headquarters"
    return render(request, "headquarters/releases.html", {"releases": rows, "may": may})


def numbers(found: Release) -> dict[str, str]:
    """Return the number of each case of a release."""
    cases = found.asked.cases if found.asked else ()
    return dict(CaseRow.objects.filter(case__in=cases).values_list("case", "number"))


@require_http_methods(["GET", "POST"])
def ask(request: CaseRequest) -> HttpResponse:
    """Begin a release; its id comes with the form, so that sent twice it begins once."""
    minted = minted_in(request)
    asks = {
        "release": Ask(hidden=True), "kind": Ask("What asks for it", choices=KINDS),
        "to": Ask("It goes to", choices=TO),
        "recipient": Ask("Recipient", hint="The court, office or person, by name."),
        "cite": Ask("Basis", hint="The order, request or statute, by its number."),
        "cases": Ask("Cases", hint="Their numbers, one a line, such as 2027-4F7QK2."),
    }  # fmt: skip
    posted = {**dict(request.POST.lists()), "release": [minted]}
    form = form_of(ASK, asks, Typed(posted if request.method == "POST" else None))
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        typed = request.POST.get("cases", "").split()
        rows = {each: CaseRow.objects.filter(number__iexact=each).first() for each in typed}
        if missing := [each for each, row in rows.items() if row is None]:
            form.field["cases"].slip = f"No case has this number: {', '.join(missing)}."
            boxes = {"slips": {"title": ASK.refused, "fields": [form.field["cases"]]}}
        else:
            command = AskRelease(
                who=author(request.account), release=minted, kind=request.POST.get("kind", ""),  # type: ignore[arg-type]
                to=request.POST.get("to", ""), recipient=request.POST.get("recipient", ""),  # type: ignore[arg-type]
                cite=request.POST.get("cite", ""), cases=tuple(row.case for row in rows.values() if row),
            )  # fmt: skip
            if command.kind not in KINDS or command.to not in TO:
                raise Http404
            boxes = given(ASK, form, command, give_release)
        if not boxes:
            return HttpResponseRedirect(reverse("release", args=[minted]), status=303)
    context = {"step": ASK, "form": form, "minted": MINTED.sign(minted), **boxes}
    return render(request, "headquarters/release_ask.html", context, status=422 if boxes else 200)


def minted_in(request: HttpRequest) -> str:
    """Return the id as the form carried it under our signature, else a new one."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return house().new_id()
