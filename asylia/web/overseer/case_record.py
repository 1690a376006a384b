"""The record of one case: every entry with its digest and the one before, proved anew each time the page is opened."""

import datetime as dt
import time
from base64 import urlsafe_b64decode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import msgspec
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.ledger import LedgerError
from asylia.ledger.verifier import FIELD, Report, canonical, text_of, verify
from asylia.web import cases
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.erased import erasure_said
from asylia.web.overseer.opening import UNNAMED, audience
from asylia.web.overseer.outside import outside_now
from asylia.web.receipt import given_to
from asylia.web.receipts import line_of
from asylia.web.standing import band_of, day


class Entry(NamedTuple):
    """One entry as it stands: its place, its event, its digest and the digest it follows."""

    version: int
    event: str
    at: str
    role: str
    digest: str
    prev: str
    leaf: int | None
    fields: Sequence[tuple[str, str, Any]] | None
    said: dict[str, Any]


class Opened(NamedTuple):
    """One field of an entry: its content for who may open it, its salted digest for everyone here."""

    name: str
    content: str
    open: bool
    digest: str
    who: str


@require_GET
def page(request: CaseRequest, case: str) -> HttpResponse:
    """The entries, newest first, and the fields of the one that the address names."""
    started = time.perf_counter()
    lines = house().ledger.lines(house().raw(), f"case/{case}")
    report = verify(line.decode() for line in lines)
    took = round((time.perf_counter() - started) * 1000)
    row = CaseRow.objects.get(case=case)
    opened = None if row.erased else read(case)
    zone = ZoneInfo(opened.file.zone if opened else request.account.zone)
    entries = entries_of(lines[1:-1], zone, names_all=request.account.role == "overseer")
    named = request.GET.get("entry", "")
    entry = next((each for each in entries if str(each.version) == named), None)
    now = dt.datetime.now(dt.UTC)
    context = {
        "number": row.number,
        "band": band_of(opened, request.account, now, current="case-record") if opened else None,
        "entries": list(reversed(entries)),
        "entry": entry,
        "opened": fields_of(entry, request.account, panel_open=panel_open(opened)) if entry else [],
        "report": report,
        "checked": said_of(report, now.astimezone(zone), took),
        "breaches": breaches(opened, entries),
        "gone": row.erased,
        "erased": erasure_said(case, request.account.zone) if row.erased else None,
        "unaltered": ["record.unaltered"],
        "outside": outside_now(zone),
        "receipts": [line_of(each, opened) for each in given_to(opened, request.account)] if opened else [],
    }
    return render(request, "overseer/case_record.html", context)


def read(case: str) -> Case | None:
    """Return the case; None where its entries were altered, which this page shows and no other can."""
    try:
        return cases.read(case)
    except LedgerError:
        return None


def entries_of(lines: Sequence[bytes], zone: ZoneInfo, *, names_all: bool) -> list[Entry]:
    """Return the entries of a stream's export, as far as their bytes can be read.

    What a family must not learn of is named to oversight only (`names_all`; family.whole).
    """
    entries = []
    for line in lines:
        found = msgspec.json.decode(line)
        said = said_in(found["entry"])
        at = dt.datetime.fromisoformat(said["at"]).astimezone(zone) if "at" in said else None
        fields = found["fields"] if isinstance(found["fields"], list) else None
        name = said.get("name", "cannot be read")
        name = name if names_all or name not in UNNAMED else "sealed"
        shown = f"{day(at)} {at:%H:%M:%S}" if at else "cannot be read"
        entries.append(Entry(found["version"], name, shown, said.get("role", ""),
                             found["digest"], said.get("prev", ""), found["leaf"], fields, said))  # fmt: skip
    return entries


def said_in(entry: str) -> dict[str, Any]:
    """Return what an entry's bytes say; nothing where they were altered beyond reading."""
    try:
        return dict(msgspec.json.decode(bytes_of(entry)))
    except (ValueError, TypeError):
        return {}


def bytes_of(text: str) -> bytes:
    """Return the bytes of base64url text without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def fields_of(entry: Entry, account: Account, *, panel_open: bool) -> list[Opened]:
    """Return the fields of an entry for one reader; what is not theirs is not shown, not even its length."""
    return [opened_of(salted, entry.event, account.role, panel_open=panel_open) for salted in entry.fields or ()]


def opened_of(salted: tuple[str, str, Any], event: str, role: str, *, panel_open: bool) -> Opened:
    """Return one field, with the digest that the entry commits to."""
    _, name, value = salted
    may = audience(event, name, panel_open=panel_open)
    opens = role in may.roles
    digest = text_of(sha256(FIELD + canonical(list(salted))).digest())
    return Opened(name, shown(value) if opens else "", opens, digest, may.says)


def shown(value: Any) -> str:
    """Return a field's content as text."""
    match value:
        case None:
            return "empty"
        case bool():
            return "yes" if value else "no"
        case str() | int():
            return str(value) or "empty"
    return msgspec.json.format(msgspec.json.encode(value), indent=1).decode()


def panel_open(case: Case | None) -> bool:
    """Return whether a proposal is before a panel that has not signed its last vote."""
    claims = case.file.claims if case else ()
    return any(each.proposal is not None for claim in claims for each in claim.determinations)


def said_of(report: Report, now: dt.datetime, took: int) -> str:
    """Return what was proved, and when, in a sentence."""
    if report.good:
        found = f"{report.entries} of {report.entries} entries, links and field digests agree with the stored bytes."
    else:
        found = f"{report.fault}. The {report.entries} entries before it agree with each other."
    return f"{found} Checked {day(now)} {now:%H:%M}, in {took} ms."


def breaches(case: Case | None, entries: Sequence[Entry]) -> list[str]:
    """Return the rules that the record of this case shows broken: noted at the time, or reported since."""
    noted = [value for entry in entries if entry.event == "breach.noted/1"
             for _, name, value in entry.fields or () if name == "rule"]  # fmt: skip
    signs = [f"{each.rule}, answered" if each.answered else each.rule for each in case.file.signs] if case else []
    return list(dict.fromkeys([*noted, *signs]))
