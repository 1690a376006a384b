"""Analyses against the truth of an invented caseload; two releases of it held together; the verbs."""

import csv
import io
import json

import numpy as np
import pytest

from asylia import cli
from asylia.courtdata import Store, engines
from asylia.courtdata.analyses import NAMED
from asylia.courtdata.compare import compare
from asylia.courtdata.ingest import ingest
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.presets import presets
from asylia.courtdata.questions import DIMENSIONS
from asylia.courtdata.report import USED, asked, report
from tests.courtdata.generator import write_release
from tests.courtdata.world import World

SOME = (*USED, "tbl_Court_Appln", "tblLookupHloc", "tblLookupAlienNat", "tblLookupBaseCity")
WORLD, LATER = World(2000), World(2000, later=True)


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """The stores of one world in two releases."""
    folder = tmp_path_factory.mktemp("two")
    for name, world in (("one", WORLD), ("two", LATER)):
        write_release(folder / f"{name}-release", world)
        ingest(folder / f"{name}-release", folder / name, only=SOME)
    return folder / "one", folder / "two"


@pytest.fixture(scope="module")
def stores(paths):
    """Both, read through one engine."""
    engine = engines.duckdb()
    return tuple(Store(path, engine) for path in paths)


@pytest.fixture(scope="module")
def truth():
    """What is true of the programme's cases, and which they are."""
    facts = WORLD.facts(0, WORLD.cases)
    chosen = (facts["by_location"] | facts["by_flag"]) & facts["removal"]
    return {name: values[chosen] for name, values in facts.items()}


@pytest.fixture(scope="module")
def answers(stores):
    """Every analysis, undivided, by name."""
    return {each.name: each.rows for each in report(stores[0], asked(list(NAMED)), stores[1]).answers}


@pytest.mark.parametrize("name", NAMED)
def test_an_analysis_asked_alone_says_the_same(name, stores, answers):
    (alone,) = report(stores[0], asked([name]), stores[1]).answers
    assert alone.rows == answers[name]


def months(truth):
    """Age in months at the notice; -1 where the birth month is not known."""
    noticed = truth["noticed"].astype("datetime64[D]").astype("datetime64[M]").astype(int) + 12 * 1970
    return np.where(truth["born"] < 0, -1, noticed - truth["born"])


@pytest.mark.parametrize(
    ("name", "counted", "among"),
    [
        ("completed", lambda t: t["completed"], None),
        ("relief", lambda t: t["outcome"] == "R", lambda t: t["completed"]),
        ("removal-orders", lambda t: t["outcome"] == "X", lambda t: t["completed"]),
        ("terminated", lambda t: t["outcome"] == "U", lambda t: t["completed"]),
        ("in-absentia", lambda t: t["absent"], lambda t: t["completed"]),
        ("represented", lambda t: t["counsel"], None),
        ("children", lambda t: (months(t) >= 0) & (months(t) < 216), None),
        ("under-five", lambda t: (months(t) >= 0) & (months(t) < 60), None),
        ("infants", lambda t: (months(t) >= 0) & (months(t) < 12), None),
        ("age-unknown", lambda t: t["born"] < 0, None),
        ("transferred", lambda t: t["moved"], lambda t: t["by_location"]),
        ("transferred-pending", lambda t: t["moved"] & ~t["completed"], lambda t: t["by_location"] & ~t["completed"]),
        (
            "transferred-between",
            lambda t: t["moved_later"],
            lambda t: t["by_location"] & ~t["completed"] & ~t["moved"] & ~t["removed_later"],
        ),
    ],
)
def test_a_share_is_the_truth(answers, truth, name, counted, among):
    (row,) = answers[name]
    whole = among(truth) if among else np.ones(len(truth["born"]), bool)
    assert (row.numerator, row.denominator) == ((counted(truth) & whole).sum(), whole.sum())
    assert row.low <= row.value <= row.high


def test_new_cases_and_ages_add_up(answers, truth):
    for name in ("new-cases", "ages"):
        assert sum(row.numerator for row in answers[name]) == len(truth["born"]) == answers[name][0].denominator


def test_waits_count_those_who_still_wait(answers, truth):
    (row,) = answers["time-to-decision"]
    assert (row.numerator, row.denominator) == (truth["completed"].sum(), len(truth["born"]))
    took = np.sort((truth["decided"] - truth["noticed"])[truth["completed"]])
    assert row.value > np.median(took)  # who still waits has waited longer than the records of those who are done
    left = [share for _, share, _, _ in row.curve]
    assert left == sorted(left, reverse=True)


def test_gone_cases_are_left_out_and_said(answers, truth):
    (row,) = answers["transferred-between"]
    pending = truth["by_location"] & ~truth["completed"] & ~truth["moved"]
    assert row.left_out == (pending & truth["removed_later"]).sum() > 0


def test_groups_add_up_to_the_whole(stores, answers):
    divided = report(stores[0], asked(["transferred"], by=("nationality", "representation"))).answers[0]
    assert sum(row.numerator for row in divided.rows) == answers["transferred"][0].numerator
    assert sum(row.denominator for row in divided.rows) == answers["transferred"][0].denominator


@pytest.mark.parametrize("name", [name for name in presets() if name != "mpp-2019-06"])
def test_every_preset_is_answered_beside_its_printed_numbers(stores, name):
    told = report(stores[0], asked([name]), stores[1])
    assert all(each.published for each in told.answers)
    assert told.as_of == str(presets()[name].as_of)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"names": ["transfered"]}, "no analysis or preset transfered"),
        ({"names": ["transferred"], "by": ("judge",)}, "cannot be divided by judge"),
        ({"names": ["transferred-between"]}, "--later"),
        ({"names": ["relief"], "as_of": "2030-01-01"}, "ask for that day or an earlier one"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(stores, wrong, says):
    wrong = dict(wrong)
    with pytest.raises(StoreError, match=says):
        report(stores[0], asked(wrong.pop("names"), **wrong))


def test_what_came_and_went_is_the_truth(stores):
    facts = WORLD.facts(0, WORLD.cases)
    told = compare(*stores)
    changes = {each.table: each for each in told.tables}
    cases = changes["A_TblCase"]
    assert (cases.removed, cases.added) == (facts["removed_later"].sum(), WORLD.cases // 20)
    assert told.gone_completed == (facts["removed_later"] & facts["completed"]).sum() > 0
    assert sum(each.cases for each in told.groups if each.by == "age") == told.gone
    assert cases.changed == cases.columns["UPDATE_SITE"] == facts["moved_later"].sum()
    assert "Closed history has disappeared" in told.alarm


def test_a_release_against_itself_is_the_same(stores):
    told = compare(stores[0], stores[0])
    assert told.alarm is None
    assert told.gone == 0
    assert not any(each.added or each.removed or each.changed or each.unclear for each in told.tables)


def test_the_verbs(paths, capsys):
    one, two = map(str, paths)
    assert cli.main(["courtdata", "report", "transferred", "--by", "port", "--store", one, "--csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert rows
    assert rows[0]["unit_of_value"] == "share"
    assert rows[0]["port_says"].endswith("INVENTED PORT")
    assert cli.main(["courtdata", "report", "mpp-2019-06", "--store", one]) == 0
    text = capsys.readouterr().out
    assert "Printed: 106 of 8,718 (1.2 %)" in text
    assert max(map(len, text.splitlines())) <= 80
    assert cli.main(["courtdata", "compare", one, two, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["gone"] > 0
    assert cli.main(["courtdata", "report", "--store", str(paths[0].parent / "nowhere")]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_help_names_all_that_can_be_asked(capsys):
    with pytest.raises(SystemExit):
        cli.main(["courtdata", "report", "--help"])
    said = capsys.readouterr().out.replace("-03, -04, -05 of 2021", "trac-2021-03 trac-2021-04 trac-2021-05").split()
    assert {*NAMED, *DIMENSIONS, *presets()} <= set(said)
