"""The rows that streams beside the cases make: staff, orders, courts, desks, draws, erasures."""

import datetime as dt
from collections.abc import Iterator
from typing import TypedDict

from asylia.core.event import Event
from asylia.core.refusal import ActRefused
from asylia.core.streams.court import CourtClosed
from asylia.core.streams.departure import DeparturesDrawn
from asylia.core.streams.drawing import SeedCommitted, SeedRevealed
from asylia.core.streams.order import OrderConfirmed, OrderEntered, OrderLifted
from asylia.core.streams.staff import StaffAppointed, StaffCertified, StaffDisabled
from asylia.oversight.beside import Beside
from asylia.oversight.codes import listed
from asylia.oversight.fact import Fact
from asylia.oversight.facts.watching import (
    Certificate,
    CourtClosure,
    DepartureList,
    Desk,
    DeskRefusal,
    Order,
    Seed,
)
from asylia.oversight.seen import By


class HouseHead(TypedDict):
    """The columns that every row beside the cases has."""

    recorded: dt.datetime
    at: dt.datetime
    day: dt.date


KINDS = ("staff", "court", "order", "desk", "draw")


def house_facts(stream: str, event: Event, recorded: dt.datetime, beside: Beside) -> Iterator[Fact]:
    """The rows of one event beside the cases; its day is that of UTC, for no case says a place."""
    at, id = event.who.at, stream.partition("/")[2]
    head: HouseHead = {"recorded": recorded, "at": at, "day": at.astimezone(dt.UTC).date()}
    by: By = {
        "officer": beside.pseudonym(event.who.by, event.who.role),
        "office": beside.office(event.who.by, recorded),
    }
    of: By = {"officer": beside.pseudonym(id), "office": beside.office(id, recorded)}
    match event:
        case StaffAppointed():
            yield Desk(**head, **of, desk=event.desk, what="appointed", languages=len(event.languages),
                       detailed=bool(event.detailed_from))  # fmt: skip
        case StaffDisabled():
            yield Desk(**head, **of, desk="", what="disabled", languages=0, detailed=False)
        case StaffCertified():
            yield Certificate(
                **head, **of, standard=listed(event.standard), from_day=event.from_day, until_day=event.until_day,
                hours=event.hours, given_after=head["day"] > event.from_day,
            )  # fmt: skip
        case OrderEntered():
            for effect in event.effects:
                yield Order(**head, order=id, what="entered", effect=effect)
        case OrderConfirmed():
            yield Order(**head, order=id, what="confirmed", effect="")
        case OrderLifted():
            yield Order(**head, order=id, what="lifted", effect="")
        case CourtClosed():
            yield CourtClosure(**head, court=id, first=event.first, last=event.last)
        case ActRefused():
            yield DeskRefusal(**head, **by, role=event.who.role, act=listed(event.act),
                              rule=listed(event.rules[0] if event.rules else ""))  # fmt: skip
        case DeparturesDrawn():
            yield DepartureList(**head, office=beside.place(event.office, recorded), cases=len(event.cases))
        case SeedCommitted():
            yield Seed(**head, period=id, what="committed")
        case SeedRevealed():
            yield Seed(**head, period=id, what="revealed")
        case _:
            return
