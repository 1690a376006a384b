"""Withdrawal: said alone before an asylum officer, confirmed a day later, undone on request at any time."""

from asylia.core.steps.fear import ConfirmWithdrawal, UndoWithdrawal, WithdrawClaim
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks


def _said(case: Case) -> Asks:
    del case
    return {
        "alone": Ask("Was the person alone with you?", hint="Apart from family, custodians and anyone else."),
        "counsel_offered": Ask("Was counsel offered first?"),
    }


def _again(case: Case) -> Asks:
    claim = case.file.claims[-1] if case.file.claims else None
    on = claim.withdrawn_on if claim else None
    said = f" It was said on {on.day} {on:%B}." if on else ""
    hint = f"Ask again, a day later or more. As spoken.{said}"
    return {"words": Ask("In the person’s own words", hint=hint, words=True)}


said = of_step(
    Step(
        WithdrawClaim,
        title="The person says they withdraw",
        button="Record what was said",
        refused="The withdrawal was not recorded",
        lead="The claim stays open, and return stays stopped, until the person confirms it on a later day.",
        asks=_said,
    )
)
confirmed = of_step(
    Step(
        ConfirmWithdrawal,
        title="Does the withdrawal stand?",
        button="Record that it stands",
        refused="The withdrawal was not confirmed",
        asks=_again,
    )
)
undone = of_step(
    Step(
        UndoWithdrawal,
        title="The person takes the withdrawal back",
        button="Record that the claim goes on",
        refused="This was not recorded",
        lead="Any words will do. The claim is open from this moment.",
    )
)
