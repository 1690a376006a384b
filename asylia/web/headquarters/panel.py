"""Override by panel: the texts side by side and a vote of one’s own; the others’ votes hidden until all have signed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, DueRow
from asylia.core.file import Determination
from asylia.core.steps.review import PANEL, Override, ProposeOverride, VoteOnPanel
from asylia.web import cases, queue
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.supervisor.reviews import Decided, decided_of, name_of

OUTCOME = Ask("Outcome", choices={"positive": "Positive", "negative": "Negative"})


class Member(NamedTuple):
    """One member of the panel and whether they have signed; what they said is shown to nobody before all have."""

    name: str
    signed: str


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """Proposals before a panel, and signed determinations that are not served yet."""
    account = request.account
    now = dt.datetime.now(dt.UTC).astimezone(queue.zone_of(account))
    before = queue.page_of(
        DueRow.objects.filter(key="panel", case__drawn_for="").exclude(case__anew__contains=f'"{account.staff}"'),
        request.GET.get("page", "1"),
    )
    signed = signed_elsewhere(account)
    queue.shown(account, "panels", [*before, *DueRow.objects.filter(case__in=[row.case for row in signed])])
    rows = [queue.row_of(due, reverse("panel", args=[due.case_id]), now) for due in before]
    others = [(row.number, cases.name_on(row), reverse("reviews", args=[row.case])) for row in signed]
    return render(request, "headquarters/panels.html", {"listed": before, "rows": rows, "others": others})


def signed_elsewhere(account: Account) -> list[CaseRow]:
    """Return cases with a determination that is signed, not served, and before no panel; none that is drawn.

    Nor one that this reviewer decided anew, blind: it may come before them once more (review.blind).
    """
    signed = CaseRow.objects.filter(stage__in=("review", "notice"), drawn_for="")
    signed = signed.exclude(anew__contains=f'"{account.staff}"')
    return list(signed.exclude(dues__key="panel")[: queue.ROWS])


def _vote_asks(case: Case) -> Asks:
    proposed = proposal_of(case)
    stands = f"Positive{', as proposed' if proposed == 'positive' else ': no, the determination stands'}"
    other = f"Negative{', as proposed' if proposed == 'negative' else ': no, the determination stands'}"
    return {
        "outcome": Ask("My vote", choices={"positive": stands, "negative": other}),
        "reasons": Ask("Reasons of my own", hint="Not the proposal’s words: what you find in the record.", long=True),
    }


def proposal_of(case: Case) -> str:
    """Return the outcome that is proposed, empty where nothing is before a panel."""
    signed = case.file.claims[-1].determination if case.file.claims else None
    return signed.proposal.outcome if signed and signed.proposal else ""


def _shown(case: Case) -> Mapping[str, Any]:
    claim = case.file.claims[-1] if case.file.claims else None
    signed = claim.determination if claim else None
    decided: Decided | None = decided_of(case, claim, signed) if claim and signed else None
    return {"decided": decided, "signed": signed, "members": members(signed), "panel": PANEL}


def members(signed: Determination | None) -> Sequence[Member]:
    """Return who has signed a vote so far."""
    votes = signed.proposal.votes if signed and signed.proposal else ()
    return [Member(name_of(vote.by) or vote.by, "Signed; shown when all have voted") for vote in votes]


VOTE = Step(VoteOnPanel, "Should this outcome be replaced?", "Sign my vote", "Your vote was not signed",
            asks=_vote_asks, template="headquarters/panel.html", back="panels", drafted=True, tab="reviews",
            more=_shown)  # fmt: skip
vote = of_step(VOTE)


def _own_reasons(case: Case) -> Asks:
    del case
    hint = "What in the record the finding misses. The officer’s finding and every dissent stay beside it for ever."
    return {"outcome": OUTCOME, "reasons": Ask("Reasons of your own", hint=hint, long=True)}


PROPOSE = Step(ProposeOverride, "Put a replacement before a panel", "Put it before the panel",
               "Nothing was put before a panel",
               "Officer and reviewer agree, so only a panel can replace the outcome. You take no part in its vote.",
               asks=_own_reasons, template="headquarters/override.html", done="reviews", drafted=True, tab="reviews",
               more=_shown)  # fmt: skip
OVERRIDE = replace(PROPOSE, command=Override, title="Replace the outcome", button="Sign the replacement",
                   refused="The outcome was not replaced",
                   lead="Only where this regime names your level, and only what a reviewer sent up. It stands beside "
                   "the officer’s finding, which stays.")  # fmt: skip
propose = of_step(PROPOSE)
override = of_step(OVERRIDE)
