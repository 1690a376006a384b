"""Who may hear, decide and review a claim: the rules that several steps ask in the same words."""

import datetime as dt

from asylia.core.errors import Rules
from asylia.core.event import Author
from asylia.core.facts import Facts, Staff
from asylia.core.file import CaseFile, Claim


def require_decider(file: CaseFile, claim: Claim, who: Author, facts: Facts, rules: Rules, doing: str) -> None:
    """Require that `who` may hear or decide this claim today; `doing` is the part they are about to take."""
    officer = facts.author
    rules.require(claim.officer == who.by, "decider.own-voice", "this claim was drawn to another officer")
    require_trained(officer, facts, rules)
    require_of_the_office(officer, facts.day, rules)
    apart = not file.took_part(who.by, "encountered", "referred", "reviewed", "reconsidered", "interpreted")
    apart_family = not facts.took_part(who.by, "encountered", "referred", "reviewed", "reconsidered")
    rules.require(apart and apart_family, "roles.apart", f"has taken another part and cannot be the one who {doing}")


def require_reviewer(file: CaseFile, who: Author, facts: Facts, rules: Rules) -> None:
    """Require that `who` took no other part in this family's cases and belongs to the office."""
    mixed = file.took_part(who.by, "encountered", "referred", "interviewed", "decided", "reconsidered")
    mixed_family = facts.took_part(who.by, "encountered", "referred", "interviewed", "decided")
    rules.require(not (mixed or mixed_family), "roles.apart", "has taken another part in this family's cases")
    require_of_the_office(facts.author, facts.day, rules)


def require_trained(officer: Staff, facts: Facts, rules: Rules) -> None:
    """Require a certificate in the regime's standard that is valid on the day."""
    certificate = rules.regime.certificate
    rules.require(
        officer.certified(certificate.standard, facts.day), "decider.trained",
        f"no certificate in {certificate.standard.replace('_', ' ')} valid on {facts.day.isoformat()}",
        cite=certificate.cite,
    )  # fmt: skip


def require_of_the_office(officer: Staff, day: dt.date, rules: Rules) -> None:
    """Require that the person is no detailee and held no custody post within the regime's months."""
    months = rules.regime.certificate.months_since_custody_post
    rules.require(not officer.detailed_from, "decider.of-the-office", "is detailed from another service")
    post = officer.custody_post_until
    rules.require(
        post is None or _months_between(post, day) >= months, "decider.of-the-office",
        f"held a custody post within {months} months",
    )  # fmt: skip


def _months_between(earlier: dt.date, later: dt.date) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - 1 if later.day < earlier.day else months
