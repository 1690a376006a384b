"""What the pages say, by language; a sentence that a language lacks is said in English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "es", "ar")


@cache
def texts(language: str) -> Mapping[str, Any]:
    """Everything the channel says in a language, section by section; English for one it does not speak."""
    code = language if language in LANGUAGES else "en"
    told = tomllib.loads(files("asylia.concerns").joinpath(f"texts/{code}.toml").read_text("utf-8"))
    if code == "en":
        return told
    return {
        name: {**said, **told.get(name, {})} if isinstance(said, dict) else told.get(name, said)
        for name, said in texts("en").items()
    }
