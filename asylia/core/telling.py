"""The record told: one past-tense sentence for each event of a case, the only place where these sentences stand."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from asylia.core.event import Event, name_of

Named = Callable[[str], str]

# Stored name -> its sentence. What stands before a bar moves the stage and is set in bold.
SENTENCES: dict[str, str] = {
    "case.opened/1": "Encounter| at {place}.",
    "case.opened_provisionally/1": "Statement of fear received|, not yet matched to a person.",
    "case.matched/1": "Matched to a person’s case.",
    "encounter.reported/1": "An encounter was reported at {place}: {what}.",
    "encounter.ended/1": "Encounter ended: {how}.",
    "nationality.recorded/1": "Nationality recorded anew.",
    "language.recorded/1": "Language: {best}, {how}.",
    "advisal.given/1": "Advisal given in {language}: {understood}.",
    "representative.appointed/1": "Independent representative appointed.",
    "vulnerability.screened/1": "Vulnerability tool used.",
    "vulnerability.resolved/1": "A question of the vulnerability tool was resolved.",
    "family.joined/1": "Belongs to family {family}, as {relation}.",
    "kinship.disproved/1": "Taken out of the family, with reasons.",
    "family.processed_apart/1": "Processed on another day than the family, under code {code}.",
    "tracer.named/1": "Someone was named to find the family, by {until}.",
    "separation.reported/1": "A separation by the authority was reported.",
    "birth.reported/1": "A birth was reported.",
    "tracing.asked/1": "It was asked that a relative be found (search {trace}).",
    "tracing.owner_named/1": "Someone by name looks for the relative (search {trace}), by {until}.",
    "tracing.sought/1": "A relative looks for this person.",
    "tracing.asked_alone/1": "Asked alone about contact with a relative (search {trace}).",
    "tracing.tried/1": "The relative was asked for (search {trace}): {where}.",
    "tracing.in_touch/1": "Put in touch with the relative (search {trace}); both had said yes.",
    "tracing.closed/1": "The search for a relative ended (search {trace}).",
    "placement.made/1": "Placed in the programme: {reason}.",
    "placement.ended/1": "Taken out of the programme: {reason}.",
    "placement.reported/1": "A placement outside the rules was reported.",
    "fear_question.put/1": "Fear question put in {language}; answer: {answer}.",
    "fear_question.not_put/1": "Reported: the fear question was not put as it must be.",
    "fear.claimed/1": "Fear claimed.|",
    "fear.said_again/1": "More words of fear, with claim {claim}.",
    "withdrawal.recorded/1": "A withdrawal was said. The claim stays open until it is confirmed.",
    "withdrawal.confirmed/1": "Withdrawal confirmed.|",
    "withdrawal.undone/1": "Withdrawal taken back. The claim is open.",
    "claim.closed/1": "Claim {claim} ended| without a determination: {reason}.",
    "referral.made/1": "Referral made| to the asylum office, at the same moment.",
    "officer.assigned/1": "Drawn to an officer among {among} eligible.",
    "officer.reassigned/1": "Drawn anew among {among} eligible officers: {reason}.",
    "officer.recused/1": "The officer stepped back. No reason is kept.",
    "counsel.entered/1": "Counsel entered, with consent.",
    "counsel.entered/2": "Counsel entered, with consent: {how}.",
    "appearance.asked/1": "Counsel asked to enter. Nothing opens before the person says so.",
    "appearance.declined/1": "The person does not want the counsel who asked.",
    "counsel.left/1": "Counsel’s appearance ended.",
    "counsel.refused/1": "Counsel refused, under code {code}. Oversight was alerted.",
    "counsel.turned_away/1": "Reported: counsel was turned away.",
    "request.made/1": "Asked of the office (R {request}): {kind}; an answer is due {answer_by}.",
    "request.granted/1": "Granted (R {request}): {kind}.",
    "request.refused/1": "Refused (R {request}), with a reason: {kind}.",
    "legal_help.checked/1": "List of legal help and line, before the {before}; the line worked: {line_worked}.",
    "call.signalled/1": "Signal to call, for {to}.",
    "call.reported/1": "Put through after a signal to call: {put_through}. What is said is kept nowhere.",
    "interview.booked/1": "Interview booked: {starts}, {place}.",
    "interview.begun/1": "Interview began.|",
    "interview.resumed/1": "Interview went on.",
    "interview.postponed/1": "Interview moved to {starts}.",
    "interview.ended/1": "Interview ended.",
    "interview.reported/1": "Reported: how the interview was held, and what it lacked.",
    "interpreter.appointed/1": "Interpreter in {language} appointed.",
    "testimony.added/1": "Testimony line T {line}.",
    "inconsistency.put/1": "An inconsistency was put, and explained.",
    "break.taken/1": "Break.",
    "readback.given/1": "Read-back given| in {language}.",
    "readback.corrected/1": "The person corrected the read-back (RB {fact}).",
    "evidence.added/1": "Evidence E {number}: {kind}.",
    "evidence.filed/1": "Filed, waiting for an answer: F {number}, {kind}.",
    "evidence.accepted/1": "What was filed (F {filing}) was accepted: E {number}.",
    "evidence.rejected/1": "What was filed (F {number}) was not accepted: {code}.",
    "country_information.consulted/1": "Country information C {number} consulted.",
    "finding.recorded/1": "A finding was recorded.",
    "credibility.assessed/1": "Credibility assessed.",
    "bar.found/1": "A bar was looked at.",
    "band.locked/1": "Likelihood locked, before the outcome opened.",
    "determination.signed/1": "Determination signed|: {outcome}.",
    "consultation.required/1": "Signing was made to depend on asking someone.",
    "review.concurred/1": "Concurrence| at {level}.",
    "review.returned/1": "Returned for correction| at {level}: {code}.",
    "review.passed/1": "The review passed to another reviewer, after its time.",
    "determination.overridden/1": "Overridden| at {level}: {outcome}. The officer’s finding stands beside it.",
    "override.proposed/1": "A replacement was put before a panel.",
    "panel.voted/1": "A panel member voted.",
    "panel.closed/1": "The panel has decided.|",
    "dissent.recorded/1": "A dissent was put on the record.",
    "draw.held/1": "Drawn, or not, to be decided anew at {level}.",
    "drawn_review.signed/1": "A drawn review was signed.",
    "review.targeted/1": "Chosen by someone to be decided anew at {level}; kept out of every estimate.",
    "targeted_review.signed/1": "A targeted review was signed; kept out of every estimate.",
    "case.recognised/1": "A reviewer recognised the case and was replaced.",
    "repeat_draw.held/1": "Drawn, or not, to come before its reviewer once more.",
    "repeat.signed/1": "A reviewer decided a case of theirs once more.",
    "notice.prepared/1": "Notice {number} prepared in {language}: {kind}.",
    "notice.served/1": "Notice {number} served|: {how}, in {language}.",
    "notice.undelivered/1": "Notice {number} came back undelivered.",
    "notice.worded/1": "Notice {number} is worded in {language}: {state}.",
    "boxes.ticked/1": "Notice {number} was signed with boxes ticked.",
    "warning.given/1": "Warned aloud in {language}, with notice {number}; it was said back.",
    "service.refused/1": "Notice {number} was not taken. It is not served.",
    "remedy.asked/1": "Remedy asked for|. Return is stopped.",
    "record.sent/1": "The record was sent.",
    "remedy.decided/1": "Remedy decided|: {outcome}.",
    "reconsideration.asked/1": "Reconsideration asked for.|",
    "reconsideration.decided/1": "Reconsideration decided|: {outcome}.",
    "hearing.postponed/1": "Hearing {hearing} taken off its day: {reason}.",
    "hearing.moved/1": "Hearing {hearing} moved| to {day}: {reason}.",
    "hearing.adjourned/1": "Hearing {hearing} adjourned|: {code}.",
    "hearing.concluded/1": "The court ended the proceedings|: {outcome}.",
    "transport.planned/1": "The way to hearing {hearing} was booked; it leaves {leaves}.",
    "transport.confirmed/1": "The way to hearing {hearing} was confirmed.",
    "transport.reported/1": "The way to hearing {hearing}: {what}.",
    "attendance.recorded/1": "Attendance at hearing {hearing}: {present}.",
    "absence.reported/1": "A cause of absence was reported: {cause}.",
    "absence.reported/2": "A cause of absence was reported: {cause}.",
    "absence.held_unexcused/1": "The court held the absence from hearing {hearing} unexcused.",
    "search.recorded/1": "A search was recorded.",
    "contact.planned/1": "The ways to reach the person were recorded.",
    "contact.planned/2": "The ways to reach the person were recorded.",
    "contact.changed/1": "A change of address or number was reported, by way of {door}.",
    "channel.lost/1": "A way to reach the person was lost.",
    "contact.tried/1": "Tried to reach the person; reached: {reached}.",
    "message.tried/1": "A message to {to} is being sent, by {way}.",
    "message.sent/1": "A message went out, by {way}.",
    "message.delivered/1": "A message arrived, by {way}.",
    "message.failed/1": "A message did not arrive, by {way}.",
    "custody.reported/1": "Custody: {what}.",
    "stay.acknowledged/1": "Stay acknowledged at {post}.",
    "port.booked/1": "Port appointment given: {port}, {appointment}.",
    "port.answered/1": "The port answered: {answer}.",
    "person.returned/1": "Returned| through {port}.",
    "return.reported/1": "A return was reported.|",
    "portal.access_given/1": "A secret for the person’s own pages was handed over.",
    "portal.access_changed/1": "The secret for the person’s own pages was changed.",
    "portal.access_revoked/1": "The person’s own pages were shut.",
    "portal.link_asked/1": "A link to the person’s own pages was asked for.",
    "portal.asked/1": "The person asked for something ({number}).",
    "portal.answered/1": "What the person asked for ({asked}) was answered.",
    "sending_back.said/1": "Said: this person is being sent back now.|",
    "disclosure.made/1": "Fields were disclosed to {recipient}.",
    "disclosure.asked/1": "A disclosure was asked for.",
    "sharing.reported/1": "Sharing outside the rules was reported.",
    "contact.reported/1": "Someone contacted a decider about this case.",
    "lateness.answered/1": "What was late was answered for; it stays due.",
    "alarm.answered/1": "An alarm was answered: {rule}.",
    "act.refused/1": "Tried and refused: {act}.",
    "breach.noted/1": "Breach of {rule}.",
    "case.closed/1": "Case closed|: {reason}.",
}

# What a family, and whoever sees a sheet or a screen, must not learn from this list (family.whole).
SEALED = frozenset({"wish_to_be_apart.recorded/1", "tracing.sought/1", "tracing.asked_alone/1"})
SEALED_SAYS = "An entry that this page does not show."


def tell(event: Event, zone: dt.tzinfo, *, country: Named = str, language: Named = str) -> str:
    """The sentence of an event, in the clock of `zone`; what stands before a bar moves the stage.

    `country` and `language` name a code; the core knows no names.
    """
    stored = name_of(event)
    if stored in SEALED:
        return SEALED_SAYS
    return SENTENCES[stored].format_map(_Said(event, zone, country, language))


def in_words(code: str) -> str:
    """A code of the record (`not_found`) in words (`not found`)."""
    return code.replace("_", " ")


class _Said(Mapping[str, str]):
    """The fields of an event as a sentence says them."""

    def __init__(self, event: Event, zone: dt.tzinfo, country: Named, language: Named) -> None:
        self.event = event
        self.zone = zone
        self.names = {"country": country, "language": language, "best": language}

    def __getitem__(self, name: str) -> str:
        value: Any = getattr(self.event, name)
        match value:
            case bool():
                return "yes" if value else "no"
            case dt.datetime():
                local = value.astimezone(self.zone)
                return f"{local.day} {local:%B %H:%M}"
            case dt.date():
                return f"{value.day} {value:%B}"
        return self.names.get(name, in_words)(str(value))

    def __iter__(self) -> Iterator[str]:
        return iter(self.event.__struct_fields__)

    def __len__(self) -> int:
        return len(self.event.__struct_fields__)
