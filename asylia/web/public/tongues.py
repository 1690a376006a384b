"""The words of public pages by language: a folder a page, one file a language in it, all with the same keys."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

WORDS = "words"  # of the page on which anyone says a fear; the frame of public pages is in them too


@cache
def tongues(folder: str = WORDS) -> Mapping[str, Mapping[str, str]]:
    """Return every language's words by its code, English first."""
    here = files("asylia.web.public") / folder
    found = {each.name.removesuffix(".toml"): each for each in here.iterdir() if each.name.endswith(".toml")}
    codes = sorted(found, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(found[code].read_text("utf-8")) for code in codes}


def spoken(asked: str) -> str:
    """Return the language asked for where its words are here, else English."""
    return asked if asked in tongues() else "en"
