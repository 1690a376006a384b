"""Checks an export of the record: every entry, every link, every digest; names the first bad entry in plain words.

    python verifier.py EXPORT [--receipts FILE] [--heads FILE]

One file, Python 3.11's standard library, nothing of the project: copy it anywhere, read it, run it. The format is
written in docs/reference/record-format.md, well enough to write a second verifier in another language.

EXPORT holds one JSON object a line. Receipts are lines of `stream version digest`, given or noted earlier: an entry
that is gone or differs from its receipt is named, which nothing inside the database could show. `--heads` notes the
newest entry of each stream in that form, to be kept elsewhere and given as receipts the next time.

Ends with 0 when everything agrees, 1 when something does not. What it cannot show: entries removed from the end of
a stream, or a whole record rewritten, where no receipt is held outside; and whether what was recorded was true.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

FORMAT = "asylia-ledger-export/1"
ENTRY, FIELD, CONTENT = b"\x00", b"\x02", b"\x03"
LARGEST = 2**53 - 1

ALWAYS = ("at", "content", "name", "prev", "recorded", "regime", "regime_digest", "role", "stream", "version")
STREAM = re.compile(r"[a-z][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
NAME = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+/[1-9][0-9]*")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z")
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")  # 32 bytes; the last character's spare bits are zero
SALT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")  # 16 bytes
HALF = re.compile("[\ud800-\udfff]")

PRINTABLE = re.compile(r"[ -~]+")
FORMS = {
    "stream": STREAM, "name": NAME, "at": TIME, "recorded": TIME, "prev": DIGEST, "content": DIGEST,
    "role": PRINTABLE, "regime": PRINTABLE, "regime_digest": DIGEST,
}  # fmt: skip

DESTROYED = "key destroyed"
CLOSED = "does not open"

Receipts = Mapping[tuple[str, int], str]


class Bad(Exception):
    """Something does not agree with the format, with the entry before, or with its own digests."""


@dataclass
class Report:
    """What was checked; `fault` names the first bad entry, or is None."""

    entries: int = 0
    streams: int = 0
    opened: int = 0
    destroyed: int = 0
    receipts: int = 0
    fault: str | None = None
    heads: dict[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """True when nothing disagreed."""
        return self.fault is None

    def __str__(self) -> str:
        """The report as a person reads it."""
        counted = f"{self.entries} entries in {self.streams} streams"
        if self.fault is not None:
            return f"BAD: {self.fault}.\nGood before it: {counted}."
        lines = [f"Good: {counted}; every entry, link and digest agrees."]
        lines.append(f"Content checked against its commitment: {self.opened} entries.")
        if self.destroyed:
            lines.append(f"Content destroyed under law, commitment intact: {self.destroyed} entries.")
        if self.receipts:
            lines.append(f"Receipts found unchanged: {self.receipts}.")
        return "\n".join(lines)


# --- canonical JSON -------------------------------------------------------------------------------


def canonical(value: Any) -> bytes:
    """RFC 8785 for the values this record holds: ASCII keys, whole numbers under 2^53, no floats."""
    check(value)
    return _encode(value).encode()


def check(value: Any) -> None:
    """Raises Bad for a value the record cannot hold."""
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, str):
        if "\0" in value or (not value.isascii() and HALF.search(value)):
            raise Bad("holds NUL or half of a character, which the record refuses")
    elif isinstance(value, int):
        if abs(value) > LARGEST:
            raise Bad("holds a whole number of 2^53 or more, which the record refuses")
    elif isinstance(value, list):
        for item in value:
            check(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (key.isascii() and key.isprintable() and key):
                raise Bad("holds a key that is not ASCII, which the record refuses")
            check(item)
    else:
        raise Bad("holds a fraction written as a number, which the record refuses")


def parse(text: str) -> Any:
    """JSON without the two things Python lets through: repeated keys and NaN."""
    return _decode(text)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_decode = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant).decode


def text_of(data: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(data).decode().rstrip("=")


def bytes_of(text: Any, what: str) -> bytes:
    """The bytes of base64url text without padding; raises Bad for any other spelling."""
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (TypeError, ValueError):
        data = b""
    if text_of(data) != text:
        raise Bad(f"{what} is not base64url without padding")
    return data


# --- one entry ------------------------------------------------------------------------------------


def stream_digest(stream: str) -> str:
    """`prev` of version 1: SHA-256 of the stream's name."""
    return text_of(sha256(stream.encode()).digest())


def entry_digest(entry: bytes) -> str:
    """SHA-256(0x00 || entry), which is also the entry's leaf."""
    return text_of(sha256(ENTRY + entry).digest())


def content_digest(salted: list[list[Any]]) -> str:
    """SHA-256(0x03 || field digests in byte order); a field digest: SHA-256(0x02 || canonical [salt, name, value])."""
    digests = sorted(sha256(FIELD + canonical(triple)).digest() for triple in salted)
    return text_of(sha256(CONTENT + b"".join(digests)).digest())


def read_entry(raw: bytes) -> dict[str, Any]:
    """The entry, once its bytes are shown to be canonical and its members well formed."""
    try:
        said = parse(raw.decode())
    except (ValueError, RecursionError):
        raise Bad("the entry is not JSON text: its bytes were altered") from None
    if not isinstance(said, dict) or canonical(said) != raw:
        raise Bad("the entry's bytes are not in canonical form: they were altered")
    missing = [name for name in ALWAYS if name not in said]
    if missing:
        raise Bad(f"the entry lacks {', '.join(missing)}")
    for name, form in FORMS.items():
        empty = name.startswith("regime") and said[name] is None
        if not (empty or (isinstance(said[name], str) and form.fullmatch(said[name]))):
            raise Bad(f"the entry's {name} is not written as the format says")
    _check_times(said)
    if not isinstance(said["version"], int) or isinstance(said["version"], bool) or said["version"] < 1:
        raise Bad("the entry's version is not a number from 1 on")
    if (said["regime"] is None) != (said["regime_digest"] is None):
        raise Bad("the entry gives a regime without its digest, or a digest without its regime")
    return said


def _check_times(said: dict[str, Any]) -> None:
    for name in ("at", "recorded"):
        try:
            datetime.fromisoformat(said[name])
        except ValueError:
            raise Bad(f"the entry's {name} is no moment of any calendar") from None


def check_opened(salted: Any, said: dict[str, Any]) -> None:
    """Raises Bad unless the opened fields are the ones the entry commits to."""
    if salted == CLOSED:
        raise Bad("the sealed content does not open under its key: it was altered or moved")
    names = []
    for triple in salted if isinstance(salted, list) else [None]:
        if not (isinstance(triple, list) and len(triple) == 3 and isinstance(triple[1], str)):
            raise Bad("the opened content is not a list of salt, name and value")
        if not (isinstance(triple[0], str) and SALT.fullmatch(triple[0])):
            raise Bad("a salt is not 128 bits in base64url")
        names.append(triple[1])
    if len(set(names)) != len(names) or not {"by", "signed"} <= set(names):
        raise Bad("the opened content names a field twice, or lacks by or signed")
    if content_digest(salted) != said["content"]:
        raise Bad("the opened content is not what the entry commits to: a field or salt was altered")


# --- the whole export -----------------------------------------------------------------------------


class Verifier:
    """Goes through an export line by line, holding only the heads of streams."""

    def __init__(self, receipts: Receipts | None = None) -> None:
        self.report = Report()
        self._receipts = dict(receipts or {})
        self._stream: str | None = None
        self._version = 0
        self._prev = ""

    def entry(self, line: dict[str, Any]) -> None:
        """One entry after the one before; raises Bad."""
        stream, version = line.get("stream"), line.get("version")
        if stream != self._stream:
            self._next_stream(stream)
        if version != self._version + 1:
            raise Bad(f"stands where version {self._version + 1} should: an entry is missing, doubled or moved")
        raw = bytes_of(line.get("entry"), "the entry")
        said = read_entry(raw)
        if (said["stream"], said["version"]) != (stream, version):
            raise Bad(f"holds the entry of {said['stream']} version {said['version']}: it was moved")
        if said["prev"] != self._prev:
            raise Bad("does not follow the entry before it: this entry, or the one before, was altered or replaced")
        digest = entry_digest(raw)
        if digest != line.get("digest"):
            raise Bad("does not have the digest stored beside it: the entry or its digest was altered")
        self._check_receipt(said["stream"], said["version"], digest)
        if "fields" in line:
            self._content(line["fields"], said)
        self._version, self._prev = said["version"], digest
        self.report.heads[said["stream"]] = (said["version"], digest)
        self.report.entries += 1

    def end(self, line: dict[str, Any]) -> None:
        """The last line's counts, and receipts that met no entry; raises Bad."""
        counted = {"entries": self.report.entries, "streams": self.report.streams}
        if line.get("end") != counted:
            raise Bad(f"the export says it ends with {line.get('end')}, but holds {counted}: it was cut or joined")
        for stream, version in sorted(self._receipts):
            raise Bad(f"{stream} version {version}: a receipt for it was given, and the record no longer has it")

    def _next_stream(self, stream: Any) -> None:
        if not isinstance(stream, str) or not STREAM.fullmatch(stream):
            raise Bad("is not a stream name written as the format says")
        if self._stream is not None and stream <= self._stream:
            raise Bad(f"comes after {self._stream}: streams stand in byte order, each once")
        self._stream, self._version, self._prev = stream, 0, stream_digest(stream)
        self.report.streams += 1

    def _check_receipt(self, stream: str, version: int, digest: str) -> None:
        given = self._receipts.pop((stream, version), None)
        if given is None:
            return
        if given != digest:
            raise Bad(f"is not the entry that a receipt was given for ({given}): it was replaced")
        self.report.receipts += 1

    def _content(self, salted: Any, said: dict[str, Any]) -> None:
        if salted == DESTROYED:
            self.report.destroyed += 1
        else:
            check_opened(salted, said)
            self.report.opened += 1


def verify(lines: Iterable[str], receipts: Receipts | None = None) -> Report:
    """Checks the lines of an export up to the first bad entry."""
    verifier = Verifier(receipts)
    try:
        objects = _objects(lines)
        _check_header(next(objects, {}))
        last: dict[str, Any] = {}
        for line in objects:
            if "end" in last:
                raise Bad("the export goes on after its end: it was cut or joined")
            if "end" not in line:
                _named(verifier, line)
            last = line
        verifier.end(last)
    except Bad as fault:
        verifier.report.fault = str(fault)
    return verifier.report


def _named(verifier: Verifier, line: dict[str, Any]) -> None:
    try:
        verifier.entry(line)
    except Bad as fault:
        place = f"{line.get('stream')} version {line.get('version')}"
        raise Bad(f"{place.encode('ascii', 'backslashreplace').decode()}: {fault}") from None


def _objects(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        try:
            found = parse(line)
        except (ValueError, RecursionError):
            raise Bad(f"line {number} of the export is not JSON: it was cut or altered") from None
        if not isinstance(found, dict):
            raise Bad(f"line {number} of the export is not a JSON object: it was altered")
        yield found


def _check_header(line: dict[str, Any]) -> None:
    if line.get("format") != FORMAT:
        raise Bad(f"the first line does not say format {FORMAT}: this is no export that this verifier knows")


# --- the command ----------------------------------------------------------------------------------


def read_receipts(text: str) -> dict[tuple[str, int], str]:
    """Receipts from lines of `stream version digest`; raises Bad."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        parts = line.split()
        if not parts:
            continue
        if len(parts) != 3 or not parts[1].isdecimal() or not DIGEST.fullmatch(parts[2]):
            raise Bad(f"line {number} of the receipts does not read: stream version digest")
        found[parts[0], int(parts[1])] = parts[2]
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command: prints the report, gives the exit code."""
    parser = argparse.ArgumentParser(description="Checks an export of the record.")
    parser.add_argument("export", type=Path)
    parser.add_argument("--receipts", type=Path, help="lines of: stream version digest")
    parser.add_argument("--heads", type=Path, help="where to note the newest entry of each stream")
    asked = parser.parse_args(arguments)
    try:
        receipts = read_receipts(asked.receipts.read_text()) if asked.receipts else {}
        with asked.export.open(encoding="utf-8", newline="\n") as lines:
            report = verify(lines, receipts)
        if asked.heads and report.good:
            asked.heads.write_text(
                "".join(f"{stream} {version} {digest}\n" for stream, (version, digest) in report.heads.items())
            )
    except (Bad, OSError, UnicodeDecodeError) as error:
        print(f"BAD: {error}")  # noqa: T201
        return 1
    print(report)  # noqa: T201
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
