"""Languages that are heard, not read: a script in one the desk reads, and recordings that speakers made."""

import re

import pytest
from django.test import override_settings

from asylia.notices import ids, load
from asylia.notices.languages import languages
from asylia.notices.spoken import oral, place, recordings, script, strays

SOUND = b"ID3 a second of an invented voice"
NEVER = "No recording yet: read aloud through an interpreter."


@pytest.fixture
def home(tmp_path):
    """A deployment's folder, with recordings of one sentence by two speakers and files that are none."""
    folder = tmp_path / "recordings" / place("kjb", load("hearing_notice"))
    folder.mkdir(parents=True)
    for name in (
        "absent.2.T-031.mp3",
        "absent.2.T-044.ogg",
        "absent.1.exe",
        "unheard.1.T-031.mp3",
        "title.1.T-031.mp3",
    ):
        (folder / name).write_bytes(SOUND)
    with override_settings(HOME=tmp_path):
        yield tmp_path


@pytest.fixture
def clerk(signed_in):
    return signed_in("ferro")


def test_the_four_languages_and_their_neighbours_are_said_and_not_read():
    assert {"quc", "mam", "kek", "kjb"} <= set(oral())
    assert not set(oral()) & set(languages())


@pytest.mark.parametrize("told_in", ["en", "es"])
@pytest.mark.parametrize("notice", ids())
def test_a_script_has_the_same_sentences_in_each_language_it_can_be_in(notice, told_in):
    """A recording is numbered by the sentence: were one split in two, another would be played in its place."""
    english, other = script(notice, "en"), script(notice, told_in)
    assert [(one.name, sorted(one.facts)) for one in english] == [(one.name, sorted(one.facts)) for one in other]


@pytest.mark.parametrize("notice", ids())
def test_a_script_says_all_that_the_notice_says(notice):
    said = "".join(segment.says for segment in script(notice, "en"))
    for text in load(notice).texts["en"].values():
        for word in re.findall(r"[A-Za-z{}_]+", text):
            assert word in said


def test_a_recording_is_found_by_its_name_and_a_file_that_is_none_is_named(home):
    notice = load("hearing_notice")
    found = recordings(home / "recordings", "kjb", notice)
    assert [(name, one.speaker, one.media_type) for name, one in found.items()] == [("absent.2", "T-044", "audio/ogg")]
    # A title with the day in it is said by the interpreter: no day is put together from pieces of sound.
    assert strays(home / "recordings", "kjb", notice) == ("absent.1.exe", "title.1.T-031.mp3", "unheard.1.T-031.mp3")


def test_a_recording_of_an_earlier_version_is_not_played(home):
    folder = home / "recordings" / "kjb"
    (folder / "hearing_notice-1").rename(folder / "hearing_notice-0")
    assert recordings(home / "recordings", "kjb", load("hearing_notice")) == {}


@pytest.mark.django_db
def test_the_page_plays_what_is_recorded_and_says_what_is_not(clerk, home):
    page = clerk.get("/scripts/kjb/hearing_notice").content.decode()
    assert page.count("<audio controls") == 1
    assert 'src="/scripts/kjb/hearing_notice/absent.2"' in page
    assert "Speaker T-044" in page
    can = sum(1 for segment in script("hearing_notice", "es") if not segment.facts)
    assert page.count(NEVER) == can - 1
    assert "<b>1 of" not in page
    assert "unheard.1.T-031.mp3" in page
    assert "No machine speaks." in page
    assert "No venga ese día." in page
    assert "[Hour of the hearing]" in page
    assert "Do not come on that day." in clerk.get("/scripts/kjb/hearing_notice?in=en").content.decode()


@pytest.mark.django_db
def test_a_recording_is_sent_as_the_sound_it_is(clerk, home):
    answer = clerk.get("/scripts/kjb/hearing_notice/absent.2")
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/ogg")
    assert b"".join(answer.streaming_content) == SOUND
    assert "media-src 'self'" in clerk.get("/scripts/kjb/hearing_notice")["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/scripts/es/hearing_notice", "/scripts/kjb/letter", "/scripts/kjb/hearing_notice?in=ru", "/scripts/xx/receipt",
     "/scripts/kjb/hearing_notice/absent.1", "/scripts/kjb/hearing_notice/..%2F..%2Fkeys",
     "/scripts/../receipt/absent.2"],
)  # fmt: skip
def test_what_is_not_there_is_not_there(clerk, home, address):
    assert clerk.get(address).status_code == 404


@pytest.mark.django_db
def test_the_list_says_how_much_of_each_notice_is_recorded_and_what_else_a_language_is_called(clerk, home):
    page = clerk.get("/scripts").content.decode()
    assert "1 of" in page
    assert "Kanjobal" in page
    assert all(f'href="/scripts/{code}/receipt"' in page for code in oral())


@pytest.mark.django_db
def test_whoever_is_not_signed_in_sees_no_script(client):
    assert client.get("/scripts").status_code in (302, 404)
    assert client.get("/scripts/kjb/receipt/apart.1").status_code in (302, 404)
