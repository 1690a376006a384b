"""Holds and erasures: what may not be erased, what two people erase, and how far each has come."""

from typing import Any, NamedTuple

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.accounts.session import fresh
from asylia.caseload.models import CaseRow
from asylia.core.streams.keeping import (
    ApproveErasure,
    AskErasure,
    DeclineErasure,
    Erasure,
    Hold,
    Keeping,
    LiftHold,
    PlaceHold,
)
from asylia.ledger import WrongSetup
from asylia.shell.erasing import finish, keep
from asylia.shell.reading import keeping_of
from asylia.web.act import Form, Step
from asylia.web.cases import CaseRequest, house
from asylia.web.erased import BASES, day
from asylia.web.fields import Ask, Asks, Field, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.supervisor.reviews import name_of

MINTED = signing.Signer(salt="keeping")
HOLDS = {
    "court_order": "A court ordered it", "litigation": "A case before a court, pending or expected",
    "records_request": "A request for records", "inspection": "An inspection or inquiry",
    "concern": "A concern that staff raised",
}  # fmt: skip
CITE = Ask("Citation", hint="The order, statute or schedule item by its number. Never a name: this stays for ever.")

PLACE = Step(
    PlaceHold, "Place a hold", "Place the hold", "The hold was not placed",
    lead="Nothing it covers can be erased until another person lifts it.",
)  # fmt: skip
ASK = Step(
    AskErasure, "Ask for an erasure", "Ask for the erasure", "The erasure was not asked for",
    lead="A second person, from the other desk, approves or declines it. Nothing is erased before.",
)  # fmt: skip
LIFT = Step(LiftHold, "Lift the hold", refused="The hold was not lifted")
APPROVE = Step(ApproveErasure, "Approve", refused="The erasure was not approved")
DECLINE = Step(DeclineErasure, "Decline", refused="The erasure was not declined")


class Shown(NamedTuple):
    """A hold or an erasure as pages show it: `whom` it concerns, `by` whom and when, how it `stands`."""

    id: str
    whom: str
    basis: str
    cite: str
    by: str
    at: str
    stands: str


def kept() -> Keeping:
    """Return what the record shows of holds and erasures now."""
    return keeping_of(house(), house().raw())


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List every hold and every erasure, the newest first."""
    file = kept()
    holds = [hold_shown(id, each) for id, each in reversed(file.holds.items())]
    erasures = [erasure_shown(id, each) for id, each in reversed(file.erasures.items())]
    return render(request, "overseer/keeping.html", {"holds": holds, "erasures": erasures})


def hold_shown(id: str, hold: Hold) -> Shown:
    """Return one hold in words."""
    placed, lifted = hold.placed, hold.lifted
    whom = numbers(CaseRow.objects.filter(person=placed.person)) if placed.person else "everyone"
    stands = f"Lifted {day(lifted.who.at)} by {who(lifted.who.by)}: {lifted.reason}" if lifted else "In force"
    return Shown(id, whom, HOLDS[placed.basis], placed.cite, who(placed.who.by), day(placed.who.at), stands)


def erasure_shown(id: str, erasure: Erasure) -> Shown:
    """Return one erasure in words."""
    asked = erasure.asked
    cases = erasure.approved.cases if erasure.approved else ()
    rows = CaseRow.objects.filter(case__in=cases) if cases else CaseRow.objects.filter(person=asked.person)
    return Shown(
        id, numbers(rows), BASES[asked.basis], asked.cite, who(asked.who.by), day(asked.who.at), stands(erasure)
    )


def stands(erasure: Erasure) -> str:
    """Say how far an erasure has come."""
    if erasure.declined:
        return f"Declined by {who(erasure.declined.who.by)}: {erasure.declined.reason}"
    if erasure.erased:
        return f"Erased {day(erasure.erased)}"
    return "Approved, not yet erased" if erasure.approved else "Waits for a second person"


def numbers(rows: Any) -> str:
    """Say cases by their numbers."""
    return ", ".join(rows.order_by("case").values_list("number", flat=True)) or "no case that is left"


def who(staff: str) -> str:
    """Say a member of staff by name, or by id where the account is gone."""
    return name_of(staff) or staff


# --- placing and asking


@require_http_methods(["GET", "POST"])
def place(request: CaseRequest) -> HttpResponse:
    """Place a hold on one person's record, or on everyone's."""
    hint = "Its number, such as 2027-4F7QK2. Empty: nothing of anyone is erased."
    asks = {"hold": Ask(hidden=True), "basis": Ask("Legal basis", choices=HOLDS), "cite": CITE}
    return begun(request, PLACE, "hold", {**asks, "person": Ask("A case of the person", hint, optional=True)})


@require_http_methods(["GET", "POST"])
def ask(request: CaseRequest) -> HttpResponse:
    """Ask that the record of one person be erased: all cases of theirs, by the number of one."""
    hint = "Its number, such as 2027-4F7QK2. Every case of this person is erased."
    asks = {"erasure": Ask(hidden=True), "person": Ask("A case of the person", hint), "cite": CITE}
    from_day = Ask("The law allows it from", hint="It cannot be approved before this day.")
    return begun(request, ASK, "erasure", {**asks, "basis": Ask("Legal basis", choices=BASES), "from_day": from_day})


def begun(request: CaseRequest, step: Step, named: str, asks: Asks) -> HttpResponse:
    """Show the form that begins a hold or an erasure, or give it. Its id comes with it: sent twice, it counts once."""
    minted = minted_in(request)
    typed = Typed({**dict(request.POST.lists()), named: [minted]} if request.method == "POST" else None)
    form = form_of(step, asks, typed)
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        file = kept()
        if minted not in file.holds and minted not in file.erasures:
            boxes = with_person(step, form, request)
        if not boxes:
            return HttpResponseRedirect(reverse(named, args=[minted]), status=303)
    context = {"step": step, "form": form, "minted": MINTED.sign(minted), **boxes}
    return render(request, "overseer/keeping_act.html", context, status=422 if boxes else 200)


def with_person(step: Step, form: Form, request: CaseRequest) -> dict[str, Any]:
    """Give the command with the person whose case was named; returns the boxes to show, the number as typed."""
    field = form.field["person"]
    number = field.value.strip()
    if number and (slip := resolved(field, number)):
        field.slip = slip
        return {"slips": {"title": step.refused, "fields": [field]}}
    try:
        return settled(step, form, request.account, keep)
    finally:
        field.value = number


def resolved(field: Field, number: str) -> str:
    """Put the person's id in place of a case's number; returns the slip where no one case has it."""
    cases = list(CaseRow.objects.filter(number__iexact=number)[:2])
    if not cases:
        return "No case has this number."
    if len(cases) > 1:
        return "More than one case has this number; ask whoever runs the system which is meant."
    gone = kept().erasure_of(cases[0].case)
    field.value = gone.asked.person if gone else cases[0].person
    return ""


def minted_in(request: HttpRequest) -> str:
    """Return the id as the form carried it under our signature, else a new one."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return house().new_id()


# --- one hold, one erasure


@require_http_methods(["GET", "POST"])
def hold(request: CaseRequest, hold: str) -> HttpResponse:
    """Show one hold; lift it, where another person placed it."""
    found = kept().holds.get(hold)
    if found is None:
        raise Http404
    form = form_of(LIFT, {"hold": Ask(hidden=True), "reason": Ask("Why it ends")}, typed(request, "hold", hold))
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        boxes = settled(LIFT, form, request.account, keep)
        if not boxes:
            return HttpResponseRedirect(reverse("hold", args=[hold]), status=303)
    yours = found.placed.who.by == request.account.staff
    context = {"hold": hold_shown(hold, found), "form": form, "yours": yours, "lifted": found.lifted, **boxes}
    return render(request, "overseer/hold.html", context, status=422 if boxes else 200)


@require_http_methods(["GET", "POST"])
def erasure(request: CaseRequest, erasure: str) -> HttpResponse:
    """Show one erasure; approve or decline it as the second person, or end one that was cut short."""
    file = kept()
    found = file.erasures.get(erasure)
    if found is None:
        raise Http404
    if request.method != "POST":
        return shown(request, erasure, found)
    if request.POST.get("seen") != stands(found):
        return shown(request, erasure, found, code=409, changed=True)
    if "finish" in request.POST:
        return finished(request, erasure)
    if "decline" in request.POST:
        return answered(request, erasure, found, DECLINE)
    if not fresh(request):
        return shown(request, erasure, found, code=403, stale=True)
    return answered(request, erasure, found, APPROVE)


def answered(request: CaseRequest, id: str, found: Erasure, step: Step) -> HttpResponse:
    """Approve or decline; what is approved is destroyed at once."""
    form = answer_form(request, id, step)
    boxes = settled(step, form, request.account, keep)
    if boxes:
        return shown(request, id, found, code=422, **{"decline" if step is DECLINE else "approve": form}, **boxes)
    return finished(request, id)


def finished(request: CaseRequest, id: str) -> HttpResponse:
    """Destroy what is approved, and show what became of it; a key store that is busy is said on the page."""
    try:
        finish(house())
    except WrongSetup as busy:
        return shown(request, id, kept().erasures[id], code=503, busy=str(busy))
    return HttpResponseRedirect(reverse("erasure", args=[id]), status=303)


def answer_form(request: CaseRequest, id: str, step: Step) -> Form:
    """Return the form of an answer: the day of the last copy of the keys, or why it is declined."""
    copied = Ask(
        "Last copy of the key store", given=kept().copied,
        hint="The day a copy or backup of it was last made, by this system or any other. Empty: never.",
    )  # fmt: skip
    asks = {"erasure": Ask(hidden=True), "last_copy": copied, "reason": Ask("Why not")}
    return form_of(step, asks, typed(request, "erasure", id))


def typed(request: CaseRequest, named: str, id: str) -> Typed:
    """Return what was posted, with the id that stands in the address."""
    return Typed({**dict(request.POST.lists()), named: [id]} if request.method == "POST" else None)


def shown(request: CaseRequest, id: str, found: Erasure, *, code: int = 200, **more: Any) -> HttpResponse:
    """Return the page of one erasure: how it stands, what was destroyed, what the reader can do."""
    asked, approved, account = found.asked, found.approved, request.account
    yours = asked.who.by == account.staff
    context = {
        "erasure": erasure_shown(id, found),
        "from_day": day(asked.from_day),
        "yours": yours,
        "waits": found.waits,
        "second": found.waits and not yours and asked.who.role != account.role,
        "approved": f"{who(approved.who.by)}, {day(approved.who.at)}" if approved else "",
        "copied": day(approved.last_copy) if approved and approved.last_copy else "",
        "until": day(found.copies_until) if found.copies_until else "",
        "erased": day(found.erased) if found.erased else "",
        "entries": sum(house().ledger.head(house().raw(), f"case/{each}") for each in approved.cases)
        if approved
        else 0,
        "approve": answer_form(request, id, APPROVE),
        "decline": answer_form(request, id, DECLINE),
    }
    return render(request, "overseer/erasure.html", {**context, **more}, status=code)
