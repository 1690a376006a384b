"""The rows about how the rules are kept in a case: pressure, alarms, breaches, refusals, late entries, endings."""

import datetime as dt
from collections.abc import Iterator

from asylia.core.alarms import grace
from asylia.core.deadlines import due
from asylia.core.decider import BreachNoted
from asylia.core.file import CaseFile, Sign
from asylia.core.refusal import ActRefused
from asylia.core.regime import Regime
from asylia.core.standing import is_open, may_be_own_national
from asylia.core.steps.custody import PersonReturned, ReturnReported
from asylia.core.steps.determination import BandLocked, BarFound, CredibilityAssessed, FindingRecorded
from asylia.core.steps.interview import InconsistencyPut, InterviewEvent, TestimonyAdded
from asylia.core.steps.placement import PlacementMade, PlacementReported
from asylia.core.steps.pressure import AlarmAnswered, ConsultationRequired, ContactReported, LatenessAnswered
from asylia.core.steps.readback import ReadbackGiven
from asylia.oversight.codes import condition, listed
from asylia.oversight.fact import Fact
from asylia.oversight.facts.claim import Ending
from asylia.oversight.facts.encounter import Exclusion
from asylia.oversight.facts.watching import Alarm, AlarmAnswer, Breach, PressureReport, Refusal
from asylia.oversight.seen import Head, Makers, Seen

OPEN_DOOR = "fear.open-door"
PAST = dt.timedelta(microseconds=1)  # a limit is passed once its last moment is
LINES = (TestimonyAdded, InconsistencyPut)  # nothing that is due hangs on them
HEARING = (
    InterviewEvent,
    ReadbackGiven,
    FindingRecorded,
    CredibilityAssessed,
    BarFound,
    BandLocked,
)  # nothing ends by them


def pressed(seen: Seen, event: ContactReported | ConsultationRequired) -> Iterator[Fact]:
    head = seen.head
    claim = seen.file.claims[-1] if seen.file.claims else None
    contact = event if isinstance(event, ContactReported) else None
    yield PressureReport(
        **head, week=head["day"] - dt.timedelta(days=head["day"].weekday()),
        office=seen.of(claim.officer)["office"] if claim else "", what="contact" if contact else "consultation",
        inside_chain=contact.inside_chain if contact else True,
        advice_asked_for=bool(contact and contact.advice_asked_for),
    )  # fmt: skip


def answered(seen: Seen, event: AlarmAnswered | LatenessAnswered) -> Iterator[Fact]:
    yield AlarmAnswer(**seen.head, rule=listed(event.rule), role=seen.role, late=isinstance(event, LatenessAnswered))


def breached(seen: Seen, event: BreachNoted) -> Iterator[Fact]:
    yield Breach(**seen.head, rule=listed(event.rule))


def refused(seen: Seen, event: ActRefused) -> Iterator[Fact]:
    first = event.rules[0] if event.rules else ""
    yield Refusal(
        **seen.head, **seen.by, role=seen.role, act=listed(event.act), rule=listed(first), rules=len(event.rules)
    )


MAKES: Makers = {
    ContactReported: pressed,
    ConsultationRequired: pressed,
    AlarmAnswered: answered,
    LatenessAnswered: answered,
    BreachNoted: breached,
    ActRefused: refused,
}


# --- what several events may bring about


WHEN: dict[type, str] = {
    PlacementMade: "placed", PlacementReported: "placed", PersonReturned: "returned", ReturnReported: "returned"
}  # fmt: skip


def excluded(seen: Seen) -> list[Fact]:
    """Exclusions that the record shows from this event on, and those under which someone was placed or returned."""
    before, file, known = seen.before, seen.file, seen.memory.excluded
    when = WHEN.get(type(seen.event))
    if not when and file.nationalities is before.nationalities and file.screening is before.screening:
        return []
    shown = seen.exclusions()
    rows: list[Fact] = []
    for each in shown:
        if each not in known:
            known[each] = seen.recorded
            rows.append(_exclusion(seen, each, "shown"))
        if when:
            rows.append(_exclusion(seen, each, when))
    for gone in known.keys() - set(shown):
        del known[gone]
    return rows


def _exclusion(seen: Seen, exclusion: str, when: str) -> Exclusion:
    file, screening = seen.file, seen.file.screening
    sure = tuple(each for each in file.nationalities if each.certainty == "certain")
    certain = (
        may_be_own_national(sure, seen.regime) if exclusion == "own_national"
        else screening is not None and screening.present(exclusion, False)
    )  # fmt: skip
    return Exclusion(
        **seen.head, when=when, exclusion=condition(exclusion), certain=certain,
        known_since=seen.memory.excluded[exclusion],
    )  # fmt: skip


def ended(seen: Seen) -> list[Fact]:
    """Claims that came to their end with this event; a claim that opens again may end again."""
    if seen.file.claims is seen.before.claims or isinstance(seen.event, HEARING):
        return []
    rows: list[Fact] = []
    for claim in seen.file.claims:
        if is_open(claim, seen.regime):
            seen.memory.standing_open.add(claim.number)
        elif claim.number in seen.memory.standing_open:
            seen.memory.standing_open.discard(claim.number)
            last = claim.determination
            ending = Ending(
                **seen.head, claim=claim.number, determination=last.number if last else 0,
                how="closed" if claim.closed else "withdrawn" if claim.withdrawal == "confirmed" else "decided",
                outcome=last.standing if last else "", reason=listed(claim.closed),
                first_outcome=last.outcome if last else "",
            )  # fmt: skip
            rows.append(ending)
    return rows


class Open:
    """The alarms of one case as they come and go; each becomes a row when it ends, or with the last entry."""

    def __init__(self) -> None:
        self._signs: dict[tuple[str, int], Alarm] = {}
        self._late: dict[tuple[str, int], Alarm] = {}
        self._dues: tuple[tuple[str, int, str, dt.datetime, dt.datetime], ...] = ()

    def step(self, seen: Seen, last: Seen | None) -> Iterator[Fact]:
        """Alarms that ended by this event, or that came since the event before it."""
        if last is not None and seen.recorded > last.recorded:
            yield from self._passed(last, seen.recorded)
        if seen.file.signs is not seen.before.signs or seen.file.matched_to != seen.before.matched_to:
            yield from self._signed(seen)
        elif seen.file.version == 1 and seen.file.provisional:
            self._signs[OPEN_DOOR, 1] = _alarm(seen.head, OPEN_DOOR, seen.recorded, seen.at, version=1)

    def rest(self, last: Seen) -> Iterator[Fact]:
        """What stands open at the last entry, and what will be late after it if nothing is done."""
        yield from self._passed(last, dt.datetime.max.replace(tzinfo=dt.UTC))
        yield from self._signs.values()
        yield from self._late.values()

    def _signed(self, seen: Seen) -> Iterator[Fact]:
        """Reports of a breach: new ones alarm, answered ones end."""
        standing = {(each.rule, each.version): each for each in seen.file.signs if not each.answered}
        for key in [each for each in self._signs if not self._holds(seen.file, each, standing)]:
            yield _ended(self._signs.pop(key), seen.recorded, answered=key[0] != OPEN_DOOR or key[1] != 1)
        for key in standing.keys() - self._signs.keys():
            self._signs[key] = _alarm(seen.head, key[0], seen.recorded, seen.at, version=key[1])

    @staticmethod
    def _holds(file: CaseFile, key: tuple[str, int], standing: dict[tuple[str, int], Sign]) -> bool:
        return key in standing or (key == (OPEN_DOOR, 1) and file.provisional and not file.matched_to)

    def _passed(self, last: Seen, now: dt.datetime) -> Iterator[Fact]:
        """What was late at some moment between an entry and the next one, while nothing changed."""
        if not isinstance(last.event, LINES):
            self._dues = _dated(last.file, last.regime)
        late = {(id, claim): (rule, by, from_) for id, claim, rule, by, from_ in self._dues if from_ <= now}
        for key in [each for each in self._late if each not in late]:
            yield _ended(self._late.pop(key), last.recorded, answered=False)
        for key, (rule, by, from_) in late.items():
            if key not in self._late:
                since = max(from_, last.recorded)
                self._late[key] = _alarm(last.head, rule, since, by, due=key[0], claim=key[1])
                if (OPEN_DOOR, 1) in self._signs and rule == OPEN_DOOR:  # the same, and from now on late
                    yield _ended(self._signs.pop((OPEN_DOOR, 1)), since, answered=False)


def _dated(file: CaseFile, regime: Regime) -> tuple[tuple[str, int, str, dt.datetime, dt.datetime], ...]:
    """What is due with a limit: id, claim, rule, limit, and from when it is late for certain."""
    return tuple(
        (each.id, each.claim, each.alarm, each.by, each.by + grace(each.id) + PAST)
        for each in due(file, regime)
        if each.by is not None
    )


def _alarm(
    head: Head, rule: str, recorded: dt.datetime, at: dt.datetime, *, version: int = 0, due: str = "", claim: int = 0
) -> Alarm:
    shown: Head = {**head, "recorded": recorded, "at": at}
    return Alarm(
        **shown, rule=listed(rule), version=version, due=due.partition(".")[0], claim=claim, ended=None, answered=False
    )


def _ended(alarm: Alarm, when: dt.datetime, *, answered: bool) -> Alarm:
    return Alarm(
        **{each: getattr(alarm, each) for each in alarm.__struct_fields__} | {"ended": when, "answered": answered}
    )
