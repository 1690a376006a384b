"""Custody and return: what must hold before anyone is returned, and what is counted."""

import datetime as dt

import pytest
from msgspec.structs import replace

from asylia.core.alarms import alarms
from asylia.core.calendars import Arrival, Holiday, Port, Slot
from asylia.core.deadlines import due
from asylia.core.errors import Refused
from asylia.core.facts import CourtOrder, Member
from tests.core.build import APPEAR, COURT, CREDIBLE_FEAR, claimed, concurred, opened, served, unafraid, waiting


def test_return_lawful_asks_for_everything_at_the_moment_of_return() -> None:
    """return.lawful: placed, asked, no open claim, all final and served, notice, plan (S1; S4)."""
    waiting().allows("ReturnPerson")
    unafraid().do("PlanContact").do("PrepareNotice", **APPEAR).do("ServeNotice").refuses(
        "return.lawful", "ReturnPerson"
    )
    unafraid().do("PlaceInProgramme").do("PlanContact").refuses("return.lawful", "ReturnPerson")
    waiting().do("ExemptFromProgramme").refuses("return.lawful", "ReturnPerson")
    opened(regime=CREDIBLE_FEAR).refuses("return.lawful", "ReturnPerson")


def test_return_lawful_never_after_a_positive() -> None:
    """return.lawful: not in the person's favour, whether served or not (S1; S4)."""
    served("positive").refuses("return.lawful", "ReturnPerson")
    concurred("positive").refuses("fear.stay", "ReturnPerson")


def test_return_lawful_with_a_valid_notice() -> None:
    """return.lawful: a notice of a hearing that is still to come (S1; domain 4.1)."""
    waiting().do("PostponeHearing").refuses("return.lawful", "ReturnPerson")
    case = waiting().wait(days=60).refuses("return.lawful", "ReturnPerson")
    case.do("PrepareNotice", **{**APPEAR, "kind": "hearing", "day": "2022-04-04", "report_day": "2022-04-04"})
    case.refuses("return.lawful", "ReturnPerson").do("ServeNotice", notice=2).allows("ReturnPerson")


def test_order_obeyed_an_order_stops_return_within_its_scope() -> None:
    """order.obeyed: scope by place, case, custody and counsel, over the pinned version, at once (S0; S3; S4)."""
    case = waiting()
    for scope in ({}, {"places": ("bridge-1",)}, {"cases": ("case-1",)}):
        case.facts["orders"] = (CourtOrder(id="o-1", court="court-1", effects=("no_return",), **scope),)
        case.refuses("order.obeyed", "ReturnPerson")
    for scope in ({"places": ("bridge-2",)}, {"cases": ("case-2",)}, {"in_custody": True}, {"with_counsel": True}):
        case.facts["orders"] = (CourtOrder(id="o-1", court="court-1", effects=("no_return",), **scope),)
        case.allows("ReturnPerson")
    case.do("EnterAppearance").refuses("order.obeyed", "ReturnPerson")


def test_order_obeyed_binds_whoever_was_held_whatever_is_reported_since() -> None:
    """order.obeyed: an order for people in custody is not escaped by a report of release (S0; house rule 1)."""
    case = waiting().do("ReportCustody", what="held").do("ReportCustody", what="released")
    case.facts["orders"] = (CourtOrder(id="o-1", court="court-1", effects=("no_return",), in_custody=True),)
    case.refuses("order.obeyed", "ReturnPerson")


def test_family_whole_sends_nobody_past_a_relative_with_an_open_claim() -> None:
    """family.whole: a family is sent nowhere apart (S1; domain 3.2)."""
    case = waiting()
    case.facts["members"] = (Member(case="case-2", open_claim=True),)
    case.refuses("family.whole", "ReturnPerson")


def test_return_reported_is_recorded_with_the_rules_it_broke() -> None:
    """return.lawful: she was returned yesterday: recorded, and each rule that barred it alarms (house rule 1)."""
    case = claimed().do("ReportReturn")
    rules = [each.rule for each in case.file.signs]
    assert {"fear.stay", "return.lawful", "contact.reachable"} <= set(rules)
    assert case.file.custody.returned == 1
    assert not waiting().do("ReportReturn").file.signs


def test_fear_stay_delivered_is_acknowledged_at_the_named_posts() -> None:
    """fear.stay-delivered: a person at each named duty post acknowledges the stay (S1; S4)."""
    case = claimed(duty_posts=("bridge-1", "bus-1"))
    case.breaks("fear.stay-delivered", "AcknowledgeStay", post="elsewhere")
    case.do("AcknowledgeStay")
    assert case.file.custody.acknowledged == ("bridge-1",)
    opened().refuses("procedure.exists", "AcknowledgeStay")


def test_fear_stay_delivered_each_claim_has_a_stay_of_its_own() -> None:
    """fear.stay-delivered: an old acknowledgement does not answer for a new claim (S1; S4)."""
    case = claimed().do("AcknowledgeStay").do("ReportFear", new_facts=True)
    assert case.file.custody.acknowledged == ()


def test_fear_brought_in_within_the_regimes_hours() -> None:
    """fear.brought-in: who claims outside gets an appointment at a port within the regime's hours (S2; S3)."""
    case = waiting().do("ReturnPerson").do("ReportFear")
    case.breaks("fear.brought-in", "BookPort", appointment="2022-01-11T15:00:00Z")
    case.breaks("fear.brought-in", "BookPort", appointment="2022-01-20T15:00:00Z")


@pytest.mark.parametrize(
    ("day", "time", "why"),
    [
        (dt.date(2022, 1, 14), dt.time(8), ""),
        (dt.date(2022, 1, 14), dt.time(3, 59), "the gate is open from 04:00 to 20:00"),
        (dt.date(2022, 1, 14), dt.time(20), "the gate is open from 04:00 to 20:00"),
        (dt.date(2022, 1, 15), dt.time(8), "the port is closed"),
        (dt.date(2022, 1, 13), dt.time(8), "the port is closed"),
        (dt.date(2022, 1, 17), dt.time(8), "Day of the river"),
        (dt.date(2022, 1, 18), dt.time(8), "Founders’ day"),
    ],
)
def test_notice_valid_no_appointment_at_a_port_whose_gate_is_shut(day: dt.date, time: dt.time, why: str) -> None:
    """notice.valid: the port's days and hours and the holidays of both sides decide, each by name."""
    plan = Port(
        port="bridge-1", zone="America/Denver", weekdays=(0, 1, 2, 3, 4), opens=dt.time(4), closes=dt.time(20),
        travel_minutes=150, lead_minutes=60, closed=(dt.date(2022, 1, 13),),
    )  # fmt: skip
    calendar = replace(
        COURT, ports=(plan,), holidays=(Holiday(day=dt.date(2022, 1, 18), name="Founders’ day"),),
        outside=(Holiday(day=dt.date(2022, 1, 17), name="Day of the river"),),
    )  # fmt: skip
    case = waiting().do("ReturnPerson").do("ReportFear")
    case.facts |= {
        "courts": (calendar, replace(calendar, court="court-2")),
        "slot": Slot(arrivals=(Arrival(port="bridge-1", day=day, time=time),)),
    }
    answer = case.ask("BookPort")
    refused = [(each.rule, each.field, each.detail) for each in answer.rules] if isinstance(answer, Refused) else []
    assert [(rule, field) for rule, field, _ in refused] == ([("notice.valid", "appointment")] if why else [])
    assert all(why in detail for _, _, detail in refused)
    case.allows("BookPort", port="bridge-9")


@pytest.mark.parametrize("answer", ["refused", "no_answer"])
def test_fear_brought_in_a_port_that_does_not_answer_alarms(answer: str) -> None:
    """fear.brought-in: turned away at the bridge: a report and an alarm with the port's name (S2; S3)."""
    case = waiting().do("ReturnPerson").do("ReportFear").do("BookPort").do("ReportPortAnswer", answer=answer)
    assert [(each.rule, "bridge-1" in each.says) for each in case.file.signs] == [("fear.brought-in", True)]
    assert case.file.custody.outside
    assert not case.do("ReportPortAnswer", answer="admitted").file.custody.outside


def test_custody_counted_as_it_happens() -> None:
    """custody.counted: movements, nights and restraints are recorded as they happen (S1; M19)."""
    case = opened().do("ReportCustody", what="held").do("ReportCustody").do("ReportCustody")
    case.do("ReportCustody", what="restraint", reason="injury", authoriser="border-2")
    assert (case.file.custody.nights, case.file.custody.restraints) == (2, 1)
    assert not case.file.signs
    assert case.do("ReportCustody", what="released").file.custody.held_since is None


def test_custody_counted_is_owed_each_day_while_someone_is_held() -> None:
    """custody.counted: the night, food, water, sleep, care and calls, as they happen (S1; M19)."""
    case = opened().do("ReportCustody", what="held").wait(hours=25)
    assert "custody.counted" in {each.rule for each in alarms(case.file, case.regime, case.at)}
    case.do("ReportCustody", what="night")
    assert "custody.counted" not in {each.rule for each in alarms(case.file, case.regime, case.at)}


def test_custody_limit_ends_by_release_transfer_or_a_reason_by_name() -> None:
    """custody.limit: past the hours it alarms until one of the three (S1; M19)."""
    late = opened().do("ReportCustody", what="held").wait(hours=73)
    assert "custody.limit" in {each.rule for each in alarms(late.file, late.regime, late.at)}
    for ended in (
        {"what": "released"}, {"what": "transfer"}, {"what": "held", "reason": "illness", "authoriser": "border-2"},
    ):  # fmt: skip
        case = opened().do("ReportCustody", what="held").wait(hours=73).do("ReportCustody", **ended)
        assert "custody.limit" not in {each.rule for each in alarms(case.file, case.regime, case.at)}
    late.do("ReportCustody", what="held", reason="illness")
    assert "custody.limit" in {each.rule for each in alarms(late.file, late.regime, late.at)}


def test_fear_stay_delivered_is_owed_for_who_waits_outside_too() -> None:
    """fear.stay-delivered: the port's post knows before the person is at the gate (S1; S4)."""
    case = waiting().do("ReturnPerson").do("ReportFear")
    assert "stay" in [each.id for each in due(case.file, case.regime)]
    assert "stay" not in [each.id for each in due(case.do("AcknowledgeStay").file, case.regime)]


def test_interview_restraint_without_reason_or_authoriser_alarms() -> None:
    """interview.restraint: a restraint reported without reason or authoriser alarms (S1; M15)."""
    case = opened().do("ReportCustody", what="restraint")
    assert [each.rule for each in case.file.signs] == ["interview.restraint"]
