"""Drafts: what someone types at length is kept on the server, and stands in the form again when they return."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse, HttpResponseRedirect

from asylia.accounts.models import Account
from asylia.shell import drafting
from asylia.shell.drafting import Writing
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Typed

# A form's own marks are minted anew. The likelihood band is sealed under the overseer's key from its first moment
# (analysis.standard), and so never lies in a draft.
NOT_KEPT = frozenset({"csrfmiddlewaretoken", "seen", "key", "keep", "band"})


def writing(account: Account, case: Case, form: str) -> Writing:
    """Return who writes what about whom; `form` is the name of the command that ends the draft."""
    return Writing(account.staff, case.id, form, case.file.person)


def keep(request: CaseRequest, case: Case, form: str) -> str:
    """Keep what was posted; returns the time of it in the clock of the place, `10:38`."""
    fields = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    at = drafting.keep(house(), writing(request.account, case, form), fields)
    return f"{at.astimezone(ZoneInfo(case.file.zone)):%H:%M}"


def kept(account: Account, case: Case, form: str) -> tuple[Typed, str]:
    """Return what was kept and when, as if it had just been typed; an empty form and no time where nothing was."""
    found = drafting.kept(house(), writing(account, case, form))
    if found is None:
        return Typed(), ""
    fields, at = found
    typed = {name: [str(value) for value in values] for name, values in fields.items() if isinstance(values, list)}
    return Typed(typed), f"{at.astimezone(ZoneInfo(case.file.zone)):%H:%M}"


def answer(request: CaseRequest, case: Case, form: str) -> HttpResponse:
    """Keep what was posted and say so: in a word to a script, else on the page itself."""
    at = keep(request, case, form)
    if "X-Draft" in request.headers:
        return HttpResponse(f"Draft kept, {at}", content_type="text/plain; charset=utf-8")
    return HttpResponseRedirect(f"{request.path}#kept", status=303)
