"""Nothing personal leaves: every byte that goes out, and what is printed, is searched for marked words."""

import io
import json
from contextlib import redirect_stderr, redirect_stdout

import pytest

from asylia.core.letters import LETTERS
from asylia.notices import languages, say
from asylia.notices.languages import never_carried
from asylia.sending.verbs import told
from asylia.sending.wording import subject_of, words_of
from asylia.shell.models import Outgoing
from tests.sending.conftest import CALL, MAIL, MAILBOXES, SMS
from tests.shell.kept import spellings
from tests.shell.people import Desk

CANARIES = ("Canariana", "Canarfear", "Canarplace", "Canarshelter", "Canarcourt", "Canarcounsel", "Canarwords")
WORDS = ("news", "call", "link", "stay", "sending_back", "duty", "machine", "subject")


def marked(world) -> Desk:
    """A case with a marked word in everything that is known of the person, and something of which each desk is told."""
    desk = Desk(world.house)
    home = {"country": "HN", "source": "Canarwords", "certainty": "certain"}
    desk.give(
        "OpenCase", "sloane", person=world.house.new_id(), name="Canariana Canarfear", born="1995-08",
        nationalities=[home], place="Canarplace", regime="us_mpp/2021-12-02",
    )  # fmt: skip
    desk.make_open_to_hearing()
    desk.give("EnterAppearance", "rowan", counsel="castellan", consent=True, organisation="Canarcounsel")
    ways = [{**SMS, "danger": "Canarwords"}, MAIL, CALL, {"kind": "shelter", "value": "Canarshelter 12", "safe": True}]
    desk.give("PlanContact", "sloane", channels=ways, dangers="Canarwords")
    desk.give("ReportFear", "anyone", words="Canarfear Canarwords", language="es", new_facts=True)
    desk.give("ReportSendingBack", "anyone", words="Canarwords", place="Canarplace")
    desk.give("ReportCounselTurnedAway", "anyone", says="Canarcourt")
    desk.give("ReportReturn", "anyone", says="Canarwords", place="Canarplace")
    desk.give(
        "PrepareNotice", "ferro", kind="appear", language="es", address="12 Calle Canarplace", court="larkfield",
        day="2022-03-01", time="09:00:00", signer="B. Ferro", title="Canarcourt", port="Canarplace",
        report_day="2022-03-01", report_time="04:30:00",
    )  # fmt: skip
    return desk


def test_no_message_header_request_or_line_of_output_says_anything_of_anyone(world):
    """data.purpose, paper.safe: no name, number, fear, place, hearing, counsel; only the address is theirs."""
    desk = marked(world)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        world.mail.next("450 4.2.0 Canarplace: later")
        for _ in range(3):
            said.write(told(world.turn()))
            world.clock.wait(hours=5)
    assert len(world.mail.taken) >= 5
    assert len(world.twilio.messages) >= 1
    sent = [*world.mail.raw, json.dumps(world.twilio.requests).encode(), said.getvalue().encode()]
    number = f"{desk.file.opened.at.year}-{desk.case[-6:].upper()}"
    marks = [*spellings(*CANARIES), *(each.lower().encode() for each in (desk.case, number, desk.file.person))]
    marks += [each.encode() for each in ("larkfield", "northgate", "2022-03-01", "sloane", "ferro", "castellan\r")]
    for data in sent:
        assert not [each for each in marks if each in data.lower()], data
    assert any(b"ana@example.org" in data or b"526561234567" in data for data in sent), "the search would find a word"
    headers = {name.lower() for _, mail in world.mail.taken for name in mail}
    assert headers == {
        "from", "to", "subject", "date", "message-id", "auto-submitted", "content-language", "content-type",
        "content-transfer-encoding", "mime-version",
    }  # fmt: skip
    assert set(world.mail.hosts) == {"agency.example"}, "the greeting names no machine of ours"


def test_the_outbox_holds_no_address_no_text_and_no_name(world):
    """Rows say which case, which desk, which of a few words; addresses stand sealed in the record alone."""
    marked(world)
    world.turn()
    held = json.dumps(list(Outgoing.objects.values()), default=str)
    assert len(json.loads(held)) > 8
    for word in (*CANARIES, "656", "ana@", *MAILBOXES.values(), "Hay noticias"):
        assert word.lower() not in held.lower()


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("words", WORDS)
def test_no_sentence_says_more_than_that_there_is_news(language, words):
    """Held against the words that no carry sheet may hold, in every language: others read it too."""
    text = say(f"message.{words}", language).format(phone="555 0100", link="")
    assert never_carried(text) is None
    assert "{" not in text
    raw, english = say(f"message.{words}", language), say(f"message.{words}", "en")
    assert [each in raw for each in ("{phone}", "{link}")] == [each in english for each in ("{phone}", "{link}")]
    assert len(text) <= 160 if language in ("en", "es") else text


def test_every_words_of_the_table_have_a_sentence():
    """A letter without words would fail when it is sent."""
    for letters in LETTERS.values():
        for each in letters:
            for way in ("message", "email", "phone"):
                assert words_of(each.words, way, "es", phone="555 0100", link="https://x.example/1")
    assert subject_of("es") == "Un mensaje para usted"
    assert words_of("news", "phone", "en", phone="1").startswith("A machine is calling. You have news.")
