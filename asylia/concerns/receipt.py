"""The receipt: twelve words that only the reporter has, and what is worked out from them.

They are 128 bits of chance and a checksum (BIP-39's list of 2,048 English words). Nothing of them is kept: who has
the words finds the mailbox, opens replies, and can prove that a report was there.
"""

from __future__ import annotations

import secrets
from hashlib import sha256

import bech32
import msgspec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from mnemonic import Mnemonic

SALT = b"asylia concerns 1"
LIST = Mnemonic("english")
WORDS = 12


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What twelve words give.

    The mailbox's id, the key that opens replies (an age identity), and a secret to prove by.
    """

    mailbox: bytes
    identity: str
    secret: bytes

    @property
    def claim(self) -> bytes:
        """What the channel is told of the secret: 32 bytes."""
        return sha256(b"\x01" + self.secret).digest()


def drawn() -> str:
    """Twelve words drawn by chance."""
    return LIST.to_mnemonic(secrets.token_bytes(16))


def receipt(words: str) -> Receipt:
    """What these words give.

    Whatever is typed gives something: that words are wrong shows only in that nothing is there.
    """
    spaced = " ".join(words.lower().split()).encode()
    mailbox, key, secret = (
        HKDF(SHA256(), 32, SALT, info).derive(spaced) for info in (b"mailbox", b"identity", b"secret")
    )
    bits = bech32.convertbits(key, 8, 5) or []
    return Receipt(mailbox=mailbox, identity=bech32.bech32_encode("age-secret-key-", bits).upper(), secret=secret)
