"""Overseeing: commands about measures, findings and recommendations, and what the system says of its own editions."""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from asylia.core.command import Act, name_of
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author, Event
from asylia.core.refusal import ActRefused
from asylia.core.streams import oversight, recommending
from asylia.ledger import SlipOfForm as Unkeepable
from asylia.shell.beside import from_their_desk
from asylia.shell.erasing import ITSELF
from asylia.shell.house import House, Raw
from asylia.shell.reading import append_at_desk, append_beside, finding_of, oversight_of, staff_of

C = TypeVar("C", bound=Act)


def stream_of(house: House) -> str:
    """The stream of this year's oversight."""
    return f"oversight/{house.clock():%Y}"


def measure(house: House, command: oversight.OversightCommand) -> Refused | None:
    """Ask for evidence behind a measure (overseer), or answer one (headquarters). Raises core's SlipOfForm."""

    def work(raw: Raw, given: oversight.OversightCommand) -> Event | Refused:
        return oversight.decide(oversight_of(house, raw), given)

    return under_lock(house, command, stream_of(house), work, "measure")


def finding(house: House, command: recommending.FindingCommand) -> Refused | None:
    """Put a review, a finding or a recommendation on the record, or answer one. Raises core's SlipOfForm."""

    def work(raw: Raw, given: recommending.FindingCommand) -> Event | Refused:
        return recommending.decide(finding_of(house, raw, given.review), given)

    return under_lock(house, command, f"finding/{command.review}", work, "review")


def keep_measures(house: House, edition: str, digest: str, as_of: dt.datetime, definitions: str) -> None:
    """Put on the record that an edition of measures was kept (both digests SHA-256, hexadecimal)."""
    event = oversight.MeasuresKept(
        who=_itself(house), edition=edition, digest=digest, as_of=as_of, definitions=definitions
    )
    house.settle(lambda raw: _append(house, raw, stream_of(house), event))


def publish(house: House, release: str, vintage: int, manifest: str) -> None:
    """Put on the record that a public release was made, by the SHA-256 of its manifest (hexadecimal)."""
    event = oversight.ReleasePublished(who=_itself(house), release=release, vintage=vintage, manifest=manifest)
    house.settle(lambda raw: _append(house, raw, stream_of(house), event))


def under_lock(
    house: House, command: C, stream: str, work: Callable[[Raw, C], Event | Refused], names: str
) -> Refused | None:
    """Decide and append under the stream's lock; a refused act is itself recorded, never what was typed.

    `names` is the field by which the stream is named. Raises core's SlipOfForm, also for an id that is none.
    """

    def settle(raw: Raw) -> Refused | None:
        given = from_their_desk(house, raw, command)
        house.ledger.lock(raw, {stream})
        decided = work(raw, given)
        if isinstance(decided, Refused):
            rules = tuple(dict.fromkeys(each.rule for each in decided.rules))
            refused = ActRefused(who=given.who, act=name_of(given), rules=rules)
            append_at_desk(house, raw, staff_of(house, raw, given.who.by).office, refused)
            return decided
        append_beside(house, raw, stream, decided)
        return None

    try:
        return house.settle(settle)
    except Unkeepable as slip:
        raise SlipOfForm(names if slip.field == "stream" else slip.field, slip.reason) from None


def _append(house: House, raw: Raw, stream: str, event: Event) -> None:
    house.ledger.lock(raw, {stream})
    append_beside(house, raw, stream, event)


def _itself(house: House) -> Author:
    """The system, which says what it did of itself."""
    return Author(by=ITSELF, role="anyone", at=house.clock())
