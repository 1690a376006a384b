"""The receipt of an answer about fear, or of words of fear: from one entry of the record to the sheet.

It bears no name, no word that was said and no country but that of return (fear.receipt, portal.two-codes).
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from asylia.accounts.staff import deployment
from asylia.ledger import Recorded
from asylia.ledger.streams import ALPHABET
from asylia.notices import Incomplete, Sheet, Unfit, fields, render
from asylia.web.cases import Case
from asylia.web.templatetags.words import DESKS

GIVES_A_RECEIPT = {
    "fear.claimed/1": "afraid",
    "fear.said_again/1": "afraid",
    "fear_question.put/1": "",  # as answered
}
NOT_KNOWN = "und"  # BCP 47 for a language that nobody has named yet
ANSWERS = {"yes": "afraid", "no": "no", "silent": "not_now", "not_now": "not_now"}


class Receipt(NamedTuple):
    """A receipt: its entry and code, and the sheet, or the facts that are wanting for it."""

    entry: int
    code: str
    at: dt.datetime
    answer: str
    sheet: Sheet | None
    wanting: tuple[str, ...] = ()


def receipts_in(entries: Iterable[Recorded]) -> list[Recorded]:
    """Return the entries that a person gets a receipt for; a yes gets it for the claim that it opened."""
    return [
        each
        for each in entries
        if each.name in GIVES_A_RECEIPT and each.fields is not None and each.fields.get("answer") != "yes"
    ]


def code_of(entry: Recorded) -> str:
    """Return the code on the sheet, `7K3Q-9F2M-X4TD`: the first 60 bits of the entry's digest. It opens nothing."""
    number = int.from_bytes(entry.digest[:8], "big") >> 4
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(55, -1, -5)).upper()
    return "-".join(letters[n : n + 4] for n in (0, 4, 8))


def receipt_of(case: Case, entry: Recorded, *, carry: bool, signer: str) -> Receipt:
    """Return the receipt of one entry in the person's language; `signer` is the code of who heard the person."""
    told = facts_of(case, entry, signer)
    at, answer = dt.datetime.fromisoformat(entry.at), str(told["answer"])
    known = {name: value for name, value in told.items() if name in fields("receipt")}
    try:
        sheet = render(
            "receipt", case.file.best_language or str((entry.fields or {}).get("language") or "en"), known,
            "carry" if carry else "full", deployment().demonstration,
        )  # fmt: skip
    except Incomplete as incomplete:
        wanting = tuple(fields("receipt")[name].says for name in incomplete.missing)
        return Receipt(entry.version, code_of(entry), at, answer, None, wanting)
    except Unfit as unfit:
        return Receipt(entry.version, code_of(entry), at, answer, None, (unfit.why,))
    return Receipt(entry.version, code_of(entry), at, answer, sheet)


def facts_of(case: Case, entry: Recorded, signer: str) -> dict[str, Any]:
    """Return what the record shows for the sheet; what it does not show is left out, and the sheet then asks for it."""
    file, content = case.file, entry.fields or {}
    at = dt.datetime.fromisoformat(entry.at).astimezone(ZoneInfo(file.zone))
    appointment = file.custody.port_appointment
    there = appointment.astimezone(ZoneInfo(file.zone)) if appointment else None
    office = deployment().place or "Protection screening"
    return {
        "office": office,
        "code": code_of(entry),
        "case": case.number,
        "phone": phone(),
        "made": at.date(),
        "signer": signer,
        "signer_title": DESKS.get(entry.role, entry.role),  # type: ignore[call-overload]  # a role, as stored
        "regime": case.regime.version,
        "regime_name": case.regime.title,
        "answer": GIVES_A_RECEIPT[entry.name] or ANSWERS[str(content["answer"])],
        "heard_day": at.date(),
        "heard_time": at.time().replace(second=0, microsecond=0),
        "heard_place": file.place or office,
        "country": country_of_return(case),
        "spoken": content.get("language") or file.best_language or NOT_KNOWN,
        "waiting": "outside" if file.custody.outside else "inside",
        "report_day": there.date() if there else None,
        "report_time": there.time() if there else None,
        "report_place": file.custody.port,
        "report_city": file.custody.port,
        "portal": portal(),
        "proof_state": "pending",
        "proof": f"asylia-entry:{entry.digest.hex()}",
        "entry": f"{entry.version}",
    }


def country_of_return(case: Case) -> str:
    """Return the country the person could be sent to: that of the programme, else the one the question is about."""
    if case.regime.placement is not None:
        return case.regime.placement.country
    return next((each.country for each in case.file.nationalities if each.country), "")


def phone() -> str:
    """Return the one number on sheets and public pages; a demonstration has an invented one."""
    return settings.PHONE or ("000-0100" if deployment().demonstration else "")


def portal() -> str:
    """Return the address printed on sheets; a demonstration has an invented one."""
    return settings.PORTAL or ("asylia.example" if deployment().demonstration else "")
