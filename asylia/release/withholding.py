"""Withholding: a text made anew without what is withheld. Nothing is covered: it was never in the new text.

At each place stand the ground, the label and the amount in words, so that a reader knows how much is missing and why,
and learns neither the length of a name nor its letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from asylia.core.streams.release import PassageWithheld
from asylia.release.exemptions import SEALED
from asylia.release.passages import Field

Place = tuple[str, int, str]
"""A field's place in the record: case, version, name."""


class Cut(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text that is withheld, from one character up to another, with its ground and label."""

    start: int
    end: int
    exemption: str
    label: str = ""


def cuts_by_place(
    passages: Iterable[PassageWithheld], labels: Mapping[tuple[Place, int, int], str]
) -> dict[Place, list[Cut]]:
    """What is withheld of each field; an end of 0 is all of it."""
    told: dict[Place, list[Cut]] = {}
    for each in passages:
        place = each.case, each.version, each.field
        end = each.end or (1 << 30)
        label = labels.get((place, each.start, each.end), "")
        told.setdefault(place, []).append(Cut(start=each.start, end=end, exemption=each.exemption, label=label))
    return told


def made_anew(field: Field, cuts: Sequence[Cut]) -> str:
    """A field's text without what is withheld; a sealed field is withheld whole."""
    if field.sealed:
        return mark(field.text, SEALED, "")
    told, at = [], 0
    for cut in merged(cuts, len(field.text)):
        told += [field.text[at : cut.start], mark(field.text[cut.start : cut.end], cut.exemption, cut.label)]
        at = cut.end
    return "".join([*told, field.text[at:]])


def merged(cuts: Sequence[Cut], length: int) -> list[Cut]:
    """Cuts in order; those that touch are one, under every ground that either has."""
    told: list[Cut] = []
    for cut in sorted(cuts, key=lambda each: (each.start, -each.end)):
        kept = msgspec.structs.replace(cut, end=min(cut.end, length))
        if kept.start >= kept.end:
            continue
        if told and kept.start < told[-1].end:
            last = told[-1]
            grounds = " ".join(dict.fromkeys((*last.exemption.split(" "), *kept.exemption.split(" "))))
            told[-1] = Cut(start=last.start, end=max(last.end, kept.end), exemption=grounds, label=last.label)
        else:
            told.append(kept)
    return told


def mark(text: str, exemption: str, label: str) -> str:
    """What stands in the place of a withheld text: who it was, if that has a label, the ground, and the amount."""
    count = len(text.split())
    amount = f"{count} word{'' if count == 1 else 's'}"
    return f"[{f'{label}, ' if label else ''}withheld {exemption}: {amount}]"


def withheld_texts(fields: Sequence[Field], cuts: Mapping[Place, Sequence[Cut]]) -> set[str]:
    """Every text that may not be found in what is sent.

    Of what somebody withheld, all of four letters or more (shorter ones stand in other words); of sealed fields, which
    hold codes as well, those of three words or more.
    """
    told = set[str]()
    for field in fields:
        if field.sealed:
            told |= {field.text} if len(field.text.split()) >= 3 else set()
            continue
        for cut in merged(cuts.get((field.case, field.version, field.name), ()), len(field.text)):
            part = field.text[cut.start : cut.end].strip()
            told |= {part} if len(part) >= 4 else set()
    return told
