"""What makes a notice valid: each condition with the fact behind it, asked of the core before anyone signs."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast

from msgspec.structs import replace

from asylia.accounts.models import Account
from asylia.core.dating import Date, dated
from asylia.core.decider import decide
from asylia.core.errors import Broken, Decided, Refused
from asylia.core.steps.notice import NoticePrepared, PrepareNotice
from asylia.shell.gathering import facts_for
from asylia.shell.reading import courts, staff_of
from asylia.web.cases import Case, house
from asylia.web.hearings.kinds import KINDS
from asylia.web.names import language
from asylia.web.standing import day
from asylia.web.templatetags.words import court


class Check(NamedTuple):
    """One condition: what it is, the fact behind it, or why it fails."""

    says: str
    fact: str
    holds: bool


def judged(act: PrepareNotice, case: Case, account: Account) -> tuple[PrepareNotice, tuple[Broken, ...]]:
    """Return the notice with the report worked out, and every rule that signing it now would break; nothing is kept."""
    with house().transaction() as raw:
        facts = facts_for(house(), raw, case.file, act, staff_of(house(), raw, account.staff))
        decided = decide(case.file, act, case.regime, facts)
    found = decided.events[0] if isinstance(decided, Decided) else dated(case.file, act, facts)
    told = cast("NoticePrepared | Date", found)
    whole = replace(act, port=told.port, report_day=told.report_day, report_time=told.report_time)
    return whole, decided.rules if isinstance(decided, Refused) else ()


def checks(act: PrepareNotice, case: Case, broken: tuple[Broken, ...], wanting: tuple[str, ...]) -> list[Check]:
    """Return the conditions of this kind of notice, what fails first, then in the order of the sheet."""
    left = list(broken)
    found: list[Check] = []
    for says, fact, concerns in _conditions(act, case):
        failing = [each for each in left if concerns(each)]
        left = [each for each in left if each not in failing]
        details = "; ".join(each.detail or each.says for each in failing)
        found.append(Check(says, details or fact, not failing))
    found += [Check(each.says, each.detail, holds=False) for each in left]
    found.append(Check("The sheet is whole", "; ".join(wanting) or "every fact is given", not wanting))
    return sorted(found, key=lambda each: each.holds)


def _conditions(act: PrepareNotice, case: Case) -> Iterator[tuple[str, str, Callable[[Broken], bool]]]:
    kind, file = KINDS[act.kind], case.file
    if kind.hearing:
        session = next((each for each in courts(house(), house().raw()) if each.court == act.court), None)
        hours = f"{session.opens:%H:%M} to {session.closes:%H:%M}, {session.zone}" if session else ""
        first = case.regime.hearing
        yield "Court", court(act.court) if act.court else "", lambda b: b.field == "court"
        if act.kind == "appear":
            yield (
                f"First hearing not before {first.first_days} days", day(act.day) if act.day else "",
                lambda b: b.field == "day" and b.cite == first.cite,
            )  # fmt: skip
        yield (
            "The court sits then, with a place left",
            hours,
            lambda b: b.field in ("day", "time") and b.rule == "notice.valid",
        )
        if file.placed:
            told = f"{act.port}, {act.report_time:%H:%M}" if act.report_time else act.port
            yield "Reporting place and time", told, lambda b: b.field in ("port", "report_day", "report_time")
        yield "Address or channel", f"{act.address_kind.replace('_', ' ')}: {act.address}", _at("address")
        family = "the same day for all" if file.family else "travels alone"
        yield "Family dated together", family, lambda b: b.rule == "family.whole"
    if kind.decision:
        yield "Every review closed", "closed", lambda b: b.field == "determination"
    yield "Signed, with title", f"{act.signer}, {act.title}", lambda b: b.field in ("signer", "title")
    yield "Language understood", language(act.language), _at("language")


def _at(field: str) -> Callable[[Broken], bool]:
    return lambda broken: broken.field == field
