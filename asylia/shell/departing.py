"""Departing: a post's departure list, drawn from the record and kept, and what has come to bar a name on it since."""

from collections.abc import Iterator

import msgspec
from django.db.models import Q

from asylia.caseload.models import CaseRow
from asylia.core.event import Author
from asylia.core.standing import return_bars
from asylia.core.steps.custody import ReturnPerson
from asylia.core.streams.departure import DeparturesDrawn
from asylia.shell.gathering import facts_for
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_at_desk, beside, case_now, desk_stream, staff_of


class AtPost(msgspec.Struct, frozen=True, kw_only=True):
    """One person at a post, and the rules that bar sending them now, in legal order."""

    row: CaseRow
    rules: tuple[str, ...]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was drawn: when, by whom, who stood on it, and the names that may not be sent any more."""

    drawn: DeparturesDrawn
    number: int
    barred: tuple[str, ...]

    @property
    def valid(self) -> bool:
        """Whether it still says what the record says: one name under a stay makes the whole list invalid."""
        return not self.barred


def at_post(house: House, who: Author) -> list[AtPost]:
    """Whoever is at the author's post, held or placed, and could be taken for one to be sent."""
    with house.transaction() as raw:
        return list(_at_post(house, raw, who))


def draw(house: House, who: Author) -> int:
    """Draw the list of the author's post from the record now, and keep it; gives its number in the month's stream."""

    def work(raw: Raw) -> int:
        office = staff_of(house, raw, who.by).office
        cases = tuple(each.row.case for each in _at_post(house, raw, who) if not each.rules)
        append_at_desk(house, raw, office, DeparturesDrawn(who=who, office=office, cases=cases))
        return house.ledger.head(raw, desk_stream(house, office))

    return house.settle(work)


def listed(house: House, who: Author, number: int) -> Listed | None:
    """A list that the author's post drew this month, held against the record as it stands now; None where none is."""
    with house.transaction() as raw:
        office = staff_of(house, raw, who.by).office
        events = beside(house, raw, desk_stream(house, office), list)
        drawn = events[number - 1] if 1 <= number <= len(events) else None
        if not isinstance(drawn, DeparturesDrawn):
            return None
        barred = tuple(case for case in drawn.cases if _bars(house, raw, case, who))
        return Listed(drawn=drawn, number=number, barred=barred)


def _at_post(house: House, raw: Raw, who: Author) -> Iterator[AtPost]:
    office = staff_of(house, raw, who.by).office
    here = CaseRow.objects.filter(place=office or None, outside=False, provisional=False, closed="")
    for row in here.filter(Q(held=True) | Q(placed=True)):
        yield AtPost(row=row, rules=_bars(house, raw, row.case, who))


def _bars(house: House, raw: Raw, case: str, who: Author) -> tuple[str, ...]:
    """The rules that bar returning this person now; who was sent already, or whose case has ended, is barred too."""
    file = case_now(house, raw, case)
    if file.erased or file.closed or file.custody.outside:
        return ("return.lawful",)
    facts = facts_for(house, raw, file, ReturnPerson(who=who, port=""), staff_of(house, raw, who.by))
    return tuple(dict.fromkeys(rule for rule, _ in return_bars(file, house.regime(file.regime), facts)))
