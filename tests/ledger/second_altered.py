"""Exports and receipts altered in their text: where two readers of one format could come apart.

Each way takes a seeded source of chance. Digests and links are made anew where otherwise only they would be found bad.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any

from asylia.ledger import canonical, to_text

Lines = list[dict[str, Any]]


def entry_of(line: dict[str, Any]) -> dict[str, Any]:
    return json.loads(urlsafe_b64decode(line["entry"] + "=="))  # type: ignore[no-any-return]


STRANGE: list[object] = [  # values to put in a member's place
    None, True, "", [], {}, -1, 0, 1, 2**53, 2**63, "\ud800", "case/b", "a.b/01", "x" * 300,
    "2022-02-29T00:00:00.000Z", "0000-01-01T00:00:00.000Z", "2022-01-01T24:00:00.000Z", "2024-02-29T23:59:60.000Z",
    "2024-02-29T23:59:59.999Z", json.loads("[" * 40 + "]" * 40), json.loads("[" * 31 + "]" * 31),
]  # fmt: skip
BENT: list[Callable[[str], object]] = [  # what becomes of a text
    lambda text: f"{text}=", lambda text: f"{text} ", lambda text: f"{text}\n", lambda text: [text],
    lambda text: text[:-1], lambda text: f"{text}A", lambda text: text.upper(), lambda text: f"{text}\u00e9",
    lambda text: f"{text}\0", lambda text: text[::-1], lambda text: f"{text[:-1]}B",
]  # fmt: skip


def strange(value: object, chance: Random) -> object:
    """Something else in a value's place."""
    if isinstance(value, str) and chance.random() < 0.5:
        return chance.choice(BENT)(value)
    return chance.choice(STRANGE)


def reworked(lines: Lines, chance: Random) -> None:
    """One line's entry said otherwise, its digest and every link after it made anew."""
    number = chance.randrange(1, len(lines) - 1)
    said = entry_of(lines[number])
    name = chance.choice([*said, "more"])
    said[name] = strange(said.get(name), chance)
    prev: str | None = None
    for line in lines[number:-1]:
        entry = said if line is lines[number] else entry_of(line)
        if line["stream"] != lines[number]["stream"]:
            break
        linked = {**entry, "prev": prev} if prev else entry
        text = json.dumps(linked, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        raw = text.encode(errors="surrogatepass")
        prev = to_text(sha256(b"\0" + raw).digest())
        line |= {"entry": to_text(raw), "digest": prev}


def member(lines: Lines, chance: Random) -> None:
    """One member of a line changed, removed or added."""
    line = chance.choice(lines)
    name = chance.choice([*line, "stream", "fields", "leaf", "opened", "end"])
    if chance.random() < 0.2:
        line.pop(name, None)
    else:
        line[name] = strange(line.get(name), chance)


def field(lines: Lines, chance: Random) -> None:
    """One salted field changed, hidden, doubled, moved."""
    line = chance.choice([line for line in lines if isinstance(line.get("fields"), list)])
    at = chance.randrange(len(line["fields"]))
    one = line["fields"][at]
    act = chance.randrange(5)
    if act == 0:
        line["fields"][at] = to_text(sha256(b"\2" + canonical(one)).digest())
    elif act == 1:
        line["fields"].append(one)
    elif act == 2:
        del line["fields"][at]
    elif act == 3:
        line["fields"].reverse()
    else:
        part = chance.randrange(3)
        one[part] = strange(one[part], chance)


def order(lines: Lines, chance: Random) -> None:
    """Lines swapped, doubled, removed."""
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    act = chance.randrange(3)
    if act == 0:
        lines[one], lines[other] = lines[other], lines[one]
    elif act == 1:
        lines.insert(other, lines[one])
    else:
        del lines[one]


def spelled(text: str, chance: Random) -> bytes:
    """The file's own bytes: another spelling of the same, or damage."""
    act = chance.randrange(8)
    if act == 0:
        return text.replace(":1,", chance.choice([":1.0,", ":1e0,", ":true,", ":01,", ": 1 ,", ":-1,"]), 1).encode()
    if act == 1:
        more = chance.choice(['{"x":NaN,"', '{"stream":"case/a","', '{"x":1,"x":2,"', '{"__proto__":1,"'])
        return text.replace('{"', more, 2).encode()
    if act == 2:
        return text.rstrip("\n").encode() + chance.choice([b"", b"\n\n", b"\r\n", b"\n{}\n", b"\n "])
    if act == 3:
        return text.replace("\n", chance.choice(["\r\n", "\n\n", " \n"]), chance.randrange(1, 4)).encode()
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 2)):
        data[chance.randrange(len(data))] = chance.choice([0, 0x22, 0x5C, 0x7B, 0xC3, 0xFF, chance.randrange(256)])
    return bytes(data)


def altered(text: str, chance: Random) -> bytes:
    """An export altered once."""
    if chance.random() < 0.3:
        return spelled(text, chance)
    lines = [json.loads(line) for line in text.splitlines()]
    chance.choice([reworked, reworked, member, field, order])(lines, chance)
    return "".join(f"{json.dumps(line)}\n" for line in lines).encode()


def bent(text: str, chance: Random) -> bytes:
    """A receipt with one character put in, taken out or replaced."""
    data, at = bytearray(text.encode()), chance.randrange(len(text.encode()))
    new = chance.choice([b"", b"\n", b"=", b"A", b" ", bytes([chance.randrange(32, 127)])])
    data[at : at + chance.randrange(2)] = new
    return bytes(data)
