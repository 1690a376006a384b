"""Enters new versions of measures: `python -m scripts.versions`; one that was entered never changes."""

from __future__ import annotations

from asylia.oversight.definition import VERSIONS, definition, entered
from asylia.oversight.registry import measures


def main() -> int:
    """Add a line for each version that has none; returns 1 when a definition changed and kept its version."""
    known, changed = entered(), 0
    for measure in measures().values():
        key = measure.id, measure.version
        if key not in known:
            with VERSIONS.open("a", encoding="utf-8") as versions:
                versions.write(f"{measure.id} {measure.version} {definition(measure)}\n")
            print(f"{measure.id} version {measure.version} entered.")
        elif known[key] != definition(measure):
            print(f"{measure.id} means something else than version {measure.version} did: raise its version.")
            changed = 1
    return changed


if __name__ == "__main__":
    raise SystemExit(main())
