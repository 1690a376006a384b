"""Where a case stands, said for its band: facts, what is due, the stages of the regime."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from django.db.models import F
from django.urls import reverse

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.core import deadlines
from asylia.core.file import CaseFile, Claim
from asylia.core.regime import Regime
from asylia.core.standing import stage
from asylia.web import cases
from asylia.web.access import PAGES
from asylia.web.band import Band, Chip, Due, Fact, Stage, Tab, chip
from asylia.web.cases import Case
from asylia.web.names import country, language
from asylia.web.templatetags.words import DESKS, family

STAGES = {
    "encounter": "Encounter",
    "fear_claim": "Fear claim",
    "referral": "Referral",
    "interview": "Interview",
    "readback": "Read-back",
    "determination": "Determination",
    "review": "Review",
    "notice": "Notice",
    "hearing": "Hearing",
}

NO_LIMIT = Chip("No limit set")

# The pages of a case as tabs, in their order: url name -> label. Which of them a reader sees is access.py's to say.
TABS = {
    "case": "Case",
    "case-record": "Record",
    "interview": "Interview",
    "evidence": "Evidence",
    "worksheet": "Worksheet",
    "reviews": "Reviews",
    "looks": "Who looked",
    "notices": "Notices",
    "contact": "Contact",
    "client-record": "Record and extract",
}

# What is due (core/deadlines.py, the id up to its point) -> the command that does it.
DOORS = {
    "match": "MatchCase",
    "language": "RecordLanguage",
    "screening": "ScreenVulnerability",
    "doubt": "ResolveVulnerability",
    "ask": "AskFear",
    "ask_again": "AskFear",
    "custody": "ReportCustody",
    "counted": "ReportCustody",
    "trace_owner": "NameOwner",
    "trace_ask": "AskAlone",
    "trace": "CloseTrace",
    "appearance": "AnswerAppearance",
    "request": "GrantRequest",
    "move_interview": "PostponeInterview",
    "move_hearing": "PostponeHearing",
    "legal_help": "ReportLegalHelp",
    "call": "ReportCall",
    "filing": "AcceptEvidence",
    "port": "BookPort",
    "port_answer": "ReportPortAnswer",
    "sending_back": "AnswerSign",
    "asked": "AnswerAsked",
    "stay": "AcknowledgeStay",
    "confirm_withdrawal": "ConfirmWithdrawal",
    "assign": "AssignOfficer",
    "book": "BookInterview",
    "interview": "BeginInterview",
    "readback": "ReadBack",
    "determination": "SignDetermination",
    "review": "Concur",
    "panel": "VoteOnPanel",
    "serve": "PrepareNotice",
    "prepare_hearing": "PrepareNotice",
    "transport": "PlanTransport",
    "missing": "RecordSearch",
    "reconsider": "DecideReconsideration",
    "send_record": "SendRecord",
    "remedy": "DecideRemedy",
    "serve_hearing": "ServeNotice",
    "hearing": "RecordAttendance",
    "cause": "ReportAbsence",
}

# Desks with a page of their own for what is due there: desk -> command -> url name.
DESK_DOORS: dict[str, dict[str, str]] = {
    "hearing_clerk": {
        **dict.fromkeys(
            ("PrepareNotice", "ServeNotice", "RecordAttendance", "ReportAbsence", "PlanTransport", "RecordSearch"),
            "notices",
        ),
        "BookPort": "port-book",
        "SendRecord": "record-send",
    },
    "asylum_officer": {
        "MatchCase": "match",
        "BookInterview": "book",
        "DecideReconsideration": "look-again",
        "PostponeInterview": "postpone",
        "AppointInterpreter": "interpreter",
        "GiveAdvisal": "advisal",
        "BeginInterview": "interview",
        "EnterAppearance": "counsel-enters",
        "EndAppearance": "counsel-ends",
        "RefuseCounsel": "counsel-refused",
        "AddTestimony": "interview",
        "PutInconsistency": "inconsistency",
        "TakeBreak": "break",
        "ResumeInterview": "resume",
        "EndInterview": "end-interview",
        "ReadBack": "readback",
        "RecordFinding": "worksheet",
        "AssessCredibility": "worksheet",
        "FindBar": "worksheet",
        "LockBand": "worksheet",
        "AddEvidence": "evidence-add",
        **dict.fromkeys(("AcceptEvidence", "RejectEvidence"), "evidence"),
        "ConsultCountryInformation": "country-information",
        "SignDetermination": "worksheet",
        "WithdrawClaim": "withdrawal",
        "ConfirmWithdrawal": "confirm-withdrawal",
        "UndoWithdrawal": "undo-withdrawal",
        "Recuse": "recuse",
        "ReportContact": "contacted",
        "AnswerAsked": "asked",
    },
    "supervisor": {"Concur": "review", "AssignOfficer": "assign", "AnswerAsked": "asked", "AnswerSign": "answer"},
    "headquarters": {"VoteOnPanel": "panel"},
    "judge": {"DecideRemedy": "remedy"},
    "specialist": {
        "ResolveVulnerability": "resolve",
        "AppointRepresentative": "representative",
        "DisproveKinship": "kinship",
    },
    "duty_post": {"AcknowledgeStay": "stay-acknowledge", "ReportCustody": "post-custody"},
    "counsel": {
        "FileEvidence": "file-evidence",
        "MakeRequest": "client-ask",
        "SignalCall": "client-call",
        "AskRemedy": "file-remedy",
        "AskReconsideration": "file-again",
        "PlanContact": "contact",
        "ChangeContact": "contact-change",
        "ReportContactTried": "contact-tried",
        "ReportChannelLost": "contact-lost",
    },
    "border_officer": {
        "RecordLanguage": "encounter-language",
        "ScreenVulnerability": "encounter-health",
        "AskFear": "encounter-fear",
    },
}


def band_of(case: Case, account: Account, now: dt.datetime, *, current: str = "") -> Band:
    """Return the band of a case for one reader at one moment (UTC); `current` is the url name of the page."""
    dues = [due_line(due, case, account, now) for due in deadlines.due(case.file, case.regime)[:1]]
    # The door to it stands on the case page only: elsewhere the page's own button is the one to press.
    due = dues[0] if dues and current == "case" else replace(dues[0], url="") if dues else None
    row = cases.find(case.id)
    at_the_post = account.role == "border_officer"  # its own side list holds the pages, and the facts stand in them
    return Band(
        name=case.file.name or "Name not recorded",
        number=case.number,
        opened=encounter_of(case.file) if at_the_post else "",
        facts=[] if at_the_post else list(facts_of(case.file, case.regime)),
        due=due,
        tabs=[
            Tab(label, reverse(name, args=[case.id]), current=name == current)
            for name, label in TABS.items()
            if PAGES[name].opens(account, row) and not at_the_post
        ],
        stages=stages_of(case.file, case.regime),
        next_url=next_of(case, account),
    )


def next_of(case: Case, account: Account) -> str:
    """Return the address of the next case in an officer's own work, by due time; empty where there is no other."""
    if account.role != "asylum_officer":
        return ""
    mine = DueRow.objects.filter(staff=account.staff, desk=account.role).order_by(
        F("by").asc(nulls_last=True), "case_id"
    )
    cases_due = list(dict.fromkeys(mine.values_list("case_id", flat=True)))
    after = cases_due.index(case.id) + 1 if case.id in cases_due else 0
    others = [each for each in cases_due[after:] + cases_due[:after] if each != case.id]
    return reverse("case", args=[others[0]]) if others else ""


def encounter_of(file: CaseFile) -> str:
    """Say where the encounter is and when it was opened."""
    if file.opened is None:
        return ""
    opened = file.opened.at.astimezone(ZoneInfo(file.zone))
    return f"Encounter at {file.place}, opened {day(opened)} {opened:%Y, %H:%M}"


def facts_of(file: CaseFile, regime: Regime) -> Iterator[Fact]:
    """Yield the facts of the band; what is not known is said, never left out."""
    yield Fact("Born", file.born or "not recorded")
    countries = [country(each.country) for each in file.nationalities if each.country]
    yield Fact("National of", " or ".join(countries) or "undetermined")
    understood = file.advisal is not None and file.advisal.understood == "understood"
    how = "confirmed by saying back" if understood else "not yet said back"
    yield Fact("Language", f"{language(file.best_language)}, {how}" if file.best_language else "not recorded")
    if file.family:
        yield Fact("Family", family(file.family))
    yield Fact("Counsel", file.counsel or "none")
    yield Fact("Held", "Yes" if file.custody.held_since else "No")
    yield Fact("Regime", regime.title)


def due_line(due: deadlines.Due, case: Case, account: Account, now: dt.datetime) -> Due:
    """Say what is due and from whom, in the clock of the place; with a door to it for the one whose turn it is."""
    zone = ZoneInfo(case.file.zone)
    by = moment_of(due, case.file)
    says = chip(by.astimezone(zone), now.astimezone(zone)) if by else NO_LIMIT
    yours = due.staff == account.staff if due.staff else due.desk == account.role
    url = door_of(DOORS[due.id.partition(".")[0]], case, account) if yours else ""
    # What to do, never why (vulnerable.screened): the condition in doubt stands on the specialist's page alone.
    what = "Resolve a doubt in private" if due.id.startswith("doubt.") and account.role != "specialist" else due.what
    return Due(chip=says, what=what, who=whose(due, account, case, yours=yours), rule=due.alarm, url=url, button=what)


def moment_of(due: deadlines.Due, file: CaseFile) -> dt.datetime | None:
    """Return when something is due; for a hearing, by the clock of its court."""
    step, _, number = due.id.partition(".")
    if step not in deadlines.BY_THE_COURTS_CLOCK or due.by is None:
        return due.by
    return due.by.replace(tzinfo=ZoneInfo(file.hearings[int(number) - 1].zone or file.zone))


def door_of(command: str, case: Case, account: Account) -> str:
    """Return the address at which this desk gives a command: its own page, else the page every command has."""
    own = DESK_DOORS.get(account.role, {}).get(command)
    return reverse(own, args=[case.id]) if own else reverse("act", args=[case.id, command])


def whose(due: deadlines.Due, account: Account, case: Case, *, yours: bool) -> str:
    """Return whose turn it is: the person where one is named, else the desk; marked where it is the reader's."""
    unnamed = not due.staff or (due.desk == "asylum_officer" and cases.officers_unnamed(account, case.file))
    named = None if unnamed else Account.objects.filter(staff=due.staff).first()
    desk = DESKS[due.desk]
    return (f"{named.name}, {desk}" if named else desk.capitalize()) + (" (you)" if yours else "")


def stages_of(file: CaseFile, regime: Regime) -> list[Stage]:
    """Return the stages that this regime has, each done on its day, now, or ahead."""
    claim = file.claims[-1] if file.claims else None
    reached = stage(claim, regime)
    now = "notice" if reached in ("remedy", "ended") else str(reached)
    known = [name for name in STAGES if name != "hearing" or regime.placement is not None]
    place = known.index(now)
    days = dict(days_of(file, claim))
    return [
        Stage(STAGES[name], days.get(name, ""), "done" if n < place else "now" if n == place else "ahead")
        for n, name in enumerate(known)
    ]


def days_of(file: CaseFile, claim: Claim | None) -> Iterator[tuple[str, str]]:
    """Yield (stage, day in words) for each stage that has one, in the place's own calendar."""
    zone = ZoneInfo(file.zone)
    if file.opened:
        yield "encounter", day(file.opened.at.astimezone(zone))
    if file.hearings:
        yield "hearing", f"{day(file.hearings[-1].day)} {file.hearings[-1].time:%H:%M}"
    if claim is not None:
        yield "fear_claim", day(claim.day)
        yield "referral", day(claim.day)
        yield from _days_of_the_claim(claim, zone)


def _days_of_the_claim(claim: Claim, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    if held := claim.interview.begun or claim.interview.starts:
        yield "interview", day(held.astimezone(zone))
    if claim.readback:
        yield "readback", day(claim.readback.at.astimezone(zone))
    signed = claim.determination
    if signed is None:
        return
    reviewed = day(signed.reviews[-1].who.at.astimezone(zone)) if signed.reviews else ""
    yield "determination", f"returned {reviewed}" if signed.returned else day(signed.day)
    if reviewed and not signed.returned:
        yield "review", reviewed
    if signed.service:
        yield "notice", day(signed.service.day)


def day(when: dt.date) -> str:
    """`4 Mar`."""
    return f"{when.day} {when:%b}"
