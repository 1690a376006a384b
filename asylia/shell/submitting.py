"""Submitting: one command, one transaction: lock, read, decide, append, project; exactly once."""

import hashlib
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from asylia.caseload.models import CaseRow
from asylia.caseload.projection import project
from asylia.core import codec
from asylia.core.command import Act, name_of
from asylia.core.decider import BreachNoted, CaseCommand, decide, evolve
from asylia.core.errors import Decided, Refused, SlipOfForm
from asylia.core.event import Event
from asylia.core.event import name_of as name_of_event
from asylia.core.facts import Staff
from asylia.core.file import CaseFile
from asylia.core.refusal import ActRefused
from asylia.core.regime import Regime
from asylia.core.steps.determination import BandLocked
from asylia.core.steps.family import FamilyJoined, JoinFamily, KinshipDisproved
from asylia.core.steps.opening import OpenCase, OpenProvisionalCase
from asylia.core.streams.family import MemberJoined, MemberLeft
from asylia.ledger import Recorded, Remembered, canonical
from asylia.shell.conflicting import conflicts
from asylia.shell.gathering import facts_for
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_beside, case_of, new_event, staff_of

TRIES = 5


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """It happened: the case's version now, and the names of the events recorded."""

    case: str
    version: int
    events: tuple[str, ...]


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """Someone else acted meanwhile: what the form had seen, the version now, the entries in between."""

    seen: int
    now: int
    entries: tuple[Recorded, ...]


Decision: TypeAlias = Accepted | Refused | Conflict


class _FamilyMovedError(Exception):
    """The case joined another family between looking and locking: begin again."""


class Sitting(NamedTuple):
    """One command's transaction: what was read under the lock, and where to write."""

    house: House
    raw: Raw
    file: CaseFile
    regime: Regime
    author: Staff


def submit(house: House, command: CaseCommand, case: str, *, seen: int | None = None, key: str = "") -> Decision:
    """Give one command about one case.

    `seen` is the version the form was made from (None: whatever stands now); `key` was minted with the
    form: the same key and command get the same answer, however often they are sent.

    Raises:
        SlipOfForm: the key was used for another command, or the regime is not known.
        ledger.LedgerError: the record could not be written; nothing was.
    """
    digest = _digest(command, case)
    for _ in range(TRIES):
        try:
            with house.transaction() as raw:
                if key and (before := house.ledger.remembered(raw, key)) is not None:
                    return _answered(before, digest)
                answer = _submit(house, raw, command, case, seen)
                if key and isinstance(answer, Accepted):
                    house.ledger.remember(raw, key, digest, msgspec.json.encode(answer))
                return answer
        except _FamilyMovedError:
            continue
    raise SlipOfForm("family", "the family changed again and again while this was sent: send it once more")


def _digest(command: CaseCommand, case: str) -> bytes:
    content = {"case": case, "by": command.who.by, **codec.command_fields(command)}
    return hashlib.sha256(canonical(content)).digest()


def _answered(before: Remembered, digest: bytes) -> Accepted:
    if before.command_digest != digest:
        raise SlipOfForm("key", "this form was sent before with other content: open the page again")
    return msgspec.json.decode(before.answer, type=Accepted)


def _submit(house: House, raw: Raw, command: CaseCommand, case: str, seen: int | None) -> Decision:
    family = _lock(house, raw, command, case)
    recorded = house.ledger.read(raw, f"case/{case}")
    file = case_of(case, recorded)
    if file.family != family:
        raise _FamilyMovedError
    author = staff_of(house, raw, command.who.by)
    command = _from_their_desk(command, author)
    if seen is not None and (between := conflicts(command, recorded, seen)):
        return Conflict(seen=seen, now=file.version, entries=tuple(between))
    sitting = Sitting(house, raw, file, _regime(house, file, command), author)
    decision = decide(file, command, sitting.regime, facts_for(house, raw, file, command, author))
    if isinstance(decision, Refused):
        _keep_refusal(sitting, command, decision)
        return decision
    return _accept(sitting, command, decision)


def _lock(house: House, raw: Raw, command: CaseCommand, case: str) -> str:
    """Lock all that will be read, in one order; gives the family the case belonged to before locking."""
    family = CaseRow.objects.filter(case=case).values_list("family", flat=True).first() or ""
    names = {f"family/{family}" if family else f"case/{case}"}
    if isinstance(command, JoinFamily):
        names.add(f"family/{command.family}")
    house.ledger.lock(raw, names)
    return family


def _from_their_desk(command: CaseCommand, author: Staff) -> CaseCommand:
    """The command as given from the desk that the author really holds; nobody chooses a desk in a form."""
    if author.role in ("anyone", command.who.role):
        return command
    return replace(command, who=replace(command.who, role=author.role))


def _regime(house: House, file: CaseFile, command: CaseCommand) -> Regime:
    opens = isinstance(command, OpenCase | OpenProvisionalCase) and file.version == 0
    version = command.regime if opens else file.regime  # type: ignore[union-attr]
    if not version:
        return next(iter(house.regimes.values()))  # no such case: decide says so, whatever the regime
    if version not in house.regimes:
        raise SlipOfForm("regime", f"no regime version is named {version}")
    return house.regime(version)


def _keep_refusal(sitting: Sitting, command: CaseCommand, refused: Refused) -> None:
    """A refused act is itself recorded; never what was typed (safeguards.md, how the rules are read, 5)."""
    if not isinstance(command, Act):
        return
    rules = tuple(dict.fromkeys(each.rule for each in refused.rules))
    event = ActRefused(who=command.who, act=name_of(command), rules=rules)
    if sitting.file.version and not sitting.file.erased:
        _write(sitting, [event])
    else:
        desk = f"desk/{sitting.author.office or 'none'}/{command.who.at:%Y-%m}"
        append_beside(sitting.house, sitting.raw, desk, event, "office/desks")


def _accept(sitting: Sitting, command: CaseCommand, decided: Decided) -> Accepted:
    breaches = [BreachNoted(who=command.who, rule=each.rule, detail=each.detail) for each in decided.breaches]
    events: list[Event] = [*decided.events, *breaches]
    after = _write(sitting, events)
    for event in events:
        _join(sitting, event)
    names = tuple(name_of_event(event) for event in events)
    return Accepted(case=after.id, version=after.version, events=names)


def _write(sitting: Sitting, events: list[Event]) -> CaseFile:
    """Append to the case's stream and project what it shows now."""
    house, regime, after = sitting.house, sitting.regime, sitting.file
    for event in events:
        after = evolve(after, event)  # type: ignore[arg-type]  # decide gives events of cases only
    sealed = [new_event(each, _key(each, after), regime.version, regime.digest) for each in events]
    recorded = codec.at_text(house.clock())
    house.ledger.append(sitting.raw, f"case/{after.id}", sitting.file.version, sealed, recorded)
    office = staff_of(house, sitting.raw, after.opened.by).office if after.opened else ""
    project(after, regime, office, house)
    return after


def _key(event: Event, file: CaseFile) -> str:
    """The key that seals an event: the person's; the likelihood band only under the overseer's."""
    return f"overseer/{file.person}" if isinstance(event, BandLocked) else f"person/{file.person}"


def _join(sitting: Sitting, event: Event) -> None:
    """Keep the family's own stream equal to what its members' streams say."""
    if isinstance(event, FamilyJoined):
        joined = MemberJoined(who=event.who, case=sitting.file.id, relation=event.relation)
        stream = f"family/{event.family}"
        append_beside(sitting.house, sitting.raw, stream, joined, stream)
    elif isinstance(event, KinshipDisproved):
        left = MemberLeft(who=event.who, case=sitting.file.id)
        stream = f"family/{sitting.file.family}"
        append_beside(sitting.house, sitting.raw, stream, left, stream)
