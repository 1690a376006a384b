"""What must hold when an interview begins or goes on: understanding, interpreter, counsel, conditions."""

from asylia.core.errors import Rules
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, Claim, Conditions
from asylia.core.standing import orders_bar


def require_understood(file: CaseFile, rules: Rules) -> None:
    """Require that the process was explained and said back, by the person or who stands beside them."""
    advisal = file.advisal
    understood = advisal is not None and (
        advisal.understood == "understood" or (advisal.understood == "cannot_follow" and bool(file.representative))
    )
    rules.require(understood, "advisal.understood", "the process has not been explained and said back")


def require_interpreter_present(
    file: CaseFile, claim: Claim, present: tuple[str, ...], facts: Facts, rules: Rules
) -> None:
    """Require an interpreter in a language understood, present, or an officer certified in it (interpreter.fit)."""
    interpreter = claim.interpreter
    if interpreter is None:
        rules.require(_speaks(file, facts), "interpreter.fit", "no interpreter is appointed")
        return
    rules.require(
        interpreter.language in file.languages, "interpreter.fit",
        "the interpreter's language is not recorded as understood",
    )  # fmt: skip
    rules.require(
        not present or interpreter.id in present, "interpreter.fit", "the interpreter is not present", "present"
    )


def _speaks(file: CaseFile, facts: Facts) -> bool:
    return bool(file.best_language) and file.best_language in facts.author.languages


def require_counsel(file: CaseFile, now: Conditions, present: tuple[str, ...], facts: Facts, rules: Rules) -> None:
    """Require that counsel who entered is present, unless refused as the regime allows and no order forbids."""
    absent = bool(file.counsel) and file.counsel not in present
    missing = absent and not file.counsel_refused
    ordered = orders_bar(file, facts, "counsel_before_interview")
    rules.require(not (ordered and absent and file.counsel_refused), "order.obeyed", "a court order admits counsel")
    rules.require(
        not missing or now.goes_on, "counsel.admitted", "counsel has entered and is not present", "present",
        rules.regime.counsel.cite,
    )  # fmt: skip
    if ordered and not file.counsel:
        rules.require(now.counsel_offered, "order.obeyed", "a court order gives access to counsel first")


def require_conditions(now: Conditions, rules: Rules) -> None:
    """Ask the checklist: what the person may choose to go on without, and what nobody can waive."""
    interview = rules.regime.interview
    rules.require(
        now.answered_by == "person", "interview.conditions", "the custodian answered for the person", "answered_by"
    )
    rules.require(now.private, "interview.conditions", "the person can be overheard", "private")
    rules.require(now.well, "interview.conditions", "the person is ill or sedated", "well")
    for name in ("quiet", "rested", "fed", "child_care"):
        good = getattr(now, name) or now.goes_on
        rules.require(
            good,
            "interview.conditions",
            f"not {name.replace('_', ' ')}: postpone, or go on at the person's advised choice",
            name,
        )
    excused = bool(now.restraint_reason and now.restraint_by) and now.restraint_minutes > 0
    rules.require(
        not now.restrained or excused, "interview.restraint", "restrained without reason, authoriser and duration",
        "restrained",
    )  # fmt: skip
    waived = now.rest_waived and interview.rest_waivable and now.counsel_offered
    rules.require(
        now.rest_hours >= interview.rest_hours or waived, "interview.rest",
        f"{now.rest_hours} of {interview.rest_hours} hours, not waived with counsel offered", "rest_hours",
        interview.cite,
    )  # fmt: skip
