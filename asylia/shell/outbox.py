"""The outbox: what follows from an event for whom, written with it, and where each message stands.

A row holds no address, no text and no name: whom it goes to is read from the record at the moment of sending, so that
the ways of today are used, an erased case reaches nobody, and a canary is found in no byte of it.
"""

import datetime as dt
from collections.abc import Iterable, Iterator

from asylia.accounts.models import Account
from asylia.core.event import Event, name_of
from asylia.core.file import CaseFile
from asylia.core.letters import LETTERS, Letter, alarm_of
from asylia.core.steps.contact import ContactTried
from asylia.core.steps.message import MessageDelivered, MessageEvent, MessageFailed, MessageSent, MessageTried
from asylia.shell.house import House
from asylia.shell.models import Outgoing

KEPT = dt.timedelta(days=30)  # so long a report about a message that went out can still come in
OVER = ("delivered", "sent", "told", "no_address")
FOR_A_PERSON = ("by_hand", "undelivered")
"""Where a message stands that a machine cannot bring: a clerk's work."""


def note(house: House, file: CaseFile, events: Iterable[tuple[int, Event]]) -> None:
    """Write what follows from the events of a case, given with their versions; `file` is the case after them."""
    for version, event in events:
        if isinstance(event, MessageEvent):
            _stands(file.id, event, house.clock())
        elif isinstance(event, ContactTried) and event.reached:
            Outgoing.objects.filter(case=file.id, to="person", state__in=FOR_A_PERSON).update(
                state="told", changed=house.clock()
            )
        for letter in _letters(event):
            _write(file, version, event, letter, house.clock())


def _letters(event: Event) -> list[Letter]:
    letters = LETTERS.get(name_of(event), ())
    return [each for each in letters if each.only is None or getattr(event, each.only[0]) == each.only[1]]


def _write(file: CaseFile, version: int, event: Event, letter: Letter, now: dt.datetime) -> None:
    about = name_of(event)
    for staff in _receivers(file, letter):
        if staff == event.who.by:
            continue  # nobody is told of what they did themselves
        waiting = Outgoing.objects.filter(
            case=file.id, to=letter.to, staff=staff, words=letter.words, state="waiting", way=""
        ).first()
        if waiting is None:
            number = 1 + Outgoing.objects.filter(case=file.id, version=version).count()
            Outgoing.objects.create(
                case=file.id, version=version, number=number, about=about, to=letter.to, staff=staff,
                words=letter.words, rank=letter.rank, state="waiting", next=now, made=now, changed=now,
            )  # fmt: skip
            continue
        # The words are the same whatever happened: one message that has not gone yet tells of it all.
        kept = alarm_of(waiting.about, letter.to) is not None and alarm_of(about, letter.to) is None
        waiting.about = waiting.about if kept else about
        waiting.rank = min(waiting.rank, letter.rank)
        waiting.save(update_fields=["about", "rank"])


def _receivers(file: CaseFile, letter: Letter) -> Iterator[str]:
    """The members of staff a letter goes to; one empty id for the person, or theirs, where a way to them is known."""
    match letter.to:
        case "person":
            yield from [""] if file.contact.channels else []
        case "trusted_person":
            yield from [""] if any(each.kind == "trusted_person" for each in file.contact.channels) else []
        case "counsel":
            yield from [file.counsel] if file.counsel else []
        case "duty_post":
            yield from _at(("duty_post",), {file.place, file.custody.port})
        case "overseer":
            yield from _at(("overseer",), set())
        case "asylum_duty":
            officers = {each.officer for each in file.claims if each.officer}
            offices = set(Account.objects.filter(staff__in=officers).values_list("office", flat=True))
            yield from sorted({*_open(officers), *_at(("supervisor",), offices)})


def _open(staff: set[str]) -> Iterable[str]:
    return Account.objects.filter(staff__in=staff, disabled=False).values_list("staff", flat=True)


def _at(roles: tuple[str, ...], offices: set[str]) -> list[str]:
    """Who holds such a desk at one of those offices; everyone who does, where nobody there does."""
    everyone = Account.objects.filter(role__in=roles, disabled=False)
    there = everyone.filter(office__in=offices - {""})
    return list((there if there.exists() else everyone).order_by("staff").values_list("staff", flat=True))


def _stands(case: str, event: MessageEvent, now: dt.datetime) -> None:
    """Bring a message's row up to what its stream now says of it."""
    version, _, number = event.message.partition(".")
    if not (version.isdecimal() and number.isdecimal()):
        return
    rows = Outgoing.objects.filter(case=case, version=int(version), number=int(number))
    match event:
        case MessageTried():
            rows.update(state="trying", way=event.way, unsure=True, changed=now)
        case MessageSent():
            rows.filter(way=event.way, state="trying").update(
                state="sent", unsure=False, reference=event.reference, changed=now
            )
        case MessageDelivered():
            rows.filter(way=event.way).update(state="delivered", unsure=False, changed=now)
        case MessageFailed():
            after = "undelivered" if event.last else "waiting"
            rows.filter(way=event.way).update(state=after, unsure=False, tries=0, next=now, changed=now)


# --- what the sender asks


def due(now: dt.datetime, most: int) -> list[Outgoing]:
    """The messages that are to be sent, asked about or tried again now, the most urgent first."""
    ready = Outgoing.objects.filter(state__in=("waiting", "trying"), next__lte=now)
    return list(ready.order_by("rank", "id")[:most])


def again(row: Outgoing) -> Outgoing | None:
    """The row as it stands now, or None where it is gone."""
    return Outgoing.objects.filter(pk=row.pk).first()


def begin(row: Outgoing, now: dt.datetime) -> None:
    """Say, before it is done, that this message is being sent once more by the same way."""
    Outgoing.objects.filter(pk=row.pk).update(unsure=True, changed=now)


def put_off(row: Outgoing, until: dt.datetime, *, tried: bool = False) -> None:
    """Try it again later; `tried`: it is certain that it was not taken over this time."""
    changes = {"tries": row.tries + 1, "unsure": False} if tried else {}
    Outgoing.objects.filter(pk=row.pk).update(next=until, **changes)


def set_aside(row: Outgoing, state: str, now: dt.datetime) -> None:
    """No machine brings it: `by_hand` for a clerk, `no_address` where a member of staff has none."""
    Outgoing.objects.filter(pk=row.pk, state="waiting").update(state=state, changed=now)


def forget(row: Outgoing) -> None:
    """Take it away: there is no such case any more."""
    Outgoing.objects.filter(pk=row.pk).delete()


def sweep(now: dt.datetime) -> int:
    """Forget rows about messages that are over; what became of them stands on the record."""
    return Outgoing.objects.filter(state__in=OVER, changed__lte=now - KEPT).delete()[0]


def of_report(number: int) -> Outgoing | None:
    """The row that a report names."""
    return Outgoing.objects.filter(pk=number).first()


def references() -> frozenset[str]:
    """What carriers call the messages that this outbox knows of."""
    return frozenset(Outgoing.objects.exclude(reference="").values_list("reference", flat=True))


def oldest(now: dt.datetime) -> dt.datetime | None:
    """Since when the message waits that should have gone first; None where none is due."""
    ready = Outgoing.objects.filter(state__in=("waiting", "trying"), next__lte=now)
    return ready.order_by("changed").values_list("changed", flat=True).first()
