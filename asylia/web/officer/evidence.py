"""Evidence: what was filed and waits (F n), documents and things (E n), and country information (C n) to rest on."""

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from asylia.core.file import Evidence, Filing
from asylia.core.regime import Regime
from asylia.core.steps.evidence import AcceptEvidence, AddEvidence, ConsultCountryInformation, RejectEvidence
from asylia.shell import documents
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks
from asylia.web.officer.claims import claim_of
from asylia.web.passages import elements_of
from asylia.web.standing import band_of, day
from asylia.web.templatetags.words import DESKS

KINDS = {"medical": "Medical report", "thing": "Thing, described"}
FAULTS = {
    "unreadable": "It cannot be read", "incomplete": "A part is missing", "another_person": "It is of another person",
    "filed_twice": "It was filed before", "other": "Another reason",
}  # fmt: skip
FILE = "PDF, JPEG, PNG, WebP or plain text, at most 20 MB. It is kept as it is; a photo is shown without what the "
FILE += "camera wrote into it, such as the place."


class File(NamedTuple):
    """Where a filed file is looked at and taken; empty where there is none, or no copy to look at."""

    look: str = ""
    take: str = ""
    picture: bool = False


class Filed(NamedTuple):
    """One filing as the page shows it."""

    filing: Filing
    by: str
    at: str
    file: File


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """What the claim's record holds beside what was said, and what was filed and waits for an answer."""
    opened = cases.read(case)
    claim = claim_of(opened)
    held = claim.evidence if claim else ()
    filed = [filed_of(opened, each) for each in opened.file.filings]
    context = {
        "case": opened,
        "band": band_of(opened, request.account, dt.datetime.now(dt.UTC), current="evidence"),
        "waiting": [each for each in filed if not each.filing.answer],
        "rejected": [each for each in filed if each.filing.answer == "rejected"],
        "documents": [(each, file_of_evidence(opened, each)) for each in held if not each.country_information],
        "country": [each for each in held if each.country_information],
        "own": claim is not None and claim.officer == request.account.staff,
    }
    return render(request, "officer/evidence.html", context)


def filed_of(case: Case, filing: Filing) -> Filed:
    """Return one filing: who filed it and when, and its file."""
    at = filing.who.at.astimezone(ZoneInfo(case.file.zone))
    return Filed(filing, DESKS[filing.who.role], f"{day(at)}, {at:%H:%M}", file_of(case, filing))


def file_of(case: Case, filing: Filing) -> File:
    """Return where the file of a filing is looked at and taken."""
    return _file(case, filing.digest, "filing-file", filing.number)


def file_of_evidence(case: Case, evidence: Evidence) -> File:
    """Return where the file of a piece of evidence of the last claim is looked at and taken."""
    claim = claim_of(case)
    return _file(case, evidence.digest, "evidence-file", claim.number if claim else 0, evidence.number)


def _file(case: Case, digest: str, page: str, *place: int) -> File:
    held = documents.holds(house(), case.file, digest)
    if not held:
        return File()
    look = reverse(page, args=[case.id, *place, "shown"]) if held == "picture" else ""
    return File(look, reverse(page, args=[case.id, *place, "filed"]), held == "picture")


def _document(case: Case) -> Asks:
    del case
    return {
        "title": Ask("What it is", hint="Medical report on Mateo, 2 pages"),
        "kind": Ask("Kind", choices=KINDS, given="document"),
        "digest": Ask("The file", hint=FILE, optional=True, file=True),
        "says": Ask("What it says that matters here", optional=True, long=True),
    }


def _country(case: Case) -> Asks:
    points = points_of(case.regime)
    return {
        "source": Ask("Source", hint="Who wrote it, and its title."),
        "passage": Ask("Passage", hint="Word for word."),
        "point": Ask("The point it was consulted on", choices=points),
        "dated": Ask("Date of the source", optional=True),
    }


def points_of(regime: Regime) -> dict[str, str]:
    """Return the points on which country information is consulted: the regime's elements."""
    return {asked.key: f"{asked.number} {asked.element}" for asked in elements_of(regime)}


add = of_step(
    Step(AddEvidence, "Add a document or thing", "Add it", "It was not added",
         "It gets a number, E 1 and on, by which findings rest on it.", asks=_document, done="evidence",
         tab="evidence", drafted=True, template="officer/act.html")
)  # fmt: skip
consult = of_step(
    Step(ConsultCountryInformation, "Consult country information", "Add the passage", "The passage was not added",
         "It gets a number, C 1 and on. An element is not found for want of evidence only with a passage on it cited.",
         asks=_country, done="evidence", tab="evidence", drafted=True, template="officer/act.html")
)  # fmt: skip


def accept(request: CaseRequest, case: str, number: int) -> HttpResponse:
    """Take a filing into the record of the claim."""
    step = Step(
        AcceptEvidence, f"Accept what was filed (F {number})", "Accept it", "It was not accepted",
        "It gets a number, E 1 and on. Whoever filed it sees that it is in the record.",
        asks=lambda _: {"filing": Ask(hidden=True, given=number)}, done="evidence", tab="evidence",
        template="officer/act.html",
    )  # fmt: skip
    return of_step(step)(request, case)


def reject(request: CaseRequest, case: str, number: int) -> HttpResponse:
    """Say why a filing is not taken; it stays on the record, and whoever filed it reads the reason."""
    step = Step(
        RejectEvidence, f"Say why it is not taken (F {number})", "Do not take it", "It was not answered",
        "It stays, with your reason beside it, and can be accepted later. That it came late is no reason.",
        asks=lambda _: {
            "filing": Ask(hidden=True, given=number),
            "code": Ask("Why", choices=FAULTS),
            "reasons": Ask("In words, for whoever filed it", hint="The second page is missing.", long=True),
        },
        done="evidence", tab="evidence", template="officer/act.html",
    )  # fmt: skip
    return of_step(step)(request, case)
