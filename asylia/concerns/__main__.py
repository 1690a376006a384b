"""The verbs of `asylia concerns`, which runs as another user than the agency's system, if it can on another machine."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from asylia.concerns import answering, counting
from asylia.concerns.box import Box
from asylia.concerns.channel import DATABASE, Unfit, make, new_recipient, read
from asylia.concerns.daily import Broken, close, days, key_of, verify
from asylia.concerns.opener import NotOpened

GOOD, NOT_SO, UNUSABLE = 0, 1, 2


def making(asked: argparse.Namespace) -> int:
    """Make a channel's folder."""
    print(f"{make(asked.home)} is to be filled in: who receives, and with which keys.")
    return GOOD


def recipient(asked: argparse.Namespace) -> int:
    """Make a recipient's keys on this machine."""
    if asked.file.exists():
        raise Unfit(f"{asked.file} is there already; a key is never written over.")
    secret, key, signs = new_recipient()
    asked.file.touch(mode=0o600)
    asked.file.write_text(secret, "ascii")
    print(f"{asked.file} is yours alone: it opens reports, and never leaves this machine.")
    print(f'key = "{key}"\nsigns = "{signs}"')
    return GOOD


def serving(asked: argparse.Namespace) -> int:
    """Serve the page until stopped."""
    read(asked.home)
    from asylia.concerns.web.server import serve  # noqa: PLC0415 - settings are read when Django is

    serve(asked.home, asked.port)
    return GOOD


def closing(asked: argparse.Namespace) -> int:
    """Close the days that are over: checkpoints, and bundles for recipients."""
    box = Box(asked.home / DATABASE)
    done = close(asked.home, read(asked.home), box, dt.datetime.now(dt.UTC).date())
    print(f"closed: {', '.join(done)}" if done else "Every day before today is closed already.")
    return GOOD


def verifying(asked: argparse.Namespace) -> int:
    """Check every checkpoint against its list and the one before."""
    told = days(Box(asked.home / DATABASE))
    try:
        verify(told, asked.key or key_of(asked.home))
    except Broken as why:
        print(f"NOT whole: {why}.")
        return NOT_SO
    print(f"{len(told)} checkpoints hold together.")
    return GOOD


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="asylia concerns",
        description="The confidential channel for staff: a program of its own.",
        epilog="ASYLIA_CONCERNS names the channel's folder (default: concerns here).",
    )
    home = Path(os.environ.get("ASYLIA_CONCERNS", "concerns")).absolute()
    top.set_defaults(home=home)
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)

    def add(name: str, verb: object, says: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
        one.set_defaults(verb=verb)
        return one

    add("make", making, "make a channel's folder, with settings to be filled in")
    add("recipient", recipient, "make a recipient's keys, on the recipient's own machine").add_argument(
        "file", metavar="FILE", type=Path, help="where the secret keys are written"
    )
    add("serve", serving, "serve the page on this machine").add_argument("--port", type=int, default=8090)
    add("daily", closing, "close the days that are over: checkpoints and bundles")
    add("verify", verifying, "check that no checkpoint was changed").add_argument(
        "--key", default="", help="the public key that you trust (default: this channel's)"
    )
    answering.add_verb(add("answer", answering.answer, "write an answer for a mailbox, on the recipient's own machine"))
    counting.add_verb(
        add("counts", counting.counts, "count opened reports for overseers: by site and quarter, protected")
    )
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 0 when all is well, 1 when something checked is not so, 2 when it could not be done."""
    asked = parser().parse_args(arguments)
    try:
        return int(asked.verb(asked))
    except (Unfit, NotOpened) as why:
        print(why, file=sys.stderr)
    except OSError as failed:
        print(f"{failed.filename}: {failed.strerror}" if failed.filename else str(failed), file=sys.stderr)
    except KeyboardInterrupt:
        return GOOD
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
