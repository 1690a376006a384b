"""Erasing: holds and erasures as asked for, and what an approved erasure destroys, whatever interrupts it.

One transaction records the approval with the keys that are to go, and takes away every row made of what they seal;
then the keys are destroyed, in a store of their own; then that is recorded. Cut short anywhere, `finish` ends it.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from asylia.accounts import own_pages
from asylia.caseload.models import CaseRow
from asylia.caseload.projection import project_erased
from asylia.core.codec import at_text
from asylia.core.command import name_of
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author
from asylia.core.refusal import ActRefused
from asylia.core.standing import unended
from asylia.core.streams.keeping import (
    AskErasure,
    Erasure,
    ErasureApproved,
    Keeping,
    KeepingCommand,
    Kept,
    KeysCopied,
    PlaceHold,
    RecordErased,
    decide,
)
from asylia.ledger import KeyMissing, WrongSetup
from asylia.oversight.leaving import leave
from asylia.shell import drafting
from asylia.shell.checking import check_id
from asylia.shell.house import House, Raw
from asylia.shell.models import Document, Draft, Outgoing
from asylia.shell.reading import append_at_desk, append_beside, family_of, keeping_of, read_case, staff_of

LONGEST = 300  # characters of a citation or a reason: these streams stay, so no story of anyone belongs in them
LOCK = "keeping"
ITSELF = "asylia"  # who says what the system did of itself


def keep(house: House, command: KeepingCommand) -> Refused | None:
    """Place or lift a hold; ask for, decline or approve an erasure. What is approved is destroyed by `finish`.

    Raises core's SlipOfForm for an id that is none, or text too long for streams that stay.
    """
    _check(command)

    def work(raw: Raw) -> Refused | None:
        person = _person(keeping_of(house, raw), command)
        house.ledger.lock(raw, {LOCK, *(f"person/{each}" for each in _persons(person))})
        file, kept = keeping_of(house, raw), kept_of(house, raw, person)
        author = staff_of(house, raw, command.who.by)
        role = "anyone" if author.disabled else author.role
        given = replace(command, who=replace(command.who, role=role))
        event = decide(file, given, kept, house.clock().date())
        if isinstance(event, Refused):
            rules = tuple(dict.fromkeys(each.rule for each in event.rules))
            append_at_desk(house, raw, author.office, ActRefused(who=given.who, act=name_of(given), rules=rules))
            return event
        if isinstance(event, ErasureApproved):
            begin(house, raw, event)
        else:
            append_beside(house, raw, stream_now(house), event)
        return None

    return house.settle(work)


def stream_now(house: House) -> str:
    """The stream that what is kept is recorded in this year."""
    return f"keeping/{house.clock():%Y}"


def _check(command: KeepingCommand) -> None:
    for field in ("hold", "erasure", "person"):
        if value := getattr(command, field, ""):
            check_id(field, value)
    for field in ("cite", "reason"):
        if len(getattr(command, field, "")) > LONGEST:
            raise SlipOfForm(field, f"is longer than {LONGEST} characters; name the source, tell no story")


def _person(file: Keeping, command: KeepingCommand) -> str:
    """Whose record a command speaks of; empty for everyone's, or nobody's."""
    if isinstance(command, PlaceHold | AskErasure):
        return command.person
    erasure = file.erasures.get(getattr(command, "erasure", ""))
    return erasure.asked.person if erasure else ""


# --- what there is of one person


def kept_of(house: House, raw: Raw, person: str) -> Kept:
    """What there is of one person; read under the lock of all that may add to it."""
    if not person:
        return Kept()
    persons = _persons(person)
    cases = tuple(CaseRow.objects.filter(person__in=persons).order_by("case").values_list("case", flat=True))
    files = [file for each in cases if not (file := read_case(house, each)).erased]
    keys = [f"{kind}/{each}" for each in persons for kind in ("person", "overseer")]
    keys += [f"family/{each.family}" for each in files if each.family and _last_of(house, raw, each.family, cases)]
    return Kept(
        persons=persons,
        cases=cases,
        open=tuple(dict.fromkeys(what for each in files for what in unended(each, house.regime(each.regime)))),
        took_part=tuple(sorted({part.staff for each in files for part in each.parts})),
        keys=tuple(key for key in dict.fromkeys(keys) if lives(house, key)),
    )


def _persons(person: str) -> tuple[str, ...]:
    """The person, and those under whose id a statement was taken down that turned out to be this person's."""
    if not person:
        return ()
    own = CaseRow.objects.filter(person=person).values("case")
    statements = CaseRow.objects.filter(matched_to__in=own).order_by("person").values_list("person", flat=True)
    return tuple(dict.fromkeys((person, *statements)))


def _last_of(house: House, raw: Raw, family: str, cases: tuple[str, ...]) -> bool:
    """Whether no member of the family is left but these cases: its own stream goes with the last of them."""
    others = [each for each in family_of(house, raw, family) if each not in cases]
    return all(read_case(house, each).erased for each in others)


def lives(house: House, key: str) -> bool:
    """Whether there is such a key, and it is not destroyed."""
    try:
        return house.ledger.keys.destroyed(key) is None
    except KeyMissing:
        return False


# --- destroying


def begin(house: House, raw: Raw, approved: ErasureApproved) -> None:
    """Record that these keys are to be destroyed, and take away what was made of what they seal."""
    append_beside(house, raw, stream_now(house), approved)
    for case in approved.cases:
        project_erased(case, house.ledger.read(raw, f"case/{case}"))
    Draft.objects.filter(under__in=approved.keys).delete()
    Draft.objects.filter(case__in=approved.cases).delete()
    own_pages.forget(list(approved.cases))
    Document.objects.filter(case__in=approved.cases).delete()
    Outgoing.objects.filter(case__in=approved.cases).delete()
    drafting.sweep(house)


def finish(house: House) -> int:
    """Destroy every key that an approved erasure names and that still lives, and record it; returns how many ended.

    A key that lives again because an old copy of the key store was put back is destroyed again. Raises
    ledger.WrongSetup where the key store was busy: what it destroyed is destroyed, and this is to be run again.
    """
    ended = 0
    leave(house.ledger, house.raw(), house.home)
    for erasure in list(keeping_of(house, house.raw()).erasures.values()):
        if erasure.approved is not None:
            _destroy(house, erasure.approved, again=erasure.erased is not None)
            ended += erasure.erased is None and house.settle(lambda raw, each=erasure: _confirm(house, raw, each))  # type: ignore[misc]
    return ended


def _destroy(house: House, approved: ErasureApproved, *, again: bool) -> None:
    at = at_text(house.clock())
    for key in approved.keys:
        if not again or lives(house, key):
            with suppress(KeyMissing):  # a key store that was put back from before it was made
                house.ledger.keys.destroy(key, at)
    house.folds.forget()


def _confirm(house: House, raw: Raw, erasure: Erasure) -> bool:
    """Record that it is done, once, in the name of who approved it."""
    house.ledger.lock(raw, {LOCK})
    approved = cast("ErasureApproved", erasure.approved)
    if keeping_of(house, raw).erasures[approved.erasure].erased is not None:
        return False
    who = Author(by=approved.who.by, role=approved.who.role, at=house.clock())
    append_beside(house, raw, stream_now(house), RecordErased(who=who, erasure=approved.erasure))
    return True


def copy_keys(house: House, to: Path) -> None:
    """Copy the key store to a new file; that there is a copy is recorded first, for erasures name the last one.

    Raises ledger.WrongSetup where the file exists.
    """
    if to.exists():
        raise WrongSetup(f"there is a {to.name} already; a copy is written to a new file")
    who = Author(by=ITSELF, role="anyone", at=house.clock())
    house.settle(lambda raw: append_beside(house, raw, stream_now(house), KeysCopied(who=who)))
    house.ledger.keys.copy(to)


def unfinished(house: House) -> Iterator[str]:
    """Each key that an approved erasure names and that still lives (the doctor asks)."""
    for erasure in keeping_of(house, house.raw()).erasures.values():
        yield from (key for key in (erasure.approved.keys if erasure.approved else ()) if lives(house, key))
