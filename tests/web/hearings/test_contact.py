"""How to reach a person, on the clerk's pages: ways with hours and dangers, changes through a named door."""

import datetime as dt

import pytest

from asylia.web.receipts import SAYS
from tests.web.hearings.conftest import answered
from tests.web.hearings.test_attending import WHEN

WAY = {"kind": "phone", "value": "+52 656 123 4567", "safe": "no", "lost": "no"}
CHANGED = {
    "channel.kind": "postal", "channel.value": "Calle Fresno 12, Juárez", "channel.safe": "yes", "door": "paper",
    "told_by": "self", "replaces": "yes",
}  # fmt: skip


def rows(*ways):
    return {f"channels.{n}.{name}": value for n, way in enumerate(ways) for name, value in way.items()}


def test_contact_reachable_hours_and_danger_stand_with_each_way(clerk, noticed):
    at = f"/case/{noticed.case}/contact"
    typed = {**WAY, "danger": "Her brother answers. \u202e", "from_time": "17:00", "until_time": "20:30"}
    assert answered(clerk, at, **rows(typed)).status_code == 303
    page = clerk.get(at).content.decode()
    assert "Between 17:00 and 20:30" in page
    assert "<bdi>Her brother answers. \u202e</bdi>" in page
    assert "Leave no message there." in page
    assert "Never reached" in page
    (way,) = noticed.file.contact.channels
    assert (way.from_time, way.until_time) == (dt.time(17), dt.time(20, 30))


def test_the_page_says_when_and_how_the_person_was_last_reached_and_gives_no_score(clerk, noticed):
    at = f"/case/{noticed.case}/contact"
    assert answered(clerk, f"{at}/tried", channel="shelter", reached="yes", says="", **WHEN).status_code == 303
    page = clerk.get(at).content.decode()
    assert "Last reached on <b>5 Jan 2026</b>, by shelter." in page
    assert "score" not in page.lower()


def test_a_change_of_address_is_recorded_with_its_door_and_has_a_receipt(clerk, noticed):
    at = f"/case/{noticed.case}/contact"
    assert answered(clerk, f"{at}/change", **CHANGED).status_code == 303
    page = clerk.get(at).content.decode()
    assert "A new postal, reported by self, paper" in page
    listed = clerk.get(f"/case/{noticed.case}/receipts").content.decode()
    assert SAYS["contact.changed/1"] in listed
    entry = noticed.record()[-1].version
    sheet = clerk.get(f"/case/{noticed.case}/receipt/{entry}?version=full").content.decode()
    assert "you told us a new way to reach you" in sheet
    assert "Fresno" not in sheet


def test_counsel_reports_a_change_through_their_own_door_alone(at_desk, noticed):
    noticed.give("EnterAppearance", "rowan", counsel="castellan", consent=True)
    at, counsel = f"/case/{noticed.case}/contact/change", at_desk("castellan")
    refused = answered(counsel, at, **CHANGED)
    assert refused.status_code == 422
    assert "did not come through the door that is named" in refused.content.decode()
    assert answered(counsel, at, **{**CHANGED, "door": "counsel", "told_by": "counsel"}).status_code == 303
    assert noticed.file.contact.channels[0].value == "Calle Fresno 12, Juárez"


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("postal", "Facebook", "social network"),
        ("shelter", "Consulate of Honduras", "consulate or embassy"),
        ("postal", "unknown", "no address is known"),
        ("phone", "555 0100", "Write it with + and the country"),
        ("phone", "my cousin’s", "is no telephone number"),
        ("message", "+52 656", "too short"),
        ("message", "+999 656 123 4567", "no country has"),
        ("email", "ana at example", "is no e-mail address"),
    ],
)
def test_what_is_no_address_is_said_beside_the_field_and_nothing_is_lost(clerk, noticed, kind, value, says):
    at = f"/case/{noticed.case}/contact"
    long = "María de los Ángeles " * 14
    for page in (
        answered(clerk, at, **rows({**WAY, "kind": kind, "value": value, "danger": long})),
        answered(clerk, f"{at}/change", **{**CHANGED, "channel.kind": kind, "channel.value": value}),
    ):
        text = page.content.decode()
        assert page.status_code == 422
        assert says in text
        assert f'value="{value}"' in text
    assert noticed.file.contact.channels == ()
