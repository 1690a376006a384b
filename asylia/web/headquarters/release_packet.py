"""The packet of a release, made again from what was signed, to be taken away and handed over."""

from __future__ import annotations

import io
import zipfile

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.streams.release import Release
from asylia.ledger import LedgerError
from asylia.ledger.logkey import read_log
from asylia.ledger.note import BadNote
from asylia.ledger.receipt import disclose, receipt
from asylia.publish.tidy import SUMS, sums
from asylia.release.packet import Packet, packet
from asylia.shell.reading import release_of
from asylia.web.cases import CaseRequest, house, note_read
from asylia.web.headquarters.release_prepared import prepared


def made(found: Release) -> Packet:
    """Return the packet of a release. Raises Leaks."""
    of = prepared(found)
    return packet(found, of.texts, of.labels, of.numbers)


@require_GET
def take(request: CaseRequest, release: str) -> HttpResponse:
    """The packet that was signed, as one zip; what can no longer be made as it was signed is not given."""
    found = release_of(house(), house().raw(), release)
    if found.asked is None or found.signed is None:
        raise Http404
    whole = made(found)
    if whole.digest != found.signed.digest:
        return render(request, "headquarters/release_changed.html", {"release": release}, status=409)
    for case in found.asked.cases:
        note_read(request.account, case, page="release packet", shown=True)
    files = {**whole.files, SUMS: sums(whole.files).encode(), **extracts(found)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(zipfile.ZipInfo(name), data)
    return HttpResponse(
        out.getvalue(), content_type="application/zip",
        headers={"Content-Disposition": 'attachment; filename="release.zip"', "Cache-Control": "no-store"},
    )  # fmt: skip


def extracts(found: Release) -> dict[str, bytes]:
    """Return an extract of each case, fields that are given whole opened, and its proof where there is a log."""
    of = prepared(found)
    told = {}
    for place, case in enumerate(found.asked.cases if found.asked else (), 1):
        whole = {
            (each.version, each.name)
            for each in of.texts
            if each.case == case and not each.sealed and not of.cuts.get((each.case, each.version, each.name))
        }
        at, raw = house(), house().raw()
        told[f"record-{place}.jsonl"] = b"".join(
            line + b"\n" for line in disclose(at.ledger, raw, f"case/{case}", whole)
        )
        try:
            last = (f"case/{case}", at.ledger.head(raw, f"case/{case}"))
            told[f"record-{place}.tlog-proof"] = receipt(at.ledger, raw, at.home, read_log(at.home), last, ()).encode()
        except (LedgerError, BadNote, OSError):
            continue
    return told
