"""Adoption: a regime version is used live only after two people have adopted it, by its digest."""

from collections.abc import Iterable
from typing import TypeAlias, assert_never

import msgspec

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event


class ProposeRegime(Act, frozen=True, kw_only=True):
    """Propose a regime version, by the digest of its file."""

    version: str
    digest: str


class AdoptRegime(Act, frozen=True, kw_only=True):
    """Adopt it as the second person."""

    version: str
    digest: str


AdoptionCommand: TypeAlias = ProposeRegime | AdoptRegime


class RegimeProposed(Event, frozen=True, kw_only=True, tag="regime.proposed/1"):
    """A regime version was proposed."""

    version: str
    digest: str


class RegimeAdopted(Event, frozen=True, kw_only=True, tag="regime.adopted/1"):
    """A regime version was adopted by a second person."""

    version: str
    digest: str
    proposed_by: str


AdoptionEvents: TypeAlias = RegimeProposed | RegimeAdopted


class Adoptions(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one regime's versions: proposed (digest, by whom) and adopted (digest)."""

    proposed: dict[str, tuple[str, str]] = {}
    adopted: dict[str, str] = {}


def decide(adoptions: Adoptions, command: AdoptionCommand) -> AdoptionEvents | Refused:
    """What a command about adoption leads to."""
    if command.who.role != "headquarters":
        return Refused(rules=(Broken(rule="authority.role", detail="headquarters adopts regimes"),))
    match command:
        case ProposeRegime():
            return RegimeProposed(who=command.who, version=command.version, digest=command.digest)
        case AdoptRegime():
            digest, by = adoptions.proposed.get(command.version, ("", ""))
            if digest != command.digest:
                return Refused(rules=(Broken(rule="procedure.exists", detail="this text was not proposed"),))
            if by == command.who.by:
                return Refused(rules=(Broken(rule="procedure.regime", detail="the second person must be another"),))
            return RegimeAdopted(who=command.who, version=command.version, digest=digest, proposed_by=by)
        case _:
            assert_never(command)


def fold(events: Iterable[AdoptionEvents]) -> Adoptions:
    """The adoptions that a stream shows."""
    proposed: dict[str, tuple[str, str]] = {}
    adopted: dict[str, str] = {}
    for event in events:
        match event:
            case RegimeProposed():
                proposed[event.version] = (event.digest, event.who.by)
            case RegimeAdopted():
                adopted[event.version] = event.digest
            case _:
                assert_never(event)
    return Adoptions(proposed=proposed, adopted=adopted)
