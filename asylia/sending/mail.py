"""Mail by SMTP (RFC 5321): one connection a message, TLS, a Message-ID that is the same however often it is sent."""

import datetime as dt
import email.policy
import smtplib
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime

from asylia.core.steps.message import Way
from asylia.sending.carrying import Later, Note, NotTaken, Outcome, Report, Taken, Unsure
from asylia.sending.setup import Mail

TIMEOUT = 30.0  # seconds for each answer


class Mailer:
    """A mail server."""

    def __init__(self, mail: Mail, password: str, clock: Callable[[], dt.datetime]) -> None:
        self._mail, self._password, self._clock = mail, password, clock
        self._domain = mail.sender.rpartition("@")[2]

    def carries(self, way: Way, language: str) -> bool:
        """Whether it is mail."""
        del language
        return way == "email"

    def send(self, way: Way, note: Note) -> Outcome:
        """Hand a message over; Unsure where the server fell silent after it had all of it."""
        del way
        data = self._written(note)
        try:
            server = self._connected()
        except smtplib.SMTPAuthenticationError as error:
            return Later(f"sign-in {error.smtp_code}")
        except (OSError, smtplib.SMTPException) as error:
            return Later(type(error).__name__)
        try:
            return self._handed(server, note.to, data)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def find(self, way: Way, to: str, since: dt.datetime, known: Collection[str]) -> Outcome:
        """A mail server keeps no list that could be asked: it is sent again under the same Message-ID."""
        del way, to, since, known
        return NotTaken("no list")

    def report(self, url: str, form: Mapping[str, str], signature: str) -> Report | None:
        """A mail server calls nobody; what comes back comes as mail (reports.py)."""
        del url, form, signature
        return None

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context(cafile=self._mail.authority or None)
        # The name in the greeting is that of the sender's domain: never this machine's.
        place, domain = (self._mail.server, self._mail.port), self._domain
        if self._mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*place, domain, timeout=TIMEOUT, context=trusted)
        else:
            server = smtplib.SMTP(*place, domain, timeout=TIMEOUT)
        try:
            if self._mail.security == "starttls":
                server.starttls(context=trusted)
            if self._mail.account:
                server.login(self._mail.account, self._password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _handed(self, server: smtplib.SMTP, to: str, data: bytes) -> Outcome:
        options = [] if to.isascii() else ["SMTPUTF8", "BODY=8BITMIME"]
        if options and not server.has_extn("smtputf8"):
            return NotTaken("no smtputf8")
        try:
            for code, said in (server.mail(self._mail.sender, options), server.rcpt(to)):
                if code not in (250, 251):
                    return _answer(code, said)
        except (OSError, smtplib.SMTPException) as error:
            return Later(type(error).__name__)
        try:
            code, said = server.data(data)
        except smtplib.SMTPDataError as error:  # refused before anything of it was sent
            return _answer(error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b"")
        except (OSError, smtplib.SMTPException) as error:
            return Unsure(type(error).__name__)
        return Taken("") if code == 250 else _answer(code, said)

    def _written(self, note: Note) -> bytes:
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"] = self._mail.sender
        message["To"] = note.to
        message["Subject"] = note.subject
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{note.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no answer by machine
        message.set_content(note.words, cte="base64")
        message["Content-Language"] = note.language
        policy = email.policy.SMTP if note.to.isascii() else email.policy.SMTPUTF8
        return message.as_bytes(policy=policy)


def _answer(code: int, said: bytes) -> Outcome:
    """What a refusing code means (RFC 5321, 4.2.1; RFC 3463 for the second number), without the words, which quote."""
    second = said.split(b" ", 1)[0].decode("ascii", "replace")
    enhanced = f" {second}" if second[:2] in ("4.", "5.") and len(second) <= 9 else ""
    return Later(f"{code}{enhanced}") if 400 <= code < 500 else NotTaken(f"{code}{enhanced}")
