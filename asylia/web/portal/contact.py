"""How we reach you: the ways as they stand, a new one told, one that is lost; each with what is dangerous about it."""

import datetime as dt
from typing import Any, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.core.addresses import names_consulate, no_address
from asylia.core.file import CaseFile, Channel, ChannelKind
from asylia.core.steps.contact import ChangeContact, ReportChannelLost
from asylia.shell.numbers import fault_in
from asylia.web.portal.acting import NAME, Wrong, begun, give, key_of, typed
from asylia.web.portal.door import OwnRequest, author, file_of

KINDS: tuple[ChannelKind, ...] = tuple(kind for kind in get_args(ChannelKind) if kind != "counsel")
NOT_IT = {"phone": "contact_not_phone", "message": "contact_not_phone", "email": "contact_not_email"}


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET shows the ways and asks which is new; POST notes that one of them is lost."""
    file, context = begun(request)
    if request.method == "POST" and (lost := request.POST.get("lost", "")) in get_args(ChannelKind):
        try:
            give(request, ReportChannelLost(who=author(request), channel=lost, because="other"), key_of(request))
        except Wrong as wrong:
            return shown(request, file, {**context, "problem": wrong.said(context["says"])}, status=503)
        return shown(request, file_of(request), {**context, "told": context["says"]["contact_kept"]})
    return shown(request, file, context)


@require_http_methods(["GET", "POST"])
def way(request: OwnRequest, kind: str) -> HttpResponse:
    """One way: the number, address or name, and whether a message may be left there."""
    if kind not in KINDS:
        raise Http404
    _, context = begun(request)
    says = context["says"]
    context |= {"kind": kind, "way": says[f"contact_{kind}"], "back": reverse("own-contact")}
    if request.method != "POST":
        return render(request, "portal/way.html", context)
    try:
        change = ChangeContact(who=author(request), channel=channel_in(request, kind), door="portal")
        give(request, change, key_of(request))
    except Wrong as wrong:
        more = {"problem": wrong.said(says), "typed": request.POST, "key": key_of(request)}
        return render(request, "portal/way.html", {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    file, context = begun(request)
    return shown(request, file, {**context, "told": says["contact_kept"]})


def shown(request: OwnRequest, file: CaseFile, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the ways as they stand; what each may be trusted with stands beside it."""
    says = context["says"]
    standing = [
        {"kind": each.kind, "way": says[f"contact_{each.kind}"], "value": each.value, "lost": each.lost,
         "safe": says["contact_lost" if each.lost else "contact_safe" if each.safe else "contact_unsafe"]}
        for each in file.contact.channels
    ]  # fmt: skip
    ways = [(kind, says[f"contact_{kind}"]) for kind in KINDS]
    return render(request, "portal/contact.html", {**context, "standing": standing, "ways": ways}, status=status)


def channel_in(request: HttpRequest, kind: ChannelKind) -> Channel:
    """Return the way that was typed. Raises Wrong in plain words for what reaches nobody."""
    may = request.POST.get("may", "")
    value = typed(request, "value", NAME).strip()
    if not value:
        raise Wrong("contact_no_value")
    if fault_in(kind, value):
        raise Wrong(NOT_IT[kind])
    if names_consulate(value) or no_address(kind, value):
        raise Wrong("contact_not_address")
    if may not in ("yes", "no"):
        raise Wrong("contact_no_may")
    return Channel(
        kind=kind, value=value, safe=may == "yes", danger=typed(request, "danger"), from_time=hour_in(request, "from"),
        until_time=hour_in(request, "until"),
    )  # fmt: skip


def hour_in(request: HttpRequest, name: str) -> dt.time | None:
    """Return the hour that was typed in any digits, or None. Raises Wrong for one that no clock shows."""
    text = typed(request, name, NAME).strip()
    try:
        hours, _, minutes = text.partition(":")
        return dt.time(int(hours), int(minutes or "0")) if text else None
    except ValueError:
        raise Wrong("no_such_time") from None
