"""The room stands alone, and its page in docs/ runs."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_room_uses_no_other_room_and_no_django():
    ask = "import asylia.notices, sys; print(*sorted(sys.modules))"
    loaded = (
        subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, check=True).stdout.decode().split()
    )
    rooms = {name.split(".")[1] for name in loaded if name.startswith("asylia.")}
    assert rooms == {"notices"}
    assert "django" not in loaded


def test_the_example_on_its_page_runs():
    page = (ROOT / "docs" / "notices.md").read_text("utf-8")
    blocks = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], cwd=ROOT, check=True)


def test_its_page_lists_every_notice():
    page = (ROOT / "docs" / "notices.md").read_text("utf-8")
    folders = {file.parent.name for file in (ROOT / "asylia" / "notices").glob("*/notice.toml")}
    assert {name for name in re.findall(r"^\| `(\w+)` \| ", page, re.MULTILINE) if "_" in name or name in folders} == (
        folders - {"carry"}
    )
