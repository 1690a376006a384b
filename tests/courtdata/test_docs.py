"""The notebook in docs/courtdata.md runs as it stands, on an invented release."""

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "courtdata.md"


def test_every_block_of_the_page_runs(store, tmp_path, monkeypatch):
    (tmp_path / "july").symlink_to(store.path)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) >= 2
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), {"folder": tmp_path / "release"})  # noqa: S102
