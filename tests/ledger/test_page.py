"""The Python on the room's page runs."""

from __future__ import annotations

import re
from pathlib import Path


def test_the_pages_example_runs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "ledger.md").read_text()
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, "docs/ledger.md", "exec"), names)  # noqa: S102
    names["connection"].close()  # type: ignore[attr-defined]
    names["ledger"].close()  # type: ignore[attr-defined]
