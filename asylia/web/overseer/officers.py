"""Rows of one officer: for that officer and for a quality lead, who was given that duty on the record; nobody else.

Shrunk towards colleagues, of fifty decisions or more, in two periods, in the order of names and never of values. A
deployment makes them only where it says so (ASYLIA_OFFICER_ROWS=yes); they are no ground for appraisal.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.accounts.models import Account
from asylia.core.codec import at_text
from asylia.oversight.beside import Beside, officers_key
from asylia.oversight.row import Row
from asylia.oversight.status import Status
from asylia.shell.reading import staff_of
from asylia.web.cases import CaseRequest, house
from asylia.web.overseer import editions, worded
from asylia.web.overseer.editions import Missing, Shown, kept

UNIT = "officer"


class Told(NamedTuple):
    """One measure's row of an officer, or why there is none to show yet."""

    measure: str
    question: str
    told: worded.Told | None
    why: str


@require_GET
def own(request: CaseRequest) -> HttpResponse:
    """What measures say of the reader's own decisions."""
    return page(request, request.account, yours=True)


@require_GET
def listing(request: CaseRequest) -> HttpResponse:
    """Every asylum officer by name, for a quality lead; no figure stands here."""
    quality_lead(request)
    officers = Account.objects.filter(role="asylum_officer").order_by("name")
    return render(request, "overseer/officers.html", {"officers": officers, "made": settings.OFFICER_ROWS})


@require_GET
def one(request: CaseRequest, staff: str) -> HttpResponse:
    """What measures say of one officer's decisions, for a quality lead; the look is written down."""
    quality_lead(request)
    officer = Account.objects.filter(role="asylum_officer", staff=staff).first()
    if officer is None:
        raise Http404
    with house().transaction() as raw:
        house().ledger.record_read(
            raw, recorded=at_text(house().clock()), staff=request.account.staff, page="officer", purpose="quality",
            shown=True, stream=f"staff/{staff}",
        )  # fmt: skip
    return page(request, officer, yours=False)


def page(request: CaseRequest, officer: Account, *, yours: bool) -> HttpResponse:
    """The rows of one officer."""
    context: dict[str, object] = {"officer": officer, "yours": yours, "made": settings.OFFICER_ROWS}
    if settings.OFFICER_ROWS:
        shown = editions.asked_for(request)
        context |= (
            {"missing": shown} if isinstance(shown, Missing) else {"shown": shown, "rows": rows_of(shown, officer)}
        )
    return render(request, "overseer/officer.html", context)


def quality_lead(request: CaseRequest) -> None:
    """Raise Http404 for whoever is none."""
    if not is_quality_lead(request):
        raise Http404


def is_quality_lead(request: CaseRequest) -> bool:
    """Return whether the reader was given that duty on the record."""
    return "quality_lead" in staff_of(house(), house().raw(), request.account.staff).duties


def rows_of(shown: Shown, officer: Account) -> list[Told]:
    """Return what each measure with rows of officers says of one; where two periods are not full yet, that."""
    definitions = shown.edition.definitions
    own = pseudonym(officer.staff)
    before = earlier_rows(shown, own)
    return [
        told(definitions[id].question, definitions[id].scale, id, of(shown.edition.officers, id, own), before)
        for id in sorted(definitions) if UNIT in definitions[id].units
    ]  # fmt: skip


def told(question: str, scale: str, measure: str, rows: Sequence[Row], before: Sequence[Row]) -> Told:
    """Return one measure's row, when this period and one before it are full."""
    row = next((each for each in rows if full(each)), None)
    if row is None:
        return Told(measure, question, None, "Fewer than 50 decisions in this period: nothing is shown.")
    if not any(each.measure == measure and each.end < row.start and full(each) for each in before):
        return Told(measure, question, None, "A second period of 50 decisions is needed before anything is shown.")
    return Told(measure, question, worded.told(row, scale), "")


def full(row: Row) -> bool:
    """Whether enough was decided for anything to be said."""
    return row.status is not Status.SUPPRESSED and row.estimate is not None


def of(rows: Iterable[Row], measure: str, own: str) -> list[Row]:
    """Return the rows of one measure and officer."""
    return [row for row in rows if (row.measure, row.unit, row.of) == (measure, UNIT, own)]


def earlier_rows(shown: Shown, own: str) -> list[Row]:
    """Return the officer's rows of the editions before."""
    before = [each for each in kept().editions() if each.about.as_of < shown.about.as_of]
    return [row for each in before for row in each.officers if row.of == own]


def pseudonym(staff: str) -> str:
    """Return under which name the rows know a member of staff; nobody can say without the house's key."""
    return Beside(officers_key(settings.HOME), {}).pseudonym(staff)
