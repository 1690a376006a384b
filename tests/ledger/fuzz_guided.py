"""Feeds one reader with inputs guided by coverage: python -m tests.ledger.fuzz_guided READER SECONDS FOLDER.

Run by test_fuzz.py in an environment that has atheris; what is found is written to the folder.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["asylia"]):
    from tests.ledger.fuzz import READERS


def main(name: str, seconds: str, folder: Path) -> None:
    """Until the time is over, or an error that is not declared."""
    reader = READERS[name]
    for number, example in enumerate(reader.examples):
        (folder / f"example-{number}").write_bytes(example)

    def feed(data: bytes) -> None:
        with suppress(*reader.declared):
            reader.read(data)

    limits = [f"-max_total_time={seconds}", "-timeout=5", "-rss_limit_mb=1024", "-max_len=4096"]
    places = ["-print_final_stats=1", f"-artifact_prefix={folder}/", str(folder)]
    atheris.Setup([sys.argv[0], *limits, *places], feed)
    atheris.Fuzz()


main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
