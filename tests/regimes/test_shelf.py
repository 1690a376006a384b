"""Every regime file on the shelf loads, follows on, is listed as published, and can be read by a person."""

import datetime as dt
import tomllib

import pytest

from asylia.regimes import NOT_CHECKED, PUBLISHED, SHELF, describe, for_live_use, named, regimes, version_on
from asylia.regimes.reference import reference

VERSIONS = {
    "eu_apr/2026-06-12": "published",
    "unhcr_rsd/2005-09-01": "published",
    "us_aca_threshold/2019-11-19": "published",
    "us_credible_fear/2019-01-28": "historical",
    "us_credible_fear/2022-05-31": "published",
    "us_credible_fear/2023-05-11": "published",
    "us_mpp/2019-01-28": "historical",
    "us_mpp/2021-12-02": "published",
    "us_mpp_practised/2019-01-28": "historical",
    "us_mpp_reviewed/2019-11-08": "historical",
    "us_reasonable_fear/1999-03-22": "published",
}
every = pytest.mark.parametrize("version", VERSIONS)


def test_the_shelf_holds_these_versions() -> None:
    assert {each.version: each.status for each in regimes().values()} == VERSIONS


@every
def test_a_published_file_may_be_used_live(version: str) -> None:
    text = named(version)
    if text.status == "published":
        assert for_live_use(text) is text


@every
def test_the_sentence_is_put_in_english_and_spanish(version: str) -> None:
    assert {"en", "es"} <= set(named(version).trigger.asked_as)


@every
def test_every_protection_can_be_found_and_torture_has_no_bar(version: str) -> None:
    text = named(version)
    for protection in text.protections:
        assert protection.elements
        if any(each.torture for each in protection.elements):
            assert not protection.bars
    if version != "unhcr_rsd/2005-09-01":
        assert any(each.torture for _, each in text.elements())
    assert any(each.group for _, each in text.elements())


@every
def test_what_a_reviewer_may_return_for_is_listed(version: str) -> None:
    assert len(named(version).insufficiencies) >= 8


def test_only_programmes_of_waiting_outside_place_anyone() -> None:
    placing = {each.id for each in regimes().values() if each.placement}
    assert placing == {"us_mpp", "us_mpp_practised", "us_mpp_reviewed"}


def test_those_excluded_from_the_programme_include_children_alone_and_nationals() -> None:
    for day in ("2019-01-28", "2021-12-02"):
        excluded = {each.id for each in named(f"us_mpp/{day}").exclusions}
        assert {"unaccompanied_child", "own_national", "illness"} <= excluded


@every
def test_the_description_fits_eighty_columns_and_marks_what_nobody_has_checked(version: str) -> None:
    text = named(version)
    lines = describe(text).splitlines()
    assert max(map(len, lines)) <= 80
    whole = " ".join(describe(text).split())
    assert NOT_CHECKED in whole
    assert text.digest in whole
    for _, element in text.elements():
        assert element.says in whole


def test_a_checked_citation_bears_no_mark_and_a_stopped_rule_says_so() -> None:
    whole = " ".join(describe(named("us_credible_fear/2022-05-31")).split())
    assert f"8 CFR 208.30(e)(8) {NOT_CHECKED}" not in whole
    assert "8 CFR 208.30(e)(8); printed from 2022-05-31" in whole
    assert "8 CFR 208.13(c)(6); not in force; enjoined by Pangea" in whole


def test_the_citation_of_a_key_is_the_nearest_one() -> None:
    interview = named("us_credible_fear/2022-05-31").interview
    assert interview.citation("recording").cite == "8 CFR 208.30(d)(4), (e)(1)"
    assert interview.citation("rest_hours").to_be_checked
    assert interview.citation("remote").house
    listed = named("us_mpp/2021-12-02").vulnerability
    assert listed.citation("listed.pregnant").source != listed.citation("listed.disability").source


def test_the_last_day_is_in_force() -> None:
    assert version_on("us_mpp", dt.date(2021, 1, 20)).version == "us_mpp/2019-01-28"
    assert version_on("us_mpp", dt.date(2022, 8, 8)).version == "us_mpp/2021-12-02"
    assert version_on("us_credible_fear", dt.date(2022, 5, 30)).historical
    assert version_on("us_credible_fear", dt.date(2022, 5, 31)).version == "us_credible_fear/2022-05-31"


def test_the_publishers_are_invented_and_say_so() -> None:
    listing = tomllib.loads((SHELF / PUBLISHED).read_text(encoding="utf-8"))["published"]
    assert all(who.startswith("invented: ") for each in listing for who in each["by"])


def test_the_reference_page_names_every_version_and_every_key() -> None:
    page = reference()
    for version in VERSIONS:
        assert f"`{version}`" in page
    for name in ("rest_hours", "silence_means", "doubt_excludes", "elsewhere"):
        assert f"| `{name}` |" in page
    assert "headquarters (positive 1, negative 0)" in page
