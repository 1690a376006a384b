"""What a release is made of: its texts, what is withheld of them, what may have to be, and comparable places."""

from __future__ import annotations

from typing import NamedTuple

from asylia.accounts.models import Account
from asylia.caseload.models import CaseRow
from asylia.core.streams.release import PassageWithheld, Release
from asylia.release.passages import Field as Text
from asylia.release.passages import fields_of
from asylia.release.proposing import Proposal, folded, people, proposals
from asylia.release.withholding import Cut, Place, cuts_by_place, made_anew
from asylia.shell.reading import read_case
from asylia.shell.releasing import searched
from asylia.web.cases import house, name_on
from asylia.web.headquarters.releases import numbers


class Prepared(NamedTuple):
    """What a release is made of: its texts, what is withheld of them, labels of people, numbers of cases, proposals."""

    texts: list[Text]
    cuts: dict[Place, list[Cut]]
    labels: dict[tuple[Place, int, int], str]
    numbers: dict[str, str]
    proposed: list[Proposal]

    def left(self, text: Text) -> str:
        """Return a text as it would be handed over."""
        return made_anew(text, self.cuts.get((text.case, text.version, text.name), ()))


def prepared(found: Release) -> Prepared:
    """Return the texts of a release as they were searched, with what is withheld and what may have to be."""
    texts = [text for case, entries in searched(house(), found.id).items() for text in fields_of(case, entries)]
    known = people(known_names(found))
    proposed = proposals(texts, known)
    labels = {((each.case, each.version, each.field), each.start, each.end): each.label for each in proposed}
    stays = [each.withheld for each in found.passages if each.stays]
    return Prepared(texts, cuts_by_place(stays, labels), labels, numbers(found), proposed)


def known_names(found: Release) -> list[tuple[str, str]]:
    """Return the names that the record knows: people of these cases and their families, staff who had a part."""
    cases = found.asked.cases if found.asked else ()
    rows = list(CaseRow.objects.filter(case__in=cases))
    families = [row.family for row in rows if row.family]
    rows += list(CaseRow.objects.filter(family__in=families).exclude(case__in=cases))
    staff = {part.staff for each in cases for part in read_case(house(), each).parts}
    named = dict(Account.objects.filter(staff__in=staff).values_list("staff", "name"))
    return [("person", name_on(row)) for row in rows] + [("staff", named[each]) for each in sorted(named)]


def open_proposals(found: Release, of: Prepared) -> list[Proposal]:
    """Return the proposals on which nobody has decided yet."""
    decided = {place_of(each.withheld.case, each.withheld) for each in found.passages}
    return [each for each in of.proposed if place_of(each.case, each) not in decided]


def place_of(case: str, each: Proposal | PassageWithheld) -> tuple[str, int, str, int, int]:
    """Return where a passage stands."""
    return case, each.version, each.field, each.start, each.end


def missed(of: Prepared) -> list[tuple[Text, str, str]]:
    """Return comparable places: where words that are withheld somewhere still stand in what would be sent."""
    given = [each for each in of.texts if not each.sealed]
    wanted = {
        " ".join(folded(each.text[cut.start : cut.end]))
        for each in given
        for cut in of.cuts.get((each.case, each.version, each.name), ())
    }
    told = []
    for each in given:
        flat = f" {' '.join(folded(of.left(each)))} "
        found = [words for words in sorted(wanted) if len(words) >= 4 and f" {words} " in flat]
        told += [(each, of.numbers[each.case], words) for words in found]
    return told
