"""Your digits: new ones that nobody at the office has seen, or the page shut altogether; both by the person alone."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts import own_pages
from asylia.core.steps.portal import ChangeAccess, RevokeAccess
from asylia.shell import own_pages as kept
from asylia.web.cases import house
from asylia.web.portal.acting import Wrong, begun, give, key_of
from asylia.web.portal.door import OwnRequest, author, file_of
from asylia.web.portal.sign_in import forgetting


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET explains; POST makes new digits and shows them once, or shuts the page."""
    _, context = begun(request)
    if request.method != "POST":
        return render(request, "portal/secret.html", context)
    try:
        if "shut" in request.POST:
            give(request, RevokeAccess(who=author(request), because="asked"), key_of(request))
            own_pages.end(request)
            closed = {"heading": context["says"]["secret_shut"], "sentence": context["says"]["secret_shut_done"]}
            return forgetting(
                render(request, "portal/plain.html", {**context, **closed, "signed_in": False, "back": ""})
            )
        done = give(request, ChangeAccess(who=author(request), how="own_pages"), key_of(request))
    except Wrong as wrong:
        return render(request, "portal/secret.html", {**context, "problem": wrong.said(context["says"])}, status=422)
    secret = kept.secret_for(house(), done, file_of(request))
    own_pages.begin(request, request.row.case, "digits", house().clock())
    shown = own_pages.in_groups(secret) if secret else ""
    return render(request, "portal/secret.html", {**context, "digits": shown, "made": True, "home": reverse("own")})
