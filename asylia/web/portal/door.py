"""The door to a person's own pages: who is in, whose case they see, and the look written down like any other."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from asylia.accounts import own_pages
from asylia.accounts.models import Visit
from asylia.caseload.models import CaseRow
from asylia.core.codec import at_text
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.ledger import OutOfSpace
from asylia.shell.failing import SendAgain
from asylia.shell.reading import read_case
from asylia.web.cases import house
from asylia.web.portal import plain

PURPOSE = "own pages"


class OwnRequest(HttpRequest):
    """A request that the door let through: the visit, and the row of the one case that it opens."""

    visit: Visit
    row: CaseRow


class OwnPages:
    """A row of access.py: opens for the person whose case it is, signed in to their own pages, and for nobody else."""

    needs_account = False

    def opens(self, account: object, case: object) -> bool:  # noqa: ARG002 - the door asks the visit, not the account
        """Return True: whoever gets here has passed the door."""
        return True


def enter(request: HttpRequest, page: str) -> HttpResponse | None:
    """Return None to open the page, else where to go; a page whose look cannot be written down is not shown."""
    if not admitted(request):
        return HttpResponseRedirect(reverse("own-sign-in"))
    try:
        note_look(request, page)  # type: ignore[arg-type]
    except (OutOfSpace, SendAgain):
        return plain.away(request)
    return None


def admitted(request: HttpRequest) -> bool:
    """Return whether someone is signed in here whose record is there; puts `visit` and `row` on the request."""
    visit = own_pages.visiting(request)
    row = CaseRow.objects.filter(case=visit.case).first() if visit else None
    if visit is None or row is None or row.erased:
        own_pages.end(request)
        return False
    request.visit, request.row = visit, row  # type: ignore[attr-defined]
    return True


def note_look(request: OwnRequest, page: str) -> None:
    """Write down that the person looked at their own record."""
    with house().transaction() as raw:
        house().ledger.record_read(
            raw, recorded=at_text(house().clock()), staff=request.row.person, page=page, purpose=PURPOSE, shown=True,
            stream=f"case/{request.row.case}",
        )  # fmt: skip


def file_of(request: OwnRequest) -> CaseFile:
    """Return the person's case file as the record shows it now."""
    return read_case(house(), request.row.case)


def regime_of(request: OwnRequest) -> Regime:
    """Return the rules that the person's case stands under."""
    return house().regime(request.row.regime)


def author(request: OwnRequest) -> Author:
    """Return the person as the author of what they send."""
    return Author(by=request.row.person, role="applicant", at=house().clock())
