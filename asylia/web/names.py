"""Names of countries and languages, by code, for pages in English."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from asylia.notices.aliases import also, folded
from asylia.notices.languages import own_names

ENGLISH = Locale("en")


@cache
def country(code: str) -> str:
    """Return the English name of an ISO 3166 country; the code itself where there is none."""
    return str(ENGLISH.territories.get(code, code))


@cache
def language(code: str) -> str:
    """Return the English name of a BCP 47 language, its speakers' own where CLDR has none, else the code itself."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return own_names().get(code) or str(ENGLISH.languages.get(code, code))


def spelled(code: str) -> str:
    """Return a language's name with what courts and papers call it, so that it is found by any of them in a list."""
    name = language(code)
    others = {folded(each): each for each in reversed(also(code))}
    others.pop(folded(name), None)
    listed = [each for each in also(code) if each in others.values()]
    return f"{name} ({'; '.join(listed[:3])})" if listed and code in own_names() else name


# What a page offers to choose from: languages often met at this border first, then every other that CLDR names.
FIRST = ("es", "ht", "pt", "ar", "fr", "ru", "uk", "zh", "hi", "pa", "ti", "am", "so", "fa", "tr", "en")
OFTEN = {code: spelled(code) for code in (*FIRST, *sorted(own_names()))}
LANGUAGES = OFTEN | {
    code: name
    for code, name in sorted(ENGLISH.languages.items(), key=lambda item: item[1])
    if len(code) < 4 and code not in OFTEN
}
COUNTRIES = {
    code: name
    for code, name in sorted(ENGLISH.territories.items(), key=lambda item: item[1])
    if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")
}
