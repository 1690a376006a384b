"""The draw: who hears a case and which decisions are reviewed, from a seed committed beforehand.

A decision is drawn when HMAC-SHA256(seed, case, determination), read as a fraction of 2^256, lies
below the rate. Anyone can redraw it once the seed is revealed (safeguards.md, review.draw).

The sample is two-sided and stratified: by outcome, place and representation. A plan may raise the rate of a place, with
counsel or without, before its month begins; never of one outcome, so that review knows no direction (review.symmetry).
"""

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from decimal import Decimal

import msgspec

_WHOLE = 1 << 256
# House (oversight.md): one decision in ten comes before its own second decider again, not before a month has passed.
REPEAT_RATE = "0.1"
REPEAT_AFTER = dt.timedelta(days=30)


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """The least share of decisions drawn (decimal text) at a place, with counsel or without; empty and None: any."""

    rate: str
    site: str = ""
    represented: bool | None = None

    def covers(self, site: str, *, represented: bool) -> bool:
        """Whether a decision of that place, with or without counsel, falls under it."""
        return self.site in ("", site) and self.represented in (None, represented)


def rate_of(least: str, plan: Iterable[Planned], site: str, *, represented: bool) -> str:
    """The probability with which a decision is drawn: the regime's rate, or the highest planned one above it."""
    planned = [each.rate for each in plan if each.covers(site, represented=represented)]
    return max([least, *planned], key=Decimal)


def period_of(day: dt.date) -> str:
    """The period whose seed draws on that day: its month, 2026-11."""
    return f"{day:%Y-%m}"


def _lot(seed: bytes, *parts: str) -> int:
    message = "\x1f".join(parts).encode()
    return int.from_bytes(hmac.digest(seed, message, hashlib.sha256), "big")


def drawn_officer(seed: bytes, case: str, claim: int, eligible: Sequence[str]) -> str:
    """One of the eligible officers (ids, any order), or "" when there is none."""
    if not eligible:
        return ""
    ordered = sorted(eligible, key=lambda each: _lot(seed, "officer", case, str(claim), each))
    return ordered[0]


def is_drawn(seed: bytes, level: str, case: str, claim: int, determination: int, rate: str) -> bool:
    """Whether a determination is drawn for review at a level, at a rate given as decimal text ("0.1")."""
    share = Decimal(rate)
    return _lot(seed, "review", level, case, str(claim), str(determination)) < int(share * _WHOLE)


def is_repeated(seed: bytes, level: str, case: str, claim: int, determination: int, rate: str) -> bool:
    """Whether who decided a drawn determination anew is to do so once more, at a rate given as decimal text."""
    return _lot(seed, "repeat", level, case, str(claim), str(determination)) < int(Decimal(rate) * _WHOLE)


def seed_digest(seed: bytes) -> str:
    """What is committed before the period: the hexadecimal SHA-256 of the seed."""
    return hashlib.sha256(seed).hexdigest()
