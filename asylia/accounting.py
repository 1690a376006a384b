"""The verbs by which the system accounts for itself: the read log's digest, the draw's seed; each a short function."""

from __future__ import annotations

import argparse
from typing import Any

from asylia.ledger import Check
from asylia.recordkeeping import GOOD, NOT_SO, Add
from asylia.retention import opened


def add_accounting_verbs(reads: Any, draw: Any, add: Add) -> None:
    """Adds the verbs of `asylia reads` and `asylia draw`."""
    add(reads, reads_digest, "digest", "put the digest of the looks since the last one on the record")
    add(reads, reads_verify, "verify", "check every look against the digests on the record")
    one = add(draw, draw_reveal, "reveal", "put a period's seed on the record once the period is over")
    one.add_argument("period", metavar="YEAR-MONTH", help="for example 2026-11")


def reads_digest(asked: argparse.Namespace) -> int:  # noqa: ARG001 - every verb takes what was asked
    """Put the read log's digest on the record; once a day is enough."""
    with opened() as house:
        from asylia.shell.accounting import digest_reads  # noqa: PLC0415 - Django is set up first

        event = digest_reads(house)
    print(f"{event.rows} looks digested: {event.digest}" if event else "No look was recorded since the last digest.")
    return GOOD


def reads_verify(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Check the read log; 1 where a look was changed, added or taken away."""
    with opened() as house:
        from asylia.shell.accounting import verify_reads  # noqa: PLC0415

        fault = verify_reads(house)
    print(f"NOT SO: {fault}" if fault else "Every look that was digested stands as it was.")
    return NOT_SO if fault else GOOD


def draw_reveal(asked: argparse.Namespace) -> int:
    """Reveal a period's seed: from then on anyone can draw the period again."""
    with opened() as house:
        from asylia.shell.accounting import reveal_seed  # noqa: PLC0415

        seed = reveal_seed(house, asked.period)
    print(f"{seed}\nis on the record, in draw/{asked.period}: its SHA-256 was committed there before the first draw.")
    return GOOD


def reads_checks() -> list[Check]:
    """What the doctor says of the read log."""
    with opened() as house:
        from asylia.shell.accounting import verify_reads  # noqa: PLC0415

        fault = verify_reads(house)
    return [Check("looks are those digested", not fault, fault or "as they were", "ask who altered the read log")]
