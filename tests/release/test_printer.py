"""Printers' dots made and read by a program of others (deda, GPL, never imported): readable before, gone afterwards."""

import re
import subprocess
import sys

import pytest

from asylia.release.retyping import retyped
from asylia.release.typesetting import typeset
from tests.release.conftest import REPORT, pdf_of

pytestmark = pytest.mark.long
SERIALS = ("123456", "654321")


@pytest.fixture(scope="module")
def deda(tmp_path_factory):
    """The folder of deda's programs, in an environment of its own; it needs PyPDF2 before 3."""
    folder = tmp_path_factory.mktemp("deda") / "venv"
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    made = subprocess.run([folder / "bin/pip", "install", "-q", "deda", "PyPDF2<3"], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("deda cannot be installed here")
    return folder / "bin"


def read(deda, png, folder) -> str:
    """What deda reads of a picture: the serial number, or nothing."""
    (folder / "page.png").write_bytes(png)
    ran = subprocess.run(
        [deda / "deda_parse_print", "page.png"], cwd=folder, capture_output=True, text=True, check=False
    )
    found = re.search(r"serial: -(\d+)-", ran.stdout)
    return found[1] if found else ""


def drawn(pdf) -> bytes:
    """The first page at 300 dots an inch, in colour."""
    return subprocess.run(
        ["pdftoppm", "-r", "300", "-png", "-l", "1", "-"], input=pdf, capture_output=True, check=True
    ).stdout


def test_a_serial_number_in_yellow_dots_is_read_before_and_not_after(deda, tmp_path):
    texts = []
    for serial in SERIALS:
        (tmp_path / "page.pdf").write_bytes(pdf_of(f'#set page(paper: "a4")\n{REPORT}\n#lorem(250)'))
        command = [deda / "deda_create_dots", "--serial", serial, "--manufacturer", "Xerox", "page.pdf"]
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
        scan = drawn((tmp_path / "new_dots.pdf").read_bytes())
        assert read(deda, scan, tmp_path) == serial, "the dots can be read from the scan"
        made = typeset("\n\n".join(retyped(scan).text.paragraphs))
        assert read(deda, drawn(made), tmp_path) == ""
        texts.append(made)
    assert texts[0] == texts[1], "two prints with two numbers become one document"
