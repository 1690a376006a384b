"""What may have to be withheld: names that the record knows, and patterns; proposed, and decided by a person.

The same name is found everywhere and carries the same label throughout, so that a reader follows who is who without
learning it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from asylia.release.passages import Field

PATTERNS = {
    "telephone number": re.compile(r"(?<![\w.])(?:\+\d[\d ().-]{7,17}\d|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4})(?![\w.-])"),
    "address of e-mail": re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    "number of a person": re.compile(r"\bA[- #]?(?:\d{8,9}|\d{2,3}[- ]\d{3}[- ]\d{3})\b"),
    "number of a case": re.compile(r"\b(?:19|20)\d\d-(?=[0-9A-Z]*[A-Z])[0-9A-Z]{6}\b"),
    "day of birth": re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b(?=.{0,20}\bborn\b)|(?<=born: )\d{4}-\d\d(?:-\d\d)?\b"),
    "number of a document": re.compile(r"\b[A-Z]{1,2}\d{6,9}\b"),
}


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Part of a field that may have to be withheld: what it looks like, and the label that stands in its place."""

    case: str
    version: int
    field: str
    start: int
    end: int
    what: str
    label: str


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A name that the record knows, and whose it is ("person 1", "officer 2")."""

    name: str
    label: str


def people(names: Iterable[tuple[str, str]]) -> list[Known]:
    """Names with a label each: one person, one label. `names` are (who, name), who as "person" or "officer"."""
    told: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    for who, name in names:
        key = who, " ".join(folded(name))
        if key[1] and key not in told:
            counts[who] = counts.get(who, 0) + 1
            told[key] = f"{who} {counts[who]}"
    return [Known(name=name, label=label) for (_, name), label in told.items()]


def proposals(fields: Sequence[Field], known: Sequence[Known]) -> list[Proposal]:
    """Every place where a known name, a part of one, or a pattern stands, in order; places do not overlap."""
    found = []
    for field in fields:
        if field.sealed:
            continue
        taken: list[tuple[int, int]] = []
        for start, end, what, label in (*_names(field.text, known), *_patterns(field.text)):
            if all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                found.append(Proposal(
                    case=field.case, version=field.version, field=field.name, start=start, end=end, what=what,
                    label=label,
                ))  # fmt: skip
    return sorted(found, key=lambda each: (each.case, each.version, each.field, each.start))


def occurrences(fields: Sequence[Field], words: str) -> list[tuple[Field, int, int]]:
    """Every place where these words stand, whatever their case and accents: withheld once, found everywhere."""
    wanted = folded(words)
    found = []
    for field in fields if wanted else ():
        tokens = list(_tokens(field.text))
        for place in range(len(tokens) - len(wanted) + 1):
            part = tokens[place : place + len(wanted)]
            if [word for word, _, _ in part] == wanted:
                found.append((field, part[0][1], part[-1][2]))
    return found


def folded(text: str) -> list[str]:
    """The words of a text without case and accents."""
    return [word for word, _, _ in _tokens(text)]


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    for found in re.finditer(r"\w+", text):
        bare = "".join(each for each in unicodedata.normalize("NFKD", found[0]) if not unicodedata.combining(each))
        yield bare.casefold(), found.start(), found.end()


def _names(text: str, known: Sequence[Known]) -> Iterator[tuple[int, int, str, str]]:
    """Whole names first, then their single parts of three letters or more."""
    tokens = list(_tokens(text))
    wholes = [(folded(each.name), each.label) for each in known]
    for parts, label in sorted(wholes, key=lambda each: -len(each[0])):
        for order in (parts, parts[::-1]):
            for place in range(len(tokens) - len(order) + 1):
                run = tokens[place : place + len(order)]
                if [word for word, _, _ in run] == order:
                    yield run[0][1], run[-1][2], "a name", label
    owners: dict[str, set[str]] = {}
    for parts, label in wholes:
        for part in parts:
            if len(part) >= 3:
                owners.setdefault(part, set()).add(label)
    for word, start, end in tokens:
        if word in owners:
            labels = owners[word]
            yield start, end, "part of a name", next(iter(labels)) if len(labels) == 1 else "one of several people"


def _patterns(text: str) -> Iterator[tuple[int, int, str, str]]:
    for what, pattern in PATTERNS.items():
        for found in pattern.finditer(text):
            yield found.start(), found.end(), f"a {what}", what
