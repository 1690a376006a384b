"""Permutation within strata: what would differ between units if chance alone had given out the cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

ROUNDS = 999
AT_ONCE = 2_000_000  # places shuffled at once: bounds the memory
SEED = 20_190_128  # fixed, so that a row computed again is the same row


class Disparity(NamedTuple):
    """How far units differ from the means of their strata.

    `units` in the order of `observed` (positives), `expected` and `variance` (from the stratum means); `q` is the sum
    of squared distances by variance, `p` the share of permutations at least as far, `tau` the spread between units in
    log-odds.
    """

    units: list[str]
    observed: list[int]
    expected: list[float]
    variance: list[float]
    q: float
    p: float
    tau: float


Cells = Mapping[Any, Mapping[str, tuple[int, int]]]  # stratum -> unit -> (positives, decisions)


def disparity(cells: Cells, rounds: int = ROUNDS) -> Disparity | None:
    """Whether units differ beyond their strata; None when no stratum leaves anything to compare.

    Given the strata, the positives of each unit are multivariate hypergeometric when cases were given out at random
    within the stratum, so whole permutations are drawn as counts. The order of units does not matter. Good 2005,
    Permutation, Parametric and Bootstrap Tests of Hypotheses, section 3.
    """
    live = {s: row for s, row in cells.items() if len(row) > 1 and 0 < _sum(row, 0) < _sum(row, 1)}
    if not live:
        return None
    strata = sorted(live, key=lambda s: sorted(live[s].values()))
    names = _by_content(live, strata)
    place = {unit: column for column, unit in enumerate(names)}
    observed, expected, variance = np.zeros(len(names), int), np.zeros(len(names)), np.zeros(len(names))
    drawn = np.zeros((rounds, len(names)), int)
    chance = np.random.default_rng(SEED)
    for stratum in strata:
        here = sorted(live[stratum], key=place.__getitem__)
        columns = [place[unit] for unit in here]
        sizes = np.array([live[stratum][unit][1] for unit in here])
        yes, total = _sum(live[stratum], 0), int(sizes.sum())
        observed[columns] += [live[stratum][unit][0] for unit in here]
        expected[columns] += sizes * yes / total
        variance[columns] += sizes * (total - sizes) / (total - 1) * (yes / total) * (1 - yes / total)
        drawn[:, columns] += chance.multivariate_hypergeometric(sizes, yes, size=rounds, method="marginals")
    q = _distance(observed, expected, variance)
    beyond = int((_distance(drawn, expected, variance) >= q * (1 - 1e-9)).sum())
    return Disparity(
        names, observed.tolist(), expected.tolist(), variance.tolist(),
        float(q), (1 + beyond) / (1 + rounds), _tau(observed, expected, variance),
    )  # fmt: skip


def shuffles(blocks: NDArray[np.int64], rounds: int, chance: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """`rounds` orders of the places 0 to n-1, each shuffled within its block only, a batch of rows at a time.

    `blocks` must be ascending.
    """
    batch = max(1, AT_ONCE // max(1, len(blocks)))
    for done in range(0, rounds, batch):
        keys = blocks + chance.random((min(batch, rounds - done), len(blocks)))
        yield np.argsort(keys, axis=1)


def share_beyond(seen: float, drawn: NDArray[np.float64]) -> float:
    """Two-sided p of `seen` among values drawn by chance, about their mean; never 0. Phipson and Smyth 2010."""
    middle = float(drawn.mean())
    beyond = int((np.abs(drawn - middle) >= abs(seen - middle) * (1 - 1e-9)).sum())
    return (1 + beyond) / (1 + len(drawn))


def _by_content(live: Cells, strata: Sequence[Hashable]) -> list[str]:
    """The units ordered by what they decided, so that other names give the same draw."""
    content: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for number, stratum in enumerate(strata):
        for unit, (yes, of) in live[stratum].items():
            content[unit].append((number, of, yes))
    return sorted(content, key=lambda unit: content[unit])


def _sum(row: Mapping[str, tuple[int, int]], which: int) -> int:
    return sum(pair[which] for pair in row.values())


def _distance(seen: NDArray[np.int64], expected: NDArray[np.float64], variance: NDArray[np.float64]) -> np.float64:
    return np.asarray(np.square(seen - expected) / variance).sum(axis=-1)  # type: ignore[no-any-return]


def _tau(seen: NDArray[np.int64], expected: NDArray[np.float64], variance: NDArray[np.float64]) -> float:
    """The spread in log-odds: a unit off by u in log-odds is off by about u times its variance in positives."""
    beyond = float((np.square(seen - expected) - variance).sum() / np.square(variance).sum())
    return float(np.sqrt(max(0.0, beyond)))
