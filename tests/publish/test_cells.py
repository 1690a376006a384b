"""Small counts cannot be worked out from what is printed: attacked by linear programming and by two releases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from asylia.publish import Held, NotSafe, Protected, bounds, protect
from asylia.publish.cells import check


def crossed(numbers: list[list[int]]) -> tuple[dict[str, int], dict[str, list[str]]]:
    """A table with its row and column totals and the grand total, as counts and sums."""
    rows, columns = len(numbers), len(numbers[0])
    counts = {f"r{r}/c{c}": numbers[r][c] for r in range(rows) for c in range(columns)}
    sums = {f"r{r}": [f"r{r}/c{c}" for c in range(columns)] for r in range(rows)}
    sums |= {f"c{c}": [f"r{r}/c{c}" for r in range(rows)] for c in range(columns)}
    counts |= {total: sum(counts[part] for part in parts) for total, parts in sums.items()}
    counts["all"] = sum(counts[f"r{r}"] for r in range(rows))
    return counts, {**sums, "all": [f"r{r}" for r in range(rows)]}


tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=4,
    )
)


@settings(max_examples=60, deadline=None)
@given(tables)
def test_no_small_count_can_be_bounded_to_fewer_than_ten_values(numbers):
    counts, sums = crossed(numbers)
    protected = protect(counts, sums)
    for name, count in counts.items():
        if count < 10:
            assert attack(name, protected, sums) == (0, 9)
    check(protected, sums)


def attack(name: str, protected: Protected, sums: dict[str, list[str]]) -> tuple[int, int]:
    """Bounds by a program of our own: unknowns only for what is not printed exactly, sums as two inequalities each."""
    cells = list(protected.printed)
    low = [0 if isinstance(s, Held) else s - 5 for s in protected.printed.values()]
    high = [9 if s is Held.SMALL else None if s is Held.BESIDE else s + 4 for s in protected.printed.values()]
    upper, right = [], []
    for total, parts in sums.items():
        row = [float(parts.count(cell)) - (cell == total) for cell in cells]
        upper += [row, [-value for value in row]]
        right += [0.0, 0.0]
    aim = np.array([cell == name for cell in cells], float)
    ends = [linprog(sign * aim, A_ub=upper, b_ub=right, bounds=list(zip(low, high, strict=True))) for sign in (1, -1)]
    return round(ends[0].fun), round(-ends[1].fun)


def test_a_sum_that_would_give_a_small_count_away_is_found_and_refused():
    counts = {"a": 3, "b": 14, "all": 17}
    sums = {"all": ["a", "b"]}
    naive = Protected({"a": Held.SMALL, "b": 10, "all": 20})
    assert bounds("a", naive.printed, sums) == (1, 9)
    with pytest.raises(NotSafe, match="a is under 10, and what is printed beside it shows that it is 1 to 9"):
        check(naive, sums)
    assert protect(counts, sums).printed == {"a": Held.SMALL, "b": Held.BESIDE, "all": 20}


def test_a_table_without_small_counts_is_rounded_and_no_more():
    counts, sums = crossed([[100, 205], [314, 96]])
    protected = protect(counts, sums)
    assert protected.printed["r0/c1"] == 210
    assert not any(isinstance(shown, Held) for shown in protected.printed.values())


def test_two_releases_held_against_each_other_tell_nothing_more():
    """Counts only grow from the first to the second: even so no small one is bounded to fewer than ten values."""
    before, sums = crossed([[3, 120], [44, 60]])
    after, _ = crossed([[8, 131], [44, 75]])
    one, two = protect(before, sums).printed, protect(after, sums).printed
    joined = {f"1 {name}": shown for name, shown in one.items()} | {f"2 {name}": shown for name, shown in two.items()}
    both = {f"{n} {total}": [f"{n} {part}" for part in parts] for n in (1, 2) for total, parts in sums.items()}
    grown: dict[str, int | Held] = {f"+ {name}": Held.BESIDE for name in one}
    both |= {f"2 {name}": [f"1 {name}", f"+ {name}"] for name in one if f"2 {name}" not in both}
    for name in ("1 r0/c0", "2 r0/c0"):
        low, high = bounds(name, {**joined, **grown}, both)
        assert (low, high) == (0, 9)


@pytest.mark.parametrize(
    ("counts", "sums", "says"),
    [({"a": -1}, {}, "cannot be negative"), ({"a": 1, "b": 1, "all": 3}, {"all": ["a", "b"]}, "add up to 2")],
)
def test_a_table_that_is_not_one_is_refused(counts, sums, says):
    with pytest.raises(ValueError, match=says):
        protect(counts, sums)
