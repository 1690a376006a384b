"""Lots have names: equal names give equal chances in every process, and more of one chance never undoes another."""

import os
import subprocess
import sys
from statistics import mean, stdev

from asylia.simulator.lots import Lots, Urn

SHOW = "from asylia.simulator.lots import Lots; print(Lots('people', 7).of('person', 3).share('asked'))"


def test_a_lot_is_the_same_in_every_process() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", SHOW], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(found) == 1


def test_another_name_is_another_lot() -> None:
    lots = [Lots("a", 1), Lots("a", 2), Lots("a", "1", ""), Lots("a1")]
    assert len({each.share("x") for each in lots}) == len(lots)
    assert len({lots[0].share(each) for each in "abcdefgh"}) == 8


def test_a_greater_chance_takes_nothing_away() -> None:
    for number in range(500):
        lots = Lots("grow", number)
        happens = [lots.happens("it", chance / 20) for chance in range(21)]
        assert happens == sorted(happens)
        assert happens[-1]
        assert not happens[0]


def test_shares_are_even_and_normals_normal() -> None:
    shares = [Lots("even", number).share("x") for number in range(20_000)]
    normals = [Lots("even", number).normal("x") for number in range(20_000)]
    assert abs(mean(shares) - 0.5) < 0.01
    assert abs(mean(normals)) < 0.03
    assert abs(stdev(normals) - 1) < 0.03
    assert abs(mean(Lots("wait", n).wait("x", 3600) for n in range(20_000)) / 3600 - 1) < 0.03


def test_an_urn_gives_by_weight() -> None:
    urn = Urn(("a", "b", "c"), (1, 0, 3))
    drawn = [urn.at(Lots("urn", number).share("x")) for number in range(4000)]
    assert "b" not in drawn
    assert abs(drawn.count("c") / 4000 - 0.75) < 0.03
