"""Hearing: attendance, absence with its cause, and who is first a missing person."""

import datetime as dt

import pytest

from asylia.core.alarms import alarms
from asylia.core.deadlines import due
from asylia.core.steps.hearing import EXCUSING
from tests.core.build import CALM, Case, waiting


def absent(**given: object) -> Case:
    """The court recorded that the person was not there; someone told a cause, and a search was made."""
    return waiting(**given).do("RecordAttendance").do("ReportAbsence").do("RecordSearch")


def test_notice_served_no_absence_is_unexcused_without_proven_service() -> None:
    """notice.served: absence recorded without proven service is never without excuse (S1; INA 240(b)(5)(A))."""
    absent().allows("HoldUnexcused").do("ReportUndelivered").refuses("notice.served", "HoldUnexcused")


def test_hearing_absence_cause_comes_before_any_consequence() -> None:
    """hearing.absence-cause: a missed hearing gets a cause code before any consequence (S1; S3)."""
    waiting().do("RecordAttendance").refuses("hearing.absence-cause", "HoldUnexcused")


@pytest.mark.parametrize("cause", sorted(EXCUSING))
def test_hearing_absence_cause_that_is_no_fault_excuses(cause: str) -> None:
    """hearing.absence-cause: kidnapped, ill, turned away: no fault, and no later report undoes it (S1; S3)."""
    case = waiting().do("RecordAttendance").do("ReportAbsence", cause=cause).do("ReportAbsence", cause="other")
    case.do("RecordSearch").refuses("hearing.absence-cause", "HoldUnexcused")


def test_hearing_absence_cause_unknown_is_first_a_missing_person() -> None:
    """hearing.absence-cause: who cannot be reached is first searched for, for this hearing (S1; S3)."""
    case = waiting().do("RecordAttendance").do("ReportAbsence", cause="unknown")
    case.refuses("hearing.absence-cause", "HoldUnexcused").wait(days=90)
    case.refuses("hearing.absence-cause", "HoldUnexcused").breaks("hearing.absence-cause", "RecordSearch", told=[])
    case.do("RecordSearch").allows("HoldUnexcused")


def test_hearing_absence_cause_everyone_who_must_know_is_told_the_same_day() -> None:
    """hearing.absence-cause: counsel, trusted person, shelter and overseer; owed the same day (S1; S3)."""
    ways = [{"kind": kind, "value": "+1 555 0100 200", "safe": True} for kind in ("trusted_person", "shelter")]
    case = waiting().do("EnterAppearance").do("PlanContact", channels=ways).wait(days=48)
    case.do("RecordAttendance").do("ReportAbsence", cause="unknown")
    (missing,) = [each for each in due(case.file, case.regime) if each.id == "missing.1"]
    assert missing.what == "Missing: tell counsel, trusted person, shelter, overseer today, and search"
    assert missing.by == dt.datetime(2022, 3, 3, tzinfo=dt.UTC)
    case.do("RecordSearch", told=["counsel", "overseer"]).refuses("hearing.absence-cause", "HoldUnexcused")
    assert "missing.1" in [each.id for each in due(case.file, case.regime)]
    case.do("RecordSearch", told=["trusted person", "shelter"]).allows("HoldUnexcused")
    assert "missing.1" not in [each.id for each in due(case.file, case.regime)]


def test_hearing_absence_cause_another_cause_is_no_way_past_the_search() -> None:
    """hearing.absence-cause: who was sent to wait and cannot be reached is missing, whatever code is typed."""
    case = waiting().do("RecordAttendance").do("ReportAbsence", cause="other")
    case.refuses("hearing.absence-cause", "HoldUnexcused").wait(days=60)
    case.do("ReportContactTried").allows("HoldUnexcused")


def test_hearing_absence_cause_a_childs_absence_is_never_the_childs_fault() -> None:
    """hearing.absence-cause: a child, or someone whose age is in doubt (S1; S3)."""
    for answer in ("yes", "doubt"):
        absent().do("ScreenVulnerability", answers={**CALM, "child": answer}).refuses(
            "hearing.absence-cause", "HoldUnexcused"
        )
    case = absent().do("ScreenVulnerability", answers={**CALM, "child": "doubt"})
    case.do("ResolveVulnerability", condition="child", present=False).allows("HoldUnexcused")


def test_hearing_absence_cause_only_the_court_decides() -> None:
    """hearing.absence-cause: only the court decides, with that record before it (S1; S3)."""
    for by in ("border", "officer", "supervisor", "post"):
        absent().refuses("hearing.absence-cause", "HoldUnexcused", by)


def test_a_report_of_absence_is_not_the_courts_record_of_it() -> None:
    """procedure.exists: that someone says the person was absent lets nobody hold it against them (house rule 1)."""
    case = waiting().do("ReportAbsence").do("RecordSearch")
    assert case.file.hearings[0].attended is None
    case.refuses("procedure.exists", "HoldUnexcused")
    case.do("RecordAttendance", present=True).refuses("procedure.exists", "HoldUnexcused")


def test_notice_served_a_case_is_not_closed_before_its_hearing() -> None:
    """notice.served: a case with a hearing still to be held is not closed, but by death (S1)."""
    waiting().refuses("notice.served", "CloseCase").allows("CloseCase", reason="died")
    waiting().do("RecordAttendance", present=True).allows("CloseCase")
    waiting().do("PostponeHearing").allows("CloseCase")


def test_procedure_exists_no_such_hearing() -> None:
    """procedure.exists: a hearing of the record (house); a report about another is kept all the same."""
    waiting().refuses("procedure.exists", "PostponeHearing", hearing=2).allows("ReportAbsence", hearing=2)
    waiting().do("RecordAttendance").refuses("procedure.once", "PostponeHearing")
    case = waiting().do("ReportAbsence", hearing=9, cause="kidnapping")
    assert [each.rule for each in case.file.signs] == ["hearing.absence-cause"]


def test_a_hearing_alarms_once_its_hour_is_past_by_any_clock() -> None:
    """The core knows no zones: nobody is late before the court's own clock says so, wherever the court is."""
    case = waiting().do("PlanTransport").do("ConfirmTransport")
    held = dt.datetime(2022, 3, 2, 9, tzinfo=dt.UTC)
    for hours, late in ((1, False), (12, False), (13, True)):
        found = alarms(case.file, case.regime, held + dt.timedelta(hours=hours))
        assert ("hearing.absence-cause" in {each.rule for each in found}) == late
