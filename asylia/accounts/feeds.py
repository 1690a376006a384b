"""Feeds: the secret address of one counsel's calendar; whoever holds it reads the calendar, and nothing else.

The address is 256 random bits, of which only a digest is kept; it names nobody. A new one takes the place of the old,
and one that no program has read for ninety days opens nothing any more.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from asylia.accounts.models import Account, Feed

UNREAD = timedelta(days=90)
SEEN_EVERY = timedelta(hours=1)  # how often a reading is written down here; the read log has each of them


def make(staff: str, now: datetime) -> str:
    """A new address for this calendar; the one before opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    Feed.objects.update_or_create(staff=staff, defaults={"digest": _digest(token), "made": now, "used": now})
    return token


def revoke(staff: str) -> None:
    """Take the address away."""
    Feed.objects.filter(staff=staff).delete()


def made(staff: str) -> Feed | None:
    """The feed of this counsel, or None."""
    return Feed.objects.filter(staff=staff).first()


def reader(token: str, now: datetime) -> Account | None:
    """Whose calendar an address opens; None where it opens none, or the account is closed or of another desk."""
    feed = Feed.objects.filter(digest=_digest(token), used__gt=now - UNREAD).first()
    if feed is None:
        return None
    if now - feed.used > SEEN_EVERY:
        Feed.objects.filter(staff=feed.staff).update(used=now)
    return Account.objects.filter(staff=feed.staff, role="counsel", disabled=False).first()


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
