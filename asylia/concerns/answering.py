"""Answers: sealed to the reporter's mailbox and signed by a recipient, on the recipient's own machine."""

from __future__ import annotations

import argparse
import base64
import json
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from asylia.concerns.opener import NotOpened
from asylia.concerns.sealing import encoded, padded

SIGNS = "# signs answers: "


def sealed(words: str, mailbox: str, sender: str, key: Ed25519PrivateKey) -> bytes:
    """An answer as the channel keeps it. `mailbox` is what an opened report says of it. Raises NotOpened."""
    try:
        name, recipient = mailbox.split()
        box, to = base64.b64decode(name), pyrage.x25519.Recipient.from_str(recipient)
    except (ValueError, pyrage.RecipientError):
        raise NotOpened("The mailbox is not what an opened report says: a line of two words in mailbox.txt.") from None
    made = pyrage.encrypt(padded(json.dumps({"words": words}).encode()), [to])
    told = {"sender": sender, "mailbox": name, "sealed": encoded(made), "signature": encoded(key.sign(box + made))}
    return json.dumps(told).encode()


def signing(path: Path) -> Ed25519PrivateKey:
    """The signing key in a recipient's file. Raises NotOpened."""
    lines = [line.removeprefix(SIGNS) for line in path.read_text("ascii").splitlines() if line.startswith(SIGNS)]
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(lines[0]))
    except (IndexError, ValueError):
        raise NotOpened(f"{path} holds no key to sign with: `asylia concerns recipient` made one.") from None


def add_verb(one: argparse.ArgumentParser) -> None:
    """What the verb is asked."""
    one.add_argument("words", type=Path, metavar="TEXT", help="a file with the answer")
    one.add_argument("--mailbox", type=Path, required=True, help="mailbox.txt of the opened report")
    one.add_argument("--key", type=Path, required=True, help="your keys")
    one.add_argument("--as", dest="sender", required=True, metavar="ID", help="your id in the channel's settings")
    one.add_argument("--to", type=Path, required=True, metavar="FILE", help="where the sealed answer is written")


def answer(asked: argparse.Namespace) -> int:
    """Write a sealed answer to a file, to be sent to the channel."""
    words, mailbox = asked.words.read_text("utf-8"), asked.mailbox.read_text("ascii")
    asked.to.write_bytes(sealed(words, mailbox, asked.sender, signing(asked.key)))
    print(f"Send it: curl --data-binary @{asked.to} https://THE-CHANNEL/answers")
    return 0
