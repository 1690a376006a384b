"""The way from the port to a hearing: booked, confirmed, left, arrived, or no fault of who waited for it."""

from asylia.core.deadlines import due
from tests.core.build import Case, waiting


def transport(case: Case) -> list[str]:
    """What is due about the way from the port."""
    return [each.what for each in due(case.file, case.regime) if each.id.startswith("transport.")]


def test_custody_counted_the_way_is_booked_confirmed_and_recorded_as_it_happens() -> None:
    """custody.counted: with its times, who drives and who escorts (S1; domain 2.3)."""
    case = waiting()
    assert transport(case) == ["Book the way from the port"]
    assert transport(case.do("PlanTransport")) == ["Have the way from the port confirmed"]
    assert transport(case.do("ConfirmTransport")) == []
    case.do("ReportTransport", what="left").do("ReportTransport", what="arrived")
    assert case.file.hearings[0].transport.way == "arrived"
    assert not case.file.signs


def test_custody_counted_names_who_escorts_and_who_confirmed() -> None:
    """custody.counted: a name for each, and an hour that is still to come."""
    case = waiting()
    case.breaks("custody.counted", "PlanTransport", escort=" ")
    case.breaks("notice.valid", "PlanTransport", leaves="2022-01-01T10:00:00Z")
    case.refuses("procedure.exists", "ConfirmTransport").do("PlanTransport")
    case.breaks("custody.counted", "ConfirmTransport", by_whom="")
    case.do("PostponeHearing").refuses("procedure.exists", "PlanTransport")
    case.refuses("procedure.exists", "PlanTransport", hearing=2).allows("ReportTransport", hearing=2)


def test_hearing_absence_cause_a_transport_that_did_not_come_is_no_fault_of_who_waited() -> None:
    """hearing.absence-cause: it is the cause, whatever is reported later (S1)."""
    case = waiting().do("PlanTransport").do("ReportTransport", what="not_come").do("RecordAttendance")
    assert [each.rule for each in case.file.signs] == ["hearing.absence-cause"]
    case.do("ReportAbsence", cause="other").do("RecordSearch").refuses("hearing.absence-cause", "HoldUnexcused")
