"""A worked example: a review of a programme set as a released document, each recommendation with what holds it now."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from asylia.core.rules import RULES
from asylia.release.typesetting import typeset

RECONSTRUCTION = (
    "THIS IS A RECONSTRUCTION. The review's own text could not be had. What stands here was put together, in other "
    "words, from what was printed of it; the numbers are not the review's."
)
REVIEWS = Path(str(files("asylia"))) / "stories" / "reviews"  # as the demonstration puts them on the record
FOOT = ("A reconstruction in words of this project's own, not the text of the review.",)


def known() -> list[str]:
    """The reviews there are, by name."""
    return sorted(path.stem for path in REVIEWS.glob("*.toml"))


def released(name: str) -> bytes:
    """The review of that name as a document (PDF). Raises FileNotFoundError."""
    told = tomllib.loads((REVIEWS / f"{name}.toml").read_text("utf-8"))
    return typeset("\n\n".join(as_text(told)), FOOT)


def as_text(told: dict[str, Any]) -> Iterator[str]:
    """The review as plain text, with the safeguard and the measure that now hold each recommendation."""
    review = told["review"]
    yield f"# {review['title']}"
    yield RECONSTRUCTION
    yield f"{review['team']}. {review['day']}."
    yield " ".join(review["source"].split())
    yield "# What it found"
    for number, each in enumerate(told["finding"], 1):
        yield f"{number}. {each['says']}"
    yield "# What it recommended, and what holds it now"
    for number, each in enumerate(told["recommendation"], 1):
        yield f"Recommendation {number}. {each['says']}"
        yield f"In this system: {each['became']}"
        rules = [f"- Safeguard {id}: {RULES[id].says}" for id in each["safeguards"]]
        measures = [f"- Measure {id} counts it" for id in each["measures"]]
        yield "\n".join([*rules, *measures, f"- What would show it: {each['evidence']}"])
