"""The order of decisions: does the one before, or the hour, change the next? Never by officer fixed effects.

A lagged decision beside a fixed effect for each officer is biased by about -1/(T-1) (Nickell 1981, Econometrica
49:1417); orders shuffled within the officer's own block are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from asylia.oversight.statistics.permutation import SEED, share_beyond, shuffles

ROUNDS = 499


class Turn(NamedTuple):
    """One decision in its order: the block within which order may be shuffled, its family, the outcome, a figure.

    `block` is an officer within a stratum; `order` sorts decisions within it; `family` is None for who came alone;
    `by` is the figure that a trend is sought in (hour, place in the queue, days to the target).
    """

    block: Hashable
    order: float
    family: str | None
    positive: bool
    by: float = 0.0


class Dependence(NamedTuple):
    """The decisions after a positive and after a negative one, each (positives, decisions).

    `delta` is the difference of their shares less its mean under shuffling; `p` is two-sided; `null` holds the shuffled
    differences, centred.
    """

    after_positive: tuple[int, int]
    after_negative: tuple[int, int]
    delta: float
    p: float
    null: list[float]


class Trend(NamedTuple):
    """The decisions above the middle of their block, and up to it, each (positives, decisions).

    `contrast` is the difference of their shares within blocks, `p` two-sided.
    """

    high: tuple[int, int]
    low: tuple[int, int]
    contrast: float
    p: float


def previous_decision(turns: Iterable[Turn], rounds: int = ROUNDS) -> Dependence | None:
    """Whether a decision leans on the one before it; None when one kind never comes before another decision.

    A family decided in a row counts once, with its first outcome: its members share their facts. Chen, Moskowitz and
    Shue 2016, Quarterly Journal of Economics 131:1181; permutation instead of their regression.
    """
    blocks = _blocks(turns)
    number, outcomes, _ = _flat(blocks)
    paired = number[1:] == number[:-1]
    seen = _pairs(outcomes[None, :], paired)
    if not seen[0, 1] or not seen[0, 3]:
        return None
    orders = shuffles(number, rounds, np.random.default_rng(SEED))
    drawn = np.concatenate([_pairs(outcomes[order], paired) for order in orders])
    drawn = drawn[(drawn[:, 1] > 0) & (drawn[:, 3] > 0)]
    null = _delta(drawn)
    there = float(_delta(seen)[0])
    a, b, c, d = (int(count) for count in seen[0])
    return Dependence(
        (a, b), (c, d), there - float(null.mean()), share_beyond(there, null), (null - null.mean()).tolist()
    )


def trend(turns: Iterable[Turn], rounds: int = ROUNDS) -> Trend | None:
    """Whether positives grow or fall with `by` within blocks; None where nothing varies within any block."""
    number, outcomes, by = _flat([block for block in _blocks(turns) if len({turn.by for turn in block}) > 1])
    if not len(by) or outcomes.min() == outcomes.max():
        return None
    middles = {place: np.median(by[number == place]) for place in np.unique(number)}
    above = by > np.array([middles[place] for place in number])
    sizes = np.bincount(number)
    lean = above - np.bincount(number, above)[number] / sizes[number]
    if not lean.any():
        return None
    orders = shuffles(number, rounds, np.random.default_rng(SEED))
    drawn = np.concatenate([outcomes[order] @ lean for order in orders])
    seen = float(outcomes @ lean)
    high, low = (int(outcomes[above].sum()), int(above.sum())), (int(outcomes[~above].sum()), int((~above).sum()))
    return Trend(high, low, seen / float(np.square(lean).sum()), share_beyond(seen, drawn))


def _blocks(turns: Iterable[Turn]) -> list[list[Turn]]:
    """The turns of each block in order, a family in a row once; ordered by content, so that names do not matter."""
    gathered: dict[Hashable, list[Turn]] = defaultdict(list)
    for turn in turns:
        gathered[turn.block].append(turn)
    blocks = []
    for block in gathered.values():
        ordered = sorted(block, key=lambda turn: (turn.order, turn.positive))
        blocks.append([turn for turn, last in zip(ordered, [None, *ordered], strict=False) if not _same(turn, last)])
    return sorted(blocks, key=lambda block: [(turn.order, turn.positive, turn.by) for turn in block])


def _same(turn: Turn, last: Turn | None) -> bool:
    return last is not None and turn.family is not None and turn.family == last.family


def _flat(blocks: Sequence[Sequence[Turn]]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Block number, outcome and figure of every turn, in order."""
    number = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    outcomes = np.array([turn.positive for block in blocks for turn in block], int)
    return number, outcomes, np.array([turn.by for block in blocks for turn in block], float)


def _pairs(outcomes: NDArray[np.int64], paired: NDArray[np.bool_]) -> NDArray[np.int64]:
    """By row: positives after a positive, decisions after a positive, positives after a negative, decisions so."""
    before, now = outcomes[:, :-1][:, paired], outcomes[:, 1:][:, paired]
    both, after = (before * now).sum(axis=1), before.sum(axis=1)
    return np.stack([both, after, now.sum(axis=1) - both, before.shape[1] - after], axis=1)


def _delta(pairs: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(pairs[:, 0] / pairs[:, 1] - pairs[:, 2] / pairs[:, 3], float)
