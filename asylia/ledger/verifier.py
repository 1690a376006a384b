"""Checks exports, extracts and receipts of the record: every entry, link, digest, leaf, root; names the first bad one.

    python verifier.py EXPORT [--receipts FILE] [--heads FILE] [--checkpoint FILE ...] [--log FOLDER]
    python verifier.py [EXPORT] --receipt FILE ... --keys FILE

One file, Python 3.11 and, for signatures, the package `cryptography`; nothing of the project: copy it anywhere, read
it, run it. docs/reference/record-format.md says what is checked, in which order, and what cannot be. Signatures count
by the keys in `--keys` alone: get them from somewhere else than what is checked. Ends with 0 or, if bad, 1.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

FORMAT = "asylia-ledger-export/1"
ENTRY, NODE, FIELD, CONTENT = b"\x00", b"\x01", b"\x02", b"\x03"
LOG, WITNESS = 1, 4  # kinds of keys: C2SP signed-note and tlog-cosignature
LARGEST, DEEPEST = 2**53 - 1, 32  # a number; lists and objects in one another, in an entry and in a field's value
STREAM = re.compile(r"(?=.{1,200}\Z)[a-z][a-z0-9-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)+")
NAME = re.compile(r"(?=.{1,100}\Z)[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+/[1-9][0-9]*")
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z")
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")  # 32 bytes; the last character's spare bits are zero
SALT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")  # 16 bytes
HALF = re.compile("[\ud800-\udfff]")
KEY = re.compile(r"([^ +]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})")
SIGNED = re.compile("\u2014 ([^ +]+) ([A-Za-z0-9+/]+=*)")
CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,17})\n([A-Za-z0-9+/]{43}=)\n")
PROMISE = re.compile(rf"asylia\.promise/1\n([^\n]+)\n([A-Za-z0-9+/]{{43}}=)\nby ({TIME.pattern})\n")
PROMISED = "\0"  # stands before what is signed of a promise: nothing else that a log or a witness signs may hold it
RECEIPT = re.compile(  # with its proof; or, before there is one, with a promise
    r"(?s)c2sp\.org/tlog-proof@v1\nextra ([^\n]+)\nindex (0|[1-9][0-9]{0,17})\n((?:[^\n]+\n)*)\n(.+)|"
    r"asylia-promise@v1\nextra ([^\n]+)\n\n(.+)"
)
PRINTABLE = re.compile(r"[ -~]+")
LINE = re.compile(r"(\S+) ([1-9][0-9]{0,15}) (\S{43})")
FORMS = {
    "stream": STREAM, "name": NAME, "at": TIME, "recorded": TIME, "prev": DIGEST, "content": DIGEST,
    "role": PRINTABLE, "regime": PRINTABLE, "regime_digest": DIGEST,
}  # fmt: skip
DESTROYED, CLOSED = "key destroyed", "does not open"
Receipts = Mapping[tuple[str, int], str]
Keys = Mapping[tuple[str, bytes], tuple[int, bytes]]  # name and id -> kind and public key


class Bad(Exception):
    """Something does not agree with the format, the entry before, its own digests, or what was signed."""


@dataclass
class Report:
    """What was checked; `fault` names the first bad entry, or is None."""

    entries: int = 0
    streams: int = 0
    opened: int = 0
    destroyed: int = 0
    hidden: int = 0
    receipts: int = 0
    leaves: int = 0
    newer: int = 0  # than all that was signed
    signed: list[str] = field(default_factory=list)
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
        lines = [f"Good: {counted}; every entry, link and digest agrees.", *self.signed]
        if self.signed:
            lines.append(f"Newer than that: {self.newer} entries, for which only the record itself speaks.")
        elif not self.receipts:
            lines.append("Held against nothing kept outside: a record rewritten as a whole would look the same.")
        lines += [f"Content: {self.opened} entries checked, {self.destroyed} said to be destroyed (keeping/ has why)."]
        lines += [f"Fields not shown, of the same commitments: {self.hidden}."]
        lines += [f"Entries in the log: {self.leaves}, not yet: {self.entries - self.leaves}."]
        return "\n".join([*lines, f"Receipts found unchanged: {self.receipts}."])


def canonical(value: Any, deepest: int = DEEPEST) -> bytes:
    """RFC 8785 for the values this record holds; raises Bad for one it cannot hold."""
    if not _plain(value, deepest):
        raise Bad("holds NUL, half a character, a number of 2^53 or more, a key beyond ASCII, or is nested too deep")
    return _encode(value).encode()


def _plain(value: Any, deepest: int) -> bool:
    if isinstance(value, str):
        return "\0" not in value and (value.isascii() or not HALF.search(value))
    if isinstance(value, list):
        return deepest > 0 and all(map(_plain, value, [deepest - 1] * len(value)))
    if isinstance(value, dict):
        return all(map(PRINTABLE.fullmatch, value)) and _plain(list(value.values()), deepest)
    return value is None or (isinstance(value, int) and abs(value) <= LARGEST)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(found := dict(pairs)) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
_decode = json.JSONDecoder(object_pairs_hook=_once, parse_float=int, parse_constant=int).decode  # refuses 1.0 and NaN


def parse(text: str, what: str) -> dict[str, Any]:
    """A JSON object, UTF-8, its numbers whole, in which no key stands twice; raises Bad."""
    with suppress(ValueError, RecursionError):
        found = _decode(text)
        if isinstance(found, dict) and (text.isascii() or not HALF.search(text)):
            return found
    raise Bad(f"{what} cannot be read as JSON: it was cut or altered")


def _fits(form: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def text_of(data: bytes) -> str:
    """Base64url without padding."""
    return b64encode(data, b"-_").decode().rstrip("=")


def bytes_of(text: Any, what: str, *, standard: bool = False) -> bytes:
    """The bytes of base64url without padding, or of standard base64 with it; raises Bad for any other spelling."""
    data = b""
    with suppress(TypeError, ValueError):
        padded = text if standard else text + "=" * (-len(text) % 4)
        data = b64decode(padded, None if standard else b"-_", validate=True)
    if text != (b64encode(data).decode() if standard else text_of(data)):
        raise Bad(f"{what} is not written in base64 as the format says")
    return data


def content_digest(salted: list[Any]) -> str:
    """SHA-256(0x03 || field digests in byte order); SHA-256(0x02 || canonical [salt, name, value]), or as it stands."""
    digests = (
        bytes_of(each, "a digest") if isinstance(each, str) else sha256(FIELD + canonical(each, DEEPEST + 1)).digest()
        for each in salted
    )
    return text_of(sha256(CONTENT + b"".join(sorted(digests))).digest())


def read_entry(raw: bytes) -> dict[str, Any]:
    """The entry, once its bytes are shown to be canonical and its members well formed."""
    said = parse(raw.decode(errors="replace"), "the entry")
    if canonical(said) != raw:
        raise Bad("the entry's bytes are not written in the one form there is for them: they were altered")
    for name, form in FORMS.items():
        if not _fits(form, said.get(name)) and not (name.startswith("regime") and said.get(name, "") is None):
            raise Bad(f"the entry's {name} is missing, or not written as the format says")
    if type(said.get("version")) is not int or said["version"] < 1:
        raise Bad("the entry's version is not a number from 1 on")
    if (said["regime"] is None) != (said["regime_digest"] is None):
        raise Bad("the entry gives a regime without its digest, or a digest without its regime")
    with suppress(ValueError):
        _ = datetime.fromisoformat(said["at"]), datetime.fromisoformat(said["recorded"])
        return said
    raise Bad("the entry's time is no moment of any calendar")


def check_opened(salted: Any, said: dict[str, Any]) -> int:
    """How many fields are not shown; raises Bad unless all are the ones that the entry commits to."""
    if salted == CLOSED:
        raise Bad("the sealed content does not open under its key: content or key was altered, moved or exchanged")
    names, hidden = [], 0
    for each in salted if isinstance(salted, list) else [None]:
        if _fits(DIGEST, each):
            hidden += 1
        elif isinstance(each, list) and len(each) == 3 and _fits(SALT, each[0]) and _fits(PRINTABLE, each[1]):
            names.append(each[1])
        else:
            raise Bad("the opened content is not a list of salt (128 bits), name and value, or of digests")
    if len(set(names)) != len(names) or not (hidden or {"by", "signed"} <= set(names)):
        raise Bad("the opened content names a field twice, or lacks by or signed")
    if content_digest(salted) != said["content"]:
        raise Bad("the opened content is not what the entry commits to: a field or salt was altered")
    return hidden


class Head(NamedTuple):
    """A checkpoint whose log signed it: the tree's size, its root, and in words whose it is and who saw it."""

    size: int
    root: bytes
    words: str


def read_keys(text: str) -> dict[tuple[str, bytes], tuple[int, bytes]]:
    """Verifier keys `name+id+key`, one a line; raises Bad."""
    found = {}
    for line in text.split():
        match = KEY.fullmatch(line)
        name, said, key = match.groups() if match else ("", "", "")
        data = bytes_of(key, "a key", standard=True)
        id_ = sha256(name.encode() + b"\n" + data).digest()[:4]
        if not match or data[0] not in {LOG, WITNESS} or id_.hex() != said:
            raise Bad("a line of the keys is no Ed25519 key of a log or witness, written name+id+key")
        found[name, id_] = data[0], data[1:]
    return found


def signers(note: str, keys: Keys, domain: str = "") -> tuple[str, set[tuple[str, int]]]:
    """A note's text, and name and kind of each trusted key that signed it; raises Bad for a false signature."""
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 (an export alone needs no package)
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415

    text, _, rest = note.rpartition("\n\n")
    found = set()
    for line in rest.removesuffix("\n").split("\n"):
        match = SIGNED.fullmatch(line)
        if not match:
            raise Bad("a signed note is not written as the format says: text, an empty line, signature lines")
        data = bytes_of(match[2], "a signature", standard=True)
        kind, public = keys.get((match[1], data[:4]), (0, b""))
        stated = f"cosignature/v1\ntime {int.from_bytes(data[4:12], 'big')}\n" if kind == WITNESS else domain
        try:
            if kind:
                signature = data[12 if kind == WITNESS else 4 :]
                Ed25519PublicKey.from_public_bytes(public).verify(signature, f"{stated}{text}\n".encode())
                found.add((match[1], kind))
        except (InvalidSignature, ValueError):
            raise Bad(f"the signature of {match[1]} does not fit what it stands under") from None
    return f"{text}\n", found


def read_checkpoint(note: str, keys: Keys) -> Head:
    """The checkpoint in a note; raises Bad unless a key of its log, among `keys`, signed it."""
    text, found = signers(note, keys)
    match = CHECKPOINT.fullmatch(text)
    if not match or (match[1], LOG) not in found:
        raise Bad("a checkpoint is not signed by a key of its log that was given as trusted (--keys)")
    seen = " and ".join(sorted(name for name, kind in found if kind == WITNESS)) or "no trusted witness"
    words = f"the log {match[1]}, which signed {match[2]} entries, seen by {seen}"
    return Head(int(match[2]), bytes_of(match[3], "a root", standard=True), words)


def root(leaves: bytes | bytearray, first: int, count: int) -> bytes:
    """The root over `count` leaves of 32 bytes from the `first` on (RFC 9162 section 2.1.1)."""
    if count < 2:
        return bytes(leaves[first * 32 : first * 32 + 32]) if count else sha256().digest()
    left = 1 << (count - 1).bit_length() - 1
    return sha256(NODE + root(leaves, first, left) + root(leaves, first + left, count - left)).digest()


def check_inclusion(digest: bytes, leaf: int, path: Sequence[bytes], head: Head) -> None:
    """Raises Bad unless the path leads from the leaf to the checkpoint's root (RFC 9162 section 2.1.3.2)."""
    inside = (leaf ^ (head.size - 1)).bit_length()  # steps before the path runs along the tree's right edge
    good = 0 <= leaf < head.size and len(path) == inside + (leaf >> inside).bit_count()
    for level, step in enumerate(path if good else []):
        pair = digest + step if level < inside and not leaf >> level & 1 else step + digest
        good, digest = good and len(step) == 32, sha256(NODE + pair).digest()
    if not good or digest != head.root:
        raise Bad("its proof does not lead to the checkpoint's root: it is not the entry that the log signed for")


def read_log(folder: Path, keys: Keys) -> tuple[Head, list[bytes]]:
    """The checkpoint in a copy of a log's public folder, and its leaves; raises Bad."""
    head, leaves = read_checkpoint((folder / "checkpoint").read_text("utf-8", "replace"), keys), list[bytes]()
    while len(leaves) < head.size:
        digits = str(len(leaves) // 256)
        digits = digits.zfill(-(-len(digits) // 3) * 3)  # 1234067 is x001/x234/067
        path, width = folder / "tile/0" / re.sub("(...)(?=.)", r"x\1/", digits), min(256, head.size - len(leaves))
        path = path if path.exists() else path.with_name(f"{path.name}.p") / str(width)
        data = path.read_bytes() if path.exists() else b""
        leaves += [data[at : at + 32] for at in range(0, width * 32, 32)]
    if root(b"".join(leaves), 0, head.size) != head.root:
        raise Bad("the copy of the log does not give the root of its own checkpoint: a tile was altered or is missing")
    return head, leaves


def read_receipt(text: str, keys: Keys) -> tuple[tuple[str, int], str, str, Head | None]:
    """Place and digest of a receipt's entry, in words what it proves, its checkpoint; raises Bad. It stands alone."""
    match = RECEIPT.fullmatch(text)
    if not match:
        raise Bad("the receipt is not written as the format says: it was cut or altered")
    extra = parse(bytes_of(match[1] or match[5], "the receipt", standard=True).decode(errors="replace"), "the receipt")
    raw = bytes_of(extra.get("entry"), "the entry")
    said, digest, shown = read_entry(raw), sha256(ENTRY + raw).digest(), extra.get("fields")
    hidden = check_opened(shown, said)
    lines = [f"{said['stream']} version {said['version']}: {said['name']} at {said['at']}, recorded {said['recorded']}"]
    lines += [f"  {each[1]}: {canonical(each[2]).decode()}" for each in shown or [] if isinstance(each, list)]
    lines.append(f"  {hidden} fields are not shown and belong to the same entry")
    head = read_checkpoint(match[4], keys) if match[4] else None
    if head is not None:
        path = [bytes_of(line, "a hash", standard=True) for line in match[3].split("\n")[:-1]]
        check_inclusion(digest, int(match[2]), path, head)
        lines.append(f"Good: entry {match[2]} of {head.words}.")
    else:
        body, found = signers(match[6], keys, PROMISED)
        promise = PROMISE.fullmatch(body)
        if not promise or (promise[1], LOG) not in found or promise[2] != b64encode(digest).decode():
            raise Bad("no log that was given as trusted (--keys) promised to hold this entry")
        lines.append(f"Good: the log {promise[1]} promised to hold it by {promise[3]}: else this is the evidence.")
    return (said["stream"], said["version"]), text_of(digest), "\n".join(lines), head


class Verifier:
    """Goes through an export line by line, holding the heads of streams and 40 bytes an entry."""

    def __init__(self, receipts: Receipts | None = None, copy: Sequence[bytes] = ()) -> None:
        self.report, self.where = Report(), ""
        self._receipts, self._copy = dict(receipts or {}), copy
        self.one: Any = None  # the stream of an export of one
        self.opened = self._held = False  # whether contents are opened; whether a receipt was of the entry before
        self._stream, self._version, self._prev = "", 0, ""  # of the entry before
        self._leaf: int | None = -1
        self._numbers, self._leaves = array("q"), bytearray()  # of each entry: its number or -1, its leaf hash

    def entry(self, line: dict[str, Any], number: int) -> None:
        """One entry after the one before, on this line; raises Bad, and `where` then says which."""
        stream, version, self.where = str(line.get("stream")), line.get("version"), f"line {number} of the export: "
        if not _fits(STREAM, line.get("stream")) or type(version) is not int:
            raise Bad("the stream's name or the version is not written as the format says")
        self.where = f"{stream} version {version}: "
        if self.one not in (None, stream):
            raise Bad(f"stands in an export that its first line says is of {self.one} alone")
        if stream != self._stream:
            if stream <= self._stream:
                raise Bad(f"comes after {self._stream}: streams stand in byte order, each once")
            self._stream, self._version, self._leaf = stream, 0, -1
            self._prev = text_of(sha256(stream.encode()).digest())
            self.report.streams += 1
        if version != self._version + 1:
            raise Bad(f"stands where version {self._version + 1} should: an entry is missing, doubled or moved")
        raw = bytes_of(line.get("entry"), "the entry")
        said, leaf_hash = read_entry(raw), sha256(ENTRY + raw).digest()
        if (said["stream"], said["version"]) != (stream, version):
            raise Bad(f"holds the entry of {said['stream']} version {said['version']}: it was moved")
        if said["prev"] != self._prev:
            raise Bad("does not follow the entry before it: this entry, or the one before, was altered or replaced")
        if (digest := text_of(leaf_hash)) != line.get("digest"):
            raise Bad("does not have the digest stored beside it: the entry or its digest was altered")
        if (given := self._receipts.pop((said["stream"], said["version"]), None)) not in {None, digest}:
            raise Bad(f"is not the entry that a receipt was given for ({given}): it was replaced")
        self._held = given is not None
        self.report.receipts += self._held
        self._number(line.get("leaf"), leaf_hash)
        if ("fields" in line) is not self.opened:
            raise Bad("has its content shown, or not shown, against what the first line says of all")
        if line.get("fields") == DESTROYED:
            self.report.destroyed += 1
        elif "fields" in line:
            self.report.hidden += check_opened(line["fields"], said)
            self.report.opened += 1
        self._version, self._prev = said["version"], digest
        self.report.heads[said["stream"]] = (said["version"], digest)
        self.report.entries += 1
        self.where = ""

    def _number(self, leaf: Any, digest: bytes) -> None:
        if leaf is not None and (type(leaf) is not int or self._leaf is None or not self._leaf < leaf <= LARGEST):
            raise Bad("its number in the log does not come after that of the entry before it")
        if leaf is not None and leaf < len(self._copy) and self._copy[leaf] != digest:
            raise Bad(f"is not what the log signed for as entry {leaf}: it was altered, replaced or moved")
        self._leaf = leaf
        self.report.leaves += leaf is not None
        self._numbers.append(-1 if leaf is None else leaf)
        self._leaves += digest

    def end(self, line: dict[str, Any]) -> None:
        """The last line's counts, and receipts that met no entry; raises Bad."""
        counted = {"entries": self.report.entries, "streams": self.report.streams}
        if canonical(line.get("end")) != canonical(counted):
            raise Bad(f"the export says it ends with {line.get('end')}, but holds {counted}: it was cut or joined")
        for stream, version in sorted(self._receipts):
            self.where = f"{stream} version {version}: "
            raise Bad("a receipt for it was given, and the record no longer has it (or this export is older)")

    def end_log(self, heads: Iterable[Head]) -> None:
        """The roots that were signed, over the entries or, of one stream, over the copy of the log; raises Bad."""
        if self.one is not None and not self._copy:
            if heads and not self._held:
                raise Bad("an export of one stream is proved by a receipt of its last entry or by --log, no checkpoint")
            return
        leaves, agreed = self._in_order() if self.one is None else b"".join(self._copy), 0
        for head in sorted(heads):
            if head.size > len(leaves) // 32:
                raise Bad(f"entry {len(leaves) // 32} and later ones are missing, or the export is older: {head.words}")
            if root(leaves, 0, head.size) != head.root:
                raise Bad(f"from entry {agreed} on something was altered, replaced or moved: see {head.words}")
            agreed = head.size
            self.report.signed.append(f"Agrees with {head.words}.")
        self.report.newer = sum(not 0 <= leaf < agreed for leaf in self._numbers)

    def _in_order(self) -> bytearray:
        """The leaves in the log's order, each number once and none left out; raises Bad."""
        leaves, filled = bytearray(32 * self.report.leaves), bytearray(self.report.leaves)
        for at, leaf in enumerate(self._numbers):
            if 0 <= leaf < len(filled):
                leaves[leaf * 32 : leaf * 32 + 32], filled[leaf] = self._leaves[at * 32 : at * 32 + 32], 1
        if 0 in filled:
            raise Bad(f"entry {filled.index(0)} of the log is missing, or a number stands at two entries")
        return leaves


def verify(
    lines: Iterable[str], receipts: Receipts | None = None, heads: Sequence[Head] = (), copy: Sequence[bytes] = ()
) -> Report:
    """Checks the lines of an export or extract up to the first bad entry, against what was kept outside."""
    verifier, last = Verifier(receipts, copy), dict[str, Any]()
    try:
        objects = ((number, parse(line, f"line {number} of the export")) for number, line in enumerate(lines, 1))
        _, header = next(objects, (1, last))
        if header.get("format") != FORMAT:
            raise Bad(f"the first line does not say format {FORMAT}: this is no export that this verifier knows")
        verifier.opened, verifier.one = header.get("opened") is True, header.get("stream")
        for number, last in objects:
            if "end" in last:
                break
            verifier.entry(last, number)
        if next(objects, None) is not None:
            raise Bad("the export goes on after its end: it was cut or joined")
        verifier.end(last)
        verifier.end_log(heads)
    except Bad as fault:
        verifier.report.fault = f"{verifier.where}{fault}"
    return verifier.report


def read_receipts(lines: Iterable[str]) -> dict[tuple[str, int], str]:
    """Receipts from lines of `stream version digest`; raises Bad, also where two of one entry differ."""
    found = dict[tuple[str, int], str]()
    for number, line in enumerate(lines, 1):
        match = LINE.fullmatch(line)
        if not match or not _fits(DIGEST, match[3]):
            raise Bad(f"line {number} of the receipts does not read: stream version digest")
        if found.setdefault((match[1], int(match[2])), match[3]) != match[3]:
            raise Bad(f"{match[1]} version {match[2]}: two receipts for it differ, so one of two histories is false")
    return found


def main(arguments: list[str] | None = None) -> int:
    """The command: prints the report, gives the exit code."""
    parser = argparse.ArgumentParser(description="Checks an export of the record, or receipts from it.")
    parser.add_argument("export", type=Path, nargs="?")
    parser.add_argument("--receipts", type=Path, help="lines of: stream version digest")
    parser.add_argument("--heads", type=Path, help="where to note the newest entry of each stream")
    parser.add_argument("--keys", type=Path, help="keys of log and witnesses that you trust, one a line")
    parser.add_argument("--checkpoint", type=Path, nargs="+", default=[], help="checkpoints kept outside")
    parser.add_argument("--log", type=Path, help="a copy of the log's public folder")
    parser.add_argument("--receipt", type=Path, nargs="+", default=[], help="what a person was given")
    try:
        return 0 if _checked(parser.parse_args(arguments)) else 1
    except (Bad, OSError) as error:
        print(f"BAD: {error}")  # noqa: T201
        return 1


def _of(path: Path, read: Callable[..., Any], *more: Any) -> Any:
    try:
        return read(path.read_text("utf-8", "replace"), *more)
    except Bad as error:
        raise Bad(f"{path}: {error}") from None


def _checked(asked: argparse.Namespace) -> bool:
    keys = _of(asked.keys, read_keys) if asked.keys else {}
    heads, copy = [_of(path, read_checkpoint, keys) for path in asked.checkpoint], list[bytes]()
    held = _of(asked.receipts, str.splitlines) if asked.receipts else []
    for path in asked.receipt:
        (stream, version), digest, words, head = _of(path, read_receipt, keys)
        held.append(f"{stream} {version} {digest}")
        heads += [head] if head else []
        print(words)  # noqa: T201
    receipts = read_receipts(filter(str.strip, held))
    if not asked.export:
        return True
    if asked.log:
        head, copy = read_log(asked.log, keys)
        heads.append(head)
    with asked.export.open(encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        report = verify(lines, receipts, heads, copy)
    if asked.heads and report.good:
        asked.heads.write_text("".join(f"{each} {head[0]} {head[1]}\n" for each, head in report.heads.items()))
    print(report)  # noqa: T201
    return report.good


if __name__ == "__main__":
    sys.exit(main())
