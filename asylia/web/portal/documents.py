"""Send a document or a photo from a telephone: kept as it is, sealed, with a number; what cannot be kept is told."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from asylia.core.steps.evidence import FileEvidence
from asylia.ledger import OutOfSpace
from asylia.shell import documents
from asylia.shell.examining import MOST_BYTES, Unfit
from asylia.shell.failing import SendAgain
from asylia.web.cases import house
from asylia.web.portal.acting import NAME, Wrong, begun, give, key_of, typed
from asylia.web.portal.door import OwnRequest, author, file_of

MEGABYTES = str(MOST_BYTES // 1024 // 1024)


@require_http_methods(["GET", "POST"])
def page(request: OwnRequest) -> HttpResponse:
    """GET asks for one file; POST keeps and files it, with the number it got."""
    file, context = begun(request)
    if request.method != "POST":
        return shown(request, context)
    says = context["says"]
    try:
        title = typed(request, "title", NAME).strip() or says.plain("docs_untitled")
        try:
            kept = documents.keep(house(), file, chosen(request))
        except Unfit as unfit:
            raise Wrong(f"unfit_{unfit.why}", most=MEGABYTES) from None
        except (OutOfSpace, SendAgain):
            raise Wrong("unsent") from None
        picture = kept.kind.startswith("image/")
        claim = file.claims[-1].number if file.claims else 0
        give(
            request,
            FileEvidence(
                who=author(request), claim=claim, title=title, kind="photograph" if picture else "document",
                digest=kept.digest,
            ),
            key_of(request),
        )  # fmt: skip
    except Wrong as wrong:
        more = {"problem": wrong.said(says), "typed": request.POST, "key": key_of(request)}
        return shown(request, {**context, **more}, status=503 if wrong.key == "unsent" else 422)
    number = file_of(request).filings[-1].number
    return shown(request, {**context, "told": says("docs_kept", number=str(number))})


def chosen(request: HttpRequest) -> bytes:
    """Return the bytes of the chosen file. Raises Wrong where none was chosen."""
    found = request.FILES.get("file")
    if not isinstance(found, UploadedFile):
        raise Wrong("docs_choose")
    return bytes(found.read())


def shown(request: OwnRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Return the page: one file, and below it what was sent before by the person, the last first."""
    sent = [each for each in reversed(file_of(request).filings) if each.who.by == request.row.person]
    hint = context["says"]("docs_hint", most=MEGABYTES)
    return render(request, "portal/documents.html", {**context, "sent": sent, "hint": hint}, status=status)
