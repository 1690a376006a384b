"""The `asylia gate` verb: examine files before anybody hands them on or puts them on a page."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from asylia.publish.gate import of_path
from asylia.recordkeeping import GOOD, NOT_SO, Add


def gate(asked: argparse.Namespace) -> int:
    """Say of every file whether it may leave as statistics; NOT_SO when one must be mended first, and where."""
    code = GOOD
    for path in asked.files:
        found = of_path(path)
        print("\n".join(map(str, found)) if found else f"{path}: nothing was found. That is no proof: look at it, too.")
        code = NOT_SO if found else code
    return code


def add_gate(verbs: Any, add: Add) -> None:
    """Add the verb."""
    verb = add(verbs, gate, "gate", "examine files of statistics before they leave")
    verb.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="rows, pages, texts, workbooks; or a folder of them"
    )
