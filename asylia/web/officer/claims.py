"""What every page of this desk asks about the claim it stands on: the last of the case."""

from zoneinfo import ZoneInfo

from asylia.accounts.models import Account
from asylia.core.file import Claim, Interview
from asylia.core.standing import is_open
from asylia.web.cases import Case
from asylia.web.names import country


def claim_of(case: Case) -> Claim | None:
    """Return the case's last claim, None where no fear is claimed."""
    return case.file.claims[-1] if case.file.claims else None


def zone_of(case: Case) -> ZoneInfo:
    """Return the zone of the place of the case; its pages say times in it."""
    return ZoneInfo(case.file.zone)


def is_own(claim: Claim, account: Account) -> bool:
    """Return whether the claim was drawn to this officer."""
    return claim.officer == account.staff


def course(claim: Claim) -> Interview:
    """Return the interview as its present officer holds it: one begun by an officer who left counts as not begun."""
    held = claim.interview
    if held.officer in ("", claim.officer):
        return held
    return Interview(starts=held.starts, place=held.place, mode=held.mode, lines=held.lines)


def may_write(case: Case, claim: Claim, account: Account) -> bool:
    """Return whether this officer may still find and sign: own claim, open, nothing signed that stands."""
    signed = claim.determination
    return is_own(claim, account) and is_open(claim, case.regime) and (signed is None or signed.returned)


def named(staff: str) -> str:
    """Return the name of a member of staff; the id where no account bears it."""
    return Account.objects.filter(staff=staff).values_list("name", flat=True).first() or staff


def present_of(case: Case, claim: Claim) -> dict[str, str]:
    """Return who may be in the room or on the line, id -> in words."""
    file = case.file
    known = {claim.officer: "officer", file.counsel: "counsel", file.representative: "representative"}
    if claim.interpreter:
        known[claim.interpreter.id] = "interpreter"
    return {id: f"{named(id)}, {part}" for id, part in known.items() if id}


def asked_about(case: Case) -> str:
    """Return the country that the regime's question is about."""
    question = case.regime.question.country
    if question == "return" and case.regime.placement is not None:
        return country(case.regime.placement.country)
    return "the country of removal" if question == "removal" else "the country of origin"
