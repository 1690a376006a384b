"""A sheet goes out whole, in the right language, marked for what it is, and the same every time."""

import base64
import hashlib
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import pytest

from asylia import notices
from tests.notices.examples import asked, every_choice, facts

LANGUAGES = ("en", "es")


@pytest.mark.parametrize("version", ["carry", "full"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", notices.ids())
def test_every_way_a_notice_can_fall_is_one_well_formed_sheet(notice, language, version):
    for given in every_choice(notice):
        html = notices.render(notice, language, given, version, False).html
        sheet = ET.fromstring(html)  # noqa: S314 - our own output
        assert sheet.get("lang") == language
        assert sheet.get("dir") == "ltr"
        assert len(sheet.findall(".//section")) == (1 if language == "en" else 2)
        assert not re.search(r"[{}]|\sstyle=|<script|href=|None", html)


def test_the_thirteen_notices_are_there():
    assert notices.ids() == (
        "advisal", "change_of_address", "determination", "hearing_notice", "interview_appointment",
        "notice_to_appear", "process", "readback", "receipt", "reconsideration_decision", "recorded", "reporting",
        "right_to_review",
    )  # fmt: skip


@pytest.mark.parametrize("notice", notices.ids())
def test_the_same_facts_give_the_same_bytes(notice):
    """Also in another process, whose sets and dictionaries are ordered by another seed."""
    ask = (
        "from asylia.notices import render; from tests.notices.examples import facts;"
        f"print(render({notice!r}, 'es', facts({notice!r}), 'full', True).digest)"
    )
    ours = notices.render(notice, "es", facts(notice), "full", True)
    for seed in ("0", "1"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        theirs = subprocess.run([sys.executable, "-c", ask], env=environment, capture_output=True, check=True)
        assert theirs.stdout.decode().strip() == ours.digest
    turned = dict(reversed(facts(notice).items()))
    assert notices.render(notice, "es", turned, "full", True) == ours


def test_the_digest_is_that_of_the_bytes():
    sheet = notices.render("receipt", "es", facts("receipt"), "full", False)
    padded = sheet.digest + "=" * (-len(sheet.digest) % 4)
    assert base64.urlsafe_b64decode(padded) == hashlib.sha256(sheet.html.encode()).digest()


@pytest.mark.parametrize(
    ("asked_for", "sent", "fallback", "name"),
    [("es", "es", False, None), ("es-GT", "es", False, None), ("en", "en", False, None),
     ("mam", "en", True, "Mam"), ("quc", "en", True, "Kʼicheʼ"), ("ht", "ht", False, None),
     ("zh-Hans", "zh", False, None), ("zh-Hant", "en", True, "Traditional Chinese"), ("so", "en", True, "Somali"),
     ("<b>x", "en", True, "&lt;b&gt;x")],
)  # fmt: skip
def test_the_language_actually_sent_is_said(asked_for, sent, fallback, name):
    """Safeguard advisal.language: what goes out, and that it must be said aloud, is on the sheet's face."""
    sheet = notices.render("receipt", asked_for, facts("receipt"), "full", False)
    assert (sheet.language_sent, sheet.fallback, sheet.oral) == (sent, fallback, True)
    assert ("not in the language of the person" in sheet.html) is fallback
    assert name is None or f"<bdi>{name}</bdi>" in sheet.html


@pytest.mark.parametrize("version", ["carry", "full"])
@pytest.mark.parametrize("notice", notices.ids())
def test_a_draft_says_so_on_its_face(notice, version):
    sheet = notices.render(notice, "es", facts(notice), version, False)
    assert sheet.state == "draft"
    assert sheet.oral
    assert "Borrador." in sheet.html
    assert "Draft text." in sheet.html


@pytest.mark.parametrize("version", ["carry", "full"])
def test_a_demonstration_says_so_on_its_face(version):
    for demonstration in (True, False):
        html = notices.render("reporting", "es", facts("reporting"), version, demonstration).html
        assert ("Demostración." in html) is demonstration


def test_a_receipt_bears_its_square_code_and_no_name():
    """Page receipt: never a name, never the words that were said; the code opens nothing (portal.two-codes)."""
    html = notices.render("receipt", "es", facts("receipt"), "full", False).html
    assert '<svg role="img" aria-label="Prueba"' in html
    assert "Este código no la abre" in html
    assert "name" not in asked("receipt")


@pytest.mark.parametrize("answer", ["afraid", "no", "not_now"])
def test_every_answer_to_the_fear_question_has_its_receipt(answer):
    """Safeguard fear.asked: "no" included, and a no can be taken back."""
    html = notices.render("receipt", "en", facts("receipt", answer=answer), "full", False).html
    assert ("You can change your answer at any time" in html) is (answer != "afraid")
    assert ("not a no" in html) is (answer == "not_now")


@pytest.mark.parametrize(
    ("remedy", "said"),
    [("judge", "You can ask a judge to look again"), ("court", "You can ask a court to look again"),
     ("appeal", "Someone who had no part in this decision decides anew"),
     ("other_officer", "Another officer, who had no part in this decision"),
     ("none", "These rules give you no judge and no appeal")],
)  # fmt: skip
def test_a_negative_says_the_remedy_or_that_there_is_none(remedy, said):
    """Safeguard remedy.reachable: where there is none, reconsideration by an officer who took no part."""
    given = facts("determination", outcome="negative", remedy=remedy)
    html = notices.render("determination", "en", given, "full", False).html
    assert said in html
    assert ("called reconsideration" in html) is (remedy == "none")
    assert "who took no part in this decision" in html or remedy != "none"
    assert "the rule forbids sending you to <bdi>Mexico</bdi> until there is an answer" in html


@pytest.mark.parametrize("silence", ["request", "decline"])
def test_silence_counts_as_the_regime_says(silence):
    given = facts("determination", outcome="negative", silence=silence)
    html = notices.render("determination", "en", given, "full", False).html
    assert ("we take it as a yes" in html) is (silence == "request")
    assert ("take it as a no" in html) is (silence == "decline")


def test_no_sheet_promises_a_way_that_is_not_confirmed():
    """Safeguard paper.safe: no sheet promises what a third party has not confirmed."""
    for notice in ("hearing_notice", "reporting"):
        html = notices.render(notice, "en", facts(notice, transport="not_confirmed"), "full", False).html
        assert "brought back" not in html
        assert "not confirmed yet" in html


def test_citations_follow_the_regime_and_an_unverified_one_says_so():
    def footer(regime):
        return notices.render("readback", "en", facts("readback", regime=regime, law=[]), "full", False).html

    assert "8 CFR 208.30(d)(6)" in footer("us_credible_fear/2022-05-31")
    assert "8 CFR 208.30(d)(6)" not in footer("us_credible_fear/2019-01-28")
    assert "not yet checked" not in footer("us_credible_fear/2022-05-31")
    assert "CFR" not in footer("eu_apr/2026-06-12")
    assert '4.3.11</bdi></span> <span class="sheet-unchecked">citation not yet checked' in footer("unhcr_rsd/2005")


def test_boxes_and_marks_stand_once_in_the_persons_own_language():
    html = notices.render("right_to_review", "es", facts("right_to_review"), "full", False).html
    theirs, english = html.split('<section lang="en"')
    assert (theirs.count("sheet-boxes"), theirs.count("sheet-mark")) == (1, 1)
    assert "sheet-boxes" not in english
    assert "sheet-mark" not in english


def test_the_choice_to_ask_stands_before_the_choice_not_to():
    html = notices.render("right_to_review", "en", facts("right_to_review"), "full", False).html
    assert html.index("I want a judge") < html.index("I do not want a judge")


def test_an_unknown_notice_or_version_names_those_there_are():
    with pytest.raises(notices.UnknownNotice, match=r"'letter'.*advisal, change_of_address"):
        notices.render("letter", "en", {}, "full", False)
    with pytest.raises(notices.UnknownNotice, match="'short'; there are: carry, full"):
        notices.render("receipt", "en", facts("receipt"), "short", False)
    with pytest.raises(notices.UnknownNotice, match="'carry'"):
        notices.render("carry", "en", {}, "full", False)
