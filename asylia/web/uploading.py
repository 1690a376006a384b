"""Uploading: a file is kept as soon as its form comes, so that a form sent back has it still, by its digest."""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest

from asylia.shell import documents
from asylia.shell.examining import UNFIT, Unfit
from asylia.web.cases import Case, house
from asylia.web.fields import Field

GONE = "This file is not kept any more. Choose it again."


def receive(request: HttpRequest, case: Case, fields: Iterable[Field]) -> list[Field]:
    """Keep each file that came with a form and put its digest into its field; returns the fields that hold a slip.

    Raises ledger.KeyDestroyed, ledger.OutOfSpace and failing.SendAgain.
    """
    return [each for each in fields if each.kind == "file" and not _received(request, case, each)]


def _received(request: HttpRequest, case: Case, field: Field) -> bool:
    sent = request.FILES.get(f"{field.path}.file")
    if sent is None and int(request.META.get("CONTENT_LENGTH") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE:
        field.slip = UNFIT["large"]
    elif sent is not None:
        try:
            field.value = documents.keep(house(), case.file, sent.read()).digest
        except Unfit as unfit:
            field.slip = str(unfit)
    elif field.value and not documents.holds(house(), case.file, field.value):
        field.value, field.slip = "", GONE
    return not field.slip
