"""The interpreter: whom the person, asked alone, accepts; a change is on the record with its reason."""

from asylia.core.steps.interview import AppointInterpreter
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.names import language
from asylia.web.officer.claims import claim_of, named

TIES = {
    "feared_state": "Represents, works or informs for the feared state",
    "feared_actor": "Tied to those who are feared",
    "counsel": "Counsel",
    "witness": "A witness",
    "family": "Family",
}


def _asks(case: Case) -> Asks:
    claim = claim_of(case)
    before = claim.interpreter if claim else None
    spoken = {code: language(code) for code in case.file.languages}
    others = {each: each.replace("_", " ").capitalize() for each in case.regime.interpreter.exclusions}
    reason = Ask(hidden=True) if before is None else Ask(
        f"Why {named(before.id)} leaves", hint="A change is an event with a reason.", optional=True, long=False
    )  # fmt: skip
    return {
        "language": Ask("Language", choices=spoken, given=case.file.best_language),
        "accepted": Ask(
            "Does the person, asked alone, accept?",
            hint="Told region and sex of the interpreter; they may refuse without a reason.",
        ),
        "ties": Ask("Ties that would exclude", hint="Ask the interpreter. Tick what applies.",
                    choices=TIES | others, optional=True),
        "age": Ask("Age of the interpreter", hint="In years.", needed=True),
        "reason": reason,
    }  # fmt: skip


page = of_step(
    Step(
        AppointInterpreter,
        title="Appoint an interpreter",
        button="Appoint",
        refused="The interpreter was not appointed",
        asks=_asks,
        done="interview",
        tab="interview",
    )
)
