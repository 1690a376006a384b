"""Submitting: one command, one transaction: lock, read, decide, append, project; exactly once."""

from typing import NamedTuple, TypeAlias

import msgspec
from msgspec.structs import replace

from asylia.accounts import own_pages
from asylia.caseload.projection import note_interviews, note_receipts, project
from asylia.core import codec
from asylia.core.command import Act, Report, name_of
from asylia.core.decider import BreachNoted, CaseCommand, decide, evolve
from asylia.core.errors import Decided, Refused, SlipOfForm
from asylia.core.event import Event
from asylia.core.event import name_of as name_of_event
from asylia.core.facts import Staff
from asylia.core.file import CaseFile
from asylia.core.refusal import ActRefused
from asylia.core.regime import Regime
from asylia.core.standing import is_open
from asylia.core.steps.determination import BandLocked
from asylia.core.steps.family import FamilyJoined, JoinFamily, KinshipDisproved
from asylia.core.steps.fear import FearClaimed, FearSaidAgain, ReportFear
from asylia.core.steps.opening import CaseMatched, MatchCase, OpenCase, OpenProvisionalCase
from asylia.core.steps.portal import AccessChanged, AccessGiven, AccessRevoked
from asylia.core.steps.tracing import BeSought, PutInTouch
from asylia.core.streams.family import MemberJoined, MemberLeft
from asylia.ledger import Recorded, Remembered, canonical
from asylia.ledger import SlipOfForm as Unkeepable
from asylia.shell import drafting, outbox
from asylia.shell.checking import check
from asylia.shell.conflicting import conflicts
from asylia.shell.failing import MOVED, GaveWay
from asylia.shell.gathering import DATES, facts_for
from asylia.shell.house import House, Raw
from asylia.shell.reading import (
    append_at_desk,
    append_beside,
    case_now,
    events_of,
    keeping_of,
    new_event,
    opening_office,
    staff_of,
)
from asylia.shell.slots import lock_name


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


class _MovedError(GaveWay):
    """The case joined another family between looking and locking: begin again."""


class Sent(NamedTuple):
    """What a form is sent with; `said` are the canonical bytes of the command, its case and its author."""

    command: CaseCommand
    case: str
    seen: int | None
    key: str
    said: bytes


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
        SlipOfForm: a field cannot be recorded, the key was used for another command, or the regime is not known.
        ledger.OutOfSpace, failing.SendAgain: the record could not be written now; nothing was, or (where the
            database went away) the same form sent again gets the answer.
    """
    command = _to_the_millisecond(command)
    fields = check(command, case, key, house.clock())
    sent = Sent(command, case, seen, key, canonical({"case": case, "by": command.who.by, **fields}))
    try:
        return house.settle(lambda raw: _sit(house, raw, sent))
    except Unkeepable as slip:
        raise SlipOfForm(slip.field, slip.reason) from None


def _to_the_millisecond(command: CaseCommand) -> CaseCommand:
    """The command at the moment that the record will keep of it, so that live rows equal those read back from it."""
    at = command.who.at
    return replace(command, who=replace(command.who, at=at.replace(microsecond=at.microsecond // 1000 * 1000)))


def _sit(house: House, raw: Raw, sent: Sent) -> Decision:
    command, case, seen, key, _ = sent
    file = _locked(house, raw, command, case)
    if file.erased and isinstance(command, Report):
        raise SlipOfForm("case", "this record was erased under law: say it in a new case")
    if key and not file.erased and (before := house.ledger.remembered(raw, key)) is not None:
        return _answered(before, _digest(house, file.person, sent) if file.person else b"")
    if file.version == 0 and keeping_of(house, raw).leaves(_person(file, command)):
        raise SlipOfForm("person", "this person's record was erased under law: begin anew, under a new id")
    author = staff_of(house, raw, command.who.by)
    command = _from_their_desk(command, author)
    if seen is not None and seen < file.version:
        between = conflicts(type(command), house.ledger.read(raw, f"case/{case}", after=max(seen, 0)))
        if between:
            return Conflict(seen=seen, now=file.version, entries=tuple(between))
    sitting = Sitting(house, raw, file, _regime(house, file, command), author)
    decision = decide(file, command, sitting.regime, facts_for(house, raw, file, command, author))
    if isinstance(decision, Refused):
        _keep_refusal(sitting, command, decision)
        return decision
    answer = _accept(sitting, command, decision)
    if key:
        digest = _digest(house, _person(file, command), sent)
        house.ledger.remember(raw, key, digest, msgspec.json.encode(answer))
    return answer


def _person(file: CaseFile, command: CaseCommand) -> str:
    """Whose case it is, or will be when this command opens it."""
    return file.person or (command.person if isinstance(command, OpenCase | OpenProvisionalCase) else "")


def _digest(house: House, person: str, sent: Sent) -> bytes:
    """A digest of what was sent, keyed by the person's key: once that is destroyed, no guess can be tried on it."""
    return house.ledger.keys.mac(f"person/{person}", sent.said)


def _answered(before: Remembered, digest: bytes) -> Accepted:
    if before.command_digest != digest:
        raise SlipOfForm("key", "this form was sent before with other content: open the page again")
    return msgspec.json.decode(before.answer, type=Accepted)


def _locked(house: House, raw: Raw, command: CaseCommand, case: str) -> CaseFile:
    """The case file, read after locking all that this command rests on: the person, and the family's every member."""
    cases = [case, command.to] if isinstance(command, MatchCase) and command.to else [case]
    before = [case_now(house, raw, each) for each in cases]
    names = {name for file in before for name in (f"case/{file.id}", f"person/{file.person}", f"family/{file.family}")}
    if isinstance(command, OpenCase | OpenProvisionalCase):
        names.add(f"person/{command.person}")
    if isinstance(command, JoinFamily):
        names.add(f"family/{command.family}")
    if isinstance(command, BeSought | PutInTouch):
        names.add(f"case/{command.seeker if isinstance(command, BeSought) else command.case}")
    if isinstance(command, DATES):
        names.add(lock_name(command.court))
    house.ledger.lock(raw, names - {"person/", "family/"})
    files = [case_now(house, raw, each) for each in cases]
    if [(each.person, each.family) for each in files] != [(each.person, each.family) for each in before]:
        raise _MovedError(MOVED)
    return files[0]


def _from_their_desk(command: CaseCommand, author: Staff) -> CaseCommand:
    """The command as given from the desk that the author really holds; nobody chooses a desk in a form.

    Without a desk one is the applicant, or anyone.
    """
    claimed = command.who.role
    role = "applicant" if author.role == "anyone" and claimed == "applicant" else author.role
    return command if role == claimed else replace(command, who=replace(command.who, role=role))


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
        append_at_desk(sitting.house, sitting.raw, sitting.author.office, event)


def _accept(sitting: Sitting, command: CaseCommand, decided: Decided) -> Accepted:
    events = _events(command, decided)
    after = _write(sitting, events)
    for event in events:
        _join(sitting, event)
        if isinstance(event, CaseMatched):
            _carry_over(sitting, event)
        if isinstance(event, AccessGiven | AccessChanged | AccessRevoked):
            own_pages.shut(after.id)  # a new secret is made, and shown once, after this is recorded
    drafting.drop(drafting.Writing(command.who.by, after.id, name_of(command), after.person))
    names = tuple(name_of_event(event) for event in events)
    return Accepted(case=after.id, version=after.version, events=names)


def write_decided(house: House, raw: Raw, file: CaseFile, command: CaseCommand, decided: Decided) -> CaseFile:
    """Record what a command led to that was decided inside a larger transaction, under its locks."""
    sitting = Sitting(house, raw, file, house.regime(file.regime), staff_of(house, raw, command.who.by))
    return _write(sitting, _events(command, decided))


def _events(command: CaseCommand, decided: Decided) -> list[Event]:
    breaches = [BreachNoted(who=command.who, rule=each.rule, detail=each.detail) for each in decided.breaches]
    return [*decided.events, *breaches]


def _carry_over(sitting: Sitting, matched: CaseMatched) -> None:
    """Say the fears of a matched statement in the person's own case, as of when they were said (fear.stay).

    Raises SlipOfForm where there is no such case.
    """
    house, raw, statement, _, author = sitting
    open_claims = {each.number for each in statement.claims if is_open(each, sitting.regime)}
    for said in events_of(house.ledger.read(raw, f"case/{statement.id}")):
        if not isinstance(said, FearClaimed | FearSaidAgain) or said.claim not in open_claims:
            continue
        file = case_now(house, raw, matched.to)
        if file.version == 0 or file.erased:
            raise SlipOfForm("to", "there is no such case to match this statement to")
        report = ReportFear(
            who=replace(matched.who, at=said.who.at), words=said.words, language=said.language,
            interpretation=said.interpretation, channel=said.channel, said_by=said.said_by,
        )  # fmt: skip
        own = Sitting(house, raw, file, house.regime(file.regime), author)
        decided = decide(file, report, own.regime, facts_for(house, raw, file, report, author))
        if isinstance(decided, Decided):  # as every report of a fear is
            _write(own, _events(report, decided))


def _write(sitting: Sitting, events: list[Event]) -> CaseFile:
    """Append to the case's stream and project what it shows now."""
    house, raw, file, regime = sitting.house, sitting.raw, sitting.file, sitting.regime
    after = file
    for event in events:
        after = evolve(after, event)  # type: ignore[arg-type]  # decide gives events of cases only
    sealed = [new_event(each, _key(each, after), regime.version, regime.digest) for each in events]
    stream, recorded = f"case/{after.id}", codec.at_text(house.clock())
    done = house.ledger.append(raw, stream, house.folds.head(stream, file.version), sealed, recorded)
    project(file, after, regime, house, lambda: opening_office(house, raw, after))
    note_interviews(after.id, enumerate(events, start=file.version + 1))
    note_receipts(done)
    outbox.note(house, after, enumerate(events, start=file.version + 1))
    return after


def _key(event: Event, file: CaseFile) -> str:
    """The key that seals an event: the person's; the likelihood band only under the overseer's."""
    return f"overseer/{file.person}" if isinstance(event, BandLocked) else f"person/{file.person}"


def _join(sitting: Sitting, event: Event) -> None:
    """Keep the family's own stream equal to what its members' streams say."""
    case, family = sitting.file.id, sitting.file.family
    if isinstance(event, FamilyJoined):
        joined = MemberJoined(who=event.who, case=case, relation=event.relation)
        append_beside(sitting.house, sitting.raw, f"family/{event.family}", joined)
    elif isinstance(event, KinshipDisproved) and family:
        append_beside(sitting.house, sitting.raw, f"family/{family}", MemberLeft(who=event.who, case=case))
