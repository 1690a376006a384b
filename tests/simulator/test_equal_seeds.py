"""Equal seeds give equal ledgers, byte by byte, in any process; the record holds what the core decided; it verifies."""

import hashlib
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from asylia.core import codec
from asylia.core.decider import fold
from asylia.ledger import Ledger, canonical
from asylia.ledger.verifier import main as verifier
from asylia.simulator.keeping import Nowhere
from asylia.simulator.reading import regime_of
from asylia.simulator.recording import Recorder, RecordingFailed
from tests.simulator.small import LIVE, PRACTISED, entries, lived, plan, recorded

PEOPLE = 60

ONE = """
import sys
from pathlib import Path
from tests.simulator.small import plan, recorded
if __name__ == "__main__":
    recorded(plan(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[1]), int(sys.argv[4]))
"""


def by_itself(home: Path, name: str, seed: int, hashes: str) -> str:
    """A record made by a process of its own, with a hash seed; SHA-256 over all its entries in order."""
    home.mkdir()
    script = home / "one.py"
    script.write_text(ONE)
    env = {**os.environ, "PYTHONHASHSEED": hashes, "PYTHONPATH": str(Path.cwd())}
    subprocess.run([sys.executable, str(script), str(home), name, str(PEOPLE), str(seed)], env=env, check=True)
    digest = hashlib.sha256()
    for stream, version, entry in entries(home):
        digest.update(f"{stream} {version} ".encode() + entry)
    return digest.hexdigest()


@pytest.mark.parametrize("name", [LIVE, PRACTISED])
def test_equal_seeds_give_equal_entries_whatever_the_process(tmp_path: Path, name: str) -> None:
    first = by_itself(tmp_path / "a", name, 7, "1")
    assert by_itself(tmp_path / "b", name, 7, "999") == first
    assert by_itself(tmp_path / "c", name, 8, "1") != first


def test_the_record_holds_what_the_core_decided(tmp_path: Path) -> None:
    recorded(plan(), PEOPLE, tmp_path)
    _, kept = lived(plan(), PEOPLE)
    url = f"sqlite:///{tmp_path / 'asylia.sqlite3'}"
    with closing(Ledger.open(url, tmp_path)) as ledger, closing(ledger.connect()) as raw:
        assert {each.removeprefix("case/") for each in ledger.streams(raw, "case/")} == set(kept.cases)
        for case, events in kept.cases.items():
            found = ledger.read(raw, f"case/{case}")
            assert [canonical(each.fields) for each in found] == [canonical(codec.to_fields(each)) for each in events]
            read = [codec.from_fields(each.name, each.at, each.role, each.fields or {}) for each in found]
            assert read == events
            assert fold(case, read) == fold(case, events)
            assert all(each.recorded == each.at and each.regime == plan().regime for each in found)


def test_the_record_verifies_and_a_changed_byte_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = recorded(plan(PRACTISED), PEOPLE, tmp_path)
    url, export = f"sqlite:///{tmp_path / 'asylia.sqlite3'}", tmp_path / "export"
    with closing(Ledger.open(url, tmp_path)) as ledger, closing(ledger.connect()) as raw:
        report = ledger.verify(raw)
        assert report.good
        assert report.entries > count.events
        ledger.export(raw, export, opened=True)
    assert verifier([str(export)]) == 0
    data = export.read_bytes()
    place = len(data) // 2
    export.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
    capsys.readouterr()
    assert verifier([str(export)]) == 1
    assert capsys.readouterr().out.startswith("BAD")


def test_a_record_that_cannot_be_written_is_said_and_ends_the_run(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'asylia.sqlite3'}"
    with pytest.raises(RecordingFailed, match="could not be written"), Recorder(url, tmp_path, 1, regime_of(plan())):
        pass


def test_nowhere_keeps_nothing_and_changes_nothing() -> None:
    from asylia.simulator.running import run  # noqa: PLC0415

    assert run(plan(), seed=1, people=40, keeps=Nowhere()) == lived(plan(), 40)[0]
