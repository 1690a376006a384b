"""A publication: attacked from outside, alone and beside the next release; what it says, and what it refuses."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from asylia import cli
from asylia.courtdata import Store
from asylia.courtdata.analyses import NAMED
from asylia.courtdata.findings import FINDINGS
from asylia.courtdata.manifest import StoreError
from asylia.courtdata.report import asked, report
from asylia.courtdata.site import site
from asylia.publish import cells
from asylia.publish.cells import NotSafe, Table
from asylia.publish.held import Held
from asylia.publish.tidy import verify
from tests.courtdata.outsider import Folder, named
from tests.courtdata.published import publish, stores
from tests.publish.attacker import Attacker

CASES = 400


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A publication of a release, beside the next; their stores are `one` and `two` two folders up."""
    made = tmp_path_factory.mktemp("published")
    one, two = stores(made, CASES)
    site(one, made / "site" / "earlier", two)
    return made / "site" / "earlier"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of one file."""
    return list(csv.DictReader((folder / f"{name}.csv").read_text("utf-8").splitlines()))


def given_away(attacker: Attacker, printed: dict[str, str]) -> list[str]:
    """Counts under 10 that an outsider can bound to fewer than ten values."""
    found = []
    for cell, said in printed.items():
        if said == "under 10" and (bounds := attacker.bounds(cell)) != (0, 9):
            found.append(f"{cell}: {bounds[0]} to {bounds[1]}")
    return found


def test_no_small_count_of_the_folder_can_be_bounded_by_who_has_it(folder):
    printed, sums = named("", Folder(folder))
    assert sum(said == "under 10" for said in printed.values()) > 100
    assert given_away(Attacker(printed, sums), printed) == []


@pytest.mark.long
@pytest.mark.parametrize("cases", [400, 3000, 20_000])
def test_two_publications_held_against_each_other_give_no_small_count_away(tmp_path, cases):
    """Who is of the programme stays so, of one month and nation, but for those who vanished; their number is told."""
    folders = publish(tmp_path, cases)
    (one, sums), (two, more) = (named(name, Folder(folder)) for name, folder in zip(("1|", "2|"), folders, strict=True))
    held = both(one, two)
    flow = [(f"1|{cell}", [f"gone|{cell}", f"stayed|{cell}"]) for cell in held]
    flow += [(f"2|{cell}", [f"stayed|{cell}", f"new|{cell}"]) for cell in held]
    for division in {cell.split("|")[3] for cell in held}:
        flow.append(("gone", [f"gone|{cell}" for cell in held if cell.split("|")[3] == division]))
    flow.append(("1|vanished|vanished|||", ["gone", "gone of others"]))
    assert len(held) > 10
    printed = {**one, **two}
    assert given_away(Attacker(printed, [*sums, *more, *flow]), printed) == []
    for alone, its in ((one, sums), (two, more)):
        assert given_away(Attacker(alone, its), alone) == []


def both(one: dict[str, str], two: dict[str, str]) -> list[str]:
    """Counts printed in each of two publications: everyone, by whatever stays as it is."""
    stays = ("month", "nationality", "language", "sex")
    cells = {cell[2:] for cell in one} & {cell[2:] for cell in two}
    return [each for each in sorted(cells) if each.startswith("release|everyone|") and each.split("|")[3] in stays]


def test_answers_that_are_protected_each_alone_are_caught(folder, tmp_path, monkeypatch):
    """The fault that one table is for: a small count of one answer is worked out from another answer."""

    def alone(table: Table, watch: object = None) -> cells.Protected:
        return cells.Protected({name: cells.first(table.counts[name]) for name in table.published}, ())

    def gate(table: Table, protected: cells.Protected) -> None:
        with pytest.raises(NotSafe, match="is under 10, and what is printed beside it shows that it is"):
            cells.check(table, protected)

    monkeypatch.setattr("asylia.courtdata.publication.protect", alone)
    monkeypatch.setattr("asylia.courtdata.publication.check", gate)
    site(Store(folder.parent.parent / "one"), tmp_path / "naive")
    printed, sums = named("", Folder(tmp_path / "naive"))
    assert given_away(Attacker(printed, sums), printed) != []


def test_what_is_printed_is_true(folder):
    """Every printed number is the exact one rounded to 10, and "under 10" is."""
    store = Store(folder.parent.parent / "one")
    exact = {}
    for by in ((), ("nationality",), ("representation",)):
        for answer in report(store, asked([], by=by)).answers:
            for row in answer.rows:
                if answer.unit_of_value == "share":
                    group = next(iter(row.by.values()), "")
                    exact[answer.name, "".join(by), group, row.part or ""] = row.numerator
    seen = 0
    for name in {key[0] for key in exact}:
        for row in rows(folder, name):
            count = exact.get((row["analysis"], row["division"], row["group"], row["part"]))
            if count is None:
                continue
            seen += 1
            if row["numerator"]:
                assert int(row["numerator"]) == cells.rounded(count)
            else:
                small = row["numerator_printed"] == Held.SMALL
                assert row["numerator_printed"] == Held.BOTH or small == (count < 10)
    assert seen > 40


def test_a_share_stands_only_on_printed_counts_out_of_fifty(folder):
    for path in folder.glob("*.csv"):
        for row in rows(folder, path.stem):
            if row["share"]:
                assert row["numerator"]
                assert int(row["denominator"]) >= 50


@pytest.mark.long
def test_the_folder_is_whole_says_what_it_is_and_is_the_same_twice(folder, tmp_path):
    known = verify(folder)
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
    again = tmp_path / "again"
    one, two = (folder.parent.parent / name for name in ("one", "two"))
    command = ["courtdata", "site", "--store", str(one), "--later", str(two), "--to", str(again)]
    assert subprocess.run([sys.executable, "-m", "asylia.cli", *command], check=False).returncode == 0
    assert verify(again) == known
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        head = (folder / resource["path"]).read_text("utf-8").splitlines()[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]


def test_a_publication_is_never_changed(folder, capsys):
    one = folder.parent.parent / "one"
    assert cli.main(["courtdata", "site", "--store", str(one), "--to", str(folder)]) == 2
    assert "a publication is never changed" in capsys.readouterr().err


def test_every_page_links_to_what_is_there_and_runs_nothing(folder):
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        links = {part.split('"')[0] for part in text.split('href="')[1:]}
        assert [link for link in links if not link.startswith("#") and not (folder / link).exists()] == []
        assert [link for link in links if link.startswith("#") and f'id="{link[1:]}"' not in text] == []
        assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
        assert not any(
            word in text for word in ("<script", "http://", "https://", " style=", "javascript:", " on" + "click")
        )


def test_a_printed_number_and_its_trap_stand_beside_ours(folder):
    text = (folder / "mpp-2019-06.html").read_text("utf-8")
    assert "106 of 8\u202f718" in text
    assert "people returned, not this denominator" in text
    assert "one case (IDNCASE)" in text


def test_that_rows_vanished_is_an_alarm_on_the_first_page(folder):
    """Unless so few vanished that the alarm itself would tell of them."""
    gone = {r["part"]: r["numerator_printed"] for r in rows(folder, "releases") if r["of"] == "vanished" and r["part"]}
    told = any(said in ("printed", "held back") for said in gone.values())
    assert set(gone) == {"completed", "completed proceedings"}
    assert ("Closed history has disappeared" in (folder / "index.html").read_text("utf-8")) is told
    assert "They differ" in (folder / "releases.html").read_text("utf-8")


def test_the_query_gives_the_counts_again(folder):
    """Run by DuckDB alone, on the store's files."""
    one = folder.parent.parent / "one"
    sql = (folder / "transferred.sql").read_text("utf-8").replace("STORE", str(one))
    counted, whole = duckdb.connect().execute(sql).fetchone()
    (row,) = report(Store(one), asked(["transferred"])).answers[0].rows
    assert (counted, whole) == (row.numerator, row.denominator)


def test_every_analysis_has_its_sentence():
    assert set(FINDINGS) == set(NAMED)


def test_the_unprotected_report_says_so_and_is_one_file(folder, capsys):
    one = str(folder.parent.parent / "one")
    assert cli.main(["courtdata", "report", "mpp-2019-06", "time-to-decision", "--html", "--store", one]) == 2
    capsys.readouterr()
    assert cli.main(["courtdata", "report", "transferred", "time-to-decision", "--html", "--store", one]) == 0
    page = capsys.readouterr().out
    assert page.count("Unprotected, not for release") >= 3
    assert "<svg" in page
    assert "under 10" not in page


def test_a_release_that_cannot_tell_is_refused(tmp_path):
    with pytest.raises(StoreError, match="holds no release"):
        site(Store(tmp_path / "nowhere"), tmp_path / "out")
