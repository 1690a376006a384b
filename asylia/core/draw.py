"""The draw: who hears a case and which decisions are reviewed, from a seed committed beforehand.

A decision is drawn when HMAC-SHA256(seed, case, determination), read as a fraction of 2^256, lies
below the rate. Anyone can redraw it once the seed is revealed (safeguards.md, review.draw).
"""

import hashlib
import hmac
from collections.abc import Sequence
from decimal import Decimal

_WHOLE = 1 << 256


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


def seed_digest(seed: bytes) -> str:
    """What is committed before the period: the hexadecimal SHA-256 of the seed."""
    return hashlib.sha256(seed).hexdigest()
