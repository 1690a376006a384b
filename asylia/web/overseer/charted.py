"""Each kind of picture that a measure can declare: from its rows to the marks of a chart."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from asylia.oversight.row import Breach, Row
from asylia.oversight.status import Status
from asylia.oversight.telling import Definition
from asylia.publish.charts import (
    NARROW,
    Both,
    Curve,
    Mark,
    Moment,
    Pair,
    Point,
    Rung,
    Series,
    Step,
    Unit,
    bars,
    chance,
    control,
    dots,
    funnel,
    ladder,
    lines,
    mirrored,
    numbers,
    paired,
    standard,
    survival,
)
from asylia.publish.page import count, percent
from asylia.web.overseer import worded
from asylia.web.overseer.states import LOUD

OUTER = 3.09  # standard errors: the outer limits of a funnel, 99.8 %


class Drawn(NamedTuple):
    """What a picture is made of."""

    rows: Sequence[Row]
    breaches: Sequence[Breach]
    earlier: Sequence[Row]

    @property
    def places(self) -> list[Row]:
        """The rows of sites, by name: never by value, for that would rank them."""
        return sorted((row for row in self.rows if row.unit == "site"), key=lambda row: row.of)

    @property
    def whole(self) -> Row | None:
        """The programme's row."""
        return next((row for row in self.rows if row.unit == "programme"), None)


def arm_mark(row: Row, arm: str) -> Mark:
    """One group's share; where it is of nobody, or cannot be known, no mark and why."""
    of = row.arms.get(arm)
    if of is None or of.denominator == 0:
        return Mark(arm, None, "none" if of else "not shown")
    share = of.numerator / of.denominator
    low, high = row.values.get(f"{arm}.lower"), row.values.get(f"{arm}.upper")
    return Mark(arm, share, worded.of_many(of), low, high)


def estimate_mark(row: Row, measure: Definition) -> Mark:
    """The estimate as a mark."""
    told = worded.told(row, measure.scale)
    if row.estimate is None or row.status is Status.NOT_MEASURABLE:
        return Mark(told.of, None, "cannot be known" if row.status is Status.NOT_MEASURABLE else "none")
    return Mark(told.of, row.estimate, told.value, row.lower, row.upper)


def as_paired(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """Two shares a place: of positives and of negatives, asked and not."""
    del measure
    whole = [drawn.whole] if drawn.whole else []
    arms = list(drawn.rows[0].arms)
    if len(arms) != 2:
        return ""
    first, second = arms
    places = [
        Both("All places" if row.unit == "programme" else row.of, arm_mark(row, first), arm_mark(row, second),
             named=row.unit != "programme" and row.status in LOUD)
        for row in [*whole, *drawn.places]
    ]  # fmt: skip
    return paired(name, title, places, (worded.said(first), worded.said(second)))


def as_mirrored(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """What goes one way and what goes the other, back to back."""
    del measure
    rows = [*([drawn.whole] if drawn.whole else []), *drawn.places]
    arms = list(drawn.rows[0].arms)
    if len(arms) != 2:
        return ""
    pairs = [Pair(worded.unit(row), arm_mark(row, arms[0]), arm_mark(row, arms[1])) for row in rows]
    if all(mark.value is None for pair in pairs for mark in (pair.left, pair.right)):
        return ""
    return mirrored(name, title, pairs, (worded.said(arms[0]), worded.said(arms[1])))


def as_dots(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """A dot a place with its interval; on its own scale where it is no share."""
    marks = [estimate_mark(row, measure) for row in [*([drawn.whole] if drawn.whole else []), *drawn.places]]
    if not any(mark.value is not None for mark in marks):
        return ""
    if measure.scale == "share":
        return dots(name, title, marks)
    return numbers(name, title, [in_points(mark) for mark in marks] if measure.scale == "points" else marks)


def in_points(mark: Mark) -> Mark:
    """A difference of shares on a scale of points."""
    value, low, high = (None if each is None else each * 100 for each in (mark.value, mark.low, mark.high))
    return mark._replace(value=value, low=low, high=high)


def as_funnel(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """Places by their size, inside limits that chance and their ordinary spread explain."""
    del measure
    known = [row for row in drawn.places if row.of != "unknown" and row.denominator]
    whole = drawn.whole
    centre, tau = (whole.values.get(f"between.{what}") if whole else None for what in ("target", "tau"))
    if centre is None or tau is None:
        return ""
    units = [
        Unit(row.of, row.denominator or 0, (row.numerator or 0) / (row.denominator or 1), outside=far_out(row))
        for row in known
    ]
    return funnel(name, title, units, centre=centre, tau=tau, of="decisions at the place", share="%")


def far_out(row: Row) -> bool:
    """Whether a place lies outside the outer limits, spread allowed for."""
    return abs(row.values.get("between.z") or 0.0) > OUTER


def as_survival(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """Who still waits after how long, from the points that the statistic gives (`at.24`, with lower and upper)."""
    del measure
    curves = [
        Curve(worded.unit(row), row.denominator or 0, curve(row.values))
        for row in [*([drawn.whole] if drawn.whole else []), *drawn.places[:2]]
    ]
    return survival(name, title, curves, "hours") if any(each.steps for each in curves) else ""


def curve(values: Mapping[str, float | None]) -> list[Step]:
    """The steps of a curve out of a row's further numbers."""
    points = {name.removeprefix("at."): share for name, share in values.items() if name.startswith("at.")}
    return [
        Step(float(at), share, values.get(f"at.{at}.lower"), values.get(f"at.{at}.upper"))
        for at, share in sorted(points.items(), key=lambda each: number_of(each[0]))
        if share is not None and number_of(at) >= 0
    ]


def number_of(said: str) -> float:
    """A number, or -1 for what is none."""
    return float(said) if said.replace(".", "", 1).isdigit() else -1.0


def as_control(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """A share by period, this edition's the last."""
    del measure
    known = {row.end: row for row in [*drawn.earlier, *([drawn.whole] if drawn.whole else [])]}
    points = [
        Point(f"{end.day} {end:%b}", row.denominator or 0,
              (row.numerator or 0) / row.denominator if row.denominator else None)
        for end, row in sorted(known.items())
    ]  # fmt: skip
    n = sum(point.n for point in points)
    if not n:
        return ""
    return control(name, title, points, sum((point.share or 0) * point.n for point in points) / n)


def as_standard(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """How often each likelihood was found positive, the law's standard, and the one that is applied."""
    del measure
    whole = drawn.whole
    if whole is None or not any(whole.values.get(f"{band}_decisions") for band in BANDS):
        return ""
    values = whole.values
    bands = [(low, high, band_mark(values, band)) for band, (low, high) in BANDS.items()]
    applied, excess = values.get("applied"), values.get("excess")
    if applied is None or excess is None:
        return standard(name, title, bands, LEGAL, Mark("", None, "not known"))
    legal = applied - excess
    low, high = (
        None if values.get(end) is None else legal + (values[end] or 0.0) for end in ("excess_low", "excess_high")
    )
    at = Mark("", applied, f"{applied * 100:.0f} %", inside(low), inside(high))
    return standard(name, title, bands, legal, at._replace(value=inside(applied)))


def band_mark(values: Mapping[str, float | None], band: str) -> Mark:
    """The share of one band that was found positive."""
    positive, decisions = (int(values.get(f"{band}_{what}") or 0) for what in ("positive", "decisions"))
    if not decisions:
        return Mark(band, None, "none")
    return Mark(band, positive / decisions, f"{positive} of {decisions}")


def inside(share: float | None) -> float | None:
    """A likelihood as a picture can show it, from 0 to 1."""
    return None if share is None else min(max(share, 0.0), 1.0)


LEGAL = 0.51  # likelier than not, where the row names no standard of its own
BANDS = {
    "under_10": (0.0, 0.1), "10_to_25": (0.1, 0.25), "25_to_50": (0.25, 0.5), "50_to_75": (0.5, 0.75),
    "75_to_90": (0.75, 0.9), "over_90": (0.9, 1.0),
}  # fmt: skip


def as_lines(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """The share by week where there was a report and elsewhere, and when the first report came."""
    del measure
    values = drawn.whole.values if drawn.whole else {}
    weeks = sum(each.startswith("week.") and each.endswith(".others") for each in values)
    groups = {"reported": "with a report", "others": "the others"}
    series = [
        Series(words, [values.get(f"week.{at}.{group}") for at in range(weeks)]) for group, words in groups.items()
    ]
    if not any(share is not None for each in series for share in each.shares):
        return ""
    event = values.get("event")
    moments = [Moment(event, "first report")] if event is not None and event >= 0 else []
    return lines(name, title, [f"{at + 1}" for at in range(weeks)], series, moments)


def as_chance(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """What shuffling alone gives, and what was seen."""
    whole = drawn.whole
    low, high = (whole.values.get(f"null.{end}") if whole else None for end in ("low", "high"))
    if whole is None or whole.estimate is None or low is None or high is None:
        return ""
    counts = [int(whole.values.get(f"null.{at}") or 0) for at in range(21)]
    seen = f"seen: {worded.number(whole.estimate, measure.scale)}"
    return chance(name, title, counts, (low, high), seen=whole.estimate, says=seen)


def as_list(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """How many cases broke a rule at each place; the cases themselves stand in the list."""
    del measure
    places = sorted({breach.of for breach in drawn.breaches})
    found = [sum(breach.of == place for breach in drawn.breaches) for place in places]
    marks = [
        Mark("place not recorded" if place == "unknown" else place, many, count(many))
        for place, many in zip(places, found, strict=True)
    ]
    return bars(name, title, marks) if marks else ""


def as_ladder(name: str, title: str, measure: Definition, drawn: Drawn) -> str:
    """Each group that is counted among, and under it how many of it are so, with their share."""
    del measure
    whole = drawn.whole
    if whole is None or not any(arm.denominator for arm in whole.arms.values()):
        return ""
    rungs: list[Rung] = []
    for code, arm in whole.arms.items():
        share = arm.numerator / arm.denominator if arm.denominator else None
        spread = (whole.lower, whole.upper) if len(whole.arms) == 1 else (
            whole.values.get(f"{code}.lower"), whole.values.get(f"{code}.upper"))  # fmt: skip
        rungs += [
            Rung(worded.said(code) or "all", arm.denominator, count(arm.denominator)),
            Rung(f"  {worded.said(whole.part) or 'of them so'}", arm.numerator, count(arm.numerator),
                 Mark("", share, percent(share) or "none", *spread)),
        ]  # fmt: skip
    return ladder(name, title, rungs, "", NARROW)


KINDS: Mapping[str, Callable[[str, str, Definition, Drawn], str]] = {
    "paired bars": as_paired, "mirrored bars": as_mirrored, "dots": as_dots, "funnel": as_funnel, "lines": as_lines,
    "chance": as_chance, "survival": as_survival, "p-chart": as_control, "step": as_standard, "list": as_list,
    "ladder": as_ladder,
}  # fmt: skip
