"""Court orders, stays and pauses: entered, confirmed by a second person, lifted by two; who is in scope, counted."""

from typing import Any, NamedTuple

from django.core import signing
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.event import Event
from asylia.core.facts import CourtOrder
from asylia.core.streams.order import ConfirmOrder, EnterOrder, LiftOrder, OrderEntered, OrderFile, OrderLifted
from asylia.shell import beside
from asylia.shell.reading import beside as read_beside
from asylia.shell.reading import order_of, read_case
from asylia.web import cases
from asylia.web.access import case_visible
from asylia.web.act import Form, Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import author, form_of, given, settled
from asylia.web.standing import day

MINTED = signing.Signer(salt="order")
EFFECTS = {
    "no_return": "Nobody in scope is returned", "no_placement": "Nobody in scope is placed in the programme",
    "counsel_before_interview": "Counsel before any interview",
}  # fmt: skip
SHOWN = 200


class Order(NamedTuple):
    """One order as pages show it: its words, its scope, and how far two people have come with it."""

    id: str
    court: str
    number: str
    effects: list[str]
    scope: str
    stands: str
    waits: str
    entered: str
    binding: bool
    in_scope: int


ENTER = Step(
    EnterOrder, title="Enter a court order", button="Enter the order", refused="The order was not entered",
    lead="It binds open cases from the moment a second person has confirmed it, over whatever rules a case is under.",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """List every order; enter one. The id comes with the form, so that sending it twice enters one."""
    minted = minted_in(request)
    typed = Typed({**dict(request.POST.lists()), "order": [minted]} if request.method == "POST" else None)
    form = form_of(ENTER, asks(), typed)
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        numbered(form)
        boxes = settled(ENTER, form, request.account, beside.order)
        if not boxes:
            return HttpResponseRedirect(reverse("orders"), status=303)
    context = {"step": ENTER, "form": form, "orders": orders(), "minted": MINTED.sign(minted), **boxes}
    return render(request, "hearings/orders.html", context, status=422 if boxes else 200)


def asks() -> Asks:
    """Ask what the order says and whom it covers; what is left empty covers everyone."""
    places = {each: each for each in CaseRow.objects.exclude(place="").values_list("place", flat=True).distinct()}
    return {
        "order": Ask(hidden=True),
        "court": Ask("Court"),
        "number": Ask("Number of the case or order"),
        "effects": Ask("What it stops or gives", choices=EFFECTS),
        "text_digest": Ask("SHA-256 of its text", hint="So that anyone can check which text was meant.", optional=True),
        "places": Ask("Only these places", hint="None ticked: every place.", choices=places, open=True, optional=True),
        "cases": Ask("Only these cases", hint="Case numbers, one a line. Empty: every case.", optional=True),
        "in_custody": Ask("Only people in custody?"),
        "with_counsel": Ask("Only people with counsel?"),
    }


def numbered(form: Form) -> None:
    """Put the ids of the cases whose numbers were typed in their place; what is no case's number stays as typed."""
    named = form.field["cases"]
    lines = [line.strip() for line in named.value.split("\n") if line.strip()]
    ids = dict(CaseRow.objects.filter(number__in=lines).values_list("number", "case"))
    named.value = "\n".join(ids.get(line, line) for line in lines)


def minted_in(request: HttpRequest) -> str:
    """Return the order's id as the form carried it under our signature, else a new one."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return house().new_id()


def orders() -> list[Order]:
    """Return every order on the record, the last entered first."""
    ids = [each.removeprefix("order/") for each in house().ledger.streams(house().raw(), "order/")]
    return [each for each in map(order, sorted(ids, reverse=True)) if each is not None]


def order(id: str) -> Order | None:
    """Return one order, None where there is no such order."""
    file = order_of(house(), house().raw(), id)
    events: list[Event] = read_beside(house(), house().raw(), f"order/{id}", list)
    entered = next((event for event in events if isinstance(event, OrderEntered)), None)
    if file.order is None or entered is None:
        return None
    lifted = any(isinstance(event, OrderLifted) for event in events)
    return Order(
        id=id,
        court=entered.court,
        number=entered.number,
        effects=[EFFECTS[each] for each in entered.effects],
        scope=scope(file.order),
        stands=stands(file, lifted=lifted),
        waits=file.lifted_by or ("" if file.binding or lifted else file.entered_by),
        entered=day(entered.who.at),
        binding=file.binding,
        in_scope=covered(file.order).count(),
    )


def stands(file: OrderFile, *, lifted: bool) -> str:
    """Say how far two people have come with an order."""
    if file.lifted_by:
        return "Binds. Its lifting waits for a second person"
    if file.binding:
        return "Binds"
    return "Lifted by two people. What was given under it stays given" if lifted else "Waits for a second person"


def scope(order: CourtOrder) -> str:
    """Say whom an order covers."""
    parts = [
        f"at {', '.join(order.places)}" if order.places else "everywhere",
        f"{len(order.cases)} named case{'s' if len(order.cases) > 1 else ''}" if order.cases else "",
        "in custody" if order.in_custody else "",
        "with counsel" if order.with_counsel else "",
    ]
    return ", ".join(part for part in parts if part)


def covered(order: CourtOrder) -> QuerySet[CaseRow]:
    """Return the open cases in an order's scope, as core/standing.py counts it (order.obeyed)."""
    rows = CaseRow.objects.filter(closed="")
    rows = rows.filter(place__in=order.places) if order.places else rows
    rows = rows.filter(case__in=order.cases) if order.cases else rows
    if order.in_custody:  # whoever was held: no report of a release takes anyone out of it
        rows = rows.filter(case__in=[row.case for row in rows if read_case(house(), row.case).custody.was_held])
    return rows.exclude(counsel=[]) if order.with_counsel else rows


@require_GET
def one(request: CaseRequest, order: str) -> HttpResponse:
    """Show one order and those in its scope: all are counted, those this desk may see are listed."""
    return shown(request, order)


def shown(request: CaseRequest, id: str, **boxes: Any) -> HttpResponse:
    """Return the page of one order, with the box of what was refused where something was."""
    found = order(id)
    if found is None:
        raise Http404
    file = order_of(house(), house().raw(), id)
    rows = covered(file.order).prefetch_related("dues")[:SHOWN] if file.order else []
    listed = [row for row in rows if case_visible(request.account, row)]
    cases.note_list(request.account, "order", [row.case for row in listed])
    context = {
        "order": found,
        "listed": [(cases.name_on(row), row.number, reverse("case", args=[row.case])) for row in listed],
        "yours": found.waits == request.account.staff,
        "who": Account.objects.filter(staff=found.waits).first(),
        **boxes,
    }
    return render(request, "hearings/order.html", context, status=422 if boxes else 200)


@require_POST
def act(request: CaseRequest, order: str) -> HttpResponse:
    """Confirm what waits for a second person, or enter that the order is lifted."""
    who = author(request.account)
    if request.POST.get("act") == "lift":
        step = Step(LiftOrder, refused="The order was not lifted")
        typed = Typed({"order": [order], "reason": [request.POST.get("reason", "")]})
        form = form_of(step, {"order": Ask(hidden=True), "reason": Ask("Why")}, typed)
        boxes = settled(step, form, request.account, beside.order)
        boxes |= {"reason": form.field["reason"]} if boxes else {}
    else:
        step = Step(ConfirmOrder, refused="The order was not confirmed")
        boxes = given(step, Form([], seen=0, key=""), ConfirmOrder(who=who, order=order), beside.order)
    return shown(request, order, **boxes) if boxes else HttpResponseRedirect(reverse("order", args=[order]), status=303)
