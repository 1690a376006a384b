"""A row in words: of whom, in which days, which value, how sure; its tile and its page say the same."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from asylia.oversight.counted import Arm
from asylia.oversight.row import Row
from asylia.oversight.status import Status
from asylia.publish.page import count, percent
from asylia.web import names

UNITS = {"programme": "the programme", "site": "site", "language": "language", "nationality": "nationality"}
ARM_ALL = "all"


class Told(NamedTuple):
    """A row as a reader meets it: of whom, in which days, how many, which value, which state, and why."""

    key: str
    of: str
    days: str
    counted: Sequence[tuple[str, str]]
    value: str
    interval: str
    p: str
    state: str
    reason: str
    sees: str  # the smallest difference that so many show, four times in five; empty where the method has none

    @property
    def counts(self) -> str:
        """How many of how many, of each group."""
        return "; ".join(f"{arm} {said}".strip() for arm, said in self.counted)


def told(row: Row, scale: str) -> Told:
    """Return a row in words, its estimate on the scale that its definition names."""
    return Told(
        key=key(row),
        of=unit(row),
        days=days(row.start, row.end),
        counted=[(said(arm), of_many(each)) for arm, each in row.arms.items()],
        value=value(row, scale),
        interval=interval(row, scale),
        p=p_value(row),
        state=row.status.value,
        reason=row.reason,
        sees=sees(row),
    )


def sees(row: Row) -> str:
    """The smallest difference that so many can show, as the statistic gives it (`detectable`)."""
    found = row.values.get("detectable")
    return "" if found is None else f"{found * 100:.1f} points"


def key(row: Row) -> str:
    """What a row is known by inside an edition, as an element of a page can bear it."""
    return "-".join(filter(None, (row.measure, row.part, row.unit, row.of))).replace(" ", "_")


def unit(row: Row) -> str:
    """Of which part of the programme a row is."""
    if row.unit == "programme":
        return "The programme"
    if row.of == "unknown":
        return f"{UNITS.get(row.unit, said(row.unit)).capitalize()} not recorded"
    if row.unit == "language":
        return names.language(row.of)
    if row.unit == "nationality":
        return names.country(row.of)
    return row.of if row.unit == "site" else f"{said(row.unit).capitalize()}: {said(row.of)}"


def said(code: str) -> str:
    """A code in words; the one group of a measure that compares nothing needs none."""
    return "" if code == ARM_ALL else code.replace("_", " ")


def of_many(arm: Arm) -> str:
    """How many of how many."""
    return f"{count(arm.numerator)} of {count(arm.denominator)}"


def value(row: Row, scale: str) -> str:
    """The estimate; where there is none, why not in two words."""
    if row.status is Status.NOT_MEASURABLE:
        return "cannot be known"
    if row.status is Status.SUPPRESSED:
        return "not shown"
    return number(row.estimate, scale) if row.estimate is not None else "none"


def interval(row: Row, scale: str) -> str:
    """Between which two values it lies; empty where that is not known."""
    if row.lower is None or row.upper is None or row.status in (Status.NOT_MEASURABLE, Status.SUPPRESSED):
        return ""
    return f"{number(row.lower, scale, bare=True)} to {number(row.upper, scale)}"


def number(given: float, scale: str, *, bare: bool = False) -> str:
    """One number on its scale; `bare` without the unit."""
    match scale:
        case "share":
            return f"{given * 100:.1f}" if bare else percent(given)
        case "points":
            return f"{given * 100:+.1f}" + ("" if bare else " points")
        case "ratio":
            return f"{given:.2f}"
        case "hours":
            return f"{given:.1f}" + ("" if bare else " h")
        case _:
            return f"{given:.3g}"


def p_value(row: Row) -> str:
    """How often chance alone would show as much, after all the looks that were paid for."""
    found = row.q if row.q is not None else row.p
    if found is None:
        return f"e = {row.e_value:.3g}" if row.e_value is not None else ""
    return "< 0.001" if found < 0.001 else f"{found:.3f}"


def days(start: dt.date, end: dt.date) -> str:
    """The days a row is of, both inside."""
    first = f"{start.day} {start:%b}" + (f" {start:%Y}" if start.year != end.year else "")
    return f"{first} to {end.day} {end:%b %Y}"
