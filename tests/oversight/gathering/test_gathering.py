"""From the record on either engine to the tables on disk: the same counts, only what grew is read, no word stays."""

import datetime as dt
from collections import Counter
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from asylia.core import codec
from asylia.core.errors import SlipOfForm
from asylia.ledger import Tampered
from asylia.oversight import abreast, gathering
from asylia.oversight.errors import OversightError
from asylia.oversight.facts.encounter import Encounter
from asylia.oversight.gathering import gather
from asylia.oversight.lost import lost_from
from asylia.oversight.parquet import Writing, files_of, heads, tables_of
from asylia.oversight.tables import TABLES
from tests.oversight.gathering.counted import counts, nights
from tests.shell.anything import CANARY, Anything
from tests.shell.erased import approved, erase
from tests.shell.kept import files, spellings
from tests.shell.people import DESKS, Desk

NOW = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
NAME = "Xochitlcanary"


def tables(home: Path) -> dict[str, list[dict]]:
    """Every table on disk, as plain rows."""
    folder, found = tables_of(home), {}
    for name in TABLES:
        if rows := [row for each in files_of(folder, name) for row in pq.read_table(each).to_pylist()]:
            found[name] = rows
    return found


def gathered(house, home=None, now=NOW):
    with closing(house.ledger.connect()) as raw:
        return gather(house.ledger, raw, home or house.home, now)


def from_the_record(house) -> dict[str, list]:
    """Every case's events as the record has them."""
    with closing(house.ledger.connect()) as raw:
        return {
            stream.removeprefix("case/"): [
                codec.from_fields(each.name, each.at, each.role, each.fields)
                for each in house.ledger.read(raw, stream)
                if each.fields is not None
            ]
            for stream in house.ledger.streams(raw, "case/")
        }


def agree(house, home, found) -> None:
    """The tables hold what plain Python counts over the folded cases."""
    cases = from_the_record(house)
    expected = sum((counts(case, events) for case, events in cases.items()), Counter())
    assert {each: len(found.get(each, ())) for each in expected} == dict(expected)
    told = Counter(row["what"] for row in found.get("custody", ()))
    assert told["night"] == sum(map(nights, cases.values()))
    assert sum(row["entries"] for row in found["entry_counts"]) == sum(map(len, cases.values()))


def test_the_demonstration_is_counted_as_plain_python_counts_it(demonstration, tmp_path):
    done = gathered(demonstration.house, tmp_path)
    found = tables(tmp_path)
    assert done.read == done.cases > 20
    assert done.rows == sum(map(len, found.values()))
    agree(demonstration.house, tmp_path, found)
    assert set(found) <= set(TABLES)


@pytest.fixture(scope="module")
def scene(deployment, house):
    """Two people of whom marked words were said by every command there is, and one whose record stays."""
    family = house.new_id()
    gone = [Desk(house).open(f"Ana {NAME}", family=family), Desk(house).open(f"Luis {NAME}").claim(CANARY)]
    stays = Desk(house).open("Rosa").make_open_to_hearing()
    anything = Anything(11)
    for kind in codec.COMMANDS.values():
        for desk in gone:
            try:
                desk.send(anything.command(desk, kind), key=house.new_id())
            except SlipOfForm:
                continue
    anything.wander([*gone, stays], 150)
    return SimpleNamespace(house=house, gone=gone, stays=stays, persons=[each.file.person for each in gone])


def test_whatever_was_said_and_whoever_did_it_the_counts_agree(scene):
    gathered(scene.house)
    found = tables(scene.house.home)
    agree(scene.house, scene.house.home, found)
    assert {"refusals", "sayings", "alarms", "custody", "desks", "certificates"} <= set(found)
    # Staff were on record before they acted: who is certified is seen to be.
    assert any(row["certified"] for row in found.get("interviews", [{"certified": True}]))


def test_no_name_and_no_word_is_in_any_byte_or_any_value(scene):
    gathered(scene.house)
    never = [*spellings(CANARY, NAME), *(each.encode() for each in DESKS)]
    for name, data in files(scene.house.home / "oversight"):
        assert not [each for each in never if each in data.lower()], name
    values = {str(value) for rows in tables(scene.house.home).values() for row in rows for value in row.values()}
    marked = (CANARY.lower(), NAME.lower(), "ñandú", *DESKS)
    assert not [each for each in values if any(word in each.lower() for word in marked)]


def test_who_is_in_the_house_has_one_pseudonym_that_needs_its_key(scene, tmp_path):
    gathered(scene.house)
    first = tables(scene.house.home)
    officers = {row["officer"] for row in first["questions"] + first["claims"] if row["officer"]}
    assert officers
    assert all(each.startswith("o-") and len(each) == 22 for each in officers)
    key = scene.house.home / "keys" / "officers"
    assert key.stat().st_mode & 0o077 == 0
    gathered(scene.house, tmp_path)  # another home, another key
    assert officers.isdisjoint({row["officer"] for row in tables(tmp_path)["claims"]})


def test_only_streams_that_grew_are_read(scene):
    assert gathered(scene.house).read == 0
    before = tables(scene.house.home)
    stays = scene.stays
    stays.give("ReportFear", "sloane", words="Otra vez.", language="es")
    done = gathered(scene.house)
    assert done.read == 1
    after = tables(scene.house.home)
    of_it = [row for row in after["sayings"] if row["case"] == stays.case]
    assert len(of_it) == len([row for row in before["sayings"] if row["case"] == stays.case]) + 1
    agree(scene.house, scene.house.home, after)
    # Read whole again, the tables are the same.
    with Writing(scene.house.home):
        pass
    assert not heads(scene.house.home)
    gathered(scene.house)
    again = tables(scene.house.home)
    assert {each: sorted(map(str, rows)) for each, rows in again.items()} == {
        each: sorted(map(str, rows)) for each, rows in after.items()
    }


def test_a_stream_that_does_not_hold_together_is_named_and_nothing_of_it_is_counted(scene, monkeypatch, tmp_path):
    house, stream = scene.house, f"case/{scene.stays.case}"
    read = house.ledger.read

    def broken(raw, name, after=0):
        if name == stream:
            raise Tampered(name, 3, "the entry does not follow the one before it")
        return read(raw, name, after)

    monkeypatch.setattr(house.ledger, "read", broken)
    done = gathered(house, tmp_path)
    found = tables(tmp_path)
    assert done.damaged == 1
    assert [(row["stream"], row["version"]) for row in found["damages"]] == [(stream, 3)]
    assert not [row for rows in found.values() for row in rows if row.get("case") == scene.stays.case]
    monkeypatch.undo()
    assert gathered(house, tmp_path).damaged == 0
    assert [row for row in tables(tmp_path)["claims"] if row["case"] == scene.stays.case]


def test_what_was_begun_and_not_finished_leaves_the_tables_as_they_were(scene):
    gathered(scene.house)
    before = tables(scene.house.home)
    with pytest.raises(KeyError), Writing(scene.house.home) as writing:
        writing.rows.add([Encounter(**before["encounters"][0]), *before["claims"]])
    assert tables(scene.house.home) == before
    assert len(list((scene.house.home / "oversight").glob("tables-*"))) == 1


def test_an_erasure_rewrites_the_tables_before_it_is_done_and_says_what_went(scene):
    house, home = scene.house, scene.house.home
    gathered(house)
    cases = {each.case for each in scene.gone}
    before = tables(home)
    theirs = Counter(name for name, rows in before.items() for row in rows if row.get("case") in cases)
    assert theirs["sayings"] > 1
    approved(house, scene.persons[0])
    erase(house, scene.persons[1])
    after = tables(home)
    assert not [row for rows in after.values() for row in rows if row.get("case") in cases]
    assert {name: len(rows) - theirs[name] for name, rows in before.items() if len(rows) > theirs[name]} == {
        name: len(rows) for name, rows in after.items()
    }
    for each in scene.gone:
        assert not [name for name, data in files(home / "oversight") if each.case.lower().encode() in data.lower()]
    lost = list(lost_from(home).values())
    assert [each.cases for each in lost] == [1, 1]
    assert sum(sum(months.values()) for each in lost for months in each.rows.values()) == theirs.total()
    assert sum(each.among(("sayings",), NOW) for each in lost) == theirs["sayings"]
    assert not any(each.among(("sayings",), dt.datetime(2001, 1, 1, tzinfo=dt.UTC)) for each in lost)
    # Gathering again brings nothing back, and the tables themselves say what went.
    done = gathered(house)
    assert done.erased == 2
    assert done.read == 0
    told = tables(home)["erasures"]
    assert sum(row["rows"] for row in told) == theirs.total()
    agree(house, home, {**tables(home)})


def test_without_the_packages_of_oversight_an_erasure_deletes_the_tables_whole(scene, monkeypatch):
    house, home = scene.house, scene.house.home
    gathered(house)
    assert tables_of(home).exists()
    monkeypatch.setitem(__import__("sys").modules, gathering.__name__, None)
    erase(house, scene.stays.file.person)
    monkeypatch.undo()
    assert not list((home / "oversight").glob("tables*"))


def test_read_by_several_processes_the_tables_are_the_same(demonstration, monkeypatch):
    house, home = demonstration.house, demonstration.home
    gathered(house)
    alone = tables(home)
    with Writing(home):
        pass
    monkeypatch.setattr(gathering, "MANY", 1)
    monkeypatch.setattr(abreast, "MANY", 16)
    told = []
    with closing(house.ledger.connect()) as raw:
        done = gather(house.ledger, raw, home, NOW, lambda *each: told.append(each))
    together = tables(home)
    assert told[-1] == (done.cases, done.cases)
    assert done.rows == sum(map(len, alone.values()))
    assert {each: sorted(map(str, rows)) for each, rows in together.items()} == {
        each: sorted(map(str, rows)) for each, rows in alone.items()
    }


def test_a_process_that_cannot_read_says_why_and_the_tables_stay(demonstration, monkeypatch, tmp_path):
    house, home = demonstration.house, demonstration.home
    gathered(house)
    before = tables(home)
    (tables_of(home) / "heads.parquet").unlink()
    monkeypatch.setattr(gathering, "MANY", 1)
    monkeypatch.setattr(abreast, "MANY", 16)
    with closing(house.ledger.connect()) as raw:
        monkeypatch.setattr(house.ledger.engine, "url", f"sqlite:///{tmp_path / 'nowhere.sqlite3'}")
        with pytest.raises(OversightError, match="The record could not be read: "):
            gather(house.ledger, raw, home, NOW)
    assert tables(home) == before
