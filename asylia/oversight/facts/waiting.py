"""Facts of waiting: notices, hearings, absences, contact, custody, returns, ports."""

from typing import Annotated

from asylia.oversight.fact import CaseFact, Day, Moment, Office, Officer, RoleCode
from asylia.oversight.facts.claim import HoursHeld

NoticeNumber = Annotated[int, "the notice's number in its case"]
HearingNumber = Annotated[int, "the hearing's number in its case"]
Court = Annotated[str, "the court"]


class Notice(CaseFact, frozen=True, kw_only=True, gc=False):
    """One notice prepared and signed."""

    number: NoticeNumber
    kind: Annotated[str, "decision, appear, hearing, reporting, appointment or reconsideration"]
    written_in: Annotated[str, "language it is written in"]
    readable: Annotated[bool, "that is a language recorded as understood"]
    address_kind: Annotated[str, "way it goes out: postal, shelter, phone, message, email, counsel or trusted_person"]
    claim: Annotated[int, "number of the claim it tells of; 0 for none"]
    determination: Annotated[int, "number of the determination it tells of; 0 for none"]
    hearing: Annotated[int, "number of the hearing it sets; 0 for none"]
    hearing_day: Annotated[Day | None, "day of that hearing, by the court's calendar"]
    replaces: Annotated[int, "number of an earlier notice it stands for; 0 for none"]


class Wording(CaseFact, frozen=True, kw_only=True, gc=False):
    """One text that a notice was made from."""

    number: NoticeNumber
    kind: Annotated[str, "decision, appear, hearing, reporting, appointment or reconsideration"]
    written_in: Annotated[str, "language of the text"]
    state: Annotated[str, "how far the text had come in that language"]
    fallback: Annotated[bool, "it is not the person's language"]


class Service(CaseFact, frozen=True, kw_only=True, gc=False):
    """One fact about the service of a notice: proven, come back, or refused by the person."""

    number: NoticeNumber
    what: Annotated[str, "served, undelivered or refused"]
    kind: Annotated[str, "decision, appear, hearing, reporting, appointment or reconsideration"]
    how: Annotated[str, "in_person, by_mail, electronic or by_counsel; else empty"]
    served_in: Annotated[str, "language it was served in; empty (undelivered)"]
    readable: Annotated[bool, "that is a language recorded as understood"]
    understood: Annotated[bool, "understood and said back (served)"]
    received_by_self: Annotated[bool, "received by the person, not by someone for them (served)"]
    remedy_answer: Annotated[str, "request, decline, silent or not_asked; empty (not served)"]
    claim: Annotated[int, "number of the claim it tells of; 0 for none"]
    determination: Annotated[int, "number of the determination it tells of; 0 for none"]
    outcome: Annotated[str, "outcome that the determination then had; empty for none"]
    hearing: Annotated[int, "number of the hearing it sets; 0 for none"]
    hearing_day: Annotated[Day | None, "day of that hearing, by the court's calendar"]
    days_before: Annotated[int | None, "days from this to the hearing"]
    hours_since_signed: Annotated[float | None, "hours since the determination was signed; empty for none"]
    touches: Annotated[int, "acts of review between signature and this"]


class Warning(CaseFact, frozen=True, kw_only=True, gc=False):
    """One warning of the consequences of absence, said aloud and said back."""

    number: NoticeNumber
    warned_in: Annotated[str, "language it was said in"]
    topics: Annotated[int, "of time, place and consequences, how many were said back"]


class Hearing(CaseFact, frozen=True, kw_only=True, gc=False):
    """One day set for a hearing: by a notice, or because another day was moved or adjourned."""

    hearing: HearingNumber
    court: Court
    hearing_day: Annotated[Day, "the day set, by the court's calendar"]
    port: Annotated[str, "port to report at; empty for none"]
    notice: Annotated[int, "number of the notice that tells of it; 0 while none"]
    because: Annotated[str, "notice, moved or adjourned"]
    replaces: Annotated[int, "number of the hearing it takes the place of; 0 for none"]
    by_closure: Annotated[bool, "the court was closed on the day before it"]


class HearingEnd(CaseFact, frozen=True, kw_only=True, gc=False):
    """One hearing taken off its day, adjourned, or concluded."""

    hearing: HearingNumber
    court: Court
    what: Annotated[str, "postponed, adjourned or concluded"]
    code: Annotated[str, "why it was adjourned, or the outcome of the proceedings; else empty"]


class Attendance(CaseFact, frozen=True, kw_only=True, gc=False):
    """One hearing at which the person was there, or was not."""

    hearing: HearingNumber
    court: Court
    hearing_day: Annotated[Day, "its day, by the court's calendar"]
    present: Annotated[bool, "the person was there"]
    waits: Annotated[str, "held, outside (waiting there) or at_large"]
    notice_confirmed: Annotated[bool, "service of its notice was proven and nothing had come back"]
    notice_readable: Annotated[bool, "it was served in a language recorded as understood"]
    notice_days: Annotated[int | None, "days from service to the hearing; empty while not served"]
    port_refused: Annotated[bool, "a port had not let the person in since the hearing was set"]
    transport_failed: Annotated[bool, "the transport to it was reported as not come"]


class Absence(CaseFact, frozen=True, kw_only=True, gc=False):
    """One cause of absence reported, or one absence that the court held unexcused."""

    hearing: HearingNumber
    court: Court
    what: Annotated[str, "reported or held_unexcused"]
    cause: Annotated[str, "cause reported last; `unknown` where none"]
    notice_confirmed: Annotated[bool, "service of its notice was proven and nothing had come back"]


class Search(CaseFact, frozen=True, kw_only=True, gc=False):
    """One search for a missing person recorded."""

    hearing: HearingNumber
    told: Annotated[int, "how many were told of it"]


class Transport(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step of the way to a hearing."""

    hearing: HearingNumber
    what: Annotated[str, "planned, confirmed, left, arrived or not_come"]
    minutes_late: Annotated[int | None, "minutes past the hour it was to leave (left), or past the hearing's (arrived)"]


class Contact(CaseFact, frozen=True, kw_only=True, gc=False):
    """One fact about how the person can be reached."""

    role: RoleCode
    what: Annotated[str, "planned, changed, lost or tried"]
    channel: Annotated[str, "phone, message, email, postal, shelter, trusted_person, counsel; `several` (planned)"]
    channels: Annotated[int, "ways to reach the person afterwards that are not lost"]
    reached: Annotated[bool, "the person was reached (tried)"]
    waits: Annotated[str, "held, outside (waiting there) or at_large"]


class Message(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step of a message that the system sends."""

    way: Annotated[str, "email, message or phone"]
    what: Annotated[str, "tried, sent, delivered or failed"]
    to: Annotated[str, "person, counsel, trusted_person or a desk; empty where not said"]


class Custody(CaseFact, frozen=True, kw_only=True, gc=False):
    """One thing that happened in custody, its beginning and end included."""

    role: RoleCode
    what: Annotated[str, "held, released, transfer, returned, night, restraint, food, water, sleep, medical or call"]
    spell: Annotated[int, "number of the time held without a break, in its case; 0 while not held"]
    since: Annotated[Moment | None, "when that time began (UTC)"]
    until: Annotated[Moment | None, "when it ended (UTC): on the row that ends it, else empty"]
    hours_held: HoursHeld
    limit_hours: Annotated[int | None, "hours that the regime allows this person; empty where it sets none"]
    reasoned: Annotated[bool, "a reason and who authorised it are named"]
    open_claim: Annotated[bool, "a claim was open"]


class Movement(CaseFact, frozen=True, kw_only=True, gc=False):
    """One crossing, transfer, return or admission; never a location."""

    what: Annotated[str, "crossing, transfer, returned, admitted, refused or no_answer"]
    port: Annotated[str, "the port, where one is named"]


class Return(CaseFact, frozen=True, kw_only=True, gc=False):
    """One return to wait outside: made under the rules, by ending an encounter, or reported."""

    officer: Officer
    office: Office
    role: RoleCode
    what: Annotated[str, "made, sent_back or reported"]
    port: Annotated[str, "the port, where one is named"]
    asked: Annotated[bool, "the fear question had been put properly and answered, or a claim opened"]
    asked_own_language: Annotated[bool, "it had been put, understood, in a language of the person"]
    open_claim: Annotated[bool, "a claim was open"]
    protected: Annotated[bool, "a claim had ended in the person's favour"]
    barred_by: Annotated[int, "rules that the record shows broken by it (reported)"]
    again: Annotated[bool, "the person had been returned before"]
    hours_held: HoursHeld


class Stay(CaseFact, frozen=True, kw_only=True, gc=False):
    """One duty post acknowledged a stay."""

    post: Annotated[str, "the post"]
    hours: Annotated[float | None, "hours since the last claim was opened"]


class PortAppointment(CaseFact, frozen=True, kw_only=True, gc=False):
    """One appointment at a port given to someone who waits outside."""

    port: Annotated[str, "the port"]
    appointment: Annotated[Moment, "when to come (UTC)"]
    claim: Annotated[int, "number of the last claim; 0 for none"]
    hours_since_claim: Annotated[float | None, "hours from that claim to this booking; empty for none"]


class PortAnswer(CaseFact, frozen=True, kw_only=True, gc=False):
    """One answer of a port to the person's pass."""

    port: Annotated[str, "the port"]
    answer: Annotated[str, "admitted, refused or no_answer"]
    claim: Annotated[int, "number of the last claim; 0 for none"]
    hours_since_claim: Annotated[float | None, "hours from that claim to this answer; empty for none"]
    minutes_late: Annotated[int | None, "minutes from the appointment to this answer; empty where none was given"]


class Release(CaseFact, frozen=True, kw_only=True, gc=False):
    """One disclosure of fields, one asking for it, or one sharing outside the rules."""

    what: Annotated[str, "made, asked or reported"]
    recipient: Annotated[str, "kind of recipient (made); else empty"]
    fields: Annotated[int, "how many fields (made)"]
    consent: Annotated[bool, "the person consented (made)"]


class Asking(CaseFact, frozen=True, kw_only=True, gc=False):
    """One thing the person asked for on their own pages, or its answer; and calls between client and counsel."""

    what: Annotated[str, "asked, answered, call_signalled or call_reported"]
    kind: Annotated[str, "what was asked for, or to whom the call is; else empty"]
    done: Annotated[bool, "the call was put through (call_reported)"]


class CaseClosure(CaseFact, frozen=True, kw_only=True, gc=False):
    """One case closed."""

    reason: Annotated[str, "protected, proceedings_ended, programme_ended, left_by_choice, died or matched"]
    decided: Annotated[bool, "some claim of it was determined"]
    claims: Annotated[int, "claims it had"]
