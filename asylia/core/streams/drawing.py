"""Drawing: a period's seed is committed by its digest before the period, and revealed after it; its plan likewise."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.draw import Planned, seed_digest
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event


class PlanSample(Act, frozen=True, kw_only=True):
    """Plan, before a period begins, which shares of decisions are drawn in it; a regime's own rate is the least."""

    period: str
    rates: tuple[Planned, ...]


class SeedCommitted(Event, frozen=True, kw_only=True, tag="seed.committed/1"):
    """The digest of the period's seed was committed."""

    digest: str


class SeedRevealed(Event, frozen=True, kw_only=True, tag="seed.revealed/1"):
    """The seed was revealed (hexadecimal); anyone can redraw the period."""

    seed: str


class SamplePlanned(Event, frozen=True, kw_only=True, tag="sample.planned/1"):
    """The shares to be drawn in the period were planned, before it began; the last plan stands."""

    rates: tuple[Planned, ...]


DrawingEvents: TypeAlias = SeedCommitted | SeedRevealed | SamplePlanned


class Drawing(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one period's draw."""

    committed: SeedCommitted | None = None
    revealed: SeedRevealed | None = None
    planned: SamplePlanned | None = None

    @property
    def plan(self) -> tuple[Planned, ...]:
        """The shares planned; none where nobody planned."""
        return self.planned.rates if self.planned else ()


def decide(command: PlanSample, *, begun: bool) -> SamplePlanned | Refused:
    """What a plan leads to; `begun`: its period has begun somewhere on earth, so that it could choose whom it draws."""
    broken = tuple(_broken(command, begun=begun))
    return Refused(rules=broken) if broken else SamplePlanned(who=command.who, rates=command.rates)


def _broken(command: PlanSample, *, begun: bool) -> Iterator[Broken]:
    if command.who.role != "overseer":
        yield Broken(rule="authority.role", detail="the overseer plans the sample")
    if begun:
        yield Broken(rule="review.draw", detail=f"{command.period} has begun: its shares are fixed", field="period")
    for number, each in enumerate(command.rates):
        if not _is_share(each.rate):
            detail = f"{each.rate} is no share between 0 and 1, such as 0.25"
            yield Broken(rule="review.draw", detail=detail, field=f"rates[{number}].rate")


def _is_share(rate: str) -> bool:
    try:
        share = Decimal(rate)
    except InvalidOperation:
        return False
    return share.is_finite() and 0 <= share <= 1


def fold(events: Iterable[DrawingEvents]) -> Drawing:
    """What a period's stream shows."""
    file = Drawing()
    for event in events:
        match event:
            case SeedCommitted():
                file = replace(file, committed=event)
            case SeedRevealed():
                file = replace(file, revealed=event)
            case SamplePlanned():
                file = replace(file, planned=event)
            case _:
                assert_never(event)
    return file


def reveals(committed: SeedCommitted, revealed: SeedRevealed) -> bool:
    """Whether the revealed seed is the one that was committed."""
    return seed_digest(bytes.fromhex(revealed.seed)) == committed.digest
