"""The words of the page that checks a sheet, by language: one file a language, all with the same keys."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from asylia.notices import say
from asylia.notices.languages import tongue
from asylia.web.portal.words import IN_ITS_OWN


@cache
def tongues() -> Mapping[str, Mapping[str, str]]:
    """Return every language's words by its code, English first."""
    here = files("asylia.web.public") / "checking"
    found = {each.name.removesuffix(".toml"): each for each in here.iterdir() if each.name.endswith(".toml")}
    codes = sorted(found, key=lambda code: (code != "en", code))
    return {code: tomllib.loads(found[code].read_text("utf-8")) for code in codes}


def spoken(asked: str) -> str:
    """Return the language asked for where its words are here, else English."""
    return asked if asked in tongues() else "en"


def framed(code: str) -> dict[str, Any]:
    """Return what stands around the page: the words of the language, its direction, the other languages."""
    others = [
        {"code": other, "name": IN_ITS_OWN[other], "url": f"?lang={other}", "current": other == code}
        for other in tongues()
    ]
    says = {"hide": say("hide", code)}
    return {"says": says, "language": code, "direction": tongue(code).direction, "languages": others}
