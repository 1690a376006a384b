"""`asylia simulate` and `asylia compare` as one types them: what they print, and what they cannot do."""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from asylia.simulator.comparison import read

RUN = (sys.executable, "-m", "asylia.cli")


def asylia(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "ASYLIA_HOME": str(home), "COLUMNS": "80"}
    env.pop("DATABASE_URL", None)
    env.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run([*RUN, *words], env=env, capture_output=True, text=True, check=False)


def test_simulate_leaves_a_record_that_verifies_and_can_be_looked_at(tmp_path: Path) -> None:
    data, export = tmp_path / "data", tmp_path / "export"
    words = ("us_mpp_2019_practised", "--people", "80", "--data", str(data), "--no-measures")
    done = asylia("simulate", *words, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "80 simulated people over 730 days" in done.stdout
    assert asylia("ledger", "export", str(export), home=data).returncode == 0
    verified = asylia("ledger", "verify", str(export), home=data)
    assert verified.returncode == 0
    assert verified.stdout.startswith("Good:")
    assert asylia("rebuild", home=data).stdout == "80 cases read again from the record.\n"
    again = asylia("simulate", "us_mpp_2021", "--data", str(data), home=tmp_path)
    assert again.returncode == 2
    assert "is not empty: a simulation begins a record of its own" in again.stderr


@pytest.mark.long
def test_simulate_prints_the_ladder_and_the_measures(tmp_path: Path) -> None:
    done = asylia("simulate", "us_mpp_2019_practised", "--people", "150", home=tmp_path)
    assert done.returncode == 0, done.stderr
    for said in ("Encountered", "Known here alone", "not measurable", "M03", "The programme, as the record stood on"):
        assert said in done.stdout
    # The name of an edition is as long as it is.
    assert all(len(line) <= 80 or "kept as" in line for line in done.stdout.splitlines())


def test_a_simulated_month_can_be_drawn_again_by_anyone(tmp_path: Path) -> None:
    data, export = tmp_path / "data", tmp_path / "drawn"
    done = asylia(
        "simulate", "us_mpp_2021", "--people", "80", "--data", str(data), "--no-measures", home=tmp_path
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert asylia("draw", "export", "2022-07", str(export), home=data).returncode == 0
    drawn = asylia("draw", "redraw", str(export), "2022-07", home=tmp_path)
    assert drawn.returncode == 0, drawn.stdout + drawn.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("simulate", "us_mpp_1999"), "there is no plan us_mpp_1999; these come along"),
        (("simulate", "us_mpp_2021", "--people", "0"), "0 cannot be; write a whole number from 1"),
        (("simulate", "us_mpp_2021", "--people", "many"), "many cannot be; write a whole number"),
        (("simulate", "us_mpp_2021", "--seed", "-3"), "cannot be; write a whole number from 0"),
        (("compare", "us_mpp_2021", "--runs", "1", "--people", "1"), "needs two plans or more"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(words: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = asylia(*words, home=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_a_plan_with_an_impossible_number_names_file_place_and_mending(tmp_path: Path) -> None:
    bad = tmp_path / "mine.toml"
    whole = (Path("asylia") / "simulator" / "plans" / "us_mpp_2021.toml").read_text()
    bad.write_text(whole.replace("asked               = 1.0", "asked               = 13"))
    done = asylia("simulate", str(bad), home=tmp_path)
    assert done.returncode == 2
    assert done.stderr == ("mine.toml: practices.asked: 13 cannot be: a share lies between 0 and 1: 0.15 is 15 %\n")


def test_compare_keeps_a_file_for_the_page(tmp_path: Path) -> None:
    words = ("us_mpp_2019_practised", "us_mpp_2021", "--runs", "2", "--people", "40", "--no-measures")
    done = asylia("compare", *words, home=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no forecast, and no best plan" in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines() if str(tmp_path) not in line)
    found = read(tmp_path / "comparison.json")
    assert [each.plan for each in found.programmes] == ["us_mpp_2019_practised", "us_mpp_2021"]
    assert not any(each.measured for each in found.programmes)
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=type(found))


@pytest.mark.long
def test_the_measures_that_fire_under_each_plan(tmp_path: Path) -> None:
    words = ("us_mpp_2019_practised", "us_mpp_2021", "--runs", "2", "--people", "1500")
    done = asylia("compare", *words, home=tmp_path)
    assert done.returncode == 0, done.stderr
    practised, live = read(tmp_path / "comparison.json").programmes
    fired = {each.measure for each in practised.fired}
    assert {"M01", "M03", "M05", "M10"} <= fired  # only positives seen by headquarters, nothing drawn, nobody asked
    assert "M01" not in {each.measure for each in live.fired}
