"""Person: an encounter opens with who was met, where, and of which nationalities; nationality can be said anew."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.core.file import CaseFile
from asylia.core.steps.opening import OpenCase, RecordNationality
from asylia.shell.reading import adopted
from asylia.web.act import Step, acted, form_of, of_step, show
from asylia.web.border.steps import beside
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.names import COUNTRIES, country
from asylia.web.queue import zone_of

MINTED = signing.Signer(salt="encounter")

NATIONALITIES: Asks = {
    "nationalities": Ask("National of", hint="Every country the person may be a national of. “None” is an answer."),
    "nationalities.country": Ask("Country", choices=COUNTRIES, optional=True),
    "nationalities.source": Ask(
        "Known from", hint="The person’s own words, a passport. Never that country’s consulate."
    ),
    "nationalities.certainty": Ask(
        "How sure",
        choices={
            "certain": "Certain", "possible": "Possible", "contested": "Contested",
            "undetermined": "Not determined: name no country", "none": "None: the person has no nationality",
        },
    ),
}  # fmt: skip


def asks(case: Case) -> Asks:
    """Ask who the person is; the post and the rules come with the desk."""
    titles = {version: house().regime(version).title for version in adopted(house(), house().raw())}
    return {
        **NATIONALITIES,
        "person": Ask(hidden=True),
        "name": Ask("Name, as the person says it", hint="Family names, then given names. Keep every accent."),
        "born": Ask("Born", hint="Year and month, 1995-08. Only the year where no more is known.", optional=True),
        "place": Ask(hidden=True, given=case.file.place),
        "regime": Ask("Under which rules", choices=titles, given=next(iter(titles), ""), hidden=len(titles) == 1),
        "kind": Ask("Met", choices={"port": "At the port", "between_ports": "Between ports", "inland": "Inland"}),
        "held": Ask("Is the person held now?"),
    }


OPENING = Step(
    OpenCase,
    title="Who is this person?",
    button="Open the encounter",
    refused="The encounter was not opened",
    lead="One encounter for each person, children too. Ask; do not infer it from papers or from others.",
    asks=asks,
    template="border/opening.html",
    done="encounter-language",
)


@require_http_methods(["GET", "POST"])
def opening(request: CaseRequest) -> HttpResponse:
    """Open a case. Its id and the person's are minted with the form, so that sending it twice opens one."""
    versions = adopted(house(), house().raw())
    if not versions:
        return render(request, "border/no_regime.html", status=503)
    minted = minted_in(request)
    case, _, person = minted.partition(" ")
    post = request.account.office
    file = CaseFile(id=case, place=post, zone=zone_of(request.account).key)
    unopened = Case(case, "", file, house().regime(versions[0]))
    typed = {**dict(request.POST.lists()), "person": [person], "place": [post]} if request.method == "POST" else None
    form = form_of(OPENING, unopened, Typed(typed))
    step = replace(OPENING, more=lambda _: {"minted": MINTED.sign(minted), "post": post})
    if typed is None or "more" in typed:
        return show(request, step, unopened, form)
    return acted(request, step, unopened, form)


def minted_in(request: CaseRequest) -> str:
    """Return the ids of case and person as the form carried them under our signature, else new ones."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return f"{house().new_id()} {house().new_id()}"


def known(case: Case) -> Mapping[str, Any]:
    """Show what is on the record of the person, above the form that says nationality anew."""
    countries = [
        (country(each.country) if each.country else "no country", each.certainty, each.source)
        for each in case.file.nationalities
    ]
    return {**beside(case, "encounter-person"), "countries": countries}


page = of_step(
    Step(
        RecordNationality,
        title="Who is this person?",
        button="Record the nationality anew",
        refused="The nationality was not recorded",
        asks=lambda _: NATIONALITIES,
        template="border/person.html",
        done="encounter-person",
        more=known,
    )
)
