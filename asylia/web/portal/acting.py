"""What the pages share that send something: the key that makes it count once, what can be wrong, and what is told."""

import re
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString

from asylia.core.decider import CaseCommand
from asylia.core.errors import SlipOfForm
from asylia.core.file import CaseFile
from asylia.ledger import OutOfSpace
from asylia.shell.failing import SendAgain
from asylia.shell.submitting import Accepted, submit
from asylia.web.cases import house
from asylia.web.portal.door import OwnRequest, file_of
from asylia.web.portal.words import Words, frame, language_of
from asylia.web.reading import plain_text

MOST = 20_000  # characters of one answer; a fear has more room (afraid.py)
NAME = 300  # characters of a name, a number or an address


class Wrong(Exception):
    """What was typed cannot be sent: the key of the sentence that says so, and its facts."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts

    def said(self, says: Words) -> SafeString:
        """Return it in the words of a language."""
        return says(self.key, **self.facts)


def typed(request: HttpRequest, name: str, most: int = MOST) -> str:
    """Return what was typed in a field, as typed. Raises Wrong where it is too long or cannot be kept."""
    text = request.POST.get(name, "").replace("\r\n", "\n")
    if len(text) > most:
        raise Wrong("too_long", over=f"{len(text) - most:,}", most=f"{most:,}")
    try:
        return plain_text(text)
    except ValueError:
        raise Wrong("unkept") from None


def give(request: OwnRequest, command: CaseCommand, key: str) -> Accepted:
    """Give a command in the person's own case; sent twice it counts once. Raises Wrong where nothing was recorded."""
    try:
        answer = submit(house(), command, request.row.case, key=key)
    except SlipOfForm:
        raise Wrong("unkept") from None
    except (OutOfSpace, SendAgain):
        raise Wrong("unsent") from None
    if not isinstance(answer, Accepted):
        raise Wrong("gone")
    return answer


def key_of(request: HttpRequest) -> str:
    """Return the key that the form carried, or a new one."""
    sent = request.POST.get("key", "")
    return sent if re.fullmatch(r"[0-9a-f]{32}", sent) else uuid.uuid4().hex


def begun(request: OwnRequest) -> tuple[CaseFile, dict[str, Any]]:
    """Return the person's file, and what every page of theirs is made with."""
    file = file_of(request)
    context = frame(request, language_of(request, file.best_language))
    return file, {**context, "key": uuid.uuid4().hex, "back": reverse("own")}


def zone_of(file: CaseFile) -> ZoneInfo:
    """Return the clock of the place of a case."""
    return ZoneInfo(file.zone)


def closing(response: HttpResponse) -> HttpResponse:
    """Return a page that closes by itself; never one in which something may be half written."""
    response.headers["Refresh"] = f"{settings.OWN_PAGES_IDLE_SECONDS}; url={reverse('own-over')}"
    return response
