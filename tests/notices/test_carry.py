"""The carry version tells nobody what a person has asked for, nor with whom they are (safeguard paper.safe)."""

import pytest

from asylia.notices import Incomplete, Unfit, ids, languages, load, render
from asylia.notices.languages import tongue
from asylia.notices.source import carry_sheet
from asylia.notices.telling import APPOINTMENT
from tests.notices.examples import FACTS, every_choice, facts
from tests.notices.tongues import CANARIES, fold, given_away, words

LEAVES_NO_TRACE = ("case", "name", "office", "signer", "regime_name", "court", "meets", "question", "portal", "entry")


def test_each_language_has_its_canaries():
    assert set(CANARIES) == set(languages())
    assert all(tongue(code).carry_never for code in languages())


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("notice", ids())
def test_no_carry_sheet_says_a_word_that_gives_the_person_away(notice, language):
    for given in every_choice(notice):
        html = render(notice, language, given, "carry", True).html
        assert given_away(html) == []
        assert notice not in html


@pytest.mark.parametrize("language", languages())
def test_the_canaries_are_heard_in_the_full_versions(language):
    """The list can fail: every full text says some of its language's words."""
    stems = tuple(fold(CANARIES[language]).split())
    for notice in ids():
        if language in load(notice).texts:
            said = words(" ".join(load(notice).texts[language].values()))
            assert any(stem in word for word in said for stem in stems), notice


@pytest.mark.parametrize("notice", ids())
def test_a_carry_sheet_is_the_same_whatever_it_stands_for(notice):
    """Two kinds there are, an appointment and a code; from neither can the notice be told."""
    twin = "reporting" if "report_day" in load(notice).fields else "advisal"
    ours = render(notice, "es", facts(notice), "carry", False)
    assert ours.html == render(twin, "es", facts(twin), "carry", False).html


def test_what_must_be_carried_to_an_appointment_is_there():
    html = render("hearing_notice", "es", facts("hearing_notice"), "carry", False).html
    for said in ("7K3Q-9F2M-X4TD", "lunes 26 de abril de 2027", "6:00 a.m.", "Puente Sur, gate 2", "000-0100"):
        assert said in html


def test_who_waits_outside_carries_the_appointment_and_who_is_inside_the_code():
    """Safeguard fear.brought-in: the receipt of a claim from outside is a port appointment too."""
    outside = facts("receipt", waiting="outside")
    assert "lunes 26 de abril de 2027" in render("receipt", "es", outside, "carry", False).html
    with pytest.raises(Incomplete, match=r": report_time$"):
        render("receipt", "es", {**outside, "report_time": None}, "carry", False)
    inside = {**facts("receipt"), **dict.fromkeys(APPOINTMENT)}
    assert "viernes 12 de marzo de 2027" in render("receipt", "es", inside, "carry", False).html
    with pytest.raises(Incomplete, match="report_day, report_time, report_city, report_place"):
        render("reporting", "es", {**facts("reporting"), **dict.fromkeys(APPOINTMENT)}, "carry", False)


@pytest.mark.parametrize("notice", ids())
def test_nothing_else_of_a_case_reaches_a_carry_sheet(notice):
    marked = {name: f"Zq{name}" for name in LEAVES_NO_TRACE if name in load(notice).fields}
    html = render(notice, "es", facts(notice, **marked), "carry", False).html
    assert "Zq" not in html
    assert "<svg" not in html


def test_a_carry_sheet_may_ask_only_for_what_is_safe():
    """The shared sheet's own placeholders: a code, a day, an hour, a place, one number."""
    notice = carry_sheet()
    said = {name for statement in notice.texts["en"] for name in notice.asks(statement)}
    assert {notice.fields[name].type for name in said} <= {"code", "day", "time", "place", "phone"}


@pytest.mark.parametrize(
    "place", ["Albergue Casa Alborada", "ALBERGUES del Norte", "the Shelter, 4 Rio Street", "Oficina de Migrantes",
              {"en": "Gate 2", "es": "Puerta 2, con su familia"}, "Asylum Office"]
)  # fmt: skip
def test_a_place_that_gives_the_person_away_is_refused(place):
    with pytest.raises(Unfit, match=r"report_place: a carry sheet may not say '.*'; give the street and the gate only"):
        render("reporting", "es", facts("reporting", report_place=place), "carry", False)
    assert render("reporting", "es", facts("reporting", report_place=place), "full", False).html


@pytest.mark.parametrize("place", [FACTS["report_place"], "Calle Refugio 12", "National Avenue", "Puerta México"])
def test_a_street_is_only_a_street(place):
    render("reporting", "es", facts("reporting", report_place=place), "carry", False)
