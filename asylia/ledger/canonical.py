"""Plain data and its one spelling in bytes: RFC 8785, kept to what two languages cannot read differently.

Allowed: text, whole numbers under 2^53, true, false, null, lists, and objects with ASCII keys. Text is kept
exactly as typed: no Unicode normalisation (RFC 8785 section 3.1 forbids it, and a name is its owner's).
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, Union

import msgspec

from asylia.ledger.errors import SlipOfForm

Plain: TypeAlias = Union[str, int, bool, Sequence["Plain"], Mapping[str, "Plain"], None]  # noqa: UP007

LARGEST = 2**53 - 1  # what a double, and so JavaScript, holds exactly
DEEPEST = 32  # lists in lists; no form of ours comes near it

_encoder = msgspec.json.Encoder(order="sorted")


def canonical(value: object) -> bytes:
    """The canonical bytes of `value`, which must be plain (see `check_plain`)."""
    return _encoder.encode(value)


def canonical_lines(values: Iterable[object]) -> list[bytes]:
    """The canonical bytes of each value, encoded in one call; no canonical text holds a raw line feed."""
    return _encoder.encode_lines(values).split(b"\n")[:-1]


def check_plain(value: object, field: str, depth: int = 0) -> None:
    """Raises SlipOfForm, naming `field` and the place inside it, unless `value` is plain data."""
    if type(value) is str:
        if not value.isascii() or "\0" in value:
            _check_text(value, field)
    elif value is None or type(value) is bool:
        return
    elif type(value) is int:
        if not -LARGEST <= value <= LARGEST:
            raise SlipOfForm(field, "whole numbers stay under 2^53; write a larger one as text")
    elif type(value) is float:
        raise SlipOfForm(field, 'a fraction is kept as text, for example "0.5", never as a float')
    else:
        _check_parts(value, field, depth)


def _check_parts(value: object, field: str, depth: int) -> None:
    if depth == DEEPEST:
        raise SlipOfForm(field, f"is nested more than {DEEPEST} deep")
    if type(value) is dict:
        for key, item in value.items():
            check_key(key, field)
            check_plain(item, f"{field}.{key}", depth + 1)
    elif type(value) is list or type(value) is tuple:
        for place, item in enumerate(value):
            check_plain(item, f"{field}[{place}]", depth + 1)
    else:
        raise SlipOfForm(field, f"is a {type(value).__name__}, not plain text, number, list or object")


def _check_text(text: str, field: str) -> None:
    if "\0" in text:
        raise SlipOfForm(field, "holds the character NUL, which cannot be typed; remove it")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise SlipOfForm(field, "holds half of a character (a lone surrogate); type it again") from None


def check_key(key: object, field: str) -> None:
    """Raises SlipOfForm unless `key` is printable ASCII: other alphabets sort differently elsewhere."""
    if not is_ascii(key):
        raise SlipOfForm(field, "has a key that is not plain ASCII text")


def is_ascii(text: object) -> bool:
    """Whether `text` is printable ASCII text of at least one character."""
    return type(text) is str and text.isascii() and text.isprintable() and text != ""


def to_text(digest: bytes) -> str:
    """Bytes as base64url without padding (RFC 4648 section 5): how this record writes bytes as text."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def from_text(text: str) -> bytes:
    """The bytes that `to_text` wrote."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
