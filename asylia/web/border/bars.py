"""What stands against placing or returning a person now, said before anyone tries; nothing of it is recorded."""

from collections.abc import Iterable
from typing import NamedTuple

from asylia.core.event import Author
from asylia.core.facts import Facts
from asylia.core.standing import is_open, orders_bar, people_bars, return_bars
from asylia.core.steps.custody import ReturnPerson
from asylia.shell.gathering import facts_for
from asylia.shell.reading import staff_of
from asylia.web.cases import Case, house


class Bar(NamedTuple):
    """One rule that bars, and what in the record does."""

    rule: str
    detail: str


def facts_now(case: Case) -> Facts:
    """Return the facts that a return decided now would rest on."""
    opened = case.file.opened
    who = Author(by=opened.by if opened else "", role="border_officer", at=house().clock())
    with house().transaction() as raw:
        return facts_for(house(), raw, case.file, ReturnPerson(who=who, port=""), staff_of(house(), raw, who.by))


def against_placement(case: Case) -> list[Bar]:
    """Return what bars placing this person in the programme."""
    facts = facts_now(case)
    found = [*people_bars(case.file, case.regime, facts)]
    found += [("fear.stay", f"fear claim {e.number} is open") for e in case.file.claims if is_open(e, case.regime)]
    if orders_bar(case.file, facts, "no_placement"):
        found.append(("order.obeyed", "a court order stops placement"))
    return bars(found)


def against_return(case: Case) -> list[Bar]:
    """Return what bars returning this person, in legal order as the core names it."""
    return bars(return_bars(case.file, case.regime, facts_now(case)))


def bars(found: Iterable[tuple[str, str]]) -> list[Bar]:
    """Return rules and details as a page says them."""
    return [Bar(rule, f"{detail[0].upper()}{detail[1:]}.") for rule, detail in dict.fromkeys(found)]
