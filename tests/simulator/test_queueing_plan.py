"""Plans of an office that cannot be: each is refused in one sentence that names the place; nothing is guessed."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from asylia.cli import main
from asylia.simulator import queueing_beside
from asylia.simulator.queueing_beside import LEAST_RUNS, Busy, TooLarge, answers_beside, runs_for
from asylia.simulator.queueing_plan import PlanDefect, read
from asylia.simulator.queueing_runs import answers
from asylia.simulator.queueing_telling import HEADINGS, as_rows, as_text

EXAMPLE = Path(str(files("asylia.simulator").joinpath("queueing_example.toml")))
BAD = {
    "officers         = 9 ": ("officers = 0", "office.officers: expected int >= 1"),
    "rooms            = 6": ('rooms = "six"', "office.rooms: expected int, got str"),
    "supervisors      = 2": ("", "office: object missing required field supervisors"),
    "claims_a_day     = 11.5 ": ("claims_a_day = -3", "claims_a_day: expected float > 0"),
    "days             = 182": ("days = 365\nrate = 1", "the plan: object contains unknown field rate"),
    "days_a_week      = 5": ("days_a_week = 8", "office.days_a_week: expected int <= 7"),
    "share = 0.6": ("share = 0.7", "language: the shares make 110% together"),
    'name         = "Haitian Creole"': ('name = "Spanish"', "language: one of them stands there twice"),
    "interview    = 150": ("interview = nan", "minutes.interview: expected float > 0"),
    "spread       = 0.4 ": ("spread = inf", "minutes.spread: expected float <= 3"),
    "rest      = 2 ": ("rest = 9", "limits: rest, interview, decision and final must follow each other"),
    "drawn    = 0.10": ("drawn = { positive = 1, negative = 0 }", "review.drawn: expected float, got object"),
    "waiting_at_start = 40": ("waiting_at_start = 200001", "waiting_at_start: expected int <= 200000"),
    '"office.officers" = 11': ('"office.boss.name" = 1', "change: “office.boss.name” is no place in a plan"),
    '"language.1.interpreters" = 3': ('"language.1.interpreters" = -3', "language[1].interpreters: expected int >= 1"),
    '[[change]]\nname = "two': ('[[change]]\nname = "as planned"\nset = {}\n[[change]]\nname = "two', "change: two"),
    "[minutes] ": ("[minutes", "this is no TOML file"),
}  # fmt: skip


@pytest.mark.parametrize("good", BAD)
def test_a_plan_that_cannot_be_is_refused_by_its_place(good, tmp_path, capsys):
    """One line on stderr, exit code 2, nothing printed."""
    bad, says = BAD[good]
    text = EXAMPLE.read_text("utf-8")
    assert good in text
    path = tmp_path / "plan.toml"
    path.write_text(text.replace(good, bad, 1), "utf-8")
    assert main(["whatif", str(path), "--runs", "5"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert f"plan.toml: {says}" in told.err
    assert len(told.err.splitlines()) == 1


def test_too_many_claims_are_refused_before_any_is_made(tmp_path):
    """A plan of two million claims a run says nothing that one of a hundred thousand does not."""
    path = tmp_path / "plan.toml"
    path.write_text(
        EXAMPLE.read_text("utf-8").replace("= 11.5", "= 5000.0").replace("days             = 182", "days = 3000")
    )
    with pytest.raises(PlanDefect, match="days: this makes more than 2,000,000 claims"):
        read(path)


def test_no_such_plan_and_too_few_runs(tmp_path, capsys):
    """What is missing is named; a number of runs from which no interval can be made is no number of runs."""
    assert main(["whatif", str(tmp_path / "none.toml")]) == 2
    assert "none.toml: No such file" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["whatif", str(EXAMPLE), "--runs", "1"])
    assert "1 is no number of runs; 5 to 10000 are wanted" in capsys.readouterr().err
    with pytest.raises(ValueError, match="between 5 and 10,000"):
        answers(read(EXAMPLE), 1, 1)


def test_what_is_told_fits_80_columns_and_says_what_it_is_not(capsys):
    """Text and JSON of the example; never a prediction for a person."""
    assert main(["whatif", str(EXAMPLE), "--runs", "5"]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= 80
    assert "never about" in told
    assert "two more officers" in told
    assert main(["whatif", str(EXAMPLE), "--runs", "5", "--json"]) == 0
    (planned, more, _) = json.loads(capsys.readouterr().out)
    assert more["in_time"]["interview"]["mean"] > planned["in_time"]["interview"]["mean"]


def test_rows_say_everything_once():
    """Tidy: one row a figure, the same columns for each, no figure twice."""
    rows = as_rows(answers(read(EXAMPLE), 5, 1))
    assert {len(row) for row in rows} == {len(HEADINGS)}
    assert len({row[:3] for row in rows}) == len(rows)
    assert "GROWS WITHOUT END" not in as_text(answers(read(EXAMPLE), 5, 1))


def test_a_page_gets_the_same_answers_from_a_process_beside(monkeypatch):
    """And never waits for more than it can bear: fewer runs, or a refusal that says what to do."""
    monkeypatch.setattr(queueing_beside, "MOST_RUNS", 12)
    plans = {name: plan for name, plan in read(EXAMPLE).items() if name != "one more interpreter each"}
    runs = runs_for(plans)
    assert LEAST_RUNS <= runs <= 12
    assert answers_beside(plans, 2) == answers(plans, runs, 2)
    large = read(EXAMPLE)["as planned"]
    with pytest.raises(TooLarge, match="run `asylia whatif PLAN"):
        runs_for({str(n): large for n in range(40)})


def test_one_page_at_a_time(monkeypatch):
    """A second page that asks meanwhile is told so, and costs nothing."""
    with queueing_beside.ONE_AT_A_TIME, pytest.raises(Busy):
        answers_beside(read(EXAMPLE), 1)
    monkeypatch.setattr(queueing_beside, "SECONDS", 0.01)
    with pytest.raises(Busy):
        answers_beside(read(EXAMPLE), 1)
    assert not queueing_beside.ONE_AT_A_TIME.locked()
