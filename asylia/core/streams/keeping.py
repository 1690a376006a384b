"""Keeping: what must be kept under law, and how a person's record is erased by two people; streams `keeping/<year>`.

They hold ids, codes and citations, never a word of a case: they stay when what they speak of is gone
(record.erasable).
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias, assert_never

import msgspec
from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Broken, Refused
from asylia.core.event import Event, Role

HoldBasis = Literal["court_order", "litigation", "records_request", "inspection", "concern"]
ErasureBasis = Literal["court_order", "statute", "schedule", "person_asked"]

# One of the two is outside the agency's chain: they ask and approve from different desks (record.erasable).
TWO: frozenset[Role] = frozenset({"headquarters", "overseer"})
COPIES_KEPT = dt.timedelta(days=30)  # every copy of the key store is overwritten by then (docs/ledger.md, Keys)


class KeepingAct(Act, frozen=True, kw_only=True):
    """An act about what is kept and what is erased."""


class PlaceHold(KeepingAct, frozen=True, kw_only=True):
    """Forbid erasing one person's record, or everyone's (`person` empty), for as long as the hold is in force."""

    hold: str
    basis: HoldBasis
    cite: str
    person: str = ""


class LiftHold(KeepingAct, frozen=True, kw_only=True):
    """End a hold that another person placed."""

    hold: str
    reason: str


class AskErasure(KeepingAct, frozen=True, kw_only=True):
    """Ask that a person's record be erased under law; the law allows it from `from_day` on."""

    erasure: str
    person: str
    basis: ErasureBasis
    cite: str
    from_day: dt.date


class DeclineErasure(KeepingAct, frozen=True, kw_only=True):
    """End a request that waits: nothing is erased."""

    erasure: str
    reason: str


class ApproveErasure(KeepingAct, frozen=True, kw_only=True):
    """Approve, as the second person; `last_copy` is the day of the last copy of the key store, none if never made."""

    erasure: str
    last_copy: dt.date | None = None


KeepingCommand: TypeAlias = PlaceHold | LiftHold | AskErasure | DeclineErasure | ApproveErasure


class HoldPlaced(Event, frozen=True, kw_only=True, tag="hold.placed/1"):
    """Nothing of this person, or of anyone where none is named, may be erased from now on."""

    hold: str
    basis: HoldBasis
    cite: str
    person: str


class HoldLifted(Event, frozen=True, kw_only=True, tag="hold.lifted/1"):
    """A hold was lifted by another person than who placed it."""

    hold: str
    reason: str


class ErasureAsked(Event, frozen=True, kw_only=True, tag="erasure.asked/1"):
    """One person asked that a record be erased."""

    erasure: str
    person: str
    basis: ErasureBasis
    cite: str
    from_day: dt.date


class ErasureDeclined(Event, frozen=True, kw_only=True, tag="erasure.declined/1"):
    """A request to erase ended without erasing anything."""

    erasure: str
    reason: str


class ErasureApproved(Event, frozen=True, kw_only=True, tag="erasure.approved/1"):
    """A second person approved: from now on these keys are to be destroyed, whatever interrupts it."""

    erasure: str
    cases: tuple[str, ...]
    keys: tuple[str, ...]
    last_copy: dt.date | None


class RecordErased(Event, frozen=True, kw_only=True, tag="record.erased/1"):
    """The keys are destroyed: what they sealed can be opened by nobody; its entries stay and prove that they were."""

    erasure: str


class KeysCopied(Event, frozen=True, kw_only=True, tag="keys.copied/1"):
    """A copy of the key store was made: what is erased later can be opened with it until it is overwritten."""


class ReadsDigested(Event, frozen=True, kw_only=True, tag="reads.digested/1"):
    """The digest of the read log's rows after the last one digested, up to `last`: none of them can change unseen."""

    last: int
    rows: int
    digest: str


class ReadsJoined(Event, frozen=True, kw_only=True, tag="reads.joined/1"):
    """Looks were held beside a report of the staff channel, under a warrant that two outsiders signed.

    `warrant` is the SHA-256 of its text (hexadecimal), `signers` the names of the outside keys, `rows` how many looks.
    """

    warrant: str
    signers: tuple[str, ...]
    rows: int


KeepingEvents: TypeAlias = (
    HoldPlaced | HoldLifted | ErasureAsked | ErasureDeclined | ErasureApproved | RecordErased | KeysCopied
    | ReadsDigested | ReadsJoined
)  # fmt: skip


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """One hold: who placed it when and on what, and who lifted it."""

    placed: HoldPlaced
    lifted: HoldLifted | None = None

    def covers(self, persons: Iterable[str]) -> bool:
        """Whether it is in force for one of these people."""
        return self.lifted is None and (not self.placed.person or self.placed.person in persons)


class Erasure(msgspec.Struct, frozen=True, kw_only=True):
    """One request to erase, and how far it has come."""

    asked: ErasureAsked
    declined: ErasureDeclined | None = None
    approved: ErasureApproved | None = None
    erased: dt.datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.declined is None and self.approved is None

    @property
    def copies_until(self) -> dt.date | None:
        """The day by which the last copy that could still open it is overwritten; None where no copy was made."""
        copied = self.approved.last_copy if self.approved else None
        return copied + COPIES_KEPT if copied else None


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of holds and erasures, by id, in their order.

    `gone` leads from each case and each key of an approved erasure to its id; `copied` is the day of the last copy
    of the key store that is on the record, `digested` the last row of reads that was digested.
    """

    holds: dict[str, Hold] = {}
    erasures: dict[str, Erasure] = {}
    gone: dict[str, str] = {}
    copied: dt.date | None = None
    digested: int = 0

    def erasure_of(self, case: str) -> Erasure | None:
        """The approved erasure that the case belongs to, or None where its record stands."""
        return self.erasures[self.gone[case]] if case in self.gone else None

    def leaves(self, person: str) -> bool:
        """Whether this person's record is erased, or approved to be: nothing is added to it any more."""
        return f"person/{person}" in self.gone


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What there is of one person, as the shell finds it.

    `persons` are they and whoever's statements were matched to them; `open` says what is not ended, in words;
    `took_part` are the staff who had a part in a case; `keys` are the living keys that alone open the content.
    """

    persons: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    took_part: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


def decide(file: Keeping, command: KeepingCommand, kept: Kept, day: dt.date) -> KeepingEvents | Refused:
    """What a command about keeping leads to on that day; `kept` is what there is of the person it speaks of."""
    broken = list(_broken(file, command, kept, day))
    if broken:
        return Refused(rules=tuple(broken))
    match command:
        case PlaceHold():
            return HoldPlaced(
                who=command.who, hold=command.hold, basis=command.basis, cite=command.cite, person=command.person
            )
        case LiftHold():
            return HoldLifted(who=command.who, hold=command.hold, reason=command.reason)
        case AskErasure():
            return ErasureAsked(
                who=command.who, erasure=command.erasure, person=command.person, basis=command.basis,
                cite=command.cite, from_day=command.from_day,
            )  # fmt: skip
        case DeclineErasure():
            return ErasureDeclined(who=command.who, erasure=command.erasure, reason=command.reason)
        case ApproveErasure():
            return ErasureApproved(
                who=command.who, erasure=command.erasure, cases=kept.cases, keys=kept.keys,
                last_copy=command.last_copy,
            )  # fmt: skip
        case _:
            assert_never(command)


def _broken(file: Keeping, command: KeepingCommand, kept: Kept, day: dt.date) -> Iterator[Broken]:
    if command.who.role not in TWO:
        yield _erasable(f"a {command.who.role.replace('_', ' ')} has no part in what is kept or erased")
    match command:
        case PlaceHold():
            yield from _placing(file, command, kept)
        case LiftHold():
            yield from _lifting(file, command)
        case AskErasure():
            yield from _asking(file, command, kept)
        case DeclineErasure() | ApproveErasure():
            yield from _answering(file, command, kept, day)
        case _:
            assert_never(command)


def _placing(file: Keeping, command: PlaceHold, kept: Kept) -> Iterator[Broken]:
    if not command.cite.strip():
        yield _erasable("no legal basis is named", "cite")
    if any(map(file.leaves, kept.persons)):
        yield _erasable("this record was erased already", "person")
    if command.hold in file.holds:
        yield Broken(rule="procedure.once", detail="this hold is placed already")


def _lifting(file: Keeping, command: LiftHold) -> Iterator[Broken]:
    hold = file.holds.get(command.hold)
    if hold is None or hold.lifted:
        yield Broken(rule="procedure.exists", detail="no such hold is in force")
    elif hold.placed.who.by == command.who.by:
        yield _erasable("who placed a hold does not lift it: another person does")
    if not command.reason.strip():
        yield _erasable("no reason is named", "reason")


def _asking(file: Keeping, command: AskErasure, kept: Kept) -> Iterator[Broken]:
    if not command.cite.strip():
        yield _erasable("no legal basis is named", "cite")
    waiting = (each for each in file.erasures.values() if each.waits and each.asked.person in kept.persons)
    if command.erasure in file.erasures or any(waiting):
        yield Broken(rule="procedure.once", detail="this was asked already and waits for a second person")
    yield from _forbidding(file, kept, (command.who.by,))


def _answering(
    file: Keeping, command: DeclineErasure | ApproveErasure, kept: Kept, day: dt.date
) -> Iterator[Broken]:  # fmt: skip
    erasure = file.erasures.get(command.erasure)
    if erasure is None:
        yield Broken(rule="procedure.exists", detail="no such erasure was asked for")
    elif not erasure.waits:
        yield Broken(rule="procedure.once", detail="this request was answered already")
    elif isinstance(command, ApproveErasure):
        yield from _approving(file, command, erasure.asked, kept, day)
    elif not command.reason.strip():
        yield _erasable("no reason is named", "reason")


def _approving(
    file: Keeping, command: ApproveErasure, asked: ErasureAsked, kept: Kept, day: dt.date
) -> Iterator[Broken]:  # fmt: skip
    who = command.who
    if who.by == asked.who.by:
        yield _erasable("who asked does not approve: a second person does, with a key of their own")
    elif who.role == asked.who.role:
        yield _erasable("one of the two is outside the agency's chain: headquarters and the overseer, one each")
    if day < asked.from_day:
        yield _erasable(f"the law allows it from {asked.from_day} on")
    copied = command.last_copy
    if copied is not None and copied > day:
        yield _erasable("the last copy of the key store cannot have been made on a day to come", "last_copy")
    if file.copied is not None and (copied is None or copied < file.copied):
        yield _erasable(f"a copy of the key store was made on {file.copied}", "last_copy")
    yield from _forbidding(file, kept, (asked.who.by, who.by))


def _forbidding(file: Keeping, kept: Kept, staff: tuple[str, ...]) -> Iterator[Broken]:
    """What forbids erasing at all, whoever asks and whoever approves."""
    if any(map(file.leaves, kept.persons)):
        yield _erasable("this record was erased already")
    elif not kept.keys:
        yield _erasable("there is nothing to erase")
    for hold in file.holds.values():
        if hold.covers(kept.persons):
            basis = hold.placed.basis.replace("_", " ")
            yield _erasable(f"a hold of {hold.placed.who.at.date()} is in force ({basis}, {hold.placed.cite})")
    for what in kept.open:
        yield _erasable(what)
    if any(each in kept.took_part for each in staff):
        yield _erasable("one of the two took part in a case of this person")


def _erasable(detail: str, field: str = "") -> Broken:
    return Broken(rule="record.erasable", detail=detail, field=field)


def fold(events: Iterable[KeepingEvents]) -> Keeping:
    """What the streams of all years show together, read in the order of the years."""
    holds: dict[str, Hold] = {}
    erasures: dict[str, Erasure] = {}
    gone: dict[str, str] = {}
    copied, digested = None, 0
    for event in events:
        match event:
            case HoldPlaced():
                holds[event.hold] = Hold(placed=event)
            case HoldLifted():
                holds[event.hold] = replace(holds[event.hold], lifted=event)
            case ErasureAsked():
                erasures[event.erasure] = Erasure(asked=event)
            case ErasureDeclined():
                erasures[event.erasure] = replace(erasures[event.erasure], declined=event)
            case ErasureApproved():
                erasures[event.erasure] = replace(erasures[event.erasure], approved=event)
                gone |= dict.fromkeys((*event.cases, *event.keys), event.erasure)
            case RecordErased():
                erasures[event.erasure] = replace(erasures[event.erasure], erased=event.who.at)
            case KeysCopied():
                copied = event.who.at.date()
            case ReadsDigested():
                digested = event.last
            case ReadsJoined():
                pass  # it changes nothing that is kept; that it was done is what it says
            case _:
                assert_never(event)
    return Keeping(holds=holds, erasures=erasures, gone=gone, copied=copied, digested=digested)
