"""Drawing: a period's seed is committed by its digest before the period, and revealed after it."""

from asylia.core.draw import seed_digest
from asylia.core.event import Event


class SeedCommitted(Event, frozen=True, kw_only=True, tag="seed.committed/1"):
    """The digest of the period's seed was committed."""

    digest: str


class SeedRevealed(Event, frozen=True, kw_only=True, tag="seed.revealed/1"):
    """The seed was revealed (hexadecimal); anyone can redraw the period."""

    seed: str


def reveals(committed: SeedCommitted, revealed: SeedRevealed) -> bool:
    """Whether the revealed seed is the one that was committed."""
    return seed_digest(bytes.fromhex(revealed.seed)) == committed.digest
