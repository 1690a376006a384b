"""Anyone draws a period again, from a file and with nothing but Python, and gets the list that the record holds."""

import datetime as dt
import hmac
import json
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from asylia import redrawing
from asylia.core.draw import Planned
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author
from asylia.core.file import CaseFile
from asylia.core.steps.determination import DrawHeld
from asylia.core.streams.drawing import PlanSample
from asylia.ledger import WrongSetup
from asylia.ledger.verifier import verify
from asylia.shell.accounting import commit, draw_lines, plan, reveal_seed
from asylia.shell.reading import drawing_of, new_event, read_case
from tests.shell.people import BEGAN, Desk, author, entries

PERIOD, CASES = "2024-12", 6
SIGNED = dt.datetime(2024, 12, 10, 15, tzinfo=dt.UTC)
SCRIPT = Path(redrawing.__file__)


def decided(house, outcome="negative"):
    """A case heard early in the year and signed in December."""
    desk = Desk(house, house.new_id(), at=BEGAN.replace(year=2024)).open().make_open_to_hearing()
    officer = desk.weigh(outcome)
    desk.at = SIGNED
    desk.sign(officer, outcome)
    return desk


def at(house, moment):
    """The house's clock at that moment, put back by the caller."""
    house.clock = lambda: moment


@pytest.fixture(scope="module")
def sampled(house):
    """December 2024: a plan made in November draws every second decision; six are signed, a review is signed."""
    clock = house.clock
    at(house, dt.datetime(2024, 11, 20, tzinfo=dt.UTC))
    overseer = Author(by="okafor", role="overseer", at=house.clock())
    rates = (Planned(rate="0.5", site="Northgate crossing"), Planned(rate="1", represented=True))
    assert plan(house, PlanSample(who=overseer, period=PERIOD, rates=rates)) is None
    assert commit(house, PERIOD) == commit(house, PERIOD)
    house.clock = clock
    desks = [decided(house, "positive" if number % 2 else "negative") for number in range(CASES)]
    reviewed = next((each for each in desks if each.file.claims[0].determination.drawn_for), None)
    if reviewed is not None:
        fields = {"claim": 1, "determination": 1, "outcome": "negative", "reasons": "Read anew."}
        reviewed.give("SignDrawnReview", "quill", **fields)
    reveal_seed(house, PERIOD)
    return desks


@pytest.fixture
def file(house, sampled, tmp_path):
    """What anyone is given."""
    path = tmp_path / "draw.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in draw_lines(house, PERIOD)))
    return path


def alone(path, period=PERIOD):
    """The script run as an outsider runs it: no packages, no environment, no project."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path), period]
    return subprocess.run(command, capture_output=True, text=True, cwd=path.parent, check=False)


def drawn_in(files: list[CaseFile]) -> list[str]:
    """The list that the record holds, in its own order."""
    return sorted(
        f"{file.id} claim 1 determination 1 review"
        for file in files
        if file.claims[0].determination and file.claims[0].determination.drawn_for
    )


def test_review_draw_anyone_draws_again_from_the_export_and_gets_the_same_list(house, sampled, file):
    """review.draw: with the standard library only; what was planned was drawn at the planned rate."""
    ran = alone(file)
    assert (ran.returncode, ran.stderr) == (0, "")
    held = drawn_in([desk.file for desk in sampled])
    assert [line for line in ran.stdout.splitlines() if line.endswith(" review")] == held
    assert f"{PERIOD}: {CASES} decisions, {len(held)} drawn for review (3.0 expected)" in ran.stdout
    assert f"probabilities kept: 0.5 for {CASES}" in ran.stdout
    assert ran.stdout.endswith("Every lot falls as the record says.\n")
    assert verify(file.read_text("utf-8").splitlines()).good


def test_the_lots_as_an_outsider_reckons_them(sampled, file):
    """Four lines written apart from the script: the seed, the parts, a fraction, a rate."""
    found = redrawing.redraw(file.read_text("utf-8").splitlines(), PERIOD)
    for desk in sampled:
        message = f"review\x1fheadquarters\x1f{desk.case}\x1f1\x1f1".encode()
        share = int.from_bytes(hmac.digest(found.seed, message, "sha256"), "big") / 2**256
        assert found.decisions[desk.case, 1, 1, "review"] == (share < 0.5)


def test_what_is_given_out_opens_nothing_but_the_draw(file):
    """data.purpose: no place, counsel, outcome, officer or name; the fields are bound, not shown."""
    shown = {
        field[1]
        for line in file.read_text("utf-8").splitlines()
        for field in json.loads(line).get("fields", ())
        if not isinstance(field, str)
    }
    assert shown == {
        "claim", "determination", "level", "period", "rate", "drawn", "digest", "seed", "rates",
    }  # fmt: skip


def test_a_file_that_was_altered_is_not_redrawn(file, tmp_path):
    """record.unaltered: a bit of the draw, an entry, or a line taken out is named."""
    lines = file.read_text("utf-8").splitlines()
    number, line = next(
        (n, each) for n, each in enumerate(lines) if '"drawn",true]' in each or '"drawn",false]' in each
    )
    flipped = line.replace('"drawn",true]', '"drawn",?]').replace('"drawn",false]', '"drawn",true]')
    altered = {
        "shows fields": [*lines[:number], flipped.replace('"drawn",?]', '"drawn",false]'), *lines[number + 1 :]],
        "does not follow": [*lines[:number], *lines[number + 1 :], lines[number]],
        "no seed": [each for each in lines if '"seed"' not in each],
    }
    for says, written in altered.items():
        path = tmp_path / "altered.jsonl"
        path.write_text("\n".join(written), "utf-8")
        ran = alone(path)
        assert (ran.returncode, "NOT SO" in ran.stdout) == (1, True), says
        assert says in ran.stdout, ran.stdout
    assert alone(file, "2024-11").returncode == 1
    (tmp_path / "none.jsonl").write_text("nothing of the kind\n", "utf-8")
    assert "no export of the draw" in alone(tmp_path / "none.jsonl").stdout


def test_a_record_that_holds_another_draw_than_its_seed_gives_is_found_out(house, sampled, tmp_path):
    """review.draw: planted: a decision held as not drawn whose lot falls, and a signature that no draw follows."""
    seed = house.draw_seed(PERIOD)
    ids = (house.new_id() for _ in range(99))
    case = next(each for each in ids if redrawing.falls(seed, "0.5", "review", "headquarters", each, 1, 1))
    held = DrawHeld(
        who=author("rowan", SIGNED), claim=1, determination=1, level="headquarters", period=PERIOD, site="x",
        represented=False, rate="0.5", drawn=False,
    )  # fmt: skip
    person = f"person/{house.new_id()}"
    with house.transaction() as raw:
        house.ledger.append(raw, f"case/{case}", 0, [new_event(held, person)], "2024-12-11T00:00:00.000Z")
        real = entries(house, f"case/{sampled[0].case}")
        signed = next(each for each in real if each.name == "determination.signed/1")
        bare = replace(new_event(held, person), name=signed.name)
        house.ledger.append(raw, f"case/{house.new_id()}", 0, [bare], "2024-12-11T00:00:00.000Z")
    path = tmp_path / "draw.jsonl"
    path.write_bytes(b"".join(line + b"\n" for line in draw_lines(house, PERIOD)))
    ran = alone(path)
    assert ran.returncode == 1
    assert f"NOT SO: {case} claim 1 determination 1: the record says not drawn (review)" in ran.stdout
    assert "signatures that no draw follows, in all periods: 1 under no regime" in ran.stdout


def test_a_seed_is_committed_before_its_period_and_the_next_one_with_each_draw(house, sampled):
    """review.draw: the first of all is committed by hand, each further one by the draws of the month before."""
    assert drawing_of(house, house.raw(), PERIOD).committed is not None
    assert drawing_of(house, house.raw(), "2025-01").committed is not None
    with pytest.raises(WrongSetup, match="has begun"):
        commit(house, "2021-01")
    with pytest.raises(WrongSetup, match="a year and a month"):
        commit(house, "2021-1")
    with pytest.raises(WrongSetup, match="is not revealed"):
        next(iter(draw_lines(house, "2025-01")))


def test_a_plan_comes_too_late_once_its_period_has_begun_anywhere(house):
    """review.draw: the first place on earth enters a month fourteen hours before UTC does."""
    who, clock = Author(by="okafor", role="overseer", at=SIGNED), house.clock
    given = PlanSample(who=who, period="2024-09", rates=(Planned(rate="0.2"),))
    try:
        at(house, dt.datetime(2024, 8, 31, 10, tzinfo=dt.UTC))
        late = plan(house, given)
        assert isinstance(late, Refused)
        assert [each.rule for each in late.rules] == ["review.draw"]
        at(house, dt.datetime(2024, 8, 31, 9, 59, tzinfo=dt.UTC))
        assert plan(house, given) is None
    finally:
        house.clock = clock
    with pytest.raises(SlipOfForm, match="a year and a month"):
        plan(house, PlanSample(who=who, period="../x", rates=()))
    assert read_case(house, "none").version == 0
