"""Decide, evolve, fold: the procedure, its arms in legal order from the first encounter to closing."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.authority import require_authority
from asylia.core.command import Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import CaseFile, with_sign
from asylia.core.refusal import ActRefused
from asylia.core.regime import Regime
from asylia.core.steps import (
    advisal,
    calling,
    closing,
    contact,
    custody,
    determination,
    disclosure,
    drawn_review,
    evidence,
    family,
    fear,
    hearing,
    interview,
    message,
    notice,
    opening,
    placement,
    portal,
    pressure,
    readback,
    reconsideration,
    referral,
    remedy,
    representation,
    request,
    review,
    service,
    tracing,
    transport,
    vulnerability,
)  # fmt: skip


class BreachNoted(Event, frozen=True, kw_only=True, tag="breach.noted/1"):
    """A historical regime let pass what a safeguard of today refuses."""

    rule: str
    detail: str


CaseCommand: TypeAlias = (
    opening.OpeningCommand
    | advisal.AdvisalCommand
    | vulnerability.VulnerabilityCommand
    | family.FamilyCommand
    | tracing.TracingCommand
    | placement.PlacementCommand
    | fear.FearCommand
    | referral.ReferralCommand
    | representation.RepresentationCommand
    | request.RequestCommand
    | calling.CallingCommand
    | interview.InterviewCommand
    | readback.ReadbackCommand
    | evidence.EvidenceCommand
    | determination.DeterminationCommand
    | review.ReviewCommand
    | drawn_review.DrawnReviewCommand
    | notice.NoticeCommand
    | service.ServiceCommand
    | remedy.RemedyCommand
    | reconsideration.ReconsiderationCommand
    | hearing.HearingCommand
    | transport.TransportCommand
    | contact.ContactCommand
    | message.MessageCommand
    | custody.CustodyCommand
    | portal.PortalCommand
    | disclosure.DisclosureCommand
    | pressure.PressureCommand
    | closing.ClosingCommand
)
CaseEvent: TypeAlias = (
    opening.OpeningEvents
    | advisal.AdvisalEvents
    | vulnerability.VulnerabilityEvents
    | family.FamilyEvents
    | tracing.TracingEvents
    | placement.PlacementEvents
    | fear.FearEvents
    | referral.ReferralEvents
    | representation.RepresentationEvents
    | request.RequestEvents
    | calling.CallingEvents
    | interview.InterviewEvents
    | readback.ReadbackEvents
    | evidence.EvidenceEvents
    | determination.DeterminationEvents
    | review.ReviewEvents
    | drawn_review.DrawnReviewEvents
    | notice.NoticeEvents
    | service.ServiceEvents
    | remedy.RemedyEvents
    | reconsideration.ReconsiderationEvents
    | hearing.HearingEvents
    | transport.TransportEvents
    | contact.ContactEvents
    | message.MessageEvents
    | custody.CustodyEvents
    | portal.PortalEvents
    | disclosure.DisclosureEvents
    | pressure.PressureEvents
    | closing.ClosingEvents
    | BreachNoted
    | ActRefused
)


OPENS = (opening.OpenCase, opening.OpenProvisionalCase)
# Oversight goes on when a case has ended: it changes nothing in it, save in the person's favour. So does telling.
AFTER_CLOSING = (
    drawn_review.DrawnReviewCommand | review.Dissent | pressure.AnswerSign | pressure.AnswerLate | message.TryMessage
)


def decide(file: CaseFile, command: CaseCommand, regime: Regime, facts: Facts) -> Decided | Refused:
    """What a command leads to, under a regime, given the facts: events, or every rule broken.

    Pure: the same arguments give the same answer. Never raises for a command that parses.
    """
    rules = Rules(regime)
    require_authority(command, facts, rules)
    if file.version == 0 and not isinstance(command, OPENS):
        return rules.missing("this case has not been opened")
    if file.closed and not isinstance(command, Report | AFTER_CLOSING):
        rules.require(False, "procedure.closed", f"closed: {file.closed.replace('_', ' ')}")
    decision = _step(file, command, facts, rules)
    return _brought_in(file, decision, facts) if isinstance(decision, Decided) else decision


def _brought_in(file: CaseFile, decided: Decided, facts: Facts) -> Decided:
    """A fear said while waiting outside makes an appointment at the port at once; a clerk may give a better hour."""
    waits, hour = file.custody, facts.port_hour
    if hour is None or not waits.outside:
        return decided
    said = next((each for each in decided.events if isinstance(each, fear.FearClaimed | fear.FearSaidAgain)), None)
    if said is None:
        return decided
    ahead = waits.port_appointment is not None and not waits.port_answer and waits.port_appointment > said.who.at
    port = waits.port or next((each.port for each in reversed(file.hearings) if each.port), file.place)
    if ahead or not port:
        return decided
    booked = custody.PortBooked(who=said.who, port=port, appointment=hour)
    return Decided(events=(*decided.events, booked), breaches=decided.breaches)


def _stated(file: CaseFile, said: opening.OpenProvisionalCase, facts: Facts, rules: Rules) -> Decided | Refused:
    """A statement of fear opens a provisional case where none is open, and claims the fear (fear.open-door)."""
    words = fear.ReportFear(
        who=said.who, words=said.words, language=said.language, channel=said.channel, said_by=said.about
    )
    claimed = fear.claimed(file, words, facts, rules)
    if file.version:
        return rules.outcome(*claimed)
    opened = opening.decide(file, said, facts, rules)
    return Decided(events=(*opened.events, *claimed)) if isinstance(opened, Decided) else opened


def _sending_back(file: CaseFile, said: portal.ReportSendingBack, facts: Facts, rules: Rules) -> Decided | Refused:
    """*They are sending me back now* is fear in any words too: whatever stood before, a claim is open (fear.stay)."""
    words = fear.ReportFear(
        who=said.who, words=said.words, language=said.language, channel="page", said_by=said.said_by
    )  # fmt: skip
    noted = portal.decide(file, said, facts, rules)
    if isinstance(noted, Refused):
        return noted
    return Decided(events=(*noted.events, *fear.claimed(file, words, facts, rules)), breaches=noted.breaches)


def _step(file: CaseFile, command: CaseCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    return _decides(type(command))(file, command, facts, rules)


@cache  # looked up once for each kind of command: going down the list for every one took four fifths of a decision
def _decides(kind: type[CaseCommand]) -> Callable[..., Decided | Refused]:
    """The step that decides a kind of command, in legal order."""
    if issubclass(kind, opening.OpenProvisionalCase):
        return _stated
    if issubclass(kind, opening.OpeningCommand):
        return opening.decide
    if issubclass(kind, advisal.AdvisalCommand):
        return advisal.decide
    if issubclass(kind, vulnerability.VulnerabilityCommand):
        return vulnerability.decide
    if issubclass(kind, family.FamilyCommand):
        return family.decide
    if issubclass(kind, tracing.TracingCommand):
        return tracing.decide
    if issubclass(kind, placement.PlacementCommand):
        return placement.decide
    if issubclass(kind, fear.FearCommand):
        return fear.decide
    if issubclass(kind, referral.ReferralCommand):
        return referral.decide
    if issubclass(kind, representation.RepresentationCommand):
        return representation.decide
    if issubclass(kind, request.RequestCommand):
        return request.decide
    if issubclass(kind, calling.CallingCommand):
        return calling.decide
    if issubclass(kind, interview.InterviewCommand):
        return interview.decide
    if issubclass(kind, readback.ReadbackCommand):
        return readback.decide
    if issubclass(kind, evidence.EvidenceCommand):
        return evidence.decide
    if issubclass(kind, determination.DeterminationCommand):
        return determination.decide
    if issubclass(kind, review.ReviewCommand):
        return review.decide
    if issubclass(kind, drawn_review.DrawnReviewCommand):
        return drawn_review.decide
    if issubclass(kind, notice.NoticeCommand):
        return notice.decide
    if issubclass(kind, service.ServiceCommand):
        return service.decide
    if issubclass(kind, remedy.RemedyCommand):
        return remedy.decide
    if issubclass(kind, reconsideration.ReconsiderationCommand):
        return reconsideration.decide
    if issubclass(kind, hearing.HearingCommand):
        return hearing.decide
    if issubclass(kind, transport.TransportCommand):
        return transport.decide
    if issubclass(kind, contact.ContactCommand):
        return contact.decide
    if issubclass(kind, message.MessageCommand):
        return message.decide
    if issubclass(kind, custody.CustodyCommand):
        return custody.decide
    if issubclass(kind, portal.ReportSendingBack):
        return _sending_back
    if issubclass(kind, portal.PortalCommand):
        return portal.decide
    if issubclass(kind, disclosure.DisclosureCommand):
        return disclosure.decide
    if issubclass(kind, pressure.PressureCommand):
        return pressure.decide
    if issubclass(kind, closing.ClosingCommand):
        return closing.decide
    assert_never(kind)


def evolve(file: CaseFile, event: CaseEvent) -> CaseFile:
    """The case file after one event. Never refuses: what happened, happened."""
    return _after(replace(file, version=file.version + 1), event)


def _after(file: CaseFile, event: CaseEvent) -> CaseFile:
    return _evolves(type(event))(file, event)


def _breached(file: CaseFile, breach: BreachNoted) -> CaseFile:
    return with_sign(file, breach.rule, breach.detail, breach.who)


def _unchanged(file: CaseFile, refused: ActRefused) -> CaseFile:
    return file


@cache
def _evolves(kind: type[CaseEvent]) -> Callable[..., CaseFile]:
    """The step that a kind of event belongs to, in legal order."""
    if issubclass(kind, interview.InterviewEvent):
        return interview.evolve
    if issubclass(kind, opening.OpeningEvents):
        return opening.evolve
    if issubclass(kind, advisal.AdvisalEvents):
        return advisal.evolve
    if issubclass(kind, vulnerability.VulnerabilityEvents):
        return vulnerability.evolve
    if issubclass(kind, family.FamilyEvents):
        return family.evolve
    if issubclass(kind, tracing.TracingEvents):
        return tracing.evolve
    if issubclass(kind, placement.PlacementEvents):
        return placement.evolve
    if issubclass(kind, fear.FearEvents):
        return fear.evolve
    if issubclass(kind, referral.ReferralEvents):
        return referral.evolve
    if issubclass(kind, representation.RepresentationEvents):
        return representation.evolve
    if issubclass(kind, request.RequestEvents):
        return request.evolve
    if issubclass(kind, calling.CallingEvents):
        return calling.evolve
    if issubclass(kind, readback.ReadbackEvents):
        return readback.evolve
    if issubclass(kind, evidence.EvidenceEvents):
        return evidence.evolve
    if issubclass(kind, determination.DeterminationEvents):
        return determination.evolve
    if issubclass(kind, review.ReviewEvents):
        return review.evolve
    if issubclass(kind, drawn_review.DrawnReviewEvents):
        return drawn_review.evolve
    if issubclass(kind, notice.NoticeEvents):
        return notice.evolve
    if issubclass(kind, service.ServiceEvents):
        return service.evolve
    if issubclass(kind, remedy.RemedyEvents):
        return remedy.evolve
    if issubclass(kind, reconsideration.ReconsiderationEvents):
        return reconsideration.evolve
    if issubclass(kind, hearing.HearingEvents):
        return hearing.evolve
    if issubclass(kind, transport.TransportEvents):
        return transport.evolve
    if issubclass(kind, contact.ContactEvents):
        return contact.evolve
    if issubclass(kind, message.MessageEvents):
        return message.evolve
    if issubclass(kind, custody.CustodyEvents):
        return custody.evolve
    if issubclass(kind, portal.PortalEvents):
        return portal.evolve
    if issubclass(kind, disclosure.DisclosureEvents):
        return disclosure.evolve
    if issubclass(kind, pressure.PressureEvents):
        return pressure.evolve
    if issubclass(kind, closing.ClosingEvents):
        return closing.evolve
    if issubclass(kind, BreachNoted):
        return _breached
    if issubclass(kind, ActRefused):
        return _unchanged
    assert_never(kind)


def fold(id: str, events: Iterable[CaseEvent]) -> CaseFile:
    """The case file that a stream's events show; `id` is the case's."""
    file = CaseFile(id=id)
    for event in events:
        file = evolve(file, event)
    return file
