"""A real mail server (aiosmtpd) in this process, with TLS, that keeps what it takes and can be told to refuse.

with mailserver(folder) as mail:
    mail.port, mail.authority          where it listens, and the certificate to trust
    mail.taken                         (to, message) of each message that it took, oldest first
    mail.next("450 4.2.0 later")       how it answers the next message, at its end
"""

import datetime as dt
import email
import email.policy
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.ports import free_port

ACCOUNT, PASSWORD = "asylia", "an invented password"
GONE = "gone@example.org"


class MailServer:
    """What the server keeps."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.raw: list[bytes] = []
        self.hosts: list[str] = []
        self.treatment: list[str] = []
        self.port = 0
        self.authority = Path()

    def next(self, *answers: str) -> None:
        self.treatment += answers

    async def handle_RCPT(self, *given: Any) -> str:  # noqa: N802 (its name there)
        _, _, envelope, address, _ = given
        if address == GONE:
            return "550 5.1.1 no such mailbox here: gone@example.org"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.treatment.pop(0) if self.treatment else "250 OK"
        if answer.startswith(("4", "5")):
            return answer
        self.hosts.append(str(session.host_name))
        self.raw.append(envelope.content or b"")  # type: ignore[arg-type]
        message: Any = email.message_from_bytes(self.raw[-1], policy=email.policy.default)
        self.taken.append((envelope.rcpt_tos[0], message))
        if answer == "silence":
            server.transport.abort()
            return ""
        return "250 OK"


@contextmanager
def mailserver(folder: Path) -> Iterator[MailServer]:
    """One that listens on this machine until the end."""
    kept = MailServer()
    certificate, key = certified(folder)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)

    def authenticate(_server: object, _session: object, _envelope: object, _how: str, data: object) -> AuthResult:
        good = isinstance(data, LoginPassword) and (data.login, data.password) == (ACCOUNT.encode(), PASSWORD.encode())
        return AuthResult(success=good)

    controller = Controller(
        kept, hostname="127.0.0.1", port=free_port(), tls_context=context, require_starttls=True,
        authenticator=authenticate, auth_required=True, enable_SMTPUTF8=True,
    )  # fmt: skip
    controller.start()
    kept.port, kept.authority = controller.server.sockets[0].getsockname()[1], certificate
    try:
        yield kept
    finally:
        controller.stop()


def certified(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    certificate, private = folder / "mail.crt", folder / "mail.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    private.write_bytes(key.private_bytes(*form))
    return certificate, private
