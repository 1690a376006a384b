"""The same facts counted in plain Python over folded cases and their events' names: nothing here asks extraction."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from asylia.core.alarms import alarms
from asylia.core.decider import CaseEvent, fold
from asylia.core.event import name_of
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.standing import is_open

# Tables of which each event of these names is one row.
NAMED = {
    "encounters": ("case.opened/1",),
    "statements": ("case.opened_provisionally/1",),
    "matches": ("case.matched/1",),
    "encounter_ends": ("encounter.ended/1",),
    "languages": ("language.recorded/1",),
    "advisals": ("advisal.given/1",),
    "screenings": ("vulnerability.screened/1",),
    "births": ("birth.reported/1",),
    "questions": ("fear_question.put/1", "fear_question.not_put/1"),
    "referrals": ("referral.made/1",),
    "withdrawals": ("withdrawal.recorded/1", "withdrawal.confirmed/1", "withdrawal.undone/1"),
    "claim_closures": ("claim.closed/1",),
    "assignments": ("officer.assigned/1", "officer.reassigned/1"),
    "recusals": ("officer.recused/1",),
    "bookings": ("interview.booked/1", "interview.postponed/1"),
    "interpreters": ("interpreter.appointed/1",),
    "interviews": ("interview.begun/1",),
    "interview_ends": ("interview.ended/1",),
    "readbacks": ("readback.given/1", "readback.corrected/1"),
    "bands": ("band.locked/1",),
    "draws": ("draw.held/1", "review.targeted/1", "repeat_draw.held/1"),
    "second_decisions": ("drawn_review.signed/1", "targeted_review.signed/1", "repeat.signed/1"),
    "passings": ("review.passed/1", "case.recognised/1"),
    "dissents": ("dissent.recorded/1",),
    "remedies": ("remedy.asked/1", "record.sent/1", "remedy.decided/1"),
    "services": ("notice.served/1", "notice.undelivered/1", "service.refused/1"),
    "warnings": ("warning.given/1",),
    "attendances": ("attendance.recorded/1",),
    "absences": ("absence.reported/1", "absence.reported/2", "absence.held_unexcused/1"),
    "searches": ("search.recorded/1",),
    "stays": ("stay.acknowledged/1",),
    "port_appointments": ("port.booked/1",),
    "port_answers": ("port.answered/1",),
    "pressure_reports": ("contact.reported/1", "consultation.required/1"),
    "breaches": ("breach.noted/1",),
    "refusals": ("act.refused/1",),
    "alarm_answers": ("alarm.answered/1", "lateness.answered/1"),
    "case_closures": ("case.closed/1",),
}
REVIEWS = ("concurred", "returned", "overridden", "agreed", "disagreed")


def counts(case: str, events: Sequence[CaseEvent]) -> Counter[str]:
    """How many rows each table has of a case."""
    file, names = fold(case, events), Counter(map(name_of, events))
    found = Counter({table: sum(names[each] for each in of) for table, of in NAMED.items()})
    signed = [each for claim in file.claims for each in claim.determinations]
    found["claims"] = len(file.claims)
    found["sayings"] = sum(len(each.words) for each in file.claims)
    found["determinations"] = len(signed)
    found["findings"] = sum(len(each.findings) for each in signed)
    found["reviews"] = sum(each.kind in REVIEWS for one in signed for each in one.reviews)
    found["notices"] = len(file.notices)
    found["hearings"] = len(file.hearings)
    sent_back = sum(getattr(each, "how", "") == "sent_back" and name_of(each) == "encounter.ended/1" for each in events)
    found["returns"] = file.custody.returned + sent_back
    return found


def nights(events: Sequence[CaseEvent]) -> int:
    """Nights in custody that were reported."""
    return fold("", events).custody.nights


def open_alarms(
    case: str, events: Sequence[tuple[CaseEvent, dt.datetime]], regime: Regime, now: dt.datetime
) -> Counter[tuple[str, int]]:
    """The class-A alarms that stood at a moment, by rule and by the version that shows each."""
    file = fold(case, [each for each, recorded in events if recorded <= now])
    return Counter((each.rule, each.version) for each in alarms(file, regime, now))


def ended(file: CaseFile, regime: Regime) -> set[int]:
    """Claims of which nothing is open."""
    return {each.number for each in file.claims if not is_open(each, regime)}
