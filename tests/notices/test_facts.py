"""A sheet is refused unless it is complete, and says what is wanting (safeguard notice.valid)."""

import datetime as dt
from typing import Literal, get_args, get_origin, get_type_hints

import pytest

from asylia.core import regime
from asylia.notices import Incomplete, Unfit, fields, ids, load, render
from tests.notices.examples import every_choice, facts


@pytest.mark.parametrize("notice", ids())
def test_no_sheet_goes_out_without_a_fact_that_it_says(notice):
    """Each fact is taken away in turn: either its absence is refused by name, or the sheet never says it."""
    for given in every_choice(notice):
        whole = render(notice, "en", given, "full", False).html
        for name in given:
            field, without = load(notice).fields[name], {**given, name: None}
            missing = wanting(notice, without)
            assert missing in ((), (name,))
            assert missing or field.optional or render(notice, "en", without, "full", False).html == whole


def wanting(notice, given):
    try:
        render(notice, "en", given, "full", False)
    except Incomplete as refused:
        return refused.missing
    return ()


@pytest.mark.parametrize("version", ["carry", "full"])
@pytest.mark.parametrize("notice", ids())
def test_all_that_is_missing_is_named_at_once(notice, version):
    with pytest.raises(Incomplete) as refused:
        render(notice, "es", {}, version, False)
    assert {"code", "phone"} <= set(refused.value.missing)
    assert version == "carry" or set(load(notice).framed) <= set(refused.value.missing)
    assert str(refused.value).startswith(f"{notice} may not go out without: ")


@pytest.mark.parametrize("missing", ["hearing_day", "hearing_time", "court", "court_address", "report_place",
                                     "report_time", "signer", "signer_title", "phone"])  # fmt: skip
@pytest.mark.parametrize("notice", ["notice_to_appear", "hearing_notice"])
def test_a_notice_of_court_lacks_nothing_that_the_law_asks(notice, missing):
    """Safeguard notice.valid: court, day and hour, signature and title, reporting place and hour."""
    with pytest.raises(Incomplete, match=missing):
        render(notice, "en", facts(notice, **{missing: None}), "full", False)


@pytest.mark.parametrize("blank", ["", "   ", "\n\t", "\u202e\u2069", None])
def test_a_blank_is_a_missing_fact(blank):
    with pytest.raises(Incomplete, match="court"):
        render("hearing_notice", "en", facts("hearing_notice", court=blank), "full", False)


def test_reasons_cannot_be_left_empty():
    """A determination without the facts of the person is refused."""
    with pytest.raises(Incomplete, match="reasons"):
        render("determination", "en", facts("determination", reasons=[]), "full", False)


def test_a_negative_cannot_go_out_without_its_remedy():
    """Safeguard remedy.reachable."""
    negative = facts("determination", outcome="negative")
    with pytest.raises(Incomplete, match=r": remedy$"):
        render("determination", "en", {**negative, "remedy": None}, "full", False)
    with pytest.raises(Incomplete, match=r": silence$"):
        render("determination", "en", {**negative, "silence": None}, "full", False)
    positive = facts("determination", outcome="positive", remedy=None, silence=None)
    render("determination", "en", positive, "full", False)


def test_a_statement_about_an_optional_fact_is_left_out_with_it():
    sheet = render("hearing_notice", "en", facts("hearing_notice", old_day=None), "full", False)
    assert "replaces the earlier one" not in sheet.html


@pytest.mark.parametrize(("given", "wanted"), [("until_day", "until_time"), ("until_time", "until_day")])
def test_half_a_last_hour_is_refused_not_dropped(given, wanted):
    negative = facts("determination", outcome="negative", remedy="judge")
    with pytest.raises(Incomplete, match=f": {wanted}$"):
        render("determination", "en", {**negative, wanted: None}, "full", False)
    neither = render("determination", "en", {**negative, given: None, wanted: None}, "full", False)
    assert "Ask by" not in neither.html


@pytest.mark.parametrize(
    ("part", "key", "notice", "choice"),
    [
        (regime.Remedy, "kind", "determination", "remedy"),
        (regime.Remedy, "kind", "advisal", "remedy"),
        (regime.Remedy, "silence_means", "determination", "silence"),
        (regime.Remedy, "silence_means", "right_to_review", "silence"),
        (regime.Question, "country", "determination", "subject"),
        (regime.Question, "country", "advisal", "subject"),
        (regime.Interview, "consultation", "advisal", "consult"),
        (regime.Interview, "consultation", "interview_appointment", "consult"),
        (regime.Interview, "recording", "advisal", "recording"),
    ],
)
def test_what_a_regime_says_can_be_handed_to_a_sheet_as_it_is(part, key, notice, choice):
    """The choices that a regime makes are named on sheets as in regime files, all of them."""
    said = literals(get_type_hints(part)[key])
    assert said == set(fields(notice)[choice].choices)


def literals(hint):
    if get_origin(hint) is Literal:
        return set(get_args(hint))
    return set().union(*(literals(part) for part in get_args(hint)))


@pytest.mark.parametrize(
    ("notice", "fact", "value", "why"),
    [
        ("hearing_notice", "hearing_day", "2027-04-26", "a day is wanted"),
        ("hearing_notice", "hearing_day", dt.datetime(2027, 4, 26, tzinfo=dt.UTC), "a day is wanted"),
        ("hearing_notice", "hearing_time", "08:30", "an hour is wanted"),
        ("hearing_notice", "mode", "letter", "one of these is wanted: person, video"),
        ("hearing_notice", "court", 7, "text is wanted"),
        ("hearing_notice", "court", ["a", "b"], "text is wanted"),
        ("hearing_notice", "court", {"es": "Corte"}, "with English among them"),
        ("hearing_notice", "court", {"en": "Court", "es": " "}, "one of its languages says nothing"),
        ("hearing_notice", "code", 7, "text is wanted"),
        ("receipt", "country", "Mexico", "the code of a country"),
        ("receipt", "country", "QQ", "the code of a country"),
        ("receipt", "country", "419", "the code of a country"),
        ("receipt", "proof", "x" * 7001, "at most 7000 characters"),
        ("readback", "facts", "one text", "a list of texts"),
        ("readback", "facts", ["good", " "], "one of its entries says nothing"),
        ("determination", "reasons", ["no pair"], "each entry is a pair"),
        ("determination", "reasons", [("asked", "")], "each entry is a pair"),
        ("determination", "law", [("INA 1", "yes")], "each entry is a pair"),
        ("determination", "law", [({"en": "INA 1"}, True)], "one text for every language"),
        ("determination", "outcomes", "positive", "no such fact; this notice asks for office, "),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_without_being_repeated(notice, fact, value, why):
    with pytest.raises(Unfit, match=why) as refused:
        render(notice, "en", facts(notice, **{fact: value}), "full", False)
    assert (refused.value.notice, refused.value.field) == (notice, fact)
    assert not isinstance(value, str) or len(value) < 4 or value not in str(refused.value.why.split(";")[0])


def test_forms_know_what_to_ask():
    asked = fields("hearing_notice")
    assert asked["hearing_day"].type == "day"
    assert asked["hearing_day"].says == "Day of the hearing"
    assert asked["mode"].choices == ("person", "video")
    assert asked["old_day"].optional
    asked.clear()
    assert fields("hearing_notice")


@pytest.mark.parametrize(
    "name", ["\u200b", "\u200d\u2060", "\u00ad", "\ufeff", "\u200f \u3164", "\ufe0f\U000e0041", "\u2067"]
)
def test_what_nobody_sees_says_nothing(name):
    with pytest.raises(Incomplete, match="without: name"):
        render("hearing_notice", "es", facts("hearing_notice", name=name), "full", False)
    assert render("hearing_notice", "es", facts("hearing_notice", name=f"A{name}"), "full", False)
