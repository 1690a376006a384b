"""A day that moved: the old paper sends nobody anywhere, the new one says what it replaces, and both are owed."""

from asylia.core.deadlines import due
from asylia.core.steps.notice import NoticePrepared
from tests.core.build import APPEAR, Case, unafraid, waiting

THERE = {"day": "2022-03-09", "report_day": "2022-03-09"}
NEW = {**APPEAR, "kind": "hearing", **THERE}


def owed(case: Case) -> list[str]:
    """What is due about the hearings, by id."""
    return [each.id for each in due(case.file, case.regime) if each.id.partition(".")[0].endswith("_hearing")]


def test_notice_served_a_moved_day_needs_a_paper_of_its_own_and_its_service() -> None:
    """notice.served: nobody is held to a day that no paper told (INA 239(a)(2))."""
    case = waiting().do("MoveHearing").refuses("return.lawful", "ReturnPerson")
    assert owed(case) == ["prepare_hearing.2"]
    case.breaks("notice.valid", "PrepareNotice", mended=NEW, day="2022-03-10", report_day="2022-03-10")
    case.do("PrepareNotice", **NEW)
    assert (owed(case), case.file.notices[1].replaces, len(case.file.hearings)) == (["serve_hearing.2"], 1, 2)
    case.refuses("return.lawful", "ReturnPerson").do("ServeNotice", notice=2).allows("ReturnPerson")
    assert owed(case) == []


def test_notice_valid_an_old_paper_that_was_never_served_is_served_no_more() -> None:
    """notice.valid: undelivered paper of an old day is replaced, not handed over."""
    case = unafraid().do("PlaceInProgramme").do("PlanContact").do("PrepareNotice", **APPEAR)
    case.do("MoveHearing").refuses("notice.valid", "ServeNotice")
    case.do("PrepareNotice", **{**NEW, "kind": "appear"}).refuses("notice.valid", "ServeNotice")
    case.do("ServeNotice", notice=2).allows("ReturnPerson")


def test_notice_served_what_came_back_is_told_by_another_paper_for_the_same_day() -> None:
    """notice.served: returned mail: owed again before the hearing, and the new paper says what it replaces."""
    case = waiting().do("ReportUndelivered")
    assert owed(case) == ["prepare_hearing.1"]
    case.refuses("procedure.once", "ServeNotice")
    case.do("PrepareNotice", **{**APPEAR, "kind": "hearing", "address": "14 Another Street, El Paso 79901"})
    assert (len(case.file.hearings), case.file.notices[1].replaces) == (1, 1)
    assert owed(case) == ["serve_hearing.1"]
    case.do("RecordAttendance").do("ReportAbsence").do("RecordSearch").refuses("notice.served", "HoldUnexcused")
    assert owed(waiting().do("ReportUndelivered").do("PostponeHearing")) == []


def test_a_day_taken_off_is_replaced_by_the_next_that_a_notice_sets() -> None:
    """notice.valid: the new paper says which old one it replaces."""
    case = waiting().do("PostponeHearing").do("PrepareNotice", **NEW)
    assert (case.file.notices[1].replaces, case.file.hearings[1].replaces) == (1, 1)
    again = case.do("PostponeHearing", hearing=2).do(
        "PrepareNotice", **{**NEW, "day": "2022-03-16", "report_day": "2022-03-16"}
    )
    assert (again.file.notices[2].replaces, again.file.hearings[2].replaces) == (2, 2)


def test_a_hearing_moved_twice_is_told_from_the_last_paper() -> None:
    """The day that was never told is in no paper."""
    case = waiting().do("MoveHearing").do("MoveHearing", hearing=2, day="2022-03-16", report_day="2022-03-16")
    case.refuses("procedure.once", "MoveHearing").refuses("procedure.once", "MoveHearing", hearing=2)
    case.do("PrepareNotice", **{**NEW, "day": "2022-03-16", "report_day": "2022-03-16"})
    assert case.file.notices[1].replaces == 1
    told = case.file.told_before(case.file.hearings[2])
    assert told is not None
    assert told.number == 1


def test_the_court_goes_on_another_day_with_a_reason_and_the_next_date() -> None:
    """Adjourned: why, and when; once; after it is recorded who came."""
    case = waiting().refuses("procedure.exists", "AdjournHearing").do("RecordAttendance", present=True)
    there = {**THERE, "time": "09:00:00", "port": "bridge-1", "report_time": "05:00:00"}
    case.do("AdjournHearing", **there).refuses("procedure.once", "AdjournHearing")
    assert [each.outcome for each in case.file.hearings] == ["adjourned: no_interpreter", ""]
    assert owed(case) == ["prepare_hearing.2"]
    case.do("PrepareNotice", **NEW).do("ServeNotice", notice=2)
    later = waiting().do("RecordAttendance", present=True).do("AdjournHearing")
    assert len(later.file.hearings) == 1
    later.allows("PrepareNotice", **NEW)


def test_hearing_absence_cause_no_order_against_who_was_absent_without_the_courts_finding() -> None:
    """hearing.absence-cause: an order in absence follows only what the court held (INA 240(b)(5))."""
    case = waiting().do("RecordAttendance")
    case.breaks("hearing.absence-cause", "ConcludeHearing", outcome="removal")
    case.do("ReportAbsence").do("RecordSearch").do("HoldUnexcused").allows("ConcludeHearing", outcome="removal")
    waiting().refuses("procedure.exists", "ConcludeHearing")
    once = waiting().do("RecordAttendance", present=True).do("ConcludeHearing", outcome="removal")
    once.refuses("procedure.once", "ConcludeHearing").refuses("procedure.once", "AdjournHearing")


def test_notice_served_a_refusal_to_take_it_proves_nothing_and_is_kept() -> None:
    """notice.served: recorded with who saw it; the notice stays owed, and no absence is held unexcused."""
    case = unafraid().do("PlaceInProgramme").do("PlanContact").do("PrepareNotice", **APPEAR)
    case.do("ReportServiceRefused")
    assert (case.file.notices[0].refused, owed(case)) == ("read aloud all the same", ["serve_hearing.1"])
    case.do("RecordAttendance").do("ReportAbsence").do("RecordSearch").refuses("notice.served", "HoldUnexcused")
    case.allows("ServeNotice").allows("ReportServiceRefused", notice=9)


def test_notice_served_the_warning_is_said_in_a_language_understood_whole_and_said_back() -> None:
    """notice.served: time, place, consequences; the language in which it was given is kept (INA 240(b)(7))."""
    case = waiting()
    case.breaks("advisal.language", "WarnAloud", language="pt")
    case.breaks("notice.served", "WarnAloud", topics=["time", "place"])
    case.breaks("notice.served", "WarnAloud", said_back=" ")
    case.refuses("procedure.exists", "WarnAloud", notice=2)
    assert case.do("WarnAloud").file.notices[0].warned == "es"


def test_notice_valid_the_sheet_to_report_tells_what_the_notice_tells() -> None:
    """notice.valid: one hour to report, on every paper (domain 4.3: conflicting answers followed)."""
    sheet = {"kind": "reporting", "claim": 0, "determination": 0}
    case = waiting()
    case.breaks("notice.valid", "PrepareNotice", mended=sheet, port="bridge-1", report_day="2022-03-03")
    case.breaks("notice.valid", "PrepareNotice", mended=sheet, report_time="09:00:00")
    prepared = case.do("PrepareNotice", **sheet).events[-1]
    assert isinstance(prepared, NoticePrepared)
    assert (prepared.port, f"{prepared.report_day}", f"{prepared.report_time}") == (
        "bridge-1",
        "2022-03-02",
        "05:00:00",
    )


def test_notice_valid_nobody_signs_or_ticks_for_another() -> None:
    """notice.valid: signed for another agent; a box that only another desk ticks (OIG-21-45, domain 4.5)."""
    case = unafraid()
    case.change("clerk", name="A. Invented")
    case.breaks("notice.valid", "PrepareNotice", mended={**APPEAR, "signer": "A. Invented"}, signer="B. Invented")
    case.breaks("notice.valid", "PrepareNotice", mended=APPEAR, boxes=["order_vacated"])
    ticked = case.do("PrepareNotice", **APPEAR, boxes=["present_without_admission"])
    assert [type(each).__name__ for each in ticked.events[-2:]] == ["NoticePrepared", "BoxesTicked"]
    case.allows("PrepareNotice", "officer", **APPEAR, boxes=["after_fear_interview"])
