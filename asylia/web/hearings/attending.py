"""Attendance: who came, why someone did not, who searched; never a fault before the court has held one."""

from collections.abc import Callable
from dataclasses import replace

from django.http import Http404, HttpResponse

from asylia.core.steps.hearing import HoldUnexcused, PostponeHearing, RecordAttendance, RecordSearch, ReportAbsence
from asylia.web import cases
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask
from asylia.web.standing import day

CAUSES = {
    "no_transport": "No transport", "no_notice": "The notice did not arrive", "kidnapping": "Kidnapped",
    "illness": "Ill", "turned_away_at_port": "Turned away at the port", "not_let_in": "Not let into the court",
    "violence": "Violence at home or on the way", "held_elsewhere": "Held by an authority",
    "illness_in_family": "Serious illness in the family", "death_in_family": "A death in the family",
    "family_emergency": "Another family emergency",
    "other": "Another cause", "unknown": "Not known: the person is missing until found",
}  # fmt: skip
TOLD = {
    "counsel": "Counsel", "trusted_person": "The trusted person", "shelter": "The shelter",
    "overseer": "The overseer",
}  # fmt: skip

ATTENDANCE = Step(
    RecordAttendance, title="Who came", button="Record it", refused="Attendance was not recorded",
    lead="Whether the person was there. Why someone was not is recorded apart, before anything follows from it.",
    asks=lambda _: {"present": Ask("Was the person there?")},
)  # fmt: skip
ABSENCE = Step(
    ReportAbsence, title="An absence and its cause", button="Record the absence",
    refused="The absence was not recorded",
    lead="As far as anyone knows. Not known is an answer, and never becomes fault by the passing of days.",
    asks=lambda _: {
        "cause": Ask("Cause", choices=CAUSES),
        "says": Ask("What is known, and from whom", optional=True, long=True),
    },
)  # fmt: skip
SEARCH = Step(
    RecordSearch, title="A search for a missing person", button="Record the search",
    refused="The search was not recorded",
    lead="Who cannot be reached is first a missing person. Counsel, trusted person, shelter and overseer are told the"
    " same day.",
    asks=lambda _: {
        "told": Ask("Who was told today", choices=TOLD, open=True),
        "says": Ask("What was tried, and what came of it", optional=True, long=True),
    },
)  # fmt: skip
POSTPONE = Step(
    PostponeHearing, title="Take the hearing off its day", button="Take it off its day",
    refused="The hearing was not taken off its day",
    lead="The new day comes with a new notice, served as the first was.",
    asks=lambda _: {"reason": Ask("Why", long=True)},
)  # fmt: skip
UNEXCUSED = Step(
    HoldUnexcused, title="The court holds the absence unexcused", button="Record what the court held",
    refused="The absence was not held unexcused",
    lead="Only the court decides, with proven service, a recorded cause and the search before it.",
    asks=lambda _: {"says": Ask("What the court held", long=True)},
)  # fmt: skip


def of_hearing(step: Step) -> Callable[[CaseRequest, str, int], HttpResponse]:
    """Return the view of a step that is about one hearing of the case, numbered in the address."""

    def view(request: CaseRequest, case: str, hearing: int) -> HttpResponse:
        hearings = cases.read(case).file.hearings
        if not 1 <= hearing <= len(hearings):
            raise Http404
        about = hearings[hearing - 1]
        title = f"{step.title}: hearing of {day(about.day)}, {about.time:%H:%M}"

        def asks(of: Case) -> dict[str, Ask]:
            return {**step.asks(of), "hearing": Ask(hidden=True, given=hearing)}

        return of_step(replace(step, title=title, asks=asks, done="notices"))(request, case)

    return view


attendance, absence, search, postpone, unexcused = map(of_hearing, (ATTENDANCE, ABSENCE, SEARCH, POSTPONE, UNEXCUSED))
