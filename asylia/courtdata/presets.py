"""Questions that newsrooms and researchers answered in print, to be asked again of any release."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from asylia.courtdata.cohort import Rule


class Published(msgspec.Struct, frozen=True):
    """A printed number beside one of our analyses; what was not printed is None."""

    analysis: str
    source: str
    numerator: int | None = None
    denominator: int | None = None
    share: float | None = None
    months: dict[str, int] = {}
    mind: str = ""

    @property
    def says(self) -> str:
        """The number as a phrase: `106 of 8,718 (1.2 %)`."""
        share = self.share
        if share is None and self.numerator is not None and self.denominator:
            share = self.numerator / self.denominator
        counts = " of ".join(f"{count:,}" for count in (self.numerator, self.denominator) if count is not None)
        shown = f"{share:.1%}".replace("%", " %") if share is not None else ""
        return f"{counts} ({shown})" if counts and shown else counts or shown


class Preset(msgspec.Struct, frozen=True):
    """One printed answer: its question, the day it speaks of, which cases, and its numbers."""

    title: str
    as_of: dt.date
    rule: Rule
    published: tuple[Published, ...]

    @property
    def analyses(self) -> tuple[str, ...]:
        """The analyses that answer it, each once."""
        return tuple(dict.fromkeys(each.analysis for each in self.published))


@cache
def presets() -> dict[str, Preset]:
    """Every preset by its name, as presets.toml beside this file has them."""
    text = files("asylia.courtdata").joinpath("presets.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, Preset])
