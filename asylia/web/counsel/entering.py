"""Entering an appearance: by the number on the client's sheet and the client's name, with the client's own word.

With the form that the client signed counsel enters at once. Without one counsel asks: nothing opens before the client
says so, on their own pages or aloud and alone to a desk (counsel.admitted).

One answer covers every pair that opens nothing: no such case, another name, other counsel there already. So
nothing here tells which cases exist, or who represents whom.
"""

import uuid
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts import tries
from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.caseload.names import tokens
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.steps.representation import AskAppearance, EnterAppearance
from asylia.shell.submitting import submit
from asylia.web import cases, uploading
from asylia.web.act import Form, Step, refusal_of
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Field, Typed
from asylia.web.headquarters.settled import author

NOT_SO = "No appearance can be entered under this number and name. Look at both on the sheet; where they are right, "
NOT_SO += "ask the asylum office: other counsel may have entered."
TOO_MANY = "Too many tries came from this network. It can be tried again in five minutes."
ENTER = Step(EnterAppearance, "Enter an appearance", "Enter an appearance", "No appearance was entered")
NUMBER = Ask("Case number", hint="As the client’s sheet shows it, like 2027-4F7QK2.")
NAME = Ask("The client’s name", hint="Whole, as it was recorded.")
ORGANISATION = Ask("Organisation", optional=True)
FORM = Ask(
    "The form that the client signed", file=True,
    hint="PDF or photo. Without it the client is asked, alone, whether they want you; you see nothing before.",
)  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """The form; then the client's case, or the clients where they are asked, or why no appearance was entered."""
    form = asked(request.account, Typed(dict(request.POST.lists())) if request.method == "POST" else Typed())
    number, name, _, signed = form.fields
    if request.method != "POST":
        return shown(request, form)
    slips = [each for each in (number, name) if not each.value.strip()]
    for each in slips:
        each.slip = "This is missing."
    if slips:
        return shown(request, form, slips=slips)
    if tries.too_many(request):
        number.slip = TOO_MANY
        return shown(request, form, slips=[number])
    row = found(number.value, name.value, request.account)
    if row is None:
        tries.count(request, "failed")
        number.slip = NOT_SO
        return shown(request, form, slips=[number])
    if uploading.receive(request, cases.read(row.case), [signed]):
        return shown(request, form, slips=[signed])
    return entered(request, form, row)


def entered(request: CaseRequest, form: Form, row: CaseRow) -> HttpResponse:
    """Enter whoever is signed in, or ask the client; lead on, or say what refused it."""
    _, _, organisation, signed = form.fields
    who, account = author(request.account), request.account
    command: EnterAppearance | AskAppearance
    if signed.value:
        command = EnterAppearance(
            who=who, counsel=account.staff, consent=True, organisation=organisation.value, how="signed",
            form=signed.value,
        )  # fmt: skip
    else:
        command = AskAppearance(who=who, organisation=organisation.value)
    try:
        answer = submit(house(), command, row.case, key=form.key)
    except SlipOfForm as slip:
        first = form.fields[0]
        first.slip = slip.says
        return shown(request, form, slips=[first])
    if isinstance(answer, Refused):
        return shown(request, form, refusal=refusal_of(ENTER, answer, form))
    to = reverse("case", args=[row.case]) if signed.value else reverse("clients")
    return HttpResponseRedirect(to, status=303)


def asked(account: Account, typed: Typed) -> Form:
    """Return the form: number, name, organisation, and the form that the client signed."""
    fields = [
        Field("number", "text", NUMBER, required=True, value=typed.text("number")[:20]),
        Field("name", "text", NAME, required=True, value=typed.text("name")[:200]),
        Field("organisation", "text", ORGANISATION, required=False,
              value=typed.text("organisation")[:200] if typed.post is not None else account.office),
        Field("form", "file", FORM, required=False),
    ]  # fmt: skip
    return Form(fields, seen=0, key=typed.text("key")[:64] or uuid.uuid4().hex)


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
