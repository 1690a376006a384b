"""Facts of a claim: fear said, referred, withdrawn, given to an officer, heard and read back."""

from typing import Annotated

from asylia.oversight.fact import CaseFact, ClaimNumber, Day, Moment, Office, Officer, RoleCode

Waits = Annotated[str, "held, outside (waiting there) or at_large"]
HoursHeld = Annotated[float | None, "hours held without a break until then; empty while not held"]


class Saying(CaseFact, frozen=True, kw_only=True, gc=False):
    """One saying of fear, by whoever and through whichever channel: it opened a claim, or stands with an open one."""

    claim: ClaimNumber
    role: RoleCode
    channel: Annotated[str, "door it came through: encounter, form, monitor, counsel, page, portal, paper or other"]
    said_by_self: Annotated[bool, "said by the person, not by someone for them"]
    opened: Annotated[bool, "it opened the claim"]
    waits: Waits


class Claim(CaseFact, frozen=True, kw_only=True, gc=False):
    """One fear claim opened."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    role: RoleCode
    channel: Annotated[str, "door it came through: encounter, form, monitor, counsel, page, portal, paper or other"]
    said_by_self: Annotated[bool, "said by the person, not by someone for them"]
    repeat: Annotated[bool, "the case had a claim before"]
    waits: Waits
    stage: Annotated[str, "encounter, custody, waiting, before_hearing (a hearing was set) or after_return"]
    hours_held: HoursHeld


class Referral(CaseFact, frozen=True, kw_only=True, gc=False):
    """One claim referred to the asylum office."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    role: RoleCode


class Withdrawal(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step of a withdrawal: said, confirmed a day later, or undone."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    role: RoleCode
    what: Annotated[str, "recorded, confirmed or undone"]
    alone: Annotated[bool, "the person was alone (recorded)"]
    counsel_offered: Annotated[bool, "counsel was offered (recorded)"]
    hours_held: HoursHeld


class ClaimClosure(CaseFact, frozen=True, kw_only=True, gc=False):
    """One claim closed without a determination."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    role: RoleCode
    reason: Annotated[str, "exempted, admitted, programme_ended, died, no_fear_seen or implicitly_withdrawn"]
    decided: Annotated[bool, "a determination stood already"]


class Ending(CaseFact, frozen=True, kw_only=True, gc=False):
    """One claim that came to its end, as the record then showed: nothing of it was open any more."""

    claim: ClaimNumber
    determination: Annotated[int, "number of the last determination; 0 where none"]
    how: Annotated[str, "decided, withdrawn or closed"]
    outcome: Annotated[str, "positive or negative, as it then stood; empty without a determination"]
    reason: Annotated[str, "why it was closed (closed); else empty"]
    first_outcome: Annotated[str, "the last determination as the officer signed it; empty without one"]


class Assignment(CaseFact, frozen=True, kw_only=True, gc=False):
    """One claim given to an officer, by draw."""

    claim: ClaimNumber
    officer: Annotated[Officer, "pseudonym of the officer it was drawn to; empty where none was eligible"]
    office: Annotated[Office, "that officer's office"]
    role: RoleCode
    among: Annotated[int, "officers it was drawn among"]
    again: Annotated[bool, "it left another officer"]
    reason: Annotated[str, "why it left: illness, recusal, conflict, request, management or workload; else empty"]
    after_first_question: Annotated[bool, "the interview had begun"]


class Recusal(CaseFact, frozen=True, kw_only=True, gc=False):
    """One officer stepped back; no reason is kept."""

    claim: ClaimNumber
    office: Office
    hours_held: HoursHeld


class Representation(CaseFact, frozen=True, kw_only=True, gc=False):
    """One fact about counsel or an independent representative."""

    role: RoleCode
    what: Annotated[str, "entered, asked, declined, left, refused, turned_away or representative_appointed"]
    code: Annotated[str, "the regime's code (refused), or how the person said so (entered); else empty"]
    hours_held: HoursHeld


class HelpCheck(CaseFact, frozen=True, kw_only=True, gc=False):
    """One check that legal help could be reached before an interview or a hearing."""

    before: Annotated[str, "interview or hearing"]
    of: Annotated[int, "number of the claim or hearing"]
    list_given: Annotated[bool, "a current list was given"]
    line_worked: Annotated[bool, "the line worked"]
    out_of_hearing: Annotated[bool, "out of others' hearing"]


class Request(CaseFact, frozen=True, kw_only=True, gc=False):
    """One request of counsel or the person to the office, or its answer."""

    request: Annotated[int, "the request's number in its case"]
    role: RoleCode
    what: Annotated[str, "made, granted or refused"]
    kind: Annotated[str, "attend, postpone_interview or postpone_hearing"]
    code: Annotated[str, "the coded reason (refused); else empty"]
    answer_by: Annotated[Moment | None, "when the answer is due (made)"]


class Booking(CaseFact, frozen=True, kw_only=True, gc=False):
    """One interview booked, or moved to a firm new time."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    starts: Annotated[Moment, "when it is to begin (UTC)"]
    mode: Annotated[str, "in_person, video or phone"]
    postponed: Annotated[bool, "it was moved from another time"]


class Interpreting(CaseFact, frozen=True, kw_only=True, gc=False):
    """One interpreter appointed for a claim."""

    claim: ClaimNumber
    interpreted_in: Annotated[str, "language interpreted"]
    accepted: Annotated[bool, "the person accepted the interpreter"]
    ties: Annotated[int, "ties that the regime excludes, as declared"]
    replaces: Annotated[bool, "another interpreter left or failed"]


class Interview(CaseFact, frozen=True, kw_only=True, gc=False):
    """One interview begun, with its conditions."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    role: RoleCode
    mode: Annotated[str, "in_person, video or phone"]
    heard_in: Annotated[str, "language of the interpreter; the person's where none"]
    interpreted: Annotated[bool, "an interpreter took part"]
    own_language: Annotated[bool, "in a language recorded as understood"]
    certified: Annotated[bool, "the officer held a certificate of the regime's standard valid on that day"]
    certificate_until: Annotated[Day | None, "last day of the certificate valid then; empty where open or none"]
    counsel_present: Annotated[bool, "counsel or an accredited person was present"]
    counsel_offered: Annotated[bool, "counsel was offered"]
    answered_by_person: Annotated[bool, "the person, not the custodian, answered for the conditions"]
    private: Annotated[bool, "private room or line"]
    quiet: Annotated[bool, "tolerable noise"]
    rested: Annotated[bool, "the person was rested"]
    fed: Annotated[bool, "the person had eaten"]
    well: Annotated[bool, "the person was well enough"]
    child_care: Annotated[bool, "child care arranged"]
    restrained: Annotated[bool, "in restraints"]
    restraint_reasoned: Annotated[bool, "the restraint named reason, authoriser and minutes"]
    rest_hours: Annotated[int, "hours of rest and consultation before it"]
    rest_waived: Annotated[bool, "the person waived the regime's rest"]
    lacking: Annotated[int, "conditions not met"]
    hour: Annotated[int, "hour of the day it began, by the clock of the place"]
    hours_held: HoursHeld


class Break(CaseFact, frozen=True, kw_only=True, gc=False):
    """One break of an interview that ended, as it ended."""

    claim: ClaimNumber
    minutes: Annotated[int, "minutes of the break"]


class InterviewEnd(CaseFact, frozen=True, kw_only=True, gc=False):
    """One interview ended, with its length."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    mode: Annotated[str, "in_person, video or phone"]
    minutes: Annotated[int, "minutes from beginning to end, breaks taken off"]
    break_minutes: Annotated[int, "minutes of breaks"]
    questions: Annotated[int, "lines spoken by the officer"]
    answers: Annotated[int, "lines spoken by the person"]
    inconsistencies: Annotated[int, "inconsistencies put to the person"]
    restrained: Annotated[bool, "in restraints when it began or went on"]
    counsel_present: Annotated[bool, "counsel or an accredited person was present"]


class Waiver(CaseFact, frozen=True, kw_only=True, gc=False):
    """One right that the person gave up, as recorded."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    what: Annotated[str, "rest (before it), goes_on (conditions not met) or remedy (declined where there is one)"]
    hours_held: HoursHeld


class Readback(CaseFact, frozen=True, kw_only=True, gc=False):
    """One read-back of the facts, or one later correction."""

    claim: ClaimNumber
    officer: Officer
    office: Office
    what: Annotated[str, "given or corrected"]
    facts: Annotated[int, "facts read back (given)"]
    corrections: Annotated[int, "facts corrected in it, or one (corrected)"]
    confirmed: Annotated[bool, "the person confirmed it (given)"]
    after_signing: Annotated[bool, "a determination of the claim was signed already"]
