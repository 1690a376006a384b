"""Facts of the decision: bands, signatures, reviews, votes, remedies, and what was changed afterwards."""

from typing import Annotated

from asylia.oversight.fact import CaseFact, ClaimNumber, DeterminationNumber, Id, Moment, Office, Officer, RoleCode

Hours = Annotated[float | None, "hours since the determination was signed"]


class Band(CaseFact, frozen=True, kw_only=True, gc=False):
    """One likelihood band locked. Read in aggregate only, under the overseer's key."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    band: Annotated[str, "under_10, 10_to_25, 25_to_50, 50_to_75, 75_to_90 or over_90"]
    lock: Annotated[int, "how many times a band of this claim was locked, this one included"]
    after_signing: Annotated[bool, "a determination of the claim was signed already and not returned"]


class Determination(CaseFact, frozen=True, kw_only=True, gc=False):
    """One determination signed, with all that was known then."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Officer
    office: Office
    role: RoleCode
    outcome: Annotated[str, "positive or negative, as signed"]
    band: Annotated[str, "the band locked before; empty while none"]
    standard: Annotated[int | None, "percent that the lowest standard of the regime is glossed with; empty where none"]
    bars: Annotated[int, "bars found"]
    credible: Annotated[str, "yes or no; empty where not assessed"]
    explained: Annotated[bool, "band and statement lay on different sides, and the officer explained"]
    drawn_for: Annotated[str, "level whose review the draw chose; empty for none"]
    repeat: Annotated[bool, "the case had a determination before, of this claim or another"]
    interpreted_in: Annotated[str, "language of the interpreter; empty where none"]
    mode: Annotated[str, "in_person, video or phone; empty without an interview"]
    counsel_present: Annotated[bool, "counsel was present at the interview"]
    certified: Annotated[bool, "the officer held a certificate of the regime's standard valid on that day"]
    claimed: Annotated[Moment, "when the claim was opened (UTC)"]
    interviewed: Annotated[Moment | None, "when the interview began (UTC)"]
    hour: Annotated[int, "hour of the day it was signed, by the clock of the place"]


class Finding(CaseFact, frozen=True, kw_only=True, gc=False):
    """One element found or not found in a determination, as signed."""

    claim: ClaimNumber
    determination: DeterminationNumber
    protection: Annotated[str, "the protection, an id of the regime"]
    element: Annotated[str, "the element, an id of the regime"]
    found: Annotated[bool, "it was found"]


class Review(CaseFact, frozen=True, kw_only=True, gc=False):
    """One act of review at one level, drawn or not."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Officer
    office: Office
    level: Annotated[str, "supervisor, headquarters or panel"]
    kind: Annotated[str, "concurred, returned, overridden, agreed or disagreed"]
    selection: Annotated[str, "every, drawn or targeted: how the decision came before this level"]
    signed: Annotated[str, "outcome that the officer signed"]
    before: Annotated[str, "outcome that stood before this act"]
    after: Annotated[str, "outcome that stands after it; for a drawn review, the reviewer's own"]
    agreeing: Annotated[int, "levels (the officer one of them) that had agreed with the outcome that stood before"]
    reasoned: Annotated[bool, "reasons of its own are written"]
    code: Annotated[str, "the insufficiency (returned); else empty"]
    served: Annotated[bool, "the decision was served already"]
    recognised: Annotated[bool, "the reviewer recognised the case (drawn)"]
    hours: Hours
    reading_minutes: Annotated[float | None, "from the reviewer's first look since the signature to this act"]


class SecondDecision(CaseFact, frozen=True, kw_only=True, gc=False):
    """One determination decided anew, blind: drawn, chosen, or once more by who had decided it anew before."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Annotated[Officer, "pseudonym of the second decider"]
    first_officer: Annotated[Id, "pseudonym of who decided first; for a repeat, of the second decider again"]
    level: Annotated[str, "level that decided anew"]
    first: Annotated[str, "outcome that the officer signed; for a repeat, the second decider's own earlier one"]
    second: Annotated[str, "outcome of the blind decision"]
    agrees: Annotated[bool, "both are the same"]
    recognised: Annotated[bool, "the second decider recognised the case: kept out of every estimate"]
    targeted: Annotated[bool, "chosen, not drawn: kept out of every estimate"]
    repeat: Annotated[bool, "the second decider had decided it before: for occasion noise only"]
    probability: Annotated[float | None, "probability with which the decision was drawn; empty where chosen"]
    hours: Hours


class Draw(CaseFact, frozen=True, kw_only=True, gc=False):
    """One draw held over one determination, whether or not it was drawn; or someone's choice of it."""

    claim: ClaimNumber
    determination: DeterminationNumber
    level: Annotated[str, "level that reviews what is drawn"]
    outcome: Annotated[str, "positive or negative, as signed"]
    stratum: Annotated[str, "outcome, site and representation, as the draw used them"]
    period: Annotated[str, "period whose seed drew, a month (2022-01); empty where chosen"]
    probability: Annotated[float | None, "probability with which it was to be drawn; empty where chosen"]
    drawn: Annotated[bool, "it was drawn, or chosen"]
    targeted: Annotated[bool, "chosen, not drawn: kept out of every estimate"]
    repeat: Annotated[bool, "a draw for who had decided it anew, to do so once more"]


class Passing(CaseFact, frozen=True, kw_only=True, gc=False):
    """One review passed on: to someone outside the chain after its time, or because the case was recognised."""

    claim: ClaimNumber
    determination: DeterminationNumber
    because: Annotated[str, "late or recognised"]
    repeat: Annotated[bool, "it was a repeat, which is not done then"]
    hours: Hours


class Vote(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step before a panel: a proposal, a vote, or its close."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Officer
    what: Annotated[str, "proposed, voted or closed"]
    outcome: Annotated[str, "outcome proposed or voted for; empty (closed)"]
    replaced: Annotated[bool, "the panel replaced the finding (closed)"]


class Dissent(CaseFact, frozen=True, kw_only=True, gc=False):
    """One dissent recorded."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Officer
    role: RoleCode


class Remedy(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step of the remedy that the person asks for outside the agency."""

    claim: ClaimNumber
    determination: DeterminationNumber
    what: Annotated[str, "asked, record_sent or decided"]
    outcome: Annotated[str, "for_person or against_person (decided); else empty"]


class Reconsideration(CaseFact, frozen=True, kw_only=True, gc=False):
    """One reconsideration asked for or decided."""

    claim: ClaimNumber
    determination: DeterminationNumber
    officer: Officer
    what: Annotated[str, "asked or decided"]
    outcome: Annotated[str, "changed_for_person or stands (decided); else empty"]


class Edit(CaseFact, frozen=True, kw_only=True, gc=False):
    """One thing that was recorded again, or after what should have come last."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    what: Annotated[str, "band, finding, bar, credibility, fact or evidence"]
    after: Annotated[str, "band (locked already) or signature (and not returned)"]
