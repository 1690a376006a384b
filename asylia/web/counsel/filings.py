"""What counsel files for a client: evidence, and the asking for a remedy or for another look, in any words."""

from asylia.core.steps.evidence import FileEvidence
from asylia.core.steps.reconsideration import AskReconsideration
from asylia.core.steps.remedy import AskRemedy
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.officer.evidence import FILE, KINDS


def _evidence(case: Case) -> Asks:
    del case
    return {
        "title": Ask("What it is", hint="Medical report, 2 pages"),
        "kind": Ask("Kind", choices=KINDS, given="document"),
        "digest": Ask("The file", hint=FILE, optional=True, file=True),
        "says": Ask("What it shows", optional=True, long=True),
    }


def _asking(case: Case) -> Asks:
    return {
        "words": Ask("In the client’s words, or yours", hint="Any words ask.", words=True,
                     language=case.file.best_language),
        "channel": Ask(hidden=True, given="counsel"),
    }  # fmt: skip


evidence = of_step(
    Step(FileEvidence, "File evidence", "File it", "It was not filed",
         "It is recorded at once, on whatever day. The officer accepts it, as E 1 and on, or says why not.",
         asks=_evidence, done="client-record")
)  # fmt: skip
remedy = of_step(
    Step(AskRemedy, "Ask for the remedy", "Ask for it", "It was not asked for",
         "Asking stops return. The record is sent to you and to whoever decides.", asks=_asking)
)  # fmt: skip
again = of_step(
    Step(AskReconsideration, "Ask that the office look again", "Ask for it", "It was not asked for",
         "An officer who took no part looks again, and can only change it in your client’s favour.", asks=_asking)
)  # fmt: skip
