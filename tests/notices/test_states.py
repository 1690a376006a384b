"""A text's state is raised by people, one step after another, none passing their own work; a change undoes it."""

import shutil
from pathlib import Path

import msgspec
import pytest

from asylia import notices
from asylia.notices.languages import Language
from asylia.notices.source import common, read
from asylia.notices.states import NotAStep, digest, ladder, lowest, state_of, steps
from tests.notices.examples import facts

FOLDER = Path(notices.__file__).parent / "hearing_notice"
TEXT = "AAAAbbbbCCCCdddd"
DRAFT = "draft: program, 2026-11-26"
TRANSLATED = f"translated: T-014, 2027-01-10, {TEXT}"
CHECKED = f"checked: T-022, 2027-01-12, {TEXT}"
APPROVED = f"approved: L-003, 2027-02-01, {TEXT}"


def test_a_text_goes_up_step_by_step():
    lines = [DRAFT, TRANSLATED, CHECKED, APPROVED]
    for taken, state in enumerate(("draft", "translated", "checked", "approved"), 1):
        assert state_of(steps(lines[:taken], "fr"), TEXT) == state


@pytest.mark.parametrize("reached", [2, 3, 4])
def test_a_text_that_changed_is_a_draft_again(reached):
    taken = steps([DRAFT, TRANSLATED, CHECKED, APPROVED][:reached], "fr")
    assert state_of(taken, "another text now") == "draft"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "does not carry its state"),
        ([TRANSLATED], "what comes next is draft"),
        ([DRAFT, CHECKED], "what comes next is translated"),
        ([DRAFT, TRANSLATED, TRANSLATED], "what comes next is checked"),
        ([DRAFT, TRANSLATED, CHECKED, APPROVED, APPROVED], "what comes next is nothing: it is approved"),
        ([DRAFT, TRANSLATED, CHECKED.replace("T-022", "T-014")], "T-014 has worked on this text already"),
        ([DRAFT, TRANSLATED, CHECKED, APPROVED.replace("L-003", "T-014")], "T-014 has worked on this text already"),
        ([DRAFT, TRANSLATED.replace("T-014", "program")], "'program' is no person's code"),
        ([DRAFT, TRANSLATED.replace("T-014", "Anna")], "'Anna' is no person's code"),
        ([DRAFT, TRANSLATED.replace("2027-01-10", "2025-01-10")], "cannot have been translated before it was draft"),
        ([DRAFT, TRANSLATED.replace("2027-01-10", "2027-02-30")], "names no day"),
        ([DRAFT, TRANSLATED.removesuffix(f", {TEXT}")], "wants the digest of the text"),
        (["approved by me"], "is no step"),
    ],
)
def test_a_step_that_cannot_stand_is_refused(lines, said):
    with pytest.raises(NotAStep, match=said):
        steps(lines, "fr")


def test_english_is_not_translated():
    assert ladder("en") == ("draft", "checked", "approved")
    assert ladder("fr") == ("draft", "translated", "checked", "approved")


def test_a_step_is_written_as_it_was_read():
    lines = [DRAFT, TRANSLATED, CHECKED, APPROVED]
    assert list(map(str, steps(lines, "fr"))) == lines


def test_the_digest_stands_for_the_text_and_the_english_it_was_made_from():
    french, english = {"title": "Audience"}, {"title": "Hearing", "more": "Bring this paper."}
    ours = digest(french, english)
    assert len(ours) == 16
    assert digest(french, {**english, "more": "Bring it."}) == ours, "the French says nothing of that statement"
    assert digest(french, {**english, "title": "Your hearing"}) != ours
    assert digest({"title": "L\u2019audience"}, english) != ours


def test_the_least_far_counts():
    assert lowest("approved", "checked", "approved") == "checked"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "hearing_notice"))


def raised(folder, language, *lines):
    """The notice with these steps on a language's text; TEXT in them stands for its digest."""
    file, text = folder / f"{language}.md", read(folder, common()).digest(language)
    said = "\n".join(lines).replace(TEXT, text)
    file.write_text(file.read_text("utf-8").replace(DRAFT, said), "utf-8")
    return read(folder, common())


def test_a_sheet_is_no_further_than_the_frame_around_its_text(folder, monkeypatch):
    assert raised(folder, "fr", DRAFT, TRANSLATED, CHECKED).states["fr"] == "draft"
    monkeypatch.setattr(Language, "state", lambda *_: "approved")
    assert read(folder, common()).states["fr"] == "checked"


def test_english_that_changed_makes_the_translation_a_draft(folder, monkeypatch):
    monkeypatch.setattr(Language, "state", lambda *_: "approved")
    assert raised(folder, "fr", DRAFT, TRANSLATED, CHECKED, APPROVED).states["fr"] == "approved"
    english = folder / "en.md"
    english.write_text(english.read_text("utf-8").replace("You see the judge in", "You meet the judge in"), "utf-8")
    assert read(folder, common()).states["fr"] == "draft"


def test_every_text_and_every_table_of_sentences_is_a_draft_of_the_program():
    """No person has worked on any yet; this test is changed on the day one has."""
    for name in notices.ids():
        assert {taken[0].by for taken in notices.load(name).taken.values()} == {"program"}
        assert set(notices.load(name).states.values()) == {"draft"}


def approving(*languages):
    """A hearing notice whose texts are approved in these languages and drafts in all others."""
    notice = notices.load("hearing_notice")
    states = {code: "approved" if code in languages else "draft" for code in notice.states}
    return msgspec.structs.replace(notice, states=states)


@pytest.mark.parametrize(
    ("approved", "asked", "sent", "along"),
    [
        ((), "es", ("es", False), ("en",)),  # nothing is approved: the English goes along, and both say so
        ((), "mam", ("en", True), ()),
        (("en",), "es", ("es", False), ("en",)),
        (("en", "es"), "es", ("es", False), ("en",)),
        (("en",), "mam", ("en", True), ()),
        (("es",), "mam", ("es", True), ("en",)),
        (("es",), "ht", ("ht", False), ("en", "es")),
        (("es",), "en", ("en", False), ("es",)),
    ],
)
def test_no_text_goes_out_without_an_approved_one_as_long_as_there_is_any(approved, asked, sent, along):
    notice = approving(*approved)
    assert notice.sent(asked) == sent
    assert notice.along(sent[0]) == along


def test_the_approved_text_stands_on_the_sheet_beside_the_one_that_is_not(monkeypatch):
    monkeypatch.setattr("asylia.notices.sheet.load", lambda _: approving("es"))
    sheet = notices.render("hearing_notice", "ht", facts("hearing_notice"), "full", demonstration=False)
    assert sheet.oral
    assert [said.language for said in sheet.said.texts] == ["ht", "en", "es"]
    assert "Bouyon." in sheet.html
    assert "<strong>Si no puede ir,</strong>" in sheet.html
