"""Notice: complete, deliverable, served with proof."""

import pytest

from tests.core.build import APPEAR, CREDIBLE_FEAR, concurred, served, signed, unafraid, waiting


@pytest.mark.parametrize(
    "defect",
    [
        {"court": "court-9"}, {"day": "2022-02-21"}, {"day": "2022-03-05"}, {"time": "17:00:00"},
        {"day": None}, {"time": None}, {"signer": " "}, {"title": ""}, {"address": "Facebook"}, {"address": "x"},
        {"address_kind": "message", "address": "WhatsApp"}, {"address_kind": "email", "address": "@"},
        {"address_kind": "email", "address": "a@" + "." * 200_000 + "@"}, {"address_kind": "phone", "address": "call"},
        {"day": "2022-01-21"},
    ],
    ids=[
        "no such court", "a day closed", "a Saturday", "after hours", "no day", "no time", "no signature", "no title",
        "a network", "too short", "a network as channel", "no mailbox", "a hostile mailbox", "no number", "too early",
    ],
)  # fmt: skip
def test_notice_valid_is_refused_unless_complete(defect: dict[str, object]) -> None:
    """notice.valid: a real court, a time it sits, a deliverable address, signature, no earlier than the law allows."""
    unafraid().breaks("notice.valid", "PrepareNotice", mended=APPEAR, **defect)


def test_notice_valid_says_where_to_report() -> None:
    """notice.valid: who waits outside is told port, day and time, before the hearing (domain 4.5)."""
    case = waiting()
    for missing in ("port", "report_day", "report_time"):
        value = "" if missing == "port" else None
        case.breaks("notice.valid", "PrepareNotice", mended=APPEAR, **{missing: value})
    case.breaks("notice.valid", "PrepareNotice", mended=APPEAR, report_day="2022-03-03")


def test_notice_valid_the_first_hearing_is_no_sooner_than_the_law_allows() -> None:
    """notice.valid: ten days from service, counted anew when it is served (INA 239(b)(1))."""
    case = unafraid().do("PrepareNotice", **{**APPEAR, "day": "2022-01-24", "report_day": "2022-01-24"})
    case.allows("ServeNotice").wait(days=3).refuses("notice.valid", "ServeNotice")


def test_notice_valid_is_served_after_it_was_prepared() -> None:
    """notice.valid: service after preparation (domain 4.1)."""
    concurred().do("PrepareNotice").wait(hours=-2).refuses("notice.valid", "ServeNotice")


def test_notice_valid_a_decision_replaced_since_is_told_anew() -> None:
    """notice.valid: a notice that no longer says what was decided is not served (domain 4.1)."""
    case = concurred().do("PrepareNotice").do("ProposeOverride").refuses("review.deference", "ServeNotice")
    for by in ("hq-2", "hq-3", "hq-4"):
        case.do("VoteOnPanel", by)
    case.refuses("notice.valid", "ServeNotice").do("PrepareNotice").allows("ServeNotice", notice=2)


def test_notice_served_service_is_proven() -> None:
    """notice.served: how, by whom, in what language, understood and said back (S1; domain 4.2)."""
    case = concurred().do("PrepareNotice")
    case.breaks("notice.served", "ServeNotice", understood=False)
    case.breaks("notice.served", "ServeNotice", said_back="")
    case.breaks("advisal.language", "ServeNotice", language="pt")
    case.do("ServeNotice").refuses("procedure.once", "ServeNotice").refuses("procedure.exists", "ServeNotice", notice=2)


def test_family_whole_no_member_carries_paper_for_another() -> None:
    """family.whole: no member interprets, carries paper or signs in for another (S1; domain 3.2)."""
    concurred().do("PrepareNotice").breaks("family.whole", "ServeNotice", received_by="relative")


def test_notice_served_an_undelivered_one_alarms() -> None:
    """notice.served: an undelivered notice alarms, and bars return until one is delivered (S1)."""
    case = waiting().do("ReportUndelivered").refuses("return.lawful", "ReturnPerson")
    assert [each.rule for each in case.file.signs] == ["notice.served"]


def test_remedy_reachable_each_negative_is_served_with_it() -> None:
    """remedy.reachable: the remedy is asked aloud and answered at service (S3; S4; law 3.1)."""
    case = concurred("negative", regime=CREDIBLE_FEAR).do("PrepareNotice")
    asked = {"remedy_asked": True, "remedy_answer": "silent"}
    case.breaks("remedy.reachable", "ServeNotice", mended=asked, remedy_asked=False)
    case.breaks("remedy.reachable", "ServeNotice", mended=asked, remedy_answer="not_asked")
    concurred("positive", regime=CREDIBLE_FEAR).do("PrepareNotice").allows("ServeNotice")


def test_procedure_exists_no_notice_of_a_decision_that_is_not_there() -> None:
    """procedure.exists: a notice tells a determination of the record (house)."""
    signed().refuses("procedure.exists", "PrepareNotice", determination=2)
    served().allows("PrepareNotice")
