"""The pages of docs/ say what the code says, and lead where they say they lead."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
WRITTEN = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    lost = [link for link in links if not (page.parent / link).exists()]
    assert lost == []


def test_every_room_has_its_page_and_its_line_in_the_readme():
    rooms = {each.name for each in (ROOT / "asylia").iterdir() if (each / "__init__.py").exists()}
    readme = (ROOT / "README.md").read_text("utf-8")
    assert {room for room in rooms if f"`asylia/{room}`" not in readme} == set()
    assert {room for room in rooms if not (ROOT / "docs" / f"{room}.md").exists()} == set()
