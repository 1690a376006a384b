"""Where messages are sent to: `sending.toml` in the home folder; passwords from the environment or files beside it.

No secret stands in the file, in the database or in a log. Nothing else is ever connected to.
"""

import os
import tomllib
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from asylia.ledger import WrongSetup
from asylia.shell.numbers import mailbox_of, number_of

FILE = "sending.toml"
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file: whatever it does not know is refused."""


class Mail(_Part, frozen=True, kw_only=True):
    """A mail server (SMTP). `security`: starttls (port 587), tls (465), or none, to this machine alone.

    `authority` is a file of certificates to trust in place of the system's.
    """

    server: str
    sender: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    account: str = ""
    authority: str = ""


class Messages(_Part, frozen=True, kw_only=True):
    """A provider of messages and calls. `sender` is its number, or `whatsapp:` and its number."""

    provider: Literal["twilio"]
    account: str
    sender: str
    url: str = "https://api.twilio.com"
    calls_from: str = ""


class Setup(_Part, frozen=True, kw_only=True):
    """The file. `site` is this site's address, to which carriers report; `phone` and `portal` stand in messages."""

    site: str = ""
    mail: Mail | None = None
    messages: Messages | None = None
    phone: str = ""
    mail_password: str = ""
    messages_token: str = ""


def setup_of(home: Path, *, demonstration: bool) -> Setup | None:
    """What is set up in a home folder; None where nothing is.

    Raises ledger.WrongSetup, naming file, place and mending.
    """
    path = home / FILE
    if not path.exists():
        return None
    try:
        written = msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Written)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongSetup(f"{FILE} cannot be read: {error}") from None
    except msgspec.ValidationError as error:
        raise WrongSetup(f"{FILE}: {error}; docs/sending.md shows a whole file") from None
    setup = Setup(
        site=written.site.rstrip("/"), mail=written.mail, messages=written.messages,
        phone=os.environ.get("ASYLIA_PHONE", ""),
        mail_password=_secret(home, "mail.password", "ASYLIA_MAIL_PASSWORD"),
        messages_token=_secret(home, "messages.token", "ASYLIA_MESSAGES_TOKEN"),
    )  # fmt: skip
    _check(setup, demonstration=demonstration)
    return setup


class _Written(_Part, frozen=True, kw_only=True):
    """What stands in the file."""

    site: str = ""
    mail: Mail | None = None
    messages: Messages | None = None


def _secret(home: Path, file: str, variable: str) -> str:
    """A secret from the environment, else from its file in the home folder, which its owner alone may read."""
    if given := os.environ.get(variable):
        return given
    path = home / file
    if not path.exists():
        return ""
    if path.stat().st_mode & 0o077:
        raise WrongSetup(f"{file} can be read by others: chmod 600 {file}")
    return path.read_text("utf-8").strip()


def _check(setup: Setup, *, demonstration: bool) -> None:
    mail, messages = setup.mail, setup.messages
    if mail is not None:
        _require(mail.security != "none" or mail.server in HERE, "[mail] security: none is for this machine alone")
        _require(not (mail.account and not setup.mail_password), "[mail] account: its password is missing")
        _readable("[mail] sender", mailbox_of, mail.sender)
        _require(not demonstration or mail.server in HERE, _INVENTED)
    if messages is not None:
        parts, site = urlsplit(messages.url), urlsplit(setup.site)
        _require(parts.scheme == "https" or parts.hostname in HERE, "[messages] url: begins with https://")
        _require(bool(setup.messages_token), "[messages]: the token is missing, in messages.token")
        _readable("[messages] sender", number_of, messages.sender.removeprefix("whatsapp:"))
        _require(
            site.scheme == "https" or site.hostname in HERE, "site: the address that carriers report to is missing"
        )
        _require(not demonstration or parts.hostname in HERE, _INVENTED)
    _require(mail is not None or messages is not None, "neither [mail] nor [messages] is there")
    if not setup.phone:
        raise WrongSetup("ASYLIA_PHONE is missing: every message says which number to call")


_INVENTED = "a demonstration sends to this machine alone: its people are invented, and their numbers may be somebody's"


def _require(holds: bool, says: str) -> None:
    if not holds:
        raise WrongSetup(f"{FILE}, {says}" if says != _INVENTED else says)


def _readable(where: str, read: object, value: str) -> None:
    try:
        read(value)  # type: ignore[operator]
    except ValueError as error:
        raise WrongSetup(f"{FILE}, {where}: {error}") from None
