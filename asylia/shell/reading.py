"""Reading: from the entries of a stream to what they show; and the other way, one event to an entry."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar, cast

from asylia.core import codec, decider
from asylia.core.calendars import Calendar
from asylia.core.event import Event, name_of
from asylia.core.facts import CourtOrder, Staff
from asylia.core.file import CaseFile
from asylia.core.streams import (
    adoption,
    court,
    drawing,
    family,
    finding,
    keeping,
    legal_help,
    order,
    oversight,
    release,
    staff,
)
from asylia.ledger import NewEvent, Recorded
from asylia.shell.house import House, Raw

T = TypeVar("T")

HELP = "help/list"
# What seals the streams that speak of no one person.
OFFICE_KEYS = {
    "regime": "office/regimes", "order": "office/orders", "court": "office/courts", "draw": "office/draw",
    "desk": "office/desks", "help": "office/help", "keeping": "office/keeping",
    "oversight": "office/oversight", "finding": "office/findings", "release": "office/releases",
}  # fmt: skip


def events_of(recorded: Iterable[Recorded]) -> Iterable[decider.CaseEvent]:
    """The events of a case's entries; they stop at the first whose key is destroyed (record.erasable)."""
    for entry in recorded:
        if entry.fields is None:
            return
        yield codec.from_fields(entry.name, entry.at, entry.role, entry.fields)


def case_of(case: str, recorded: list[Recorded]) -> CaseFile:
    """The case file that a stream's entries show; erased where its person's key is destroyed."""
    return _read_on(CaseFile(id=case), recorded)


def _read_on(file: CaseFile, recorded: list[Recorded]) -> CaseFile:
    version = file.version + len(recorded)
    for event in events_of(recorded):
        file = decider.evolve(file, event)
    return file if file.version == version else erased_file(file.id, version)


def erased_file(case: str, version: int) -> CaseFile:
    """What is left of a case whose record was erased, or is approved to be: that it was there."""
    return CaseFile(id=case, version=version, erased=True, closed="erased")


def case_now(house: House, raw: Raw, case: str) -> CaseFile:
    """The case file as its stream shows it now; version 0 where there is no such case."""

    def fold(before: CaseFile | None, recorded: list[Recorded]) -> CaseFile:
        return _read_on(before or CaseFile(id=case), recorded)

    file = house.folds.shown(raw, f"case/{case}", fold, _keys_of)
    leaving = bool(file.closed) and not file.erased and keeping_of(house, raw).leaves(file.person)
    return erased_file(case, file.version) if leaving else file


def _keys_of(file: CaseFile) -> tuple[str, ...]:
    banded = any(each.band for each in file.claims)
    return (f"person/{file.person}", *((f"overseer/{file.person}",) if banded else ()))


def read_case(house: House, case: str) -> CaseFile:
    """The case file as its stream shows it now; version 0 where there is no such case."""
    return case_now(house, house.raw(), case)


def exists(house: House, case: str) -> bool:
    """Whether the record holds a case of that id."""
    return house.ledger.head(house.raw(), f"case/{case}") > 0


def beside(house: House, raw: Raw, stream: str, fold: Callable[[Iterable[Event]], T]) -> T:
    """What a stream beside the cases shows, by its own fold over all of its entries that can be opened."""
    kind = stream.partition("/")[0]

    def folded(before: tuple[Event, ...] | None, recorded: list[Recorded]) -> tuple[Event, ...]:
        opened = [each for each in recorded if each.fields is not None]
        new = [codec.from_fields_beside(kind, each.name, each.at, each.role, each.fields or {}) for each in opened]
        return (*(before or ()), *new)

    events = house.folds.shown(raw, stream, folded, lambda _: (_key_beside(stream),))
    return fold(events)


def _key_beside(stream: str) -> str:
    """The key that seals a stream beside the cases: its own where it speaks of one person or family."""
    kind = stream.partition("/")[0]
    return stream if kind in ("staff", "family") else OFFICE_KEYS[kind]


def staff_of(house: House, raw: Raw, id: str) -> Staff:
    """One member of staff; someone without a stream holds nobody's desk ("anyone")."""
    return beside(house, raw, f"staff/{id}", lambda events: staff.fold(id, cast("Iterable[staff.StaffEvents]", events)))


def everyone(house: House, raw: Raw) -> dict[str, Staff]:
    """All members of staff by id."""
    ids = [each.removeprefix("staff/") for each in house.ledger.streams(raw, "staff/")]
    return {id: staff_of(house, raw, id) for id in ids}


def opening_office(house: House, raw: Raw, file: CaseFile) -> str:
    """The office of who opened the case, at that moment: a case stays where it was opened when its opener moves."""
    if file.opened is None:
        return ""
    (opening, *_) = house.ledger.read(raw, f"case/{file.id}")
    stands = [each for each in house.ledger.read(raw, f"staff/{file.opened.by}") if each.fields is not None]
    then = [each for each in stands if each.recorded <= opening.recorded] or stands[:1]
    events = [codec.from_fields_beside("staff", each.name, each.at, each.role, each.fields or {}) for each in then]
    return staff.fold(file.opened.by, cast("list[staff.StaffEvents]", events)).office


def family_of(house: House, raw: Raw, id: str) -> tuple[str, ...]:
    """The cases that belong to a family now."""
    if not id:
        return ()
    return beside(house, raw, f"family/{id}", lambda all: family.fold(cast("Iterable[family.FamilyStreamEvents]", all)))


def order_of(house: House, raw: Raw, id: str) -> order.OrderFile:
    """What the record shows of one court order."""
    return beside(house, raw, f"order/{id}", lambda all: order.fold(id, cast("Iterable[order.OrderEvents]", all)))


def orders(house: House, raw: Raw) -> tuple[CourtOrder, ...]:
    """Every court order that binds now."""
    files = [order_of(house, raw, each.removeprefix("order/")) for each in house.ledger.streams(raw, "order/")]
    return tuple(each.order for each in files if each.binding and each.order is not None)


def courts(house: House, raw: Raw) -> tuple[Calendar, ...]:
    """The calendar of every court on the record."""
    ids = [each.removeprefix("court/") for each in house.ledger.streams(raw, "court/")]
    return tuple(each for each in (court_of(house, raw, id) for id in ids) if each is not None)


def court_of(house: House, raw: Raw, id: str) -> Calendar | None:
    """The calendar of one court, or None where none is set."""
    return beside(house, raw, f"court/{id}", lambda all: court.fold(id, cast("Iterable[court.CourtEvents]", all)))


def helpers(house: House, raw: Raw) -> legal_help.HelpList:
    """The list of legal help that stands."""
    return beside(house, raw, HELP, lambda events: legal_help.fold(cast("Iterable[legal_help.HelpEvents]", events)))


def adoptions(house: House, raw: Raw, id: str) -> adoption.Adoptions:
    """Which versions of a regime were proposed and adopted."""
    return beside(house, raw, f"regime/{id}", lambda all: adoption.fold(cast("Iterable[adoption.AdoptionEvents]", all)))


def adopted(house: House, raw: Raw) -> tuple[str, ...]:
    """The versions that may be used here: adopted by two people under the digest this software carries."""
    versions = []
    for stream in house.ledger.streams(raw, "regime/"):
        shown = adoptions(house, raw, stream.removeprefix("regime/")).adopted
        versions += [each for each, digest in shown.items() if _same_text(house, each, digest)]
    if house.replay:
        versions += [each for each, regime in house.regimes.items() if regime.historical]
    return tuple(versions)


def _same_text(house: House, version: str, digest: str) -> bool:
    regime = house.regimes.get(version)
    return regime is not None and regime.digest == digest and not regime.historical


def keeping_of(house: House, raw: Raw) -> keeping.Keeping:
    """Every hold and erasure on the record, of all years."""
    years = [
        beside(house, raw, each, lambda all: cast("tuple[keeping.KeepingEvents, ...]", all))
        for each in house.ledger.long_streams(raw, "keeping/")
    ]
    return house.folds.together("keeping", years, keeping.fold)


def drawing_of(house: House, raw: Raw, period: str) -> drawing.Drawing:
    """What the record shows of one period's draw."""
    return beside(house, raw, f"draw/{period}", lambda all: drawing.fold(cast("Iterable[drawing.DrawingEvents]", all)))


def oversight_of(house: House, raw: Raw) -> oversight.Oversight:
    """Every edition, release, question and answer about measures on the record, of all years."""
    years = [
        beside(house, raw, each, lambda all: cast("tuple[oversight.OversightEvents, ...]", all))
        for each in house.ledger.long_streams(raw, "oversight/")
    ]
    return house.folds.together("oversight", years, oversight.fold)


def finding_of(house: House, raw: Raw, id: str) -> finding.ProgrammeReview:
    """What the record shows of one review of the programme."""
    stream = f"finding/{id}"
    return beside(house, raw, stream, lambda all: finding.fold(id, cast("Iterable[finding.FindingEvents]", all)))


def findings(house: House, raw: Raw) -> tuple[finding.ProgrammeReview, ...]:
    """Every review of the programme on the record."""
    ids = [each.removeprefix("finding/") for each in house.ledger.streams(raw, "finding/")]
    return tuple(finding_of(house, raw, id) for id in ids)


def release_of(house: House, raw: Raw, id: str) -> release.Release:
    """What the record shows of one release."""
    stream = f"release/{id}"
    return beside(house, raw, stream, lambda all: release.fold(id, cast("Iterable[release.ReleaseEvents]", all)))


def releases(house: House, raw: Raw) -> tuple[release.Release, ...]:
    """Every release on the record."""
    ids = [each.removeprefix("release/") for each in house.ledger.streams(raw, "release/")]
    return tuple(release_of(house, raw, id) for id in ids)


def append_at_desk(house: House, raw: Raw, office: str, event: Event) -> None:
    """Append what stands in no case to the month of the office that it happened at."""
    append_beside(house, raw, desk_stream(house, office), event)


def desk_stream(house: House, office: str) -> str:
    """The stream of what happens at an office this month and stands in no case."""
    return f"desk/{_slug(office)}/{house.clock():%Y-%m}"


def _slug(office: str) -> str:
    """An office's name as a stream's name can hold it."""
    bare = unicodedata.normalize("NFKD", office).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:80] or "none"


def append_beside(house: House, raw: Raw, stream: str, event: Event, after: int | None = None) -> None:
    """Append one event to a stream beside the cases, after whatever stands there, or only after entry `after`.

    Raises ledger.Conflict where another has written after that entry.
    """
    head = house.ledger.head(raw, stream) if after is None else after
    under = _key_beside(stream)
    house.ledger.append(raw, stream, head, [new_event(event, under)], codec.at_text(house.clock()))


def new_event(event: Event, under: str, regime: str | None = None, digest: str | None = None) -> NewEvent:
    """An event as the ledger takes it; `under` is the key that seals its content."""
    return NewEvent(
        name=name_of(event), at=codec.at_text(event.who.at), role=event.who.role, fields=codec.to_fields(event),
        under=under, regime=regime, regime_digest=digest,
    )  # fmt: skip
