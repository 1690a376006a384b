"""Reviews, a tab of the case: every text side by side, as written; nothing replaces what it answers."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.file import Claim, Determination, Reviewed
from asylia.core.steps.reconsideration import AskReconsideration, ReconsiderationAsked
from asylia.core.steps.review import DissentRecorded
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks
from asylia.web.passages import Shown, findings_of
from asylia.web.standing import band_of, day
from asylia.web.templatetags.words import DESKS

KINDS = {
    "concurred": "concurs", "returned": "returned for correction", "overridden": "replaced the outcome",
    "agreed": "decided anew, agrees", "disagreed": "decided anew, does not agree",
    "recognised": "recognised the case, was replaced",
}  # fmt: skip


class Text(NamedTuple):
    """One text beside the others: whose, what it says, by whom and when; `stands` in a word."""

    title: str
    says: str
    by: str
    stands: str = "Stands"
    code: str = ""


class Decided(NamedTuple):
    """One determination with every text that answers it."""

    claim: int
    number: int
    officer: Text
    findings: Sequence[Shown]
    answers: Sequence[Text]
    returned: bool


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """Every determination of the case with its reviews, proposals and dissents, newest first."""
    opened = cases.read(case)
    decided = [decided_of(opened, claim, each) for claim in opened.file.claims for each in claim.determinations]
    context = {
        "band": band_of(opened, request.account, dt.datetime.now(dt.UTC), current="reviews"),
        "decided": list(reversed(decided)),
        "asked": asked_again(opened),
        "doors": doors(opened, request.account),
    }
    return render(request, "supervisor/reviews.html", context)


def doors(case: Case, account: Account) -> list[tuple[str, str]]:
    """Return links to what this desk may add here; the core decides all the same."""
    links = {
        "supervisor": [("Review for legal sufficiency", "review"), ("Draw another officer", "reassign"),
                       ("Record a request to look again", "ask-again"), ("Put a dissent on the record", "dissent")],
        "asylum_officer": [("Put a dissent on the record", "dissent")],
        "headquarters": [("Put a replacement before a panel", "propose"), ("Replace the outcome", "override"),
                         ("Have it decided anew", "target"), ("Put a dissent on the record", "dissent")],
        "overseer": [("Have it decided anew", "target")],
    }  # fmt: skip
    return [(label, reverse(name, args=[case.id])) for label, name in links.get(account.role, [])]


def decided_of(case: Case, claim: Claim, signed: Determination) -> Decided:
    """Return one determination with all that stands beside it, in the order it was written."""
    zone = ZoneInfo(case.file.zone)
    officer = Text(
        f"Officer: {signed.outcome}", signed.reasons, said_by(signed.who.by, "asylum_officer", signed.who.at, zone)
    )
    answers = [text_of(each, case, zone) for each in signed.reviews]
    if signed.proposal:
        proposed = f"Headquarters: {signed.proposal.outcome}"
        answers.append(Text(proposed, signed.proposal.reasons, name_of(signed.proposal.by), "Proposed, not in force"))
    answers += dissents(case, claim, signed, zone)
    findings = findings_of(signed.findings, claim, case.regime, zone)
    return Decided(claim.number, signed.number, officer, findings, answers, signed.returned)


def text_of(each: Reviewed, case: Case, zone: ZoneInfo) -> Text:
    """Return one act of review as a text."""
    level = DESKS.get(each.who.role, each.level).capitalize() if each.level != "panel" else "Panel"
    kind = KINDS[each.kind] + (f": {each.outcome}" if each.outcome else "")
    code = next((known.says for known in case.regime.insufficiencies if known.id == each.code), each.code)
    return Text(f"{level}: {kind}", each.reasons, said_by(each.who.by, each.who.role, each.who.at, zone), code=code)


def dissents(case: Case, claim: Claim, signed: Determination, zone: ZoneInfo) -> list[Text]:
    """Return the dissents beside a determination, with who wrote them and when."""
    events = events_of(house().ledger.read(house().raw(), f"case/{case.id}"))
    return [
        Text(f"{DESKS[each.who.role].capitalize()}’s dissent", each.words,
             said_by(each.who.by, each.who.role, each.who.at, zone))
        for each in events
        if isinstance(each, DissentRecorded) and (each.claim, each.determination) == (claim.number, signed.number)
    ]  # fmt: skip


def asked_again(case: Case) -> list[Text]:
    """Return the requests to look again, in the person's words."""
    zone = ZoneInfo(case.file.zone)
    events = events_of(house().ledger.read(house().raw(), f"case/{case.id}"))
    return [
        Text("Asked to look again", each.words, said_by(each.who.by, each.who.role, each.who.at, zone), "")
        for each in events
        if isinstance(each, ReconsiderationAsked)
    ]


def said_by(staff: str, role: str, at: dt.datetime, zone: ZoneInfo) -> str:
    """`K. Rowan, 9 Mar 10:52`."""
    local = at.astimezone(zone)
    return f"{name_of(staff) or DESKS[role].capitalize()}, {day(local)} {local:%H:%M}"  # type: ignore[index]


def name_of(staff: str) -> str:
    """Return the name of a member of staff, empty where the id is nobody's here."""
    return Account.objects.filter(staff=staff).values_list("name", flat=True).first() or ""


def _asks(case: Case) -> Asks:
    del case
    words = "In the person’s own words, or counsel’s"
    return {
        "words": Ask(words, hint="Any words will do. Return is stopped from this moment.", words=True, long=True),
        "channel": Ask("How it reached us", hint="In person, by mail, by telephone", given="in person"),
    }


ASK_AGAIN = Step(AskReconsideration, "Record a request to look again", "Record the request",
                 "The request was not recorded", asks=_asks, done="reviews", tab="reviews")  # fmt: skip
ask_again = of_step(ASK_AGAIN)
