"""Family: who belongs together is whom the persons say; they are processed together."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.urls import reverse

from asylia.accounts.models import Account
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.steps.family import JoinFamily
from asylia.shell.reading import family_of, read_case
from asylia.web import cases
from asylia.web.act import Step, acted, form_of, show
from asylia.web.border.encounters import at_post
from asylia.web.border.steps import beside
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.names import country

RELATIONS = {
    "mother": "Mother of", "father": "Father of", "spouse": "Husband or wife of", "partner": "Partner of",
    "child": "Child of", "sibling": "Sister or brother of", "guardian": "Guardian of", "kin": "Other kin of",
    "self": "The person the others are counted from",
}  # fmt: skip


class Relative(NamedTuple):
    """One member of the family as the page shows them."""

    name: str
    born: str
    countries: str
    relation: str
    url: str


def companions_of(account: Account) -> Mapping[str, str]:
    """Return the families that someone met at this post can be joined to: id -> with whom.

    A family's id is that of the case it began with, so that the first companion names it.
    """
    rows = at_post(account)
    return {row.family or row.case: f"{cases.name_on(row)}, {row.number}" for row in rows}


def asks(case: Case, companions: Mapping[str, str]) -> Asks:
    """Ask whom the person belongs with, among the encounters open here."""
    others = {id: says for id, says in companions.items() if id != (case.file.family or case.id)}
    return {
        "family": Ask("Travels with", hint="Someone whose encounter is open at this post.", choices=others),
        "relation": Ask("Is, of that person", choices=RELATIONS),
        "says": Ask("In their words, if it helps to find the others later", optional=True, long=False),
    }


STEP = Step(
    JoinFamily,
    title="Who is travelling with this person?",
    button="Save the family",
    refused="The family was not recorded",
    lead="A family is whoever the persons say it is: kin, partner, guardian. It is processed together."
    " Ask each adult, and do not infer it from papers.",
    template="border/family.html",
    done="encounter-family",
)


def page(request: CaseRequest, case: str) -> HttpResponse:
    """Show the family as told so far; join the person to someone met at this post."""
    opened = cases.read(case)
    companions = companions_of(request.account)
    step = replace(STEP, asks=lambda of: asks(of, companions), more=shown)
    if request.method != "POST":
        return show(request, step, opened, form_of(step, opened, Typed()))
    form = form_of(step, opened, Typed(dict(request.POST.lists())))
    answer = acted(request, step, opened, form)
    if answer.status_code == 303:
        found(form.field["family"].value, form.key, request.account)
    return answer


def found(family: str, key: str, account: Account) -> None:
    """Let the first companion belong to the family that bears the id of their case, where they do not yet."""
    if cases.find(family) is None or read_case(house(), family).family:
        return
    who = Author(by=account.staff, role="border_officer", at=datetime.now(UTC))
    first = cases.read(family)
    cases.submit(JoinFamily(who=who, family=family, relation="self"), first, first.file.version, f"{key}.1", account)


def shown(case: Case) -> Mapping[str, Any]:
    """Show the members, and where to say what a border desk does not decide."""
    return {**beside(case, "encounter-family"), "relatives": list(relatives(case.file))}


def relatives(file: CaseFile) -> Iterator[Relative]:
    """Yield the other members of the person's family, in the order they joined."""
    for member in family_of(house(), house().raw(), file.family):
        if member == file.id:
            continue
        other = read_case(house(), member)
        yield Relative(
            name=other.name or "Name not recorded",
            born=other.born or "not recorded",
            countries=" or ".join(country(each.country) for each in other.nationalities if each.country) or "unknown",
            relation=RELATIONS.get(other.relation, other.relation).removesuffix(" of"),
            url=reverse("encounter-person", args=[member]) if other.place == file.place else "",
        )
