"""Receipts: from one entry of the record to the sheet that proves it, in the language of the person who holds it.

A sheet bears no name, no word that was said and no country but that of return (fear.receipt, portal.two-codes). Which
entries have one, and which of their fields it opens, stands in asylia/core/provable.py alone.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings

from asylia.accounts.models import Account
from asylia.accounts.staff import deployment
from asylia.core.file import CaseFile
from asylia.core.provable import PROVABLE
from asylia.ledger import LedgerError, Recorded
from asylia.ledger.logkey import read_log
from asylia.ledger.note import BadNote, Checkpoint
from asylia.ledger.packed import DoesNotPack, packed
from asylia.ledger.promise import due
from asylia.ledger.receipt import code_of, receipt
from asylia.ledger.verifier import RECEIPT
from asylia.notices import Incomplete, Sheet, Unfit, fields, languages, render, title
from asylia.web.cases import Case, house
from asylia.web.hearings.kinds import KINDS
from asylia.web.templatetags.words import DESKS, court

FEAR = {
    "fear.claimed/1": "afraid",
    "fear.said_again/1": "afraid",
    "fear_question.put/1": "",  # as answered
}
DECISIONS = {"determination.signed/1": "decided", "determination.overridden/1": "replaced"}
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


class Proof(NamedTuple):
    """What a square code holds: the whole proof, or the log's promise; nothing where the log is away."""

    state: Literal["complete", "promised", "absent"]
    square: str = ""
    checkpoint: str = ""
    due: dt.datetime | None = None


def receipts_in(entries: Iterable[Recorded]) -> list[Recorded]:
    """Return the entries about fear that a person gets a receipt for; a yes gets it for the claim that it opened."""
    return [each for each in given_in(entries) if each.name in FEAR]


def given_in(entries: Iterable[Recorded]) -> list[Recorded]:
    """Return every entry that a person gets a receipt for, as long as its content is there."""
    return [
        each
        for each in entries
        if each.name in PROVABLE and each.fields is not None and each.fields.get("answer") != "yes"
    ]


def given_to(case: Case, account: Account) -> list[Recorded]:
    """Return the entries whose receipts a desk may hand over.

    An outcome is handed to the person by whoever reads reasons, and not before a notice tells it.
    """
    reads = account.role in ("asylum_officer", "supervisor")
    return [
        each
        for each in given_in(case.entries)
        if "outcome" not in PROVABLE[each.name] or (reads and told(case.file, each.fields or {}, each.name))
    ]


def told(file: CaseFile, content: dict[str, Any], name: str) -> bool:
    """Return whether a notice of the decision that an entry records stands signed."""
    kind = "reconsideration" if name.startswith("reconsideration.") else "decision"
    place = (content["claim"], content.get("determination", content.get("number")))
    return any((each.claim, each.determination) == place for each in file.notices if each.kind == kind)


def proof_of(entry: Recorded) -> Proof:
    """Return what proves an entry now; a sheet goes out without a square code rather than not at all."""
    home, place = house().home, (entry.stream, entry.version)
    try:
        text = receipt(house().ledger, house().raw(), home, read_log(home), place, PROVABLE[entry.name])
        square = packed(text)
        found = RECEIPT.fullmatch(text)
        if found is None or found[4] is None:
            return Proof("promised", square, due=due(text))
        size = Checkpoint.parse(found[4].partition("\n\n")[0] + "\n").size
    except (LedgerError, BadNote, DoesNotPack, OSError):
        return Proof("absent")
    return Proof("complete", square, f"{size}")


def receipt_of(case: Case, entry: Recorded, *, carry: bool, signer: str) -> Receipt:
    """Return the receipt of one entry in the person's language; `signer` is the code of who hands it over."""
    content, fear = entry.fields or {}, entry.name in FEAR
    sheet = "receipt" if fear else "recorded"
    facts = {**of_every(case, entry, signer), **(of_fear(case, entry) if fear else of_record(case, entry))}
    known = {name: value for name, value in facts.items() if name in fields(sheet) and value not in (None, "")}
    at, answer = dt.datetime.fromisoformat(entry.at), str(facts.get("answer", ""))
    language = case.file.best_language or str(content.get("language") or "en")
    version: Literal["carry", "full"] = "carry" if carry else "full"
    try:
        made = render(sheet, language, known, version, deployment().demonstration)
    except Incomplete as incomplete:
        wanting = tuple(fields(sheet)[name].says for name in incomplete.missing)
        return Receipt(entry.version, code_of(entry.digest), at, answer, None, wanting)
    except Unfit as unfit:
        return Receipt(entry.version, code_of(entry.digest), at, answer, None, (unfit.why,))
    return Receipt(entry.version, code_of(entry.digest), at, answer, made)


def of_every(case: Case, entry: Recorded, signer: str) -> dict[str, Any]:
    """Return what every receipt says: whose office, under which code, and how it is proved."""
    zone = ZoneInfo(case.file.zone)
    proof = proof_of(entry)
    by = proof.due.astimezone(zone) if proof.due else None
    return {
        "office": office(),
        "code": code_of(entry.digest),
        "case": case.number,
        "phone": phone(),
        "made": dt.datetime.fromisoformat(entry.at).astimezone(zone).date(),
        "signer": signer,
        "signer_title": DESKS.get(entry.role, entry.role),  # type: ignore[call-overload]  # a role, as stored
        "regime": case.regime.version,
        "regime_name": case.regime.title,
        "portal": portal(),
        "check": f"{portal()}/check",
        "entry": f"{entry.version}",
        "proof_state": proof.state,
        "proof": proof.square,
        "checkpoint": proof.checkpoint,
        "due_day": by.date() if by else None,
        "due_time": by.time().replace(microsecond=0) if by else None,
    }


def of_fear(case: Case, entry: Recorded) -> dict[str, Any]:
    """Return what the record shows of an answer about fear; what it does not show the sheet asks for."""
    file, content = case.file, entry.fields or {}
    zone = ZoneInfo(file.zone)
    at = dt.datetime.fromisoformat(entry.at).astimezone(zone)
    there = file.custody.port_appointment.astimezone(zone) if file.custody.port_appointment else None
    return {
        "answer": FEAR[entry.name] or ANSWERS[str(content["answer"])],
        "heard_day": at.date(),
        "heard_time": at.time().replace(second=0, microsecond=0),
        "heard_place": file.place or office(),
        "country": country_of_return(case),
        "spoken": content.get("language") or file.best_language or NOT_KNOWN,
        "waiting": "outside" if file.custody.outside else "inside",
        "report_day": there.date() if there else None,
        "report_time": there.time() if there else None,
        "report_place": file.custody.port,
        "report_city": file.custody.port,
    }


def of_record(case: Case, entry: Recorded) -> dict[str, Any]:
    """Return what a receipt of a decision, a notice or a hearing's day says, from the fields that it opens."""
    opened = {name: (entry.fields or {}).get(name) for name in PROVABLE[entry.name]}
    day = dt.datetime.fromisoformat(entry.at).astimezone(ZoneInfo(case.file.zone)).date()
    said: dict[str, Any] = {"day": day}
    match entry.name:
        case "determination.signed/1" | "determination.overridden/1":
            yes = opened["outcome"] == "positive"
            said["what"] = f"{DECISIONS[entry.name]}_{'yes' if yes else 'no'}"
        case "reconsideration.decided/1":
            said["what"] = "stands" if opened["outcome"] == "stands" else "changed"
        case "contact.changed/1":
            said["what"] = "address"
        case "hearing.postponed/1" | "hearing.moved/1":
            said |= {"what": "postponed", "hearing": f"{opened['hearing']}"}
        case _:
            said |= of_notice(opened)
    return said


def of_notice(opened: dict[str, Any]) -> dict[str, Any]:
    """Return what a receipt says of a notice: which paper, and the days it names."""
    sheet = KINDS[opened["kind"]].sheet
    said: dict[str, Any] = {
        "what": "hearing" if opened["hearing"] else "notice",
        "paper": {language: title(sheet, language) for language in languages()},
    }
    if opened["hearing"]:
        said |= {
            "hearing": f"{opened['hearing']}", "court": court(opened["court"]), "hearing_city": city(opened["court"]),
            "hearing_day": day_of(opened["hearing_day"]), "hearing_time": time_of(opened["hearing_time"]),
        }  # fmt: skip
    if opened["report_day"] and opened["report_time"] and opened["port"]:
        said |= {
            "report_day": day_of(opened["report_day"]), "report_time": time_of(opened["report_time"]),
            "report_place": opened["port"], "report_city": opened["port"],
        }  # fmt: skip
    return said


def day_of(text: str) -> dt.date:
    """Return a day as the record writes it."""
    return dt.date.fromisoformat(text)


def time_of(text: str) -> dt.time:
    """Return an hour as the record writes it."""
    return dt.time.fromisoformat(text)


def city(court: str) -> str:
    """Return the city whose clock counts at a court, by the court's id."""
    return court.removesuffix("-court").replace("-", " ").title()


def country_of_return(case: Case) -> str:
    """Return the country the person could be sent to: that of the programme, else the one the question is about."""
    if case.regime.placement is not None:
        return case.regime.placement.country
    return next((each.country for each in case.file.nationalities if each.country), "")


def office() -> str:
    """Return the office that stands on sheets."""
    return deployment().place or "Protection screening"


def phone() -> str:
    """Return the one number on sheets and public pages; a demonstration has an invented one."""
    return settings.PHONE or ("000-0100" if deployment().demonstration else "")


def portal() -> str:
    """Return the address printed on sheets; a demonstration has an invented one."""
    return settings.PORTAL or ("asylia.example" if deployment().demonstration else "")
