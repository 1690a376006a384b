"""The verbs by which the system accounts for itself: the read log's digest, the draw's seed; each a short function."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from asylia import redrawing
from asylia.ledger import Check
from asylia.ledger.durable import put
from asylia.recordkeeping import GOOD, NOT_SO, Add
from asylia.retention import opened


def add_accounting_verbs(reads: Any, draw: Any, add: Add) -> None:
    """Adds the verbs of `asylia reads` and `asylia draw`."""
    one = add(draw, draw_commit, "commit", "put the digest of a period's seed on the record before the period")
    one.add_argument("period", metavar="YEAR-MONTH", help="a month that has not begun")
    add(reads, reads_digest, "digest", "put the digest of the looks since the last one on the record")
    add(reads, reads_verify, "verify", "check every look against the digests on the record")
    one = add(reads, reads_join, "join", "hold looks beside a report of the staff channel: two outsiders allow it")
    one.add_argument("warrant", metavar="WARRANT.toml", type=Path, help="case, since, until and why")
    one.add_argument(
        "--signed", metavar="FILE", type=Path, nargs="+", required=True, help="two signatures of that text"
    )
    one = add(draw, draw_reveal, "reveal", "put a period's seed on the record once the period is over")
    one.add_argument("period", metavar="YEAR-MONTH", help="for example 2026-11")
    one = add(draw, draw_export, "export", "write the record, closed, with all that drawing a period again needs")
    one.add_argument("period", metavar="YEAR-MONTH", help="a month whose seed is revealed")
    one.add_argument("file", metavar="FILE", type=Path)
    one = add(draw, draw_redraw, "redraw", "draw a period again from such a file; no record is asked")
    one.add_argument("file", metavar="FILE", type=Path)
    one.add_argument("period", metavar="YEAR-MONTH")


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


def reads_join(asked: argparse.Namespace) -> int:
    """Print the looks that a warrant allows, once two outside signers have signed it; that it was done is recorded."""
    with opened() as house:
        from asylia.shell.joining import join  # noqa: PLC0415

        looks = join(house, asked.warrant.read_bytes(), [each.read_bytes() for each in asked.signed])
    for each in looks:
        print(f"{each.recorded}  {each.staff}  {each.page}  {each.outcome}")
    print(f"{len(looks)} looks. That they were joined is on the record, in keeping/.")
    return GOOD


def draw_reveal(asked: argparse.Namespace) -> int:
    """Reveal a period's seed: from then on anyone can draw the period again."""
    with opened() as house:
        from asylia.shell.accounting import reveal_seed  # noqa: PLC0415

        seed = reveal_seed(house, asked.period)
    print(f"{seed}\nis on the record, in draw/{asked.period}: its SHA-256 was committed there before the first draw.")
    return GOOD


def draw_commit(asked: argparse.Namespace) -> int:
    """Commit a period's seed; each period's first draw does so for the next one, and this for the very first."""
    with opened() as house:
        from asylia.shell.accounting import commit  # noqa: PLC0415

        digest = commit(house, asked.period)
    print(f"{digest}\nis on the record, in draw/{asked.period}: the SHA-256 of the seed that decides who is drawn.")
    return GOOD


def draw_export(asked: argparse.Namespace) -> int:
    """Write what anyone needs to draw a period again; nobody's place, counsel or outcome is opened."""
    with opened() as house:
        from asylia.shell.accounting import draw_lines  # noqa: PLC0415

        put(asked.file, (line + b"\n" for line in draw_lines(house, asked.period)))
    print(f"Written to {asked.file}. Anyone draws again: python redrawing.py {asked.file} {asked.period}")
    return GOOD


def draw_redraw(asked: argparse.Namespace) -> int:
    """Draw a period again from an export; 1 where the record does not agree with its own draw."""
    return redrawing.main([str(asked.file), asked.period])


def reads_checks() -> list[Check]:
    """What the doctor says of the read log."""
    with opened() as house:
        from asylia.shell.accounting import verify_reads  # noqa: PLC0415

        fault = verify_reads(house)
    return [Check("looks are those digested", not fault, fault or "as they were", "ask who altered the read log")]
