"""Opening one's own pages by twenty digits or by a link that was sent, and leaving them without a trace.

Every wrong answer is the same page after the same work. Too many wrong ones from one place slow that place down, and
the right digits open the page even then: nobody locks a person out by guessing (portal.two-codes).
"""

import threading
from math import ceil

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from asylia.accounts import own_pages, tries
from asylia.accounts.own_pages import MalformedError
from asylia.shell import own_pages as kept
from asylia.web.cases import house
from asylia.web.portal.words import frame, language_of
from asylia.web.public.rate import Rate

SECONDS = 5 * 60
MOST_HERE, MOST_SUSPECT, MOST_EVERYWHERE = 10, 3, 500  # wrong digits of one place; of one, when all together are many
ONE_AT_A_TIME = threading.Lock()  # crowded places share one turn, so that their guesses take no computing from others
PATIENCE = 2.0  # seconds to wait for that turn
LINKS = Rate(most=10, seconds=10 * 60)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for the digits; POST opens the pages of the one whose they are."""
    if request.method != "POST":
        closed = {"idle": "signin_idle", "left": "signin_over"}.get(request.GET.get("closed", ""), "")
        return shown(request, told=closed)
    try:
        secret = own_pages.digits_of(request.POST.get("digits", "")[:200])
    except MalformedError:
        return shown(request, "signin_malformed", 422)
    if not crowded(request):
        return opened(request, secret)
    if not ONE_AT_A_TIME.acquire(timeout=PATIENCE):
        return too_many(request)
    try:
        return opened(request, secret)
    finally:
        ONE_AT_A_TIME.release()


def opened(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign in the one whose digits these are, or say that they are nobody's."""
    case = kept.case_of(house(), secret)
    if case is None:
        was_crowded = crowded(request)
        count(request)
        return too_many(request) if was_crowded else shown(request, "signin_wrong", 403)
    own_pages.begin(request, case, "digits", house().clock())
    return HttpResponseRedirect(reverse("own"), status=303)


def crowded(request: HttpRequest) -> bool:
    """Return whether so many wrong digits came from this place that it has to wait its turn."""
    here, everywhere = cache.get(_here(request), 0), cache.get("own/wrong", 0)
    return bool(here >= MOST_HERE or (everywhere >= MOST_EVERYWHERE and here >= MOST_SUSPECT))


def count(request: HttpRequest) -> None:
    """Count one more wrong answer, of this place and of all; forgotten after SECONDS."""
    for key in (_here(request), "own/wrong"):
        cache.add(key, 0, SECONDS)
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two
            cache.set(key, 1, SECONDS)


def _here(request: HttpRequest) -> str:
    return f"own/wrong/{tries.network(request)}"


def too_many(request: HttpRequest) -> HttpResponse:
    """Return the page that asks to wait."""
    answer = shown(request, "signin_crowded", 429, minutes=str(ceil(SECONDS / 60)))
    answer.headers["Retry-After"] = str(SECONDS)
    return answer


def shown(request: HttpRequest, problem: str = "", status: int = 200, told: str = "", **facts: str) -> HttpResponse:
    """Return the page that asks for the digits; what was typed is not shown again, as it may be right but for one."""
    context = frame(request, language_of(request))
    says = context["says"]
    context |= {"problem": says(problem, **facts) if problem else "", "told": told and says(told)}
    return render(request, "portal/sign_in.html", context, status=status)


@require_http_methods(["GET", "POST"])
def ask_link(request: HttpRequest) -> HttpResponse:
    """GET asks for a case number; POST answers alike, and as quickly, whatever was typed."""
    context = frame(request, language_of(request))
    if request.method != "POST":
        return render(request, "portal/ask_link.html", context)
    if minutes := LINKS.wait(request):
        context["problem"] = context["says"]("link_wait", minutes=str(minutes))
        return render(request, "portal/ask_link.html", context, status=429)
    number = "".join(request.POST.get("number", "").upper().split())[:40].replace("\0", "")
    own_pages.ask_link(number, house().clock())
    told = {"heading": context["says"]["link_asked_title"], "sentence": context["says"]["link_asked"]}
    return render(request, "portal/plain.html", {**context, **told})


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, so that what opens links by itself uses none up; POST opens the pages, once."""
    now = house().clock()
    if request.method == "POST" and (case := own_pages.case_of_link(token, now)):
        own_pages.begin(request, case, "link", now)
        return HttpResponseRedirect(reverse("own"), status=303)
    context = frame(request, language_of(request))
    if own_pages.link_stands(token, now):
        return render(request, "portal/link.html", context)
    return render(request, "portal/link_expired.html", context, status=410)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Sign out and have the browser forget what it kept of this site."""
    own_pages.end(request)
    return forgetting(HttpResponseRedirect(f"{reverse('own-sign-in')}?closed=left", status=303))


@require_GET
def over(request: HttpRequest) -> HttpResponse:
    """Where a page goes by itself when nothing was touched for too long."""
    own_pages.end(request)
    return forgetting(HttpResponseRedirect(f"{reverse('own-sign-in')}?closed=idle"))


def forgetting(response: HttpResponse) -> HttpResponse:
    """Return the answer with the order to forget cookies, caches and storage of this site."""
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response
