"""What became of a person's ways to sign in: noted as it happens, shown to that person, and in the log by kind."""

import logging

from django.utils import timezone

from asylia.accounts.models import Happened

SAYS = {
    "invited": "A code to register a passkey was made.",
    "added": "A passkey was added.",
    "removed": "A passkey was removed.",
    "copied": "A copy of a passkey was used. The passkey was stopped and its sign-ins ended.",
}

logger = logging.getLogger("asylia.accounts")


def note(staff: str, what: str) -> None:
    """Keep one line of a person's history; the log is told what happened, never to whom."""
    Happened.objects.create(staff=staff, at=timezone.now(), what=what)
    logger.warning("passkey." + what)  # the log prints what is said without the values of %-arguments


def history(staff: str) -> list[Happened]:
    """Return a person's last twenty lines, newest first."""
    return list(Happened.objects.filter(staff=staff)[:20])
