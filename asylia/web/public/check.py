"""Check a receipt: anyone with a sheet, a photo of it or its code, without sign-in; no case is opened.

What is on the sheet verifies without the record. A code finds a proof and nothing else; one that is not known looks
like one whose proof is not out yet. Source: safeguards.md portal.two-codes, record.unaltered.
"""

import datetime as dt
import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import NamedTuple

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from asylia.caseload.models import ReceiptRow
from asylia.ledger import LedgerError
from asylia.ledger import receipt as receipts
from asylia.ledger.held import receipt_in
from asylia.ledger.logkey import keys_path
from asylia.ledger.merkle import root
from asylia.ledger.note import WITNESS, BadNote, Checkpoint, Note
from asylia.ledger.outside import public
from asylia.ledger.picture import MOST_BYTES, square_apart
from asylia.ledger.promise import due
from asylia.ledger.publisher import public_folder
from asylia.ledger.sequencer import now
from asylia.ledger.tiles import Tiles
from asylia.ledger.verifier import RECEIPT, Bad, bytes_of, parse, read_entry, read_keys, read_receipt
from asylia.ledger.witnesses import read_witnesses
from asylia.notices.languages import tongue
from asylia.web.cases import house
from asylia.web.public.rate import Rate
from asylia.web.public.tongues import framed, spoken, tongues

RATE = Rate(most=30, seconds=10 * 60)
EMPTY = (None, "", 0)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
LETTERS = str.maketrans("OIL", "011")  # as Crockford reads them
PROVED = "c2sp.org/tlog-proof@v1\n"
FAULTS = (LedgerError, BadNote, OSError)


class Verdict(NamedTuple):
    """What came of a check: a heading and a sentence, what holds and what does not, what the holder shows."""

    kind: str
    title: str
    says: str
    what: str = ""
    checks: tuple[tuple[bool, str], ...] = ()
    shown: tuple[tuple[str, str], ...] = ()
    hidden: str = ""
    proof: str = ""


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """GET asks for the sheet; POST says what it proves."""
    language = spoken(request.GET.get("lang", ""))
    says = tongues()[language]
    if request.method != "POST":
        return shown(request, language)
    if minutes := RATE.wait(request):
        return shown(request, language, problem=says["wait"].format(minutes=minutes), status=429)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return shown(request, language, problem=says["too_large"].format(most=MOST_BYTES // 1024 // 1024), status=413)
    upload = request.FILES.get("file")
    data = upload.read() if upload is not None else request.POST.get("square", "").strip().encode(errors="replace")
    if data:
        verdict = of_sheet(data, says)
    elif request.POST.get("code", "").strip():
        verdict = of_code(request.POST["code"], says)
    else:
        return shown(request, language, problem=says["nothing"], status=422)
    return shown(request, language, verdict=verdict)


def shown(
    request: HttpRequest, language: str, *, verdict: Verdict | None = None, problem: str = "", status: int = 200
) -> HttpResponse:
    """Show the form, or what came of a check, with how far the public log is."""
    frame = framed(language)
    context = {
        **frame,
        "says": {**frame["says"], **tongues()[language]},
        "verdict": verdict,
        "problem": problem,
        "log": of_log(tongues()[language]),
    }
    return render(request, "public/check.html", context, status=status)


def of_sheet(data: bytes, says: Mapping[str, str]) -> Verdict:
    """Return what a photo, the text of a square code or a receipt's file proves; the record is not asked for that."""
    try:
        receipt = receipt_in(data, square_apart)
        trusted = trusted_keys()
        read_receipt(receipt, read_keys(trusted))
    except Bad as bad:
        return Verdict("not", says["not_genuine"], says["not_genuine_says"], checks=((False, f"{bad}"),))
    except FAULTS:
        return Verdict("not", says["not_genuine"], says["log_absent"])
    found = RECEIPT.fullmatch(receipt)
    if found is None:  # it verified, so it is one
        raise AssertionError
    extra = parse(bytes_of(found[1] or found[5], "the receipt", standard=True).decode(), "the receipt")
    entry = read_entry(bytes_of(extra["entry"], "the entry"))
    opened = [each for each in extra["fields"] if isinstance(each, list)]
    verdict = Verdict(
        "genuine",
        says["genuine"],
        says["on"].format(when=minute(dt.datetime.fromisoformat(entry["at"]), says)),
        says.get(entry["name"], says["other"].format(name=entry["name"])),
        shown=tuple((says.get(name, name), in_words(value, says)) for _, name, value in opened if value not in EMPTY),
        hidden=says["hidden"].format(count=len(extra["fields"]) - len(opened)),
    )
    if not found[2]:
        return of_promise(receipt, (entry["stream"], entry["version"]), verdict, says)
    checks = ((True, says["entry_good"]), *of_proof(found[4], int(found[2]), says))
    if (False, says["agrees_not"]) in checks:
        return verdict._replace(kind="not", title=says["rewritten"], checks=checks)
    return verdict._replace(checks=checks)


def of_proof(note: str, leaf: int, says: Mapping[str, str]) -> list[tuple[bool, str]]:
    """Return what a proof's checkpoint shows: its place, its log, today's public log, its witnesses."""
    checkpoint = Checkpoint.parse(note.rpartition("\n\n")[0] + "\n")
    checks = [
        (True, says["in_log"].format(leaf=leaf, size=checkpoint.size)),
        (True, says["signed"].format(log=checkpoint.origin)),
    ]
    try:
        today = public(settings.HOME, now())
        if today is None or today.checkpoint.size < checkpoint.size:
            checks.append((True, says["newer"]))
        else:
            same = root(Tiles(public_folder(settings.HOME)).tree(checkpoint.size), checkpoint.size) == checkpoint.root
            checks.append((same, says["agrees" if same else "agrees_not"]))
        seen = Note.parse(note).signed_by(each.key for each in read_witnesses(settings.HOME))
        names = ", ".join(sorted(key.name for key in seen if key.kind == WITNESS))
    except FAULTS:
        return [*checks, (False, says["log_absent"])]
    return [*checks, (bool(names), says["seen"].format(witnesses=names) if names else says["unseen"])]


def of_promise(receipt: str, place: tuple[str, int], verdict: Verdict, says: Mapping[str, str]) -> Verdict:
    """Return the verdict on a promise, and whether it is kept as far as the record can be asked."""
    by = due(receipt)
    signed = says["promise_signed"].format(log=receipt.split("\n")[4])
    checks = [(True, says["entry_good"]), (True, signed)]
    verdict = verdict._replace(kind="promised", title=says["promised"], checks=tuple(checks))
    try:
        proof = proof_at(place)
    except (DatabaseError, *FAULTS):
        return verdict._replace(checks=(*checks, (True, says["promise_says"].format(due=minute(by, says)))))
    if proof is not None:
        return of_kept(PROVED + receipt.split("\n")[1] + "\n" + proof, verdict, says)
    if now() > by:
        return verdict._replace(
            kind="broken", title=says["broken"], says=says["broken_says"].format(due=minute(by, says))
        )
    promised = says["promise_says"].format(due=minute(by, says))
    return verdict._replace(checks=(*checks, (True, promised), (False, says["not_yet"])))


def of_kept(completed: str, verdict: Verdict, says: Mapping[str, str]) -> Verdict:
    """Return the verdict once a promise's entry has a proof: the log may hold another entry in its place."""
    proof = completed.partition("\n")[2].partition("\n")[2]
    try:
        read_receipt(completed, read_keys(trusted_keys()))
    except Bad:
        return verdict._replace(kind="broken", title=says["broken"], says=says["replaced"])
    kept = says["kept"].format(leaf=leaf_of(proof), size=size_of(proof))
    checks = (*verdict.checks, (True, kept))
    return verdict._replace(kind="genuine", title=says["genuine"], checks=checks, proof=completed)


def of_code(typed: str, says: Mapping[str, str]) -> Verdict:
    """Return the proof that a code finds; one that is not known looks like one that has none yet."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper()[:40]).translate(LETTERS)
    code = "-".join(letters[at : at + 4] for at in range(0, 12, 4))
    try:
        rows = ReceiptRow.objects.filter(code=code)[:1] if len(letters) == 12 else []
        proof = next((proof_at((each.stream, each.version)) for each in rows), None)
    except (DatabaseError, *FAULTS):
        return Verdict("pending", says["pending"], says["away"])
    if proof is None:
        return Verdict("pending", says["pending"], says["pending_says"])
    place = says["in_log"].format(leaf=leaf_of(proof), size=size_of(proof))
    return Verdict("proved", says["proved"], says["proved_says"], checks=((True, place),), proof=PROVED + proof)


def proof_at(place: tuple[str, int]) -> str | None:
    """Return the proof of an entry without the entry: hashes, a number and a checkpoint."""
    return receipts.proof(house().ledger, house().raw(), house().home, place)


def leaf_of(proof: str) -> str:
    """Return the entry's number in the log."""
    return proof.partition("\n")[0].removeprefix("index ")


def size_of(proof: str) -> str:
    """Return how many entries the checkpoint of a proof holds."""
    return proof.partition("\n\n")[2].split("\n")[1]


def of_log(says: Mapping[str, str]) -> tuple[str, ...]:
    """Say how far the public log is, from its files alone, and since when it stands still where it does."""
    try:
        today = public(settings.HOME, now())
        named = read_witnesses(settings.HOME)
    except FAULTS:
        return (says["log_absent"],)
    if today is None:
        return (says["log_none"],)
    lines = [says["log_is"].format(size=today.checkpoint.size, at=minute(today.at, says))]
    if today.late:
        lines.append(says["log_late"].format(at=minute(today.at, says)))
    if today.seen:
        lines.append(says["seen"].format(witnesses=", ".join(f"{name}, {minute(at, says)}" for name, at in today.seen)))
    return (*lines, *([] if named else [says["log_unnamed"]]))


def trusted_keys() -> str:
    """Return the keys of this log and of the witnesses it asks, one a line; raises LedgerError and OSError."""
    witnesses = "".join(f"{each.key}\n" for each in read_witnesses(settings.HOME))
    return keys_path(settings.HOME).read_text() + witnesses


def minute(at: dt.datetime, says: Mapping[str, str]) -> str:
    """Return a moment to the minute, its day in words; it is the record's own time, since no place is known here."""
    there = at.astimezone(dt.UTC)
    return f"{tongue(says['code_of_language']).in_words(there.date())}, {there:%H:%M} UTC"


def in_words(value: object, says: Mapping[str, str]) -> str:
    """Return what a field holds as the page says it: a day in words, a choice by its name."""
    text = f"{value}"
    if DAY.fullmatch(text):
        return tongue(says["code_of_language"]).in_words(dt.date.fromisoformat(text))
    return says.get(f"value.{text}", text)


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of log and witnesses, as `asylia receipt verify --keys` reads them."""
    del request
    try:
        text = trusted_keys()
    except FAULTS:
        return HttpResponse("The log is away now.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_GET
def verifier(request: HttpRequest) -> HttpResponse:
    """The verifier, one file that needs nothing of ours."""
    del request
    text = (files("asylia.ledger") / "verifier.py").read_bytes()
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={
        "Content-Disposition": 'attachment; filename="verifier.py"'})  # fmt: skip


@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """A page in one file, to save: it checks a receipt with the browser's own cryptography, and no network."""
    says = tongues()[spoken(request.GET.get("lang", ""))]
    page, script, style = (
        (files("asylia.web.public") / "offline" / name).read_text("utf-8")
        for name in ("page.html", "check.js", "page.css")
    )
    parts = {name: escape(text) for name, text in says.items()}
    parts |= {
        "language": says["code_of_language"], "script": script, "style": style,
        "script_digest": digest_of(script), "style_digest": digest_of(style),
    }  # fmt: skip
    text = re.sub(r"\{(\w+)\}", lambda found: parts[found[1]], page)
    return HttpResponse(text, headers={"Content-Disposition": 'attachment; filename="check-a-receipt.html"'})


def digest_of(text: str) -> str:
    """Return what a content security policy knows a script or style by."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
