"""The same people under each plan: what a comparison says, as the one JSON file that a page draws.

Everyone in it is simulated. It is no forecast, and names no plan as the best.
"""

import datetime as dt
from pathlib import Path
from typing import Literal

import msgspec

FILE = "comparison.json"  # under ASYLIA_HOME


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a comparison."""


class Spread(Part, frozen=True, kw_only=True):
    """One figure over all runs: its mean, and the middle 95 % of them (with few runs, the least and the greatest)."""

    mean: float
    low: float
    high: float


class Rung(Part, frozen=True, kw_only=True):
    """One step of the ladder: how many people, and which share of the people of the rung `of` (1.0 = all of them)."""

    id: str
    says: str
    people: Spread
    of: str
    share: Spread


class Fired(Part, frozen=True, kw_only=True):
    """One measure of oversight that does not say ok on the record of this plan's first run."""

    measure: str
    title: str
    status: Literal["watch", "alarm", "not_measurable"]


class Assumption(Part, frozen=True, kw_only=True):
    """One number of the plan: its key in the file, what it means, and how sure it is ([F], [R], invented)."""

    key: str
    says: str
    value: str
    source: str


class Programme(Part, frozen=True, kw_only=True):
    """What became of the people under one plan.

    `endangered` are the people in true danger who were sent away at least once; `protected` those in true danger who
    were found so; `mistaken` those in no true danger who were found to be in danger.
    """

    plan: str
    title: str
    regime: str
    historical: bool
    digest: str
    endangered: Spread
    protected: Spread
    mistaken: Spread
    ladder: tuple[Rung, ...]
    refused: Spread  # acts that the core refused
    breaches: Spread  # safeguards that a historical regime let pass
    fired: tuple[Fired, ...] = ()
    measured: bool = False  # whether the measures were computed at all; where not, `fired` says nothing
    assumptions: tuple[Assumption, ...] = ()


class Difference(Part, frozen=True, kw_only=True):
    """One difference between the first plan and another, switched on.

    `alone`: people in true danger sent away when this alone is changed in the first plan. `together`: with every
    difference before it in the list changed too, so that the last is the other plan itself.
    """

    id: str
    says: str
    alone: Spread
    together: Spread


class Comparison(Part, frozen=True, kw_only=True):
    """The same simulated people under each plan. `from_plan` and `to_plan` are the two that differences lie between."""

    title: str
    sentence: str
    seed: int
    runs: int
    people: int
    days: int
    in_danger: Spread  # people in true danger among them, whatever the plan
    programmes: tuple[Programme, ...]
    from_plan: str = ""
    to_plan: str = ""
    differences: tuple[Difference, ...] = ()
    made: dt.date | None = None  # the day it was made, by the clock of who made it; not part of what equal seeds give


def written(comparison: Comparison) -> bytes:
    """The file: JSON in UTF-8, indented, ending in a line feed."""
    return msgspec.json.format(msgspec.json.encode(comparison), indent=1) + b"\n"


def read(path: Path) -> Comparison:
    """The comparison in a file.

    Raises:
        OSError: it cannot be read.
        msgspec.ValidationError, msgspec.DecodeError: it is no comparison of this version.
    """
    return msgspec.json.decode(path.read_bytes(), type=Comparison)
