"""Evidence: documents and things (E n) and passages of country information (C n) that findings may rest on."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.regime import Regime
from asylia.core.steps.evidence import AddEvidence, ConsultCountryInformation
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.officer.claims import claim_of
from asylia.web.passages import elements_of
from asylia.web.standing import band_of

KINDS = {"medical": "Medical report", "thing": "Thing, described"}


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """What the claim's record holds beside what was said."""
    opened = cases.read(case)
    claim = claim_of(opened)
    held = claim.evidence if claim else ()
    context = {
        "case": opened,
        "band": band_of(opened, request.account, dt.datetime.now(dt.UTC), current="evidence"),
        "documents": [each for each in held if not each.country_information],
        "country": [each for each in held if each.country_information],
    }
    return render(request, "officer/evidence.html", context)


def _document(case: Case) -> Asks:
    del case
    return {
        "title": Ask("What it is", hint="Medical report on Mateo, 2 pages"),
        "kind": Ask("Kind", choices=KINDS, given="document"),
        "digest": Ask("Digest of the file", hint="SHA-256, where a file is kept elsewhere.", optional=True),
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
