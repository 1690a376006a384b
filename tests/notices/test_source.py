"""A notice's folder with a defect is refused: which file, what is wrong, and how to mend it."""

import re
import shutil
from pathlib import Path

import pytest

from asylia import notices
from asylia.notices.source import common, read

FOLDER = Path(notices.__file__).parent / "hearing_notice"

DEFECTS = [
    ("notice.toml", 'id = "hearing_notice"', 'id = "hearing"', "id is 'hearing'; give it the folder's name"),
    ("notice.toml", "version = 1", "version = 1\nlead = 2", "unknown field `lead`"),
    ("notice.toml", "version = 1", "version =", "Invalid value"),
    ("notice.toml", 'es = "Aviso de audiencia"', 'xx = "Avis"', "not in the languages of the texts: es, xx"),
    ("notice.toml", 'mode = ["video"]', 'mode = ["phone"]', "waits for mode = phone; use a choice"),
    ("notice.toml", 'when = { mode = ["video"] }', 'when = { way = ["video"] }', "waits for way = video"),
    ("notice.toml", "verified = true", 'verified = "yes"', "Expected `bool`"),
    ("notice.toml", 'serve = ["hand"', 'serve = ["pigeon"', "Invalid enum value 'pigeon'"),
    ("notice.toml", "version = 1", "version = 1\ntexts = {}", "texts in notice.toml"),
    ("notice.toml", "version = 1", 'version = 1\nstates = { es = "approved" }', "states in notice.toml; write texts"),
    ("notice.toml", "[fields.old_day]\ntype = \"day\"", "[fields.old_day]\ntype = \"proof\"", "{old_day} is a proof"),
    ("es.md", "[video]", "[pantalla]", "statements differ from notice.toml: pantalla, video"),
    ("es.md", "[video]", "[person]", "a statement stands twice"),
    ("es.md", "draft: program, 2026-11-25", "approved: S-0412, 2026-11-25", "what comes next is draft"),
    ("es.md", "draft: program, 2026-11-25", "", "es.md: it does not carry its state"),
    ("es.md", "draft: program, 2026-11-25", "draft: program, 25 November", "is no step; write it as"),
    ("es.md", "[title]", "Hola\n\n[title]", "text stands before the first statement"),
    ("es.md", "{old_day}", "{hearing_day}", "names ['hearing_day'], the English ['old_day']"),
    ("es.md", "~~{old_day}~~", "~~ayer~~", "names [], the English ['old_day']"),
    ("es.md", "Usted ve al juez en la misma sala.", "", "[person] is empty"),
    ("en.md", "[video]\n", "[video]\n{unheard_of} ", "{unheard_of} is not declared"),
    ("en.md", "[video]\n", "[video]\n{mode} ", "{mode} is a choice"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(FOLDER, tmp_path / "hearing_notice"))


def test_the_copy_is_sound(folder):
    assert read(folder, common()) == notices.load("hearing_notice")


@pytest.mark.parametrize(("file", "sound", "broken", "said"), DEFECTS, ids=[defect[3][:40] for defect in DEFECTS])
def test_a_defect_is_named_with_its_file_and_its_mending(folder, file, sound, broken, said):
    text = (folder / file).read_text("utf-8")
    assert sound in text
    (folder / file).write_text(text.replace(sound, broken, 1), "utf-8")
    with pytest.raises(notices.BadNotice, match=re.escape(said)) as refused:
        read(folder, common())
    assert refused.value.where.startswith("hearing_notice/")
    assert refused.value.mend


def test_a_list_must_stand_alone(tmp_path):
    folder = Path(shutil.copytree(FOLDER.parent / "readback", tmp_path / "readback"))
    for language in ("en", "es"):
        file = folder / f"{language}.md"
        file.write_text(file.read_text("utf-8").replace("\n{facts}\n", "\nHere: {facts}\n"), "utf-8")
    with pytest.raises(notices.BadNotice, match=re.escape("{facts} is a list; put it alone between two blank lines")):
        read(folder, common())
