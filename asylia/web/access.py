"""Who may see which page: one table, and nothing that is not in it.

It answers one question, whether this person may see this page or case; the answer no is a page like
that of a case which does not exist. Who may give a command is asked of asylia/core/authority.py alone.
Sources: safeguards.md data.purpose, read.accounted, review.blind.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from asylia.accounts.models import Account
from asylia.accounts.session import AccountRequest
from asylia.caseload.models import CaseRow, DueRow
from asylia.core.event import ROLES, Role
from asylia.ledger import OutOfSpace
from asylia.shell.failing import SendAgain
from asylia.web import cases, erased
from asylia.web.errors import unwritten
from asylia.web.portal.door import OwnPages, enter

Next = Callable[[HttpRequest], HttpResponse]


class Relation(StrEnum):
    """How a member of staff stands to a case."""

    OWN = "own"  # it is theirs to interview, decide or review, in sight of everything
    DRAWN = "drawn"  # it was drawn for them to decide anew, blind
    REPEATED = "repeated"  # they decided it anew, and are to do so once more, not knowing
    DUE = "due"  # something in it is due from them, or from any of their desk
    SIGNED = "signed"  # a determination stands signed, and none waits to be decided anew, blind
    POST = "post"  # its encounter is open at their post
    REFERRED = "referred"  # it has reached the asylum office
    CLIENT = "client"  # they are the counsel of record
    FORMER = "former"  # they were, and left
    SEARCH = "search"  # they look for a relative in it, or of the person
    ANY = "any"  # none is needed


class Page(Protocol):
    """One row: `opens` says for this account, and the case where the page has one, whether it opens."""

    needs_account: bool

    def opens(self, account: Account | None, case: CaseRow | None) -> bool:
        """Return whether the page opens."""


class Public:
    """Opens for anyone, signed in or not."""

    needs_account = False

    def opens(self, account: Account | None, case: CaseRow | None) -> bool:  # noqa: ARG002
        """Return True."""
        return True


class Staff:
    """Opens by role and relation: `Staff(supervisor="office")`; a page of no case needs no relation."""

    needs_account = True

    def __init__(self, **relations: str) -> None:
        self.relations: Mapping[str, frozenset[Relation]] = {
            role: frozenset(map(Relation, named.split())) for role, named in relations.items()
        }

    def opens(self, account: Account | None, case: CaseRow | None) -> bool:
        """Return whether the account's role is named, and stands to the case in a relation named with it."""
        if account is None or account.role not in self.relations:
            return False
        wanted = self.relations[account.role]
        return case is None or Relation.ANY in wanted or bool(wanted & relations(account, case))


def desks(*roles: Role) -> Staff:
    """Pages of no one case: queues, lists, search. What they list is cut by `case_visible`."""
    return Staff(**dict.fromkeys(roles, "any"))


def relations(account: Account, case: CaseRow) -> set[Relation]:
    """Return how an account stands to a case. A case drawn for headquarters stays out of its sight till then."""
    owner = account.staff in case.owners
    anew = {kind for staff, kind in case.anew if staff == account.staff}
    # Who decided a case anew never sees it named, so that it may come before them once more (review.blind).
    blind = account.role == "headquarters" and (case.drawn_for != "" or bool(anew - {"recognised"}))
    due = any(due.staff == account.staff or is_for_desk(due, account) for due in case.dues.all())
    took_part = any(staff == account.staff for staff, _ in case.parts)
    holds = {
        Relation.OWN: owner and not blind,
        Relation.DRAWN: blind and due and not took_part and not anew and case.drawn_for != "",
        Relation.REPEATED: comes_again(account, case),
        Relation.DUE: due and not blind,
        Relation.SIGNED: not blind and case.stage in ("review", "notice", "remedy"),
        Relation.POST: case.encounter_open and account.office != "" and account.office == case.place,
        Relation.REFERRED: case.stage != "encounter",
        Relation.CLIENT: account.staff in case.counsel,
        Relation.SEARCH: account.role in SEARCHING and any(each.owner == account.staff for each in case.searches.all()),
        Relation.FORMER: account.role == "counsel" and was_counsel(account, case),
    }
    return {relation for relation, held in holds.items() if held}


SEARCHING: frozenset[str] = frozenset({"asylum_officer", "supervisor", "specialist"})


def comes_again(account: Account, case: CaseRow) -> bool:
    """Return whether this reviewer is to decide the case once more, and the day of it has come everywhere."""
    today = (dt.datetime.now(dt.UTC) - dt.timedelta(hours=12)).date().isoformat()
    return any(staff == account.staff and day <= today for staff, day in case.repeats)


def was_counsel(account: Account, case: CaseRow) -> bool:
    """Return whether this counsel had entered, and left."""
    return any((each.staff, each.stands) == (account.staff, "former") for each in case.counsels.all())


def is_for_desk(due: DueRow, account: Account) -> bool:
    """Return whether something is due from whoever of this desk takes it."""
    return due.staff == "" and due.desk == account.role


# Who sees that a case is there at all, and where it stands.
ON_THE_CASE = Staff(
    border_officer="post",
    asylum_officer="own due",
    supervisor="own due referred",
    headquarters="own due signed",
    judge="due",
    hearing_clerk="due referred",
    specialist="own due",
    duty_post="due",
    counsel="client",
    overseer="any",
)

# Who reads findings and reviews beside each other; blind reviewers only after they have signed (review.blind).
REVIEWING = Staff(supervisor="own due referred")
AT_HEADQUARTERS = Staff(headquarters="own due signed")
SIDE_BY_SIDE = Staff(
    asylum_officer="own due", supervisor="own due referred", headquarters="own due signed", overseer="any"
)

# The record of a claim: what was said, what was read back, what evidence there is. Never a border or clerk's desk.
# "due" is the officer who is to look again, and reads first what was found and why.
ON_THE_RECORD = Staff(asylum_officer="own due", supervisor="own due referred")
DECISION = Staff(asylum_officer="own due")
OWN_CLAIM = Staff(asylum_officer="own")

# Notices and their service: whoever prepares or serves them.
ON_NOTICES = Staff(
    hearing_clerk="due referred", asylum_officer="own due", supervisor="own due referred", border_officer="post",
    judge="due",
)  # fmt: skip

# How to reach the person, who tried and when: counsel calls too.
ON_CONTACT = Staff(
    hearing_clerk="due referred", asylum_officer="own due", supervisor="own due referred", border_officer="post",
    judge="due", counsel="client",
)  # fmt: skip

# What waits for someone qualified, for a post on duty, and what counsel files.
IN_PRIVATE = Staff(specialist="due")
ON_DUTY = Staff(duty_post="due")
FOR_A_CLIENT = Staff(counsel="client")
SERVED_ON_THEM = Staff(counsel="former")
IN_A_SEARCH = Staff(asylum_officer="search", supervisor="search", specialist="search")

# What was filed, to look at: whoever has the claim's record before them, and the client's counsel.
ON_FILINGS = Staff(asylum_officer="own due", supervisor="own due referred", counsel="client")

# Where a secret for the person's own pages is given, changed and revoked: wherever the person stands, or calls.
AT_ANY_DESK = Staff(
    border_officer="post", asylum_officer="own due", supervisor="own due referred", hearing_clerk="due referred",
    specialist="own due",
)  # fmt: skip

# Court orders are pages of no one case; what they list is cut to what the desk sees.
ABOUT_ORDERS = desks("hearing_clerk", "supervisor", "headquarters", "overseer")

# When a court sits is about no case; closing one moves the hearings of many.
ON_CALENDARS = desks("hearing_clerk", "headquarters")

# Kept rows of measures, never of a person: the overseer reads them, and headquarters, which answers for the agency.
ON_MEASURES = desks("overseer", "headquarters")

# What is kept and what is erased: one of the two people is outside the agency's chain (record.erasable).
OF_KEEPING = desks("headquarters", "overseer")

# Reviews of the programme: the overseer keeps them, headquarters answers for the agencies (core/streams/finding.py).
OF_FINDINGS = desks("headquarters", "overseer")
# One prepares records that are handed over, another reviews them; both open what they hand over (data.purpose).
OF_RELEASES = desks("headquarters", "overseer")

# The pages of an encounter: the border officers of the post where it is open.
AT_THE_POST = Staff(border_officer="post")

# url name -> who may see it. A name that is missing here opens for nobody.
PAGES: dict[str, Page] = {
    "start": Public(),
    "sign-in": Public(),
    "sign-in-options": Public(),
    "sign-out": Public(),
    "enrol": Public(),
    "enrol-options": Public(),
    "stay": desks(*ROLES),
    "passkeys": desks(*ROLES),
    "passkeys-options": desks(*ROLES),
    "promises": Public(),
    "legal-help": Public(),  # whom anyone can call; it holds nothing of the record
    "legal-help-list": desks("hearing_clerk", "supervisor", "headquarters"),
    "keys": Public(),
    "healthz": Public(),
    "case": ON_THE_CASE,
    "act": ON_THE_CASE,  # every command has an address that whoever sees the case can reach
    # Review, at the office and at headquarters
    "to-review": desks("supervisor"),
    "review": REVIEWING,
    "assign": REVIEWING,
    "reassign": REVIEWING,
    "pass-review": Staff(supervisor="own due referred", headquarters="own due signed"),
    "reviews": SIDE_BY_SIDE,
    "look-again": Staff(asylum_officer="due"),
    "remedies": desks("judge"),
    "scripts": desks(*ROLES),  # no case is in them
    "script": desks(*ROLES),
    "sound": desks(*ROLES),
    "remedy": Staff(judge="due"),
    "monitor": desks("monitor"),
    "monitor-fear": desks("monitor"),
    "monitor-encounter": desks("monitor"),
    # Oversight, read only but for the answer to an alarm
    "board": desks("overseer"),
    "whatif": desks("overseer", "headquarters"),  # queues of an office; no case is in them
    "whatif-rows": desks("overseer", "headquarters"),
    "board-weeks": desks("overseer"),
    "measures": ON_MEASURES,
    "measures-api": ON_MEASURES,
    "measures-rows": ON_MEASURES,
    "measures-ladder": ON_MEASURES,
    "measure": ON_MEASURES,
    "measure-api": ON_MEASURES,
    "measure-rows": ON_MEASURES,
    "measure-ask": desks("overseer"),
    "measure-answer": desks("headquarters"),
    "own-rows": desks("asylum_officer"),  # their own, and nobody else's
    "officers": desks("headquarters"),  # its view opens to a quality lead alone, by the duty on the record
    "officer-rows": desks("headquarters"),
    "comparison": desks("overseer", "headquarters"),  # simulated people only
    "comparison-rows": desks("overseer", "headquarters"),
    "alarms": desks("overseer", "headquarters", "supervisor"),  # cut to the cases that the desk sees
    "answer": Staff(overseer="any", supervisor="own due referred", headquarters="own due signed"),
    "answer-late": Staff(
        border_officer="post",
        asylum_officer="own due",
        supervisor="own due referred",
        headquarters="own due signed",
        judge="due",
        hearing_clerk="due referred",
        specialist="own due",
        duty_post="due",
        overseer="any",
    ),
    "record": desks("overseer"),
    "case-record": Staff(overseer="any", supervisor="own due referred", asylum_officer="own"),
    "looks": Staff(overseer="any"),
    "refusals": desks("overseer"),
    "likelihood": desks("overseer"),
    "raised": desks("overseer"),
    **dict.fromkeys(
        ("findings", "finding", "finding-open", "finding-add", "recommendation", "recommendation-act"), OF_FINDINGS
    ),
    "sample": OF_FINDINGS,  # months, seeds and shares; no case is in it
    "sample-plan": OF_FINDINGS,
    "keeping": OF_KEEPING,
    "hold-place": OF_KEEPING,
    "hold": OF_KEEPING,
    "erasure-ask": OF_KEEPING,
    "erasure": OF_KEEPING,
    **dict.fromkeys(("releases", "release"), OF_RELEASES),
    "release-ask": desks("headquarters"),
    "release-packet": desks("headquarters"),
    "drawn-reviews": desks("headquarters"),
    "drawn-review": desks("headquarters"),  # its view opens the case behind a place to a reviewer it is DRAWN for
    "panels": desks("headquarters"),
    "panel": AT_HEADQUARTERS,
    "propose": AT_HEADQUARTERS,
    "target": Staff(headquarters="own due signed", overseer="any"),
    "override": AT_HEADQUARTERS,
    "regimes": desks("headquarters"),
    "staff": desks("headquarters"),
    "staff-appoint": desks("headquarters"),
    "staff-member": desks("headquarters"),
    "staff-act": desks("headquarters"),
    "staff-code": desks("headquarters"),
    "ask-again": REVIEWING,
    "dissent": Staff(asylum_officer="own", supervisor="own due referred", headquarters="own due signed"),
    "search": desks("border_officer", "asylum_officer", "supervisor", "hearing_clerk", "specialist", "overseer"),
    # The asylum officer's desk
    "my-work": desks("asylum_officer"),
    "interview": ON_THE_RECORD,
    "readback": ON_THE_RECORD,
    "evidence": ON_THE_RECORD,
    "book": OWN_CLAIM,
    "postpone": OWN_CLAIM,
    "interpreter": OWN_CLAIM,
    "advisal": OWN_CLAIM,
    "begin": OWN_CLAIM,
    "inconsistency": OWN_CLAIM,
    "break": OWN_CLAIM,
    "resume": OWN_CLAIM,
    "end-interview": OWN_CLAIM,
    "counsel-enters": OWN_CLAIM,
    "counsel-ends": OWN_CLAIM,
    "counsel-refused": OWN_CLAIM,
    "evidence-add": OWN_CLAIM,
    "evidence-accept": OWN_CLAIM,
    "evidence-reject": OWN_CLAIM,
    "evidence-file": ON_FILINGS,
    "filing-file": ON_FILINGS,
    "country-information": OWN_CLAIM,
    "worksheet": DECISION,
    "withdrawal": OWN_CLAIM,
    "confirm-withdrawal": OWN_CLAIM,
    "undo-withdrawal": OWN_CLAIM,
    "recuse": OWN_CLAIM,
    "contacted": OWN_CLAIM,
    # The border desk
    "encounters": desks("border_officer"),
    "encounter-open": desks("border_officer"),
    "encounter-person": AT_THE_POST,
    "encounter-language": AT_THE_POST,
    "encounter-family": AT_THE_POST,
    "encounter-health": AT_THE_POST,
    "encounter-fear": AT_THE_POST,
    "encounter-said": AT_THE_POST,
    "encounter-not-asked": AT_THE_POST,
    "encounter-separated": AT_THE_POST,
    "encounter-born": AT_THE_POST,
    "encounter-exempted": AT_THE_POST,
    "encounter-returned": AT_THE_POST,
    "encounter-receipt": AT_THE_POST,
    "encounter-advisal": AT_THE_POST,
    "encounter-placement": AT_THE_POST,
    "encounter-custody": AT_THE_POST,
    "encounter-return": AT_THE_POST,
    "encounter-end": AT_THE_POST,
    "sheet-style": Public(),
    "chart-style": Public(),
    # The person's own pages; whoever is not in may open them, or say a fear all the same
    "own-sign-in": Public(),
    "own-ask-link": Public(),
    "own-link": Public(),
    "own-leave": Public(),
    "own-over": Public(),
    "own-afraid": Public(),
    "own-sending-back": Public(),
    "own": OwnPages(),
    "own-contact": OwnPages(),
    "own-way": OwnPages(),
    "own-ask": OwnPages(),
    "own-readback": OwnPages(),
    "own-correct": OwnPages(),
    "own-papers": OwnPages(),
    "own-paper": OwnPages(),
    "own-documents": OwnPages(),
    "own-relatives": OwnPages(),
    "own-lawyer": OwnPages(),
    "own-looks": OwnPages(),
    "own-secret": OwnPages(),
    "access": AT_ANY_DESK,
    "asked": Staff(asylum_officer="own due", supervisor="own due referred", hearing_clerk="due referred"),
    "afraid": Public(),  # anyone, for themselves or another, without sign-in (fear.open-door)
    "hide": Public(),
    "check": Public(),  # whoever holds a sheet; it opens no case (portal.two-codes)
    "check-keys": Public(),
    "check-offline": Public(),
    "check-verifier": Public(),
    "court-data": Public(),  # protected counts of the courts' public releases, and nothing of the record
    "court-data-publication": Public(),
    "court-data-file": Public(),
    "court-data-style": Public(),
    # The hearing clerk's desk
    "docket": desks("hearing_clerk", "judge"),
    "hearing-list": desks("hearing_clerk", "judge"),
    "boarding": desks("hearing_clerk"),
    "court": ON_CALENDARS,
    "court-sittings": ON_CALENDARS,
    "court-holidays": ON_CALENDARS,
    "court-port": ON_CALENDARS,
    "court-close": ON_CALENDARS,
    "closure": ON_CALENDARS,
    "to-serve": desks("hearing_clerk"),
    "messages": desks("hearing_clerk", "supervisor", "overseer"),
    "message-report": Public(),  # a carrier, by its signature alone
    "informing-sheet": ON_NOTICES,
    "readback-sheet": ON_THE_RECORD,  # it says what was told
    "receipts": ON_NOTICES,
    "receipt": ON_NOTICES,
    "notices": ON_NOTICES,
    "notice-prepare": ON_NOTICES,
    "notice-sheet": ON_NOTICES,
    "notice-serve": ON_NOTICES,
    "notice-undelivered": ON_NOTICES,
    "hearing-attendance": ON_NOTICES,
    "hearing-absence": ON_NOTICES,
    "hearing-search": ON_NOTICES,
    "hearing-postpone": ON_NOTICES,
    "hearing-unexcused": ON_NOTICES,
    "hearing-adjourn": ON_NOTICES,
    "hearing-conclude": ON_NOTICES,
    "hearing-move": ON_NOTICES,
    "transport-plan": ON_NOTICES,
    "transport-confirm": ON_NOTICES,
    "transport-report": ON_NOTICES,
    "notice-facts": ON_NOTICES,
    "notice-warn": ON_NOTICES,
    "notice-not-taken": ON_NOTICES,
    "port-book": ON_NOTICES,
    "record-send": ON_NOTICES,
    "contact": ON_CONTACT,
    "contact-change": ON_CONTACT,
    "contact-tried": ON_CONTACT,
    "contact-lost": ON_CONTACT,
    "orders": ABOUT_ORDERS,
    "order": ABOUT_ORDERS,
    "order-act": ABOUT_ORDERS,
    # The specialist's desk
    "private": desks("specialist"),
    "searches": desks("asylum_officer", "supervisor", "specialist"),
    "search-alone": IN_A_SEARCH,
    "search-tried": IN_A_SEARCH,
    "search-touch": IN_A_SEARCH,
    "search-close": IN_A_SEARCH,
    "resolve": IN_PRIVATE,
    "representative": IN_PRIVATE,
    "kinship": IN_PRIVATE,
    # The duty post
    "stays": desks("duty_post"),
    "departures": desks("duty_post"),
    "departure-list": desks("duty_post"),
    "stay-acknowledge": ON_DUTY,
    "post-custody": ON_DUTY,
    # Counsel
    "clients": desks("counsel"),
    "client-enter": desks("counsel"),
    "client-calendar": desks("counsel"),
    "client-filings": desks("counsel"),
    "former-clients": desks("counsel"),
    "calendar-feed": Public(),  # whoever holds its secret address; its dates name nobody
    "client-ask": FOR_A_CLIENT,
    "client-call": FOR_A_CLIENT,
    "client-record": FOR_A_CLIENT,
    "client-extract": FOR_A_CLIENT,
    "client-proof": FOR_A_CLIENT,
    "client-receipt": FOR_A_CLIENT,
    "former-client": SERVED_ON_THEM,
    "former-notice": SERVED_ON_THEM,
    "former-file": SERVED_ON_THEM,
    "file-evidence": FOR_A_CLIENT,
    "file-remedy": FOR_A_CLIENT,
    "file-again": FOR_A_CLIENT,
    # Statements of fear without a case
    "unmatched": desks("asylum_officer", "supervisor"),
    "match": Staff(asylum_officer="own due", supervisor="own due referred"),
}


def names_role(page: Page, role: str) -> bool:
    """Return whether a page's row names a role at all, so that a link to it makes sense."""
    return not isinstance(page, Staff) or role in page.relations


def case_visible(account: Account, case: CaseRow) -> bool:
    """Return whether a case may stand in a list that this account sees, by the row of the case page."""
    return PAGES["case"].opens(account, case)


class AccessMiddleware:
    """Refuses, before its view runs, every page that the table does not open."""

    def __init__(self, next: Next) -> None:
        self.next = next

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the decision falls in `process_view`, when its page is known."""
        return self.next(request)

    def process_view(
        self, request: AccountRequest, view: object, args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Return None to open the page, else the way to sign in; raises Http404 where it stays shut."""
        del view, args
        name = request.resolver_match.view_name if request.resolver_match else ""
        page = PAGES.get(name)
        if page is None:
            raise Http404
        if isinstance(page, OwnPages):
            return enter(request, name)
        if page.needs_account and request.account is None:
            return to_sign_in(request)
        case = cases.find(kwargs["case"]) if "case" in kwargs else None
        shown = page.opens(request.account, case) and ("case" not in kwargs or case is not None)
        if "case" in kwargs and request.account is not None:
            try:
                cases.note_read(request.account, kwargs["case"], page=name, shown=shown)
            except (OutOfSpace, SendAgain) as failed:
                return unwritten(request, failed)
        if not shown:
            raise Http404
        if case is not None and case.erased and request.account is not None and name not in erased.OF_ITS_ENTRIES:
            record = PAGES["case-record"].opens(request.account, case)
            return erased.page(request, case, request.account.zone, record=record)
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send to sign-in; the page that was looked at, or that a form was sent from, is returned to afterwards."""
    sent_from = urlsplit(request.headers.get("Referer", ""))
    if request.method == "GET":
        request.session["return_to"] = request.get_full_path()
    elif sent_from.netloc == request.get_host():
        request.session["return_to"] = sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")
    return HttpResponseRedirect(reverse("sign-in"))


def return_address(request: HttpRequest, otherwise: str) -> str:
    """Take the kept address out of the session; only a path of this site is ever followed."""
    kept = str(request.session.pop("return_to", ""))
    parts = urlsplit(kept)
    local = kept.startswith("/") and not kept.startswith("//") and not parts.scheme and not parts.netloc
    return kept if local else otherwise
