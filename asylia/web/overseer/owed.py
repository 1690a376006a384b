"""What is owed for a measure that stands out: by whom, by when, whether it is late, or when it was answered."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, cast

from asylia.core.event import Role
from asylia.core.streams.oversight import ANSWER_WITHIN, Oversight
from asylia.oversight.row import Breach, Row
from asylia.oversight.status import Status
from asylia.web.overseer.editions import Shown, earlier
from asylia.web.overseer.states import Standing
from asylia.web.standing import day
from asylia.web.templatetags.words import DESKS

AGENCY = "Headquarters"  # who answers for the agency where no case is named


class Owed(NamedTuple):
    """Who answers and by when, in words; `late` where that time has passed."""

    who: str
    by: str
    late: bool = False


def owed(
    standing: Standing, breaches: Iterable[Breach], overseen: Oversight, shown: Shown, now: dt.datetime
) -> Owed | None:  # fmt: skip
    """Return what is owed: first of the rules that cases break, then of questions asked, then of the alarm itself."""
    open_breaches = [each for each in breaches if each.measure == standing.measure and each.ended is None]
    if open_breaches and standing.state is Status.ALARM:
        first = min(open_breaches, key=lambda each: each.due)
        who = DESKS.get(cast("Role", first.owner), first.owner).capitalize()
        return by_moment(who, first.due, now, shown)
    asked = [each for each in overseen.asked_about(standing.measure) if each.answer is None]
    if asked:
        return by_day(AGENCY, min(each.asked.due for each in asked), now, shown)
    if standing.state not in (Status.ALARM, Status.NOT_MEASURABLE):
        return None
    since = began(standing.row, shown)
    answer = next((each for each in overseen.answers_to(standing.measure) if each.who.at >= since), None)
    if answer is not None:
        return Owed(AGENCY, f"answered {day(answer.who.at.astimezone(shown.zone))}")
    return by_day(AGENCY, (since.astimezone(shown.zone) + ANSWER_WITHIN).date(), now, shown)


def began(row: Row, shown: Shown) -> dt.datetime:
    """Return the moment of the first edition since which a row has been in its state without a break."""
    since = shown.about.as_of
    wanted = (row.part, row.unit, row.of)
    for moment, each in earlier(shown, row.measure):
        if (each.part, each.unit, each.of) == wanted:
            if each.status is not row.status:
                break
            since = moment
    return since


def by_moment(who: str, due: dt.datetime, now: dt.datetime, shown: Shown) -> Owed:
    """Return what is due by an hour."""
    if due < now:
        hours = round((now - due).total_seconds() / 3600)
        return Owed(who, f"overdue {hours} h" if hours < 72 else f"overdue {hours // 24} days", late=True)
    there = due.astimezone(shown.zone)
    return Owed(who, f"{day(there)}, {there:%H:%M}")


def by_day(who: str, due: dt.date, now: dt.datetime, shown: Shown) -> Owed:
    """Return what is due by the end of a day."""
    late = (now.astimezone(shown.zone).date() - due).days
    return Owed(who, f"overdue {late} day{'' if late == 1 else 's'}" if late > 0 else day(due), late=late > 0)
