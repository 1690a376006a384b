"""Legal help: whom anyone can call, and since when each number is known to answer; kept by a desk that called them."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from asylia.core.steps.calling import CURRENT
from asylia.core.streams.legal_help import ListHelp
from asylia.notices.languages import tongue
from asylia.shell import beside
from asylia.shell.reading import helpers
from asylia.web.act import Step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Typed
from asylia.web.headquarters.settled import form_of, settled
from asylia.web.public.tongues import framed, spoken

PUT = Step(ListHelp, "The list of legal help", "Put the list", "The list was not put")
ASKS = {
    "helpers": Ask("Who helps", hint="Call each number first. What stands here replaces the whole list."),
    "helpers.name": Ask("Name"),
    "helpers.number": Ask("Number that answered"),
    "helpers.languages": Ask("Languages they speak", optional=True),
    "helpers.hours": Ask("Hours", optional=True),
}


@cache
def words(code: str) -> Mapping[str, str]:
    """Return the words of the page in a language of the public pages."""
    return tomllib.loads((files("asylia.web.public") / "helping" / f"{code}.toml").read_text("utf-8"))


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The list, for anyone and without sign-in; an old one says that it is old."""
    code = spoken(request.GET.get("lang", ""))
    says, listed = words(code), helpers(house(), house().raw())
    dated = ""
    if listed.at is not None:
        old = house().clock() - listed.at > CURRENT
        dated = says["old" if old else "called"].format(day=tongue(code).in_words(listed.at.date()))
    frame = framed(code)
    context = {**frame, "says": {**frame["says"], **says}, "listed": listed.helpers, "dated": dated}
    return render(request, "public/legal_help.html", context)


@require_http_methods(["GET", "POST"])
def put(request: CaseRequest) -> HttpResponse:
    """The list as a form, one row for each who helps; POST puts it anew."""
    posted = Typed(dict(request.POST.lists())) if request.method == "POST" else standing()
    form = form_of(PUT, ASKS, posted)
    boxes = {}
    if request.method == "POST" and "more" not in request.POST:
        boxes = settled(PUT, form, request.account, beside.help_listed)
        if not boxes:
            return HttpResponseRedirect(reverse("legal-help"), status=303)
    return render(request, "legal_help_list.html", {"step": PUT, "form": form, **boxes}, status=422 if boxes else 200)


def standing() -> Typed:
    """Return the list that stands, as it would have been typed."""
    rows = enumerate(helpers(house(), house().raw()).helpers)
    return Typed({f"helpers.{n}.{name}": [getattr(each, name)] for n, each in rows for name in each.__struct_fields__})
