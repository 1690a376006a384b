"""Releasing: what two people may do to hand records over, and what is refused."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import TypeAlias, assert_never

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.streams.release import (
    RECIPIENTS,
    PassageReviewed,
    PassageWithheld,
    Release,
    ReleaseAsked,
    ReleaseDeclined,
    ReleasedTo,
    ReleaseEvents,
    ReleaseKind,
    ReleaseReviewed,
    ReleaseSearched,
    ReleaseSent,
    ReleaseSigned,
)

# Words by which a state, or who acts for one, would be named as recipient; the closed list has no place for either, and
# the free text beside it must not make one (share.never-feared-state).
A_STATE = re.compile(
    r"\b(embass|consul|interpol|foreign (ministry|office)|ministry|government of|attach[eé]|embajada|cancill)",
    re.IGNORECASE,
)
PREPARE, REVIEW = frozenset({"headquarters"}), frozenset({"headquarters", "overseer"})


class ReleaseAct(Act, frozen=True, kw_only=True):
    """An act about one release, by its id."""

    release: str


class AskRelease(ReleaseAct, frozen=True, kw_only=True):
    """Begin a release: what asks for it, to whom it goes, on which basis, of which cases."""

    kind: ReleaseKind
    to: ReleasedTo
    recipient: str
    cite: str
    cases: tuple[str, ...]


class SearchRecords(ReleaseAct, frozen=True, kw_only=True):
    """Say that every entry of the cases was searched; `versions` are the last of each, as the shell finds them."""

    versions: tuple[int, ...] = ()


class WithholdPassage(ReleaseAct, frozen=True, kw_only=True):
    """Withhold part of a field, or all of it (`end` 0), under an exemption, with a reason."""

    case: str
    version: int
    field: str
    exemption: str
    reason: str
    start: int = 0
    end: int = 0


class ReviewPassage(ReleaseAct, frozen=True, kw_only=True):
    """Say as the second person whether a passage stays withheld; to give it takes a reason."""

    number: int
    withheld: bool
    reason: str = ""


class ReviewRelease(ReleaseAct, frozen=True, kw_only=True):
    """Say as the second person that what would be sent was read whole, and nothing was missed."""


class SignRelease(ReleaseAct, frozen=True, kw_only=True):
    """Sign as custodian what will be sent; the shell fills in its digest and what it holds."""

    digest: str = ""
    files: int = 0


class SendRelease(ReleaseAct, frozen=True, kw_only=True):
    """Say how and on which day what was signed was handed over."""

    how: str
    day: dt.date


class DeclineRelease(ReleaseAct, frozen=True, kw_only=True):
    """End a release: nothing is handed over."""

    reason: str


ReleaseCommand: TypeAlias = (
    AskRelease | SearchRecords | WithholdPassage | ReviewPassage | ReviewRelease | SignRelease | SendRelease
    | DeclineRelease
)  # fmt: skip


def decide(file: Release, command: ReleaseCommand, exemptions: frozenset[str]) -> ReleaseEvents | Refused:
    """What a command about a release leads to, or every rule that it breaks; `exemptions` are those that are known."""
    broken = tuple(_broken(file, command, exemptions))
    if broken:
        return Refused(rules=broken)
    match command:
        case AskRelease():
            return ReleaseAsked(
                who=command.who, release=command.release, kind=command.kind, to=command.to,
                recipient=command.recipient, cite=command.cite, cases=command.cases,
            )  # fmt: skip
        case SearchRecords():
            return ReleaseSearched(who=command.who, release=command.release, versions=command.versions)
        case WithholdPassage():
            return PassageWithheld(
                who=command.who, release=command.release, number=len(file.passages) + 1, case=command.case,
                version=command.version, field=command.field, start=command.start, end=command.end,
                exemption=command.exemption, reason=command.reason,
            )  # fmt: skip
        case ReviewPassage():
            return PassageReviewed(
                who=command.who, release=command.release, number=command.number, withheld=command.withheld,
                reason=command.reason,
            )  # fmt: skip
        case ReviewRelease():
            return ReleaseReviewed(who=command.who, release=command.release)
        case SignRelease():
            withheld = sum(each.stays for each in file.passages)
            return ReleaseSigned(
                who=command.who, release=command.release, digest=command.digest, files=command.files, withheld=withheld
            )
        case SendRelease():
            return ReleaseSent(who=command.who, release=command.release, how=command.how, day=command.day)
        case DeclineRelease():
            return ReleaseDeclined(who=command.who, release=command.release, reason=command.reason)
        case _:
            assert_never(command)


def _broken(file: Release, command: ReleaseCommand, exemptions: frozenset[str]) -> Iterator[Broken]:
    second = isinstance(command, ReviewPassage | ReviewRelease)
    if command.who.role not in (REVIEW if second else PREPARE):
        yield Broken(rule="authority.role", detail=f"a {command.who.role.replace('_', ' ')} hands no records over")
    if isinstance(command, AskRelease):
        yield from _asking(file, command)
        return
    if file.asked is None:
        yield Broken(rule="procedure.exists", detail="no such release was asked for")
        return
    if file.declined or file.sent or (file.signed and not isinstance(command, SendRelease | DeclineRelease)):
        yield Broken(rule="procedure.once", detail=f"this release is {file.stage} already")
    if second and command.who.by in file.preparers:
        yield Broken(rule="roles.apart", detail="who prepared a release does not review it: a second person does")
    yield from _of_its_kind(file, command, exemptions)


def _asking(file: Release, command: AskRelease) -> Iterator[Broken]:
    if file.asked:
        yield Broken(rule="procedure.once", detail="this release was begun already")
    if command.to not in RECIPIENTS[command.kind]:
        yield Broken(rule="data.purpose", detail=f"a release on this ground does not go to: {command.to}", field="to")
    if A_STATE.search(command.recipient):
        yield Broken(
            rule="share.never-feared-state", field="recipient",
            detail="no state, ministry, consulate, embassy or police of another country receives records",
        )  # fmt: skip
    for field, says in (("recipient", "who receives it"), ("cite", "the order, request or statute")):
        if not getattr(command, field).strip():
            yield Broken(rule="data.purpose", detail=f"{says} is not named", field=field)
    if not command.cases:
        yield Broken(rule="procedure.exists", detail="no case is named", field="cases")


def _of_its_kind(file: Release, command: ReleaseCommand, exemptions: frozenset[str]) -> Iterator[Broken]:
    match command:
        case WithholdPassage():
            yield from _withholding(file, command, exemptions)
        case ReviewPassage():
            known = 1 <= command.number <= len(file.passages)
            if not known:
                yield Broken(rule="procedure.exists", detail="no such passage is withheld")
            elif not command.withheld and not command.reason.strip():
                yield Broken(rule="data.purpose", detail="why it is given is not said", field="reason")
        case ReviewRelease():
            if file.searched is None:
                yield Broken(rule="procedure.exists", detail="nothing was searched yet")
            unread = sum(each.reviewed is None for each in file.passages)
            if unread:
                yield Broken(rule="data.purpose", detail=f"{unread} passages were not reviewed yet")
        case SignRelease():
            if file.reviewed is None:
                yield Broken(rule="data.purpose", detail="no second person has read it whole since it last changed")
        case SendRelease():
            if file.signed is None:
                yield Broken(rule="procedure.exists", detail="nothing is signed to be sent")
            if not command.how.strip():
                yield Broken(rule="data.purpose", detail="how it was handed over is not said", field="how")
        case DeclineRelease():
            if not command.reason.strip():
                yield Broken(rule="data.purpose", detail="no reason is named", field="reason")
        case _:
            return


def _withholding(file: Release, command: WithholdPassage, exemptions: frozenset[str]) -> Iterator[Broken]:
    if file.asked is not None and command.case not in file.asked.cases:
        yield Broken(rule="procedure.exists", detail="this case is not part of the release", field="case")
    if command.exemption not in exemptions:
        yield Broken(rule="data.purpose", detail="no such exemption is known", field="exemption")
    if not command.reason.strip():
        yield Broken(rule="data.purpose", detail="why it is withheld is not said", field="reason")
    if command.start < 0 or command.end < 0 or (command.end and command.end <= command.start):
        yield Broken(rule="procedure.exists", detail="this is no part of the text", field="end")
