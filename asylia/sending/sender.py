"""The sender: one turn after another over the outbox, by one process at a time, and nothing twice.

For each message: the record says that it is being sent (message.tried/1, committed) before it is handed over, and what
became of it afterwards. Killed in between, the next turn finds it `trying` and unsure: it asks the carrier for it, and
hands it over again only where the carrier has not got it, or cannot be asked (mail: under the same Message-ID).
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple, cast

from asylia.core.errors import Refused
from asylia.core.event import Author
from asylia.core.file import CaseFile, Message
from asylia.core.steps.message import ReportMessageFailed, ReportMessageSent, TryMessage, Way
from asylia.sending.carrying import Carrier, Later, Note, NotTaken, Outcome, Taken
from asylia.sending.choosing import Nobody, To, Wait, for_person, for_staff, for_trusted, still_open
from asylia.sending.wording import subject_of, tongue_of, words_of
from asylia.shell import outbox
from asylia.shell.erasing import ITSELF
from asylia.shell.house import House
from asylia.shell.models import Outgoing
from asylia.shell.own_pages import answer_link_asks
from asylia.shell.reading import read_case, staff_of
from asylia.shell.submitting import submit

SETTLED = dt.timedelta(seconds=60)  # by then a carrier's list shows what it took over
MOST_TRIES = 12  # about a day, with what `pause` gives
MOST_A_TURN = 200

Step = Callable[[str], None]
"""Told before and after each thing that cannot be taken back: tests end the process there."""


def no_step(name: str) -> None:
    """Go on."""


class Turn(NamedTuple):
    """What one turn did: messages handed over, to be tried again, for a person to bring, failed; and faults of ours."""

    sent: int = 0
    later: int = 0
    by_hand: int = 0
    failed: int = 0
    faults: int = 0


class Sender:
    """Sends for one deployment. `phone` stands in every message; `link` makes a sign-in link for a case."""

    def __init__(  # noqa: PLR0917 (what a deployment has)
        self, house: House, carriers: Sequence[Carrier], phone: str, site: str,
        link: Callable[[str], str] = str, step: Step = no_step,
    ) -> None:  # fmt: skip
        self._house, self._carriers, self._phone, self._site = house, carriers, phone, site
        self._link, self._step = link, step

    def turn(self) -> Turn:
        """One turn over what is due now, the most urgent first. Only one process may be at it (`alone`)."""
        answer_link_asks(self._house)
        now = self._house.clock()
        outbox.sweep(now)
        done = [self._guarded(row) for row in outbox.due(now, MOST_A_TURN)]
        return Turn(*(done.count(what) for what in Turn._fields))

    def _guarded(self, row: Outgoing) -> str:
        """Send one message; a fault of ours in one must not keep all others, and is tried again in an hour."""
        try:
            return self._send(row)
        except (ValueError, LookupError, TypeError, AttributeError):
            outbox.put_off(row, self._house.clock() + dt.timedelta(hours=1))
            return "faults"

    def _send(self, row: Outgoing) -> str:
        file = read_case(self._house, row.case)
        if file.version == 0 or file.erased:
            outbox.forget(row)
            return ""
        if row.state == "trying":
            return self._go_on(row, file)
        chosen = self._chosen(row, file)
        if isinstance(chosen, Wait):
            outbox.put_off(row, chosen.until)
            return "later"
        if isinstance(chosen, str):
            outbox.set_aside(row, chosen, self._house.clock())
            return "by_hand" if chosen == "by_hand" else ""
        return self._try(row, file, chosen)

    def _chosen(self, row: Outgoing, file: CaseFile) -> To | Wait | Nobody:
        tried = closed_ways(file, row)
        if row.to == "person":
            return for_person(file, tried, tongue_of(file), self._carriers, self._house.clock())
        if row.to == "trusted_person":
            return for_trusted(file, tried, tongue_of(file), self._carriers, self._house.clock())
        staff = staff_of(self._house, self._house.raw(), row.staff)
        return for_staff(staff, tried, self._carriers, urgent=row.rank < 5)

    def _try(self, row: Outgoing, file: CaseFile, to: To) -> str:
        language = "en" if row.staff else tongue_of(file)
        command = TryMessage(
            who=self._itself(), message=row.message, about=row.about, to=row.to, way=to.way, address=to.address,  # type: ignore[arg-type]
            words=row.words, language=language, staff=row.staff,  # type: ignore[arg-type]
        )  # fmt: skip
        self._step("before the try is recorded")
        if isinstance(submit(self._house, command, row.case), Refused):
            return ""  # another sender was faster: what it tries is its own to finish
        self._step("after the try is recorded")
        tried = read_case(self._house, row.case).contact.message(row.message, to.way)
        return self._hand_over(cast("Outgoing", outbox.again(row)), cast("Message", tried), to.carrier, language)

    def _go_on(self, row: Outgoing, file: CaseFile) -> str:
        """A message that was tried before: ask what became of it, or hand it over once more."""
        now, way = self._house.clock(), cast("Way", row.way)
        message = file.contact.message(row.message, way)
        language = "en" if row.staff else tongue_of(file)
        carrier = next((each for each in self._carriers if each.carries(way, language)), None)
        if message is None or carrier is None:
            return self._settle(row, way, NotTaken("no carrier"))
        if row.unsure:
            if row.changed > now - SETTLED:
                outbox.put_off(row, row.changed + SETTLED)
                return "later"
            found = carrier.find(way, message.address, message.tried, outbox.references())
            if isinstance(found, Taken):
                return self._settle(row, way, found)
            if not isinstance(found, Later | NotTaken):
                outbox.put_off(row, now + self._pause(row.tries))
                return "later"
            outbox.begin(row, now)
        if not row.staff:  # what was safe then may be safe no longer, and a night may have fallen
            opens = still_open(file, way, message.address, now)
            if opens is None:
                return self._settle(row, way, NotTaken("no longer safe"))
            if opens > now:
                outbox.put_off(row, opens)
                return "later"
        return self._hand_over(row, message, carrier, language)

    def _hand_over(self, row: Outgoing, message: Message, carrier: Carrier, language: str) -> str:
        note = Note(
            id=note_id(self._house, row),
            to=message.address,
            words=words_of(
                message.words, message.way, language, phone=self._phone,
                link=self._link(row.case) if message.words == "link" else "",
            ),
            subject=subject_of(language),
            language=language,
            report_to=f"{self._site}/messages/report/{row.pk}" if self._site else "",
        )  # fmt: skip
        outbox.begin(row, self._house.clock())
        self._step("before it is handed over")
        outcome = carrier.send(message.way, note)
        self._step("after it is handed over")
        return self._settle(row, message.way, outcome)

    def _settle(self, row: Outgoing, way: Way, outcome: Outcome) -> str:
        """Record what became of a message."""
        now = self._house.clock()
        match outcome:
            case Taken(reference):
                sent = ReportMessageSent(who=self._itself(), message=row.message, way=way, reference=reference)
                submit(self._house, sent, row.case)
                self._step("after it is recorded as sent")
                return "sent"
            case Later(why) if row.tries + 1 >= MOST_TRIES:
                return self._settle(row, way, NotTaken(f"given up, {why}"))
            case Later():
                outbox.put_off(row, now + self._pause(row.tries), tried=True)
                return "later"
            case NotTaken(why):
                report_failed(self._house, row, way, why, self._carriers)
                return "failed"
            case _:  # nobody knows: it is asked for once that can be known
                outbox.put_off(row, now + SETTLED)
                return "later"

    def _pause(self, tries: int) -> dt.timedelta:
        """1, 2, 4 minutes and on to four hours, each longer or shorter by up to a quarter: not all come at once."""
        seconds = min(60 * 2**tries, 4 * 60 * 60)
        spread = int.from_bytes(self._house.entropy(4), "big") / 2**32
        return dt.timedelta(seconds=seconds * (0.75 + spread / 2))

    def _itself(self) -> Author:
        return itself(self._house)


def itself(house: House) -> Author:
    """The system, which says what it did of itself."""
    return Author(by=ITSELF, role="anyone", at=house.clock())


def note_id(house: House, row: Outgoing) -> str:
    """What a message is called outside: its row, and a keyed digest, so that only we can have named it."""
    return f"{row.pk}.{house.digest(f'message {row.pk} {row.case} {row.message}').hex()}"


def closed_ways(file: CaseFile, row: Outgoing) -> list[Way]:
    """The ways by which this message was tried; and no voice reads a link aloud."""
    tried = [each.way for each in file.contact.messages if each.id == row.message]
    return [*tried, "phone"] if row.words == "link" else tried


def report_failed(house: House, row: Outgoing, way: Way, why: str, carriers: Sequence[Carrier]) -> None:
    """Record that a message did not arrive by a way, and whether a machine has another way left."""
    file = read_case(house, row.case)
    tried = list(dict.fromkeys([*closed_ways(file, row), way]))
    if row.to == "person":
        last = for_person(file, tried, tongue_of(file), carriers, house.clock()) == "by_hand"
    elif row.to == "trusted_person":
        last = for_trusted(file, tried, tongue_of(file), carriers, house.clock()) == "by_hand"
    else:
        staff = staff_of(house, house.raw(), row.staff)
        last = for_staff(staff, tried, carriers, urgent=row.rank < 5) == "no_address"
    failed = ReportMessageFailed(who=itself(house), message=row.message, way=way, why=why, last=last)
    submit(house, failed, row.case)
