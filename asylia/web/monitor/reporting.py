"""What a monitor saw or heard: fear said in any words, an encounter, a turn-away. Never refused, never lost.

A case is named by the number on a sheet. A number that is no case's, or none at all, opens a statement of its own,
which the asylum office matches; so nothing here tells which cases exist (fear.open-door, data.purpose).
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.caseload.models import ERASED, CaseRow
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.steps.fear import ReportFear
from asylia.core.steps.opening import OpenProvisionalCase, ReportEncounter
from asylia.shell.reading import adopted
from asylia.shell.submitting import Accepted, submit
from asylia.web.act import Form, Step, refusal_of
from asylia.web.cases import CaseRequest, house
from asylia.web.fields import Ask, Asks, Field, Typed
from asylia.web.headquarters.settled import author, form_of
from asylia.web.names import LANGUAGES
from asylia.web.reading import HAPPENED, command_of

MINTED = signing.Signer(salt="statement")
NUMBER = Ask(
    "Case number, if a sheet shows one", hint="Like 2027-4F7QK2. Leave it empty where you have none.", optional=True
)
FEAR: Asks = {
    "words": Ask("What was said", hint="In the person’s own words. A fear in any words opens a claim.", words=True,
                 long=True),
    "language": Ask("Language", choices=LANGUAGES, optional=True),
    "interpretation": Ask("As interpreted into English", words=True, long=True),
    "channel": Ask(hidden=True, given="monitor"),
    "said_by": Ask(hidden=True, given="another"),
    "new_facts": Ask("Are there facts not said before?"),
}  # fmt: skip
ENCOUNTER: Asks = {
    "place": Ask("Where"),
    "what": Ask("What happened", choices={"met": "Met by border staff", "turned_away": "Turned away",
                                          "admitted": "Let in", "hospital": "Taken to hospital",
                                          "released": "Released"}),
    "says": Ask("What you saw", hint="What you saw yourself, and what others told you, kept apart.", long=True),
}  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """One kind of report, with how its fields are asked."""

    step: Step
    asks: Asks


KINDS: Mapping[str, Kind] = {
    "fear": Kind(Step(ReportFear, "Record fear that you heard", "Record what was said", "Nothing was recorded"), FEAR),
    "encounter": Kind(Step(ReportEncounter, "Record an encounter that you saw", "Record what you saw",
                           "Nothing was recorded"), ENCOUNTER),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def page(request: CaseRequest, kind: str) -> HttpResponse:
    """The form of one kind of report; its own key makes sending it twice count once."""
    asked = KINDS[kind]
    typed = Typed(dict(request.POST.lists())) if request.method == "POST" else Typed()
    form = filled(asked, request, typed)
    minted = minted_in(request)
    if request.method != "POST":
        return shown(request, asked, form, minted)
    number = form.fields.pop(0)
    command = command_of(asked.step.command, form.fields, author(request.account), request.account.zone)
    form.fields.insert(0, number)
    if isinstance(command, list):
        return shown(request, asked, form, minted, slips={"title": asked.step.refused, "fields": command})
    try:
        answer = recorded(command, number.value, form.key, minted)  # type: ignore[arg-type]  # a report, by its kind
    except SlipOfForm as slip:
        number.slip = slip.says
        return shown(request, asked, form, minted, slips={"title": asked.step.refused, "fields": [number]})
    if isinstance(answer, Refused):
        return shown(request, asked, form, minted, refusal=refusal_of(asked.step, answer, form))
    request.session["recorded"] = answer
    return HttpResponseRedirect(reverse("monitor"), status=303)


def filled(asked: Kind, request: CaseRequest, typed: Typed) -> Form:
    """Return the form: the number first, then the report's own fields, then when it happened."""
    form = form_of(asked.step, asked.asks, typed)
    zone = request.account.zone
    now = f"{dt.datetime.now(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
    happened = Field(HAPPENED, "moment", Ask("When it happened", hint=f"In the time of {zone}."), required=True,
                     value=typed.text(HAPPENED) if typed.post is not None else now)  # fmt: skip
    number = Field("case", "text", NUMBER, required=False, value=typed.text("case")[:20])
    return replace(form, fields=[number, *form.fields, happened], key=typed.text("key")[:64] or uuid.uuid4().hex)


def minted_in(request: CaseRequest) -> str:
    """Return `case/person`: ids the form carries under our signature, so that sent twice it opens one statement."""
    try:
        return MINTED.unsign(request.POST.get("minted", ""))
    except signing.BadSignature:
        return f"{house().new_id()}/{house().new_id()}"


def shown(request: CaseRequest, asked: Kind, form: Form, minted: str, **boxes: Any) -> HttpResponse:
    """Return the page of one kind of report."""
    context = {"step": asked.step, "form": form, "minted": MINTED.sign(minted), **boxes}
    return render(request, "monitor/report.html", context, status=422 if boxes else 200)


def recorded(command: ReportFear | ReportEncounter, number: str, key: str, minted: str) -> str | Refused:
    """Record a report on the case of that number, or as a statement of its own; returns the number it stands under."""
    known = CaseRow.objects.exclude(stage=ERASED).filter(number__iexact=number.strip())
    row = known.first() if number.strip() else None
    if row is not None:
        answer = submit(house(), command, row.case, key=key)
        return answer if isinstance(answer, Refused) else row.number
    case, person = minted.split("/")
    answer = submit(house(), statement_of(command, number, person), case, key=key)
    if not isinstance(answer, Accepted):
        raise SlipOfForm("case", "this was sent before with other content: open the page again")
    if isinstance(command, ReportEncounter):
        submit(house(), command, answer.case, key=f"{key}.encounter")
    return CaseRow.objects.get(case=answer.case).number


def statement_of(command: ReportFear | ReportEncounter, number: str, person: str) -> OpenProvisionalCase:
    """Return the statement that a report opens where it names no case that is known."""
    versions = adopted(house(), house().raw())
    if not versions:
        raise SlipOfForm("case", "no regime is adopted here yet, so that no statement can be opened")
    words = command.words if isinstance(command, ReportFear) else command.says
    return OpenProvisionalCase(
        who=command.who, person=person, words=words, regime=versions[0], channel="monitor", about="another",
        language=getattr(command, "language", ""), reach=f"A sheet showed {number.strip()}" if number.strip() else "",
    )  # fmt: skip
