"""Staff: who holds which desk, with which certificates; headquarters appoints, certifies, closes accounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from asylia.accounts.enrolment import invite
from asylia.accounts.models import Account
from asylia.core.facts import Staff
from asylia.core.streams.staff import AddressStaff, AppointStaff, CertifyStaff, DisableStaff, EndDuty, GiveDuty
from asylia.shell import beside
from asylia.shell.reading import staff_of
from asylia.web.act import Form, Step
from asylia.web.cases import house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.templatetags.words import DESKS

DESKS_GIVEN: dict[str, str] = {
    role: name.capitalize() for role, name in DESKS.items() if role not in ("anyone", "applicant")
}


@dataclass(frozen=True)
class Asked:
    """One of the acts about a member of staff, with how its fields are asked."""

    step: Step
    asks: Callable[[Staff], Asks]


def _appoint(staff: Staff) -> Asks:
    shown = staff.role != "anyone"
    return {
        "staff": Ask("Id", hint="A number or short word of your own, never a name a stranger could guess from.",
                     given=staff.id, hidden=bool(staff.id)),
        "desk": Ask("Desk", choices=DESKS_GIVEN, given=staff.role if shown else None),
        "name": Ask("Name as pages show it", given=staff.name),
        "office": Ask("Office or post", given=staff.office, optional=True),
        "zone": Ask("Zone of the office", hint="IANA name: America/Chicago", given=staff.zone if shown else ""),
        "languages": Ask("Certified to work in", hint="One code on each line: es, mam", given=staff.languages,
                         optional=True),
        "custody_post_until": Ask("Held a custody or removal post until", given=staff.custody_post_until),
        "detailed_from": Ask("Lent by another service", hint="Its name; who is lent decides and reviews nothing.",
                             given=staff.detailed_from, optional=True),
    }  # fmt: skip


def _certify(staff: Staff) -> Asks:
    standards = {each.certificate.standard for each in house().regimes.values()}
    return {
        "staff": Ask(hidden=True, given=staff.id),
        "standard": Ask("Standard", choices={each: each.replace("_", " ").capitalize() for each in sorted(standards)}),
        "from_day": Ask("Valid from", hint="Never a day before the training was given."),
        "until_day": Ask("Valid until"),
        "hours": Ask("Hours of training"),
        "mode": Ask("How", hint="In person, by line, on paper"),
        "trainer": Ask("By whom"),
    }


def _address(staff: Staff) -> Asks:
    return {
        "staff": Ask(hidden=True, given=staff.id),
        "email": Ask("E-mail", hint="Of the desk, where several hold it in turn.", given=staff.email, optional=True),
        "number": Ask("Number for messages", hint="With + and the country: +1 202 555 0143.", given=staff.number,
                      optional=True),
    }  # fmt: skip


def _duty(staff: Staff) -> Asks:
    names = {"quality_lead": "Quality lead: sees how one officer’s decisions differ, and talks with that officer alone"}
    return {"staff": Ask(hidden=True, given=staff.id), "duty": Ask("Which duty", choices=names)}


def _disable(staff: Staff) -> Asks:
    return {"staff": Ask(hidden=True, given=staff.id), "reason": Ask("Why", hint="It takes effect at once.")}


ACTS: Mapping[str, Asked] = {
    "appoint": Asked(Step(AppointStaff, "Appoint", "Give this desk", "Nobody was appointed"), _appoint),
    "certify": Asked(Step(CertifyStaff, "Certify", "Record the certificate", "No certificate was recorded"), _certify),
    "address": Asked(
        Step(
            AddressStaff,
            "Where to send messages",
            "Record where",
            "Nothing was recorded",
            lead="A message says only that something waits, and nothing about anyone.",
        ),
        _address,
    ),
    "duty": Asked(Step(GiveDuty, "Give a duty", "Give this duty", "The duty was not given"), _duty),
    "duty-end": Asked(Step(EndDuty, "Take a duty away", "Take it away", "The duty stays"), _duty),
    "disable": Asked(Step(DisableStaff, "Close the account", "Close the account", "The account stays open"), _disable),
}


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everyone with a desk."""
    people = Account.objects.order_by("role", "name")
    return render(request, "headquarters/staff.html", {"people": people})


@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest) -> HttpResponse:
    """Appoint someone who has no desk yet."""
    return of_act(request, "appoint", Staff(id="", role="anyone"))


@require_GET
def member(request: HttpRequest, staff: str) -> HttpResponse:
    """One member of staff: desk, office, certificates, and what can be done."""
    shown = known(staff)
    return render(request, "headquarters/member.html", {"member": shown, "acts": ACTS})


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, staff: str, act: str) -> HttpResponse:
    """Appoint anew, certify, or close the account of one member of staff."""
    if act not in ACTS:
        raise Http404
    return of_act(request, act, known(staff))


@require_POST
def code(request: HttpRequest, staff: str) -> HttpResponse:
    """Make a code with which this person registers a passkey; it is shown once, here, and kept nowhere."""
    try:
        made = invite(staff)
    except ValueError:
        raise Http404 from None
    return render(request, "headquarters/code.html", {"member": known(staff), "code": made})


def known(staff: str) -> Staff:
    """Return a member of staff; raises Http404 for an id that is nobody's."""
    if not Account.objects.filter(staff=staff).exists():
        raise Http404
    return staff_of(house(), house().raw(), staff)


def of_act(request: HttpRequest, act: str, staff: Staff) -> HttpResponse:
    """Show the form of an act, or give it."""
    asked = ACTS[act]
    typed = Typed(dict(request.POST.lists()) if request.method == "POST" else None)
    form: Form = form_of(asked.step, asked.asks(staff), typed)
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
        boxes = settled(asked.step, form, account, beside.appoint)
        if not boxes:
            return HttpResponseRedirect(reverse("staff-member", args=[form.field["staff"].value]), status=303)
    context = {"step": asked.step, "form": form, "member": staff, **boxes}
    return render(request, "headquarters/staff_act.html", context, status=422 if boxes else 200)
