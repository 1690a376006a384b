"""Decide, evolve, fold: the procedure, its arms in legal order from the first encounter to closing."""

from collections.abc import Iterable
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


# Oversight goes on when a case has ended: it changes nothing in it, save in the person's favour. So does telling.
AFTER_CLOSING = drawn_review.DrawnReviewCommand | review.Dissent | pressure.AnswerSign | message.TryMessage


def decide(file: CaseFile, command: CaseCommand, regime: Regime, facts: Facts) -> Decided | Refused:
    """What a command leads to, under a regime, given the facts: events, or every rule broken.

    Pure: the same arguments give the same answer. Never raises for a command that parses.
    """
    rules = Rules(regime)
    require_authority(command, facts, rules)
    opens = isinstance(command, opening.OpenCase | opening.OpenProvisionalCase)
    if file.version == 0 and not opens:
        return rules.missing("this case has not been opened")
    if file.closed and not isinstance(command, Report | AFTER_CLOSING):
        rules.require(False, "procedure.closed", f"closed: {file.closed.replace('_', ' ')}")
    decision = _step(file, command, facts, rules)
    return _brought_in(file, decision, facts) if isinstance(decision, Decided) else decision


def _brought_in(file: CaseFile, decided: Decided, facts: Facts) -> Decided:
    """A fear said while waiting outside makes an appointment at the port at once; a clerk may give a better hour."""
    said = next((each for each in decided.events if isinstance(each, fear.FearClaimed | fear.FearSaidAgain)), None)
    waits, hour = file.custody, facts.port_hour
    if said is None or hour is None or not waits.outside:
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
    if isinstance(command, opening.OpenProvisionalCase):
        return _stated(file, command, facts, rules)
    if isinstance(command, opening.OpeningCommand):
        return opening.decide(file, command, facts, rules)
    if isinstance(command, advisal.AdvisalCommand):
        return advisal.decide(file, command, facts, rules)
    if isinstance(command, vulnerability.VulnerabilityCommand):
        return vulnerability.decide(file, command, facts, rules)
    if isinstance(command, family.FamilyCommand):
        return family.decide(file, command, facts, rules)
    if isinstance(command, tracing.TracingCommand):
        return tracing.decide(file, command, facts, rules)
    if isinstance(command, placement.PlacementCommand):
        return placement.decide(file, command, facts, rules)
    if isinstance(command, fear.FearCommand):
        return fear.decide(file, command, facts, rules)
    if isinstance(command, referral.ReferralCommand):
        return referral.decide(file, command, facts, rules)
    if isinstance(command, representation.RepresentationCommand):
        return representation.decide(file, command, facts, rules)
    if isinstance(command, request.RequestCommand):
        return request.decide(file, command, facts, rules)
    if isinstance(command, calling.CallingCommand):
        return calling.decide(file, command, facts, rules)
    if isinstance(command, interview.InterviewCommand):
        return interview.decide(file, command, facts, rules)
    if isinstance(command, readback.ReadbackCommand):
        return readback.decide(file, command, facts, rules)
    if isinstance(command, evidence.EvidenceCommand):
        return evidence.decide(file, command, facts, rules)
    if isinstance(command, determination.DeterminationCommand):
        return determination.decide(file, command, facts, rules)
    if isinstance(command, review.ReviewCommand):
        return review.decide(file, command, facts, rules)
    if isinstance(command, drawn_review.DrawnReviewCommand):
        return drawn_review.decide(file, command, facts, rules)
    if isinstance(command, notice.NoticeCommand):
        return notice.decide(file, command, facts, rules)
    if isinstance(command, service.ServiceCommand):
        return service.decide(file, command, facts, rules)
    if isinstance(command, remedy.RemedyCommand):
        return remedy.decide(file, command, facts, rules)
    if isinstance(command, reconsideration.ReconsiderationCommand):
        return reconsideration.decide(file, command, facts, rules)
    if isinstance(command, hearing.HearingCommand):
        return hearing.decide(file, command, facts, rules)
    if isinstance(command, transport.TransportCommand):
        return transport.decide(file, command, facts, rules)
    if isinstance(command, contact.ContactCommand):
        return contact.decide(file, command, facts, rules)
    if isinstance(command, message.MessageCommand):
        return message.decide(file, command, facts, rules)
    if isinstance(command, custody.CustodyCommand):
        return custody.decide(file, command, facts, rules)
    if isinstance(command, portal.ReportSendingBack):
        return _sending_back(file, command, facts, rules)
    if isinstance(command, portal.PortalCommand):
        return portal.decide(file, command, facts, rules)
    if isinstance(command, disclosure.DisclosureCommand):
        return disclosure.decide(file, command, facts, rules)
    if isinstance(command, pressure.PressureCommand):
        return pressure.decide(file, command, facts, rules)
    if isinstance(command, closing.ClosingCommand):
        return closing.decide(file, command, facts, rules)
    assert_never(command)


def evolve(file: CaseFile, event: CaseEvent) -> CaseFile:
    """The case file after one event. Never refuses: what happened, happened."""
    return _after(replace(file, version=file.version + 1), event)


def _after(file: CaseFile, event: CaseEvent) -> CaseFile:
    # Testimony first: it is nine events in ten; the rest in legal order.
    if isinstance(event, interview.InterviewEvent):
        return interview.evolve(file, event)
    if isinstance(event, opening.OpeningEvents):
        return opening.evolve(file, event)
    if isinstance(event, advisal.AdvisalEvents):
        return advisal.evolve(file, event)
    if isinstance(event, vulnerability.VulnerabilityEvents):
        return vulnerability.evolve(file, event)
    if isinstance(event, family.FamilyEvents):
        return family.evolve(file, event)
    if isinstance(event, tracing.TracingEvents):
        return tracing.evolve(file, event)
    if isinstance(event, placement.PlacementEvents):
        return placement.evolve(file, event)
    if isinstance(event, fear.FearEvents):
        return fear.evolve(file, event)
    if isinstance(event, referral.ReferralEvents):
        return referral.evolve(file, event)
    if isinstance(event, representation.RepresentationEvents):
        return representation.evolve(file, event)
    if isinstance(event, request.RequestEvents):
        return request.evolve(file, event)
    if isinstance(event, calling.CallingEvents):
        return calling.evolve(file, event)
    if isinstance(event, readback.ReadbackEvents):
        return readback.evolve(file, event)
    if isinstance(event, evidence.EvidenceEvents):
        return evidence.evolve(file, event)
    if isinstance(event, determination.DeterminationEvents):
        return determination.evolve(file, event)
    if isinstance(event, review.ReviewEvents):
        return review.evolve(file, event)
    if isinstance(event, drawn_review.DrawnReviewEvents):
        return drawn_review.evolve(file, event)
    if isinstance(event, notice.NoticeEvents):
        return notice.evolve(file, event)
    if isinstance(event, service.ServiceEvents):
        return service.evolve(file, event)
    if isinstance(event, remedy.RemedyEvents):
        return remedy.evolve(file, event)
    if isinstance(event, reconsideration.ReconsiderationEvents):
        return reconsideration.evolve(file, event)
    if isinstance(event, hearing.HearingEvents):
        return hearing.evolve(file, event)
    if isinstance(event, transport.TransportEvents):
        return transport.evolve(file, event)
    if isinstance(event, contact.ContactEvents):
        return contact.evolve(file, event)
    if isinstance(event, message.MessageEvents):
        return message.evolve(file, event)
    if isinstance(event, custody.CustodyEvents):
        return custody.evolve(file, event)
    if isinstance(event, portal.PortalEvents):
        return portal.evolve(file, event)
    if isinstance(event, disclosure.DisclosureEvents):
        return disclosure.evolve(file, event)
    if isinstance(event, pressure.PressureEvents):
        return pressure.evolve(file, event)
    if isinstance(event, closing.ClosingEvents):
        return closing.evolve(file, event)
    if isinstance(event, BreachNoted):
        return with_sign(file, event.rule, event.detail, event.who)
    if isinstance(event, ActRefused):
        return file
    assert_never(event)


def fold(id: str, events: Iterable[CaseEvent]) -> CaseFile:
    """The case file that a stream's events show; `id` is the case's."""
    file = CaseFile(id=id)
    for event in events:
        file = evolve(file, event)
    return file
