"""Contact: everyone who waits can be reached."""

from tests.core.build import APPEAR, unafraid, waiting


def test_contact_reachable_no_return_without_a_plan() -> None:
    """contact.reachable: every person waiting has a reachability plan (S1)."""
    case = unafraid().do("PlaceInProgramme").do("PrepareNotice", **APPEAR).do("ServeNotice")
    case.refuses("contact.reachable", "ReturnPerson").do("PlanContact").allows("ReturnPerson")
    case.breaks("contact.reachable", "PlanContact", channels=[])


def test_contact_reachable_a_channel_lost_is_lost() -> None:
    """contact.reachable: a stolen telephone is an alarm, and bars return until there is another way (S1)."""
    case = waiting().do("ReportChannelLost").refuses("contact.reachable", "ReturnPerson")
    assert [each.rule for each in case.file.signs] == ["contact.reachable"]
    case.do("PlanContact").allows("ReturnPerson")


def test_contact_reachable_leaving_a_shelter_for_a_hearing_does_not_lose_it() -> None:
    """contact.reachable: a shelter lost because of a hearing: the address stays, and it alarms (S1)."""
    shelter = [{"kind": "shelter", "value": "House of Invention", "safe": True}]
    case = waiting().do("PlanContact", channels=shelter)
    case.do("ReportChannelLost", channel="shelter", because="left_for_hearing").allows("ReturnPerson")
    assert [each.rule for each in case.file.signs] == ["contact.reachable"]


def test_contact_reachable_what_was_tried_is_recorded() -> None:
    """contact.reachable: an attempt that reached the person shows when (S1)."""
    case = waiting().do("ReportContactTried", reached=False)
    assert case.file.contact.last_reached is None
    assert case.do("ReportContactTried").file.contact.last_reached is not None
