"""A release gives nobody away: attacked by linear programming, alone and with its vintages held together."""

import csv
import datetime as dt
import io
import json
from collections import defaultdict

import msgspec
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from asylia.oversight import publishing, releasing
from asylia.oversight.definition import sql, told
from asylia.oversight.errors import OversightError
from asylia.oversight.registry import measures
from asylia.oversight.states import states
from asylia.oversight.store import in_memory
from asylia.oversight.verifying import verified
from asylia.publish.gate import let_out
from asylia.publish.held import Held
from tests.oversight.world import AS_OF, QUARTER, store
from tests.oversight.worlds.flow import tables as tables_of
from tests.oversight.worlds.world import People, World
from tests.publish.attacker import Attacker

CHOSEN = [measures()["M01"]]
LATER = AS_OF + dt.timedelta(days=30)


def vintage(number, as_of, earlier=(), **more):
    """A vintage of the small programme."""
    listed = {each.key[3:] for before in earlier for each in before.exact}
    found = tuple(publishing.exact(CHOSEN, store(**more), as_of, QUARTER, listed))
    new = publishing.Vintage(release="2027-Q1", vintage=number, quarter=QUARTER, as_of=as_of, exact=found)
    publishing.require_new(new, earlier)
    return publishing.protected(new, earlier)


@pytest.fixture(scope="module")
def vintages():
    """A release, and its revision thirty days later, when late records had come."""
    first = vintage(1, AS_OF, late=60)
    return first, vintage(2, LATER, [first], late=60)


def folder_of(tmp_path, new, earlier=()):
    """A vintage as a folder."""
    of = releasing.Release(
        new, states(new, CHOSEN), [told(each) for each in CHOSEN], {m.id: sql(m) for m in CHOSEN}, earlier
    )
    folder = tmp_path / releasing.name_of(new)
    let_out(folder, releasing.files(of))
    return folder


def printed_in(folder):
    """What anyone reads in measures.csv: each count as printed, by vintage and place; written without our code."""
    shown = {}
    for row in csv.DictReader(io.StringIO((folder / "measures.csv").read_text("utf-8"), newline="")):
        place = tuple(row[name] for name in ("measure", "part", "arm", "unit", "of"))
        for which in ("numerator", "denominator"):
            told = row[f"{which}_printed"]
            shown[row["vintage"], *place, which] = row[which] if told == "printed" else told
    return shown


def sums_of(shown):
    """What anyone knows: numerators are within denominators, and each division adds up to the programme."""
    sums, divisions = [], defaultdict(list)
    for key in shown:
        *place, which = key
        if which == "denominator":
            sums.append((cell(key), [cell((*place, "numerator")), cell((*place, "rest"))]))
        if key[4] != "programme":
            divisions[(*key[:5], which)].append(key)
    for (number, measure, part, arm, _, which), keys in divisions.items():
        whole = (number, measure, part, arm, "programme", "all")
        sums.append((cell((*whole, which)), [cell(each) for each in keys]))
        sums.append((cell((*whole, "rest")), [cell((*each[:-1], "rest")) for each in keys]))
    return sums


def cell(key):
    return "|".join(key)


def attacked(shown, sums):
    """The small counts that an attacker can bound to fewer than ten numbers."""
    attacker = Attacker({cell(key): told for key, told in shown.items()}, sums)
    small = [key for key, told in shown.items() if told == "under 10"]
    assert small
    return [(key, bounds) for key in small if (bounds := attacker.bounds(cell(key))) != (0, 9)]


def test_no_small_count_of_a_release_can_be_worked_out(vintages, tmp_path):
    shown = printed_in(folder_of(tmp_path, vintages[0]))
    assert attacked(shown, sums_of(shown)) == []


def test_without_holding_back_it_could_be(vintages):
    """The attack finds what rounding alone gives away: it can fail."""
    bare = {
        ("1", *each.key, which): str((getattr(each, which) + 5) // 10 * 10)
        if getattr(each, which) >= 10
        else "under 10"
        for each in vintages[0].exact
        for which in ("numerator", "denominator")
    }
    assert attacked(bare, sums_of(bare))


def test_two_vintages_held_together_give_nothing_away(vintages, tmp_path):
    """Who knows that records only grow, and holds both, learns no more of a small count than one of ten numbers."""
    both = {}
    for number, each in enumerate(vintages):
        both |= printed_in(folder_of(tmp_path, each, vintages[:number]))
    grown = [(cell(("2", *key[1:])), [cell(key), f"grown|{cell(key)}"]) for key in both if key[0] == "1"]
    assert any(both[key] != both["2", *key[1:]] for key in both if key[0] == "1")
    assert attacked(both, [*sums_of(both), *grown]) == []


def test_what_was_printed_stays_and_no_row_vanishes(vintages, tmp_path):
    before, after = (folder_of(tmp_path, each, vintages[:number]) for number, each in enumerate(vintages))
    assert releasing.vanished(before, after) == []
    gone = msgspec.structs.replace(vintages[1], exact=vintages[1].exact[1:])
    with pytest.raises(OversightError, match="would vanish"):
        publishing.require_new(gone, vintages[:1])
    with pytest.raises(OversightError, match="nothing has changed since vintage 1"):
        publishing.require_new(vintages[0], vintages[:1])


def test_a_row_taken_out_of_a_folder_is_found_by_the_record_and_beside_the_vintage_before(vintages, tmp_path):
    before = folder_of(tmp_path, vintages[0])
    rest = [each for each in vintages[1].figures if (each.key.part, each.key.of) != ("supervisor", "others")]
    fewer = msgspec.structs.replace(vintages[1], figures=tuple(rest))
    after = folder_of(tmp_path, fewer, vintages[:1])
    record = {("2027-Q1", 1): releasing.manifest_of(before), ("2027-Q1", 2): "0" * 64}
    found = [line for good, line in verified([before, after], record) if not good]
    assert "the record holds another manifest" in found[0]
    assert "2 rows have vanished" in found[1]
    assert all(good for good, _ in verified([before], record))
    (before / "measures.csv").write_text("", "utf-8")
    assert "measures.csv is not what was published" in next(
        line for good, line in verified([before], record) if not good
    )


def test_no_person_officer_or_small_place_is_in_it(vintages, tmp_path):
    folder = folder_of(tmp_path, vintages[0])
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        assert "Tinyford" not in text
        assert not any(f"o{n}," in text or f"c{n}," in text for n in range(40)), path.name
    rows = list(csv.DictReader(io.StringIO((folder / "measures.csv").read_text("utf-8"), newline="")))
    assert {row["unit"] for row in rows} <= {"programme", *publishing.PUBLIC}
    assert {row["of"] for row in rows} == {"all", "Northgate", "Southbank", "others"}


def test_everything_that_researchers_expect_is_there(vintages, tmp_path):
    folder = folder_of(tmp_path, vintages[0])
    assert {path.name for path in folder.iterdir()} == {
        "measures.csv", "states.csv", "datapackage.json", "methodology.html", "index.html", "CHANGELOG.md", "query.sql",
        "LICENSE", "SHA256SUMS",
    }  # fmt: skip
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        head = (folder / resource["path"]).read_text("utf-8").splitlines()[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]
    assert CHOSEN[0].title in (folder / "methodology.html").read_text("utf-8")


def test_a_place_told_once_is_told_again(vintages):
    """A place that an earlier vintage named stays named, however few people it has: its row does not vanish."""
    fewer = publishing.exact(CHOSEN, store(cases=100), AS_OF, QUARTER, [("site", "Southbank")])
    assert "Southbank" in {each.key.of for each in fewer}
    assert "Southbank" not in {each.key.of for each in publishing.exact(CHOSEN, store(cases=100), AS_OF, QUARTER)}


def test_states_follow_from_what_is_printed_alone(vintages):
    """Nothing exact is asked, and “under 10” is told only where its least, middle and greatest agree."""
    of = vintages[0]
    assert states(msgspec.structs.replace(of, exact=()), CHOSEN) == states(of, CHOSEN)
    told = {(each.part, each.of): each for each in states(of, CHOSEN)}
    assert told["headquarters", "all"].status == "alarm"
    for each in states(of, CHOSEN):
        figures = [f for f in of.figures if (f.key.part, f.key.unit, f.key.of) == (each.part, each.unit, each.of)]
        if any(f.denominator is Held.SMALL or f.numerator in (Held.BESIDE, Held.BOTH) for f in figures):
            assert each.status == "not said"
        assert each.status == "not said" or each.reason or each.status == "ok"


@pytest.mark.long
def test_a_release_of_every_measure_and_its_revision_withstand_the_attack():
    """All measures over thousands of people in eight places; then the same with people whose records came late."""
    world = World(
        sites=8, weeks=13, parties=5, officers=10, waiting=True, headquarters=(0.9, 0.1), drawn=(0.3, 0.1),
        overturned=(0.05, 0.05), wrong=(0.05, 0.05), monitor=0.1, base=0.05,
    )  # fmt: skip
    people = tables_of(People(world, 1, seed=3))
    late = pa.scalar(LATER - dt.timedelta(days=1), pa.timestamp("us", tz="UTC"))
    delayed = {name: some_late(rows, late) for name, rows in people.items()}
    every, told = list(measures().values()), []
    for number, as_of in enumerate((AS_OF, LATER), 1):
        listed = {each.key[3:] for before in told for each in before.exact}
        found = tuple(publishing.exact(every, in_memory(delayed), as_of, QUARTER, listed))
        new = publishing.Vintage(release="2027-Q1", vintage=number, quarter=QUARTER, as_of=as_of, exact=found)
        publishing.require_new(new, told)
        told.append(publishing.protected(new, told))
    shown = {
        (str(each.vintage), *figure.key, which): str(getattr(figure, which))
        for each in told
        for figure in each.figures
        for which in ("numerator", "denominator")
    }
    fallen = {
        each.key[:4] for each in told[0].exact for later in told[1].exact
        if later.key == each.key and (later.numerator < each.numerator or later.denominator < each.denominator)
    }  # fmt: skip
    grown = [
        (cell(("2", *key[1:])), [cell(key), f"grown|{cell(key)}"])
        for key in shown
        if key[0] == "1" and key[1:5] not in fallen
    ]
    assert len(shown) > 1_000
    assert attacked(shown, [*sums_of(shown), *grown]) == []


def some_late(rows, late):
    """The same rows, those of one case in forty recorded late."""
    if "case" not in rows.column_names:
        return rows
    chosen = pc.match_substring_regex(rows.column("case"), "(17|57|97)$")
    place = rows.schema.get_field_index("recorded")
    return rows.set_column(place, "recorded", pc.if_else(chosen, late, rows.column("recorded")))
