"""What a command leads to when it may not be done, and the one registry of rules."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from asylia.core.regime import Regime
from asylia.core.rules import ORDER, RULES

if TYPE_CHECKING:
    from asylia.core.event import Event


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """One rule broken: its id, which field of the form shows it, and what in this case breaks it."""

    rule: str
    detail: str = ""
    field: str = ""
    cite: str = ""

    @property
    def says(self) -> str:
        """The rule's one sentence."""
        return RULES[self.rule].says

    @property
    def citation(self) -> str:
        """The regime's own citation where the rule is the regime's, else the safeguard's source."""
        return self.cite or RULES[self.rule].cite


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """Nothing happened; every rule broken, in legal order: the first is the rule of record."""

    rules: tuple[Broken, ...]


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, and which core safeguards a historical regime let pass."""

    events: tuple["Event", ...]
    breaches: tuple[Broken, ...] = ()


class SlipOfForm(ValueError):
    """A field that cannot be read as what it must be: not a refusal, and never recorded."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(f"{field}: {says}")
        self.field = field
        self.says = says


class Rules:
    """Collects every rule that a command breaks, so that a refusal can name them all."""

    def __init__(self, regime: Regime) -> None:
        self.regime = regime
        self.broken: list[Broken] = []

    def require(self, holds: bool, rule: str, detail: str = "", field: str = "", cite: str = "") -> bool:
        """Note `rule` as broken unless `holds`; returns `holds`."""
        if not holds:
            self.broken.append(Broken(rule=rule, detail=detail, field=field, cite=cite))
        return holds

    def outcome(self, *events: "Event") -> Decided | Refused:
        """Refused when a rule of this regime is broken, else Decided with the breaches."""
        if not self.broken:
            return Decided(events=events)
        refusing, breaches = self._sides()
        if refusing:
            return Refused(rules=in_legal_order(refusing))
        return Decided(events=events, breaches=in_legal_order(breaches))

    def missing(self, detail: str, field: str = "") -> Refused:
        """The refusal of a command about something that is not in the record."""
        self.require(False, "procedure.exists", detail, field)
        return Refused(rules=in_legal_order(self._sides()[0]))

    def _sides(self) -> tuple[Sequence[Broken], Sequence[Broken]]:
        # A historical regime refuses by its own text and by plain possibility only (safeguards.md,
        # "How the rules are read", 2); every other safeguard comes back as a breach.
        if not self.regime.historical:
            return self.broken, ()
        own = self.regime.own_rules
        refusing = [each for each in self.broken if RULES[each.rule].always or each.rule in own]
        return refusing, [each for each in self.broken if each not in refusing]


def in_legal_order(broken: Iterable[Broken]) -> tuple[Broken, ...]:
    """One entry for each rule and detail, in the legal order of the steps."""
    unique = dict.fromkeys(broken)
    return tuple(sorted(unique, key=lambda each: ORDER[each.rule]))
