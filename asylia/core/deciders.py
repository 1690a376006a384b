"""Who may hear, decide and review a claim: the rules that several steps ask in the same words."""

import datetime as dt

from asylia.core.errors import Rules
from asylia.core.event import Author
from asylia.core.facts import Facts, Staff
from asylia.core.file import CaseFile, Claim

# Whoever took one of these parts in the family's cases takes the other one no more (roles.apart).
NOT_DECIDERS = ("encountered", "detained", "referred", "reviewed", "reconsidered", "interpreted")
NOT_REVIEWERS = ("encountered", "detained", "referred", "interviewed", "decided", "reconsidered", "interpreted")


def require_decider(file: CaseFile, claim: Claim, who: Author, facts: Facts, rules: Rules, doing: str) -> None:
    """Require that `who` may hear or decide this claim today; `doing` is the part they are about to take."""
    officer = facts.author
    require_own_claim(claim, who, rules)
    require_trained(officer, facts, rules)
    require_of_the_office(officer, facts.day, rules)
    apart = not (file.took_part(who.by, *NOT_DECIDERS) or facts.took_part(who.by, *NOT_DECIDERS))
    rules.require(apart, "roles.apart", f"has taken another part and cannot be the one who {doing}")


def require_own_claim(claim: Claim, who: Author, rules: Rules) -> None:
    """Require that this claim was drawn to `who`."""
    rules.require(claim.officer == who.by, "decider.own-voice", "this claim was drawn to another officer")


def require_heard(claim: Claim, who: Author, rules: Rules) -> None:
    """Require that `who` is the one who heard the person: nobody finds or signs on another's hearing."""
    heard = claim.interview.officer in ("", who.by)
    rules.require(heard, "decider.own-voice", "another officer heard the person: hear them first")


def require_reviewer(file: CaseFile, claim: Claim, who: Author, facts: Facts, rules: Rules) -> None:
    """Require that `who` is of the office, took no other part in the family's cases and reviewed no other claim."""
    mixed = file.took_part(who.by, *NOT_REVIEWERS) or facts.took_part(who.by, *NOT_REVIEWERS)
    rules.require(not mixed, "roles.apart", "has taken another part in this family's cases")
    elsewhere = any(
        review.who.by == who.by
        for other in file.claims
        if other.number != claim.number
        for determination in other.determinations
        for review in determination.reviews
    )
    rules.require(
        not (elsewhere or facts.took_part(who.by, "reviewed")),
        "roles.apart",
        "has reviewed another claim of this family",
    )
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
    rules.require(
        left_custody(officer, day, months), "decider.of-the-office", f"held a custody post within {months} months"
    )


def left_custody(officer: Staff, day: dt.date, months: int) -> bool:
    """Whether the person held no custody post within so many months before that day."""
    post = officer.custody_post_until
    return post is None or _months_between(post, day) >= months


def _months_between(earlier: dt.date, later: dt.date) -> int:
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - 1 if later.day < earlier.day else months
