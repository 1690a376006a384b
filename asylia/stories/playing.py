"""Playing: each step of a story given through the shell, each look taken at what the record then shows."""

import datetime as dt
from typing import Any

from msgspec.structs import replace

from asylia.core import codec
from asylia.core.alarms import alarms
from asylia.core.decider import BreachNoted, CaseEvent
from asylia.core.draw import is_drawn
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author, Role
from asylia.core.file import CaseFile
from asylia.core.steps.determination import DeterminationSigned
from asylia.core.steps.fear import FearClaimed
from asylia.core.steps.notice import NoticePrepared
from asylia.ledger import LedgerError
from asylia.shell.house import House
from asylia.shell.reading import events_of, read_case
from asylia.shell.submitting import Conflict, submit
from asylia.stories import commands
from asylia.stories.casting import cast
from asylia.stories.checking import DRAWN, case_named_by
from asylia.stories.defect import StoryDefect
from asylia.stories.looking import agrees, seen
from asylia.stories.played import Expectation, Given, Moment, Played, Shown, Taken
from asylia.stories.story import Look, Step, Story
from asylia.stories.theatre import clock_of, plant_draw, seeded

MINUTE = dt.timedelta(minutes=1)
NOON = dt.time(12)  # of the day its regime came in force: when a story begins that does not say


def play(story: Story, house: House) -> Played:
    """Play a story in a house opened by `theatre`; what does not hold is in the answer, not raised.

    Raises:
        StoryDefect: a step cannot even be given (a slip of form), naming its line.
    """
    stage = _Stage(story, house)
    moments = tuple(stage.happen(each) for each in story.happenings)
    return Played(story=story, moments=moments, cases=stage.shown())


class _Stage:
    """A story under way: its names for cases and for what its steps made."""

    def __init__(self, story: Story, house: House) -> None:
        self.story = story
        self.house = house
        self.clock = clock_of(house)
        self.cases: dict[str, str] = {}
        self.made: dict[str, dict[str, int]] = {}
        self.beside: dict[str, str] = {}
        self.number = 0
        in_force = dt.datetime.combine(house.regime(story.regime).in_force_from, NOON, tzinfo=dt.UTC)
        first = next((each.at for each in story.steps if each.at), in_force)
        self.at = first - MINUTE
        before = len(house.ledger.streams(house.raw(), "case/"))  # a story played again is other people's
        house.entropy = seeded(f"{story.seed}\x1f{before}")
        self.months = months_of([each.at for each in story.steps if each.at] or [first])
        for month in self.months:
            plant_draw(house, story.seed, month)
        try:
            cast(story, house, first - dt.timedelta(days=1))
        except (SlipOfForm, LedgerError) as slip:
            raise StoryDefect(story.file, 1, f"its people and courts cannot be put in place: {slip}") from slip

    def happen(self, happening: Step | Look) -> Moment:
        """One step or look."""
        return self.give(happening) if isinstance(happening, Step) else self.take(happening)

    # --- steps

    def give(self, step: Step) -> Given:
        """Give a step's command, and see whether what came of it is what the story says."""
        self.number += 1
        self.at = step.at or self.at + MINUTE
        self.clock.set(self.at)
        try:
            given = self._beside(step) if step.do in commands.BESIDE else self._in_case(step)
        except (SlipOfForm, LedgerError) as slip:
            raise StoryDefect(step.file, step.line, f"{step.do} cannot be given: {slip}") from slip
        return replace(given, expectations=tuple(_expectations(given)))

    def _who(self, step: Step) -> Author:
        id = step.by
        if id == DRAWN:
            file = self._file(step.in_)
            id = file.claims[-1].officer if file.claims else ""
            if not id:
                raise StoryDefect(step.file, step.line, 'by = "drawn", and no officer is drawn yet')
        person = self.story.person(id)
        role: Role = person.desk if person else "applicant" if id == "applicant" else "anyone"
        return Author(by=id, role=role, at=self.at.astimezone(dt.UTC))

    def _beside(self, step: Step) -> Given:
        who = self._who(step)
        fields = dict(step.with_)
        if "order" in fields:
            fields["order"] = self._fresh(f"order {fields['order']}")
        if step.do == "EnterOrder":
            fields["cases"] = [self.cases.get(each, each) for each in fields.get("cases", ())]
        if step.do in ("ProposeRegime", "AdoptRegime") and fields.get("version") in self.house.regimes:
            fields.setdefault("digest", self.house.regime(fields["version"]).digest)
        command = commands.to_beside_command(step.do, who, fields)
        refused = commands.BESIDE[step.do][1](self.house, command)
        return Given(step=step, number=self.number, at=self.at, who=who, refused=refused.rules if refused else ())

    def _in_case(self, step: Step) -> Given:
        who = self._who(step)
        opens = step.do in commands.OPENS
        name = case_named_by(step) if opens else step.in_ or next(iter(self.cases))
        if opens and name not in self.cases:
            self.cases[name] = self._new_case()
        case = self.cases[name]
        command = codec.to_command(step.do, who, self._filled(step, name))
        before = self._version(case)
        answer = submit(self.house, command, case)
        if isinstance(answer, Conflict):  # a story waits for nobody and so never conflicts
            raise StoryDefect(step.file, step.line, f"{step.do} met another's act")
        refused = answer.rules if isinstance(answer, Refused) else ()
        recorded = self._recorded(case, before)
        if step.as_ and not opens:
            self.made[step.as_] = _made_by([event for _, event in recorded])
        return Given(step=step, number=self.number, at=self.at, who=who, case=name, recorded=recorded, refused=refused)

    def _new_case(self) -> str:
        """An id on which the draw of reviews falls as the story says: on its first determination, or on none."""
        while True:
            id = self.house.new_id()
            if self._drawn(id, 1, 1) == self.story.drawn and not any(
                self._drawn(id, claim, number) for claim in (1, 2, 3) for number in (1, 2, 3) if claim * number > 1
            ):
                return id

    def _drawn(self, case: str, claim: int, number: int) -> bool:
        reviews = [each for each in self.house.regime(self.story.regime).review if each.selects == "drawn"]
        return any(
            is_drawn(self.house.draw_seed(month), each.level, case, claim, number, rate)
            for month in self.months
            for each in reviews
            for rate in {each.rate.positive, each.rate.negative}
        )

    def _filled(self, step: Step, name: str) -> dict[str, Any]:
        """The step's fields, with what its author may leave out."""
        fields = dict(step.with_)
        known = commands.fields_of(step.do)
        made = self.made.get(fields.pop("of", ""), {})
        latest = _latest(self._file(name)) if name in self.cases else {}
        about_a_decision = step.do != "PrepareNotice" or fields.get("kind") in ("decision", "reconsideration")
        for each in commands.LATEST:
            if each in known and about_a_decision:
                fields.setdefault(each, made.get(each, latest.get(each, 1)))
        if step.do in commands.OPENS:
            fields.setdefault("regime", self.story.regime)
            fields.setdefault("person", self.house.new_id())
        if step.do in commands.OTHER_CASE:
            field = commands.OTHER_CASE[step.do]
            fields[field] = self.cases.get(fields[field], fields[field])
        if step.do == "JoinFamily":
            fields["family"] = self._fresh(f"family {fields['family']}")
        return fields

    def _fresh(self, name: str) -> str:
        """An id of this playing's own, so that a story can be played twice into one record."""
        return self.beside.setdefault(name, self.house.new_id())

    # --- looks

    def take(self, look: Look) -> Taken:
        """See what the record shows, and whether that is what the story says."""
        name = look.in_ or next(iter(self.cases))
        file = self._file(name)
        at = look.at or self.at
        sights = seen(file, self.house.regime(file.regime or self.story.regime), at.astimezone(dt.UTC))
        expectations = tuple(
            Expectation(
                says=key.replace("_", " "), expected=expected, found=sights[key],
                holds=agrees(expected, sights[key]), file=look.file, line=look.line,
            )
            for key in sights
            if (expected := getattr(look, key)) is not None
        )  # fmt: skip
        return Taken(look=look, at=at, case=name, expectations=expectations)

    def shown(self) -> tuple[Shown, ...]:
        """Every case as the record shows it now."""
        return tuple(self._shown(name) for name in self.cases)

    def _shown(self, name: str) -> Shown:
        file, now = self._file(name), self.at.astimezone(dt.UTC)
        regime = self.house.regime(file.regime or self.story.regime)
        sights = seen(file, regime, now)
        return Shown(name=name, file=file, regime=regime, seen=sights, alarms=alarms(file, regime, now))

    def _file(self, name: str) -> CaseFile:
        return read_case(self.house, self.cases[name or next(iter(self.cases))])

    def _version(self, case: str) -> int:
        return self.house.ledger.head(self.house.raw(), f"case/{case}")

    def _recorded(self, case: str, before: int) -> tuple[tuple[int, CaseEvent], ...]:
        entries = self.house.ledger.read(self.house.raw(), f"case/{case}", before)
        return tuple((each.version, event) for each, event in zip(entries, events_of(entries), strict=True))


def months_of(moments: list[dt.datetime]) -> list[str]:
    """The months that moments fall in, on whichever clock: "2022-01"."""
    day = dt.timedelta(days=1)
    return sorted({f"{near:%Y-%m}" for at in moments for near in (at - day, at, at + day)})


def _latest(file: CaseFile) -> dict[str, int]:
    """The latest claim, determination of it, notice and hearing of a case, by number."""
    claim = file.claims[-1] if file.claims else None
    return {
        "claim": claim.number if claim else 1,
        "determination": len(claim.determinations) if claim else 1,
        "notice": len(file.notices),
        "hearing": len(file.hearings),
    }


def _made_by(events: list[CaseEvent]) -> dict[str, int]:
    """What a step made, so that a later step can speak of it by the name it was given."""
    made: dict[str, int] = {}
    for event in events:
        match event:
            case FearClaimed():
                made = {"claim": event.claim}
            case DeterminationSigned():
                made = {"claim": event.claim, "determination": event.number}
            case NoticePrepared():
                made = {"notice": event.number, "hearing": event.hearing}
            case _:
                continue
    return made


def _expectations(given: Given) -> list[Expectation]:
    """What the story says must come of a step; that it is done goes without saying, and without a line when it is."""
    step = given.step
    rules = [each.rule for each in given.refused]
    breaches = [event.rule for _, event in given.recorded if isinstance(event, BreachNoted)]

    def expect(says: str, expected: Any, found: Any, *, holds: bool) -> Expectation:
        return Expectation(says=says, expected=expected, found=found, holds=holds, file=step.file, line=step.line)

    found = []
    if step.refused:
        holds = set(step.refused) <= set(rules)
        found.append(expect(f"{step.do} is refused", list(step.refused), rules or "done", holds=holds))
    if step.first:
        first = rules[0] if rules else "done"
        found.append(expect(f"{step.do}: rule of record", step.first, first, holds=first == step.first))
    if step.breaches:
        holds = set(step.breaches) <= set(breaches)
        found.append(expect(f"{step.do} is a breach", list(step.breaches), breaches, holds=holds))
    if rules and not (step.refused or step.first):
        found.append(expect(f"{step.do} is done", "done", rules, holds=False))
    return found
