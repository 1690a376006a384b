"""The law as data: one whole, dated, cited TOML file for each version of a regime, and its reader."""

from asylia.regimes.defect import Defect
from asylia.regimes.describe import NOT_CHECKED, citations, describe
from asylia.regimes.reading import digest_of, load
from asylia.regimes.shelf import PUBLISHED, SHELF, for_live_use, named, regimes, version_on

__all__ = [
    "NOT_CHECKED",
    "PUBLISHED",
    "SHELF",
    "Defect",
    "citations",
    "describe",
    "digest_of",
    "for_live_use",
    "load",
    "named",
    "regimes",
    "version_on",
]
