"""The person's own pages as the shell keeps them: a secret made with its event, links that were asked for, visits."""

import datetime as dt

from asylia.accounts import own_pages
from asylia.accounts.models import LinkAsk
from asylia.caseload.models import CaseRow
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.steps.portal import AskLink, links_since
from asylia.shell.house import House
from asylia.shell.reading import read_case
from asylia.shell.submitting import Accepted, submit

KEY = "office/own-pages"
LINKS_AN_HOUR = 3
ASKS_AT_ONCE = 200
ASKS_KEPT = dt.timedelta(days=1)


def keyed(house: House, message: bytes) -> bytes:
    """HMAC under the key store's key for secrets, which no database and no dump of the record holds."""
    return house.ledger.keys.mac(KEY, message)


def digest(house: House, secret: str) -> bytes:
    """What is kept of a secret."""
    return own_pages.slow_digest(secret, lambda message: keyed(house, message))


def secret_for(house: House, accepted: Accepted, file: CaseFile) -> str | None:
    """Make the secret that the last event of access is about, to be shown once; None where it was shown already.

    Between the event and this nothing opens the person's pages: the old secret went with the event.
    """
    secret = own_pages.new_secret()
    kept = own_pages.keep_secret(accepted.case, file.portal.made, digest(house, secret))
    return secret if kept else None


def case_of(house: House, secret: str) -> str | None:
    """The case that a secret opens, or None; the same work for both."""
    return own_pages.case_of_secret(digest(house, secret))


def answer_link_asks(house: House) -> int:
    """Record the links that were asked for since; returns how many will be sent.

    Apart from the request: so the page that is asked answers alike, and as quickly, for every number.
    """
    asked = list(LinkAsk.objects.order_by("id")[:ASKS_AT_ONCE])
    sent = sum(_link_asked(house, each) for each in asked)
    LinkAsk.objects.filter(pk__in=[each.pk for each in asked]).delete()
    return sent


def _link_asked(house: House, ask: LinkAsk) -> bool:
    row = CaseRow.objects.filter(number=ask.number).first()
    if row is None or row.erased or ask.at < house.clock() - ASKS_KEPT:
        return False
    file = read_case(house, row.case)
    safe = any(each.safe and not each.lost and each.kind in ("message", "email") for each in file.contact.channels)
    often = links_since(file, house.clock() - dt.timedelta(hours=1)) >= LINKS_AN_HOUR
    if not file.portal.open or not safe or often:
        return False
    who = Author(by="anyone", role="anyone", at=house.clock())
    return isinstance(submit(house, AskLink(who=who), row.case, key=f"link-{ask.pk}-{ask.at:%Y%m%d%H%M%S}"), Accepted)
