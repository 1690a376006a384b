"""The record of a client: what counsel may read of it as a page, and as an extract that proves itself.

Every entry is in the extract; of a field that is not counsel's to read only its digest. The proof that goes with it is
the receipt of its last entry, which binds all before it (asylia/ledger/receipt.py). Source: contact.family-counsel.
"""

import datetime as dt
from collections.abc import Iterator

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.file import CaseFile
from asylia.core.telling import SEALED
from asylia.ledger import LedgerError, Recorded
from asylia.ledger.logkey import read_log
from asylia.ledger.note import BadNote
from asylia.ledger.receipt import disclose, receipt
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.counsel.answers import answered_in
from asylia.web.lines import days_of, folded
from asylia.web.officer.claims import zone_of
from asylia.web.officer.evidence import file_of
from asylia.web.overseer.opening import ALL, SAID, audience
from asylia.web.standing import band_of

# What the office weighs among itself is told by the decision that is served, and by nothing before it.
OF_THE_DECISION = (
    "finding.", "credibility.", "bar.", "boxes.", "band.", "determination.", "consultation.", "review.", "override.",
    "panel.", "dissent.", "drawn_review.", "draw.", "targeted_review.", "case.recognised", "repeat_draw.", "repeat.",
    "contact.reported", "alarm.", "act.refused", "breach.",
)  # fmt: skip
FILED = ("number", "claim", "digest", "day")  # what the receipt of a filing opens; its title is said to nobody
SERVED = frozenset({"claim", "number", "outcome", "reasons", "findings", "bars", "met", "day"})


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """The record as lines, what was filed and asked with its answers, and the extract to take."""
    opened = cases.read(case)
    zone = zone_of(opened)
    context = {
        "case": opened,
        "band": band_of(opened, request.account, dt.datetime.now(dt.UTC), current="client-record"),
        "days": days_of(folded(cases.lines(opened, request.account)), newest_first=True),
        "answers": list(answered_in(opened.file, zone)),
        "files": [(each, file_of(opened, each)) for each in opened.file.filings],
        "proof": proof_of(opened) is not None,
    }
    return render(request, "counsel/record.html", context)


@require_GET
def extract(request: CaseRequest, case: str) -> HttpResponse:
    """The extract: one JSON line an entry, as `python verifier.py` reads it."""
    del request
    opened = cases.read(case)
    lines = disclose(house().ledger, house().raw(), f"case/{case}", set(readable(opened)))
    body = b"".join(line + b"\n" for line in lines)
    return HttpResponse(body, content_type="application/x-ndjson", headers=attached(f"{opened.number}.jsonl"))


@require_GET
def proof(request: CaseRequest, case: str) -> HttpResponse:
    """The proof of the extract: the receipt of its last entry; raises Http404 where there is no log."""
    del request
    opened = cases.read(case)
    text = proof_of(opened)
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=attached(f"{opened.number}.tlog-proof"))


@require_GET
def filed(request: CaseRequest, case: str, number: int) -> HttpResponse:
    """The receipt of a filing: this digest was filed on that day; the log's promise until there is the proof."""
    del request
    opened = cases.read(case)
    known = 1 <= number <= len(opened.file.filings)
    text = proof_of(opened, opened.file.filings[number - 1].entry, FILED) if known else None
    if text is None:
        raise Http404
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=attached(f"F-{number}.tlog-proof"))


def proof_of(case: Case, version: int = 0, fields: tuple[str, ...] = ()) -> str | None:
    """Return the receipt of an entry (the last, where none is named), None where there is no log here."""
    place = (f"case/{case.id}", version or case.entries[-1].version)
    try:
        return receipt(house().ledger, house().raw(), house().home, read_log(house().home), place, fields)
    except (LedgerError, BadNote, OSError):
        return None


def readable(case: Case) -> Iterator[tuple[int, str]]:
    """Yield (version, field) of what counsel reads: what was said and filed, codes, days, a decision once served."""
    for entry in case.entries:
        for field in entry.fields or {}:
            if reads(case.file, entry, field):
                yield entry.version, field


def reads(file: CaseFile, entry: Recorded, field: str) -> bool:
    """Return whether a field of an entry is counsel's to read."""
    if entry.name in SEALED:
        return False
    if entry.name.startswith(OF_THE_DECISION):
        fields = entry.fields or {}
        signed = entry.name == "determination.signed/1"
        decided = file.determination(int(fields["claim"]), int(fields["number"])) if signed else None
        return decided is not None and decided.service is not None and field in SERVED
    answered = entry.name.startswith(("evidence.", "request.")) and field != "by"  # with digests and reasons
    return answered or audience(entry.name, field, panel_open=False) in (ALL, SAID)


def attached(name: str) -> dict[str, str]:
    """Return the headers of a file to take away."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
