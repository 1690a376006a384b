"""Regimes: which versions this software carries, which are proposed, which two people have adopted."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.accounts.models import Account
from asylia.core.regime import Regime
from asylia.core.streams.adoption import AdoptRegime, ProposeRegime
from asylia.shell import beside
from asylia.shell.reading import adoptions
from asylia.web.act import Form, Step
from asylia.web.cases import house
from asylia.web.headquarters.settled import author, given
from asylia.web.supervisor.reviews import name_of

STEPS = {
    "propose": Step(ProposeRegime, "Regimes", refused="The regime was not proposed"),
    "adopt": Step(AdoptRegime, "Regimes", refused="The regime was not adopted"),
}


class Version(NamedTuple):
    """One version of a regime: its text's digest, and how far its adoption has come."""

    regime: Regime
    proposed_by: str
    adopted: bool
    changed: bool

    @property
    def dates(self) -> str:
        """From when until when its text was in force."""
        until = self.regime.until
        return f"{self.regime.in_force_from} to {until}" if until else f"from {self.regime.in_force_from}"


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """List the versions; propose or adopt one by the digest of its text."""
    account: Account = request.account  # type: ignore[attr-defined]  # AccountMiddleware; access.py asked for one
    boxes = acted(request, account) if request.method == "POST" else {}
    if request.method == "POST" and not boxes:
        return HttpResponseRedirect(reverse("regimes"), status=303)
    context = {"versions": versions(), "you": account.name, **boxes}
    return render(request, "headquarters/regimes.html", context, status=422 if boxes else 200)


def acted(request: HttpRequest, account: Account) -> dict[str, object]:
    """Propose or adopt the version that was asked for; raises Http404 for one that this software does not carry."""
    act, version = request.POST.get("act", ""), request.POST.get("version", "")
    if act not in STEPS or version not in house().regimes:
        raise Http404
    step = STEPS[act]
    digest = house().regimes[version].digest
    command = step.command(who=author(account), version=version, digest=digest)  # type: ignore[call-arg]
    return given(step, Form([], seen=0, key=""), command, beside.regime)  # type: ignore[arg-type]


def versions() -> list[Version]:
    """Return every version this software carries, newest text first in each regime."""
    carried = sorted(house().regimes.values(), key=lambda each: (each.id, each.in_force_from))
    return [version_of(regime) for regime in carried]


def version_of(regime: Regime) -> Version:
    """Return how far the adoption of one version has come."""
    known = adoptions(house(), house().raw(), regime.id)
    digest, by = known.proposed.get(regime.version, ("", ""))
    adopted = known.adopted.get(regime.version, "")
    waiting = name_of(by) or by if digest == regime.digest and not adopted else ""
    return Version(regime, waiting, adopted == regime.digest, bool(adopted) and adopted != regime.digest)
