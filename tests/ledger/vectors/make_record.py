"""Writes record.json: twenty entries made by a second writer that shares no code with the ledger.

It uses the `rfc8785` library for canonical JSON, hashlib and cryptography. The vectors were written before the first
event was stored; run this only to see that it still prints the same file: python tests/ledger/vectors/make_record.py
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

AT, LATER = "2022-01-12T15:40:00.000Z", "2022-01-12T15:40:07.125Z"
MPP = {"regime": "us_mpp/2021-12-02", "regime_digest": "S3oLg6yYbdPzTf3Kc3F8qY0kAZ2B9nq7lO0xw2Jc4mE"}
ONE, TWO, THREE, FOUR = (f"case/01fs8k3t5m000000000000000{number}" for number in (1, 2, 3, 4))
BORDER, ASYLUM, HQ = "border-officer", "asylum-officer", "headquarters"
NONE = {"regime": None, "regime_digest": None}
PASSKEY = {
    "credential": "kP3-x0",
    "authenticator": "SZYN5Yg",
    "client": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0",
    "signature": "MEUCIQ",
}

CASES: list[tuple[str, str, int, str, str, dict[str, str | None], dict[str, Any]]] = [
    ("the least an event can hold", ONE, 1, "case.opened/1", BORDER, MPP, {}),
    (
        "eight fields of the usual kinds", ONE, 2, "fear.claimed/1", BORDER, MPP,
        {"by": "staff/01f0", "words": "They said they would kill me.", "language": "es", "claim": 1,
         "channel": "spoken", "place": "bridge-1", "heard_by_interpreter": True},
    ),
    ("the same content again, other salts", ONE, 3, "fear.claimed/1", BORDER, MPP,
     {"by": "staff/01f0", "words": "They said they would kill me.", "language": "es", "claim": 1, "channel": "spoken",
      "place": "bridge-1", "heard_by_interpreter": True}),
    ("Arabic with a right-to-left mark", TWO, 1, "fear.claimed/1", ASYLUM, MPP,
     {"words": "\u200f\u0623\u062e\u0627\u0641 \u0623\u0646 \u0623\u0639\u0648\u062f\u200f", "language": "ar"}),
    ("a name with composed accents", TWO, 2, "person.named/1", ASYLUM, MPP,
     {"name": "Jos\u00e9 Nu\u00f1ez"}),
    ("the same name with combining accents stays as typed", TWO, 3, "person.named/1",
     ASYLUM, MPP, {"name": "Jose\u0301 Nun\u0303ez"}),
    ("emoji and characters beyond the first plane", TWO, 4, "message.received/1", "portal", MPP,
     {"text": "\U0001f64f\U0001f3fd 𐍈 \U0010ffff"}),
    ("control characters, quotes, backslashes, slash", TWO, 5, "testimony.given/1",
     ASYLUM, MPP, {"answer": "\b\t\n\f\r\x01\x1f\x7f \" \\ / </script>"}),
    ("line and paragraph separators", TWO, 6, "testimony.given/1", ASYLUM, MPP,
     {"answer": "one\u2028two\u2029three\ufeff"}),
    ("text that looks like an escape", TWO, 7, "testimony.given/1", ASYLUM, MPP,
     {"answer": "\\u0000 \\ud800"}),
    ("empty text, empty list, empty object, null", THREE, 1, "case.opened/1", "portal", NONE,
     {"text": "", "list": [], "object": {}, "nothing": None}),
    ("the largest and smallest whole numbers", THREE, 2, "order.entered/1", HQ, MPP,
     {"largest": 2**53 - 1, "smallest": -(2**53 - 1), "zero": 0, "minus": -1}),
    ("decimals and times are text", THREE, 3, "band.locked/1", ASYLUM, MPP,
     {"lower": "0.50", "upper": "0.60", "day": "2022-01-12", "zone": "America/Chicago"}),
    ("keys sorted inside objects, at every depth", THREE, 4, "placement.decided/1",
     BORDER, MPP, {"parts": {"b": 1, "a": {"z": [], "A": {}, "_": None, "10": 1, "9": 2, "-": 3}, "B": [3, 1, 2]}}),
    ("lists of objects keep their order", THREE, 5, "determination.made/1", ASYLUM, MPP,
     {"findings": [{"element": "nexus", "found": True}, {"element": "harm", "found": False}, [[], [[]]]]}),
    ("an act signed with a passkey", THREE, 6, "determination.made/1", ASYLUM, MPP,
     {"by": "staff/01f2", "signed": PASSKEY, "claim": 1, "determination": 1}),
    ("a staff stream has no regime", "staff/01fs8k3t5m0000000000000009", 1, "role.given/1", HQ, NONE,
     {"by": "staff/01f0", "role": "supervisor", "until": None}),
    ("a stream name of three parts", "desk/el-paso/2022-01", 1, "act.refused/1", "supervisor", NONE,
     {"by": "staff/01f3", "act": "review.return", "rules": ["review.deference", "roles.apart"]}),
    ("version 1000 of a long stream", "keeping/2022", 1000, "record.erased/1", HQ, NONE,
     {"by": "staff/01f4", "key": "person/01fs8k3t5m0000000000000005", "order": "21-cv-0067"}),
    ("a long text", FOUR, 2, "testimony.given/1", ASYLUM, MPP,
     {"question": "What happened then?", "answer": "We walked for nine days — sin agua. " * 60}),
]  # fmt: skip


def text(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def seeded(label: str, size: int) -> bytes:
    """Bytes that look random and are the same in every run."""
    return sha256(b"asylia test vector, never a key of anyone: " + label.encode()).digest()[:size]


def vector(number: int, heads: dict[str, bytes]) -> dict[str, Any]:
    """One entry with every step on the way to it."""
    title, stream, version, name, role, regime, given = CASES[number]
    fields = {"by": None, "signed": None, **given}
    salted = [[text(seeded(f"salt {number} {field}", 16)), field, fields[field]] for field in sorted(fields)]
    digests = [sha256(b"\x02" + rfc8785.dumps(triple)).digest() for triple in salted]
    content = sha256(b"\x03" + b"".join(sorted(digests))).digest()
    prev = sha256(stream.encode()).digest() if version == 1 else heads.get(stream, seeded(f"prev {number}", 32))
    said: Any = {
        "at": AT, "content": text(content), "name": name, "prev": text(prev), "recorded": LATER,
        **regime, "role": role, "stream": stream, "version": version,
    }  # fmt: skip
    entry = rfc8785.dumps(said)
    heads[stream] = sha256(b"\x00" + entry).digest()
    key, nonce, place = (
        seeded(f"key {number}", 32),
        seeded(f"nonce {number}", 12),
        rfc8785.dumps([stream, version, name]),
    )
    sealed = nonce + AESGCM(key).encrypt(nonce, rfc8785.dumps(salted), place)
    return {
        "title": title,
        "event": {
            "stream": stream,
            "version": version,
            "name": name,
            "at": AT,
            "recorded": LATER,
            "role": role,
            **regime,
        },
        "prev": text(prev),
        "fields": fields,
        "salted": salted,
        "field_digests": [text(digest) for digest in digests],
        "content": text(content),
        "entry": entry.decode(),
        "digest": text(heads[stream]),
        "key": text(key),
        "nonce": text(nonce),
        "associated": place.decode(),
        "sealed": text(sealed),
    }


def vectors() -> str:
    """The whole file."""
    heads: dict[str, bytes] = {}
    return json.dumps([vector(number, heads) for number in range(len(CASES))], indent=1) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("record.json").write_text(vectors())
