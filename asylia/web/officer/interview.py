"""The interview: what must stand before it, the checklist, then questions and answers as they are said."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple, cast

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from asylia.core.command import Command
from asylia.core.file import Claim, Interview
from asylia.core.steps.interview import AddTestimony, EndInterview, PutInconsistency, TakeBreak
from asylia.shell.reading import staff_of
from asylia.web import cases, drafts
from asylia.web.act import Step, acted, form_of, of_step, show
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed
from asylia.web.names import language
from asylia.web.officer import conditions
from asylia.web.officer.claims import claim_of, course, is_own, may_write, named, present_of, zone_of
from asylia.web.officer.record import rows_of
from asylia.web.passages import elements_of
from asylia.web.standing import band_of

SPEAKS = {
    "officer": "Officer",
    "applicant": "Applicant",
    "interpreter": "Interpreter",
    "counsel": "Counsel",
    "representative": "Representative",
}


class Before(NamedTuple):
    """One thing that must stand before the first question."""

    what: str
    says: str
    done: bool
    url: str
    door: str


def page(request: CaseRequest, case: str) -> HttpResponse:
    """The interview of the case's last claim, wherever it stands; a line posted here is added to the record."""
    opened = cases.read(case)
    claim = claim_of(opened)
    if claim is not None and request.method == "POST":
        return said(request, opened, claim)
    if claim is None or not is_own(claim, request.account):
        return recorded(request, opened, claim)
    held = course(claim)
    if held.ended:
        return recorded(request, opened, claim)
    if held.begun is None:
        return before(request, opened, claim)
    if held.paused:
        return conditions.resume(request, case)
    return said(request, opened, claim)


def recorded(request: CaseRequest, case: Case, claim: Claim | None) -> HttpResponse:
    """Show the record as it stands, to read only."""
    context = {
        "case": case,
        "claim": claim,
        "band": band_of(case, request.account, dt.datetime.now(dt.UTC), current="interview"),
        "rows": rows_of(case, claim) if claim else [],
        "held": course(claim) if claim else Interview(),
        "own": claim is not None and may_write(case, claim, request.account),
    }
    return render(request, "officer/recorded.html", context)


def before(request: CaseRequest, case: Case, claim: Claim) -> HttpResponse:
    """Show what is missing before the interview, or, where nothing is, the checklist as the whole page."""
    needed = preparation(case, claim)
    if all(each.done for each in needed):
        return of_step(replace(conditions.BEGIN, more=lambda c: {**conditions.BEGIN.more(c), "needed": needed}))(
            request, case.id
        )
    context = {
        "case": case,
        "band": band_of(case, request.account, dt.datetime.now(dt.UTC), current="interview"),
        "needed": needed,
        "next": next(each for each in needed if not each.done),
        "doors": doors(case),
    }
    return render(request, "officer/before.html", context)


def preparation(case: Case, claim: Claim) -> list[Before]:
    """Return what must stand before the first question, done or not."""
    file, held = case.file, course(claim)
    advisal, by = file.advisal, claim.interpreter
    understood = advisal is not None and advisal.understood == "understood"
    starts = held.starts.astimezone(zone_of(case)) if held.starts else None
    booked = f"{starts:%a} {starts.day} {starts:%b, %H:%M}, {held.place}" if starts else "Not booked"
    explained = f"Understood, said back in {language(advisal.language)}" if advisal and understood else "Not yet"
    fit = f"{named(by.id)}, {language(by.language)}" if by else "Not appointed"
    return [
        Before("Explained and said back", explained, understood or bool(file.representative), _to(case, "advisal"),
               "Explain again" if understood else "Explain what happens"),
        Before("Time and place", booked, starts is not None, _to(case, "postpone" if starts else "book"),
               "Move it" if starts else "Book the interview"),
        Before("Interpreter", fit, by is not None or speaks(case, claim), _to(case, "interpreter"),
               "Another interpreter" if by else "Appoint an interpreter"),
    ]  # fmt: skip


def speaks(case: Case, claim: Claim) -> bool:
    """Return whether the officer is certified in the language the person understands best."""
    officer = staff_of(house(), house().raw(), claim.officer)
    return bool(case.file.best_language) and case.file.best_language in officer.languages


def doors(case: Case) -> list[tuple[str, str]]:
    """Return links to what may also be done around an interview."""
    file = case.file
    alone = file.advisal is not None and file.advisal.understood == "cannot_follow" and not file.representative
    stands_in = reverse("act", args=[case.id, "AppointRepresentative"])
    represent = [("Appoint a representative, who is told instead", stands_in)] if alone else []
    counsel = ("counsel-ends", "End") if file.counsel else ("counsel-enters", "Enter")
    names = {
        counsel[0]: f"{counsel[1]} counsel’s appearance",
        **({"counsel-refused": "Refuse counsel’s attendance"} if case.regime.counsel.may_be_refused else {}),
        "withdrawal": "The person says they withdraw",
        "recuse": "Step back from this case",
    }
    return represent + [(label, _to(case, name)) for name, label in names.items()]


def _to(case: Case, name: str) -> str:
    return reverse(name, args=[case.id])


# --- While it is held


def _line(case: Case) -> Asks:
    claim = claim_of(case)
    lines = claim.interview.lines if claim else ()
    spoken = {code: language(code) for code in dict.fromkeys((*case.file.languages, "en"))}
    topics = {asked.key: f"{asked.number} {asked.element}" for asked in elements_of(case.regime)}
    return {
        "speaker": Ask("Who speaks", choices=SPEAKS, given=next_speaker(lines[-1].speaker if lines else "")),
        "words": Ask("Words, as said", words=True),
        "interpretation": Ask("As interpreted into English", optional=True),
        "language": Ask("Language, if another", choices=spoken, optional=True),
        "topic": Ask("Asked about", choices=topics, optional=True),
    }


def next_speaker(last: str) -> str:
    """Return who speaks next as a rule: a question is answered, an answer is followed by a question."""
    return "applicant" if last == "officer" else "officer"


def as_spoken(case: Case) -> Mapping[str, str]:
    """Return the language in which each speaks where nothing else is said: the person in their own."""
    claim = claim_of(case)
    own = claim.interpreter.language if claim and claim.interpreter else case.file.best_language
    return {"applicant": own, "representative": own}


def said(request: CaseRequest, case: Case, claim: Claim) -> HttpResponse:
    """Add a line to the record, keep a half-written one, or show the record with the field under it."""
    usual = as_spoken(case)

    def spoken(given: Command) -> Command:
        line = cast("AddTestimony", given)
        return line if line.language else msgspec.structs.replace(line, language=usual.get(line.speaker, "en"))

    step = replace(ADD, whole=spoken, more=lambda _: beside(case, claim))
    if request.method != "POST":
        typed, at = drafts.kept(request.account, case, "AddTestimony")
        return show(request, step, case, form_of(step, case, typed), kept=at)
    if "keep" in request.POST:
        return drafts.answer(request, case, "AddTestimony")
    return acted(request, step, case, form_of(step, case, Typed(dict(request.POST.lists()))))


def beside(case: Case, claim: Claim) -> Mapping[str, Any]:
    """Return what stands around the field: the record, topics not yet asked about, conditions, who is there."""
    held = claim.interview
    known = conditions.SAYS.items()
    checked = [(label, getattr(held.conditions, name)) for name, label in known] if held.conditions else []
    topics = elements_of(case.regime)
    asked = {line.topic for line in held.lines}
    present = present_of(case, claim)
    return {
        "claim": claim,
        "held": held,
        "rows": rows_of(case, claim),
        "next_line": len(held.lines) + 1,
        "unasked": [(each.number, short(each.element)) for each in topics if each.key not in asked],
        "asked": sum(each.key in asked for each in topics),
        "checked": checked,
        "checked_at": f"{held.begun.astimezone(zone_of(case)):%H:%M}" if held.begun else "",
        "present": [present.get(id, id) for id in held.present],
        "recording": case.regime.interview.recording,
    }


def short(element: str) -> str:
    """Return an element as a reminder of what to ask about: its first clause."""
    return re.split(r"[:;.]", element)[0]


def _put(case: Case) -> Asks:
    del case
    return {
        "lines": Ask("Lines", hint="As they stand in the record: T 9, T 22"),
        "between": Ask("What seems not to agree", hint="As you put it to the person."),
        "explanation": Ask("The explanation", hint="In the person’s words. Where none was given, say so.", words=True,
                           long=True),
    }  # fmt: skip


def _pause(case: Case) -> Asks:
    del case
    return {"reason": Ask("Why", hint="Who asked for it, and for what.", optional=True, long=False)}


def _end(case: Case) -> Asks:
    del case
    return {
        "closing": Ask("Anything the person wishes to add?", hint="Ask before you end. As spoken.", optional=True,
                       words=True, long=True),
        "counsel_says": Ask("Counsel’s statement", optional=True),
    }  # fmt: skip


ADD = Step(
    AddTestimony, "Record of the interview", "Add to the record", "The line was not added", asks=_line,
    template="officer/interview.html", done="interview", place="#words", tab="interview", drafted=True,
)  # fmt: skip
put = of_step(
    Step(PutInconsistency, "Put an inconsistency to the person", "Record it", "It was not recorded",
         "Say both lines, ask, and write the explanation. Nothing else may count against credibility later.",
         asks=_put, done="interview", place="#words", tab="interview", drafted=True, template="officer/act.html")
)  # fmt: skip
pause = of_step(
    Step(TakeBreak, "Take a break", "Break", "The break was not recorded",
         "Before going on, the conditions are checked again.", asks=_pause, done="interview", tab="interview")
)  # fmt: skip
end = of_step(
    Step(EndInterview, "End the interview", "End the interview", "The interview did not end",
         "Then the summary is read back. Nothing is added to the testimony afterwards.", asks=_end, done="interview",
         tab="interview", drafted=True, template="officer/act.html")
)  # fmt: skip
