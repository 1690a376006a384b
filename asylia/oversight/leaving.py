"""Leaving: an erasure takes a case out of the event tables before its keys are destroyed."""

import shutil
from pathlib import Path
from typing import Any

from asylia.ledger import Ledger


def leave(ledger: Ledger, raw: Any, home: Path) -> None:
    """Rewrite a home's event tables without the cases whose erasure is approved; nothing where there are none.

    Where the packages of oversight are not installed, the tables, which are made of the record alone, are deleted
    whole: the next gathering makes them again without those cases.
    """
    if not (home / "oversight" / "tables").exists():
        return
    try:
        from asylia.oversight.gathering import forget  # noqa: PLC0415 - the pages never need these packages
    except ImportError:
        for each in (home / "oversight").glob("tables*"):
            each.unlink() if each.is_symlink() else shutil.rmtree(each)
    else:
        forget(ledger, raw, home)
