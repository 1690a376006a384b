"""Service: how a notice reached the person, what they said back, and the remedy asked aloud and answered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse

from asylia.core.file import Notice
from asylia.core.steps.service import ReportServiceRefused, ReportUndelivered, ServeNotice, WarnAloud
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.border.citing import cited
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.hearings.kinds import KINDS
from asylia.web.names import language

HOW = {
    "in_person": "By hand, read aloud", "by_mail": "By post", "electronic": "On the person’s own page or by message",
    "by_counsel": "Through counsel",
}  # fmt: skip
RECEIVED = {
    "self": "The person", "counsel": "Counsel", "representative": "The independent representative",
    "relative": "A relative: never, no member carries paper for another",
}  # fmt: skip
TOPICS = {
    "time": "The day and hour", "place": "Where to report, and where the court is",
    "consequences": "What follows from staying away",
}  # fmt: skip
ANSWERS = {
    "request": "Asks for it, in any words", "decline": "Does not ask for it", "silent": "Said nothing",
    "not_asked": "It was not asked",
}  # fmt: skip


def has_remedy(case: Case, notice: Notice) -> bool:
    """Whether this notice tells a negative against which the regime gives something to ask for (remedy.reachable)."""
    decision = case.file.determination(notice.claim, notice.determination)
    negative = decision is not None and decision.standing == "negative"
    remedy = case.regime.remedy
    return notice.kind == "decision" and negative and (remedy.kind != "none" or remedy.asked_aloud)


def asks_of(case: Case, notice: Notice) -> Asks:
    """Ask how it was served; of the remedy only where there is one."""
    remedy = has_remedy(case, notice)
    return {
        "notice": Ask(hidden=True, given=notice.number),
        "how": Ask("How it was served", choices=HOW),
        "language": Ask(
            "In which language", choices={code: language(code) for code in case.file.languages}, given=notice.language
        ),
        "understood": Ask("Was it understood?"),
        "said_back": Ask("What the person said back", hint="In their own words.", words=True, optional=True),
        "received_by": Ask("Who took it", choices=RECEIVED),
        "remedy_asked": Ask("Was the remedy asked aloud?", hidden=not remedy, given="" if remedy else "false"),
        "remedy_answer": Ask(
            "What the person answered", choices=ANSWERS, hidden=not remedy, given="" if remedy else "not_asked"
        ),
    }


def shown(case: Case, notice: Notice) -> Mapping[str, Any]:
    """Show which notice it is, and the remedy in the regime's words where one is to be asked aloud."""
    regime = case.regime.remedy
    remedy = has_remedy(case, notice)
    silence = {"request": "a request", "decline": "no request"}.get(regime.silence_means or "request", "a request")
    return {
        "notice": notice, "kind": KINDS[notice.kind].title, "remedy": regime if remedy else None,
        "remedy_cite": cited(regime), "silence": silence,
    }  # fmt: skip


SERVE = Step(
    ServeNotice, title="Serve a notice", button="Record the service", refused="Service was not recorded",
    template="hearings/serve.html", done="notices",
)  # fmt: skip
UNDELIVERED = Step(
    ReportUndelivered, title="A notice came back", button="Record that it came back",
    refused="That the notice came back was not recorded",
    lead="Or did not arrive. It then stands before the hearing as not served.", done="notices",
)  # fmt: skip


def page(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Record the service of one notice."""
    about = notice_of(case, notice)
    step = replace(SERVE, asks=lambda of: asks_of(of, about), more=lambda of: shown(of, about))
    return of_step(step)(request, case)


def undelivered(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Record that one notice did not arrive."""
    about = notice_of(case, notice)
    asks: Asks = {"notice": Ask(hidden=True, given=about.number), "why": Ask("Why, as far as known")}
    return of_step(replace(UNDELIVERED, asks=lambda _: asks))(request, case)


def notice_of(case: str, number: int) -> Notice:
    """Return a notice of the case by its number; raises Http404 where there is none."""
    notices = cases.read(case).file.notices
    if not 1 <= number <= len(notices):
        raise Http404
    return notices[number - 1]


WARN = Step(
    WarnAloud, title="Warn aloud", button="Record the warning", refused="The warning was not recorded",
    lead="Say aloud when and where the hearing is and what follows from staying away, in a language the person"
    " understands, and have it said back.", done="notices",
)  # fmt: skip
TOOK_NOT = Step(
    ReportServiceRefused, title="The person would not take the paper", button="Record it",
    refused="It was not recorded", done="notices",
    lead="Nobody is forced. It does not count as service: read it aloud, try again, or by another way.",
)  # fmt: skip


def warn(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Record that the warning was said aloud, and in which language."""
    about = notice_of(case, notice)

    def asks(of: Case) -> Asks:
        spoken = {code: language(code) for code in of.file.languages}
        return {
            "notice": Ask(hidden=True, given=about.number),
            "language": Ask("In which language", choices=spoken, given=about.language),
            "topics": Ask("What was said", choices=TOPICS),
            "said_back": Ask("What the person said back", hint="In their own words.", words=True),
            "interpreter": Ask("Interpreter", hint="Their code, where one spoke.", optional=True),
        }

    return of_step(replace(WARN, asks=asks))(request, case)


def not_taken(request: CaseRequest, case: str, notice: int) -> HttpResponse:
    """Record that the person would not take a notice."""
    about = notice_of(case, notice)

    def asks(of: Case) -> Asks:
        spoken = {code: language(code) for code in of.file.languages}
        return {
            "notice": Ask(hidden=True, given=about.number),
            "language": Ask("In which language it was offered", choices=spoken, given=about.language),
            "read_aloud": Ask("Was it read aloud all the same?"),
            "witness": Ask("Who saw it", optional=True),
            "says": Ask("What the person said", optional=True, words=True),
        }

    return of_step(replace(TOOK_NOT, asks=asks))(request, case)
