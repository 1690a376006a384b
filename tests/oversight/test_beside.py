"""Staff, certificates and places as they were known at a moment, and pseudonyms that need the key of the house."""

import datetime as dt

from asylia.core.event import Author
from asylia.core.streams.court import CalendarSet, PortSet
from asylia.core.streams.staff import StaffAppointed, StaffCertified
from asylia.oversight.beside import Beside, officers_key

WHO = Author(by="quill", role="headquarters", at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
FIRST, LATER, LAST = (dt.datetime(2022, month, 1, tzinfo=dt.UTC) for month in (1, 3, 6))
DAY = dt.date(2022, 4, 1)


def appointed(office: str) -> StaffAppointed:
    return StaffAppointed(
        who=WHO, desk="asylum_officer", name="rowan", office=office, zone="UTC", languages=(),
        custody_post_until=None, detailed_from="",
    )  # fmt: skip


def certified(until: dt.date | None = None, standard: str = "us_mpp") -> StaffCertified:
    return StaffCertified(
        who=WHO, standard=standard, from_day=dt.date(2022, 2, 1), until_day=until, hours=40, mode="", trainer=""
    )


def test_an_office_is_that_of_then():
    beside = Beside(b"key", {})
    beside.take("staff/rowan", appointed("Larkfield office"), FIRST)
    beside.take("staff/rowan", appointed("Coast office"), LATER)
    assert beside.office("rowan", FIRST - dt.timedelta(days=1)) == ""
    assert beside.office("rowan", FIRST) == "Larkfield office"
    assert beside.office("rowan", LAST) == "Coast office"
    assert beside.office("nobody", LAST) == ""


def test_a_certificate_that_was_recorded_afterwards_certifies_nothing():
    beside = Beside(b"key", {})
    beside.take("staff/rowan", certified(), LATER)
    assert beside.certificate("rowan", "us_mpp", DAY, LAST)
    assert beside.certificate("rowan", "us_mpp", dt.date(2022, 2, 15), LATER - dt.timedelta(days=1)) is None
    assert beside.certificate("rowan", "us_mpp", dt.date(2022, 1, 31), LAST) is None
    assert beside.certificate("rowan", "another", DAY, LAST) is None


def test_a_certificate_ends_with_its_last_day():
    beside = Beside(b"key", {})
    beside.take("staff/rowan", certified(until=DAY), LATER)
    assert beside.certificate("rowan", "us_mpp", DAY, LAST)
    assert beside.certificate("rowan", "us_mpp", DAY + dt.timedelta(days=1), LAST) is None


def test_a_place_is_one_that_the_record_knew_then_and_nothing_that_was_typed():
    beside = Beside(b"key", {})
    beside.take("staff/rowan", appointed("Larkfield office"), LATER)
    opens, closes = dt.time(8), dt.time(17)
    court = CalendarSet(who=WHO, zone="UTC", weekdays=(0,), opens=opens, closes=closes, closed=())
    beside.take("court/larkfield", court, FIRST)
    port = PortSet(
        who=WHO, port="Northgate", zone="UTC", weekdays=(0,), opens=opens, closes=closes, travel_minutes=30,
        lead_minutes=0, closed=(),
    )  # fmt: skip
    beside.take("court/larkfield", port, FIRST)
    assert beside.place("Larkfield office", LATER) == "Larkfield office"
    assert beside.place("Larkfield office", FIRST) == "other"
    assert [beside.place(each, FIRST) for each in ("larkfield", "Northgate")] == ["larkfield", "Northgate"]
    assert beside.place("the house of Ana Inventada", LAST) == "other"
    assert beside.place("", LAST) == ""


def test_pseudonyms_are_the_same_for_the_same_key_and_nobodys_without_it(tmp_path):
    one, same, other = Beside(b"key", {}), Beside(b"key", {}), Beside(b"another", {})
    assert one.pseudonym("rowan") == same.pseudonym("rowan") != other.pseudonym("rowan")
    assert one.pseudonym("rowan") != one.pseudonym("bell")
    assert one.family("rowan") != one.pseudonym("rowan")
    assert "rowan" not in one.pseudonym("rowan")
    for desk in ("applicant", "counsel", "anyone"):
        assert one.pseudonym("castellan", desk) == ""
    assert one.pseudonym("") == one.family("") == ""
    key = officers_key(tmp_path)
    assert len(key) == 32
    assert officers_key(tmp_path) == key
