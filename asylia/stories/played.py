"""What came of playing a story: each step as it went, each look as it was taken, each case at the end."""

import datetime as dt
from typing import Any, TypeAlias

import msgspec

from asylia.core.alarms import Alarm
from asylia.core.decider import CaseEvent
from asylia.core.errors import Broken
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.stories.story import Look, Step, Story


class Expectation(msgspec.Struct, frozen=True, kw_only=True):
    """One thing the story says must be so, what was found, and whether they agree."""

    says: str
    expected: Any
    found: Any
    holds: bool
    file: str
    line: int


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it went: what was recorded (version, event), or the rules that refused it."""

    step: Step
    number: int
    at: dt.datetime
    who: Author
    case: str = ""
    recorded: tuple[tuple[int, CaseEvent], ...] = ()
    refused: tuple[Broken, ...] = ()
    expectations: tuple[Expectation, ...] = ()


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A look as it was taken."""

    look: Look
    at: dt.datetime
    case: str
    expectations: tuple[Expectation, ...]


Moment: TypeAlias = Given | Taken


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What the record shows of one case when the story has ended."""

    name: str
    file: CaseFile
    regime: Regime
    seen: dict[str, Any]
    alarms: tuple[Alarm, ...]


class Played(msgspec.Struct, frozen=True, kw_only=True):
    """A story that was played: every moment of it in order, and its cases at the end."""

    story: Story
    moments: tuple[Moment, ...]
    cases: tuple[Shown, ...]

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Everything the story says must be so, in the story's order."""
        return tuple(each for moment in self.moments for each in moment.expectations)

    @property
    def holds(self) -> bool:
        """Whether all of it is so."""
        return all(each.holds for each in self.expectations)
