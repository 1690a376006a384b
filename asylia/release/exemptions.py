"""Why something is withheld: codes with their citations, read from exemptions.toml."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

SEALED = "sealed"


class Exemption(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One ground: its code as it stands at a deletion, what it protects, its citation, whether that was read."""

    code: str
    says: str
    cite: str
    verified: bool


class _Listed(msgspec.Struct):
    exemption: tuple[Exemption, ...]


@cache
def exemptions() -> dict[str, Exemption]:
    """Every ground by its code."""
    data = files("asylia.release").joinpath("exemptions.toml").read_bytes()
    return {each.code: each for each in msgspec.toml.decode(data, type=_Listed).exemption}
