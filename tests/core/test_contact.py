"""Contact: everyone who waits can be reached."""

import pytest

from asylia.core.decider import evolve
from asylia.core.errors import Refused
from asylia.core.steps.contact import ContactFirstPlanned, PlannedChannel
from tests.core.build import APPEAR, opened, unafraid, waiting


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
    contact = case.do("ReportContactTried").file.contact
    assert contact.last_reached is not None
    assert contact.reached_by == "phone"


def channel(value: str, kind: str = "postal", **more: object) -> dict[str, object]:
    return {"kind": kind, "value": value, "safe": True, **more}


NO_ADDRESS = [
    ("Facebook", "postal", "network"), ("messenger: ana", "phone", "network"), ("unknown", "postal", "known"),
    ("Domicilio conocido", "postal", "known"), ("  “N/A” ", "shelter", "known"), ("??", "postal", "letter"),
    ("Immigration Court, 700 E. San Antonio", "postal", "court"), ("Court-1", "postal", "court"),
    ("Juzgado 3", "trusted_person", "court"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "kind", "says"), NO_ADDRESS)
def test_contact_reachable_an_address_that_is_none_is_refused(value: str, kind: str, says: str) -> None:
    """contact.reachable: a notice was once sent to "Facebook"; nothing arrives at "unknown" or at the court (S1)."""
    for do, typed in (
        ("PlanContact", {"channels": [channel("+1 202 555 0143", "phone"), channel(value, kind)]}),
        ("ChangeContact", {"channel": channel(value, kind)}),
    ):
        refused = opened().ask(do, **typed)
        assert isinstance(refused, Refused)
        (broken,) = refused.rules
        assert broken.rule == "contact.reachable"
        assert says in broken.detail
        assert broken.field == ("channels.1.value" if do == "PlanContact" else "channel.value")


@pytest.mark.parametrize("value", ["Consulate of Honduras", "la Embajada", "Cónsul general, Calle 5"])
def test_share_never_feared_state_no_way_leads_through_a_consulate(value: str) -> None:
    """share.never-feared-state: a consulate is never a way to reach anyone; refused by its rule (S1; 8 CFR 208.6)."""
    for kind in ("postal", "trusted_person", "shelter"):
        opened().refuses("share.never-feared-state", "PlanContact", channels=[channel(value, kind)])


@pytest.mark.parametrize(
    "value",
    [
        "Casa de la Invención, Calle Fresno 12",
        "ʼAna Cruzʼ",
        "李娜",
        "المنزل رقم ٧",
        "Ана 😀 \u2067\u2069",
        "Señal 4, Juárez",
        "12 Signal Street",
        "4 Courthouse Road",
        "Calle del Juzgado 5",
        "9 Court-1 Close",
        "None Such House 3",
    ],
)
def test_contact_reachable_any_script_is_an_address(value: str) -> None:
    """contact.reachable: names and addresses of any script are kept as typed (architecture, "The record")."""
    long = f"{value} {'y de la Santísima Trinidad ' * 20}"
    for each in (value, long):
        case = opened().do("PlanContact", channels=[channel(each)])
        assert case.file.contact.channels[0].value == each


def test_contact_reachable_a_change_comes_through_a_named_door() -> None:
    """contact.reachable: by the own pages, counsel, telephone or paper; a clerk cannot say it was the portal (S1)."""
    case = opened().do("PlanContact")
    case.refuses("authority.role", "ChangeContact", door="portal").refuses(
        "authority.role", "ChangeContact", "person", door="paper"
    ).refuses("authority.role", "ChangeContact", "counsel", door="telephone")
    for door, by in (("telephone", "clerk"), ("paper", "clerk"), ("counsel", "counsel"), ("portal", "person")):
        changed = case.do("ChangeContact", by, door=door, channel=channel(f"Calle {door} 12"), replaces=True)
        assert changed.file.contact.channels[0].value == f"Calle {door} 12"
    assert [each.kind for each in case.file.contact.channels] == ["postal", "phone"], "the other ways stay"
    added = case.do("ChangeContact", channel=channel("+52 656 123 4567", "phone"), replaces=False)
    assert [each.kind for each in added.file.contact.channels] == ["phone", "postal", "phone"]


def test_contact_reachable_a_plan_of_the_first_version_is_read_for_ever() -> None:
    """contact.reachable: contact.planned/1 had neither hours nor dangers of each way (architecture)."""
    case = opened().do("PlanContact", channels=[channel("+1 202 555 0143", "phone", danger="His brother answers.")])
    assert case.file.contact.channels[0].danger == "His brother answers."
    kept = PlannedChannel(kind="phone", value="555 0100", safe=False)
    first = ContactFirstPlanned(who=case.file.opened, channels=(kept,), dangers="No messages.")
    (read,) = evolve(case.file, first).contact.channels
    assert (read.value, read.safe, read.danger, read.from_time) == ("555 0100", False, "", None)
