"""Documents: a filed file, shown as a copy that runs nothing and says nothing of its camera, or given out as filed."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from asylia.shell import documents
from asylia.shell.examining import ENDINGS, JPEG, TEXT
from asylia.web import cases
from asylia.web.cases import CaseRequest, house

WAYS = ("shown", "filed")
# Whatever a file holds, it runs nothing here, loads nothing and sends nothing.
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"


@require_GET
def of_filing(request: CaseRequest, case: str, number: int, which: str) -> HttpResponse:
    """The file of a filing (F n)."""
    del request
    filings = cases.read(case).file.filings
    digest = filings[number - 1].digest if 1 <= number <= len(filings) else ""
    return given(case, digest, f"F-{number}", which)


@require_GET
def of_evidence(request: CaseRequest, case: str, claim: int, number: int, which: str) -> HttpResponse:
    """The file of a piece of evidence (E n) of a claim."""
    del request
    found = cases.read(case).file.claim(claim)
    held = [each for each in found.evidence if not each.country_information] if found else []
    digest = held[number - 1].digest if 1 <= number <= len(held) else ""
    return given(case, digest, f"E-{number}", which)


def given(case: str, digest: str, name: str, which: str) -> HttpResponse:
    """Answer with a file: the copy to look at, or the file itself, to keep; raises Http404 where there is none."""
    found = documents.opened(house(), cases.read(case).file, digest) if digest and which in WAYS else None
    if found is None or (which == "shown" and not found.shown):
        raise Http404
    kind = JPEG if which == "shown" and found.kind != TEXT else found.kind
    how = "inline" if which == "shown" else "attachment"
    return HttpResponse(
        found.shown if which == "shown" else found.data,
        content_type=f"{kind}; charset=utf-8" if kind == TEXT else kind,
        headers={
            "Content-Disposition": f'{how}; filename="{name}.{ENDINGS[kind]}"',
            "Content-Security-Policy": SANDBOX,
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
