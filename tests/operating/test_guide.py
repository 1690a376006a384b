"""docs/operating.md: each command in it is run, in its order, on a machine in a folder."""

import shutil
import subprocess

import pytest

from tests.operating.sandbox import ROOT, Machine, blocks

CERTIFICATE = """
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=screening.agency.example \\
    -addext subjectAltName=DNS:screening.agency.example -keyout /etc/asylia/tls.key -out /etc/asylia/tls.crt 2>&1
"""


@pytest.mark.postgres
def test_every_command_of_the_guide_does_what_it_says(machine: Machine) -> None:
    """All blocks but those for `make long`: installing, and the server that ends TLS."""
    for block in blocks():
        if not block.long:
            machine.run(block.text)


@pytest.mark.long
@pytest.mark.postgres
@pytest.mark.skipif(shutil.which("nginx") is None, reason="Debian: apt-get install nginx-light")
def test_the_whole_guide_with_a_release_installed_from_nothing(machine: Machine) -> None:
    """The release is unpacked from what is committed, and installed as anyone would; its environment runs it all."""
    release = machine.folder / "opt/asylia"
    (release / ".venv").unlink()
    packed = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", release], input=packed, check=True)
    machine.deploy()
    for block in blocks():
        if "tls.crt" in block.text:
            machine.run(CERTIFICATE)
        machine.run(block.text)
