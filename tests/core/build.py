"""Cases for the tests, made only by giving commands to the real core. All people and places are invented."""

import datetime as dt
from typing import Any

import msgspec

from asylia.core import codec
from asylia.core.alarms import alarms
from asylia.core.calendars import Calendar
from asylia.core.command import Report
from asylia.core.deadlines import due
from asylia.core.decider import CaseEvent, decide, evolve
from asylia.core.errors import Decided, Refused
from asylia.core.event import Author, Role
from asylia.core.facts import Certificate, Facts, Staff
from asylia.core.file import CaseFile, Claim, Determination
from asylia.core.regime import Regime
from asylia.regimes import named

MPP_2021 = named("us_mpp/2021-12-02")
MPP_2019 = named("us_mpp/2019-01-28")
PRACTISED = named("us_mpp_practised/2019-01-28")
CREDIBLE_FEAR = named("us_credible_fear/2022-05-31")

ZONE = "America/Denver"
MORNING = dt.datetime(2022, 1, 12, 15, 0, tzinfo=dt.UTC)  # a Wednesday, 8 o'clock at the place
SEED = b"an invented seed"
DRAWN = "case-7"  # under SEED, the first decision in this case is drawn for review, and not in case-1
COURT = Calendar(
    court="court-1", zone=ZONE, weekdays=(0, 1, 2, 3, 4), opens=dt.time(8), closes=dt.time(16, 30),
    closed=(dt.date(2022, 2, 21),),
)  # fmt: skip

DESKS: dict[str, Role] = {
    "border": "border_officer", "border-2": "border_officer", "officer-1": "asylum_officer",
    "officer-2": "asylum_officer", "officer-3": "asylum_officer", "supervisor": "supervisor",
    "supervisor-2": "supervisor", "hq-1": "headquarters", "hq-2": "headquarters", "hq-3": "headquarters",
    "hq-4": "headquarters", "hq-5": "headquarters", "judge": "judge", "clerk": "hearing_clerk",
    "specialist": "specialist", "post": "duty_post", "counsel": "counsel", "monitor": "monitor",
    "overseer": "overseer", "interpreter": "interpreter", "person": "applicant", "passer-by": "anyone",
}  # fmt: skip

GOOD = {
    "answered_by": "person", "private": True, "quiet": True, "rested": True, "fed": True, "well": True,
    "child_care": True, "restrained": False, "rest_hours": 72,
}  # fmt: skip
TOOL = ("unaccompanied_child", "child", "pregnant", "illness", "disability", "advanced_age", "distress")
CALM = dict.fromkeys((*TOOL, "unsafe_tonight"), "no")
FACT = {"text": "She was held for three days.", "lines": [2], "answer": "right"}
ADDRESS = {"address_kind": "postal", "address": "12 Invented Street, El Paso 79901"}
SIGNED = {"language": "es", "signer": "A. Invented", "title": "Officer"}

# A whole and proper form of each command, and the desk that gives it: a test changes one thing in it.
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "OpenCase": (
        "border",
        {
            "person": "p-1", "name": "Invented Name", "born": "1990-05-01", "place": "bridge-1",
            "nationalities": [{"country": "HN", "source": "passport", "certainty": "certain"}],
        },
    ),
    "RecordNationality": (
        "border", {"nationalities": [{"country": "HN", "source": "passport", "certainty": "certain"}]},
    ),
    "MatchCase": ("officer", {"to": "case-9"}),
    "EndEncounter": ("border", {"how": "transferred"}),
    "OpenProvisionalCase": ("passer-by", {"person": "p-1", "words": "They will kill him."}),
    "ReportEncounter": ("passer-by", {"place": "bridge-1", "what": "met"}),
    "RecordLanguage": ("border", {"languages": ["es", "en"], "best": "es", "how": "said_back"}),
    "GiveAdvisal": (
        "officer",
        {
            "language": "es", "topics": ["purpose", "country", "steps", "rights", "outcomes"],
            "said_back": "You ask whether I am safe in Mexico.", "understood": "understood",
        },
    ),
    "AppointRepresentative": ("specialist", {"representative": "rep-1"}),
    "ScreenVulnerability": ("border", {"answers": CALM, "private_wish": False}),
    "ResolveVulnerability": ("specialist", {"condition": "illness", "present": False, "ground": "Seen by a nurse."}),
    "JoinFamily": ("border", {"family": "f-1", "relation": "mother"}),
    "DisproveKinship": ("specialist", {"reasons": "A birth record names another mother."}),
    "RecordWishToBeApart": ("officer", {"words": "Do not put me back with him."}),
    "ProcessApart": ("supervisor", {"code": "medical_emergency", "reasons": "Surgery.", "until": "2022-01-14"}),
    "AskTracing": ("person", {"relative": "Her sister, invented", "relation": "sister"}),
    "NameOwner": ("supervisor", {"trace": 1, "owner": "specialist", "until": "2022-01-20"}),
    "BeSought": ("specialist", {"seeker": "case-9", "theirs": 1, "relation": "sister"}),
    "AskAlone": ("specialist", {"trace": 1, "agreed": "yes", "alone": True}),
    "ReportTried": ("specialist", {"trace": 1, "where": "shelter"}),
    "PutInTouch": ("specialist", {"trace": 1, "case": "case-9", "how": "call"}),
    "CloseTrace": ("specialist", {"trace": 1, "because": "no_news"}),
    "ReportSeparation": ("passer-by", {"says": "The boys were taken to another place."}),
    "ReportBirth": ("passer-by", {"child": "case-10", "country": "GT"}),
    "PlaceInProgramme": ("border", {"reason": "no_exclusion_found"}),
    "ExemptFromProgramme": ("officer", {"reason": "discretion"}),
    "ReportPlacement": ("passer-by", {"says": "She has been enrolled."}),
    "AskFear": ("border", {"language": "es", "answer": "no", "words": "No."}),
    "WithdrawClaim": ("officer", {"claim": 1, "words": "I take it back."}),
    "ConfirmWithdrawal": ("officer", {"claim": 1, "words": "Yes, I mean it."}),
    "CloseClaim": ("officer", {"claim": 1, "reason": "admitted"}),
    "ReportFear": ("passer-by", {"words": "She is afraid of the men at the bus station."}),
    "ReportNotAsked": ("passer-by", {"says": "Nobody asked."}),
    "UndoWithdrawal": ("passer-by", {"claim": 1, "words": "I did not mean it."}),
    "AssignOfficer": ("supervisor", {"claim": 1}),
    "ReassignOfficer": ("supervisor", {"claim": 1, "reason": "illness"}),
    "Recuse": ("officer", {"claim": 1}),
    "EnterAppearance": ("counsel", {"counsel": "counsel", "consent": True, "how": "signed", "form": "ab" * 32}),
    "AskAppearance": ("counsel", {"organisation": "An invented clinic"}),
    "AnswerAppearance": ("person", {"agreed": True}),
    "EndAppearance": ("counsel", {}),
    "RefuseCounsel": ("officer", {"code": "no_room"}),
    "ReportCounselTurnedAway": ("counsel", {"says": "I was told there was no room."}),
    "MakeRequest": ("counsel", {"kind": "attend", "number": 1, "by_line": True}),
    "GrantRequest": ("officer", {"request": 1, "place": "line 4"}),
    "RefuseRequest": ("officer", {"request": 1, "reasons": "The room seats three."}),
    "ReportLegalHelp": (
        "officer",
        {
            "before": "interview", "number": 1, "list_given": True, "listed": "2022-01-03", "line": "line 4",
            "line_worked": True, "out_of_hearing": True,
        },
    ),
    "SignalCall": ("person", {"to": "counsel"}),
    "ReportCall": ("officer", {"call": 1, "put_through": True, "out_of_hearing": True}),
    "BookInterview": ("officer", {"claim": 1, "starts": "2022-01-13T15:00:00Z", "place": "room 4"}),
    "AppointInterpreter": ("officer", {"claim": 1, "interpreter": "interpreter", "language": "es", "accepted": True}),
    "BeginInterview": ("officer", {"claim": 1, "conditions": GOOD}),
    "AddTestimony": ("officer", {"claim": 1, "speaker": "applicant", "words": "They asked for me by name."}),
    "PutInconsistency": (
        "officer", {"claim": 1, "lines": [2], "between": "three days and two nights", "explanation": "It was both."},
    ),
    "TakeBreak": ("officer", {"claim": 1}),
    "ResumeInterview": ("officer", {"claim": 1, "conditions": GOOD}),
    "PostponeInterview": ("officer", {"claim": 1, "starts": "2022-01-13T18:00:00Z", "reason": "noise"}),
    "EndInterview": ("officer", {"claim": 1}),
    "ReportInterview": ("passer-by", {"claim": 1, "says": "It was loud.", "lacking": ["quiet"]}),
    "ReadBack": ("officer", {"claim": 1, "language": "es", "facts": [FACT], "confirmed": True}),
    "CorrectReadback": ("person", {"claim": 1, "fact": 1, "words": "Four days, not three."}),
    "GiveAccess": ("clerk", {"how": "told"}),
    "ChangeAccess": ("clerk", {"how": "phone"}),
    "RevokeAccess": ("clerk", {"because": "lost"}),
    "AnswerAsked": ("officer", {"asked": 1, "says": "There will be another interpreter."}),
    "AskLink": ("passer-by", {}),
    "AskFor": ("person", {"what": "other_interpreter", "words": "I do not understand him."}),
    "ReportSendingBack": ("person", {"words": "They are putting us on a bus."}),
    "AddEvidence": ("officer", {"claim": 1, "title": "A photograph"}),
    "FileEvidence": ("counsel", {"claim": 1, "title": "A medical report"}),
    "AcceptEvidence": ("officer", {"claim": 1, "filing": 1}),
    "RejectEvidence": ("officer", {"claim": 1, "filing": 1, "code": "unreadable", "reasons": "Page 2 is blurred."}),
    "ConsultCountryInformation": (
        "officer", {"claim": 1, "source": "An invented report", "passage": "It happens.", "point": "kidnapping"},
    ),
    "RecordFinding": (
        "officer",
        {
            "claim": 1, "protection": "withholding", "element": "harm", "finding": "found", "reasons": "She was held.",
            "cites": ["T 2"],
        },
    ),
    "AssessCredibility": ("officer", {"claim": 1, "credible": True, "reasons": "Detailed and steady."}),
    "FindBar": (
        "officer",
        {"claim": 1, "protection": "withholding", "bar": "persecutor", "finding": "found", "reasons": "He said so."},
    ),
    "LockBand": ("officer", {"claim": 1, "band": "50_to_75"}),
    "SignDetermination": (
        "officer",
        {
            "claim": 1, "met": {"withholding": True, "torture": True}, "outcome": "positive",
            "reasons": "You were held and may be again.", "statement": "This is my own view.",
        },
    ),
    "Concur": ("supervisor", {"claim": 1, "determination": 1}),
    "ReturnForCorrection": (
        "supervisor",
        {"claim": 1, "determination": 1, "code": "finding_without_reasons", "reasons": "Say why the harm is grave."},
    ),
    "Override": ("hq-1", {"claim": 1, "determination": 1, "outcome": "negative", "reasons": "Read differently."}),
    "ProposeOverride": (
        "hq-1", {"claim": 1, "determination": 1, "outcome": "negative", "reasons": "Read differently."},
    ),
    "VoteOnPanel": ("hq-2", {"claim": 1, "determination": 1, "outcome": "negative", "reasons": "So do I."}),
    "Dissent": ("officer", {"claim": 1, "determination": 1, "words": "I found otherwise."}),
    "TargetReview": ("hq-5", {"claim": 1, "determination": 1, "reason": "A complaint names it."}),
    "RecogniseCase": ("hq-1", {"claim": 1, "determination": 1}),
    "SignDrawnReview": ("hq-1", {"claim": 1, "determination": 1, "outcome": "positive", "reasons": "She was held."}),
    "PassReview": ("supervisor", {"claim": 1, "determination": 1, "reviewer": "supervisor-2"}),
    "PrepareNotice": ("clerk", {"kind": "decision", "claim": 1, "determination": 1, **SIGNED}),
    "ServeNotice": (
        "clerk",
        {"notice": 1, "how": "in_person", "language": "es", "understood": True, "said_back": "I may come back."},
    ),
    "ReportUndelivered": ("passer-by", {"notice": 1, "why": "The house stands empty."}),
    "WarnAloud": (
        "clerk",
        {
            "notice": 1, "language": "es", "topics": ["time", "place", "consequences"],
            "said_back": "If I do not come they can decide without me.",
        },
    ),
    "ReportServiceRefused": ("passer-by", {"notice": 1, "language": "es", "read_aloud": True}),
    "AskRemedy": ("passer-by", {"claim": 1, "determination": 1, "words": "Can nobody look at this again?"}),
    "SendRecord": ("clerk", {"claim": 1, "determination": 1, "to": ["judge"]}),
    "DecideRemedy": ("judge", {"claim": 1, "determination": 1, "outcome": "for_person"}),
    "AskReconsideration": ("passer-by", {"claim": 1, "determination": 1, "words": "Please look again."}),
    "DecideReconsideration": (
        "another officer", {"claim": 1, "determination": 1, "outcome": "stands", "reasons": "Read again."},
    ),
    "PostponeHearing": ("clerk", {"hearing": 1, "reason": "The judge is ill."}),
    "HoldUnexcused": ("judge", {"hearing": 1, "says": "No excuse was given."}),
    "MoveHearing": (
        "clerk",
        {
            "hearing": 1, "court": "court-1", "day": "2022-03-09", "time": "09:00:00", "port": "bridge-1",
            "report_day": "2022-03-09", "report_time": "05:00:00", "reason": "The court is closed that week.",
        },
    ),
    "AdjournHearing": ("clerk", {"hearing": 1, "court": "court-1", "code": "no_interpreter"}),
    "ConcludeHearing": ("judge", {"hearing": 1, "outcome": "terminated"}),
    "PlanTransport": ("clerk", {"hearing": 1, "leaves": "2022-03-02T12:30:00Z", "escort": "An invented escort"}),
    "ConfirmTransport": ("clerk", {"hearing": 1, "by_whom": "An invented driver"}),
    "ReportTransport": ("passer-by", {"hearing": 1, "what": "left"}),
    "RecordAttendance": ("clerk", {"hearing": 1, "present": False}),
    "ReportAbsence": ("passer-by", {"hearing": 1, "cause": "other"}),
    "RecordSearch": ("clerk", {"hearing": 1, "told": ["counsel", "overseer"]}),
    "PlanContact": ("border", {"channels": [{"kind": "phone", "value": "+1 555 0100 200", "safe": True}]}),
    "ChangeContact": (
        "clerk",
        {"channel": {"kind": "phone", "value": "+1 202 555 0143", "safe": True}, "door": "telephone"},
    ),
    "ReportChannelLost": ("passer-by", {"channel": "phone", "because": "stolen"}),
    "TryMessage": (
        "passer-by",
        {
            "message": "3.1", "about": "notice.prepared/1", "to": "person", "way": "message",
            "address": "+12025550143", "words": "news", "language": "es",
        },
    ),
    "ReportMessageSent": ("passer-by", {"message": "3.1", "way": "message", "reference": "SM1"}),
    "ReportMessageDelivered": ("passer-by", {"message": "3.1", "way": "message", "reference": "SM1"}),
    "ReportMessageFailed": ("passer-by", {"message": "3.1", "way": "message", "why": "21211", "last": True}),
    "ReportContactTried": ("clerk", {"channel": "phone", "reached": True}),
    "ReturnPerson": ("border", {"port": "bridge-1"}),
    "AcknowledgeStay": ("post", {"post": "bridge-1"}),
    "BookPort": ("clerk", {"port": "bridge-1", "appointment": "2022-01-14T15:00:00Z"}),
    "ReportCustody": ("border-2", {"what": "night"}),
    "ReportReturn": ("passer-by", {"says": "She was walked over the bridge."}),
    "ReportPortAnswer": ("passer-by", {"port": "bridge-1", "answer": "refused"}),
    "Disclose": ("officer", {"recipient": "court", "basis": "hearing", "fields": ["name"]}),
    "ReportDisclosureAsked": ("officer", {"asker": "an office abroad", "what": "fingerprints"}),
    "ReportShared": ("officer", {"with_whom": "an office abroad", "what": "a list"}),
    "RequireConsultation": ("supervisor", {"says": "Ask me before you sign."}),
    "ReportContact": ("officer", {"asked": "Do not sign positives."}),
    "AnswerSign": ("overseer", {"rule": "decider.no-pressure", "answer": "Spoken to."}),
    "AnswerLate": ("supervisor", {"due": "serve", "claim": 1, "answer": "She is in hospital; on Thursday."}),
    "CloseCase": ("officer", {"reason": "left_by_choice"}),
}  # fmt: skip

APPEAR: dict[str, Any] = {
    "kind": "appear", "court": "court-1", "day": "2022-03-02", "time": "09:00:00", "port": "bridge-1",
    "report_day": "2022-03-02", "report_time": "05:00:00", "claim": 0, "determination": 0, **ADDRESS, **SIGNED,
}  # fmt: skip


class Case:
    """One case under one regime, given commands one by one; `facts` stand for staff, family, orders and courts."""

    def __init__(self, regime: Regime = MPP_2021, id: str = "case-1", **facts: Any) -> None:
        self.regime, self.file, self.at = regime, CaseFile(id=id), MORNING
        self.events: list[CaseEvent] = []
        self.reported: set[int] = set()  # places in `events` of what reports led to
        self.facts: dict[str, Any] = {"regimes": (regime.version,), "courts": (COURT,), "draw_seed": SEED, **facts}
        standard = regime.certificate.standard
        trained = (Certificate(standard=standard, from_day=dt.date(2019, 1, 1), until_day=None),)
        self.staff = {id: Staff(id=id, role=role, certificates=trained) for id, role in DESKS.items()}

    @property
    def claim(self) -> Claim:
        """The latest claim."""
        return self.file.claims[-1]

    @property
    def determination(self) -> Determination:
        """The latest determination of the latest claim."""
        assert self.claim.determination is not None
        return self.claim.determination

    def who(self, by: str) -> str:
        """`officer` is the claim's officer, `another officer` one who is not, else the id itself."""
        officer = self.file.claims[-1].officer if self.file.claims else ""
        if by == "another officer":
            return next(each for each in ("officer-1", "officer-2", "officer-3") if each != officer)
        return (officer or "officer-1") if by == "officer" else by

    def change(self, id: str, **changes: Any) -> None:
        """Change what is known of one member of staff (`officer`: the claim's)."""
        self.staff[self.who(id)] = msgspec.structs.replace(self.staff[self.who(id)], **changes)

    def wait(self, **time: int) -> "Case":
        """Let time pass."""
        self.at += dt.timedelta(**time)
        return self

    def command(self, name: str, by: str = "", /, **fields: Any) -> codec.CaseCommand:
        """The command with its proper form, save the fields given; parsed from plain data as a form is."""
        desk, form = FORMS[name]
        opens = {"regime": self.regime.version} if name in ("OpenCase", "OpenProvisionalCase") else {}
        id = self.who(by or desk)
        return codec.to_command(name, Author(by=id, role=self.staff[id].role, at=self.at), {**opens, **form, **fields})

    @property
    def day(self) -> dt.date:
        """The day at the place."""
        return self.at.astimezone(dt.timezone(dt.timedelta(hours=-7))).date()

    def decide(self, command: codec.CaseCommand) -> Decided | Refused:
        """What the core says to a command now; nothing is recorded."""
        given = {"members": (), "orders": (), **self.facts}
        facts = Facts(
            author=self.staff[command.who.by], day=self.day,
            zone=ZONE, staff=self.staff, eligible=("officer-1", "officer-2", "officer-3"), **given,
        )  # fmt: skip
        return decide(self.file, command, self.regime, facts)

    def ask(self, name: str, by: str = "", /, **fields: Any) -> Decided | Refused:
        """What the core would say."""
        return self.decide(self.command(name, by, **fields))

    def do(self, name: str, by: str = "", /, **fields: Any) -> "Case":
        """Give the command, which must pass; a minute goes by."""
        command = self.command(name, by, **fields)
        decision = self.decide(command)
        assert isinstance(decision, Decided), [f"{each.rule}: {each.detail}" for each in decision.rules]
        return self.record(command, decision)

    def record(self, command: codec.CaseCommand, decided: Decided) -> "Case":
        """Fold what a command led to; a minute goes by."""
        for event in decided.events:
            if isinstance(command, Report):
                self.reported.add(len(self.events))
            self.events.append(event)
            self.file = evolve(self.file, event)
        return self.wait(minutes=1)

    def refuses(self, rule: str, name: str, by: str = "", /, **fields: Any) -> "Case":
        """Require that this is refused by that rule, with a sentence and a citation."""
        decision = self.ask(name, by, **fields)
        assert isinstance(decision, Refused), f"{name} passed: {decision}"
        found = [each for each in decision.rules if each.rule == rule]
        assert found, f"{name} was refused by {[each.rule for each in decision.rules]}, not by {rule}"
        assert all(each.says and each.citation for each in found)
        return self

    def allows(self, name: str, by: str = "", /, **fields: Any) -> "Case":
        """Require that this passes without any breach; nothing is recorded."""
        decision = self.ask(name, by, **fields)
        assert isinstance(decision, Decided), [f"{each.rule}: {each.detail}" for each in decision.rules]
        assert not decision.breaches
        return self

    def breaks(
        self, rule: str, name: str, by: str = "", /, mended: dict[str, Any] | None = None, **defect: Any
    ) -> None:
        """Require that the proper form passes and that this defect in it is refused by that rule alone of its kind."""
        self.allows(name, **(mended or {})).refuses(rule, name, by, **{**(mended or {}), **defect})


def dues(case: Case) -> list[str]:
    """What is due in it now, by id."""
    return [each.id for each in due(case.file, case.regime)]


def alarmed(case: Case) -> set[str]:
    """The rules that its record shows broken now."""
    return {each.rule for each in alarms(case.file, case.regime, case.at)}


def opened(**given: Any) -> Case:
    """A case opened at the border, languages recorded, the tool used."""
    return Case(**given).do("OpenCase").do("RecordLanguage").do("ScreenVulnerability")


def claimed(**given: Any) -> Case:
    """The fear question put, alone, and answered yes."""
    return opened(**given).do("AskFear", answer="yes", words="I am afraid of them.").do("GiveAdvisal")


def assigned(**given: Any) -> Case:
    """The claim drawn to an officer, interpreter appointed, interview booked."""
    return claimed(**given).do("AssignOfficer").do("AppointInterpreter").do("BookInterview")


def interviewing(**given: Any) -> Case:
    """The next day, in the interview, with a question and an answer on the record."""
    case = assigned(**given).wait(days=1).do("BeginInterview")
    return case.do("AddTestimony", speaker="officer", words="What happened?").do("AddTestimony")


def read_back(**given: Any) -> Case:
    """The interview ended and its summary read back."""
    return interviewing(**given).do("EndInterview").do("ReadBack").do("ConsultCountryInformation")


def find(case: Case, outcome: str) -> Case:
    """Every element found, or (negative) none."""
    for protection, element in case.regime.elements():
        more = {"group": "Women who refuse."} if element.group else {}
        if outcome == "negative":
            more = {"cites": ["T 2", "C 1"], "asked_line": 1, "favourable": "It could be read so, but.", **more}
        case.do(
            "RecordFinding", protection=protection.id, element=element.id,
            finding="found" if outcome == "positive" else "not_found", **more,
        )  # fmt: skip
    return case


def analysed(outcome: str = "positive", **given: Any) -> Case:
    """Every element has a finding, and the band is locked."""
    case = find(read_back(**given), outcome).do("AssessCredibility")
    return case.do("LockBand", band="over_90" if outcome == "positive" else "under_10")


def signature(case: Case, outcome: str) -> dict[str, Any]:
    """The fields of a signature that agrees with its findings."""
    met = {each.id: outcome == "positive" for each in case.regime.protections}
    return {"outcome": outcome, "met": met}


def signed(outcome: str = "positive", **given: Any) -> Case:
    """The determination signed by the officer who heard the person."""
    case = analysed(outcome, **given)
    return case.do("SignDetermination", **signature(case, outcome))


def concurred(outcome: str = "positive", **given: Any) -> Case:
    """The supervisor concurs."""
    return signed(outcome, **given).do("Concur")


def served(outcome: str = "positive", **given: Any) -> Case:
    """The decision served in person; under a regime with a remedy, asked aloud and declined."""
    case = concurred(outcome, **given).do("PrepareNotice")
    return case.do("ServeNotice", remedy_asked=True, remedy_answer="decline")


def unafraid(**given: Any) -> Case:
    """Asked at the border and again outside it: no, twice."""
    return opened(**given).do("AskFear").wait(hours=12).do("AskFear", "officer-3")


def waiting(**given: Any) -> Case:
    """Placed in the programme, reachable, with a notice to appear that is served: return is lawful."""
    case = unafraid(**given).do("PlaceInProgramme").do("PlanContact")
    return case.do("PrepareNotice", **APPEAR).do("ServeNotice")


def unasked(**given: Any) -> Case:
    """Like `waiting`, but nobody has put the fear question."""
    case = opened(**given).do("PlaceInProgramme").do("PlanContact")
    return case.do("PrepareNotice", **APPEAR).do("ServeNotice")


def reported(**given: Any) -> Case:
    """Like `waiting`, but the placement was only reported, and the person was held before."""
    case = unafraid(**given).do("ReportCustody", what="held").do("ReportPlacement").do("PlanContact")
    return case.do("PrepareNotice", **APPEAR).do("ServeNotice")


def refused_and_waiting(**given: Any) -> Case:
    """A negative served, then placed with a notice to appear: return is lawful."""
    case = served("negative", **given).do("PlaceInProgramme").do("PlanContact").do("PrepareNotice", **APPEAR)
    return case.do("ServeNotice", notice=2)
