"""Passing a review that is past its time: drawn among reviewers outside the chain, never chosen."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import msgspec
from django.http import HttpResponse

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.command import Command
from asylia.core.draw import drawn_officer
from asylia.core.steps.review import PassReview
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks

LEAD = (
    "Past its time limit a review passes, by draw, to a reviewer outside the chain. The draw is the system’s; "
    "whoever is drawn finds the review in their own list."
)


def _asks(case: Case) -> Asks:
    del case
    return {"reviewer": Ask(hidden=True, given="drawn")}


PASS = Step(PassReview, "Pass this review on", "Draw a reviewer", "The review was not passed on", LEAD, asks=_asks,
            template="supervisor/passing.html", back="to-review")  # fmt: skip


def page(request: CaseRequest, case: str) -> HttpResponse:
    """Show among how many the review would be drawn; draw when asked."""
    outside = outside_the_chain(request.account, case)

    def drawn(given: Command) -> Command:
        claim = getattr(given, "claim", 0)
        seed = house().draw_seed(f"{dt.datetime.now(dt.UTC):%Y-%m}")
        return msgspec.structs.replace(given, reviewer=drawn_officer(seed, f"{case} pass", claim, outside))

    def among(_: Case) -> Mapping[str, Any]:
        return {"among": len(outside)}

    back = "to-review" if request.account.role == "supervisor" else "panels"
    return of_step(replace(PASS, more=among, whole=drawn, back=back))(request, case)


def outside_the_chain(account: Account, case: str) -> list[str]:
    """Return reviewers of other offices than the officer’s and one’s own, who took no part in the family’s cases."""
    row = CaseRow.objects.get(case=case)
    of_family = CaseRow.objects.filter(family=row.family) if row.family else [row]
    took_part = {staff for each in of_family for staff, _ in each.parts} | set(row.owners)
    chain = {account.office, *Account.objects.filter(staff__in=row.owners).values_list("office", flat=True)}
    reviewers = Account.objects.filter(role="supervisor", disabled=False).exclude(office__in=chain)
    return [each.staff for each in reviewers if each.staff not in took_part]
