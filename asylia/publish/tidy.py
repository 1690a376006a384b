"""Rows to take away: tidy CSV that no spreadsheet runs, a codebook (Frictionless datapackage.json), checksums."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of one (OWASP, CSV Injection)
SUMS = "SHA256SUMS"
RESOURCE = {"profile": "tabular-data-resource", "encoding": "utf-8", "format": "csv"}


class Altered(Exception):
    """A folder is not what its checksums say; the text names the file."""


def safe(cell: object) -> str:
    """A cell as text; one that a spreadsheet would run has an apostrophe before it. Numbers are themselves."""
    if cell is None:
        return ""
    said = str(cell)
    return f"'{said}" if isinstance(cell, str) and said.startswith(FORMULA) else said


def as_csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Rows as CSV (RFC 4180: lines end with CRLF)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()


def package(name: str, title: str, says: str, resources: Sequence[Mapping[str, object]], **more: object) -> str:
    """The codebook of a folder; each resource names path, title and the fields of its schema."""
    told = {
        "name": name, "title": title, "description": says, "profile": "tabular-data-package",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}], **more,
        "resources": [{**RESOURCE, **each} for each in resources],
    }  # fmt: skip
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


def sums(files: Mapping[str, bytes]) -> str:
    """Checksums as `sha256sum -c` reads them."""
    return "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def verify(folder: Path) -> dict[str, str]:
    """The files of a folder and their digests, when all are there and are what they were.

    Raises Altered, which names the first file that is not; a file that no line names is one.
    """
    try:
        lines = (folder / SUMS).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Altered(f"{folder.name} has no {SUMS} that can be read") from None
    known = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = {path.name for path in folder.iterdir()} - {SUMS}
    for name in sorted(known.keys() ^ there):
        raise Altered(f"{name} is {'missing' if name in known else 'not one of the files that were published'}")
    for name, digest in known.items():
        if sha256((folder / name).read_bytes()).hexdigest() != digest:
            raise Altered(f"{name} is not what was published")
    return known
