"""Where hearings go that a closed court cannot hold: the rule of 10 May 2020 as cases, and laws of every move."""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from asylia.core.calendars import Arrival, Booked, Calendar, Closure, Port
from asylia.core.moving import Standing, later, moves
from tests.core.test_calendars import BRIDGE, EARLY, FULL

MONTH = (1, 0)


@pytest.mark.parametrize(
    ("told", "new"),
    [
        ("2020-05-11", "2020-06-11"),
        ("2020-05-13", "2020-06-15"),  # a Saturday: the following Monday
        ("2020-05-14", "2020-06-15"),  # a Sunday
        ("2020-05-31", "2020-06-30"),  # June has no 31st
        ("2020-06-19", "2020-07-20"),
        ("2020-12-31", "2021-02-01"),  # January's 31st is a Sunday
    ],
)
def test_one_month_later_and_the_following_monday_at_a_weekend(told: str, new: str) -> None:
    """The closure rule of 10 May 2020 (domain.md 4.3)."""
    court = Calendar(
        court="court-1", zone="UTC", weekdays=(0, 1, 2, 3, 4), opens=dt.time(8), closes=dt.time(16),
        closures=(Closure(id="c", first=dt.date(2020, 5, 10), last=dt.date(2020, 6, 10), reason="closed"),),
    )  # fmt: skip
    one = Standing(case="case-1", hearing=1, key="case-1", day=dt.date.fromisoformat(told), time=dt.time(9))
    (moved,) = moves(court, [one], MONTH, lambda _: (), reach)
    assert moved.day == dt.date.fromisoformat(new)
    assert moved.time == dt.time(9)


def test_months_end_where_a_month_ends() -> None:
    """A month after 31 January is the last of February."""
    assert later(dt.date(2024, 1, 31), 1, 0) == dt.date(2024, 2, 29)
    assert later(dt.date(2023, 12, 31), 2, 1) == dt.date(2024, 3, 1)


def reach(port: Port, day: dt.date, time: dt.time) -> Arrival:
    """The way taken from the hour of the hearing, in one zone."""
    at = dt.datetime.combine(day, time) - port.ahead
    return Arrival(port=port.port, day=at.date(), time=at.time())


STANDINGS = st.lists(
    st.tuples(st.integers(0, 8), st.sampled_from(("08:30", "09:30", "11:00")), st.sampled_from(("", "f-1", "f-2"))),
    max_size=14,
)


@given(STANDINGS, st.integers(0, 2), st.sampled_from((0, 1, 14)))
def test_whatever_moves_goes_where_the_court_sits_with_a_place_and_families_together(standings, held, days) -> None:
    """notice.valid; family.whole: of every closure, every move, under every rule."""
    first = dt.date(2022, 3, 14)
    court = replace(FULL, closures=(Closure(id="c", first=first, last=first + dt.timedelta(days=9), reason="closed"),))
    standing = [
        Standing(
            case=f"case-{n}", hearing=1, key=family or f"case-{n}", day=first + dt.timedelta(days=day),
            time=dt.time.fromisoformat(time), port="bridge-1",
        )
        for n, (day, time, family) in enumerate(standings)
    ]  # fmt: skip
    others = [Booked(time=dt.time(9), key=f"other-{n}") for n in range(held)]
    found = list(moves(court, standing, (0, days), lambda _: others, reach))
    assert {each.of.case for each in found} == {each.case for each in standing}
    places: Counter[tuple[dt.date, dt.time]] = Counter()
    seen = set()
    for each in found:
        assert each.day is not None and each.time is not None  # noqa: PT018
        sitting = court.sitting(each.day, each.time)
        assert sitting is not None
        assert each.day >= each.of.day + dt.timedelta(days=days)
        arrival = reach(BRIDGE, each.day, each.time)
        assert not court.port_shut(BRIDGE, arrival.day)
        if (each.day, sitting.starts, each.of.key) not in seen:
            seen.add((each.day, sitting.starts, each.of.key))
            places[each.day, sitting.starts] += 1
    for (_, starts), count in places.items():
        assert count + (held if starts == EARLY.starts else 0) <= EARLY.places
    together = {}
    for each in found:
        assert together.setdefault((each.of.key, each.of.day, each.of.time), (each.day, each.time)) == (
            each.day, each.time
        )  # fmt: skip


def test_where_there_is_no_place_within_a_year_it_is_said() -> None:
    """Nobody is moved to a day that is not there."""
    full = [Booked(time=time, key=f"{n}") for n in range(2) for time in (dt.time(9), dt.time(11))]
    one = Standing(case="case-1", hearing=1, key="case-1", day=dt.date(2022, 3, 14), time=dt.time(9))
    assert [each.day for each in moves(FULL, [one], MONTH, lambda _: full, reach)] == [None]
