"""What each step of an encounter records, and how a refusal there is explained."""

from tests.shell import people
from tests.web.real import hidden


def answered(client, address, /, **typed):
    """Open a page, type, send: the answer."""
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**hidden(page), **typed})


def refused(answer, rule, *kept):
    """Whether an answer explains the rule, with its sentence and citation, and keeps what was typed."""
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="refused"' in text
    assert rule in text
    assert "<dt>Citation</dt>" in text
    return all(typed in text for typed in kept)


def test_a_language_that_is_only_assumed_is_refused(at_desk, begun):
    """advisal.language"""
    answer = answered(
        at_desk("sloane"), f"/encounter/{begun.case}/language", best="es", languages=["es"], how="assumed",
        town="Santa Rosa",
    )  # fmt: skip
    assert refused(answer, "advisal.language", "Santa Rosa")


def test_a_question_that_was_not_understood_or_not_put_alone_does_not_count_as_a_no(at_desk, begun):
    """fear.asked: nothing typed is lost, and every reason is said."""
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    answer = answered(
        at_desk("sloane"), f"/encounter/{begun.case}/fear", language="es", answer="no", words="No, señora 🕊",
        alone="no", understood="no", attested="yes",
    )  # fmt: skip
    assert refused(answer, "fear.asked", "No, señora 🕊", "Asked within the hearing of others.")


def test_the_sentence_is_read_aloud_in_the_persons_language_or_interpreted(at_desk, begun):
    """advisal.language; the regime’s own sentence, with its citation."""
    client, at = at_desk("sloane"), f"/encounter/{begun.case}/fear"
    assert "First a language" in client.get(at).content.decode()
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    text = client.get(at).content.decode()
    assert "Read aloud in Spanish" in text
    assert 'lang="es" dir="auto">¿Tiene miedo' in text
    begun.give("RecordLanguage", "sloane", languages=["mam", "es"], best="mam", how="interpreter_confirmed")
    assert "To be said by the interpreter in Mam" in client.get(at).content.decode()


def test_any_words_of_fear_lead_to_a_claim_a_referral_and_a_receipt(at_desk, begun):
    """fear.any-words, fear.referral, fear.receipt: what follows is said on the page that comes after."""
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    client = at_desk("sloane")
    answer = answered(
        client, f"/encounter/{begun.case}/fear", language="es", answer="yes", words="Allá nos buscan.", alone="no",
        understood="yes", attested="no",
    )  # fmt: skip
    assert answer.headers["Location"] == f"/encounter/{begun.case}/receipt"
    text = client.get(answer.headers["Location"]).content.decode()
    assert "Fear claim 1 is open. The referral to the asylum office was made at the same moment." in text
    assert "Return is stopped" in text


def test_a_no_gets_its_receipt_and_says_who_asks_again(at_desk, begun):
    """fear.asked: every answer gets a receipt, a no included; a no is asked once more."""
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    client = at_desk("sloane")
    answered(
        client, f"/encounter/{begun.case}/fear", language="es", answer="no", words="No.", alone="yes",
        understood="yes", attested="yes",
    )  # fmt: skip
    text = client.get(f"/encounter/{begun.case}/receipt").content.decode()
    assert "Someone outside the border agency asks once more" in text
    assert "You said no." in text


def test_fear_said_unasked_is_never_refused(at_desk, begun):
    """fear.any-words: no language recorded, no question put."""
    client = at_desk("sloane")
    answer = answered(
        client, f"/encounter/{begun.case}/said", words="Ti fè yo pè.", said_by="self", new_facts="no",
        happened="2026-01-05T09:00",
    )  # fmt: skip
    assert answer.status_code == 303
    assert "you said that you are afraid" in client.get(answer.headers["Location"]).content.decode()


def test_two_who_ask_at_once_are_told_of_each_other(at_desk, begun):
    """409: nothing is recorded twice, and the text is kept."""
    client, at = at_desk("sloane"), f"/encounter/{begun.case}/language"
    first = client.get(at)
    begun.give("RecordLanguage", "sloane", languages=["mam"], best="mam", how="interpreter_confirmed")
    typed = {"best": "es", "languages": ["es"], "how": "said_back", "town": "Santa Rosa"}
    answer = client.post(at, {**hidden(first), **typed})
    assert answer.status_code == 409
    assert "This case changed while you were working" in answer.content.decode()
    assert "Santa Rosa" in answer.content.decode()


def test_companions_met_at_the_post_become_one_family(at_desk, begun, house):
    """family.whole: the first companion belongs to it too."""
    child = people.Desk(house)
    honduran = {"country": "HN", "source": "own words", "certainty": "certain"}
    child.give(
        "OpenCase", "sloane", person="p2", name="Reyes Oyuela, Mateo", born="2020-11", nationalities=[honduran],
        place="Northgate crossing", regime=people.MPP,
    )  # fmt: skip
    client = at_desk("sloane")
    answer = answered(client, f"/encounter/{child.case}/family", family=begun.case, relation="child")
    assert answer.status_code == 303
    text = client.get(f"/encounter/{child.case}/family").content.decode()
    assert "Reyes Oyuela, Daniela" in text
    assert "Reyes Oyuela, Mateo" in client.get(f"/encounter/{begun.case}/family").content.decode()


def test_what_excludes_is_said_before_and_refused_after(at_desk, begun):
    """excluded.never, vulnerable.screened"""
    answers = {**dict.fromkeys(people.TOOL, "no"), "pregnant": "doubt"}
    begun.give("ScreenVulnerability", "sloane", answers=answers, private_wish=False)
    client, at = at_desk("sloane"), f"/encounter/{begun.case}/placement"
    assert "The record stands against placement" in client.get(at).content.decode()
    assert refused(answered(client, at, reason="no_exclusion_found"), "vulnerable.screened")


def test_return_names_every_rule_that_bars_it(at_desk, asked):
    """return.lawful: asked at the moment someone tries."""
    client, at = at_desk("sloane"), f"/encounter/{asked.case}/return"
    assert "Return is stopped" in client.get(at).content.decode()
    answer = answered(client, at, port="Northgate crossing")
    assert refused(answer, "fear.stay")
    assert "return.lawful" in answer.content.decode()


def test_an_encounter_does_not_end_unasked(at_desk, begun):
    """fear.asked; hospital leaves the question owed."""
    client, at = at_desk("sloane"), f"/encounter/{begun.case}/end"
    assert refused(answered(client, at, how="transferred"), "fear.asked")
    assert answered(client, at, how="hospital").status_code == 303


def test_the_tool_is_asked_whole(at_desk, begun):
    """vulnerable.screened: a question left out is a slip beside it."""
    client, at = at_desk("sloane"), f"/encounter/{begun.case}/health"
    typed = {f"answers.{each}": "no" for each in people.TOOL}
    del typed["answers.pregnant"]
    answer = answered(client, at, **typed, private_wish="no")
    assert answer.status_code == 422
    assert 'id="answers-pregnant-slip"' in answer.content.decode()
    assert answered(client, at, **typed, **{"answers.pregnant": "no"}, private_wish="no").status_code == 303


def test_the_receipt_bears_no_name_and_no_words(at_desk, asked):
    """fear.receipt, portal.two-codes"""
    sheet = at_desk("sloane").get(f"/encounter/{asked.case}/receipt").content.decode().split('<article class="sheet')[1]
    assert "Reyes" not in sheet
    assert "No puedo volver" not in sheet
    assert "Honduras" not in sheet


def test_who_waits_outside_is_handed_the_version_to_carry(at_desk, asked, house):
    """paper.safe: no fear, shelter, family, counsel or nationality on it."""
    asked.give("ReportReturn", "sloane", says="Sent over the bridge.")
    text = at_desk("sloane").get(f"/encounter/{asked.case}/receipt").content.decode()
    sheet = text.split('<article class="sheet')[1].split("</article>")[0].lower()
    assert "fear" not in sheet
    assert "miedo" not in sheet
    assert "full version" in text.lower()


def test_half_an_answer_is_kept_on_the_server_and_stands_there_on_another_computer(at_desk, begun):
    """pages.md, Session: a draft, dropped when the answer is recorded."""
    begun.give("RecordLanguage", "sloane", languages=["es"], best="es", how="said_back")
    at = f"/encounter/{begun.case}/fear"
    client = at_desk("sloane")
    answered(client, at, keep="1", words="Allá nos bus", answer="yes")
    text = at_desk("sloane").get(at).content.decode()
    assert "Allá nos bus" in text
    assert "Draft kept" in text
    answered(client, at, language="es", answer="yes", words="Allá nos buscan.", alone="yes", understood="yes",
             attested="yes")  # fmt: skip
    assert "Allá nos bus" not in client.get(at).content.decode()


def test_what_was_told_in_private_is_named_on_no_border_page(at_desk, asked):
    """vulnerable.screened: that something bars is said, never what."""
    answers = {**dict.fromkeys(people.TOOL, "no"), "gender_identity": "doubt"}
    asked.give("ScreenVulnerability", "vega", answers=answers, private_wish=False)
    asked.give("ResolveVulnerability", "vega", condition="sexuality", present=True, ground="As told.", needs=[])
    client = at_desk("sloane")
    pages = [client.get(f"/encounter/{asked.case}/{name}") for name in ("placement", "return", "health", "fear")]
    pages.append(client.get(f"/case/{asked.case}"))
    pages.append(answered(client, f"/encounter/{asked.case}/placement", reason="no_exclusion_found"))
    pages.append(answered(client, f"/encounter/{asked.case}/return", port="Northgate crossing"))
    text = " ".join(page.content.decode() for page in pages).lower().replace("sexuality, gender identity, sexual", "")
    assert "something told in private" in text
    assert "sexuality" not in text
    assert "gender identity" not in text


def test_what_happened_beside_the_steps_is_recorded_whatever_it_was(at_desk, begun):
    """A report is never refused: not asked, separated, born, returned; each leads back to the step it belongs to."""
    client, happened = at_desk("sloane"), {"happened": "2026-01-05T09:00"}
    for page, back, typed in (
        ("not-asked", "fear", {"says": "No interpreter came."}),
        ("separated", "family", {"says": "Her sister is at another station."}),
        ("born", "family", {"child": "Luz", "country": "MX"}),
        ("returned", "return", {"says": "Sent over the bridge at dawn."}),
    ):
        answer = answered(client, f"/encounter/{begun.case}/{page}", **typed, **happened)
        assert answer.headers["Location"] == f"/encounter/{begun.case}/{back}"
    answer = answered(client, f"/encounter/{begun.case}/exempted", reason="excluded")
    assert answer.headers["Location"] == f"/encounter/{begun.case}/placement"
