"""Your passkeys: registering the first with a code, listing one's own, adding another, removing one."""

from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from asylia.accounts import passkeys, tries
from asylia.accounts.enrolment import enrol, invited, take_code
from asylia.accounts.history import SAYS, history
from asylia.accounts.models import Account, Passkey, SignIn
from asylia.accounts.passkeys import NotAcceptedError
from asylia.accounts.session import AccountRequest, fresh
from asylia.web.public.sign_in import NO_SCRIPT, TOO_MANY, passkey_place

NO_CODE = "This code opens nothing. It may be mistyped, older than 24 hours, used already or replaced by a newer one."
NO_CODE += " Check the letters; if it stays so, ask headquarters for a new code."
NOT_REGISTERED = "The passkey was not registered. Perhaps the page was open for more than five minutes, or the code was"
NOT_REGISTERED += " used meanwhile. Try once more."
ONLY_ONE = "This is the only passkey that signs you in. Add another one first, then remove this one."
NOT_FRESH = (
    "You signed in more than ten minutes ago. Sign in once more: nobody else is to change this from a desk you left."
)


class Shown(NamedTuple):
    """One passkey of one's own, in the clock of one's office."""

    id: int
    made: str
    used: str
    stopped: str
    here: bool


class SignedIn(AccountRequest):
    """A request that access.py has let through to a page of staff."""

    account: Account


@require_http_methods(["GET", "POST"])
def register_first(request: AccountRequest) -> HttpResponse:
    """Ask for the code that headquarters gave, then for a passkey, which is registered with it."""
    if request.method != "POST":
        return enrolling(request, None)
    if tries.too_many(request):
        return HttpResponse(TOO_MANY, status=429, content_type="text/plain")
    if "code" in request.POST:
        account = take_code(request, request.POST["code"])
        if account is None:
            tries.count(request, "failed")
            return enrolling(request, None, code=422, refused=NO_CODE)
        return enrolling(request, account)
    if not request.POST.get("answer"):
        return enrolling(request, invited(request), code=422, refused=NO_SCRIPT)
    try:
        enrol(request, request.POST["answer"])
    except NotAcceptedError:
        tries.count(request, "failed")
        return enrolling(request, invited(request), code=403, refused=NOT_REGISTERED)
    request.session["ended"] = "enrolled"
    return HttpResponseRedirect(reverse("sign-in"))


def enrolling(request: AccountRequest, account: Account | None, *, code: int = 200, **said: Any) -> HttpResponse:
    """Return the page of the code, or for whom it opened that of the passkey."""
    return render(request, "enrol.html", {"holder": account, **said, **passkey_place(request)}, status=code)


@require_POST
def options_for_first(request: AccountRequest) -> HttpResponse:
    """Hand out what the page's script needs to make a passkey for whom the code was given."""
    return options(request, invited(request))


@require_POST
def options_for_another(request: SignedIn) -> HttpResponse:
    """Hand out what the page's script needs to make another passkey for whoever is signed in."""
    return options(request, request.account if fresh(request) else None)


def options(request: HttpRequest, account: Account | None) -> HttpResponse:
    """Return the options to register a passkey for `account`, as JSON; 403 where it is nobody."""
    if tries.too_many(request):
        return HttpResponse(status=429, headers={"Retry-After": str(tries.SECONDS)})
    tries.count(request, "asked")
    try:
        if account is not None:
            made = passkeys.options_to_register(request, account)
            return HttpResponse(made, content_type="application/json")
    except NotAcceptedError:
        pass
    return HttpResponse(status=403)


@require_http_methods(["GET", "POST"])
def page(request: SignedIn) -> HttpResponse:
    """Show one's own passkeys; add another, or remove one."""
    if request.method != "POST":
        return listed(request)
    if not fresh(request):
        return listed(request, code=403, refused=NOT_FRESH)
    if "remove" in request.POST:
        return removed(request, request.POST["remove"])
    if not request.POST.get("answer"):
        return listed(request, code=422, refused=NO_SCRIPT)
    try:
        answer = request.POST["answer"]
        passkeys.keep(request.account, passkeys.registered(request, request.account, answer))
    except NotAcceptedError:
        return listed(request, code=403, refused=NOT_REGISTERED)
    return HttpResponseRedirect(reverse("passkeys"))


def removed(request: SignedIn, passkey: str) -> HttpResponse:
    """Remove a passkey of one's own; another's looks like one that does not exist."""
    try:
        gone = passkeys.remove(request.account, int(passkey))
    except (Passkey.DoesNotExist, ValueError, OverflowError) as none:
        raise Http404 from none
    return HttpResponseRedirect(reverse("passkeys")) if gone else listed(request, code=422, refused=ONLY_ONE)


def listed(request: SignedIn, *, code: int = 200, **said: Any) -> HttpResponse:
    """Return the page of one's own passkeys and what became of them."""
    if not fresh(request):
        request.session["return_to"] = reverse("passkeys")
    zone = ZoneInfo(request.account.zone)
    opened = SignIn.objects.filter(pk=request.session["opened"]).first()
    keys = [
        Shown(
            each.pk,
            made=f"{each.made.astimezone(zone):%-d %b %Y %H:%M}",
            used=f"{each.used.astimezone(zone):%-d %b %Y %H:%M}" if each.used else "not yet",
            stopped=f"{each.stopped.astimezone(zone):%-d %b %Y %H:%M}" if each.stopped else "",
            here=opened is not None and opened.passkey_id == each.pk,
        )
        for each in Passkey.objects.filter(staff=request.account.staff)
    ]
    lines = [
        (f"{each.at.astimezone(zone):%-d %b %Y %H:%M}", SAYS[each.what]) for each in history(request.account.staff)
    ]
    context = {"keys": keys, "lines": lines, "zone": zone.key, "fresh": fresh(request), **passkey_place(request)}
    return render(request, "passkeys.html", context | said, status=code)
