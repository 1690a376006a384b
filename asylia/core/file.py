"""The case file: what the record of one case shows so far. Immutable; made only by folding events."""

import datetime as dt
from typing import Literal

import msgspec

from asylia.core.event import Author, TimeOfDay
from asylia.core.letters import Recipient, Words

Outcome = Literal["positive", "negative"]
Found = Literal["found", "not_found"]
Band = Literal["under_10", "10_to_25", "25_to_50", "50_to_75", "75_to_90", "over_90"]
Certainty = Literal["certain", "possible", "contested", "undetermined", "none"]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A part of the case file."""


class Nationality(Part, frozen=True, kw_only=True):
    """One nationality: ISO 3166 code (empty when undetermined or none), where from, how sure."""

    country: str
    source: str
    certainty: Certainty


class Conditions(Part, frozen=True, kw_only=True):
    """The checklist before the first question and after each break, as the person answers it."""

    answered_by: Literal["person", "custodian"]
    private: bool
    quiet: bool
    rested: bool
    fed: bool
    well: bool
    child_care: bool
    restrained: bool
    rest_hours: int
    rest_waived: bool = False
    counsel_offered: bool = True
    goes_on: bool = False
    restraint_reason: str = ""
    restraint_by: str = ""
    restraint_minutes: int = 0


class Interpreter(Part, frozen=True, kw_only=True):
    """Who interprets for this claim, and in which language."""

    id: str
    language: str


class Line(Part, frozen=True, kw_only=True):
    """One line of testimony (T n)."""

    number: int
    at: dt.datetime
    speaker: str
    words: str
    language: str
    interpretation: str
    topic: str


class Inconsistency(Part, frozen=True, kw_only=True):
    """An inconsistency put to the person, with the explanation given."""

    number: int
    lines: tuple[int, ...]
    between: str
    explanation: str


class Interview(Part, frozen=True, kw_only=True):
    """The interview of one claim: booking, course and record."""

    starts: dt.datetime | None = None
    place: str = ""
    mode: str = ""
    officer: str = ""
    begun: dt.datetime | None = None
    ended: dt.datetime | None = None
    paused: bool = False
    conditions: Conditions | None = None
    present: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    inconsistencies: tuple[Inconsistency, ...] = ()


class ReadFact(Part, frozen=True, kw_only=True):
    """One fact read back (RB n): the lines it rests on and the person's answer."""

    text: str
    lines: tuple[int, ...]
    answer: Literal["right", "corrected", "not_answered"]
    correction: str = ""


class Correction(Part, frozen=True, kw_only=True):
    """What the person said later of one fact read back (0: of none, to add something); it stands beside the fact."""

    fact: int
    words: str
    at: dt.datetime


class Readback(Part, frozen=True, kw_only=True):
    """The read-back of one claim, and what the person has corrected in it since."""

    at: dt.datetime
    language: str
    facts: tuple[ReadFact, ...]
    confirmed: bool
    reason: str
    added: str
    counsel_says: str
    corrections: tuple[Correction, ...] = ()


class Evidence(Part, frozen=True, kw_only=True):
    """A document or thing (E n), or a passage of country information (C n)."""

    number: int
    title: str
    kind: str
    country_information: bool
    passage: str
    point: str
    digest: str = ""
    filing: int = 0


class Finding(Part, frozen=True, kw_only=True):
    """What the officer found on one element, why, and on what it rests."""

    protection: str
    element: str
    finding: Found
    reasons: str
    cites: tuple[str, ...]
    group: str = ""
    favourable: str = ""
    asked_line: int | None = None


class BarFinding(Part, frozen=True, kw_only=True):
    """Whether a bar stands against one protection, and why."""

    protection: str
    bar: str
    finding: Found
    reasons: str


class Credibility(Part, frozen=True, kw_only=True):
    """The officer's view of credibility and the inconsistencies it rests on."""

    credible: bool
    reasons: str
    inconsistencies: tuple[int, ...]


class Reviewed(Part, frozen=True, kw_only=True):
    """One act of review, beside the determination it answers."""

    level: str
    who: Author
    kind: Literal["concurred", "returned", "overridden", "agreed", "disagreed", "recognised"]
    code: str = ""
    reasons: str = ""
    outcome: Outcome | None = None
    selection: Literal["every", "drawn", "targeted"] = "every"


class Targeted(Part, frozen=True, kw_only=True):
    """That someone chose a determination to be decided anew: at which level, who and when."""

    level: str
    by: str
    at: dt.datetime


class Repeat(Part, frozen=True, kw_only=True):
    """That a reviewer is to decide a case of theirs once more, from a day on; `ended` once signed, or recognised."""

    level: str
    reviewer: str
    from_day: dt.date
    ended: bool = False


class Vote(Part, frozen=True, kw_only=True):
    """One panel member's vote on a proposed override."""

    by: str
    outcome: Outcome
    reasons: str


class Proposal(Part, frozen=True, kw_only=True):
    """A proposal to replace a finding, before a panel."""

    by: str
    outcome: Outcome
    reasons: str
    votes: tuple[Vote, ...] = ()


class Service(Part, frozen=True, kw_only=True):
    """Proof of service: when, how, in which language, and what was answered about the remedy."""

    at: dt.datetime
    day: dt.date
    how: str
    language: str
    understood: bool
    remedy_answer: Literal["request", "decline", "silent", "not_asked"]


class Determination(Part, frozen=True, kw_only=True):
    """One determination of one claim. It stays as signed; reviews and dissents stand beside it."""

    number: int
    who: Author
    day: dt.date
    outcome: Outcome
    met: dict[str, bool]
    findings: tuple[Finding, ...]
    bars: tuple[BarFinding, ...]
    reasons: str
    statement: str
    drawn_for: str = ""
    targeted: Targeted | None = None
    repeats: tuple[Repeat, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    dissents: tuple[str, ...] = ()
    proposal: Proposal | None = None
    reviewer: str = ""
    returned: bool = False
    service: Service | None = None
    remedy_asked: dt.datetime | None = None
    record_sent: bool = False
    remedy_outcome: Literal["for_person", "against_person"] | None = None
    reconsideration_asked: dt.datetime | None = None
    reconsidered: Literal["stands", "changed_for_person"] | None = None

    @property
    def standing(self) -> Outcome:
        """The outcome that stands now: an override, remedy or reconsideration over the officer's."""
        if self.remedy_outcome == "for_person" or self.reconsidered == "changed_for_person":
            return "positive"
        replaced = [each.outcome for each in self.reviews if each.kind == "overridden" and each.outcome]
        return replaced[-1] if replaced else self.outcome

    @property
    def returns(self) -> int:
        """How often a reviewer has returned this claim's decision, this one included."""
        return sum(1 for each in self.reviews if each.kind == "returned")


class Claim(Part, frozen=True, kw_only=True):
    """A fear claim, numbered in its case, and everything that became of it."""

    number: int
    who: Author
    day: dt.date
    words: tuple[str, ...]
    channel: str
    regime: str
    officer: str = ""
    officers_before: tuple[str, ...] = ()
    interpreter: Interpreter | None = None
    interview: Interview = Interview()
    readback: Readback | None = None
    evidence: tuple[Evidence, ...] = ()
    findings: tuple[Finding, ...] = ()
    bars: tuple[BarFinding, ...] = ()
    credibility: Credibility | None = None
    band: Band | None = None
    determinations: tuple[Determination, ...] = ()
    withdrawal: Literal["none", "said", "confirmed"] = "none"
    withdrawn_on: dt.date | None = None
    closed: str = ""

    @property
    def determination(self) -> Determination | None:
        """The latest determination, or None."""
        return self.determinations[-1] if self.determinations else None

    @property
    def returns(self) -> int:
        """How often this claim's decisions have been returned for correction."""
        return sum(each.returns for each in self.determinations)


class Asked(Part, frozen=True, kw_only=True):
    """One putting of the fear question and its answer."""

    who: Author
    day: dt.date
    put: bool
    language: str
    alone: bool
    understood: bool
    attested: bool
    answer: Literal["yes", "no", "silent", "not_now", "none"]


class Advisal(Part, frozen=True, kw_only=True):
    """The last advisal: language, what was said back, and whether it was understood."""

    at: dt.datetime
    language: str
    understood: Literal["understood", "not_understood", "cannot_follow"]
    said_back: str


class Screening(Part, frozen=True, kw_only=True):
    """The vulnerability tool's answers, and what was resolved since; `due` asks for it anew (a birth)."""

    answers: dict[str, Literal["yes", "no", "doubt"]]
    private_wish: bool
    day: dt.date
    resolved: dict[str, bool] = {}
    spoken_with: bool = False
    needs: tuple[str, ...] = ()
    due: bool = False

    def present(self, condition: str, doubt_counts: bool) -> bool:
        """Whether a condition is present: as resolved by someone qualified, else as answered."""
        answer = self.answers.get(condition)
        return self.resolved.get(condition, answer == "yes" or (answer == "doubt" and doubt_counts))


class Notice(Part, frozen=True, kw_only=True):
    """A notice, numbered in its case; `hearing` is its hearing's number, 0 for none.

    `replaces` is an earlier notice that this one stands for; `refused` says how the person would not take it;
    `warned` the language in which the consequences of absence were said aloud; `unapproved` that its text is not
    approved in the person's language.
    """

    number: int
    kind: str
    language: str
    claim: int
    determination: int
    hearing: int
    prepared: dt.datetime
    address_kind: str = ""
    address: str = ""
    replaces: int = 0
    service: Service | None = None
    undelivered: str = ""
    refused: str = ""
    warned: str = ""
    unapproved: bool = False

    @property
    def proven(self) -> bool:
        """Whether its service is proven, and nothing has come back since."""
        return self.service is not None and not self.undelivered


Way = Literal["", "planned", "confirmed", "left", "arrived", "not_come"]


class Transport(Part, frozen=True, kw_only=True):
    """The way from the port to the court and back: how far it has come, when it leaves, and who escorts."""

    way: Way = ""
    leaves: dt.datetime | None = None
    escort: str = ""
    confirmed_by: str = ""


class Hearing(Part, frozen=True, kw_only=True):
    """A hearing at a court, by the court's own calendar and clock, and the report at the port before it.

    `notice` is 0 while a day that was moved has no new notice yet. `replaces` is the hearing whose day this one
    takes the place of, `closure` the closing of the court that moved it. `told` is who knows of a missing person.
    """

    number: int
    court: str
    day: dt.date
    time: dt.time
    zone: str
    port: str
    report_day: dt.date | None
    report_time: dt.time | None
    notice: int
    attended: bool | None = None
    cause: str = ""
    unexcused: bool = False
    searches: int = 0
    postponed: str = ""
    replaces: int = 0
    closure: str = ""
    told: tuple[str, ...] = ()
    outcome: str = ""
    transport: Transport = Transport()

    @property
    def awaited(self) -> bool:
        """Whether it has still to be held."""
        return self.attended is None and not self.postponed


ChannelKind = Literal["phone", "message", "email", "postal", "shelter", "trusted_person", "counsel"]


class Channel(Part, frozen=True, kw_only=True):
    """A way to reach the person; `safe` says whether a message may be left there.

    `danger` is what to mind on this way; `from_time` and `until_time` are the hours in which to try it, by the
    clock of the place of the case (neither: at any hour).
    """

    kind: ChannelKind
    value: str
    safe: bool
    lost: bool = False
    danger: str = ""
    from_time: TimeOfDay | None = None
    until_time: TimeOfDay | None = None


class Message(Part, frozen=True, kw_only=True):
    """One message by one way, as the record shows it: what it tells of, to whom, and what became of it."""

    id: str
    way: Literal["message", "email", "phone"]
    about: str
    to: Recipient
    staff: str
    address: str
    words: Words
    tried: dt.datetime
    sent: dt.datetime | None = None
    delivered: dt.datetime | None = None
    reference: str = ""
    failed: str = ""
    last: bool = False


class Contact(Part, frozen=True, kw_only=True):
    """The reachability plan, when and how the person was last reached, and what the system sent."""

    channels: tuple[Channel, ...] = ()
    dangers: str = ""
    last_reached: dt.datetime | None = None
    reached_by: str = ""
    searches: int = 0
    messages: tuple[Message, ...] = ()

    def message(self, id: str, way: str) -> Message | None:
        """The message of that id by that way, or None where it was never tried so."""
        return next((each for each in self.messages if (each.id, each.way) == (id, way)), None)


class Custody(Part, frozen=True, kw_only=True):
    """What was reported of custody, movements, restraints and stays."""

    held_since: dt.datetime | None = None
    was_held: bool = False
    nights: int = 0
    restraints: int = 0
    outside: bool = False
    returned: int = 0
    counted: dt.datetime | None = None
    acknowledged: tuple[str, ...] = ()
    port_appointment: dt.datetime | None = None
    port: str = ""
    port_answer: Literal["", "admitted", "refused", "no_answer"] = ""


class Asking(Part, frozen=True, kw_only=True):
    """Something the person asked for on their own pages, numbered in the case, and the answer."""

    number: int
    what: str
    words: str
    at: dt.datetime
    answer: str = ""
    answered: dt.datetime | None = None


class Portal(Part, frozen=True, kw_only=True):
    """The person's own pages: whether a secret opens them, how many were made, how the last was handed over.

    `links` are the moments at which a link was asked for; `sending_back` when a return was last said to happen now.
    """

    open: bool = False
    made: int = 0
    how: str = ""
    links: tuple[dt.datetime, ...] = ()
    asked: tuple[Asking, ...] = ()
    sending_back: dt.datetime | None = None


class Appearance(Part, frozen=True, kw_only=True):
    """Someone who represents, or represented, the person: from which entry of this case until which (0: still)."""

    counsel: str
    organisation: str
    entered: int
    left: int = 0


class AppearanceAsked(Part, frozen=True, kw_only=True):
    """Counsel who asked to enter, and waits for the person's own word."""

    counsel: str
    organisation: str
    at: dt.datetime


class Call(Part, frozen=True, kw_only=True):
    """A signal that client and counsel want to speak, numbered in the case; never what they say."""

    number: int
    to: Literal["counsel", "client"]
    line: str
    at: dt.datetime
    answered: bool = False


class Filing(Part, frozen=True, kw_only=True):
    """What counsel, the person or a desk filed, numbered in its case (F n), and the answer; `evidence` is its E n."""

    number: int
    who: Author
    entry: int
    claim: int
    title: str
    kind: str
    digest: str
    says: str
    answer: Literal["", "accepted", "rejected"] = ""
    evidence: int = 0
    code: str = ""
    reasons: str = ""
    answered: dt.datetime | None = None


class Request(Part, frozen=True, kw_only=True):
    """What counsel or the person asked of the office, numbered in its case (R n), and the answer.

    `of` is the number of the claim or hearing it is about, `day` the day that a moved interview or hearing had.
    """

    number: int
    who: Author
    entry: int
    kind: Literal["attend", "postpone_interview", "postpone_hearing"]
    of: int
    by_line: bool
    because: str
    says: str
    by: dt.datetime
    had: dt.datetime | None = None
    answer: Literal["", "granted", "refused"] = ""
    reasons: str = ""
    answered: dt.datetime | None = None


class Trace(Part, frozen=True, kw_only=True):
    """A relative who is looked for, numbered in its case; or, where `seeker` names a case, who looks for this person.

    `theirs` is the trace's number in that case. `agreed` is what the person, asked alone, said to contact.
    """

    number: int
    relative: str
    relation: str
    asked: dt.datetime
    owner: str = ""
    by: dt.date | None = None
    seeker: str = ""
    theirs: int = 0
    agreed: Literal["", "yes", "no", "not_now"] = ""
    tried: int = 0
    reached: bool = False
    closed: str = ""


PartTaken = Literal[
    "encountered", "detained", "referred", "interviewed", "decided", "reviewed", "reconsidered", "interpreted",
]  # fmt: skip


class Participation(Part, frozen=True, kw_only=True):
    """Who took which part in this case; the ground of roles.apart."""

    staff: str
    part: PartTaken


class Sign(Part, frozen=True, kw_only=True):
    """A report of a breach, kept where the alarms look: rule, what was reported, and by whom."""

    rule: str
    says: str
    who: Author
    version: int
    answered: str = ""


class LateAnswered(Part, frozen=True, kw_only=True):
    """What was said of something late: which thing due, of which claim, by whom and when. It stays due."""

    due: str
    claim: int
    who: Author
    answer: str


class CaseFile(Part, frozen=True, kw_only=True):
    """What the record shows of one case. `version` counts its events; 0 is a case not yet opened."""

    id: str = ""
    version: int = 0
    person: str = ""
    name: str = ""
    born: str = ""
    nationalities: tuple[Nationality, ...] = ()
    place: str = ""
    zone: str = "UTC"
    opened: Author | None = None
    provisional: bool = False
    encounter_ended: str = ""
    matched_to: str = ""
    regime: str = ""
    family: str = ""
    relation: str = ""
    languages: tuple[str, ...] = ()
    best_language: str = ""
    advisal: Advisal | None = None
    representative: str = ""
    screening: Screening | None = None
    apart_wish: bool = False
    apart_code: str = ""
    apart_until: dt.date | None = None
    separated: bool = False
    traced_by: str = ""
    traces: tuple[Trace, ...] = ()
    placed: str = ""
    exempted: str = ""
    asked: tuple[Asked, ...] = ()
    claims: tuple[Claim, ...] = ()
    counsel: str = ""
    counsel_refused: str = ""
    appearances: tuple[Appearance, ...] = ()
    appearance_asked: AppearanceAsked | None = None
    calls: tuple[Call, ...] = ()
    legal_help: tuple[str, ...] = ()
    filings: tuple[Filing, ...] = ()
    requests: tuple[Request, ...] = ()
    notices: tuple[Notice, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    contact: Contact = Contact()
    custody: Custody = Custody()
    portal: Portal = Portal()
    parts: tuple[Participation, ...] = ()
    signs: tuple[Sign, ...] = ()
    late_answered: tuple[LateAnswered, ...] = ()
    closed: str = ""
    erased: bool = False

    def claim(self, number: int) -> Claim | None:
        """The claim with that number, or None."""
        return self.claims[number - 1] if 1 <= number <= len(self.claims) else None

    def determination(self, claim: int, number: int) -> Determination | None:
        """A determination of a claim by their numbers, or None."""
        found = self.claim(claim)
        if found is None or not 1 <= number <= len(found.determinations):
            return None
        return found.determinations[number - 1]

    def notice_of(self, hearing: Hearing) -> Notice | None:
        """The notice that tells of a hearing, or None while none is signed."""
        return self.notices[hearing.notice - 1] if hearing.notice else None

    def told_before(self, hearing: Hearing) -> Hearing | None:
        """The last day that a paper told before this one took its place, or None."""
        while hearing.replaces:
            hearing = self.hearings[hearing.replaces - 1]
            if hearing.notice:
                return hearing
        return None

    def took_part(self, staff: str, *parts: str) -> bool:
        """Whether that staff member took one of those parts (any part when none is named)."""
        return any(each.staff == staff and (not parts or each.part in parts) for each in self.parts)


def with_claim(file: CaseFile, claim: Claim) -> CaseFile:
    """The file with that claim in place of the one with its number (or added after the last)."""
    before, after = file.claims[: claim.number - 1], file.claims[claim.number :]
    return msgspec.structs.replace(file, claims=(*before, claim, *after))


def with_determination(file: CaseFile, claim: int, determination: Determination) -> CaseFile:
    """The file with that determination in its place in its claim."""
    of = file.claims[claim - 1]
    before, after = of.determinations[: determination.number - 1], of.determinations[determination.number :]
    return with_claim(file, msgspec.structs.replace(of, determinations=(*before, determination, *after)))


def with_notice(file: CaseFile, notice: Notice) -> CaseFile:
    """The file with that notice in place of the one with its number (or added after the last)."""
    before, after = file.notices[: notice.number - 1], file.notices[notice.number :]
    return msgspec.structs.replace(file, notices=(*before, notice, *after))


def with_hearing(file: CaseFile, hearing: Hearing) -> CaseFile:
    """The file with that hearing in place of the one with its number (or added after the last)."""
    before, after = file.hearings[: hearing.number - 1], file.hearings[hearing.number :]
    return msgspec.structs.replace(file, hearings=(*before, hearing, *after))


def with_trace(file: CaseFile, trace: Trace) -> CaseFile:
    """The file with that trace in place of the one with its number (or added after the last)."""
    before, after = file.traces[: trace.number - 1], file.traces[trace.number :]
    return msgspec.structs.replace(file, traces=(*before, trace, *after))


def with_part(file: CaseFile, staff: str, part: PartTaken) -> CaseFile:
    """The file with that person's part in the case noted, once."""
    noted = Participation(staff=staff, part=part)
    if noted in file.parts:
        return file
    return msgspec.structs.replace(file, parts=(*file.parts, noted))


def with_sign(file: CaseFile, rule: str, says: str, who: Author) -> CaseFile:
    """The file with a reported breach noted; `version` is that of the event being folded."""
    return msgspec.structs.replace(file, signs=(*file.signs, Sign(rule=rule, says=says, who=who, version=file.version)))
