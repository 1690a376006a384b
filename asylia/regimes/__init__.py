"""The law as data: one whole, dated, cited TOML file for each version of a regime, and its reader."""

from asylia.regimes.defect import Defect
from asylia.regimes.describe import describe
from asylia.regimes.reading import digest_of, load
from asylia.regimes.shelf import PUBLISHED, SHELF, for_live_use, named, regimes, version_on

__all__ = [
    "PUBLISHED",
    "SHELF",
    "Defect",
    "describe",
    "digest_of",
    "for_live_use",
    "load",
    "named",
    "regimes",
    "version_on",
]
