"""The reviews drawn for headquarters: a list by due time, in which a place stands for each case."""

import base64
import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, DueRow
from asylia.core.file import Claim, Determination
from asylia.core.standing import repeats_of
from asylia.shell import drafting
from asylia.shell.drafting import Writing
from asylia.web import cases, queue
from asylia.web.access import Relation, comes_again, relations
from asylia.web.band import Chip, chip
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.standing import NO_LIMIT

STEPS = {"read": "Read", "findings": "Findings", "outcome": "Outcome", "sign": "Sign"}


class Listed(NamedTuple):
    """One drawn review in the list."""

    label: str
    chip: Chip
    regime: str
    step: str
    url: str


class Drawn(NamedTuple):
    """One drawn review as its reviewer works on it: its place stands for the case, which no page names."""

    place: str
    due: Chip
    case: Case
    claim: Claim
    signed: Determination
    kept: dict[str, str]
    at: str

    @property
    def label(self) -> str:
        """What the review is called."""
        return label_of(self.place)


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """The reviews drawn for headquarters, by due time; nothing in it tells one person from another."""
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(request.account))
    rows = drawn_for(request.account)
    cases.note_list(request.account, "drawn-reviews", [row.case for row in rows])
    listed = sorted(
        ((due_of(row, request.account), row) for row in rows),
        key=lambda each: (each[0] is None, each[0], place_of(each[1], request.account)),
    )
    shown = [listed_of(row, due, now, request.account) for due, row in listed]
    return render(request, "headquarters/drawn_list.html", {"listed": shown})


def drawn_for(account: Account) -> list[CaseRow]:
    """Return the cases that this reviewer is to decide anew: drawn, chosen or once more; nothing says which."""
    rows = CaseRow.objects.exclude(drawn_for="", repeats=[]).prefetch_related("dues")
    return [row for row in rows if relations(account, row) & {Relation.DRAWN, Relation.REPEATED}]


def place_of(row: CaseRow, account: Account) -> str:
    """Return what stands for a case in addresses: keyed, so that it leads to no number and tells no repeat."""
    time = "again" if comes_again(account, row) else "drawn"
    return base64.b32encode(house().digest(f"{time} {row.case}")).decode().rstrip("=").lower()


def label_of(place: str) -> str:
    """`Drawn review 7K3Q-9F2M`."""
    return f"Drawn review {place[:4].upper()}-{place[4:8].upper()}"


def due_of(row: CaseRow, account: Account) -> dt.datetime | None:
    """Return when the review is due."""
    return next((due.by for due in row.dues.all() if is_review(due, account)), None)


def is_review(due: DueRow, account: Account) -> bool:
    """Return whether something due is what this reviewer is to decide anew."""
    again = due.key.startswith("repeat.") and due.staff == account.staff
    return again or due.key == "review.headquarters"


def listed_of(row: CaseRow, due: dt.datetime | None, now: dt.datetime, account: Account) -> Listed:
    """Return one row of the list."""
    place = place_of(row, account)
    reached = reached_in(kept_of(writing(account, row))[0])
    says = chip(due.astimezone(now.tzinfo), now) if due else NO_LIMIT
    url = reverse("drawn-review", args=[place, reached])
    return Listed(label_of(place), says, house().regime(row.regime).title, STEPS[reached], url)


def find(account: Account, place: str) -> Drawn:
    """Return the review at a place; raises Http404 for a place that is nobody's, or not this reviewer's."""
    row = next((row for row in drawn_for(account) if place_of(row, account) == place), None)
    if row is None:
        raise Http404
    case = cases.read(row.case)
    claim, signed = before_them(case, account)
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    due = due_of(row, account)
    kept, at = kept_of(writing(account, row))
    says = chip(due.astimezone(now.tzinfo), now) if due else NO_LIMIT
    return Drawn(place, says, case, claim, signed, kept, f"{at.astimezone(now.tzinfo):%H:%M}" if at else "")


def before_them(case: Case, account: Account) -> tuple[Claim, Determination]:
    """Return the determination that this reviewer is to decide anew; raises Http404 where none is."""
    for claim, again, repeat in repeats_of(case.file):
        if repeat.reviewer == account.staff:
            return claim, again
    claim = case.file.claims[-1]
    if claim.determination is None:
        raise Http404
    return claim, claim.determination


def writing(account: Account, row: CaseRow) -> Writing:
    """Return under what the reviewer's own findings are kept until they are signed."""
    return Writing(account.staff, row.case, "SignDrawnReview", row.person)


def kept_of(writing: Writing) -> tuple[dict[str, str], dt.datetime | None]:
    """Return what was kept so far, and when."""
    kept = drafting.kept(house(), writing)
    if kept is None:
        return {}, None
    return {name: str(value) for name, value in kept[0].items()}, kept[1]


def reached_in(kept: Mapping[str, str]) -> str:
    """Return the step at which the reviewer goes on."""
    if kept.get("findings"):
        return "sign" if "outcome" in kept else "outcome"
    return "findings" if "read" in kept else "read"
