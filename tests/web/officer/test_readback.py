"""The read-back: facts with their lines, answers and corrections beside; a refusal blocks nothing."""

FACT = {"facts.0.text": "Four men took her.", "facts.0.lines": "T 2", "facts.0.answer": "corrected"}
REST = {"language": "es", "confirmed": "yes"}


def test_a_correction_stands_beside_the_fact(ended):
    """readback.before-decision: nothing is replaced."""
    typed = FACT | REST | {"facts.0.correction": "Cinco hombres."}
    assert ended.post("read-back", **typed).status_code == 303
    said = ended.get("read-back").content.decode()
    assert all(words in said for words in ("Four men took her.", "Cinco hombres.", 'href="#T-2"', 'id="RB-1"'))


def test_a_missing_correction_is_refused_and_every_fact_stays_typed(ended):
    """readback.before-decision"""
    page = ended.post("read-back", **FACT, **REST, added="Mi hijo no duerme.")
    said = page.content.decode()
    assert page.status_code == 422
    assert "The correction of fact 1 is missing." in said
    assert all(words in said for words in ("Four men took her.", "Mi hijo no duerme.", 'id="facts-slip"'))


def test_a_refusal_needs_its_reason_and_is_recorded(ended):
    """readback.before-decision: noted, and does not block."""
    typed = FACT | {"facts.0.answer": "not_answered", "language": "es", "confirmed": "no"}
    assert ended.post("read-back", **typed).status_code == 422
    assert ended.post("read-back", **typed, reason="Cansada.").status_code == 303
    assert ended.claim.readback.confirmed is False
    assert "worksheet" in ended.client.get("/my-work").content.decode()


def test_one_more_fact_keeps_what_is_typed(ended):
    """Rows without a script."""
    page = ended.post("read-back", **FACT, **REST, more="facts")
    assert page.status_code == 200
    assert "Four men took her." in page.content.decode()
    assert 'name="facts.1.text"' in page.content.decode()


def test_to_go_on_another_day_the_draft_stands_there(ended):
    """pages.md, Read-back: another day."""
    ended.post("read-back", **FACT, keep="1")
    said = ended.get("read-back").content.decode()
    assert "Four men took her." in said
    assert 'value="corrected" checked' in said
    assert ended.claim.readback is None


def test_a_conflict_shows_what_changed_and_keeps_the_summary(held):
    """pages.md, Conflict box: a line added after the page was opened."""
    held.desk.give("EndInterview", held.officer, claim=1)
    typed = FACT | REST | {"facts.0.answer": "right", "claim": "1", "seen": str(held.desk.file.version - 2), "key": "k"}
    page = held.client.post(held.at("read-back"), typed)
    said = page.content.decode()
    assert page.status_code == 409
    assert "Interview ended." in said
    assert "Four men took her." in said


def test_what_was_read_back_is_a_sheet_to_hand_over(read, at_desk):
    """readback.before-decision: facts, corrections then and since, what was added; never at a clerk's desk."""
    read.desk.give("CorrectReadback", read.officer, claim=1, fact=1, words="Eran cinco.")
    read.desk.give("CorrectReadback", read.officer, claim=1, fact=0, words="Mi hijo no duerme.")
    assert 'sheets/readback"' in read.get("read-back").content.decode()
    said = read.get("sheets/readback").content.decode()
    for words in ("They were police.", "Dos de ellos. (They were police.)", "Eran cinco. (Four men took her.)",
                  "Mi hijo no duerme.", "Hizo de intérprete", "son correctos con sus correcciones"):  # fmt: skip
        assert words in said, words
    assert read.get("sheets/readback?as=pdf").content.startswith(b"%PDF-1.7")
    assert at_desk("ferro").get(read.at("sheets/readback")).status_code == 404


def test_before_the_read_back_there_is_no_sheet_of_it(ended):
    assert ended.get("sheets/readback").status_code == 404
