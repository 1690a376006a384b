"""What if: queues of an office for planners; numbers in, pictures and rows out, and nothing about anyone."""

import csv
import io
from html import unescape

import pytest

from asylia.simulator import queueing_beside
from asylia.web.overseer import whatif
from tests.simulator.test_queueing_plan import EXAMPLE


@pytest.fixture(autouse=True)
def few_runs(monkeypatch):
    """Ten runs a plan are enough to see a page."""
    monkeypatch.setattr(queueing_beside, "MOST_RUNS", 10)


@pytest.fixture
def overseer(signed_in):
    """The overseer's browser."""
    return signed_in("okafor")


def text(response):
    """A page as text."""
    return unescape(response.content.decode())


def test_the_page_draws_the_example_and_says_what_it_is_not(overseer):
    """Pictures with their numbers beside; one plan alone has no column for a change."""
    page = text(overseer.get("/what-if"))
    assert page.count('<svg class="chart"') == 2
    assert "No forecast, and never about a person" in page
    assert "Decided in time: " in page
    assert "With the change" not in page
    assert '<td class="number">Officers' not in page
    assert "Larkfield office, half a year (invented)" in page


def test_a_change_is_held_against_the_plan_and_its_rows_are_the_same(overseer):
    """Same claims, so the gain has an interval of its own; the CSV has every figure of both."""
    asked = {"office.officers": "11", "review.drawn": "20", "language.1.interpreters": "3"}
    page = text(overseer.get("/what-if", asked))
    assert "(planned: 9)" in page
    assert "with the change (within 10 days)" in page
    taken = overseer.get("/what-if.csv", asked)
    assert taken["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(taken.content.decode("utf-8-sig"))))
    gained = next(row for row in rows if row["group"].startswith("more") and row["figure"] == "interview"
                  and row["plan"] == "with the change")  # fmt: skip
    assert float(gained["low"]) > 0
    assert f"{100 * float(gained['mean']):+.1f} points" in page


def test_further_changes_can_be_held_against_a_change(overseer):
    """The link makes the change the plan; what was typed is per cent there too."""
    first = whatif.plans_of(whatif.example(), {"office.officers": "11", "review.drawn": "20"})
    onward = whatif.onward({"office.officers": "11", "review.drawn": "20"})
    assert onward == "/what-if?before.office.officers=11&before.review.drawn=20"
    page = text(overseer.get(onward))
    assert 'name="before.office.officers" value="11"' in page
    given = {"before.office.officers": "11", "before.review.drawn": "20", "office.officers": "11", "review.drawn": "20"}
    (again,) = whatif.plans_of(whatif.example(), given)
    assert again[1] == first[1][1]
    assert again[1].review.drawn == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"minutes.interview": "abc"}, '<a href="#minutes-interview">An interview</a>: “abc” is no number'),
        ({"office.officers": "0"}, '<a href="#office-officers">Officers</a>: expected int >= 1'),
        ({"office.officers": "2.5"}, '<a href="#office-officers">Officers</a>: expected int, got float'),
        ({"language.1.interpreters": "0"}, "Interpreters of K'iche'</a>: expected int >= 1"),
        ({"minutes.interview": "1e99"}, "An interview</a>: expected float <= 1440"),
        ({"minutes.review": "nan"}, "Its review</a>: expected float > 0"),
        ({"limits.interview": "20"}, "limits: rest, interview, decision and final must follow each other"),
        ({"claims_a_day": "5000"}, '<a href="#claims_a_day">'),
    ],
)
def test_numbers_that_make_no_plan_are_kept_and_named(overseer, asked, says):
    """422, and what was typed stands where it was typed."""
    answer = overseer.get("/what-if", asked)
    assert answer.status_code == 422
    assert says in text(answer) or "too many claims for a page" in text(answer)
    assert f'value="{next(iter(asked.values()))}"' in text(answer)
    assert overseer.get("/what-if.csv", asked).status_code == 422


def test_a_plan_that_asks_too_much_of_its_desks_says_so_first(overseer):
    """A line that grows without end has no length to speak of."""
    page = text(overseer.get("/what-if", {"office.officers": "6"}))
    assert page.index("More work comes than can be done") < page.index("Decided in time")
    assert "Officers are asked for 149" in page


def test_while_another_is_worked_out_the_numbers_wait(overseer):
    """503, at no cost; a plan that was worked out before is remembered."""
    overseer.get("/what-if")
    with queueing_beside.ONE_AT_A_TIME:
        answer = overseer.get("/what-if", {"office.rooms": "9"})
        assert (answer.status_code, 'value="9"' in text(answer)) == (503, True)
        assert overseer.get("/what-if").status_code == 200


@pytest.mark.parametrize(("staff", "code"), [("okafor", 200), ("rowan", 404), ("sloane", 404), ("abara", 404)])
def test_only_oversight_and_headquarters_plan(signed_in, staff, code):
    """access.py"""
    assert signed_in(staff).get("/what-if").status_code == code


def test_the_example_of_the_command_is_that_of_the_page():
    """One invented office, in one file."""
    assert EXAMPLE.read_text("utf-8").count("[[change]]") == 2
    assert "change" not in whatif.example()
