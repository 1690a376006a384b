"""Names of countries and languages, by code, for pages in English."""

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

ENGLISH = Locale("en")

# Languages of people at this border that CLDR has no English name for (ISO 639-3).
UNNAMED_THERE = {
    "acr": "Achi", "caa": "Ch’orti’", "cab": "Garifuna", "cac": "Chuj", "cak": "Kaqchikel", "ixl": "Ixil",
    "jac": "Popti’", "kek": "Q’eqchi’", "kjb": "Q’anjob’al", "mam": "Mam", "miq": "Miskito", "poh": "Poqomchi’",
    "tzh": "Tzeltal", "tzo": "Tzotzil",
}  # fmt: skip


@cache
def country(code: str) -> str:
    """Return the English name of an ISO 3166 country; the code itself where there is none."""
    return str(ENGLISH.territories.get(code, code))


@cache
def language(code: str) -> str:
    """Return the English name of a BCP 47 language; the code itself where CLDR has no name for it."""
    try:
        return Locale.parse(code, sep="-").get_display_name("en") or code
    except (ValueError, UnknownLocaleError):
        return UNNAMED_THERE.get(code) or str(ENGLISH.languages.get(code, code))


# What a page offers to choose from: languages often met at this border first, then every other that CLDR names.
FIRST = ("es", "ht", "pt", "ar", "fr", "ru", "uk", "zh", "hi", "pa", "ti", "am", "so", "fa", "tr", "en")
OFTEN = {code: language(code) for code in (*FIRST, *sorted(UNNAMED_THERE))}
LANGUAGES = OFTEN | {
    code: name
    for code, name in sorted(ENGLISH.languages.items(), key=lambda item: item[1])
    if len(code) < 4 and code not in FIRST
}
COUNTRIES = {
    code: name
    for code, name in sorted(ENGLISH.territories.items(), key=lambda item: item[1])
    if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "QO", "UN", "XA", "XB", "ZZ")
}
