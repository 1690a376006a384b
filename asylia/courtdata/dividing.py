"""How a publication divides its cases: by month, place, nationality, language and sex, by how long they waited."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from operator import attrgetter

from asylia.courtdata.cohort import programme
from asylia.courtdata.counting import (
    ALL,
    AT_A_PORT,
    COMPLETED,
    HEARD,
    LISTED,
    MOVED,
    OF_ALL,
    OTHERS,
    Counting,
    Groups,
    Line,
    common,
    line,
    months,
)  # fmt: skip
from asylia.courtdata.gathered import (
    BEFORE,
    ELSEWHERE,
    FAR_AWAY,
    GONE,
    HORIZONS,
    NEAR_BY,
    NEVER,
    STILL,
    Case,
    horizons,
    reach,
)  # fmt: skip
from asylia.courtdata.kinds import Counted
from asylia.courtdata.onetable import Atom, Division, Together
from asylia.courtdata.places import Place

NEW, DISTANCE, BETWEEN = "new-cases", "distance-to-court", "transferred-between"
WAITS = {"time-to-decision": (COMPLETED, attrgetter("decided")), "time-to-first-hearing": (HEARD, attrgetter("heard"))}
NO_PORT = "no port of the programme"


def within(days: int) -> str:
    """How a part of a wait is called."""
    return f"within {days} days"


def equal(at: int, value: str) -> Callable[[Atom], bool]:
    """Groups with that value in that place."""
    return lambda group: group[at] == value


def by_value(counting: Counting, name: str) -> Iterator[Line]:
    """By a column of its own: nationality, language, sex."""
    of = attrgetter(name)
    groups = common(map(of, counting.cases))
    division = counting.divide(name, lambda case: (groups.of(of(case)),), [(group,) for group in groups.named])
    yield from counting.by_group(division, name, {group: equal(0, group) for group in groups.named})


def by_place(counting: Counting, where: dict[str, Place]) -> Iterator[Line]:
    """By court and by port, and how far the one is from the other: one division, since a court says much of a port."""
    courts = common(case.court for case in counting.cases)
    ports, groups, at_ports = list(programme().ports), [("", court, "") for court in courts.named], set()
    for court in courts.named:
        places = {case.place for case in counting.cases if courts.of(case.court) == court}
        at_ports |= {court} if places & set(ports) else set()
        groups += [(port, court, far) for port in ports for far in sorted({reach(port, at, where) for at in places})]

    def can_be(group: Atom, of: Together) -> bool:
        port, court, _ = group
        return (AT_A_PORT in of) == (port != "") and (port == "" or MOVED in of or court in at_ports)

    division = counting.divide(
        "place", lambda case: (case.port, courts.of(case.court), case.reach), groups, can_be=can_be
    )
    yield from counting.by_group(division, "court", {court: equal(1, court) for court in courts.named})
    yield from counting.by_group(division, "port", {port or NO_PORT: equal(0, port) for port in ("", *ports)})
    yield from distances(division, ports)
    pairs = Counter((case.port, courts.of(case.court)) for case in counting.cases)
    whole = counting.day.whole(AT_A_PORT)
    for port, court in product(ports, courts.listed):
        if pairs[port, court] >= LISTED:  # that it is listed tells of no small count
            cell = division.cell(None, f"way {port} {court}", way(port, court))
            yield from line(DISTANCE, "way", f"{port} {court}", "", cell, whole)


def distances(division: Division, ports: list[str]) -> Iterator[Line]:
    """For how many the court is far from the port: of all together, and by port."""
    for port in ("", *ports):
        far, known = (division.cell(None, f"reach {port}: {name}", within_reach(port, reaches)) for name, reaches in (
            ("far", (FAR_AWAY,)), ("known", (NEAR_BY, FAR_AWAY))))  # fmt: skip
        yield from line(DISTANCE, "port" if port else "", port, "", far, known)


def within_reach(port: str, reaches: tuple[str, ...]) -> Callable[[Atom], bool]:
    """Groups of that port, or of any, from which the court is so far."""
    return lambda group: group[2] in reaches and port in ("", group[0])


def way(port: str, court: str) -> Callable[[Atom], bool]:
    """Groups that went from that port to that court."""
    return lambda group: group[:2] == (port, court)


def by_month(counting: Counting, day: dt.date) -> Iterator[Line]:
    """By month of the notice; and how long they waited, which the month of the notice bounds."""
    groups = months(counting.cases)
    division = counting.divide(
        "month",
        lambda case: (groups.of(case.month), case.follow),
        follows(groups, day, counting.cases),
        divided=(*OF_ALL, HEARD),
    )
    for month in groups.named:
        counted = division.cell(ALL, month_of(month), equal(0, month))
        yield from line(NEW, "", "", month, counted, counting.everyone)
    yield from counting.by_group(division, "month", {month: equal(0, month) for month in groups.named})
    for name, (over, of) in WAITS.items():
        yield from waits(counting, division, name, over, of)


def month_of(month: str) -> str:
    """How the cell of a month's cases is called."""
    return f"month {month}"


def follows(groups: Groups, day: dt.date, cases: Sequence[Case]) -> Iterator[Atom]:
    """Each month, with how many of the HORIZONS can have passed since its days."""
    oldest = min((dt.date.fromisoformat(f"{case.month}-01") for case in cases), default=day)
    days = (day - dt.timedelta(days=n) for n in range((day - oldest).days + 1))
    found = {(groups.of(f"{each:%Y-%m}"), horizons((day - each).days)) for each in days}
    return iter(sorted({*found, (OTHERS, len(HORIZONS))}))


def waits(
    counting: Counting, division: Division, name: str, over: Counted, of: Callable[[Case], int]
) -> Iterator[Line]:
    """For how many it had happened by each of the HORIZONS, of those whom the release can tell it of."""
    into, named = counting.into, f"{counting.named}{name}"
    done = counting.members[over]
    counts = Counter((case.follow, case.kind in done, of(case)) for case in counting.cases)
    atoms = {}
    for follow, is_over in product(range(len(HORIZONS) + 1), (True, False)):
        last = (NEVER,) if follow == len(HORIZONS) else ()
        can_be = (BEFORE, *range(min(follow + 1, len(HORIZONS))), *last) if is_over else (NEVER,)
        for end in can_be:
            atoms[follow, is_over, end] = into.add(f"{named} {follow} {is_over} {end}", counts[follow, is_over, end])
        meeting = [a for (group, of), a in division.atoms.items() if group[1] == follow and (over in of) is is_over]
        total = into.total(f"{named} {follow} {is_over}", meeting)
        into.total(total, [atoms[follow, is_over, end] for end in can_be])
    for place, horizon in enumerate(HORIZONS):
        asked = {atom: end for (follow, _, end), atom in atoms.items() if follow > place and end != BEFORE}
        whole = into.publish(f"{named}, asked of {horizon} days", asked)
        part = into.publish(f"{named} {within(horizon)}", (a for a, end in asked.items() if 0 <= end <= place))
        yield from line(name, "", "", within(horizon), part, whole)


def by_later(counting: Counting) -> Iterator[Line]:
    """Where a later release has them."""

    def can_be(group: Atom, of: Together) -> bool:
        return group == ("",) or (COMPLETED not in of and AT_A_PORT in of)

    found = ("", STILL, ELSEWHERE, GONE)
    division = counting.divide(
        "later", lambda case: (case.later,), [(each,) for each in found], divided=(COMPLETED, AT_A_PORT), can_be=can_be
    )
    there = division.cell(None, "in the later release", lambda group: group[0] in (STILL, ELSEWHERE))
    pending = division.cell(None, "pending before", lambda group: group[0] != "")
    elsewhere, gone = (division.cell(None, each, equal(0, each)) for each in (ELSEWHERE, GONE))
    yield from line(BETWEEN, "", "", ELSEWHERE, elsewhere, there)
    yield from line(BETWEEN, "", "", "not in the later release", gone, pending)
