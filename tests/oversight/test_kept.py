"""Editions: what was shown is kept as it was, is found again by its day, and cannot be changed unseen."""

import datetime as dt

import msgspec
import pytest

from asylia.oversight.computing import compute_all
from asylia.oversight.definition import together, told
from asylia.oversight.errors import OversightError
from asylia.oversight.history import history
from asylia.oversight.kept import About, Erased, Kept, whole
from asylia.oversight.measure import Grain
from asylia.oversight.registry import measures
from asylia.oversight.row import Row
from asylia.oversight.status import Bound, Limit, Status
from tests.oversight.world import AS_OF, store

M01 = measures()["M01"]
DAY = dt.timedelta(days=1)


def kept_at(kept, as_of, rows=None, made=None, erasures=()):
    """An edition of M01."""
    rows = compute_all([M01], store(cases=200), as_of).rows if rows is None else rows
    about = About(as_of=as_of, made=made or as_of, definitions=together([told(M01)]), erasures=tuple(erasures))
    return kept.keep(about, [told(M01)], rows, [])


@pytest.fixture(scope="module")
def rows():
    """The rows of the small programme."""
    return compute_all([M01], store(cases=200), AS_OF).rows


@pytest.fixture
def kept(tmp_path):
    """An empty home."""
    return Kept(tmp_path)


def test_before_the_first_edition_there_is_none(kept):
    assert kept.latest() is None
    assert kept.as_of(AS_OF) is None
    assert kept.series("M01") == []


def test_an_edition_gives_back_its_rows_words_and_digest(kept, rows):
    edition = kept_at(kept, AS_OF, rows)
    assert sorted(map(str, edition.rows)) == sorted(map(str, rows))
    assert edition.definitions == {"M01": told(M01)}
    assert edition.name.endswith(edition.digest[:12])
    whole(edition)


def test_the_same_rows_of_the_same_moment_are_one_edition(kept, rows):
    assert kept_at(kept, AS_OF, rows).name == kept_at(kept, AS_OF, rows, made=AS_OF + DAY).name
    assert len(kept.editions()) == 1


def test_as_of_a_day_what_was_shown_then_comes_back_though_later_ones_say_otherwise(kept, rows):
    """A second count of the same moment, made later, is kept beside the first: the first was shown."""
    first = kept_at(kept, AS_OF, rows)
    again = kept_at(kept, AS_OF, rows[1:], made=AS_OF + 9 * DAY)
    later = kept_at(kept, AS_OF + 30 * DAY, rows[:1])
    assert kept.as_of(AS_OF + DAY).name == first.name
    assert kept.latest().name == later.name
    assert again.name not in (first.name, later.name)
    assert kept.as_of(AS_OF - DAY) is None


def test_a_series_is_what_was_shown_edition_by_edition(kept, rows):
    for n in range(3):
        moment = AS_OF + n * 30 * DAY
        kept_at(kept, moment, [msgspec.structs.replace(row, data_as_of=moment) for row in rows])
    shown = kept.series("M01", part="headquarters")
    assert [row.data_as_of for row in shown] == [AS_OF + n * 30 * DAY for n in range(3)]


def test_rows_of_officers_lie_apart(kept, rows):
    mine = msgspec.structs.replace(rows[0], unit="officer", of="pseudonym")
    edition = kept_at(kept, AS_OF, [*rows, mine])
    assert edition.officers == (mine,)
    assert all(row.unit != "officer" for row in edition.rows)


def test_a_changed_file_is_found(kept, rows):
    edition = kept_at(kept, AS_OF, rows)
    path = edition.folder / "M01.json"
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b'"denominator": ', b'"denominator": 9', 1))
    with pytest.raises(OversightError, match=r"M01\.json is not what was published"):
        whole(edition)


def test_checksums_written_anew_are_found(kept, rows):
    edition = kept_at(kept, AS_OF, rows)
    sums = edition.folder / "SHA256SUMS"
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    sums.chmod(0o600)
    sums.write_text("".join(lines[1:]), "utf-8")
    (edition.folder / lines[0].split("  ")[1].strip()).unlink()
    with pytest.raises(OversightError, match="written anew"):
        whole(edition)


def test_after_an_erasure_it_is_said_what_cannot_be_computed_again(kept, rows):
    first = kept_at(kept, AS_OF, rows)
    erased = Erased(recorded=AS_OF + 5 * DAY, cases=2, rows=31)
    kept_at(kept, AS_OF + 30 * DAY, rows, erasures=[erased])
    assert kept.erased_since(first) == [erased]
    assert kept.erased_since(kept.latest()) == []


# --- the rule of two periods

TWICE = Limit(
    says="few are reviewed, in two months", found="Few.", bounds=(Bound(of="estimate", above=1.25),), periods=2
)  # fmt: skip
MONTHLY = msgspec.structs.replace(M01, grain=Grain(period="month"), alarm=(TWICE,), watch=())


def of_headquarters(rows):
    """The programme's row."""
    return next(row for row in rows if row.part == "headquarters" and row.unit == "programme")


def test_one_period_is_watched_and_two_in_a_row_are_an_alarm(kept):
    as_of = dt.datetime(2027, 2, 28, tzinfo=dt.UTC)
    alone = compute_all([MONTHLY], store(), as_of).rows
    assert of_headquarters(alone).status is Status.WATCH
    assert of_headquarters(alone).reason == "Few. In one period so far."
    before = compute_all([MONTHLY], store(), dt.datetime(2027, 1, 31, tzinfo=dt.UTC)).rows
    both = compute_all([MONTHLY], store(), as_of, before).rows
    assert of_headquarters(both).status is Status.ALARM
    kept_at(kept, dt.datetime(2027, 1, 31, tzinfo=dt.UTC), before)
    from_kept = compute_all([MONTHLY], store(), as_of, history([MONTHLY], store(), as_of, kept)).rows
    assert of_headquarters(from_kept).status is Status.ALARM


def test_before_the_first_edition_the_period_before_is_computed(kept):
    as_of = dt.datetime(2027, 2, 28, tzinfo=dt.UTC)
    past = history([MONTHLY], store(), as_of, kept)
    assert {row.start for row in past} == {dt.date(2027, 1, 1)}
    assert of_headquarters(compute_all([MONTHLY], store(), as_of, past).rows).status is Status.ALARM
    assert history([M01], store(), as_of, kept) == []


def test_the_period_before_under_another_version_does_not_count():
    as_of = dt.datetime(2027, 2, 28, tzinfo=dt.UTC)
    before = compute_all([MONTHLY], store(), dt.datetime(2027, 1, 31, tzinfo=dt.UTC)).rows
    other = [msgspec.structs.replace(row, version=row.version + 1) for row in before]
    assert of_headquarters(compute_all([MONTHLY], store(), as_of, other).rows).status is Status.WATCH


def test_a_row_is_plain_enough_to_travel(rows):
    assert msgspec.json.decode(msgspec.json.encode(rows), type=list[Row]) == rows
