"""Files that are made to break what opens them: none crashes, none leaks, each gets a plain sentence or its text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from asylia.release.pages import opened
from asylia.release.sandbox import MEMORY, NotOpened, run
from tests.release.crafted import crafted


@pytest.mark.parametrize(
    "numbers", [pytest.param(range(22), id="few"), pytest.param(range(500), id="all", marks=pytest.mark.long)]
)
def test_each_gets_its_pages_or_a_plain_sentence(numbers):
    command = [sys.executable, "-m", "tests.release.opening", str(numbers.start), str(numbers.stop)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    for kind, said in told["refused"]:
        assert said.endswith("."), kind
        assert len(said) < 200, kind
        assert "/" not in said, kind
    assert 0.3 * len(numbers) < len(told["refused"]) < len(numbers)
    assert told["neither"] == [], "each gets its pages, its text, or a sentence"
    assert told["kilobytes"] < 512 << 10, "of the process that asked"
    assert MEMORY < 512 << 20, "of each process in the sandbox"


def test_nothing_in_the_sandbox_reaches_the_network_the_disk_or_other_programs(tmp_path):
    (tmp_path / "secret").write_text("CANARY", "utf-8")
    code = (
        "import json, os, pathlib, socket\n"
        "def tried(do):\n"
        "    try: return repr(do())\n"
        "    except Exception as why: return type(why).__name__\n"
        "told = {\n"
        "  'network': tried(lambda: socket.create_connection(('127.0.0.1', 22), 2)),\n"
        f"  'disk': tried(lambda: open('{tmp_path}/secret').read()),\n"
        "  'home': tried(lambda: os.listdir(os.path.expanduser('~'))),\n"
        "  'write': tried(lambda: open('/in/x', 'w')),\n"
        "  'system': tried(lambda: open('/usr/x', 'w')),\n"
        "  'others': len([p for p in os.listdir('/proc') if p.isdigit()]) < 6,\n"
        "  'environment': sorted(os.environ),\n"
        "}\n"
        "pathlib.Path('/out/told.json').write_text(json.dumps(told))\n"
        "os.symlink('/etc/hostname', '/out/link')\n"
    )
    made = run([sys.executable, "-I", "-c", code], {"a": b"b"})
    told = json.loads(made["told.json"])
    assert told["network"] in ("ConnectionRefusedError", "OSError")
    assert told["disk"] in ("FileNotFoundError", "PermissionError")
    assert "CANARY" not in json.dumps(told)
    assert (told["write"], told["system"]) == ("OSError", "OSError")
    assert told["others"]
    assert not [name for name in told["environment"] if name.startswith(("ASYLIA", "DATABASE"))]
    assert "link" not in made, "a link that it left is not followed"


def test_it_may_use_little_memory_and_little_time():
    with pytest.raises(NotOpened, match="cannot be opened"):
        run([sys.executable, "-I", "-c", "x = bytearray(900 << 20)"], {"a": b""})
    with pytest.raises(NotOpened, match="longer than 2 seconds"):
        run([sys.executable, "-I", "-c", "import time; time.sleep(30)"], {"a": b""}, seconds=2)


def test_without_a_sandbox_nothing_of_strangers_is_opened(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotOpened, match="install bubblewrap"):
        opened(b"%PDF-1.7")


def test_the_verb_says_it_in_one_line(tmp_path):
    (tmp_path / "x.pdf").write_bytes(crafted(0)[1])
    ran = subprocess.run(
        [sys.executable, "-m", "asylia.cli", "release", "retype", "x.pdf", "--into", "out"],
        cwd=tmp_path, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.count("\n") == 1
    assert ran.stderr.startswith("x.pdf: It cannot be opened")
    assert not (tmp_path / "out").exists()
