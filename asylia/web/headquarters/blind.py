"""The record of a drawn case with all removed that could tell whose it is, who decided it, where and how."""

import re
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from asylia.accounts.models import Account
from asylia.core.file import CaseFile, Claim
from asylia.web.passages import Passage, passages_of
from asylia.web.templatetags.words import DESKS

LEAST = 3  # letters of a word that is taken out of the words said; shorter ones stand in too many others
# Words of names of desks, posts and rooms that name nobody and no place.
COMMON = frozenset({
    "annex", "bridge", "building", "center", "centre", "court", "crossing", "floor", "hall", "line", "office", "port",
    "post", "region", "room", "station", "video", "phone",
}) | {word for desk in DESKS.values() for word in desk.split()}  # fmt: skip


def masked(file: CaseFile, claim: Claim, names: Iterable[str]) -> list[Passage]:
    """Return the passages of a claim with names of people and places taken out (review.blind)."""
    people = pattern([file.name, *names])
    places = pattern([file.place, claim.interview.place])

    def mask(text: str) -> str:
        return places.sub("[place]", people.sub("[name]", text))

    shown = passages_of(claim, ZoneInfo(file.zone)).values()
    return [
        each._replace(words=mask(each.words), meaning=mask(each.meaning), speaker=mask(each.speaker)) for each in shown
    ]


def pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any word of these names, several in a row as one; what finds nothing where there is none.

    As it is written, or in capitals: a name is often a word of its language too (`luz`, `reyes`).
    """
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) >= LEAST}
    named = {form for word in words if word.casefold() not in COMMON for form in (word, word.upper())}
    if not named:
        return re.compile(r"(?!)")
    any_word = "|".join(sorted(map(re.escape, named), key=len, reverse=True))
    return re.compile(rf"\b(?:{any_word})(?:[ ,]+(?:{any_word}))*\b")


def names_around(file: CaseFile) -> Sequence[str]:
    """Return the names of everyone of the staff who took a part in the case."""
    staff = {each.staff for each in file.parts} | {file.counsel}
    return list(Account.objects.filter(staff__in=staff).values_list("name", flat=True))
