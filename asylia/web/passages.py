"""What a finding rests on, beside it: testimony lines, facts read back, evidence and country information."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from asylia.core.file import Claim, Correction, Finding
from asylia.core.regime import Citation, Regime

SPEAKERS = {
    "officer": "Officer", "applicant": "Applicant", "interpreter": "Interpreter", "counsel": "Counsel",
    "representative": "Representative",
}  # fmt: skip


class Passage(NamedTuple):
    """One numbered passage of a claim's record; `words` as said, in `language`; `meaning` as interpreted."""

    cite: str
    words: str
    language: str = "en"
    meaning: str = ""
    speaker: str = ""
    time: str = ""

    @property
    def anchor(self) -> str:
        """The id of the passage's element on a page: `T-28`."""
        return self.cite.replace(" ", "-")


class Shown(NamedTuple):
    """One finding with what it rests on."""

    number: int
    key: str
    protection: str
    starts: bool
    element: str
    law: Citation
    finding: str
    reasons: str
    group: str
    favourable: str
    passages: Sequence[Passage]


class Asked(NamedTuple):
    """One element of the regime before anyone has found it or not."""

    number: int
    key: str
    protection: str
    starts: bool
    element: str
    law: Citation


def passages_of(claim: Claim, zone: ZoneInfo) -> dict[str, Passage]:
    """Return every numbered passage of a claim by its citation (T 28, RB 3, E 4, C 2), in the record's order."""
    return {each.cite: each for each in (*testimony(claim, zone), *read_back(claim), *evidence(claim))}


def testimony(claim: Claim, zone: ZoneInfo) -> Iterator[Passage]:
    """Yield the lines of the interview."""
    for line in claim.interview.lines:
        yield Passage(
            f"T {line.number}", line.words, line.language or "en", line.interpretation,
            SPEAKERS.get(line.speaker, line.speaker), f"{line.at.astimezone(zone):%H:%M}",
        )  # fmt: skip


def read_back(claim: Claim) -> Iterator[Passage]:
    """Yield the facts read back, each with its correction where one was taken."""
    for number, fact in enumerate(claim.readback.facts if claim.readback else (), 1):
        corrected = f" Corrected: {fact.correction}" if fact.correction else ""
        later = "".join(f" Corrected by the person later: {each.words}" for each in corrections(claim, number))
        yield Passage(f"RB {number}", fact.text + corrected + later, speaker="Read back")


def corrections(claim: Claim, fact: int) -> list[Correction]:
    """Return what the person wrote on their own pages of one fact (0: of none) since it was read back."""
    return [each for each in (claim.readback.corrections if claim.readback else ()) if each.fact == fact]


def evidence(claim: Claim) -> Iterator[Passage]:
    """Yield documents and things (E n), then country information (C n)."""
    for each in claim.evidence:
        if each.country_information:
            yield Passage(f"C {each.number}", each.passage, speaker=each.title)
        else:
            yield Passage(f"E {each.number}", each.title, speaker=each.kind.capitalize())


def elements_of(regime: Regime) -> list[Asked]:
    """Return the elements of every protection in legal order, numbered through."""
    asked: list[Asked] = []
    for protection, element in regime.elements():
        starts = not asked or asked[-1].protection != protection.says
        key = f"{protection.id}.{element.id}"
        asked.append(Asked(len(asked) + 1, key, protection.says, starts, element.says, element))
    return asked


def findings_of(findings: Sequence[Finding], claim: Claim, regime: Regime, zone: ZoneInfo) -> list[Shown]:
    """Return findings in legal order, each beside the passages it rests on."""
    known = passages_of(claim, zone)
    found = {f"{each.protection}.{each.element}": each for each in findings}
    return [shown_of(asked, found[asked.key], known) for asked in elements_of(regime) if asked.key in found]


def shown_of(asked: Asked, finding: Finding, known: dict[str, Passage]) -> Shown:
    """Return one finding with its passages; a citation that leads nowhere is shown as such."""
    rests_on = [known.get(cite, Passage(cite, "Nothing stands in the record there.")) for cite in finding.cites]
    said = finding.finding.replace("_", " ")
    return Shown(*asked, said, finding.reasons, finding.group, finding.favourable, rests_on)
