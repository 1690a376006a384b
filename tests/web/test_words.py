"""The words of templates: codes in English, and moments by the clock that they carry."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.template import engines


def rendered(text, **context):
    """A template's text with these in it."""
    return engines["django"].from_string(text).render(context)


def test_a_moment_is_written_by_the_clock_that_its_view_gave_it():
    """A custody's begin, a departure list's hour: the time of the place, never UTC."""
    at = dt.datetime(2027, 3, 9, 3, 4, tzinfo=dt.UTC).astimezone(ZoneInfo("America/Chicago"))
    assert rendered('{{ at|date:"j M, H:i" }}', at=at) == "8 Mar, 21:04"
    assert rendered('{{ day|date:"j M" }}{{ none|date:"j M" }}', day=at.date(), none=None) == "8 Mar"
