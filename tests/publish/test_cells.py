"""Small counts cannot be worked out from what is printed: attacked by linear programming and by two releases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asylia.publish.cells import NotSafe, Protected, Table, bounds, check, protect
from asylia.publish.held import Held
from tests.publish.attacker import Attacker


def crossed(numbers: list[list[int]]) -> Table:
    """A table with its row and column totals and the grand total."""
    rows, columns = len(numbers), len(numbers[0])
    counts = {f"r{r}/c{c}": numbers[r][c] for r in range(rows) for c in range(columns)}
    sums = [(f"r{r}", [f"r{r}/c{c}" for c in range(columns)]) for r in range(rows)]
    sums += [(f"c{c}", [f"r{r}/c{c}" for r in range(rows)]) for c in range(columns)]
    counts |= {total: sum(counts[part] for part in parts) for total, parts in sums}
    counts["all"] = sum(counts[f"r{r}"] for r in range(rows))
    return Table(counts, [*sums, ("all", [f"r{r}" for r in range(rows)])], tuple(counts))


tables = st.integers(2, 4).flatmap(
    lambda columns: st.lists(
        st.lists(st.one_of(st.integers(0, 12), st.integers(0, 400)), min_size=columns, max_size=columns),
        min_size=2,
        max_size=4,
    )
)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_no_small_count_can_be_bounded_to_fewer_than_ten_values(numbers):
    table = crossed(numbers)
    protected = protect(table)
    attacker = Attacker(protected.printed, table.sums)
    for name, count in table.counts.items():
        low, high = attacker.bounds(name)
        assert low <= count <= high  # what is printed is true
        if count < 10:
            assert low == 0
            assert high >= 9
    check(table, protected)


def test_a_sum_that_would_give_a_small_count_away_is_found_and_refused():
    table = Table({"a": 3, "b": 24, "all": 27}, [("all", ["a", "b"])], ("a", "b", "all"))
    naive = Protected({"a": Held.SMALL, "b": 20, "all": 30}, ())
    assert bounds("a", table, naive.printed) == (1, 9)
    with pytest.raises(NotSafe, match="a is under 10, and what is printed beside it shows that it is 1 to 9"):
        check(table, naive)
    assert protect(table).printed == {"a": Held.SMALL, "b": Held.BESIDE, "all": 30}


def test_a_proof_is_worth_what_its_worlds_are():
    """A world that does not add up, or does not agree with what is printed, proves nothing."""
    table = Table({"a": 3, "b": 24, "all": 27}, [("all", ["a", "b"])], ("a", "b", "all"))
    printed = {"a": Held.SMALL, "b": 20, "all": 30}
    false = [np.array([0.0, 24.0, 27.0]), np.array([9.0, 40.0, 49.0]), np.array([0.0, 30.0, 30.0])]
    with pytest.raises(NotSafe, match="1 to 9"):
        check(table, Protected(printed, false))


def test_cells_that_are_never_printed_still_join_what_is():
    """Children and those represented, each printed, and nobody is both: only the atoms say so."""
    atoms = {"both": 0, "children": 20, "represented": 24, "neither": 4}
    counts = {**atoms, "all": 48, "a child": 20, "has counsel": 24, "neither printed": 4}
    sums = [("all", list(atoms)), ("a child", ["both", "children"]), ("has counsel", ["both", "represented"]),
            ("neither printed", ["neither"])]  # fmt: skip
    table = Table(counts, sums, ("all", "a child", "has counsel", "neither printed"))
    alone = Protected({"all": 50, "a child": 20, "has counsel": 20, "neither printed": Held.SMALL}, ())
    assert bounds("neither printed", table, alone.printed) == (0, 9)  # 45 - 24 - 24 may lie under zero
    check(table, protect(table))


def test_whether_a_count_is_small_can_be_what_must_not_be_told():
    """At least 10 in all, at most 9 of them here: so someone is there; neither is said then."""
    table = Table({"here": 2, "there": 9, "all": 11}, [("all", ["here", "there"])], ("here", "there", "all"))
    printed = protect(table).printed
    assert Held.BOTH in printed.values()
    assert Attacker(printed, table.sums).bounds("there")[0] == 0
    assert Attacker(printed, table.sums).bounds("here")[0] == 0


def test_a_table_without_small_counts_is_rounded_and_no_more():
    printed = protect(crossed([[100, 205], [314, 96]])).printed
    assert printed["r0/c1"] == 210
    assert not any(isinstance(shown, Held) for shown in printed.values())


def test_ten_to_fourteen_are_held_back_since_10_would_mean_five_values():
    assert protect(Table({"a": 14, "b": 15}, [], ("a", "b"))).printed == {"a": Held.BESIDE, "b": 20}


def test_two_releases_held_against_each_other_tell_nothing_more():
    """Counts only grow from the first to the second: even so no small one is bounded to fewer than ten values."""
    before, after = crossed([[3, 120], [44, 60]]), crossed([[8, 131], [44, 75]])
    one, two = protect(before).printed, protect(after).printed
    joined = {f"1 {name}": shown for name, shown in one.items()} | {f"2 {name}": shown for name, shown in two.items()}
    both = [(f"{n} {total}", [f"{n} {part}" for part in parts]) for n in (1, 2) for total, parts in before.sums]
    grown = [(f"2 {name}", [f"1 {name}", f"+ {name}"]) for name in one]
    attacker = Attacker(joined, [*both, *grown])
    for name in ("1 r0/c0", "2 r0/c0"):
        assert attacker.bounds(name) == (0, 9)


@pytest.mark.parametrize(
    ("counts", "sums", "says"),
    [({"a": -1}, [], "cannot be negative"), ({"a": 1, "b": 1, "all": 3}, [("all", ["a", "b"])], "add up to 2")],
)
def test_a_table_that_is_not_one_is_refused(counts, sums, says):
    with pytest.raises(ValueError, match=says):
        protect(Table(counts, sums, tuple(counts)))
