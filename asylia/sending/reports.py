"""Reports: what carriers say later, by a signed callback or as returned mail, becomes an event, once."""

import email
import email.policy
import hmac
import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import EmailMessage
from typing import NamedTuple, cast

from asylia.core.steps.message import ReportMessageDelivered, ReportMessageSent, Way
from asylia.sending.carrying import Carrier, Report
from asylia.sending.sender import itself, note_id, report_failed
from asylia.shell import outbox
from asylia.shell.house import House
from asylia.shell.models import Outgoing
from asylia.shell.submitting import submit

_NAMED = re.compile(r"<(\d{1,18})\.([0-9a-f]{32})@")


def called(  # noqa: PLR0917 (what a callback carries)
    house: House, number: int, url: str, form: Mapping[str, str], signature: str, carriers: Sequence[Carrier]
) -> bool:
    """Take a callback about the message of that row; False where no carrier of ours signed it."""
    report = next((found for each in carriers if (found := each.report(url, form, signature)) is not None), None)
    if report is None:
        return False
    row = outbox.of_report(number)
    if row is not None and row.way and (not row.reference or row.reference == report.reference):
        take(house, row, report, carriers)
    return True


def take(house: House, row: Outgoing, report: Report, carriers: Sequence[Carrier]) -> None:
    """Record what a carrier reports; the same report twice is recorded once, and none undoes an arrival."""
    way = cast("Way", row.way)
    if row.state == "trying":  # we were cut off before we knew that it had been taken over
        sent = ReportMessageSent(who=itself(house), message=row.message, way=way, reference=report.reference)
        submit(house, sent, row.case)
        row.state = "sent"
    if report.outcome == "delivered" and row.state == "sent":
        arrived = ReportMessageDelivered(
            who=itself(house), message=row.message, way=way, reference=report.reference
        )  # fmt: skip
        submit(house, arrived, row.case)
    elif report.outcome == "failed" and row.state == "sent":
        report_failed(house, row, way, report.why, carriers)


class Returned(NamedTuple):
    """What returned mail says: which message, and the code of why."""

    row: Outgoing
    why: str


def bounced(house: House, mail: bytes, carriers: Sequence[Carrier]) -> bool:
    """Take a returned mail (RFC 3464); False where it names no message of ours, or says that it was not lost."""
    found = _returned(house, email.message_from_bytes(mail, policy=email.policy.default))
    if found is None:
        return False
    take(house, found.row, Report(found.row.reference, "failed", found.why), carriers)
    return True


def _returned(house: House, mail: EmailMessage) -> Returned | None:
    failed = next((why for why in _failures(mail)), None)
    for part in mail.walk():
        if failed is None or part.get_content_type() not in ("message/rfc822", "text/rfc822-headers"):
            continue
        text = part.as_string()
        for number, digest in _NAMED.findall(text):
            row = outbox.of_report(int(number))
            # Anyone can write to the mailbox of returns: only who was sent the message knows its id.
            if row is not None and hmac.compare_digest(note_id(house, row), f"{number}.{digest}"):
                return Returned(row, failed)
    return None


def _failures(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.iter_parts():
            if str(block.get("Action", "")).strip().lower() == "failed":
                status = re.match(r"[245]\.\d{1,3}\.\d{1,3}", str(block.get("Status", "")).strip())
                yield status[0] if status else "returned"
