"""A shelf of one's own: the file of 2021 with something changed in it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from asylia.regimes import SHELF, digest_of

VERSION = "us_mpp/2021-12-02"
Shelf = Callable[..., Path]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """`shelf((old, new), ...)` copies the file of 2021, replaces text once, and lists it as published."""

    def put(*changes: tuple[str, str], version: str = VERSION, listed: bool = True) -> Path:
        text = re.sub(r" +=", " =", (SHELF / f"{VERSION}.toml").read_text(encoding="utf-8"))
        for old, new in changes:
            assert old in text, f"the test rests on a line that is gone: {old}"
            text = text.replace(old, new, 1)
        path = tmp_path / f"{version}.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if listed:
            with (tmp_path / "PUBLISHED.toml").open("a", encoding="utf-8") as listing:
                listing.write(published(version, digest_of(path.read_bytes())))
        return path

    return put


def published(version: str, digest: str) -> str:
    """One entry of PUBLISHED.toml."""
    return f'[[published]]\nversion = "{version}"\ndigest = "{digest}"\nby = ["invented: A", "invented: B"]\n'
