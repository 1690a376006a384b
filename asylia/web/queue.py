"""What is due at a desk as a list, due first: the same page for every desk that works through cases."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet

from asylia.accounts.models import Account
from asylia.caseload.models import DueRow
from asylia.web import cases
from asylia.web.band import Chip, chip
from asylia.web.cases import house
from asylia.web.names import language
from asylia.web.standing import NO_LIMIT, STAGES

ROWS = 50


class Row(NamedTuple):
    """One thing due in one case."""

    chip: Chip
    name: str
    number: str
    regime: str
    language: str
    stage: str
    what: str
    note: str
    url: str


@dataclass(frozen=True)
class Tab:
    """One cut of the list, with how many stand in it."""

    key: str
    label: str
    count: int
    current: bool


def zone_of(account: Account) -> ZoneInfo:
    """Return the zone of the office a member of staff works in; lists say times in it."""
    return ZoneInfo(account.zone)


def dues_of(desk: str, account: Account) -> QuerySet[DueRow]:
    """Return what is due from a desk: from this person, or from whoever of the desk takes it."""
    return DueRow.objects.filter(desk=desk, staff__in=("", account.staff))


def due_first(dues: QuerySet[DueRow]) -> QuerySet[DueRow]:
    """Return dues in the order of their limits; what has none comes last."""
    return dues.select_related("case").order_by(F("by").asc(nulls_last=True), "case_id", "key")


def page_of(dues: QuerySet[DueRow], number: str) -> Page[DueRow]:
    """Return one page of dues; the nearest page there is where the number is none."""
    return Paginator(due_first(dues), ROWS).get_page(number)


def row_of(due: DueRow, url: str, now: dt.datetime, note: str = "") -> Row:
    """Return one due as the list shows it; `now` carries the reader's zone."""
    case = due.case
    return Row(
        chip=chip(due.by.astimezone(now.tzinfo), now) if due.by else NO_LIMIT,
        name=cases.name_on(case),
        number=case.number,
        regime=house().regime(case.regime).title,
        language=language(case.language) if case.language else "not recorded",
        stage=STAGES.get(case.stage, case.stage.capitalize()),
        what=due.what,
        note=note or ("Held" if case.held else ""),
        url=url,
    )


def shown(account: Account, page: str, dues: Sequence[DueRow]) -> None:
    """Write down which cases a list showed (read.accounted)."""
    cases.note_list(account, page, [due.case_id for due in dues])
