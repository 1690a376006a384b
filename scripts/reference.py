"""Writes docs/reference/ from the code, or (--check) says which page is no longer what the code says."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from asylia.core import reference as core
from asylia.core.rules import RULES
from asylia.oversight.reference import tables
from asylia.regimes.reference import reference as regimes
from scripts.pages import access

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
SHOWN_IN = ("tests/core/*.py", "tests/laws/*.py", "tests/shell/*.py", "tests/web/*.py", "tests/ledger/*.py",
            "tests/notices/*.py", "tests/regimes/*.py", "tests/scenarios/*.toml")  # fmt: skip


def tests_of() -> dict[str, list[str]]:
    """For each rule id, the test and story files that name it in quotes, in order."""
    texts = {path: path.read_text("utf-8") for pattern in SHOWN_IN for path in sorted(ROOT.glob(pattern))}
    return {rule: [str(path.relative_to(ROOT)) for path, text in texts.items() if _names(text, rule)] for rule in RULES}


def _names(text: str, rule: str) -> bool:
    return re.search(rf"[\"'`]{re.escape(rule)}[\"'`]", text) is not None


PAGES: dict[str, Callable[[], str]] = {
    "safeguards.md": lambda: core.safeguards(tests_of()),
    "commands.md": core.commands,
    "events.md": core.events,
    "regimes.md": regimes,
    "access.md": access,
    "tables.md": tables,
}


def main() -> int:
    """Write the pages; with --check, write nothing and return 1 when one is stale."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say which pages are stale")
    checking = parser.parse_args().check
    stale = []
    for name, made in PAGES.items():
        page, text = REFERENCE / name, made()
        if checking and (not page.exists() or page.read_text("utf-8") != text):
            stale.append(f"docs/reference/{name}")
        elif not checking:
            page.write_text(text, "utf-8")
    for each in stale:
        print(f"{each} is not what the code says now: run `make docs` and look at what changed.")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
