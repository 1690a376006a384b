"""A person raises a text by a line above it; whoever worked on it does not pass it, and a change begins it anew."""

import datetime as dt
import shutil
from pathlib import Path

import pytest

from asylia import notices
from asylia.notices import raising
from asylia.notices.languages import languages, tongue
from asylia.notices.raising import progress, raise_text, texts
from asylia.notices.states import NotAStep, steps

HERE = Path(notices.__file__).parent
DAY = dt.date(2027, 1, 10)


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """Texts that may be written to; what the house says of them stays as it is."""
    for file in ("process/fr.md", "languages/fr.toml"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(HERE / file, tmp_path / file)
    real = raising._file
    monkeypatch.setattr(raising, "_file", lambda *of: tmp_path / real(*of).relative_to(HERE))
    return tmp_path


def test_a_step_is_written_above_the_text_and_nothing_else_changes(copy):
    before = (copy / "process/fr.md").read_text("utf-8")
    raised = raise_text("process", "fr", "translated", "T-014", DAY)
    line = f"translated: T-014, 2027-01-10, {raised.digest}\n"
    assert (raised.state, raised.changed) == ("translated", False)
    assert (copy / "process/fr.md").read_text("utf-8") == before.replace("2026-11-26\n", f"2026-11-26\n{line}", 1)


@pytest.mark.parametrize("section", ["frame", "says"])
def test_a_table_of_sentences_is_raised_by_itself(copy, section):
    raised = raise_text(section, "fr", "translated", "T-014", DAY)
    written = (copy / "languages/fr.toml").read_text("utf-8")
    assert written.count("translated: T-014") == 1
    after = written.split(f'{section} = """\n', 1)[1].split('"""', 1)[0]
    assert [step.state for step in steps(after.splitlines(), "fr")] == ["draft", "translated"]
    assert raised.digest == tongue("fr").digest(section)


@pytest.mark.parametrize(
    ("state", "by", "says"),
    [("checked", "T-014", "what comes next is translated"), ("translated", "Anna", "is no person's code"),
     ("translated", "program", "is no person's code")],
)  # fmt: skip
def test_what_may_not_follow_is_refused_and_nothing_is_written(copy, state, by, says):
    before = (copy / "process/fr.md").read_text("utf-8")
    with pytest.raises(NotAStep, match=says):
        raise_text("process", "fr", state, by, DAY)
    assert (copy / "process/fr.md").read_text("utf-8") == before


def test_a_text_that_changed_since_begins_anew(copy, monkeypatch):
    """Who checked the old text has not checked this one: their line goes, the next is a translator's again."""
    file = copy / "process/fr.md"
    lines = ("draft: program, 2026-11-26", "translated: T-014, 2027-01-10, AAAAbbbbCCCCdddd")
    file.write_text(file.read_text("utf-8").replace(lines[0], "\n".join(lines)), "utf-8")
    now = progress("process", "fr")._replace(taken=steps(lines, "fr"), state="draft")
    monkeypatch.setattr(raising, "progress", lambda *_: now)
    assert now.changed
    raise_text("process", "fr", "translated", "T-022", dt.date(2027, 2, 1))
    assert "T-014" not in file.read_text("utf-8")
    assert f"translated: T-022, 2027-02-01, {now.digest}" in file.read_text("utf-8")


def test_what_is_not_there_is_named():
    with pytest.raises(notices.UnknownNotice, match="no 'letter'; there are: advisal"):
        progress("letter", "fr")
    with pytest.raises(notices.UnknownNotice, match="no 'process in am'; there are: en, es, fr, ht, pt"):
        raise_text("process", "am", "translated", "T-014", DAY)


@pytest.mark.parametrize("language", languages())
def test_every_table_that_has_sentences_carries_its_state(language):
    told_in = tongue(language)
    assert {section for section in told_in.SECTIONS if told_in.sentences(section)} == set(told_in.states)


def test_everything_that_is_said_can_be_raised():
    assert {*notices.ids(), "carry", "frame", "says", "portal", "message"} == set(texts())
