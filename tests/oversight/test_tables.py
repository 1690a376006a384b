"""The event tables: typed, told in words, and whole: every event of a case makes rows, or is said to make none."""

import datetime as dt
from typing import Annotated

import pytest

from asylia.core.codec import EVENTS
from asylia.oversight.codes import CODED, codes, condition, language, listed
from asylia.oversight.extraction import MAKERS, MAKES_NONE
from asylia.oversight.fact import CaseFact, Fact, table
from asylia.oversight.parquet import SCHEMAS
from asylia.oversight.seen import age_group
from asylia.oversight.tables import FACTS, NAME, TABLES

ALWAYS = ("recorded", "at", "day")
OF_A_CASE = (
    "case", "family", "site", "regime", "language", "nationality", "age_group", "represented", "vulnerable", "placed",
)  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_each_table_says_what_a_row_is_and_what_each_column_means(name):
    one = TABLES[name]
    assert name.islower()
    assert one.one_row.endswith(".")
    assert all(len(each.means) > 4 for each in one.columns)
    assert {each.name for each in one.columns} >= {*ALWAYS, *(OF_A_CASE if one.of_a_case else ())}


def test_each_class_of_facts_has_one_table():
    assert len(NAME) == len(FACTS) == len(TABLES) == len(SCHEMAS)
    declared = {each for each in _below(Fact) if each.__module__.startswith("asylia.oversight.facts.")}
    assert declared == set(NAME)


def _below(kind: type) -> list[type]:
    return [kind, *(each for below in kind.__subclasses__() for each in _below(below))]


def test_every_event_of_a_case_makes_rows_or_is_said_to_make_none():
    assert {each for each in EVENTS.values() if each not in MAKERS} == set(MAKES_NONE)
    assert set(MAKERS) <= set(EVENTS.values())
    assert all(len(why) > 10 for why in MAKES_NONE.values())


def test_a_column_without_a_meaning_is_no_column():
    class Bare(CaseFact, frozen=True, kw_only=True):
        """One thing."""

        count: int

    with pytest.raises(TypeError, match=r"Bare\.count does not say what it means"):
        table("bares", Bare)


def test_a_column_of_no_kind_is_no_column():
    class Odd(CaseFact, frozen=True, kw_only=True):
        """One thing."""

        many: Annotated[list[str], "many words"]

    with pytest.raises(TypeError, match=r"Odd\.many is of no kind"):
        table("odds", Odd)


def test_an_unknown_column_is_named_with_those_there_are():
    assert TABLES["claims"].column("claim").kind == "count"
    with pytest.raises(KeyError, match=r"table seeds has no column claim; it has recorded, at, day, period, what"):
        TABLES["seeds"].column("claim")


def test_only_codes_stand_in_tables():
    assert listed("no_exclusion_found") == "no_exclusion_found"
    assert listed("fear.referral") == "fear.referral"
    assert listed("us_mpp/2021-12-02") == "us_mpp/2021-12-02"
    assert listed("Ana Inventada") == "other"
    assert listed("") == ""
    assert language("quc") == "quc"
    assert language("el idioma de Ana") == "other"
    assert condition("torture") == "private"
    assert condition("pregnant") == "pregnant"
    assert CODED
    assert all(" " not in each for each in codes())


@pytest.mark.parametrize(
    ("born", "group"),
    [
        ("2021-12", "under_1"), ("2020", "1_to_4"), ("2017-03-01", "1_to_4"), ("2016-12-31", "5_to_17"),
        ("2004-01-13", "5_to_17"), ("2004-01-12", "adult"), ("2004-01", "5_to_17"), ("2003", "adult"),
        ("1995-08", "adult"), ("", "unknown"), ("about thirty", "unknown"),
    ],
)  # fmt: skip
def test_an_age_in_doubt_is_the_youngest_it_may_be(born, group):
    assert age_group(born, dt.date(2022, 1, 12)) == group
