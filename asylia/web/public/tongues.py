"""The words of public pages by language: one file a language, all with the same keys."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

FOLDER = files("asylia.web.public") / "words"


@cache
def tongues() -> Mapping[str, Mapping[str, str]]:
    """Return every language's words by its code, English first."""
    found = {each.name.removesuffix(".toml"): each for each in FOLDER.iterdir() if each.name.endswith(".toml")}
    codes = sorted(found, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(found[code].read_text("utf-8")) for code in codes}


def spoken(asked: str) -> str:
    """Return the language asked for where its words are here, else English."""
    return asked if asked in tongues() else "en"
