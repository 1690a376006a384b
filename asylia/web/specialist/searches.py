"""Relatives: the searches that one owns, each side on its own; who is found is asked alone, in their own case.

Only the owner of a search sees both sides, here and nowhere else. Source: safeguards.md contact.family-counsel.
"""

import uuid
from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow, SearchRow
from asylia.caseload.names import tokens
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.file import Trace
from asylia.core.steps.tracing import AskAlone, BeSought, CloseTrace, PutInTouch, ReportTried
from asylia.shell.reading import read_case
from asylia.shell.submitting import submit
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask
from asylia.web.headquarters.settled import author

NOT_SO = "No case has this number and this name. Look at both; nothing was recorded."
SAID = {"yes": "yes, wants contact", "no": "no", "not_now": "not now", "": "not asked yet"}


class Side(NamedTuple):
    """One side of a search: whose case, what was said there, and what can be done."""

    case: str
    name: str
    trace: Trace
    agreed: str


class Search(NamedTuple):
    """One search with those who may be the relative."""

    seeker: Side
    found: list[Side]
    both: bool


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest) -> HttpResponse:
    """The searches of whoever is signed in; POST says that a person is the relative, by number and whole name."""
    problem = found(request) if request.method == "POST" else ""
    if request.method == "POST" and not problem:
        return HttpResponseRedirect(reverse("searches"), status=303)
    listed = searches_of(request.account)
    ids = [side.case for each in listed for side in (each.seeker, *each.found)]
    cases.note_list(request.account, "searches", ids)
    context = {"searches": listed, "problem": problem, "key": uuid.uuid4().hex}
    return render(request, "specialist/searches.html", context, status=422 if problem else 200)


def searches_of(account: Account) -> list[Search]:
    """Return the open searches of an owner, each with the people asked."""
    rows = SearchRow.objects.filter(owner=account.staff).select_related("case").order_by("pk")
    sides = {(row.case_id, row.number): side_of(row) for row in rows}
    sought = [(row.seeker, row.theirs, sides[row.case_id, row.number]) for row in rows if row.seeker]
    listed = []
    for row in rows:
        if not row.seeker:
            mine = sides[row.case_id, row.number]
            others = [side for seeker, theirs, side in sought if (seeker, theirs) == (row.case_id, row.number)]
            both = mine.trace.agreed == "yes" and any(each.trace.agreed == "yes" for each in others)
            listed.append(Search(mine, others, both))
    return listed


def side_of(row: SearchRow) -> Side:
    """Return one side of a search as the record shows it now."""
    trace = read_case(house(), row.case_id).traces[row.number - 1]
    return Side(row.case_id, cases.name_on(row.case), trace, SAID[trace.agreed])


def found(request: CaseRequest) -> str:
    """Record, in their own case, that a person is sought; returns what is wrong with what was typed."""
    typed = {name: request.POST.get(name, "").strip()[:200] for name in ("number", "name", "seeker", "theirs", "key")}
    row = CaseRow.objects.filter(number__iexact=typed["number"], closed="").first()
    if row is None:
        return NOT_SO
    recorded = tokens(house().unseal(row.person, bytes(row.name)) or "")
    same = bool(recorded) and set(recorded) == set(tokens(typed["name"]))
    cases.note_read(request.account, row.case, page="searches", shown=same)
    seeker = SearchRow.objects.filter(owner=request.account.staff, case=typed["seeker"], seeker="").first()
    if not same or seeker is None or not typed["theirs"].isdecimal() or row.case == typed["seeker"]:
        return NOT_SO
    relation = read_case(house(), seeker.case_id).traces[seeker.number - 1].relation
    command = BeSought(
        who=author(request.account), seeker=seeker.case_id, theirs=int(typed["theirs"]), relation=relation
    )
    try:
        answer = submit(house(), command, row.case, key=typed["key"])
    except SlipOfForm as slip:
        return slip.says
    return answer.rules[0].detail or answer.rules[0].says if isinstance(answer, Refused) else ""


def in_search(step: Callable[[int, str], Step]) -> Callable[..., HttpResponse]:
    """Return the view of one act in a search, by its number in its case."""

    def view(request: CaseRequest, case: str, number: int) -> HttpResponse:
        return of_step(step(number, case))(request, case)

    return view


def _numbered(number: int, **asks: Ask) -> Callable[[object], dict[str, Ask]]:
    return lambda _: {"trace": Ask(hidden=True, given=number), **asks}


alone = in_search(lambda number, _: Step(
    AskAlone, "Asked alone about the relative", "Record the answer", "It was not recorded",
    "Nobody else present, and nothing said of where the other is, or whether they were found.",
    asks=_numbered(number, agreed=Ask("What the person said to being put in touch", choices={
        "yes": "Yes", "no": "No", "not_now": "Not now"}), alone=Ask("Was nobody else present?")), back="searches",
))  # fmt: skip
tried = in_search(lambda number, _: Step(
    ReportTried, "Where it was asked", "Record it", "It was not recorded",
    "Never a state, a consulate or an embassy; and nothing of a fear, or of where the person is.",
    asks=_numbered(number, where=Ask("Where", choices={"family_links": "An organisation that restores family links"})),
    back="searches",
))  # fmt: skip
close = in_search(lambda number, _: Step(
    CloseTrace, "End the search", "End it", "It did not end",
    "“No news” is said alike whether nobody was found or someone said no.",
    asks=_numbered(number, because=Ask("How it ended", choices={
        "reached": "The two were put in touch", "no_news": "No news", "asked_to_stop": "The person asked to stop"})),
    back="searches",
))  # fmt: skip


def _touch(number: int, case: str) -> Step:
    return Step(
        PutInTouch, "Put them in touch", "They were put in touch", "They were not put in touch",
        "Both have said yes, each asked alone. It is recorded in each of the two cases.",
        asks=_numbered(number, case=Ask(hidden=True, given=other_of(case, number)), how=Ask("How", choices={
            "call": "By a call", "meeting": "They met", "letter": "By a letter"})), back="searches",
    )  # fmt: skip


def other_of(case: str, number: int) -> str:
    """Return the case of the other side: who is sought by this one and said yes, or who seeks."""
    row = SearchRow.objects.get(case=case, number=number)
    others = [row.seeker] if row.seeker else [
        each.case_id for each in SearchRow.objects.filter(seeker=case, theirs=number)
        if read_case(house(), each.case_id).traces[each.number - 1].agreed == "yes"
    ]  # fmt: skip
    return others[0] if others else ""


touch = in_search(_touch)
