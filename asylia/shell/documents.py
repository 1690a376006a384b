"""Documents: the files that people, counsel and officers file, sealed under the person's key, found by their SHA-256.

A file is kept exactly as it was filed, so that its digest in the record proves it. What a page shows of a picture is a
copy without what the camera wrote into it: where a photo was taken is where someone hides, and nobody needs it to see
the picture (data.purpose). The file itself goes out only when it is asked for as filed.

Nothing plain is kept beside it: neither a name (none is asked for), nor the kind, nor the digest itself, by which a
guess could be tried for ever. Destroying the person's key loses the file, wherever a copy of the table lies.
"""

import datetime as dt
import hashlib
from typing import Literal, NamedTuple

from django.db.models import Sum
from django.db.models.functions import Length

from asylia.core.file import CaseFile
from asylia.ledger import KeyDestroyed
from asylia.shell.examining import Unfit, examined
from asylia.shell.failing import failing_plainly
from asylia.shell.house import House, Raw
from asylia.shell.models import Document
from asylia.shell.reading import case_now, events_of

MOST_OF_A_CASE = 200 * 1024 * 1024  # bytes of all its files
EMPTY = 12 + 16  # bytes of nothing, sealed: AES-GCM's nonce and tag
NAMED_IN = ("digest", "form")  # the fields by which an entry names a file
WAITS = dt.timedelta(days=7)  # as long as a draft: a file that no entry names by then was never filed


class Kept(NamedTuple):
    """A file that is kept: the SHA-256 of its bytes in hexadecimal, its media type, its length in bytes."""

    digest: str
    kind: str
    size: int


class Opened(NamedTuple):
    """A file: its media type, the copy of a picture or text that a page may show (else empty), its bytes as filed."""

    kind: str
    shown: bytes
    data: bytes


def keep(house: House, file: CaseFile, data: bytes) -> Kept:
    """Keep a file for a case; the same bytes are kept once.

    Raises:
        Unfit: it is empty, too large, of no kind that is kept, active, two kinds in one, locked, damaged or a bomb;
            or the case is full.
        ledger.KeyDestroyed: the record was erased.
        ledger.OutOfSpace, failing.SendAgain: it could not be written now; nothing was.
    """
    found = Opened(*examined(data), data)
    kept = Kept(hashlib.sha256(data).hexdigest(), found.kind, len(data))
    house.settle(lambda raw: _write(house, raw, file, kept.digest, found))
    return kept


def _write(house: House, raw: Raw, file: CaseFile, digest: str, found: Opened) -> None:
    case, under = file.id, f"person/{file.person}"
    house.ledger.lock(raw, {under})  # an erasure takes it too
    if case_now(house, raw, case).erased:
        raise KeyDestroyed(under)
    _sweep(house, raw, file)
    handle = _handle(house, file, digest)
    if Document.objects.filter(case=case, handle=handle).exists():
        return
    if (Document.objects.filter(case=case).aggregate(all=Sum("size"))["all"] or 0) + len(found.data) > MOST_OF_A_CASE:
        raise Unfit("full")
    seal = house.ledger.keys.seal
    Document.objects.create(
        case=case, under=under, handle=handle, size=len(found.data), kept=house.clock(),
        sealed=seal(under, found.kind.encode() + b"\n" + found.data, _place(case, digest)),
        shown=seal(under, found.shown, _place(case, digest, "shown")),
    )  # fmt: skip


def holds(house: House, file: CaseFile, digest: str) -> Literal["", "file", "picture"]:
    """Whether a file of that digest is kept for the case, and whether it has a copy to look at."""
    if file.erased or not digest:
        return ""
    with failing_plainly():
        found = Document.objects.filter(case=file.id, handle=_handle(house, file, digest))
        size = found.annotate(length=Length("shown")).values_list("length", flat=True).first()
    return "" if size is None else "picture" if size > EMPTY else "file"


def opened(house: House, file: CaseFile, digest: str) -> Opened | None:
    """A file of the case; None where there is none by this digest, or the person's key is destroyed."""
    if file.erased:
        return None
    with failing_plainly():
        row = Document.objects.filter(case=file.id, handle=_handle(house, file, digest)).first()
    if row is None:
        return None
    unseal = house.ledger.keys.unseal
    sealed = unseal(row.under, bytes(row.sealed), _place(file.id, digest))
    shown = unseal(row.under, bytes(row.shown), _place(file.id, digest, "shown"))
    if sealed is None or shown is None:
        return None
    kind, _, data = sealed.partition(b"\n")
    return Opened(kind.decode(), shown, data)


def _sweep(house: House, raw: Raw, file: CaseFile) -> None:
    """Forget this case's files of seven days ago that no entry names: their form was never sent."""
    old = Document.objects.filter(case=file.id, kept__lte=house.clock() - WAITS)
    if not old.exists():
        return
    events = events_of(house.ledger.read(raw, f"case/{file.id}"))
    named = {value for each in events for name in NAMED_IN if isinstance(value := getattr(each, name, None), str)}
    old.exclude(handle__in=[_handle(house, file, each) for each in named]).delete()


def _handle(house: House, file: CaseFile, digest: str) -> bytes:
    """What a file is found by: its digest under the person's key. Raises ledger.KeyDestroyed."""
    return house.ledger.keys.mac(f"person/{file.person}", digest.encode())


def _place(case: str, digest: str, part: str = "filed") -> bytes:
    """Where it lies: what is sealed opens nowhere else."""
    return f"document/{case}/{digest}/{part}".encode()
