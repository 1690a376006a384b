"""The unit files of deploy/: systemd reads them without a complaint, and the services may do little."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.operating.sandbox import ROOT

UNITS = sorted(path.name for path in (ROOT / "deploy").iterdir() if path.suffix in {".service", ".timer"})
EXPOSED = 2.0  # of 10, as systemd-analyze counts it

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="Debian: apt-get install systemd")


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The units in a folder, where what they start is this checkout's and a program that is anywhere."""
    folder = tmp_path_factory.mktemp("units")
    for name in UNITS:
        text = (ROOT / "deploy" / name).read_text().replace("/opt/asylia", str(ROOT))
        text = re.sub(r"(?<=^ExecStart=)\S+/(pg_receivewal|asylia)\b", shutil.which("true"), text, flags=re.MULTILINE)
        (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize("name", UNITS)
def test_systemd_finds_nothing_wrong(units: Path, name: str) -> None:
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", units / name], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["asylia.service", "asylia-send.service", "witness.service"])
def test_what_answers_the_network_may_do_little(units: Path, name: str) -> None:
    ran = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", units / name], capture_output=True, text=True, check=False
    )
    overall = re.search(r"Overall exposure level for \S+: ([0-9.]+)", ran.stdout)
    assert overall, ran.stderr
    assert float(overall[1]) <= EXPOSED
