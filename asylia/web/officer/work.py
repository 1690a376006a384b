"""My work: what is due from this officer, overdue first, in cuts and under filters that are links."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.shell.reading import read_case
from asylia.web import queue
from asylia.web.cases import house
from asylia.web.names import language

# Cuts of the list: key -> label, which of the officer's dues.
CUTS: dict[str, tuple[str, Q]] = {
    "all": ("All due", Q()),
    "book": ("To book", Q(key="book")),
    "interview": ("To interview", Q(key="interview")),
    "readback": ("To read back", Q(key="readback")),
    "determination": ("To decide", Q(key="determination")),
    "withdrawal": ("Withdrawals to ask about again", Q(key="confirm_withdrawal")),
    "desk": ("For anyone of the desk", Q(staff="")),
}
OTHERS = "others"
# What is due -> the page that does it.
LEADS = {
    "book": "book",
    "interview": "interview",
    "readback": "readback",
    "determination": "worksheet",
    "confirm_withdrawal": "confirm-withdrawal",
}
FOR_ANYONE = {"match": "match", "reconsider": "look-again"}
WHEN = {"overdue": "Overdue", "today": "Due today", "week": "Due within 7 days"}


class Filter(NamedTuple):
    """One filter as a link: add it, or take it away."""

    label: str
    url: str


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The list, in one of its cuts, overdue first."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    asked = chosen(request.GET.dict())
    dues = filtered(cut(asked["show"], account), asked, now)
    listed = queue.page_of(dues, request.GET.get("page", "1"))
    queue.shown(account, "my-work", list(listed))
    context = {
        "tabs": tabs(asked["show"], account),
        "listed": listed,
        "keep": urlencode({name: value for name, value in asked.items() if value}) + "&",
        "rows": [row_of(due, account, now) for due in listed],
        "now": f"{now:%A} {now.day} {now:%B %Y, %H:%M}",
        "on": filters_on(asked),
        "more": list(filters_more(asked, account)),
        "clear": f"?show={asked['show']}",
    }
    return render(request, "officer/work.html", context)


def chosen(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the cut and the filters of an address; what is none of ours is left out."""
    show, due = typed.get("show", "all"), typed.get("due", "")
    return {
        "show": show if show in CUTS or show == OTHERS else "all",
        "due": due if due in WHEN else "",
        "language": typed.get("language", "")[:35],
    }


def cut(key: str, account: Account) -> QuerySet[DueRow]:
    """Return the dues of one cut: this officer's, or those that wait for others in this officer's cases."""
    if key == OTHERS:
        return DueRow.objects.filter(case__owners__contains=account.staff).exclude(
            Q(staff=account.staff) | Q(desk=account.role)
        )
    return queue.dues_of("asylum_officer", account).filter(CUTS[key][1])


def tabs(current: str, account: Account) -> list[queue.Tab]:
    """Return every cut with how many stand in it; those with none, beside the first, are left out."""
    labels = {**{key: label for key, (label, _) in CUTS.items()}, OTHERS: "Waiting for others"}
    counted = [queue.Tab(key, label, cut(key, account).count(), key == current) for key, label in labels.items()]
    return [tab for tab in counted if tab.count or tab.key == "all" or tab.current]


def filtered(dues: QuerySet[DueRow], asked: Mapping[str, str], now: dt.datetime) -> QuerySet[DueRow]:
    """Return the dues that pass the filters; days are those of the officer's office."""
    if asked["language"]:
        dues = dues.filter(case__language=asked["language"])
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + dt.timedelta(days=1)
    before = {"overdue": now, "today": midnight, "week": midnight + dt.timedelta(days=6)}
    return dues.filter(by__lt=before[asked["due"]]) if asked["due"] else dues


def filters_on(asked: Mapping[str, str]) -> list[Filter]:
    """Return the filters that stand, each with the address of the list without it."""
    labels = {"due": WHEN.get(asked["due"], ""), "language": language(asked["language"]) if asked["language"] else ""}
    return [Filter(label, address(asked, **{name: ""})) for name, label in labels.items() if label]


def filters_more(asked: Mapping[str, str], account: Account) -> Iterator[Filter]:
    """Yield the filters that can be added."""
    for key, label in WHEN.items():
        if not asked["due"]:
            yield Filter(label, address(asked, due=key))
    spoken = queue.dues_of("asylum_officer", account).values_list("case__language", flat=True).distinct()
    for code in sorted(each for each in spoken.order_by() if each):
        if not asked["language"]:
            yield Filter(language(code), address(asked, language=code))


def address(asked: Mapping[str, str], **changed: str) -> str:
    """Return the address of the list under changed filters."""
    return "?" + urlencode({name: value for name, value in {**asked, **changed}.items() if value})


def row_of(due: DueRow, account: Account, now: dt.datetime) -> queue.Row:
    """Return one row, leading to the page of what is due; what waits for others leads to the case."""
    key = due.key.partition(".")[0]
    pages = LEADS if due.staff == account.staff else FOR_ANYONE
    leads = pages.get(key, "case") if due.desk == account.role else "case"
    row = queue.row_of(due, reverse(leads, args=[due.case_id]), now, note := note_of(due, key))
    return row._replace(what="Correct and sign: returned") if note else row


def note_of(due: DueRow, key: str) -> str:
    """Return what to know before opening: that the decision came back. Never why something is needed."""
    if key != "determination":
        return ""
    file = read_case(house(), due.case_id)
    claim = file.claim(due.claim)
    signed = claim.determination if claim else None
    if signed is None or not signed.returned:
        return ""
    back = signed.reviews[-1].who.at.astimezone(ZoneInfo(file.zone))
    return f"Returned {back.day} {back:%b}"
