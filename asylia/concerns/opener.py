"""Opens reports away from every network: one file that a recipient carries to a machine of their own.

    python opener.py list   BUNDLE... --key KEY                    what came
    python opener.py share  BUNDLE... --key KEY --report ID --to RECIPIENT > SHARE   for the second recipient
    python opener.py open   BUNDLE... --key KEY --with SHARE --report ID --into FOLDER

It needs `pyrage` and nothing else; Debian's `age` opens bundles and shares as well. No one recipient can open a report:
its key is in shares, and two of them make it (Shamir, How to share a secret, CACM 1979).
"""

from __future__ import annotations

import argparse
import base64
import json
import sys
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path

import pyrage

LENGTH = 4  # bytes that say how long a text is that was padded


class NotOpened(Exception):
    """Something cannot be opened; the text says what, and what to do."""


# --- shares: arithmetic in the field of AES, GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197, 4.2)


def times(a: int, b: int) -> int:
    """The product of two elements."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a = (a << 1) ^ (0x11B if a & 0x80 else 0)
        b >>= 1
    return product


def inverse(a: int) -> int:
    """The element that makes 1 with `a`: its power of 254, since there are 255 that are not nought."""
    result = 1
    for _ in range(254):
        result = times(result, a)
    return result


def combine(shares: Sequence[bytes]) -> bytes:
    """The secret of two or more shares; each is a value for every byte of it, and last the place of the share.

    Shares that belong to different secrets make nonsense, which does not open anything. Raises NotOpened for shares
    that cannot be two of one secret.
    """
    places = [share[-1] for share in shares if share]
    if len(shares) < 2 or len(set(places)) < len(shares) or len({len(share) for share in shares}) > 1 or 0 in places:
        raise NotOpened("These are not two different shares of one report.")
    basis = []
    for place in places:
        at_nought = 1
        for other in places:
            if other != place:
                at_nought = times(at_nought, times(other, inverse(other ^ place)))
        basis.append(at_nought)
    return bytes(
        _sum(times(share[byte], each) for share, each in zip(shares, basis, strict=True))
        for byte in range(len(shares[0]) - 1)
    )


def _sum(terms: Iterable[int]) -> int:
    total = 0
    for term in terms:
        total ^= term
    return total


# --- bundles, shares and reports


def unpadded(data: bytes) -> bytes:
    """What was padded. Raises NotOpened."""
    length = int.from_bytes(data[:LENGTH], "big")
    if length > len(data) - LENGTH:
        raise NotOpened("What was opened is damaged.")
    return data[LENGTH : LENGTH + length]


def identity(path: Path) -> pyrage.x25519.Identity:
    """The key in a file as `asylia concerns recipient` or `age-keygen` writes it. Raises NotOpened."""
    lines = [line for line in path.read_text("ascii").splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if len(lines) != 1:
        raise NotOpened(f"{path} holds no one key: it has a line that begins with AGE-SECRET-KEY-.")
    return pyrage.x25519.Identity.from_str(lines[0])


def parcels(bundle: bytes, key: pyrage.x25519.Identity) -> list[dict[str, object]]:
    """The reports in a bundle, as they were sent, each with its `id`. Raises NotOpened."""
    try:
        held = json.loads(unpadded(pyrage.decrypt(bundle, [key])))
    except pyrage.DecryptError:
        raise NotOpened("This bundle is for another recipient, or it is damaged.") from None
    return [{**json.loads(base64.b64decode(each)), "id": id_of(base64.b64decode(each))} for each in held]


def id_of(parcel: bytes) -> str:
    """The name of a report among those who open it: it says nothing of what is in it."""
    return sha256(parcel).hexdigest()[:12]


def own_share(parcel: dict[str, object], key: pyrage.x25519.Identity) -> bytes:
    """The share of a report's key that this recipient can open. Raises NotOpened."""
    for sealed in parcel["shares"]:  # type: ignore[attr-defined]
        try:
            return pyrage.decrypt(base64.b64decode(sealed), [key])
        except pyrage.DecryptError:
            continue
    raise NotOpened("No share of this report is for this key.")


def opened(parcel: dict[str, object], shares: Sequence[bytes]) -> dict[str, object]:
    """The report, opened by two shares. Raises NotOpened."""
    try:
        key = pyrage.x25519.Identity.from_str(combine(shares).decode("ascii"))
        text = pyrage.decrypt(base64.b64decode(str(parcel["body"])), [key])
    except (UnicodeDecodeError, pyrage.IdentityError, pyrage.DecryptError):
        raise NotOpened(
            "These two shares do not open this report. One may be another report's; or it was given in place of a "
            "share, because its holder or somebody above them is named in it. Ask a third recipient."
        ) from None
    told: dict[str, object] = json.loads(unpadded(text))
    return told


def words(report: dict[str, object], of: str) -> str:
    """A report as a text to read."""
    names = ("category", "site", "when", "about", "name", "contact")
    head = [f"{name}: {report[name]}" for name in names if report.get(name)]
    return "\n".join([f"report {of}", *head, "", str(report.get("words", "")), ""])


def save(report: dict[str, object], of: str, folder: Path) -> list[Path]:
    """Write a report and what is attached to it into a new folder; names are ours, never those that were sent."""
    folder.mkdir(mode=0o700, parents=True)
    made = [folder / "report.txt"]
    made[0].write_text(words(report, of), "utf-8")
    for number, each in enumerate(report.get("files", []), 1):  # type: ignore[arg-type, var-annotated]
        ending = {"image/png": "png", "text/plain": "txt"}.get(str(each["kind"]), "bin")
        made.append(folder / f"{number}.{ending}")
        made[-1].write_bytes(base64.b64decode(each["bytes"]))
    if "mailbox" in report:
        made.append(folder / "mailbox.txt")
        made[-1].write_text(f"{report['mailbox']}\n", "ascii")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """List, share or open; 0 when it was done, 2 when it could not be."""
    top = argparse.ArgumentParser(prog="opener.py", description="Open reports of the confidential channel, offline.")
    top.add_argument("do", choices=("list", "share", "open"))
    top.add_argument("bundles", nargs="+", type=Path, metavar="BUNDLE", help="as fetched from the channel")
    top.add_argument("--key", type=Path, required=True, help="your key; it never leaves this machine")
    top.add_argument("--report", default="", help="the id of one report, as `list` prints it")
    top.add_argument("--to", default="", help="the second recipient's public key (age1...)")
    top.add_argument("--with", dest="beside", type=Path, help="the share that another recipient gave you")
    top.add_argument("--into", type=Path, help="a new folder for the report")
    asked = top.parse_args(arguments)
    try:
        return _done(asked)
    except (NotOpened, pyrage.RecipientError) as why:
        print(why, file=sys.stderr)
    except OSError as failed:
        print(f"{failed.filename}: {failed.strerror}", file=sys.stderr)
    return 2


def _done(asked: argparse.Namespace) -> int:
    key = identity(asked.key)
    held = {str(each["id"]): each for path in asked.bundles for each in parcels(path.read_bytes(), key)}
    if asked.do == "list":
        print("\n".join(held) or "Nothing came in these bundles.")
        return 0
    if asked.report not in held:
        raise NotOpened(f"No report {asked.report or '(none was named)'} is in these bundles: `list` names them.")
    share = own_share(held[asked.report], key)
    if asked.do == "share":
        sys.stdout.buffer.write(pyrage.encrypt(share, [pyrage.x25519.Recipient.from_str(asked.to)]))
        return 0
    if asked.beside is None or asked.into is None:
        raise NotOpened("To open a report, say --with SHARE and --into FOLDER.")
    try:
        other = pyrage.decrypt(asked.beside.read_bytes(), [key])
    except pyrage.DecryptError:
        raise NotOpened("That share was made for another recipient.") from None
    print("\n".join(map(str, save(opened(held[asked.report], [share, other]), asked.report, asked.into))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
