"""The oversight verbs, on a demonstration with its record and on tables alone."""

import csv
import io
import json
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from asylia.cli import main
from asylia.oversight.kept import Kept
from asylia.oversight.store import from_csv
from tests.oversight.world import AS_OF, rows_of

FIRST, LATER = "2027-04-05", "2027-05-05"


@pytest.fixture
def here(capsys, monkeypatch):
    """A function: a verb that asks no record, in this process; gives exit code, output and errors."""

    def run(home, *arguments):
        monkeypatch.setenv("ASYLIA_HOME", str(home))
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.delenv("DATABASE_URL", raising=False)
        code = main(["oversight", *map(str, arguments)])
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """The event tables of the small programme, and of an erasure after its first edition."""
    folder = tmp_path_factory.mktemp("tables")
    erased = from_csv({"erasures": "cases,rows,recorded\n2,31,2027-04-20T10:00"}, AS_OF)
    for name, rows in (rows_of(late=60) | erased).items():
        (folder / name).mkdir()
        pq.write_table(rows, folder / name / "rows.parquet")
    return folder


def test_a_board_is_computed_kept_and_shown_within_80_columns_the_worst_first(here, tables, tmp_path):
    code, out, errors = here(tmp_path, "measure", "--tables", tables, "--as-of", FIRST)
    assert (code, errors) == (1, "")  # 1: there are alarms
    assert out.startswith("As of 2027-04-05 23:59 UTC, kept as 20270405T235959Z-")
    assert "\nErased on 2027-04-20: 2 cases, 31 rows. This count does not" in out
    code, out, errors = here(tmp_path, "show")
    lines = out.splitlines()
    assert (code, errors, max(map(len, lines)) <= 80) == (0, "", True)
    assert "cannot be computed" in out
    states = [line[:16].strip() for line in lines[1:] if re.match(r"[a-z ]{16}M\d\d", line)]
    assert states
    assert states == sorted(states, key=["not measurable", "alarm", "watch", "suppressed"].index)


def test_a_measure_is_shown_with_its_words_and_limits(here, demonstration):
    _, out, _ = here(demonstration, "show", "M01")
    assert "Are negatives reviewed like positives?" in out
    assert "Limits" in out
    assert max(map(len, out.splitlines())) <= 80


def test_json_and_csv_are_the_same_rows(here, demonstration):
    told = json.loads(here(demonstration, "show", "--json")[1])
    lines = list(csv.DictReader(io.StringIO(here(demonstration, "show", "--csv")[1], newline="")))
    assert [(row["measure"], row["part"], row["of"], row["status"]) for row in told] == [
        (line["measure"], line["part"], line["of"], line["status"]) for line in lines
    ]
    assert len(told) == len(Kept(demonstration).latest().rows)


def test_the_edition_stands_on_the_record(asylia, here, demonstration, tmp_path):
    edition = Kept(demonstration).latest()
    assert asylia(demonstration, "ledger", "export", "--opened", tmp_path / "record").returncode == 0
    assert edition.digest in (tmp_path / "record").read_text("utf-8")
    code, out, _ = here(demonstration, "editions")
    assert (code, out.split()[:2]) == (0, ["good", edition.name])


def test_every_measure_has_a_line_and_a_section(here, tmp_path):
    listed = here(tmp_path, "list")[1].splitlines()
    told = here(tmp_path, "methodology")[1]
    assert listed
    assert all(f"\n## {line.split()[0]}, version " in told for line in listed)


def test_a_measure_file_is_checked(here, tmp_path):
    path = tmp_path / "m31_hunches.py"
    path.write_text("MEASURE = 3\n", "utf-8")
    says = f"{path}: it holds no MEASURE: it needs MEASURE = Measure(...).\n"
    assert here(tmp_path, "check", path) == (2, "", says)


def test_a_release_and_its_revision_are_published_and_verified(here, tmp_path, tables):
    """Tables alone, no record: checksums and vanished rows are still told."""
    home, to = tmp_path / "home", tmp_path / "releases"
    given = "publish", "--to", to, "--quarter", "2027-Q1", "--tables", tables, "--as-of"
    assert here(home, *given, FIRST)[::2] == (0, "")
    assert here(home, *given, FIRST) == (2, "", "Release 2027-Q1: nothing has changed since vintage 1.\n")
    assert here(home, *given, LATER)[0] == 0
    both = to / "2027-Q1-v1", to / "2027-Q1-v2"
    code, out, errors = here(home, "verify", *both)
    assert (code, errors) == (0, "")
    assert "from vintage 1 to 2 no row has vanished" in out
    rows = both[1] / "measures.csv"
    rows.write_text(rows.read_text("utf-8").replace("Northgate", "Southgate"), "utf-8")
    code, out, _ = here(home, "verify", *both, tmp_path)
    assert code == 1
    assert "BAD   2027-Q1-v2: measures.csv is not what was published" in out.replace(f"{to}/", "")
    assert f"{tmp_path}: {tmp_path.name} has no SHA256SUMS that can be read" in out


@pytest.mark.long
def test_a_row_that_vanishes_from_a_release_is_proved_by_the_record(asylia, demonstration, tables, tmp_path):
    """Whoever leaves a row out and writes the checksums anew has another manifest than the record."""
    to = tmp_path / "releases"
    ran = asylia(
        demonstration, "oversight", "publish", "--to", to, "--quarter", "2027-Q1", "--tables", tables, "--as-of", FIRST
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    folder = to / "2027-Q1-v1"
    assert asylia(demonstration, "oversight", "verify", folder).returncode == 0
    rows = (folder / "measures.csv").read_bytes().splitlines(keepends=True)
    (folder / "measures.csv").write_bytes(b"".join(rows[:-1]))
    summed_anew(folder)
    ran = asylia(demonstration, "oversight", "verify", folder)
    assert ran.returncode == 1
    assert "the record holds another manifest" in ran.stdout


def summed_anew(folder: Path) -> None:
    """Checksums over whatever is there now."""
    from asylia.publish.tidy import SUMS, sums  # noqa: PLC0415

    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.name != SUMS}
    (folder / SUMS).write_text(sums(files), "utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("show", "--as-of", "2001-01-01"), "Nothing was kept in"),
        (("show", "M99"), "No measure M99 was kept; there are: M01"),
        (("measure", "--tables", "/nowhere"), "/nowhere holds no event tables"),
        (("publish", "--to", "never", "--quarter", "2999-Q1"), "2999-Q1 is not over"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(here, demonstration, given, says):
    code, out, errors = here(demonstration, *given)
    assert code in (1, 2)
    assert says in errors + out


@pytest.mark.parametrize("given", [("show", "--as-of", "yesterday"), ("publish", "--to", ".", "--quarter", "spring")])
def test_a_slip_of_form_is_named(given, capsys):
    with pytest.raises(SystemExit):
        main(["oversight", *given])
    assert f"{given[-1]} is no " in capsys.readouterr().err
