"""Programs of others, each in an environment of its own, asked what ours must say; none is imported by the project."""

# ruff: noqa: S311  (seeded values)

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from scripts.environment import make

PYMERKLE = "pymerkle==7.0.0"  # GPL-3.0-or-later: run as a program, never imported, never shipped
PROGRAM = """
import json, sys
from pymerkle import InmemoryTree

asked = json.load(sys.stdin)
tree = InmemoryTree(algorithm="sha256")
for leaf in asked["entries"]:
    tree.append_entry(bytes.fromhex(leaf))
roots = [tree.get_root(size).hex() for size in asked["sizes"]]
paths = [tree.prove_inclusion(leaf + 1, size).serialize()["path"][1:] for leaf, size in asked["places"]]
json.dump({"roots": roots, "paths": paths}, sys.stdout)
"""


class Answer(NamedTuple):
    """Roots of the sizes asked for; inclusion paths of the (leaf, size) asked for."""

    roots: list[bytes]
    paths: list[list[bytes]]


def environment(name: str, *packages: str) -> Path:
    """The Python of an environment that holds these packages and nothing else, made at its first use."""
    home = Path(sys.prefix) / "oracles" / name
    made, wanted = home / "made", "\n".join(packages)
    if not made.exists() or made.read_text() != wanted:
        make(home)
        pip = [str(home / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
        subprocess.run([*pip, *packages], check=True)
        made.write_text(wanted)
    return home / "bin" / "python"


def pymerkle(entries: Sequence[bytes], sizes: Sequence[int], places: Sequence[tuple[int, int]]) -> Answer:
    """What pymerkle says of the tree over `entries`."""
    asked = json.dumps({"entries": [each.hex() for each in entries], "sizes": sizes, "places": places})
    command = [str(environment("pymerkle", PYMERKLE)), "-c", PROGRAM]
    done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=600, check=True)
    said = json.loads(done.stdout)
    paths = [[bytes.fromhex(step) for step in path] for path in said["paths"]]
    return Answer([bytes.fromhex(root) for root in said["roots"]], paths)


def some_values(count: int) -> Iterator[Any]:
    """Random values that the record can hold, the same at every call: text of every plane, numbers at the edges."""
    for number in range(count):
        yield _value(Random(number), 0)


EDGES = [0, 1, -1, 9, 10, 2**31, 2**32 - 1, 10**15, 2**53 - 1, 1 - 2**53]
TEXTS = [(1, 0x20), (0x20, 0x7F), (0x7F, 0x100), (0x100, 0xD800), (0xE000, 0x10000), (0x10000, 0x110000)]


def _value(chance: Random, depth: int) -> Any:
    kind = chance.randrange(7 if depth < 4 else 5)
    if kind == 0:
        return chance.choice([None, True, False])
    if kind == 1:
        return chance.choice([*EDGES, chance.randrange(-(2**53) + 1, 2**53)])
    if kind < 5:
        return "".join(chr(chance.randrange(*chance.choice(TEXTS))) for _ in range(chance.randrange(12)))
    parts = [_value(chance, depth + 1) for _ in range(chance.randrange(5))]
    return parts if kind == 5 else {_key(chance): part for part in parts}


def _key(chance: Random) -> str:
    return "".join(chr(chance.randrange(32, 127)) for _ in range(chance.randint(1, 6)))
