"""What must hold after every fault, checked by a process that is not the faulty one, against the journal.

    with checker() as check:                        # one warm process; each check is a fork of it
        assert check(home, journal_path, url=None, also=[folder]) == []

    python -m tests.faults.invariants HOME JOURNAL [FOLDER ...]       # the same by hand; DATABASE_URL for PostgreSQL

Nobody may be writing meanwhile. The deployment is opened as a restart opens it (a write-ahead log is recovered);
beyond that nothing is changed. Each violation is one line that begins with the name of its invariant:

    acknowledged   every acknowledged command is there once: its form's key with that answer, and its events
    whole          nothing is half written: of a command that was not acknowledged there is all or nothing, no entry
                   that no command accounts for, each entry in the log or waiting for it, families alike in both
                   streams, secrets of full length, draws from the seed that was committed
    chains         every entry, link, digest, content, leaf and signed root is recomputed by the verifier, and the
                   tree's files give the root that was signed
    witnessed      every checkpoint that someone outside saw is a prefix of the record
    rebuilt        the read models equal those rebuilt from the record
    next step      every open fear claim has a referral, and a step that someone must do next
    plaintext      the journal's canary stands in no byte of the home folder, nor of the folders named beside it

A deployment that does not open is one line, `opens: ...`. The journal says which commands were sent
(tests/faults/journal.py); `tests/faults/test_invariants.py` plants a violation of each.
"""

import datetime as dt
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.opening import ask, heard, opened, say, serve, started, warm

if __name__ == "__main__":
    url = os.environ.get("DATABASE_URL")
    warm()  # before anything of ours, which names its tables

from asylia.core import codec
from asylia.core.command import Act
from asylia.core.deadlines import due
from asylia.core.draw import seed_digest
from asylia.core.standing import is_open
from asylia.ledger.logkey import key_path, read_log
from asylia.ledger.publisher import public_folder
from asylia.ledger.sequencer import last_checkpoint, tree_of
from asylia.ledger.verifier import Bad, Head, read_checkpoint, read_keys, verify
from asylia.ledger.verifier import read_log as read_public_log
from asylia.shell.reading import case_of
from asylia.shell.rebuilding import rebuild
from tests.faults.found import Found
from tests.faults.journal import Answer, Given, read
from tests.shell.rows import rows

Check = Callable[..., list[str]]
COUNTS = (
    "SELECT (SELECT count(*) FROM ledger_events), (SELECT count(*) FROM ledger_pending), "
    "(SELECT count(*) FROM ledger_leaves), (SELECT count(*) FROM (SELECT stream, version FROM ledger_events "
    "INTERSECT SELECT stream, version FROM (SELECT stream, version FROM ledger_pending "
    "UNION SELECT stream, version FROM ledger_leaves) AS numbered) AS accounted)"
)


@contextmanager
def checker() -> Iterator[Check]:
    """A function that checks a deployment in a process of its own; gives the violations, none where all holds."""
    process = started("tests.faults.invariants")

    def check(home: Path, journal: Path, *, url: str | None = None, also: Iterable[Path] = ()) -> list[str]:
        ask(process, {"home": str(home), "journal": str(journal), "url": url, "also": [str(each) for each in also]})
        found: list[str] = heard(process)
        return found

    yield check
    process.communicate(timeout=20)


def violations(home: Path, journal: Path, url: str | None = None, also: Iterable[Path] = ()) -> list[str]:
    """Everything that does not hold, a line each; in this process, whose Django is then that deployment's."""
    kept = read(journal)
    try:
        house = opened(home, url)
        found = Found(house, kept)
        checks = (_acknowledged, _whole, _chains, _witnessed, _rebuilt, _next_steps)
        said = [line for check in checks for line in _each(check, found)]
    except Exception as error:  # noqa: BLE001 - whatever keeps it from opening is what is said
        said = [f"opens: {type(error).__name__}: {error}"]
    return [*said, *(f"plaintext: in {path}" for path in _with(kept.canary, [home, *also]))]


def _each(check: Callable[[Found], Iterable[str]], found: Found) -> Iterator[str]:
    """A check's lines under its name; one that cannot be made is a violation, too."""
    name = check.__name__.strip("_").replace("_steps", " step")
    try:
        yield from (f"{name}: {line}" for line in check(found))
    except Exception as error:  # noqa: BLE001 - a record that cannot be read is what is looked for
        yield f"{name}: {type(error).__name__}: {error}"


def _acknowledged(found: Found) -> Iterator[str]:
    for key, answer in found.kept.acknowledged.items():
        if key not in found.answers:
            yield f"{key} was acknowledged and its key is not there"
        elif answer.version and found.answers[key] != answer:
            yield f"{key} was answered {answer}, and the record remembers {found.answers[key]}"
        elif not found.entries(found.answers[key]):
            yield f"{key} was acknowledged and its events are not there"
    for key, answers in found.kept.answered.items():
        told = {each for each in answers if each.kind == "Accepted"}
        if len(told) > 1:
            yield f"{key} was given {len(told)} different answers"


def _whole(found: Found) -> Iterator[str]:
    for key, answer in found.answers.items():
        given = [each.given for each in found.kept.sent[key]]
        yield from _as_sent(key, found, answer, given)
    yield from _accounted_for(found)
    events, pending, leaves, both = found.house.ledger.engine.run(found.raw, COUNTS)[0]
    if not events == pending + leaves == both:
        yield f"of {events} entries {leaves} are in the log and {pending} wait for it"
    yield from _families(found)
    yield from _secrets(found)


def _as_sent(key: str, found: Found, answer: Answer, given: list[Given]) -> Iterator[str]:
    """All of a command is there, and it is what was sent."""
    entries = found.entries(answer)
    if [each.name for each in entries] != list(answer.events):
        yield f"of {key} there is the answer {answer.events} and the entries {[each.name for each in entries]}"
        return
    recorded = json.dumps([each.fields for each in entries], ensure_ascii=False)
    if all(each.fields is not None for each in entries) and not any(
        all(json.dumps(text, ensure_ascii=False)[1:-1] in recorded for text in _texts(each.fields, found.kept.canary))
        for each in given
    ):
        yield f"{key} was recorded with other words than were sent under it"
    moments = {codec.at_text(dt.datetime.fromisoformat(each.at)) if each.at else entries[0].at for each in given}
    if any(each.fields is not None and each.fields["by"] not in {one.by for one in given} for each in entries):
        yield f"{key} was recorded with another author"
    if entries[0].at not in moments:
        yield f"{key} was recorded with another time"


def _texts(value: Any, canary: str) -> Iterator[str]:
    """Every text in a command's fields that holds the canary: what a person said, and must stand as it was typed."""
    if isinstance(value, str) and canary in value:
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each, canary)


def _accounted_for(found: Found) -> Iterator[str]:
    """From the first command on that the journal knows, each entry of a case belongs to one answer, or is a refusal."""
    owners = Counter(
        (answer.case, version)
        for answer in found.answers.values()
        for version in range(answer.version - len(answer.events) + 1, answer.version + 1)
    )
    yield from (
        f"case/{case} version {version} belongs to {n} answers" for (case, version), n in owners.items() if n > 1
    )
    first: dict[str, int] = {}
    unanswered: Counter[str] = Counter()
    matched = set()
    for key, sents in found.kept.sent.items():
        for given, seen in sents:
            first[given.case] = min(seen, first.get(given.case, seen))
            matched.add(given.fields.get("to") if given.do == "MatchCase" else None)
            unanswered[given.case] += issubclass(codec.COMMANDS[given.do], Act) and key not in found.kept.acknowledged
    for case, seen in first.items():
        for entry in found.stream(f"case/{case}")[seen:]:
            if (case, entry.version) in owners or case in matched:
                continue
            unanswered[case] -= entry.name == "act.refused/1"
            if entry.name != "act.refused/1" or unanswered[case] < 0:
                yield f"case/{case} version {entry.version} ({entry.name}) belongs to no command that was sent"


def _families(found: Found) -> Iterator[str]:
    """Whoever joined a family, or left it, stands in its stream as often as in the case's own."""
    own, families = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for case in found.streams("case"):
        names = [each.name for each in found.stream(f"case/{case}")]
        own[case, "joined"] = names.count("family.joined/1")
        own[case, "left"] = names.count("kinship.disproved/1")
    for family in found.streams("family"):
        for entry in found.stream(f"family/{family}"):
            if entry.fields is not None:
                families[entry.fields["case"], "joined" if entry.name == "member.joined/1" else "left"] += 1
    for case, did in (own - families) + (families - own):
        yield f"case/{case} {did} a family in one stream and not in the other"


def _secrets(found: Found) -> Iterator[str]:
    home = found.house.home
    for path in [home / "search.key", *home.glob("draw/*.seed")]:
        if len(path.read_bytes()) != 32:
            yield f"{path.relative_to(home)} is not 32 bytes"
    for period in found.streams("draw"):
        committed = [each for each in found.stream(f"draw/{period}") if each.name == "seed.committed/1"]
        seed = (home / "draw" / f"{period}.seed").read_bytes()
        if [each.fields["digest"] for each in committed if each.fields] != [seed_digest(seed)]:
            yield f"the seed of {period} is not the one that was committed"


def _chains(found: Found) -> Iterator[str]:
    engine, home = found.house.ledger.engine, found.house.home
    heads: list[Head] = []
    if key_path(home).exists():
        keys = read_log(home)
        known = read_keys("\n".join(map(str, keys.known)))
        notes = engine.run(found.raw, "SELECT note FROM ledger_checkpoints ORDER BY size")
        heads = [read_checkpoint(note, known) for (note,) in notes]
        last = last_checkpoint(engine, found.raw, keys)
        if last is not None and tree_of(home).root(last.size) != last.root:
            yield "the tree's files do not give the root that was signed"
        if (public_folder(home) / "checkpoint").exists():
            heads.append(read_public_log(public_folder(home), known)[0])
    report = verify(found.export(), heads=heads)
    if not report.good:
        yield str(report.fault)


def _witnessed(found: Found) -> Iterator[str]:
    heads: list[Head] = []
    for note, keys in dict.fromkeys(found.kept.witnessed):
        try:
            heads.append(read_checkpoint(note, read_keys(keys)))
        except Bad as bad:
            yield f"the journal's own checkpoint cannot be read: {bad}"
    report = verify(found.export(), heads=heads) if heads else None
    if report is not None and not report.good:
        yield str(report.fault)


class _Undone(Exception):
    """The rebuild is looked at and undone."""


def _rebuilt(found: Found) -> Iterator[str]:
    live = rows(found.house)
    again: dict[str, list[dict[str, Any]]] = {}
    try:
        with found.house.transaction():
            rebuild(found.house)
            again.update(rows(found.house))
            raise _Undone
    except _Undone:
        pass
    for name, here in live.items():
        differ = sum(one != other for one, other in zip(here, again[name], strict=False))
        if here != again[name]:
            yield f"{name}: {len(here)} rows, rebuilt {len(again[name])}, of which {differ} differ"


def _next_steps(found: Found) -> Iterator[str]:
    for case in found.streams("case"):
        entries = found.stream(f"case/{case}")
        file = case_of(case, entries)
        if file.erased or file.version == 0:
            continue
        said = Counter(each.name for each in entries)
        if said["referral.made/1"] < said["fear.claimed/1"]:
            yield f"case/{case}: {said['fear.claimed/1']} claims and {said['referral.made/1']} referrals"
        if file.matched_to:  # its claims are said again in the person's own case
            if file.claims and not case_of(file.matched_to, found.stream(f"case/{file.matched_to}")).claims:
                yield f"case/{case} was matched to {file.matched_to}, where nobody claims anything"
            continue
        regime = found.house.regime(file.regime)
        live = {each.claim for each in due(file, regime)}
        for claim in file.claims:
            if is_open(claim, regime) and claim.number not in live:
                yield f"case/{case}: nobody has anything to do next for claim {claim.number}"


def _with(canary: str, folders: Iterable[Path]) -> Iterator[Path]:
    """Every file below the folders that holds the canary, in one byte a character or in two."""
    wanted = [canary.encode(), canary.encode("utf-16-le")]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and any(each in path.read_bytes() for each in wanted):
                yield path


def _answer(asked: dict[str, Any]) -> None:
    also = [Path(each) for each in asked["also"]]
    say(violations(Path(asked["home"]), Path(asked["journal"]), asked["url"], also))


def _died(ended: int) -> None:
    if ended:
        say([f"opens: the check itself ended with {ended}"])


def main() -> None:
    """Serve checks; or, with a home folder and a journal named, make one and end with 1 where something is violated."""
    if len(sys.argv) == 1:
        serve(_answer, _died)
        return
    home, journal, *also = map(Path, sys.argv[1:])
    found = violations(home, journal, url, also)
    sys.stdout.writelines(f"{line}\n" for line in found or ["every invariant holds"])
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
