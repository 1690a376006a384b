"""Authority: which desk may give which command. Default deny: a command without a row may be given by nobody.

What a desk may see is another question (web/access.py). Reports are open to almost every desk, because
a breach that nobody may report would happen outside the record.
"""

from asylia.core.command import Command, Report
from asylia.core.errors import Rules
from asylia.core.event import ROLES, Role
from asylia.core.facts import Facts
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

EVERYONE: frozenset[Role] = frozenset(ROLES)
NOBODY: frozenset[Role] = frozenset()
BORDER: frozenset[Role] = frozenset({"border_officer"})
OFFICER: frozenset[Role] = frozenset({"asylum_officer"})
SUPERVISOR: frozenset[Role] = frozenset({"supervisor"})
HEADQUARTERS: frozenset[Role] = frozenset({"headquarters"})
CLERK: frozenset[Role] = frozenset({"hearing_clerk"})
JUDGE: frozenset[Role] = frozenset({"judge"})
SPECIALIST: frozenset[Role] = frozenset({"specialist"})
COUNSEL: frozenset[Role] = frozenset({"counsel"})
POST: frozenset[Role] = frozenset({"duty_post"})
SYSTEM: frozenset[Role] = frozenset({"anyone"})  # what it did of itself: it holds no desk, and no page lets anyone in
STAFF: frozenset[Role] = EVERYONE - {"applicant", "anyone", "counsel", "interpreter"}
OFFICE: frozenset[Role] = OFFICER | SUPERVISOR
APPLICANT: frozenset[Role] = frozenset({"applicant"})
AT_A_DESK: frozenset[Role] = BORDER | OFFICE | CLERK | SPECIALIST

MAY: dict[type[Command], frozenset[Role]] = {
    opening.OpenCase: BORDER | OFFICER,
    opening.RecordNationality: BORDER | OFFICE | SPECIALIST | JUDGE,
    opening.MatchCase: OFFICE,
    opening.EndEncounter: BORDER,
    opening.OpenProvisionalCase: EVERYONE,
    opening.ReportEncounter: EVERYONE,
    advisal.RecordLanguage: BORDER | OFFICE | SPECIALIST | CLERK,
    advisal.GiveAdvisal: BORDER | OFFICE | SPECIALIST,
    advisal.AppointRepresentative: OFFICE | SPECIALIST,
    vulnerability.ScreenVulnerability: BORDER | OFFICE | SPECIALIST,
    vulnerability.ResolveVulnerability: SPECIALIST,
    family.JoinFamily: BORDER | OFFICE | SPECIALIST,
    family.DisproveKinship: SPECIALIST,
    family.RecordWishToBeApart: OFFICE | SPECIALIST,
    family.ProcessApart: BORDER | OFFICE | SPECIALIST,
    family.ReportSeparation: EVERYONE,
    family.ReportBirth: EVERYONE,
    tracing.NameOwner: OFFICE | SPECIALIST | HEADQUARTERS,
    tracing.BeSought: OFFICE | SPECIALIST,
    tracing.AskAlone: OFFICE | SPECIALIST,
    tracing.PutInTouch: OFFICE | SPECIALIST,
    tracing.CloseTrace: OFFICE | SPECIALIST,
    tracing.AskTracing: EVERYONE,
    tracing.ReportTried: STAFF | COUNSEL,
    placement.PlaceInProgramme: BORDER,
    placement.ExemptFromProgramme: BORDER | OFFICE | HEADQUARTERS,
    placement.ReportPlacement: EVERYONE,
    fear.AskFear: BORDER | OFFICE | SPECIALIST,
    fear.WithdrawClaim: OFFICER,
    fear.ConfirmWithdrawal: OFFICER,
    fear.CloseClaim: OFFICER | SUPERVISOR,
    fear.ReportFear: EVERYONE,
    fear.ReportNotAsked: EVERYONE,
    fear.UndoWithdrawal: EVERYONE,
    referral.AssignOfficer: OFFICE | HEADQUARTERS,
    referral.ReassignOfficer: SUPERVISOR,
    referral.Recuse: OFFICER,
    representation.EnterAppearance: COUNSEL | OFFICE | CLERK | frozenset({"applicant"}),
    representation.AskAppearance: COUNSEL,
    representation.AnswerAppearance: OFFICE | CLERK | SPECIALIST | APPLICANT,
    representation.EndAppearance: COUNSEL | OFFICE | CLERK | frozenset({"applicant"}),
    representation.RefuseCounsel: BORDER | OFFICE,
    representation.ReportCounselTurnedAway: EVERYONE,
    request.GrantRequest: OFFICE | CLERK | JUDGE,
    request.RefuseRequest: OFFICE | CLERK | JUDGE,
    request.MakeRequest: EVERYONE,
    calling.ReportLegalHelp: EVERYONE,
    calling.SignalCall: EVERYONE,
    calling.ReportCall: EVERYONE,
    interview.BookInterview: OFFICE,
    interview.AppointInterpreter: OFFICE,
    interview.BeginInterview: OFFICER,
    interview.AddTestimony: OFFICER,
    interview.PutInconsistency: OFFICER,
    interview.TakeBreak: OFFICER,
    interview.ResumeInterview: OFFICER,
    interview.PostponeInterview: OFFICE,
    interview.EndInterview: OFFICER,
    interview.ReportInterview: EVERYONE,
    readback.ReadBack: OFFICER,
    readback.CorrectReadback: EVERYONE,
    evidence.AddEvidence: OFFICER,
    evidence.AcceptEvidence: OFFICER,
    evidence.RejectEvidence: OFFICER,
    evidence.FileEvidence: EVERYONE,
    evidence.ConsultCountryInformation: OFFICER,
    determination.RecordFinding: OFFICER,
    determination.AssessCredibility: OFFICER,
    determination.FindBar: OFFICER,
    determination.LockBand: OFFICER,
    determination.SignDetermination: OFFICER,
    review.Concur: SUPERVISOR | HEADQUARTERS,
    review.ReturnForCorrection: SUPERVISOR | HEADQUARTERS,
    review.Override: SUPERVISOR | HEADQUARTERS,
    review.ProposeOverride: HEADQUARTERS,
    review.VoteOnPanel: HEADQUARTERS,
    review.Dissent: OFFICER | SUPERVISOR | HEADQUARTERS,
    review.PassReview: SUPERVISOR | HEADQUARTERS,
    drawn_review.TargetReview: HEADQUARTERS | frozenset({"overseer"}),
    drawn_review.RecogniseCase: HEADQUARTERS,
    drawn_review.SignDrawnReview: HEADQUARTERS,
    notice.PrepareNotice: CLERK | OFFICE | BORDER,
    service.ServeNotice: CLERK | OFFICE | BORDER | POST,
    service.WarnAloud: CLERK | OFFICE | BORDER | POST | JUDGE,
    service.ReportUndelivered: EVERYONE,
    service.ReportServiceRefused: EVERYONE,
    remedy.AskRemedy: EVERYONE,
    remedy.SendRecord: CLERK | OFFICE,
    remedy.DecideRemedy: JUDGE,
    reconsideration.AskReconsideration: EVERYONE,
    reconsideration.DecideReconsideration: OFFICER,
    hearing.PostponeHearing: CLERK | JUDGE,
    hearing.MoveHearing: CLERK | JUDGE,
    hearing.AdjournHearing: CLERK | JUDGE,
    hearing.ConcludeHearing: CLERK | JUDGE,
    hearing.HoldUnexcused: CLERK | JUDGE,
    hearing.RecordAttendance: CLERK | JUDGE,
    hearing.ReportAbsence: EVERYONE,
    hearing.RecordSearch: STAFF,
    transport.PlanTransport: CLERK | BORDER | POST,
    transport.ConfirmTransport: CLERK | BORDER | POST,
    transport.ReportTransport: EVERYONE,
    contact.PlanContact: BORDER | OFFICE | CLERK | COUNSEL | SPECIALIST | frozenset({"applicant"}),
    contact.ChangeContact: BORDER | OFFICE | CLERK | COUNSEL | SPECIALIST | frozenset({"applicant"}),
    contact.ReportChannelLost: EVERYONE,
    contact.ReportContactTried: STAFF | COUNSEL,
    message.TryMessage: SYSTEM,
    message.ReportMessageSent: SYSTEM,
    message.ReportMessageDelivered: SYSTEM,
    message.ReportMessageFailed: SYSTEM,
    custody.ReturnPerson: BORDER | POST,
    custody.AcknowledgeStay: POST | BORDER,
    custody.BookPort: OFFICE | CLERK,
    custody.ReportCustody: EVERYONE,
    custody.ReportReturn: EVERYONE,
    custody.ReportPortAnswer: EVERYONE,
    portal.GiveAccess: AT_A_DESK,
    portal.ChangeAccess: AT_A_DESK | APPLICANT,
    portal.RevokeAccess: AT_A_DESK | APPLICANT,
    portal.AnswerAsked: OFFICE | CLERK,
    portal.AskLink: EVERYONE,
    portal.AskFor: EVERYONE,
    portal.ReportSendingBack: EVERYONE,
    disclosure.Disclose: BORDER | OFFICE | CLERK | HEADQUARTERS,
    disclosure.ReportDisclosureAsked: EVERYONE,
    disclosure.ReportShared: EVERYONE,
    pressure.RequireConsultation: SUPERVISOR | HEADQUARTERS | BORDER,
    pressure.ReportContact: STAFF | COUNSEL,
    pressure.AnswerSign: SUPERVISOR | HEADQUARTERS | frozenset({"overseer"}),
    pressure.AnswerLate: STAFF,
    closing.CloseCase: OFFICE | CLERK,
}

# A desk that oversteps in one of these breaks a safeguard with a name of its own, which oversight
# counts; each other overstepping is authority.role.
SAFEGUARD: dict[type[Command], str] = {
    opening.MatchCase: "fear.open-door",
    fear.WithdrawClaim: "fear.referral",
    fear.ConfirmWithdrawal: "fear.referral",
    fear.CloseClaim: "fear.referral",
    interview.BeginInterview: "fear.referral",
    determination.RecordFinding: "decider.own-voice",
    determination.AssessCredibility: "decider.own-voice",
    determination.FindBar: "decider.own-voice",
    determination.LockBand: "decider.own-voice",
    determination.SignDetermination: "decider.own-voice",
    review.Override: "review.override",
    vulnerability.ResolveVulnerability: "vulnerable.screened",
    hearing.HoldUnexcused: "hearing.absence-cause",
}


def require_authority(command: Command, facts: Facts, rules: Rules) -> None:
    """Require that the author's desk may give this command and that the author's account is open."""
    role = command.who.role
    if role not in MAY.get(type(command), NOBODY):
        rule = SAFEGUARD.get(type(command), "authority.role")
        rules.require(False, rule, f"a {role.replace('_', ' ')} may not do this")
    # A report is never refused for who its author has become since (safeguards.md, "How the rules are read", 1).
    rules.require(not facts.author.disabled or isinstance(command, Report), "authority.disabled")
