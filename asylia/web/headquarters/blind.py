"""The record of a drawn case with all removed that could tell whose it is, who decided it, where and how."""

import re
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from asylia.accounts.models import Account
from asylia.core.file import CaseFile, Claim
from asylia.web.passages import Passage, passages_of

LEAST = 3  # letters of a word that is taken out of the words said; shorter ones stand in too many others


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
    """Return what finds any word of these names, several in a row as one; what finds nothing where there is none."""
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) >= LEAST}
    if not words:
        return re.compile(r"(?!)")
    any_word = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    return re.compile(rf"\b(?:{any_word})(?:[ ,]+(?:{any_word}))*\b", re.IGNORECASE)


def names_around(file: CaseFile) -> Sequence[str]:
    """Return the names of everyone of the staff who took a part in the case."""
    staff = {each.staff for each in file.parts} | {file.counsel}
    return list(Account.objects.filter(staff__in=staff).values_list("name", flat=True))
