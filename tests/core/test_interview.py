"""Interview: conditions, interpreter, officer, record."""

import datetime as dt

import pytest
from msgspec.structs import replace

from asylia.core.facts import Member
from tests.core.build import GOOD, MPP_2021, assigned, claimed, interviewing, opened, served


@pytest.mark.parametrize(
    "defect",
    [{"private": False}, {"well": False}, {"answered_by": "custodian"}],
    ids=["overheard", "ill or sedated", "answered by the custodian"],
)
def test_interview_conditions_that_nobody_can_waive(defect: dict[str, object]) -> None:
    """interview.conditions: being overheard, illness or sedation cannot be waived; the person answers (S4)."""
    case = assigned().wait(days=1)
    case.breaks("interview.conditions", "BeginInterview", conditions={**GOOD, **defect, "goes_on": True})


@pytest.mark.parametrize("lack", ["quiet", "rested", "fed", "child_care"])
def test_interview_conditions_that_the_person_may_go_on_without(lack: str) -> None:
    """interview.conditions: a noisy cell by phone: postponed, unless the person, advised, goes on (S4)."""
    case = assigned().wait(days=1)
    case.breaks("interview.conditions", "BeginInterview", conditions={**GOOD, lack: False})
    case.allows("BeginInterview", conditions={**GOOD, lack: False, "goes_on": True})


def test_interview_conditions_are_checked_after_each_break() -> None:
    """interview.conditions: checked before the first question and after each break (S4)."""
    case = interviewing().do("TakeBreak")
    case.refuses("interview.conditions", "AddTestimony").refuses("interview.conditions", "PutInconsistency")
    case.breaks("interview.conditions", "ResumeInterview", conditions={**GOOD, "private": False})
    case.do("ResumeInterview").allows("AddTestimony")


def test_interview_conditions_a_failed_check_postpones_to_a_firm_date_without_longer_custody() -> None:
    """interview.conditions: postponed to a firm new date that does not lengthen custody (S4)."""
    case = assigned()
    case.breaks("interview.conditions", "PostponeInterview", starts="2022-01-01T15:00:00Z")
    later = {"starts": "2022-01-20T15:00:00Z"}
    case.allows("PostponeInterview", **later).do("ReportCustody", what="held")
    case.refuses("interview.conditions", "PostponeInterview", **later).allows("PostponeInterview")


def test_interview_conditions_by_line_needs_its_reason_where_the_regime_says_so() -> None:
    """interview.conditions: remote or in person with reason (S4: telephone interviews from holding rooms)."""
    strict = replace(MPP_2021, interview=replace(MPP_2021.interview, remote="with_reason"))
    case = claimed(regime=strict).do("AssignOfficer")
    case.breaks("interview.conditions", "BookInterview", mended={"mode": "phone", "reason": "far away"}, reason="")
    case.do("AppointInterpreter").do("BookInterview").wait(days=4)
    case.breaks("interview.conditions", "BeginInterview", mode="phone")


def test_interview_restraint_needs_reason_authoriser_and_duration() -> None:
    """interview.restraint: an exception needs a named reason, authoriser and duration (S1; M15)."""
    case = assigned().wait(days=1)
    excused = {"restraint_reason": "injury to others", "restraint_by": "border-2", "restraint_minutes": 10}
    case.allows("BeginInterview", conditions={**GOOD, "restrained": True, **excused})
    for missing in ("restraint_reason", "restraint_by", "restraint_minutes"):
        left = {key: value for key, value in excused.items() if key != missing}
        conditions = {**GOOD, "restrained": True, "goes_on": True, **left}
        case.refuses("interview.restraint", "BeginInterview", conditions=conditions)


def test_interview_rest_has_passed_or_was_waived_with_counsel_offered() -> None:
    """interview.rest: the regime's rest has passed or was waived, understood, counsel offered (domain 3.2)."""
    case = assigned().wait(days=1)
    tired = {**GOOD, "rest_hours": 3}
    case.breaks("interview.rest", "BeginInterview", conditions=tired)
    case.allows("BeginInterview", conditions={**tired, "rest_waived": True})
    case.refuses(
        "interview.rest", "BeginInterview", conditions={**tired, "rest_waived": True, "counsel_offered": False}
    )


def test_interpreter_fit_speaks_the_language_without_a_tie_and_was_accepted() -> None:
    """interpreter.fit: present in that language, tied to nobody feared, accepted by the person alone (domain 3.2)."""
    case = claimed().do("AssignOfficer")
    case.breaks("interpreter.fit", "AppointInterpreter", language="mam")
    case.breaks("interpreter.fit", "AppointInterpreter", accepted=False)
    case.breaks("interpreter.fit", "AppointInterpreter", age=15)
    for tie in ("feared_state", "feared_actor", "counsel", "witness", "family"):
        case.breaks("interpreter.fit", "AppointInterpreter", ties=[tie])
    case.do("EnterAppearance").refuses("interpreter.fit", "AppointInterpreter", interpreter="counsel")


def test_interpreter_fit_a_change_has_its_reason() -> None:
    """interpreter.fit: a change of interpreter is an event with a reason (law 3.1)."""
    case = assigned()
    case.breaks("interpreter.fit", "AppointInterpreter", interpreter="another")
    case.allows("AppointInterpreter", interpreter="another", reason="a dialect")


def test_interpreter_fit_no_interview_without_one() -> None:
    """interpreter.fit: an interpreter in that language, or an officer certified in it (domain 3.2)."""
    case = claimed().do("AssignOfficer").do("BookInterview").wait(days=1)
    case.refuses("interpreter.fit", "BeginInterview")
    case.change("officer", languages=("es",))
    case.allows("BeginInterview")
    assigned().wait(days=1).breaks("interpreter.fit", "BeginInterview", present=["counsel"])


def test_roles_apart_an_interpreter_takes_no_other_part() -> None:
    """roles.apart: nobody holds two roles in one case (S1)."""
    claimed().do("AssignOfficer").breaks("roles.apart", "AppointInterpreter", interpreter="border")
    case = assigned().do("AppointInterpreter", interpreter="supervisor", reason="a dialect")
    assert case.file.took_part("supervisor", "interpreted")


def test_decider_trained_no_interview_without_a_certificate_valid_that_day() -> None:
    """decider.trained: an officer who missed the training does not interview (S2; S4)."""
    case = assigned().wait(days=1).allows("BeginInterview")
    valid = case.staff[case.claim.officer].certificates[0]
    for expired in ((), (replace(valid, until_day=dt.date(2022, 1, 12)),), (replace(valid, standard="another"),)):
        case.change("officer", certificates=expired)
        case.refuses("decider.trained", "BeginInterview")


def test_decider_of_the_office_no_detailee_and_no_former_custody_post() -> None:
    """decider.of-the-office: Border Patrol agents conducting interviews are refused (S4)."""
    case = assigned().wait(days=1)
    case.change("officer", detailed_from="a patrol")
    case.refuses("decider.of-the-office", "BeginInterview")
    case.change("officer", detailed_from="", custody_post_until=dt.date(2020, 1, 14))
    case.refuses("decider.of-the-office", "BeginInterview")
    case.change("officer", custody_post_until=dt.date(2020, 1, 13))
    case.allows("BeginInterview")


def test_decider_own_voice_only_the_officer_to_whom_the_claim_was_drawn() -> None:
    """decider.own-voice: nobody hears, or keeps the record, in another's name (S4)."""
    assigned().wait(days=1).refuses("decider.own-voice", "BeginInterview", "another officer")
    for name in ("AddTestimony", "PutInconsistency", "TakeBreak", "EndInterview"):
        interviewing().allows(name).refuses("decider.own-voice", name, "another officer")


def test_decider_care_limits_interviews_a_day() -> None:
    """decider.care: limits on interviews a day (S4)."""
    case = assigned().wait(days=1)
    case.facts["interviews_today"] = 2
    case.allows("BeginInterview")
    case.facts["interviews_today"] = 3
    case.refuses("decider.care", "BeginInterview")


def test_roles_apart_whoever_encountered_detained_or_referred_does_not_interview() -> None:
    """roles.apart: whoever encountered, detained or referred a person cannot interview or decide (S1)."""
    for part in ("encountered", "detained", "referred", "reviewed"):
        case = assigned().wait(days=1)
        case.facts["members"] = (Member(case="case-2", parts=((case.claim.officer, part),)),)
        case.refuses("roles.apart", "BeginInterview")
    held = opened().do("ReportCustody", "border-2", what="held").do("ReportFear", "border-2")
    assert {each.part for each in held.file.parts if each.staff == "border-2"} == {"detained", "referred"}


def test_interview_record_has_questions_and_answers() -> None:
    """interview.record: questions and answers with their times (S1; S4)."""
    case = assigned().wait(days=1).do("BeginInterview")
    case.refuses("interview.record", "EndInterview").do("AddTestimony").allows("EndInterview")
    assert case.claim.interview.lines[0].at == case.at - dt.timedelta(minutes=1)


def test_interview_inconsistency_is_put_with_a_chance_to_explain() -> None:
    """interview.inconsistency: only what was put to the person with a chance to explain counts (S4; law 10)."""
    interviewing().breaks("interview.inconsistency", "PutInconsistency", lines=[9])
    interviewing().breaks("interview.inconsistency", "PutInconsistency", lines=[])
    interviewing().breaks("interview.inconsistency", "PutInconsistency", explanation=" ")


def test_interview_held_otherwise_is_reported_and_alarms() -> None:
    """interview.conditions: the interview was held without an interpreter: recorded, and each lack alarms (S4)."""
    lacking = ["interpreter", "privacy", "quiet", "rest", "counsel", "unrestrained", "record"]
    case = opened().do("ReportInterview", claim=4, lacking=lacking)
    assert [each.rule for each in case.file.signs] == [
        "interpreter.fit", "interview.conditions", "interview.conditions", "interview.rest", "counsel.admitted",
        "interview.restraint", "interview.record",
    ]  # fmt: skip


def test_procedure_exists_and_once_in_the_course_of_an_interview() -> None:
    """procedure.exists: nothing is recorded of an interview that has not begun, nor twice (house)."""
    assigned().refuses("procedure.exists", "AddTestimony").refuses("procedure.exists", "EndInterview")
    claimed().refuses("procedure.exists", "BookInterview")
    interviewing().refuses("procedure.once", "BeginInterview")
    interviewing().do("EndInterview").refuses("procedure.once", "AddTestimony")
    served("negative").refuses("procedure.once", "BookInterview")
    asked = served("negative").do("AskReconsideration").do("ReassignOfficer")
    asked.refuses("procedure.once", "BeginInterview")
    opened().refuses("procedure.exists", "BeginInterview")
