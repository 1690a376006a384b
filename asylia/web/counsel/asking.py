"""Asking: to attend, or that a day be moved; each is answered by a day. And a signal that client and counsel speak."""

from asylia.core.steps.calling import SignalCall
from asylia.core.steps.request import MakeRequest
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.counsel.answers import ASKED
from asylia.web.counsel.days import dates_of
from asylia.web.fields import Ask, Asks

BECAUSE = {
    "none": "No reason is needed (to attend)", "illness": "Illness", "counsel_not_free": "Counsel is not free",
    "no_time_to_prepare": "There was no time to prepare", "evidence_coming": "Evidence is on its way",
    "no_transport": "No safe way to get there", "child_care": "A child has to be looked after",
    "other": "Another reason",
}  # fmt: skip


def _asking(case: Case) -> Asks:
    ahead = [(each.id.partition(".")[2], each.what) for each in dates_of(case.file)]
    numbers = {number: f"{number}: {what}" for number, what in ahead} or {"1": "1"}
    return {
        "kind": Ask("What you ask for", choices=ASKED),
        "number": Ask("Which one", hint="The interview of a claim, or the hearing, by its number.", choices=numbers,
                  given=next(iter(numbers))),
        "by_line": Ask("Would you attend by line?", given=False),
        "because": Ask("Why", choices=BECAUSE, given="none"),
        "says": Ask("In words", optional=True, long=True),
    }  # fmt: skip


def _calling(case: Case) -> Asks:
    del case
    return {
        "to": Ask("Who is to be called", choices={
            "client": "The client: put them through to me", "counsel": "Me: somebody else asks that I call"}),
        "line": Ask("On which number or line", hint="Your number; never what it is about.", optional=True),
    }  # fmt: skip


def _known(case: Case) -> dict[str, object]:
    file = case.file
    return {
        "calls": reversed(file.calls),
        "lines": [each.reasons for each in file.requests if each.kind == "attend" and each.answer == "granted"],
    }


request = of_step(
    Step(MakeRequest, "Ask the office", "Ask for it", "It was not asked for",
         "It is answered within a day, and before the interview begins; no answer is an alarm, not a refusal.",
         asks=_asking, done="client-record")
)  # fmt: skip
call = of_step(
    Step(SignalCall, "Speak with the client", "Give the signal", "The signal was not given",
         "The client is put through to you within hours, out of hearing. What you say is carried and kept nowhere.",
         asks=_calling, done="client-call", template="counsel/call.html", more=_known)
)  # fmt: skip
