"""At a desk: a secret for the person's own pages, told aloud or on a slip of its own; changed or revoked at any desk.

It is shown once, on the answer to the form, and stands nowhere after that.
"""

import uuid
from datetime import UTC, datetime
from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.accounts import own_pages
from asylia.accounts.models import Visit
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author, Role
from asylia.core.steps.portal import ChangeAccess, GiveAccess, RevokeAccess
from asylia.notices.languages import tongue
from asylia.shell import own_pages as kept
from asylia.shell.reading import read_case
from asylia.shell.submitting import Accepted, submit
from asylia.web import cases
from asylia.web.cases import CaseRequest, house
from asylia.web.portal.words import Words, spoken
from asylia.web.receipt import phone, portal
from asylia.web.standing import band_of

HOW = {"told": "Told aloud", "slip": "On a slip of its own", "phone": "By telephone"}
BECAUSE = {
    "asked": "The person asked", "lost": "The secret was lost", "seen_by_others": "Others may have seen it",
    "unsafe": "It is not safe",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest, case: str) -> HttpResponse:
    """GET shows whether a secret stands; POST gives, changes or revokes, and shows a new one once."""
    if request.method != "POST":
        return shown(request, case)
    command = command_of(request)
    if command is None:
        return shown(request, case, status=422, problem="Choose one.")
    try:
        answer = submit(house(), command, case, key=request.POST.get("key", "")[:64])
    except SlipOfForm:
        return shown(request, case, status=422, problem="This form was sent before. Open the page again.")
    if isinstance(answer, Refused):
        return shown(request, case, status=422, problem=" ".join(each.detail or each.says for each in answer.rules))
    if isinstance(command, RevokeAccess) or not isinstance(answer, Accepted):
        return shown(request, case, told="Nothing opens the person’s own pages now.")
    secret = kept.secret_for(house(), answer, read_case(house(), case))
    if secret is None:
        return shown(request, case, told="That secret was shown once already. Change it if nobody wrote it down.")
    return shown(request, case, secret=own_pages.in_groups(secret), slip=command.how == "slip")


def command_of(request: CaseRequest) -> GiveAccess | ChangeAccess | RevokeAccess | None:
    """Return what the form asks for, or None where no choice was made."""
    who = Author(by=request.account.staff, role=cast("Role", request.account.role), at=datetime.now(UTC))
    how = next((each for each in HOW if each == request.POST.get("how")), None)
    because = next((each for each in BECAUSE if each == request.POST.get("because")), None)
    act = request.POST.get("act", "")
    if act == "revoke":
        return RevokeAccess(who=who, because=because) if because else None  # type: ignore[arg-type]
    if how is None:
        return None
    return ChangeAccess(who=who, how=how) if act == "change" else GiveAccess(who=who, how=how)  # type: ignore[arg-type]


def shown(request: CaseRequest, case: str, status: int = 200, **said: Any) -> HttpResponse:
    """Return the page; the slip is in the person's own language."""
    opened = cases.read(case)
    language = spoken(opened.file.best_language) or "en"
    context = {
        "case": opened,
        "band": band_of(opened, request.account, datetime.now(UTC), current="access"),
        "open": opened.file.portal.open,
        "last": Visit.objects.filter(case=case).first(),
        "how": HOW,
        "because": BECAUSE,
        "key": uuid.uuid4().hex,
        "slip_says": Words(language, phone=phone()),
        "slip_language": language,
        "slip_direction": tongue(language).direction,
        "address": f"{portal()}/own" if portal() else "",
        **said,
    }
    return render(request, "portal/desk.html", context, status=status)
