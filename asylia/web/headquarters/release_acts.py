"""What is done to a release: searching, withholding, the second person's review, signing, sending, declining."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404

from asylia.core.command import Act
from asylia.core.streams.release import Release
from asylia.core.streams.releasing import (
    DeclineRelease,
    ReviewPassage,
    ReviewRelease,
    SearchRecords,
    SendRelease,
    SignRelease,
    WithholdPassage,
)
from asylia.publish.gate import HeldBack
from asylia.release.packet import Leaks
from asylia.release.proposing import Proposal, occurrences
from asylia.web.act import Step
from asylia.web.cases import CaseRequest
from asylia.web.fields import Ask, Typed
from asylia.web.headquarters.release_packet import made
from asylia.web.headquarters.release_prepared import open_proposals, place_of, prepared
from asylia.web.headquarters.releases import give_release
from asylia.web.headquarters.settled import author, form_of, given, settled

SEARCH = Step(SearchRecords, button="Search every entry", refused="The records were not searched")
WITHHOLD = Step(WithholdPassage, button="Withhold them everywhere", refused="Nothing was withheld")
REVIEW = Step(ReviewRelease, button="I have read it whole: nothing was missed", refused="The review was not recorded")
PASSAGE = Step(ReviewPassage, refused="The passage was not reviewed")
SIGN = Step(SignRelease, button="Sign as custodian", refused="The release was not signed")
SEND = Step(SendRelease, button="It was handed over", refused="The sending was not recorded")
DECLINE = Step(DeclineRelease, button="Decline: nothing is handed over", refused="The release was not declined")


def done(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Do what was asked for; returns the boxes to show, none where it was recorded."""
    steps = {
        "search": lambda: act(SEARCH, SearchRecords(who=author(request.account), release=found.id)),
        "accept": lambda: accept(request, found), "words": lambda: withhold_words(request, found),
        "review": lambda: act(REVIEW, ReviewRelease(who=author(request.account), release=found.id)),
        "passages": lambda: review_passages(request, found), "sign": lambda: sign(request, found),
        "send": lambda: plain(request, SEND, found, {"how": Ask("How"), "day": Ask("Day")}),
        "decline": lambda: plain(request, DECLINE, found, {"reason": Ask("Why not")}),
    }  # fmt: skip
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    return step()


def act(step: Step, command: Act) -> dict[str, Any]:
    """Give a command that has nothing to be typed."""
    form = form_of(step, {"release": Ask(hidden=True)}, Typed(None))
    return given(step, form, command, give_release)


def plain(request: CaseRequest, step: Step, found: Release, asks: Mapping[str, Ask]) -> dict[str, Any]:
    """Give a command as it was typed."""
    typed = Typed({**dict(request.POST.lists()), "release": [found.id]})
    return settled(step, form_of(step, {"release": Ask(hidden=True), **asks}, typed), request.account, give_release)


def accept(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Withhold the proposals that were ticked, under the ground that was chosen for all of them."""
    ticked = {int(each) for each in request.POST.getlist("proposal") if each.isdecimal()}
    proposed = open_proposals(found, prepared(found))
    chosen = [withheld(request, found, each.case, each) for place, each in enumerate(proposed) if place in ticked]
    return until_refused(chosen)


def withhold_words(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Withhold words wherever they stand in the cases: the same words are treated the same way throughout."""
    taken = {place_of(each.withheld.case, each.withheld)[:4] for each in found.passages if each.stays}
    words = request.POST.get("words", "")
    chosen = [
        withheld(request, found, field.case, Proposal(
            case=field.case, version=field.version, field=field.name, start=start, end=end, what="", label=""
        ))
        for field, start, end in occurrences(prepared(found).texts, words)
        if not field.sealed and (field.case, field.version, field.name, start) not in taken
    ]  # fmt: skip
    return until_refused(chosen)


def withheld(request: CaseRequest, found: Release, case: str, each: Proposal) -> WithholdPassage:
    """Return the command that withholds a place under the ground that was chosen, for the reason typed or proposed."""
    return WithholdPassage(
        who=author(request.account), release=found.id, case=case, version=each.version, field=each.field,
        start=each.start, end=each.end, exemption=request.POST.get("exemption", ""),
        reason=request.POST.get("reason", "").strip() or each.what,
    )  # fmt: skip


def until_refused(commands: Iterable[WithholdPassage]) -> dict[str, Any]:
    """Give commands one by one; returns the boxes of the first that is refused."""
    return next((boxes for each in commands if (boxes := act(WITHHOLD, each))), {})


def review_passages(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Say as the second person of every passage whether it stays: all do but those that were marked to be given."""
    for each in found.passages:
        number = each.withheld.number
        give_it = request.POST.get(f"give-{number}") == "yes"
        if each.reviewed is None or each.reviewed.withheld == give_it:
            boxes = act(PASSAGE, ReviewPassage(
                who=author(request.account), release=found.id, number=number, withheld=not give_it,
                reason=request.POST.get(f"reason-{number}", ""),
            ))  # fmt: skip
            if boxes:
                return boxes
    return {}


def sign(request: CaseRequest, found: Release) -> dict[str, Any]:
    """Sign what would be handed over."""
    try:
        whole = made(found)
    except (Leaks, HeldBack) as leak:
        return {"leak": str(leak)}
    return act(SIGN, SignRelease(
        who=author(request.account), release=found.id, digest=whole.digest, files=len(whole.files)
    ))  # fmt: skip
