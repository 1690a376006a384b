"""The `asylia` command: every verb one short function."""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from asylia.accounting import add_accounting_verbs, reads_checks
from asylia.courtreading import CannotBeRead, add_courtdata_verbs
from asylia.founding import NotFounded, add_found, add_staff_verbs
from asylia.gatekeeping import add_gate
from asylia.ledger import LedgerError, examine
from asylia.ledger.verifier import main as verifier
from asylia.measuring import add_oversight_verbs, first_edition
from asylia.notices import UnknownNotice
from asylia.notices.states import NotAStep
from asylia.planning import PlanDefect, add_whatif
from asylia.recordkeeping import add_ledger_verbs, add_receipt_verbs, add_witness_verbs, sequencing
from asylia.regimes import Defect, describe, load, named, regimes
from asylia.release.verbs import NotReleased, add_retyping_verbs
from asylia.releasing import add_release_verbs
from asylia.retention import add_retention_verbs, erasure_checks, finish_erasures
from asylia.sending.verbs import add_send, sending_checks
from asylia.shell.starting import OutOfReach, reaching, record_exists, record_url, require_fit, start
from asylia.simulating import add_simulate
from asylia.stories.defect import StoryDefect
from asylia.translating import add_notices_verbs

Verb = Callable[[argparse.Namespace], int]
Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
GOOD, NOT_SO, UNUSABLE = 0, 1, 2


class Unusable(Exception):
    """What was asked cannot be done; its text is one plain sentence."""


CANNOT = (
    Unusable, UnknownNotice, NotAStep, NotReleased, CannotBeRead, NotFounded, OutOfReach, StoryDefect, Defect,
    LedgerError, PlanDefect,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what was asked; 0 when all is well, 1 when something checked is not so, 2 when it could not be done."""
    asked = parser().parse_args(arguments)
    try:
        verb: Verb = asked.verb
        with reaching():
            return verb(asked)
    except CANNOT as error:
        return said(str(error))
    except OSError as error:
        return said(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except KeyboardInterrupt:
        return GOOD


def said(sentence: str) -> int:
    """Say on stderr why it could not be done."""
    print(sentence, file=sys.stderr)
    return UNUSABLE


# --- the verbs


def play(asked: argparse.Namespace) -> int:
    """Play a story through the shell into a real record."""
    if asked.data:
        return played(asked, asked.data)
    with tempfile.TemporaryDirectory(prefix="asylia-play-") as folder:
        return played(asked, Path(folder))


def played(asked: argparse.Namespace, home: Path) -> int:
    """Play a story in that home and print it; whatever database the environment names is left alone."""
    for elsewhere in ("DATABASE_URL", "KEYSTORE_URL"):
        os.environ.pop(elsewhere, None)
    start(home)
    from asylia.stories.plain import as_plain  # noqa: PLC0415 - Django is set up first
    from asylia.stories.playing import play as play_in  # noqa: PLC0415
    from asylia.stories.reading import read  # noqa: PLC0415
    from asylia.stories.telling import Words, as_text  # noqa: PLC0415
    from asylia.stories.theatre import theatre  # noqa: PLC0415
    from asylia.web.names import country, language  # noqa: PLC0415

    story = read(asked.story)
    try:
        house = theatre(home)
    except ValueError as error:
        raise Unusable(f"{home}: {error}") from None
    with closing(house.ledger):
        told = play_in(story, house)
    if asked.json:
        print(json.dumps(as_plain(told), ensure_ascii=False, indent=2))
    else:
        print(as_text(told, Words(country, language)), end="")
    return GOOD if told.holds else NOT_SO


def demo(asked: argparse.Namespace) -> int:
    """Make a demonstration with cases in every stage; where there is one already, leave it."""
    start(home())
    from asylia.stories.demonstrating import NotADemonstration, demonstrate  # noqa: PLC0415

    try:
        played, cases = demonstrate(home(), progress("stories played"))
    except NotADemonstration as error:
        raise Unusable(str(error)) from None
    made = f"{played} stories played: " if played else "There already: "
    print(f"{made}{cases} invented cases in {home()}. `asylia serve` shows them.")
    if asked.measure and (counted := first_edition()):
        print(counted)
    return GOOD


def serve(asked: argparse.Namespace) -> int:
    """Serve the pages on this machine until stopped."""
    open_record()
    require_fit(home())
    from asylia.web.public.sign_in import demonstration_desks  # noqa: PLC0415
    from asylia.web.server import free_port  # noqa: PLC0415
    from asylia.web.server import serve as serve_pages  # noqa: PLC0415

    finish_erasures()
    port = asked.port or free_port()
    print(f"http://localhost:{port}")
    desks = demonstration_desks()
    if desks:
        print(f"\nSign in at http://localhost:{port}/sign-in by choosing a desk; no password, all is invented:")
    for desk in desks:
        print(f"  {desk.account.role.replace('_', ' '):<16}{desk.account.name:<22}{desk.came_to_do}")
    print("\nCtrl-C stops it.", flush=True)
    with sequencing():
        serve_pages(port)
    return GOOD


def rebuild(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Make every read model again from the record."""
    open_record()
    from asylia.shell.house import House  # noqa: PLC0415
    from asylia.shell.rebuilding import rebuild as rebuild_from  # noqa: PLC0415

    house = House.open(home())
    with closing(house.ledger):
        cases = rebuild_from(house, progress("cases read again"))
    print(f"{cases} cases read again from the record.")
    return GOOD


def doctor(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Examine how the record and its keys are set up."""
    checks = [*examine(open_record(), home()), *erasure_checks(), *reads_checks(), *sending_checks()]
    for check in checks:
        print(f"{'good' if check.ok else 'BAD ':<6}{check.name}: {check.found}")
        if not check.ok:
            print(f"      {check.mend}")
    return GOOD if all(check.ok for check in checks) else NOT_SO


def ledger_export(asked: argparse.Namespace) -> int:
    """Write the whole record to a file that anyone can verify."""
    open_record()
    from asylia.shell.house import House  # noqa: PLC0415

    house = House.open(home())
    with closing(house.ledger):
        house.ledger.export(house.raw(), asked.file, opened=asked.opened)
    print(f"Written to {asked.file}." + (" It holds personal text: keep it as such." if asked.opened else ""))
    return GOOD


def ledger_verify(asked: argparse.Namespace) -> int:
    """Check every entry, link and digest of an exported record."""
    if not asked.file.exists():
        raise Unusable(f"There is no file {asked.file}; `asylia ledger export {asked.file}` writes one.")
    words = [str(asked.file)]
    for name in ("receipts", "heads", "keys", "log", "checkpoint", "receipt"):
        if given := getattr(asked, name):
            words += [f"--{name}", *map(str, given if isinstance(given, list) else [given])]
    return verifier(words)


def regimes_list(asked: argparse.Namespace) -> int:  # noqa: ARG001
    """Name every version of every regime."""
    for version, regime in regimes().items():
        print(f"{version:<30}{regime.status:<12}{regime.title}")
    return GOOD


def regimes_show(asked: argparse.Namespace) -> int:
    """Print one version, every value with what it rests on."""
    print(describe(named(asked.version)), end="")
    return GOOD


def regimes_check(asked: argparse.Namespace) -> int:
    """Read a regime file and say the first thing wrong with it."""
    regime = load(asked.file)
    print(f"{regime.version}: no defect found. Digest {regime.digest}")
    return GOOD


# --- what several verbs need


def home() -> Path:
    """The folder with what a deployment must keep."""
    return Path(os.environ.get("ASYLIA_HOME", "var")).absolute()


def open_record() -> str:
    """Set up for the deployment that is there; gives the record's address."""
    if not record_exists(home()):
        raise Unusable(
            f"There is no record in {home()}: `asylia demo` makes a demonstration, `asylia found` an empty one."
        )
    return record_url()


def progress(what: str) -> Callable[[int, int], None]:
    """A bar on stderr that grows; nothing where nobody watches."""

    def show(done: int, of: int) -> None:
        if sys.stderr.isatty():
            filled = 40 * done // max(of, 1)
            end = "\n" if done == of else ""
            print(f"\r[{'#' * filled:.<40}] {done} of {of} {what}", end=end, file=sys.stderr, flush=True)

    return show


def concerns(asked: argparse.Namespace) -> int:
    """Become the channel's program: it shares nothing with this one, not even a process."""
    os.execv(sys.executable, [sys.executable, "-m", "asylia.concerns", *asked.rest])  # noqa: S606 - no shell, fixed program


# --- how it is asked


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="asylia",
        description="Protection screening on the record: from the first encounter to a served decision.",
        epilog="ASYLIA_HOME names the folder with the record and its keys (default: var here). "
        "Exit code: 0 good, 1 something checked is not so, 2 it could not be done.",
    )
    verbs = top.add_subparsers(title="verbs", metavar="VERB", required=True)

    one = add(verbs, play, "play", "play a story (TOML) through the system and print the case file")
    one.add_argument("story", metavar="STORY.toml", type=Path, help="the story; docs/reference/stories.md tells how")
    one.add_argument("--data", metavar="DIR", type=Path, help="keep the record here (default: a folder thrown away)")
    one.add_argument("--json", action="store_true", help="print case, events, refusals, alarms, expectations as JSON")

    add_found(verbs, add)
    one = add(verbs, demo, "demo", "make a demonstration with invented cases in ASYLIA_HOME")
    one.add_argument("--no-measures", dest="measure", action="store_false", help="count none for the overseer's board")
    one = add(verbs, serve, "serve", "serve the pages on this machine")
    one.add_argument("--port", type=int, default=0, help="default: the first free one from 8000")
    add_send(verbs, add)
    add(verbs, rebuild, "rebuild", "make every read model again from the record")
    add(verbs, doctor, "doctor", "examine how the record and its keys are set up")

    add_staff_verbs(group(verbs, "staff", "let staff in who have no passkey, or have lost every one"), add)

    ledger = group(verbs, "ledger", "export and verify the record, keep its log")
    one = add(ledger, ledger_export, "export", "write the whole record to a file")
    one.add_argument("file", metavar="FILE", type=Path)
    one.add_argument("--opened", action="store_true", help="with every field and its salt: personal text")
    one = add(ledger, ledger_verify, "verify", "check every entry, link and digest of an export")
    one.add_argument("file", metavar="FILE", type=Path)
    one.add_argument("--receipts", metavar="FILE", type=Path, help="receipts to hold it against")
    one.add_argument("--heads", metavar="FILE", type=Path, help="where to note the newest entry of each stream")
    one.add_argument("--keys", metavar="FILE", type=Path, help="keys of log and witnesses that you trust")
    one.add_argument("--checkpoint", metavar="FILE", type=Path, nargs="+", help="checkpoints kept outside")
    one.add_argument("--log", metavar="FOLDER", type=Path, help="a copy of the log's public folder")
    one.add_argument("--receipt", metavar="FILE", type=Path, nargs="+", help="receipts people were given")

    add_ledger_verbs(ledger, add)
    add_receipt_verbs(verbs, group(verbs, "receipt", "what a person can prove without the record"), add)
    add_retention_verbs(
        group(verbs, "hold", "what must be kept: holds under law"),
        group(verbs, "erase", "what is destroyed under law, by two people"),
        group(verbs, "keys", "the key store, without which nothing opens"),
        add,
    )
    add_accounting_verbs(
        group(verbs, "reads", "the log of who looked at what"),
        group(verbs, "draw", "the seeds that decide who is drawn"),
        add,
    )
    add_witness_verbs(group(verbs, "witness", "co-sign a log from outside the agency"), add)

    add_courtdata_verbs(group(verbs, "courtdata", "read the immigration courts' public releases"), add)

    add_gate(verbs, add)
    add_retyping_verbs(group(verbs, "release", "records handed over without giving away people or sources"), add)
    add_concerns(verbs)
    add_notices_verbs(group(verbs, "notices", "the texts people are told: how far each has come"), add)

    oversight = group(verbs, "oversight", "measures: compute, keep, show, publish, verify")
    add_oversight_verbs(oversight, add)
    add_release_verbs(oversight, add)
    add_whatif(verbs, add, progress)
    add_simulate(verbs, add, progress)

    law = group(verbs, "regimes", "the law as data: list, show, check")
    add(law, regimes_list, "list", "name every version")
    one = add(law, regimes_show, "show", "print one version with its citations")
    one.add_argument("version", metavar="VERSION", help="for example us_mpp/2021-12-02")
    one = add(law, regimes_check, "check", "say the first thing wrong with a regime file")
    one.add_argument("file", metavar="FILE", type=Path)
    return top


def add(verbs: Verbs, verb: Verb, name: str, says: str) -> argparse.ArgumentParser:
    """A verb with its help."""
    one = verbs.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    one.set_defaults(verb=verb)
    return one


def add_concerns(verbs: Verbs) -> None:
    """A verb whose options are its own to read."""
    says = "the confidential channel for staff: a program of its own"
    one = verbs.add_parser("concerns", help=says, add_help=False, prefix_chars="\0")
    one.add_argument("rest", nargs=argparse.REMAINDER)
    one.set_defaults(verb=concerns)


def group(verbs: Verbs, name: str, says: str) -> Verbs:
    """A verb that has verbs of its own."""
    one = verbs.add_parser(name, help=says, description=says[0].upper() + says[1:] + ".")
    return one.add_subparsers(title="verbs", metavar="VERB", required=True)


if __name__ == "__main__":
    sys.exit(main())
