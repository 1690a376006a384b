"""Entering an appearance: by the number on the client's sheet and the client's name, with the client's consent.

One answer covers every pair that opens nothing: no such case, another name, other counsel there already. So
nothing here tells which cases exist, or who represents whom.
"""

import uuid
from dataclasses import replace
from typing import Any, cast

import msgspec
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts import tries
from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.caseload.names import tokens
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.steps.representation import EnterAppearance
from asylia.shell.submitting import submit
from asylia.web import cases
from asylia.web.act import Form, Step, refusal_of
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Field, Typed
from asylia.web.headquarters.settled import author, form_of
from asylia.web.reading import command_of

NOT_SO = "No appearance can be entered under this number and name. Look at both on the sheet; where they are right, "
NOT_SO += "ask the asylum office: other counsel may have entered."
TOO_MANY = "Too many tries came from this network. It can be tried again in five minutes."
ENTER = Step(EnterAppearance, "Enter an appearance", "Enter an appearance", "No appearance was entered")
NUMBER = Ask("Case number", hint="As the client’s sheet shows it, like 2027-4F7QK2.")
NAME = Ask("The client’s name", hint="Whole, as it was recorded.")


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """The form; then the client's case, or why no appearance was entered."""
    typed = Typed(dict(request.POST.lists())) if request.method == "POST" else Typed()
    form, number, name = asked(request.account, typed)
    if request.method != "POST":
        return shown(request, form)
    command = command_of(EnterAppearance, form.fields[2:], author(request.account), request.account.zone)
    slips = command if isinstance(command, list) else []
    for each in (number, name):
        if not each.value.strip():
            each.slip = "This is missing."
            slips.append(each)
    if slips or isinstance(command, list):
        return shown(request, form, slips=slips)
    if tries.too_many(request):
        number.slip = TOO_MANY
        return shown(request, form, slips=[number])
    row = found(number.value, name.value, request.account)
    if row is None:
        tries.count(request, "failed")
        number.slip = NOT_SO
        return shown(request, form, slips=[number])
    return entered(request, form, row, cast("EnterAppearance", command))


def entered(request: CaseRequest, form: Form, row: CaseRow, command: EnterAppearance) -> HttpResponse:
    """Enter whoever is signed in, whatever the form carried; lead to the case, or say what refused it."""
    mine = msgspec.structs.replace(command, counsel=request.account.staff)
    try:
        answer = submit(house(), mine, row.case, key=form.key)
    except SlipOfForm as slip:
        first = form.fields[0]
        first.slip = slip.says
        return shown(request, form, slips=[first])
    if isinstance(answer, Refused):
        return shown(request, form, refusal=refusal_of(ENTER, answer, form))
    return HttpResponseRedirect(reverse("case", args=[row.case]), status=303)


def asked(account: Account, typed: Typed) -> tuple[Form, Field, Field]:
    """Return the form, its number and its name; counsel enters nobody but themselves."""
    asks = {
        "counsel": Ask(hidden=True, given=account.staff),
        "consent": Ask("Does the client consent?", hint="Asked by you, alone, in a language they understand."),
        "organisation": Ask("Organisation", given=account.office, optional=True),
    }
    form = form_of(ENTER, asks, typed)
    number = Field("number", "text", NUMBER, required=True, value=typed.text("number")[:20])
    name = Field("name", "text", NAME, required=True, value=typed.text("name")[:200])
    key = typed.text("key")[:64] or uuid.uuid4().hex
    return replace(form, fields=[number, name, *form.fields], key=key), number, name


def found(number: str, name: str, account: Account) -> CaseRow | None:
    """Return the case of that number and name in which this counsel may enter; each look at one is written down."""
    row = CaseRow.objects.filter(number__iexact=number.strip(), provisional=False, closed="").first()
    if row is None:
        return None
    recorded = tokens(house().unseal(row.person, bytes(row.name)) or "")
    same = bool(recorded) and set(recorded) == set(tokens(name))
    free = not row.counsel or account.staff in row.counsel
    cases.note_read(account, row.case, page="client-enter", shown=same and free)
    return row if same and free else None


def shown(request: CaseRequest, form: Form, *, slips: list[Field] | None = None, **boxes: Any) -> HttpResponse:
    """Return the page, with one box at most."""
    if slips:
        boxes["slips"] = {"title": ENTER.refused, "fields": slips}
    context = {"step": ENTER, "form": form, **boxes}
    return render(request, "counsel/enter.html", context, status=422 if boxes else 200)
