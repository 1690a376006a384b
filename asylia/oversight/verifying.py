"""Whether a release is what was published: its checksums, its manifest on the record, and no row gone since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from asylia.oversight.errors import OversightError
from asylia.oversight.releasing import manifest_of, told_in, vanished

Manifests = Mapping[tuple[str, int], str]  # by release and vintage, as the record has them


def verified(folders: Sequence[Path], on_record: Manifests | None) -> Iterator[tuple[bool, str]]:
    """One line a finding, and whether it is good. A folder that is altered is told of and held against nothing else."""
    of: dict[str, dict[int, Path]] = defaultdict(dict)
    for folder in folders:
        try:
            manifest = manifest_of(folder)
            release, vintage = told_in(folder)
        except OversightError as altered:
            yield False, str(altered)
            continue
        of[release][vintage] = folder
        yield True, f"{folder}: every file is what its checksums say; manifest {manifest}"
        yield on_the_record(folder, manifest, (release, vintage), on_record)
    for release, vintages in of.items():
        for (before, old), (after, new) in pairwise(sorted(vintages.items())):
            yield none_vanished(release, (before, old), (after, new))


def on_the_record(
    folder: Path, manifest: str, named: tuple[str, int], on_record: Manifests | None
) -> tuple[bool, str]:  # fmt: skip
    """Whether the record holds this manifest for this release."""
    if on_record is None:
        return True, f"{folder}: no record here to ask: hold the manifest against what it disclosed"
    known = on_record.get(named)
    if known is None:
        return False, f"{folder}: the record knows no vintage {named[1]} of {named[0]}"
    if known != manifest:
        return (
            False,
            f"{folder}: the record holds another manifest for it, {known}: something in it was changed or left out",
        )
    return True, f"{folder}: the record holds this manifest for vintage {named[1]} of {named[0]}"


def none_vanished(release: str, old: tuple[int, Path], new: tuple[int, Path]) -> tuple[bool, str]:
    """Whether every row of a vintage is in the next."""
    gone = vanished(old[1], new[1])
    between = f"{release}: from vintage {old[0]} to {new[0]}"
    if gone:
        return False, f"{between}, {len(gone)} rows have vanished, the first is {gone[0]}"
    return True, f"{between} no row has vanished"
