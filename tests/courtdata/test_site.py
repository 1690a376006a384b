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
from asylia.courtdata.publication import publication
from asylia.courtdata.report import asked, report
from asylia.courtdata.site import site
from asylia.publish import cells
from asylia.publish.cells import NotSafe, Table
from asylia.publish.held import Held
from asylia.publish.tidy import verify
from tests.courtdata.outsider import Folder, named
from tests.courtdata.published import publish, stores
from tests.publish.attacker import Attacker

CASES = 1000


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """Two publications of one world: of the earlier release, and of the later one."""
    return publish(tmp_path_factory.mktemp("published"), CASES)


def given_away(attacker: Attacker, printed: dict[str, str]) -> list[str]:
    """Counts under 10 that an outsider can bound to fewer than ten values."""
    found = []
    for cell, said in printed.items():
        if said == "under 10" and (bounds := attacker.bounds(cell)) != (0, 9):
            found.append(f"{cell}: {bounds[0]} to {bounds[1]}")
    return found


def test_no_small_count_of_the_folder_can_be_bounded_by_who_has_it(folders):
    for folder in folders:
        printed, sums = named("", Folder(folder))
        assert sum(said == "under 10" for said in printed.values()) > 20
        assert given_away(Attacker(printed, sums), printed) == []


def test_two_publications_held_against_each_other_give_no_small_count_away(folders):
    """Whoever was in the programme's cases stays in them but for those that vanished, which are printed."""
    (one, sums), (two, more) = (named(name, Folder(folder)) for name, folder in zip(("1|", "2|"), folders, strict=True))
    grown = [(f"2|{cell}", [f"1|{cell}", f"grown|{cell}", f"-gone|{cell}"]) for cell in both(one, two)]
    gone = [(f"1|{cell}", [f"-gone|{cell}", f"stayed|{cell}"]) for cell in both(one, two)]
    flow = [(total, [part for part in parts if not part.startswith("-")]) for total, parts in grown]
    printed = {**one, **two}
    assert given_away(Attacker(printed, [*sums, *more, *flow]), printed) == []
    assert gone


def both(one: dict[str, str], two: dict[str, str]) -> list[str]:
    """Counts that can only grow, printed in each of two publications: everyone, by whatever stays as it is."""
    stays = ("month", "nationality", "language", "sex", "age", "port", "")
    cells = {cell[2:] for cell in one} & {cell[2:] for cell in two}
    return [each for each in sorted(cells) if each.startswith("release|everyone|") and each.split("|")[3] in stays]


def test_answers_that_are_protected_each_alone_are_caught(folders, tmp_path, monkeypatch):
    """The fault that one table is for: a small count of one answer is worked out from another answer."""

    def alone(table: Table, watch: object = None) -> cells.Protected:
        return cells.Protected({name: cells.first(table.counts[name]) for name in table.published}, ())

    monkeypatch.setattr("asylia.courtdata.publication.protect", alone)
    one, two = (Store(folders[0].parent.parent / name) for name in ("one", "two"))
    with pytest.raises(NotSafe, match="is under 10, and what is printed beside it shows that it is"):
        publication(one)
    monkeypatch.setattr("asylia.courtdata.publication.check", lambda table, protected: None)
    site(one, tmp_path / "naive")
    printed, sums = named("", Folder(tmp_path / "naive"))
    assert given_away(Attacker(printed, sums), printed) != []
    assert two


def test_what_is_printed_is_true(folders):
    """Every printed number is the exact one rounded to 10, and "under 10" is."""
    store = Store(folders[0].parent.parent / "one")
    exact = {}
    for by in ((), ("nationality",), ("representation",)):
        for answer in report(store, asked([], by=by)).answers:
            for row in answer.rows:
                if answer.unit_of_value == "share":
                    group = next(iter(row.by.values()), "")
                    exact[answer.name, "".join(by), group, row.part or ""] = row.numerator
    seen = 0
    for name in {key[0] for key in exact}:
        for row in csv.DictReader((folders[0] / f"{name}.csv").read_text("utf-8").splitlines()):
            count = exact.get((row["analysis"], row["division"], row["group"], row["part"]))
            if count is None:
                continue
            seen += 1
            if row["numerator"]:
                assert int(row["numerator"]) == cells.rounded(count)
            else:
                small = row["numerator_printed"] == Held.SMALL
                assert row["numerator_printed"] == Held.BOTH or small == (count < 10)
    assert seen > 60


def test_a_share_stands_only_on_printed_counts_out_of_fifty(folders):
    for path in folders[0].glob("*.csv"):
        for row in csv.DictReader(path.read_text("utf-8").splitlines()):
            if row["share"]:
                assert row["numerator"]
                assert int(row["denominator"]) >= 50


def test_the_folder_is_whole_says_what_it_is_and_is_the_same_twice(folders, tmp_path):
    known = verify(folders[0])
    assert subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folders[0], check=False).returncode == 0
    again = tmp_path / "again"
    one, two = (folders[0].parent.parent / name for name in ("one", "two"))
    command = ["courtdata", "site", "--store", str(one), "--later", str(two), "--to", str(again)]
    assert subprocess.run([sys.executable, "-m", "asylia.cli", *command], check=False).returncode == 0
    assert verify(again) == known
    package = json.loads((folders[0] / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        head = (folders[0] / resource["path"]).read_text("utf-8").split("\n")[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]


def test_a_publication_is_never_changed(folders, capsys):
    one = folders[0].parent.parent / "one"
    assert cli.main(["courtdata", "site", "--store", str(one), "--to", str(folders[0])]) == 2
    assert "a publication is never changed" in capsys.readouterr().err


def test_every_page_links_to_what_is_there_and_runs_nothing(folders):
    for page in folders[0].glob("*.html"):
        text = page.read_text("utf-8")
        links = {part.split('"')[0] for part in text.split('href="')[1:]}
        assert [link for link in links if not link.startswith("#") and not (folders[0] / link).exists()] == []
        assert [link for link in links if link.startswith("#") and f'id="{link[1:]}"' not in text] == []
        assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text
        assert not any(
            word in text for word in ("<script", "http://", "https://", " style=", "javascript:", " on" + "click")
        )


def test_a_printed_number_and_its_trap_stand_beside_ours(folders):
    text = (folders[0] / "mpp-2019-06.html").read_text("utf-8")
    assert "106 of 8\u202f718" in text
    assert "people returned, not this denominator" in text
    assert "one case (IDNCASE)" in text


def test_that_rows_vanished_is_an_alarm_on_the_first_page(folders):
    assert "Closed history has disappeared" in (folders[0] / "index.html").read_text("utf-8")
    assert "Closed history" not in (folders[1] / "index.html").read_text("utf-8")
    assert "They differ" in (folders[0] / "releases.html").read_text("utf-8")


def test_the_query_gives_the_counts_again(folders):
    """Run by DuckDB alone, on the store's files."""
    one = folders[0].parent.parent / "one"
    sql = (folders[0] / "transferred.sql").read_text("utf-8").replace("STORE", str(one))
    counted, whole = duckdb.connect().execute(sql).fetchone()
    (row,) = report(Store(one), asked(["transferred"])).answers[0].rows
    assert (counted, whole) == (row.numerator, row.denominator)


def test_every_analysis_has_its_sentence():
    assert set(FINDINGS) == set(NAMED)


def test_the_unprotected_report_says_so_and_is_one_file(folders, capsys):
    one = str(folders[0].parent.parent / "one")
    assert cli.main(["courtdata", "report", "mpp-2019-06", "time-to-decision", "--html", "--store", one]) == 2
    capsys.readouterr()
    assert cli.main(["courtdata", "report", "transferred", "time-to-decision", "--html", "--store", one]) == 0
    page = capsys.readouterr().out
    assert page.count("Unprotected, not for release") >= 3
    assert "<svg" in page
    assert "under 10" not in page


@pytest.mark.long
def test_at_ten_times_the_size_nothing_is_given_away(tmp_path):
    """3,000 of the programme's cases, of whom every court, nationality and month is listed."""
    for folder in publish(tmp_path, 20_000):
        printed, sums = named("", Folder(folder))
        small = sum(said == "under 10" for said in printed.values())
        print(f"{folder.name}: {len(printed)} counts, {small} of them small")
        assert given_away(Attacker(printed, sums), printed) == []


def test_a_release_that_cannot_tell_is_refused(tmp_path):
    with pytest.raises(StoreError, match="holds no release"):
        site(Store(Path(tmp_path) / "nowhere"), tmp_path / "out")
    assert stores
