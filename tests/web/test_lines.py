"""The record as sentences."""

import datetime as dt
import string
from zoneinfo import ZoneInfo

import pytest

from asylia.core.codec import EVENTS
from asylia.core.event import Author
from asylia.core.steps.determination import DeterminationSigned
from asylia.core.steps.family import WishToBeApartRecorded
from asylia.core.steps.fear import FearClaimed
from asylia.core.telling import SEALED, SEALED_SAYS, SENTENCES
from asylia.web.band import Line
from asylia.web.lines import days_of, folded, line_of

WHO = Author(by="sloane", role="border_officer", at=dt.datetime(2027, 3, 4, 13, 18, tzinfo=dt.UTC))
ZONE = ZoneInfo("America/Chicago")
SIGNED = DeterminationSigned(
    who=Author(by="rowan", role="asylum_officer", at=dt.datetime(2027, 3, 9, 16, 22, tzinfo=dt.UTC)), claim=1, number=1,
    outcome="positive", met={}, findings=(), bars=(), reasons="", explanation="", statement="", drawn_for="",
    day=dt.date(2027, 3, 9), zone="America/Chicago",
)  # fmt: skip
CLAIMED = FearClaimed(
    who=WHO, claim=1, words="No puedo volver allá.", language="es", interpretation="", channel="border", said_by="",
    regime="us_mpp/2021-12-02", day=dt.date(2027, 3, 4), zone="America/Chicago",
)  # fmt: skip


def name(staff, role):
    """Who gave it, as a page says it."""
    return f"{staff}, {role}"


def line(event, reader):
    """The line of an event for a reader."""
    return line_of(event, 3, ZONE, reader, name)


def test_every_event_of_a_case_has_a_sentence():
    """A new event is not on the page as a code."""
    assert set(EVENTS) - set(SENTENCES) - SEALED == set()


@pytest.mark.parametrize("name", sorted(SENTENCES))
def test_every_sentence_speaks_of_fields_that_its_event_has(name):
    """A sentence that names a field which is gone would take the page down."""
    named = {field for _, field, _, _ in string.Formatter().parse(SENTENCES[name]) if field}
    assert named <= set(EVENTS[name].__struct_fields__)


@pytest.mark.parametrize("reader", ["hearing_clerk", "border_officer", "overseer", "headquarters"])
def test_words_said_are_read_by_those_who_decide_and_by_counsel_only(reader):
    """data.purpose: clerks never see testimony or reasons."""
    assert line(CLAIMED, "asylum_officer").words == "No puedo volver allá."
    assert line(CLAIMED, "counsel").words == "No puedo volver allá."
    assert line(CLAIMED, reader).words == ""


def test_the_clock_is_that_of_the_place():
    """Times are stored in UTC and said in the place's own."""
    assert line(CLAIMED, "asylum_officer").time == "07:18"
    assert line(CLAIMED, "asylum_officer").by == "sloane, border_officer"


def test_a_wish_to_be_apart_is_on_no_page_that_a_family_might_see():
    """family.whole: what is said alone, and that it was, is sealed from the others."""
    wish = WishToBeApartRecorded(who=WHO, words="Lejos de él")
    assert line(wish, "asylum_officer").says == SEALED_SAYS
    assert "Lejos" not in str(line(wish, "asylum_officer"))


def test_days_come_newest_first_on_a_page_and_oldest_first_on_paper():
    """pages.md, Record line."""
    first, second = line(CLAIMED, "counsel"), line_of(CLAIMED, 4, ZONE, "counsel", name)
    assert [each.entry for each in days_of([first, second], newest_first=True)[0].lines] == [4, 3]
    assert days_of([first, second], newest_first=False)[0].heading == "Thursday 4 March"


TOLD = {"supervisor": True, "hearing_clerk": True, "duty_post": False, "border_officer": False, "counsel": False}


@pytest.mark.parametrize(("reader", "tells"), TOLD.items())
def test_the_outcome_is_told_to_those_who_make_it_final_or_serve_it(reader, tells):
    """data.purpose: a duty post learns that a decision was signed, not which; counsel is served."""
    assert ("positive" in line(SIGNED, reader).says) is tells
    assert line(SIGNED, reader).event == "Determination signed"


def test_a_run_of_testimony_is_one_line_and_what_stands_between_breaks_it():
    def line(entry, run="", by="K. Rowan"):
        at = dt.datetime(2027, 3, 4, 9, entry, tzinfo=dt.UTC)
        return Line(at=at, says=f"entry {entry}", by=by, entry=entry, run=run)

    said = [line(1), *(line(n, "testimony.added/1") for n in (2, 3, 4)), line(5), line(6, "testimony.added/1")]
    assert [(each.says, each.entries) for each in folded(said)] == [
        ("entry 1", "1"),
        ("3 lines of testimony recorded.", "2–4"),
        ("entry 5", "5"),
        ("entry 6", "6"),
    ]
    assert len(folded([line(1, "testimony.added/1"), line(2, "testimony.added/1", by="another")])) == 2
