"""Draws a period again from an export of the record, as anyone can: this file needs nothing but Python.

python redrawing.py FILE YEAR-MONTH

FILE is what `asylia draw export` writes: the whole record, closed, of which only the draw itself is opened
(docs/reference/record-format.md). Every entry is held against its digest and the entry before it, every opened field
against the entry; then each lot is cast again: HMAC-SHA256 under the period's seed, read as a fraction of 2^256, lies
below the rate that the record kept, or does not. It ends with 0 when all agrees, and 1 when something does not.
"""

import hmac
import json
import sys
from base64 import urlsafe_b64decode
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

# The kinds of draw, by the event that keeps one, and the first word of the lot that is cast.
DRAWS = {"draw.held/1": "review", "repeat_draw.held/1": "repeat"}
SIGNED = "determination.signed/1"


class NotSo(Exception):
    """The file does not agree with itself; its text says where."""


@dataclass
class Redrawn:
    """What came of drawing a period again.

    `decisions` maps (case, claim, determination, "review" or "repeat") to whether it was drawn; `faults` says in words
    what does not agree; `undrawn` counts signatures, of any period, that no draw follows, by the regime's version.
    """

    period: str
    seed: bytes = b""
    decisions: dict[tuple[str, int, int, str], bool] = field(default_factory=dict)
    expected: Decimal = Decimal(0)
    rates: Counter[str] = field(default_factory=Counter)
    undrawn: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @property
    def drawn(self) -> list[tuple[str, int, int, str]]:
        """The list that anyone gets: what was drawn in the period, in the order of the record."""
        return [each for each, drawn in self.decisions.items() if drawn]


def bytes_of(text: str) -> bytes:
    """Base64url without padding as bytes."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value: Any) -> bytes:
    """A value as the record writes it: keys sorted, no white space."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def entries(lines: Iterable[str]) -> Iterator[tuple[str, int, dict[str, Any], dict[str, Any]]]:
    """Every entry (stream, version, what it says, its opened fields), checked; raises NotSo."""
    at, before = ("", 0), b""
    for line in lines:
        said = json.loads(line)
        if "entry" not in said:
            continue
        stream, version, raw = said["stream"], said["version"], bytes_of(said["entry"])
        where, entry = f"{stream} version {version}", json.loads(raw)
        prev = before if at == (stream, version - 1) else sha256(stream.encode()).digest()
        digest = sha256(b"\0" + raw).digest()
        follows = version == 1 or at == (stream, version - 1)
        if not follows or (entry["stream"], entry["version"], bytes_of(entry["prev"])) != (stream, version, prev):
            raise NotSo(f"{where} does not follow the entry before it")
        if digest != bytes_of(said["digest"]):
            raise NotSo(f"{where} is not the entry of its digest")
        at, before = (stream, version), digest
        yield stream, version, entry, opened(said["fields"], entry, where)


def opened(fields: Any, entry: dict[str, Any], where: str) -> dict[str, Any]:
    """The fields that are shown, held against what the entry commits to; none where their key was destroyed."""
    if isinstance(fields, str):
        return {}
    digests = [bytes_of(each) if isinstance(each, str) else sha256(b"\2" + canonical(each)).digest() for each in fields]
    if sha256(b"\3" + b"".join(sorted(digests))).digest() != bytes_of(entry["content"]):
        raise NotSo(f"{where} shows fields that its entry does not hold")
    return {each[1]: each[2] for each in fields if not isinstance(each, str)}


def falls(seed: bytes, rate: str, *parts: object) -> bool:
    """Whether the lot falls: HMAC-SHA256 of the parts, joined by U+001F, as a fraction of 2^256 lies below the rate."""
    lot = hmac.digest(seed, "\x1f".join(map(str, parts)).encode(), "sha256")
    return int.from_bytes(lot, "big") < int(Decimal(rate) * (1 << 256))


def redraw(lines: Iterable[str], period: str) -> Redrawn:
    """Draw the period again from an export's lines. Raises NotSo for a file that does not agree with itself."""
    found = Redrawn(period)
    held: list[tuple[str, dict[str, Any], str, str]] = []
    committed = commitment = revealed = ""
    signed: tuple[str, int, str] | None = None
    for stream, version, entry, shown in entries(lines):
        name = entry["name"]
        if signed is not None and not (name == "draw.held/1" and (stream, version) == (signed[0], signed[1] + 1)):
            found.undrawn[signed[2]] += 1
        signed = (stream, version, entry["regime"] or "no regime") if name == SIGNED else None
        if stream == f"draw/{period}":
            if name == "seed.committed/1":
                committed, commitment = shown["digest"], entry["recorded"]
            elif name == "seed.revealed/1":
                revealed = shown["seed"]
        if name in DRAWS and shown.get("period") == period:
            held.append((stream.removeprefix("case/"), shown, DRAWS[name], entry["recorded"]))
    if signed is not None:
        found.undrawn[signed[2]] += 1
    if not committed or not revealed:
        raise NotSo(f"this file holds no {'seed' if committed else 'commitment'} of {period}")
    found.seed = bytes.fromhex(revealed)
    if sha256(found.seed).hexdigest() != committed:
        found.faults.append("the seed that was revealed is not the one that was committed")
    for case, shown, kind, recorded in held:
        cast(found, case, shown, kind)
        if recorded < commitment:
            found.faults.append(f"{case} was drawn before the seed was committed")
    return found


def cast(found: Redrawn, case: str, shown: dict[str, Any], kind: str) -> None:
    """Cast one lot again, and note where the record says otherwise."""
    claim, determination, rate = shown["claim"], shown["determination"], shown["rate"]
    place = (case, claim, determination, kind)
    drawn = falls(found.seed, rate, kind, shown["level"], case, claim, determination)
    if place in found.decisions:
        found.faults.append(f"{case} claim {claim} determination {determination} was drawn twice ({kind})")
    if drawn != shown["drawn"]:
        says = "drawn" if shown["drawn"] else "not drawn"
        found.faults.append(f"{case} claim {claim} determination {determination}: the record says {says} ({kind})")
    found.decisions[place] = drawn
    if kind == "review":
        found.rates[rate] += 1
        found.expected += Decimal(rate)


def told(found: Redrawn) -> str:
    """What was found, in words, the list first."""
    reviews = [each for each in found.decisions if each[3] == "review"]
    drawn = [each for each in found.drawn if each[3] == "review"]
    again = [each for each in found.drawn if each[3] == "repeat"]
    rates = ", ".join(f"{rate} for {count}" for rate, count in sorted(found.rates.items())) or "none"
    without = ", ".join(f"{count} under {regime}" for regime, count in sorted(found.undrawn.items())) or "none"
    return "\n".join([
        *(f"{case} claim {claim} determination {number} {kind}" for case, claim, number, kind in found.drawn),
        f"{found.period}: {len(reviews)} decisions, {len(drawn)} drawn for review ({found.expected} expected),"
        f" {len(again)} to be reviewed again",
        f"probabilities kept: {rates}",
        f"signatures that no draw follows, in all periods: {without}",
        *(f"NOT SO: {fault}" for fault in found.faults),
        "The record does not agree with its own draw." if found.faults else "Every lot falls as the record says.",
    ])  # fmt: skip


def main(arguments: list[str]) -> int:
    """Draw again and say what came of it; 1 where something does not agree."""
    path, period = arguments
    try:
        with Path(path).open(encoding="utf-8") as lines:
            found = redraw(lines, period)
    except (NotSo, KeyError, TypeError, ValueError) as fault:
        print(f"NOT SO: {fault}" if isinstance(fault, NotSo) else f"NOT SO: {path} is no export of the draw: {fault!r}")
        return 1
    print(told(found))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
