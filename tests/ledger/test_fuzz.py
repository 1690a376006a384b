"""Whatever is read ends in what was asked or in the one error that is declared: never another, never a hang."""

from __future__ import annotations

import re
import subprocess
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.fuzz import READERS, Reader
from tests.ledger.oracles import environment

ATHERIS = "atheris==3.0.0"  # Apache-2.0; the last that has a wheel for Python 3.11
USED = ("cryptography", "msgspec")  # by the readers
SECONDS = 60  # of each reader, under `make long`
EXECUTED = re.compile(r"stat::number_of_executed_units: *(\d+)")
REPOSITORY = Path(__file__).parents[2]

parts = st.one_of(
    st.binary(max_size=8),
    st.sampled_from([b"\n", b"\n\n", b" ", b"=", b"+", b"\0", b'"', b"{}", b"[]", b"null", b"-", b"\xe2\x80\x94 "]),
    st.sampled_from(["\ud800", "\u0661", "\u2028", "\ufeff"]).map(lambda text: text.encode(errors="surrogatepass")),
)


@st.composite
def spoiled(draw: st.DrawFn, reader: Reader) -> bytes:
    """A good example, some of its bytes taken out, doubled or replaced; now and then something else altogether."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=300))
    data = draw(st.sampled_from(reader.examples))
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = start + draw(st.sampled_from([0, 0, 1, 1, 2, 40]))
        data = data[:start] + draw(st.one_of(parts, st.just(data[start:end] * 2))) + data[end:]
    return data


@pytest.mark.parametrize("name", READERS)
def test_the_examples_are_good(name: str) -> None:
    for example in READERS[name].examples:
        READERS[name].read(example)


@pytest.mark.parametrize("name", READERS)
def test_only_the_declared_error_leaves_a_reader(name: str) -> None:
    reader = READERS[name]

    @given(spoiled(reader))
    @settings(deadline=None)
    def read(data: bytes) -> None:
        with suppress(*reader.declared):
            reader.read(data)

    read()


@pytest.mark.long
@pytest.mark.parametrize("name", READERS)
def test_guided_by_coverage_no_other_error_and_no_hang_is_found(name: str, tmp_path: Path) -> None:
    """A minute each of libFuzzer by way of atheris; five seconds over one input is a hang."""
    python = environment("atheris", ATHERIS, *[f"{package}=={version(package)}" for package in USED])
    command = [str(python), "-m", "tests.ledger.fuzz_guided", name, str(SECONDS), str(tmp_path)]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=SECONDS * 5, check=False)
    executed = EXECUTED.search(done.stderr)
    print(f"{name}: {executed[1] if executed else 'no'} executions")  # noqa: T201
    assert done.returncode == 0, done.stderr[-3000:]
    assert executed
    assert int(executed[1]) > 1000
