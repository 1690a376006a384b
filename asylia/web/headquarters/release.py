"""One release: its texts as they would be handed over, what is withheld, what may have to be, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from asylia.core.streams.release import Release
from asylia.release.exemptions import exemptions
from asylia.release.passages import Field as Text
from asylia.release.withholding import Place
from asylia.shell.reading import release_of
from asylia.web.cases import CaseRequest, house, note_read
from asylia.web.erased import day
from asylia.web.headquarters.release_acts import done
from asylia.web.headquarters.release_prepared import Prepared, missed, open_proposals, prepared
from asylia.web.headquarters.releases import KINDS, STAGES, TO
from asylia.web.overseer.keeping import who

GROUNDS = {code: f"{code}: {each.says} ({each.cite})" for code, each in exemptions().items() if code != "sealed"}


@require_http_methods(["GET", "POST"])
def one(request: CaseRequest, release: str) -> HttpResponse:
    """Show one release, and do the next thing to it."""
    found = release_of(house(), house().raw(), release)
    if found.asked is None:
        raise Http404
    boxes: dict[str, Any] = {}
    if request.method == "POST":
        boxes = done(request, found)
        if not boxes:
            return HttpResponseRedirect(reverse("release", args=[release]), status=303)
    for case in found.asked.cases:
        note_read(request.account, case, page="release", shown=True)
    return render(
        request, "headquarters/release.html", {**shown(request, found), **boxes}, status=422 if boxes else 200
    )


def shown(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Return what the page of a release shows."""
    asked = found.asked
    of = prepared(found)
    text = {(each.case, each.version, each.name): each for each in of.texts}
    return {
        "release": found.id, "asked": asked, "kind": KINDS[asked.kind] if asked else "",
        "to": TO[asked.to] if asked else "",
        "stage": STAGES[found.stage], "at": found.stage, "cases": ", ".join(of.numbers.values()),
        "by": f"{who(asked.who.by)}, {day(asked.who.at)}" if asked else "", "grounds": GROUNDS,
        "proposed": [
            (number, each, of.numbers[each.case], around(text, each))
            for number, each in enumerate(open_proposals(found, of))
        ],
        "passages": [passage_shown(text, of, each) for each in found.passages],
        "lines": [(each, of.numbers[each.case], of.left(each)) for each in of.texts],
        "missed": missed(of), "second": request.account.staff not in found.preparers,
        "prepares": request.account.role == "headquarters", "signed": found.signed, "sent": found.sent,
        "signed_by": who(found.signed.who.by) if found.signed else "",
    }  # fmt: skip


def around(text: Mapping[Place, Text], each: Any) -> tuple[str, str, str]:
    """Return a passage with some words on each side."""
    field = text.get((each.case, each.version, each.field))
    whole = field.text if field else ""
    end = each.end or len(whole)
    return whole[max(0, each.start - 60) : each.start], whole[each.start : end], whole[end : end + 60]


def passage_shown(text: Mapping[Place, Text], of: Prepared, each: Any) -> dict[str, Any]:
    """Return a withheld passage: where, its words, ground and reason, and what the second person said."""
    made = each.withheld
    return {
        "number": made.number, "case": of.numbers.get(made.case, ""), "version": made.version, "field": made.field,
        "around": around(text, made), "ground": made.exemption, "reason": made.reason, "by": who(made.who.by),
        "reviewed": each.reviewed, "stays": each.stays, "reviewer": who(each.reviewed.who.by) if each.reviewed else "",
    }  # fmt: skip
