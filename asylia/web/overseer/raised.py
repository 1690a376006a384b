"""What staff raised in the confidential channel: counts by site and quarter, a quarter late, small ones not told."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.oversight.raised import kept
from asylia.web.cases import CaseRequest, house


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """List the counts, the newest quarter first."""
    return render(request, "overseer/raised.html", {"rows": kept(house().home)})
