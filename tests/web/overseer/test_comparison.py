"""The comparison page: simulated people only, no forecast, no best plan; every state of the file."""

import csv
import io

import pytest

from asylia.simulator.comparison import FILE, written
from tests.web.overseer.compared import comparison

WORDS = ("best", "winner", "recommended", "forecast of")


@pytest.fixture
def kept(settings, tmp_path):
    """A function: keep a comparison where the page looks for it."""
    settings.HOME = tmp_path
    return lambda found: (tmp_path / FILE).write_bytes(written(found))


def test_it_says_first_that_the_people_are_simulated_and_then_the_difference(signed_in, kept):
    """simulator.png"""
    kept(comparison())
    page = signed_in("okafor").get("/comparison").content.decode()
    main = page[page.index("<main") :]
    assert main.index("Simulated people") < main.index("Not a forecast") < main.index("about 610")
    assert "historical" in main
    assert not any(word in main for word in WORDS)


def test_the_order_is_that_of_the_file_and_ranks_nothing(signed_in, kept):
    found = comparison()
    kept(comparison(programmes=found.programmes[::-1]))
    page = signed_in("okafor").get("/comparison").content.decode()
    assert page.index("MPP of 2021") < page.index("2019 as practised")


def test_its_rows_are_those_of_the_file(signed_in, kept):
    """Every figure that the page shows, and its spread."""
    kept(comparison())
    client = signed_in("okafor")
    answer = client.get("/comparison.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    asked = next(row for row in rows if (row["plan"], row["what"]) == ("practised", "asked"))
    assert (asked["mean"], asked["share"], asked["of"]) == ("9100.0", "0.13", "encountered")
    page = client.get("/comparison").content.decode()
    assert '9\u202f100 <span class="secondary">13.0\u202f%' in page


def test_what_was_not_measured_is_not_said_to_be_silent(signed_in, kept):
    kept(comparison())
    page = signed_in("okafor").get("/comparison").content.decode()
    assert "Its measures were not counted." in page
    row = page[page.index('<th scope="row">M10</th><td>Everyone is asked</td>') :]
    assert row.index('class="state alarm"') < row.index("not measured") < row.index("</tr>")


def test_few_runs_are_said_to_be_few(signed_in, kept):
    kept(comparison(runs=4))
    page = signed_in("okafor").get("/comparison").content.decode()
    assert "Too few runs" in page
    assert "middle 95" not in page


def test_without_a_comparison_the_page_says_how_one_is_made(signed_in, settings, tmp_path):
    settings.HOME = tmp_path
    client = signed_in("okafor")
    assert "No comparison was made yet" in client.get("/comparison").content.decode()
    assert client.get("/comparison.csv").status_code == 404


def test_a_file_that_is_none_is_said_to_be_none(signed_in, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / FILE).write_bytes(b'{"title": 3}')
    answer = signed_in("okafor").get("/comparison")
    assert (answer.status_code, "cannot be read" in answer.content.decode()) == (503, True)


@pytest.mark.parametrize("staff", ["sloane", "rowan", "abara", "ferro"])
def test_it_is_not_there_for_those_who_decide(signed_in, kept, staff):
    """Default deny."""
    kept(comparison())
    assert signed_in(staff).get("/comparison").status_code == 404
