"""Facts about how the rules are kept: alarms, breaches, refusals, pressure; staff, orders, courts and erasures."""

from typing import Annotated

from asylia.oversight.fact import CaseFact, Day, Fact, Id, Moment, Office, Officer, RoleCode


class PressureReport(CaseFact, frozen=True, kw_only=True, gc=False):
    """One contact about an undecided case, or one consultation made a condition of signing. No author is kept."""

    week: Annotated[Day, "the Monday of its week"]
    office: Annotated[Office, "office of the officer who has the claim"]
    what: Annotated[str, "contact or consultation"]
    inside_chain: Annotated[bool, "it came from inside the chain of command"]
    advice_asked_for: Annotated[bool, "the officer had asked for advice"]


class Alarm(CaseFact, frozen=True, kw_only=True, gc=False):
    """One rule that the record showed broken (class A), from when it did; `recorded` and `at` are that moment."""

    rule: Annotated[str, "id of the rule"]
    version: Annotated[int, "version of the case that shows it; 0 where a limit passed"]
    due: Annotated[str, "what was due, where a limit passed; else empty"]
    claim: Annotated[int, "number of the claim; 0 for none"]
    ended: Annotated[Moment | None, "when it was answered or mended (recorded, UTC); empty while open"]
    answered: Annotated[bool, "it ended by an answer"]


class AlarmAnswer(CaseFact, frozen=True, kw_only=True, gc=False):
    """One alarm answered, or what was late answered for, which stays due."""

    rule: Annotated[str, "id of the rule"]
    role: RoleCode
    late: Annotated[bool, "a limit had passed"]


class Breach(CaseFact, frozen=True, kw_only=True, gc=False):
    """One safeguard of today that a historical regime let pass."""

    rule: Annotated[str, "id of the rule"]


class Refusal(CaseFact, frozen=True, kw_only=True, gc=False):
    """One act in a case that was refused."""

    officer: Officer
    office: Office
    role: RoleCode
    act: Annotated[str, "the command"]
    rule: Annotated[str, "the rule of record"]
    rules: Annotated[int, "rules it broke"]


class EntryCount(CaseFact, frozen=True, kw_only=True, gc=False):
    """The entries of one case that were recorded on one day (UTC); `recorded` is the last of them."""

    entries: Annotated[int, "entries"]
    late: Annotated[int, "entries recorded more than 48 hours after they happened"]
    incomplete: Annotated[int, "entries that lack something the measure of completeness asks for"]


class DeskRefusal(Fact, frozen=True, kw_only=True, gc=False):
    """One act refused before there was a case."""

    officer: Officer
    office: Office
    role: RoleCode
    act: Annotated[str, "the command"]
    rule: Annotated[str, "the rule of record"]


class Desk(Fact, frozen=True, kw_only=True, gc=False):
    """One person given a desk, or whose account was closed."""

    officer: Officer
    office: Office
    desk: Annotated[str, "the desk; empty where disabled"]
    what: Annotated[str, "appointed or disabled"]
    languages: Annotated[int, "languages spoken, as recorded"]
    detailed: Annotated[bool, "lent from another service"]


class Certificate(Fact, frozen=True, kw_only=True, gc=False):
    """One certificate given; it holds from a day until a day."""

    officer: Officer
    office: Office
    standard: Annotated[str, "what it certifies, as regimes name it"]
    from_day: Annotated[Day, "first day"]
    until_day: Annotated[Day | None, "last day; empty where open"]
    hours: Annotated[int, "hours of training"]
    given_after: Annotated[bool, "it was recorded after its first day"]


class Order(Fact, frozen=True, kw_only=True, gc=False):
    """One effect of a court order: entered, confirmed, or lifted."""

    order: Annotated[Id, "the order"]
    what: Annotated[str, "entered, confirmed or lifted"]
    effect: Annotated[str, "no_placement, no_return or counsel_before_interview; empty (confirmed, lifted)"]


class CourtClosure(Fact, frozen=True, kw_only=True, gc=False):
    """One closing of a court for days on which hearings may have stood."""

    court: Annotated[str, "the court"]
    first: Annotated[Day, "first day closed"]
    last: Annotated[Day, "last day closed"]


class DepartureList(Fact, frozen=True, kw_only=True, gc=False):
    """One departure list drawn at a post."""

    office: Office
    cases: Annotated[int, "cases on it"]


class Seed(Fact, frozen=True, kw_only=True, gc=False):
    """One seed of a period: its digest committed, or the seed revealed."""

    period: Annotated[str, "the period, a month (2022-01)"]
    what: Annotated[str, "committed or revealed"]


class Erasure(Fact, frozen=True, kw_only=True, gc=False):
    """One erasure carried out: what measured those cases before can be recomputed no more."""

    cases: Annotated[int, "cases erased"]
    rows: Annotated[int, "rows of event tables that went with them"]


class Damage(Fact, frozen=True, kw_only=True, gc=False):
    """One stream whose entries do not hold together: nothing of it is counted until it is mended."""

    stream: Annotated[Id, "the stream"]
    version: Annotated[int, "version at which it breaks"]
