"""The interview: nothing before the checklist, every line kept, drafts on the server, changes with their reason."""

import pytest

from tests.web.officer.conftest import CHECKED


def test_what_is_missing_before_the_first_question_is_named_with_the_way_to_it(drawn):
    """advisal.understood, interpreter.fit: until they stand there is no checklist."""
    said = drawn.get("interview").content.decode()
    assert all(words in said for words in ("Explain what happens", "Not booked", "Appoint an interpreter"))
    assert "conditions.private" not in said


def test_booking_explaining_and_appointing_are_acts_of_their_own_pages(drawn):
    """The way from a drawn claim to the checklist."""
    officer = {"topics": ["purpose", "country", "steps", "rights", "outcomes"], "understood": "understood"}
    answers = [
        drawn.post("interview/explained", language="es", said_back="Me preguntan.", oral="yes", **officer),
        drawn.post("interview/booking", starts="2030-03-08T09:30", place="Room 2", mode="in_person"),
        drawn.post("interview/interpreter", interpreter="in207", language="es", accepted="yes", age="40"),
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 303]
    assert "conditions.private" in drawn.get("interview").content.decode()


def test_an_advisal_that_left_something_out_is_refused_and_stays_typed(drawn):
    """advisal.understood"""
    page = drawn.post("interview/explained", language="es", topics="purpose", understood="understood",
                      said_back="No sé qué es.", oral="yes")  # fmt: skip
    said = page.content.decode()
    assert page.status_code == 422
    assert all(words in said for words in ("advisal.understood", "Not explained: country", "No sé qué es."))
    assert 'id="topics-slip"' in said


def test_the_checklist_is_the_whole_page_before_the_first_question(prepared):
    """interview.conditions: nothing is preselected in it."""
    said = prepared.get("interview").content.decode()
    assert "Before the first question" in said
    assert 'name="words"' not in said
    assert not [each for each in said.split("<input") if 'name="conditions.' in each and "checked" in each]


@pytest.mark.parametrize("failed", ["quiet", "rested", "fed", "child_care"])
def test_one_failed_check_offers_to_postpone_or_to_go_on_by_choice(prepared, failed):
    """interview.conditions"""
    check = CHECKED | {f"conditions.{failed}": "no"}
    page = prepared.post("interview/conditions", **check)
    said = page.content.decode()
    assert page.status_code == 422
    assert all(words in said for words in ("interview.conditions", "firm new time", f'id="conditions-{failed}-slip"'))
    assert prepared.claim.interview.begun is None
    check |= {"conditions.goes_on": "yes"}
    assert prepared.post("interview/conditions", **check).status_code == 303
    assert prepared.claim.interview.begun is not None


def test_being_overheard_cannot_be_waived(prepared):
    """interview.conditions"""
    check = CHECKED | {"conditions.private": "no", "conditions.goes_on": "yes"}
    assert prepared.post("interview/conditions", **check).status_code == 422


def test_a_line_keeps_the_words_and_the_language_of_who_spoke(held):
    """interview.record: exact words, the person's language where no other is said."""
    words = "Sí.\nY después <no>… 🕊"
    assert held.post("interview", speaker="applicant", words=words, interpretation="Yes.").status_code == 303
    line = held.claim.interview.lines[-1]
    assert (line.words, line.language, line.interpretation) == (words, "es", "Yes.")
    said = held.get("interview").content.decode()
    assert "Y después &lt;no&gt;… 🕊" in said
    assert 'id="T-5"' in said


def test_who_speaks_next_stands_ready(held):
    """A typing aid: a question is answered, an answer is followed by a question."""
    assert 'value="officer" checked' in held.get("interview").content.decode()
    held.post("interview", speaker="officer", words="And then?")
    assert 'value="applicant" checked' in held.get("interview").content.decode()


def test_a_half_written_line_is_kept_and_stands_there_again(held):
    """conventions.md, Session: drafts on the server, never in the browser only."""
    answer = held.post("interview", keep="1", speaker="applicant", words="Nos tuvieron on")
    assert (answer.status_code, answer.headers["Location"]) == (303, held.at("interview") + "#kept")
    said = held.get("interview").content.decode()
    assert "Nos tuvieron on" in said
    assert "Draft kept, " in said
    held.post("interview", speaker="applicant", words="Nos tuvieron once días.")
    assert "Nos tuvieron on<" not in held.get("interview").content.decode()
    assert len(held.claim.interview.lines) == 5


def test_a_script_is_told_the_time_of_the_draft_in_a_word(held):
    """The line beside the button."""
    typed = {"speaker": "officer", "words": "Did", "keep": "1"}
    answer = held.client.post(held.at("interview"), typed, headers={"X-Draft": "1"})
    assert answer.content.decode().startswith("Draft kept, ")


def test_a_draft_is_sealed_in_the_database(held, house):
    """architecture.md, Content: a canary is found in no byte."""
    held.post("interview", keep="1", speaker="applicant", words="CANARY-OF-A-DRAFT")
    assert b"CANARY-OF-A-DRAFT" not in b"".join(each.read_bytes() for each in house.home.glob("*.sqlite3*"))


def test_nothing_said_is_lost_where_a_line_is_missing_its_words(held):
    """A slip of form, 422, beside the field."""
    page = held.post("interview", speaker="applicant", words=" ", interpretation="He said that")
    assert page.status_code == 422
    assert 'id="words-slip"' in page.content.decode()
    assert "He said that" in page.content.decode()


@pytest.mark.parametrize("words", ["\u202eعربي\u202c", "nu\u0303ez 🕊 <b>&amp;", "x" * 900_000, "\r\n\tone\n"])
def test_words_are_kept_as_typed_whatever_they_hold(held, words):
    """Issue 2, item 13: right-to-left marks, combining accents, emoji, a megabyte."""
    assert held.post("interview", speaker="applicant", words=words).status_code == 303
    assert held.claim.interview.lines[-1].words == words.replace("\r\n", "\n")
    assert held.get("interview").status_code == 200


@pytest.mark.parametrize("words", ["a\0b", "x" * 1_000_001])
def test_words_that_cannot_be_kept_are_said_so_and_stay_on_the_page(held, words):
    """A slip of form; a draft of them can be kept all the same."""
    assert held.post("interview", keep="1", speaker="applicant", words=words).status_code == 303
    page = held.post("interview", speaker="applicant", words=words)
    assert page.status_code == 422
    assert 'id="words-slip"' in page.content.decode()
    assert len(held.claim.interview.lines) == 4


def test_an_inconsistency_is_put_with_its_lines_and_explained(held):
    """interview.inconsistency"""
    put = {"lines": "T 2, T 4", "between": "Four men, or police", "explanation": "Dos eran policías."}
    assert held.post("interview/inconsistency", **put).status_code == 303
    said = held.get("interview").content.decode()
    assert all(words in said for words in ("Four men, or police", "Dos eran policías.", 'href="#T-2"'))


def test_after_a_break_the_conditions_are_the_whole_page_again(held):
    """interview.conditions: after each break."""
    assert held.post("interview/break", reason="Water").status_code == 303
    said = held.get("interview").content.decode()
    assert "Before going on" in said
    assert 'name="words"' not in said
    assert held.post("interview", words="Now?", speaker="officer").status_code == 422
    assert held.post("interview/after-break", **CHECKED).status_code == 303
    assert 'name="words"' in held.get("interview").content.decode()


def test_the_interpreters_age_is_asked_and_never_assumed(drawn):
    """interpreter.fit"""
    page = drawn.post("interview/interpreter", interpreter="in207", language="es", accepted="yes", age="")
    assert page.status_code == 422
    assert 'id="age-slip"' in page.content.decode()


@pytest.mark.parametrize(
    ("typed", "says"),
    [({"ties": "family"}, "Tied: family."), ({"accepted": "no"}, "has not accepted"), ({"age": "16"}, "Younger than")],
)
def test_an_interpreter_who_does_not_fit_is_refused(drawn, typed, says):
    """interpreter.fit"""
    form = {"interpreter": "in207", "language": "es", "accepted": "yes", "age": "41"} | typed
    page = drawn.post("interview/interpreter", **form)
    assert page.status_code == 422
    assert says in page.content.decode()


def test_another_interpreter_needs_a_reason(held, house):
    """interpreter.fit: a change is an event with a reason."""
    typed = {"interpreter": "in207", "language": "es", "accepted": "yes", "age": "40"}
    said = held.get("interview/interpreter").content.decode()
    assert "leaves" in said
    assert held.post("interview/interpreter", **typed, reason="Ill").status_code == 303


def test_an_ended_interview_is_read_only(ended):
    """interview.record: nothing is added afterwards."""
    said = ended.get("interview").content.decode()
    assert 'name="words"' not in said
    assert "Read the summary back" in said
    page = ended.client.post(ended.at("interview"), {"speaker": "officer", "words": "One more.", "claim": "1"})
    assert page.status_code == 422
    assert "One more." in page.content.decode()


def test_topics_are_a_reminder_of_what_was_not_asked(held):
    """pages.md, Interview: topics, never answers."""
    before = held.get("interview").content.decode()
    held.post("interview", speaker="officer", words="Where else?", topic="withholding.relocation")
    assert "0 asked about." in before
    assert "1 asked about." in held.get("interview").content.decode()


def test_to_step_back_asks_no_reason_and_the_case_leaves_the_desk(held):
    """decider.care"""
    said = held.get("step-back").content.decode()
    assert "<textarea" not in said
    assert held.post("step-back").headers["Location"] == "/my-work"
    assert held.get("interview").status_code == 404


def test_counsel_is_entered_and_ended(drawn):
    """counsel.admitted"""
    assert drawn.post("counsel", counsel="castellan", consent="no", how="aloud").status_code == 422
    assert drawn.post("counsel", counsel="castellan", consent="yes", how="aloud").status_code == 303
    assert drawn.desk.file.counsel == "castellan"
    assert drawn.post("counsel/end", says="Moved away").status_code == 303
    refusal = drawn.post("counsel/refusal", code="none")
    assert refusal.status_code == 422
    assert "This regime gives no such ground" in refusal.content.decode()


def test_a_withdrawal_is_confirmed_on_a_later_day_only(drawn):
    """withdrawal.free"""
    typed = {"words": "Ya no quiero.", "counsel_offered": "yes"}
    assert drawn.post("withdrawal", **typed, alone="no").status_code == 422
    assert drawn.post("withdrawal", **typed, alone="yes").status_code == 303
    refused = drawn.post("withdrawal/confirm", words="Sí.")
    assert refused.status_code == 422
    assert "A withdrawal is confirmed a day later, not before." in refused.content.decode()
