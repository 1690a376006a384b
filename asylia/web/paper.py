"""A sheet as a file beside its page: PDF in the usual or the large print, or plain text to read aloud."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from asylia.notices import Sheet, Unfit, plain, printed

FORMS = {"pdf": "PDF", "large": "PDF in large print", "text": "Plain text, to read aloud"}


class File(NamedTuple):
    """A file that a page offers: what it is, and the query that asks for it at the page's own address."""

    says: str
    query: str


def files(query: QueryDict) -> list[File]:
    """Return the files of the sheet that a page with this query shows."""
    return [File(says, _changed(query, form)) for form, says in FORMS.items()]


def filed(request: HttpRequest, sheet: Sheet | None) -> HttpResponse | None:
    """Return the file that `?as=` asks for, None where the page itself is wanted or there is no sheet.

    A file's name says nothing of the person or the case. A sheet with a character that no typeface here has cannot be
    set; its page can still be printed, and the answer says so (422).
    """
    form = request.GET.get("as", "")
    if sheet is None or form not in FORMS:
        return None
    if form == "text":
        return HttpResponse(plain(sheet), content_type="text/plain; charset=utf-8")
    try:
        pdf = printed(sheet, "large" if form == "large" else "usual")
    except Unfit as unfit:
        return render(request, "unset.html", {"why": unfit.why, "page": _changed(request.GET, "")}, status=422)
    return HttpResponse(pdf, content_type="application/pdf", headers={
        "Content-Disposition": 'inline; filename="sheet.pdf"'})  # fmt: skip


def _changed(query: QueryDict, form: str) -> str:
    changed = query.copy()
    changed.pop("size", None)
    changed.pop("as", None)
    if form:
        changed["as"] = form
    return changed.urlencode()
