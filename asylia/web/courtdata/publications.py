"""Court data for anyone: each publication's pages and files, unless they are not what was published.

The pages are those of the folder: their main part stands here in the frame of the public pages. Nothing is counted
here, and no store is opened.
"""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from asylia.publish.page import main_of, style
from asylia.publish.tidy import SUMS, Altered, verify

INDEX = "index.html"
KINDS = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "sql": "text/plain; charset=utf-8",
    SUMS: "text/plain; charset=utf-8",
}  # fmt: skip
NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
TITLE = re.compile(r"<h1>(.*?)</h1>", re.DOTALL)
KEEP = "public, max-age=600"  # a publication never changes; one that was taken away is gone after ten minutes


class Listed(NamedTuple):
    """One publication: its address, what it calls itself, and why it is refused where it is."""

    name: str
    title: str
    refused: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every publication, the newest release first; one that was altered is named and not shown."""
    found = [listed(folder) for folder in sorted(folders(), key=lambda each: each.name, reverse=True)]
    return render(request, "courtdata/listing.html", {"publications": found})


@require_safe
def page(request: HttpRequest, publication: str, file: str = INDEX) -> HttpResponse:
    """One file of a publication: a page in the frame, or rows, codebook, query and checksums to take away."""
    folder = next((each for each in folders() if each.name == publication), None)
    if folder is None:
        raise Http404
    try:
        data = published(folder, file)
    except Altered as altered:
        return render(request, "courtdata/refused.html", {"publication": publication, "why": str(altered)}, status=503)
    if not file.endswith(".html"):
        kind = KINDS.get(file, KINDS.get(file.rpartition(".")[2], "application/octet-stream"))
        return HttpResponse(data, content_type=kind, headers={"Cache-Control": KEEP})
    main = main_of(data.decode())
    title = TITLE.search(main)
    context = {"main": main, "title": title[1] if title else publication}
    response = render(request, "courtdata/page.html", context)
    response["Cache-Control"] = KEEP
    return response


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """The style that a publication's pages bear on a disk."""
    del request
    return HttpResponse(style(), content_type="text/css; charset=utf-8", headers={"Cache-Control": KEEP})


def folders() -> list[Path]:
    """The folders of publications; none where no place for them is made."""
    place = settings.COURT_DATA
    return [each for each in place.iterdir() if each.is_dir() and NAME.fullmatch(each.name)] if place.is_dir() else []


def listed(folder: Path) -> Listed:
    """One publication, verified whole."""
    try:
        verify(folder)
        return Listed(folder.name, json.loads((folder / "datapackage.json").read_bytes())["title"], "")
    except (Altered, OSError, ValueError, KeyError) as altered:
        return Listed(folder.name, folder.name, str(altered))


def published(folder: Path, file: str) -> bytes:
    """The bytes of a file, when they are those that its publication's checksums name; Http404 for a file of no name.

    Raises Altered where they are others.
    """
    if not NAME.fullmatch(file):
        raise Http404
    try:
        sums = (folder / SUMS).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Altered(f"{folder.name} has no {SUMS} that can be read") from None
    if file == SUMS:
        return sums.encode()
    known = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    if file not in known:
        raise Http404
    try:
        data = (folder / file).read_bytes()
    except OSError:
        raise Altered(f"{file} is missing") from None
    if sha256(data).hexdigest() != known[file]:
        raise Altered(f"{file} is not what was published")
    return data
