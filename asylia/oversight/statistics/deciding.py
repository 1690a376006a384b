"""Statistics of decisions row by row, by name: disparity between officers, the standard applied, order and hour."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from asylia.oversight.counted import Counted, Found, statistic
from asylia.oversight.statistics import exact, rates
from asylia.oversight.statistics.permutation import Disparity, disparity
from asylia.oversight.statistics.reviewing import truth
from asylia.oversight.statistics.sequences import Turn, previous_decision, trend
from asylia.oversight.statistics.standard import Band, effective_standard

BANDS: Mapping[str, tuple[float, float]] = {
    "under_10": (0.0, 0.10), "10_to_25": (0.10, 0.25), "25_to_50": (0.25, 0.50),
    "50_to_75": (0.50, 0.75), "75_to_90": (0.75, 0.90), "over_90": (0.90, 1.0),
}  # fmt: skip


# --- between officers


@statistic("disparity")
def between_officers(counted: Counted) -> Found:
    """The spread between officers in log-odds beyond their strata (tau), and p by permutation within strata.

    Rows hold `officer` and `stratum`; `place` (site and month), `represented` and `vulnerable` show by `balance`
    whether cases came to officers by chance: the p, twice the lesser of both, that officers of one place have like
    shares of them. `z` is how far one officer lies from the others, 0 for more than one; `officers` how many there are.
    """
    officers = sorted(set(counted.frame["officer"])) if counted.frame else []
    if len(officers) < 2:
        return Found(values={"tau": 0.0, "officers": float(len(officers))})
    found = disparity(cells([counted]))
    if found is None:
        return Found(values={"z": 0.0, "officers": float(len(officers))})
    values = {"tau": found.tau, "z": 0.0, "officers": float(len(officers)), "balance": balance(counted)}
    return Found(estimate=found.tau, p=found.p, values=values)


def balance(counted: Counted) -> float:
    """The p that cases came to officers by chance; 1 where no case differs from another."""
    told = [disparity(cells([counted], stratum="place", yes=mark)) for mark in ("represented", "vulnerable")]
    return min(1.0, len(told) * min(1.0 if found is None else found.p for found in told))


@statistic("distance_from_peers")
def distance_from_peers(group: Sequence[Counted]) -> list[Found]:
    """How far each unit lies from the others with the same cases, drawn towards them (empirical Bayes), in log-odds.

    `z` allows for the spread between all of them (over-dispersed, Spiegelhalter 2005); `p` is its two-sided tail;
    `expected` is how many positives their strata's means give. A unit whose strata hold nobody else says nothing.
    """
    told = [_own(place) for place in range(len(group))]
    found = disparity(cells(group, told), rounds=1)
    return [_placed(found, own) for own in told]


def cells(
    group: Sequence[Counted], names: Sequence[str] = (), *, stratum: str = "stratum", yes: str = "numerator"
) -> dict[str, dict[str, tuple[int, int]]]:  # fmt: skip
    """How many `yes` of how many, by stratum and officer; by the names given for each of the group, where they are."""
    table: dict[str, dict[str, tuple[int, int]]] = {}
    for place, counted in enumerate(group):
        who = [names[place]] * len(counted.frame[stratum]) if names else counted.frame["officer"].tolist()
        keys = list(zip(counted.frame[stratum].tolist(), who, strict=True))
        every = Counter(keys)
        counts = Counter(key for key, counts in zip(keys, truth(counted.frame[yes]), strict=True) if counts)
        for name, officer in every:
            table.setdefault(str(name), {})[officer] = counts[name, officer], every[name, officer]
    return table


def _own(place: int) -> str:
    return f"{place:06}"


def _placed(found: Disparity | None, own: str) -> Found:
    if found is None or own not in found.units:
        return Found()
    place = found.units.index(own)
    off, variance = found.observed[place] - found.expected[place], found.variance[place]
    z = off / math.sqrt(variance + (variance * found.tau) ** 2)
    drawn = found.tau**2 / (1 + variance * found.tau**2)
    step = float(stats.norm.ppf(0.975)) * math.sqrt(drawn)
    values = {"z": z, "expected": found.expected[place], "observed": float(found.observed[place])}
    p = float(2 * stats.norm.sf(abs(z)))
    return Found(estimate=off * drawn, lower=off * drawn - step, upper=off * drawn + step, p=p, values=values)


# --- the standard applied


@statistic("standard_applied")
def standard_applied(counted: Counted) -> Found:
    """The share refused of those whose band lies wholly at the legal standard or above, and the standard applied.

    Rows hold `band` and `standard` (percent). The share comes with its exact interval and p against the setting
    `tolerance`; nothing is said of fewer than the setting `least`. `excess` (with `excess_low`, `excess_high`) is how
    far the likelihood at which half are granted lies above the legal standard; `applied` is that likelihood, where all
    have one legal standard. By band, `<band>_positive` and `<band>_decisions`.
    """
    above = counted.arms["above"]
    values: dict[str, float | None] = {}
    if counted.frame:
        rows = Counter(_banded(counted))
        values = _by_band(rows) | _excess(rows)
    if above.denominator < float(counted.settings["least"]):
        return Found(values=values)
    gap = rates.clopper_pearson(above.numerator, above.denominator)
    p = exact.exceeds(above.numerator, above.denominator, float(counted.settings["tolerance"]))
    share = above.numerator / above.denominator
    return Found(estimate=share, lower=gap and gap.low, upper=gap and gap.high, p=p, values=values)


def at_or_above(band: str, standard: float) -> bool:
    """Whether a band lies wholly at a standard (percent) or above it; 50 to 75 does at a standard of 51."""
    return 100 * BANDS[band][0] >= standard - 1


Row = tuple[str, float, bool]  # band, legal standard (0 to 1), positive


def _banded(counted: Counted) -> Iterator[Row]:
    frame = counted.frame
    for band, standard, arm, yes in zip(
        frame["band"], frame["standard"], frame["arm"], frame["numerator"], strict=True
    ):  # fmt: skip
        yield band, float(standard) / 100, bool(yes) != (arm == "above")


def _by_band(rows: Mapping[Row, int]) -> dict[str, float | None]:
    told: dict[str, float | None] = {}
    for band in BANDS:
        positive, decisions = (
            sum(many for (name, _, yes), many in rows.items() if name == band and (yes or every))
            for every in (False, True)
        )
        told |= {f"{band}_positive": float(positive), f"{band}_decisions": float(decisions)}
    return told


def _excess(rows: Mapping[Row, int]) -> dict[str, float | None]:
    held = sorted({(band, standard) for band, standard, _ in rows})
    found = effective_standard(
        Band(sum(BANDS[b]) / 2 - s, rows.get((b, s, True), 0), rows.get((b, s, True), 0) + rows.get((b, s, False), 0))
        for b, s in held
    )
    legal = {standard for _, standard in held}
    excess, low, high = found or (None, None, None)
    applied = excess + legal.pop() if excess is not None and len(legal) == 1 else None
    return {"excess": excess, "excess_low": low, "excess_high": high, "applied": applied}


# --- order and hour


@statistic("previous_decision")
def leaning(counted: Counted) -> Found:
    """How much likelier a positive is after a positive than after a negative, less what shuffling gives; with its p.

    Rows hold `officer`, `stratum`, `family` and `at`. Families decided in a row count once.
    """
    found = previous_decision(turns(counted.frame, "at")) if counted.frame else None
    if found is None:
        return Found()
    (a, n), (b, m) = found.after_positive, found.after_negative
    spread = 1.959964 * float(np.std(found.null))
    values = {
        "after_positive": a / n,
        "after_negative": b / m,
        "after_positive_of": float(n),
        "after_negative_of": float(m),
        **by_chance(found.null),
    }
    return Found(
        estimate=found.delta, lower=found.delta - spread, upper=found.delta + spread, p=found.p, values=values
    )  # fmt: skip


def by_chance(null: Sequence[float]) -> dict[str, float | None]:
    """What shuffling alone gives, for the picture: how many in each of 21 equal steps (`null.0` ...), and its ends."""
    counts, edges = np.histogram(np.asarray(null, float), bins=21)
    told: dict[str, float | None] = {f"null.{at}": float(count) for at, count in enumerate(counts)}
    return told | {"null.low": float(edges[0]), "null.high": float(edges[-1])}


@statistic("trend")
def leaning_on_the_clock(counted: Counted) -> Found:
    """How the share of positives differs late and early, within an officer's own day (or month), with p by shuffling.

    The arm names the column that orders: `hour`, `place` in the day, or `month_day`. `late` and `early` are the shares.
    """
    (by,) = counted.arms
    found = trend(turns(counted.frame, by)) if counted.frame else None
    if found is None:
        return Found()
    (a, n), (b, m) = found.high, found.low
    values = {"late": a / n if n else None, "early": b / m if m else None, "points": 100 * abs(found.contrast)}
    return Found(estimate=found.contrast, p=found.p, values=values)


def turns(frame: Mapping[str, NDArray[Any]], by: str) -> Iterator[Turn]:
    """The decisions of a frame as turns, in blocks of the officer's stratum; for what happens in a day, of the day."""
    moments = frame["at"].astype("datetime64[us]").astype(np.int64)
    days = frame["at"].astype("datetime64[D]").astype(str) if "day" not in frame else frame["day"].astype(str)
    block = days if by in ("hour", "place") else frame["stratum"].astype(str)
    place: Counter[tuple[str, str]] = Counter()
    for row in np.lexsort((frame["numerator"], moments)):  # ties by outcome, so that the order of rows does not matter
        key = str(frame["officer"][row]), str(block[row])
        figure = float(frame[by][row]) if by in frame and by != "at" else float(place[key])
        place[key] += 1
        family = frame["family"][row]
        yield Turn(key, float(moments[row]), str(family) if family else None, bool(frame["numerator"][row]), figure)
