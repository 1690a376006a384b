"""A lawyer who asks to represent the person, and the person's own word: yes or no, alone on their own page."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.core.steps.representation import AnswerAppearance
from asylia.web.portal.acting import Wrong, begun, give, key_of
from asylia.web.portal.door import OwnRequest, author


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET says who asks; POST records the answer. Nothing opens to the lawyer before a yes."""
    file, context = begun(request)
    asked = file.appearance_asked
    if asked is None:
        raise Http404
    context["question"] = context["says"]("lawyer_asks", organisation=asked.organisation)
    if request.method != "POST":
        return render(request, "portal/lawyer.html", context)
    try:
        agreed = request.POST.get("agreed")
        if agreed not in ("yes", "no"):
            raise Wrong("ask_choose")
        give(request, AnswerAppearance(who=author(request), agreed=agreed == "yes"), key_of(request))
    except Wrong as wrong:
        more = {"problem": wrong.said(context["says"])}
        return render(request, "portal/lawyer.html", {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    return HttpResponseRedirect(reverse("own"), status=303)
