"""A measure file with each kind of defect is refused in one plain sentence that says what, where and how to mend it."""

import datetime as dt
import re

import msgspec
import pytest

from asylia.oversight.computing import compute_all
from asylia.oversight.counted import Arm, Counted, Found, statistic
from asylia.oversight.declaring import check, load
from asylia.oversight.definition import digest_of, require_entered
from asylia.oversight.errors import OversightError
from asylia.oversight.measure import Example, Grain, Multiplicity
from asylia.oversight.registry import files, measures
from asylia.oversight.status import Bound, Limit, Status
from asylia.oversight.store import AsOf, duckdb, from_csv, in_memory, parquet
from tests.oversight.world import AS_OF, store

M01 = measures()["M01"]
M09 = next(each for each in measures().values() if each.rules)
SOURCE = files()["M01"].read_text("utf-8")
q_bound = Limit(says="p is small", found="", bounds=(Bound(of="q", below=0.01),))


def bare(**changes):
    """A limit with these bounds."""
    return (Limit(says="it is so", found="", bounds=(Bound(**changes),)),)


# --- a file that cannot be read as one measure

FILES = {
    "a slip of Python": (SOURCE.replace("MEASURE = Measure(", "MEASURE = Measure((", 1), r"line \d+: "),
    "no MEASURE": (SOURCE.replace("MEASURE = Measure(", "OTHER = Measure("), "holds no MEASURE"),
    "a field that is not there": (SOURCE.replace('id="M01"', 'id="M01", colour="red"'), "TypeError.*colour"),
    "a field that is missing": (re.sub(r"    question=.*\n", "", SOURCE), "question"),
    "another measure's name": (SOURCE.replace('id="M01"', 'id="M31"'), r"declares M31: name it m31_<name>\.py"),
    "something that fails": (f"{SOURCE}\n1 / 0\n", "ZeroDivisionError"),
}  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_a_file_that_is_no_measure_is_refused(what, tmp_path):
    text, says = FILES[what]
    assert text != SOURCE
    path = tmp_path / "m01_review_parity.py"
    path.write_text(text, "utf-8")
    with pytest.raises(OversightError, match=says) as refused:
        load(path)
    assert "m01_review_parity.py" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(OversightError, match="there is no Python file of that name"):
        load(tmp_path / "m01_nothing.py")


def test_a_good_file_is_read(tmp_path):
    path = tmp_path / "m01_review_parity.py"
    path.write_text(SOURCE, "utf-8")
    assert load(path).id == "M01"


# --- a declaration with a defect


def no_table(tables):
    """No table at all."""
    return 7


def no_day(tables):
    """A table whose rows fall on no day."""
    return M01.population(tables).drop("day")


def lost_table(tables):
    """A table that nobody keeps."""
    return tables["judgements"]


def no_column(tables):
    """A column that is not there."""
    return tables["determinations"].filter(tables["determinations"].colour == "red")


DEFECTS = {
    "no title": ({"title": " "}, "title is empty"),
    "no limits": ({"limits": ()}, "limits is empty"),
    "no source": ({"sources": ()}, "sources is empty"),
    "no example": ({"examples": ()}, "examples is empty"),
    "version nought": ({"version": 0}, "the first is 1"),
    "never an alarm": ({"alarm": ()}, "always be green"),
    "class A without rules": ({"alarm_class": "A", "rules": ()}, "class A needs rules"),
    "a table that is not there": ({"tables": ("judgements",)}, "no event table is named judgements"),
    "a population of another table": ({"population": lost_table}, "no event table is named judgements"),
    "a population of a lost column": ({"population": no_column}, "colour"),
    "a population without a day": ({"population": no_day}, "has no column day"),
    "a population that is no table": ({"population": no_table}, "gives int, not a table"),
    "a unit that is no column": ({"units": ("programme", "moon")}, "has no column moon"),
    "a stratum that is no column": ({"strata": ("moon",)}, "has no column moon"),
    "a statistic that is not there": ({"estimate": "hunch"}, "no statistic is named hunch"),
    "two counts of one name": ({"counts": (*M01.counts, M01.counts[0])}, "give each a name of its own"),
    "a count that is no condition": (
        {"counts": tuple(msgspec.structs.replace(c, numerator=lambda t: t.site) for c in M01.counts)},
        "cannot be asked of the tables",
    ),
    "q without a family": ({"alarm": (q_bound,), "multiplicity": None}, "names no family"),
    "a bound on an arm that is not there": ({"alarm": bare(of="neutral.numerator", above=1)}, "no arm is named so"),
    "a bound that bounds nothing": ({"alarm": bare(of="estimate")}, "bounds nothing"),
    "a limit over three periods": (
        {"alarm": (msgspec.structs.replace(M01.alarm[0], periods=3),)}, "it may be 1 or 2",
    ),
    "a counter-measure that is not there": ({"counter_measures": ("M99",)}, "M99 is no measure"),
    "an example of a lost table": (
        {"examples": (Example(says="x", rows={"judgements": "case\n1"}, as_of=AS_OF, expect={}),)}, "judgements",
    ),
    "an example of a lost column": (
        {"examples": (Example(says="x", rows={"determinations": "case,colour\n1,red"}, as_of=AS_OF, expect={}),)},
        "has no column colour",
    ),
    "an example with a slip": (
        {"examples": (Example(says="x", rows={"determinations": "case,claim\n1,two"}, as_of=AS_OF, expect={}),)},
        "line 2: two is no count",
    ),
    "an example that says otherwise": (
        {"examples": (msgspec.structs.replace(M01.examples[0], expect={"status": "ok"}),)}, "expects status ok",
    ),
    "an example of a field that no row has": (
        {"examples": (msgspec.structs.replace(M01.examples[0], expect={"mood": "good"}),)}, "which no row has",
    ),
    "an example of a place that is not there": (
        {"examples": (msgspec.structs.replace(M01.examples[0], unit="site", of="Atlantis"),)}, "there is none",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", DEFECTS)
def test_a_declaration_with_a_defect_is_refused(what):
    changes, says = DEFECTS[what]
    with pytest.raises(OversightError, match=re.escape(says)) as refused:
        check(msgspec.structs.replace(M01, **changes))
    assert str(refused.value).startswith("M01: ")
    assert "\n" not in str(refused.value)


def test_a_rule_whose_table_lacks_the_case_is_refused():
    rule = msgspec.structs.replace(M09.rules[0], broken=lambda tables: tables["claims"].select("day"))
    with pytest.raises(OversightError, match="its table has no column case"):
        check(msgspec.structs.replace(M09, rules=(rule,)))


# --- a definition that changed


def test_a_change_of_meaning_needs_a_new_version_and_a_change_of_words_does_not(tmp_path):
    path = tmp_path / "m01.py"

    def digest(text):
        path.write_text(text, "utf-8")
        digest_of.cache_clear()
        return digest_of(path)

    known = digest(SOURCE)
    assert digest(SOURCE.replace("Says nothing about", "Tells nothing of") + "\n# a note\n") == known
    assert digest(SOURCE.replace("0.01", "0.02")) != known
    assert digest(SOURCE.replace('== "positive"', '!= "positive"').replace("outcome ==", "outcome !=")) != known


def test_a_definition_that_kept_its_version_is_refused(monkeypatch):
    monkeypatch.setattr("asylia.oversight.definition.entered", lambda: {("M01", M01.version): "0" * 64})
    with pytest.raises(OversightError, match=rf"make it version {M01.version + 1}"):
        require_entered(M01)
    monkeypatch.setattr("asylia.oversight.definition.entered", dict)
    with pytest.raises(OversightError, match="is not in VERSIONS"):
        require_entered(M01)


# --- never NaN, never green by accident


@statistic("broken for tests")
def broken(counted):
    """A statistic that finds no number."""
    return Found(estimate=float("nan"), lower=float("-inf"), p=float("nan"), values={"tau": float("inf")})


@statistic("unsolvable for tests")
def unsolvable(counted):
    """A statistic that divides by nothing."""
    return Found(estimate=1 / 0)


@pytest.mark.parametrize("name", ["broken for tests", "unsolvable for tests"])
def test_no_number_is_insufficient_and_never_ok(name):
    measure = msgspec.structs.replace(
        M01, estimate=name, interval=name, test=name, not_measurable=(), alarm=M01.alarm[1:]
    )
    verdict = measure.judge(Counted(arms={"positive": Arm(5, 10), "negative": Arm(50, 100)}))
    assert verdict.status is Status.INSUFFICIENT
    assert verdict.reason == "No estimate can be worked out from these counts."
    assert verdict.found.estimate is None
    assert all(value is None for value in verdict.found.values.values())


def test_a_limit_that_cannot_be_held_is_not_passed():
    """An alarm on a number that the statistic does not give is no quiet."""
    measure = msgspec.structs.replace(M01, not_measurable=(), alarm=bare(of="tau", above=0.35), watch=())
    verdict = measure.judge(Counted(arms={"positive": Arm(5, 10), "negative": Arm(50, 100)}))
    assert verdict.status is Status.INSUFFICIENT
    assert "tau" in verdict.reason


def test_a_measure_whose_fact_the_record_lacks_is_not_measurable_and_says_which():
    lacking = msgspec.structs.replace(M01, lacks="The record holds no minutes of reading.")
    row, *others = compute_all([lacking], store(cases=50), AS_OF).rows
    assert (row.status, row.reason, others) == (Status.NOT_MEASURABLE, "The record holds no minutes of reading.", [])


# --- units, officers, families of looks


def test_rows_of_officers_are_made_only_where_asked_and_only_of_enough():
    measure = msgspec.structs.replace(M01, units=("programme", "officer"), grain=Grain(period="quarter"))
    quiet = compute_all([measure], store(), AS_OF).rows
    assert {row.unit for row in quiet} == {"programme"}
    rows = [row for row in compute_all([measure], store(), AS_OF, officers=True).rows if row.unit == "officer"]
    assert rows
    for row in rows:
        assert row.status is Status.SUPPRESSED
        assert (row.arms, row.numerator, row.estimate, row.p, row.crossed) == ({}, None, None, None, ())


def test_the_looks_of_a_family_are_paid_for_together():
    sites = compute_all([M01], store(), AS_OF).rows
    one = compute_all([msgspec.structs.replace(M01, units=("programme",))], store(), AS_OF).rows
    told = {(row.part, row.unit, row.of): row for row in sites}
    for row in one:
        more = told[row.part, row.unit, row.of]
        assert row.p == more.p
        assert row.p is None or row.q <= more.q + 1e-12 or row.p == 1.0
    assert all(
        row.q is None for row in compute_all([msgspec.structs.replace(M01, multiplicity=None)], store(), AS_OF).rows
    )


def test_a_family_may_span_measures():
    other = msgspec.structs.replace(M01, id="M98", multiplicity=Multiplicity(family="review"))
    alone = {(r.part, r.unit, r.of): r.q for r in compute_all([M01], store(), AS_OF).rows}
    both = {(r.part, r.unit, r.of): r.q for r in compute_all([M01, other], store(), AS_OF).rows if r.measure == "M01"}
    assert alone.keys() == both.keys()


# --- the store


def test_a_moment_without_zone_an_unknown_table_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(OversightError, match="says no zone"):
        in_memory({}).at(dt.datetime(2027, 3, 9))  # noqa: DTZ001
    with pytest.raises(OversightError, match="no event table is named hearings_held"):
        in_memory({}).at(AS_OF)["hearings_held"]
    with pytest.raises(OversightError, match="holds no event tables"):
        parquet(tmp_path / "nowhere", duckdb())


@pytest.mark.parametrize(("said", "kind"), [("maybe", "yes or no"), ("7.x", "count"), ("2027-13-01", "day")])
def test_a_cell_of_the_wrong_kind_names_table_line_and_column(said, kind):
    column = {"yes or no": "represented", "count": "claim", "day": "day"}[kind]
    with pytest.raises(OversightError, match=f"table determinations, line 2: {said} is no {kind} \\({column}\\)"):
        from_csv({"determinations": f"case,{column}\n1,{said}"}, AS_OF)


def test_as_of_hides_what_was_recorded_later():
    told = store(cases=100, late=20)
    assert isinstance(told.at(AS_OF), AsOf)
    assert told.at(AS_OF)["determinations"].count().execute() == 100
    assert told.at(AS_OF + dt.timedelta(days=30))["determinations"].count().execute() == 120
