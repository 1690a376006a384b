"""The legal analysis: what a finding, a bar, a statement and an outcome must show before they can be signed."""

import re

from asylia.core.errors import Rules
from asylia.core.file import Band, BarFinding, Claim, Finding, Outcome
from asylia.core.regime import Element, Protection

_CITE = re.compile(r"(T|RB|E|C) ([0-9]{1,6})")

# The middle of each band, in percent. Used only to ask for an explanation, never to decide (analysis.standard).
_BAND_MIDDLE: dict[Band, int] = {
    "under_10": 5, "10_to_25": 17, "25_to_50": 37, "50_to_75": 62, "75_to_90": 82, "over_90": 95,
}  # fmt: skip


def unknown_cites(claim: Claim, cites: tuple[str, ...]) -> tuple[str, ...]:
    """Citations that point at nothing in the claim's record."""
    counts = {
        "T": len(claim.interview.lines),
        "RB": len(claim.readback.facts) if claim.readback else 0,
        "E": sum(1 for each in claim.evidence if not each.country_information),
        "C": sum(1 for each in claim.evidence if each.country_information),
    }
    return tuple(each for each in cites if not _points(each, counts))


def _points(cite: str, counts: dict[str, int]) -> bool:
    match = _CITE.fullmatch(cite)
    return match is not None and 1 <= int(match[2]) <= counts[match[1]]


def require_finding(claim: Claim, finding: Finding, rules: Rules) -> Finding:
    """Require that a finding is whole; returns it."""
    element = _element(finding, rules)
    if element is None:
        rules.require(False, "procedure.exists", "the regime knows no such element", "element")
        return finding
    named = element.says
    rules.require(bool(finding.reasons.strip()), "analysis.complete", f"reasons are missing: {named}", "reasons")
    rules.require(bool(finding.cites), "analysis.complete", f"it rests on no testimony or evidence: {named}", "cites")
    lost = unknown_cites(claim, finding.cites)
    rules.require(not lost, "analysis.complete", f"nothing in the record at {', '.join(lost)}", "cites")
    if element.group and finding.finding == "found":
        rules.require(bool(finding.group.strip()), "analysis.group", "the group is not formulated", "group")
    if finding.finding == "not_found":
        _require_not_found(claim, finding, named, rules)
    return finding


def _require_not_found(claim: Claim, finding: Finding, named: str, rules: Rules) -> None:
    asked = finding.asked_line is not None and 1 <= finding.asked_line <= len(claim.interview.lines)
    rules.require(
        asked, "analysis.complete", f"the line at which it was asked in plain words is missing: {named}", "asked_line"
    )
    informed = any(each.startswith("C ") for each in finding.cites)
    rules.require(informed, "analysis.complete", f"no country information is cited on the point: {named}", "cites")
    rules.require(
        bool(finding.favourable.strip()), "analysis.complete",
        f"the reading most favourable to the person is not stated and answered: {named}", "favourable",
    )  # fmt: skip


def _element(finding: Finding, rules: Rules) -> Element | None:
    for protection, element in rules.regime.elements():
        if (protection.id, element.id) == (finding.protection, finding.element):
            return element
    return None


def require_credibility(
    claim: Claim, credible: bool, inconsistencies: tuple[int, ...], reasons: str, rules: Rules
) -> None:
    """Require that a view of credibility against the person rests on inconsistencies that were put."""
    put = {each.number for each in claim.interview.inconsistencies}
    rests = bool(inconsistencies) and set(inconsistencies) <= put
    rules.require(
        credible or rests, "interview.inconsistency", "it rests on no inconsistency that was put", "inconsistencies"
    )
    rules.require(bool(reasons.strip()), "analysis.complete", "reasons are missing: credibility", "reasons")


def require_bar(bar: BarFinding, rules: Rules) -> None:
    """Require that a bar is known, looked at in this screening, has reasons, and does not touch torture."""
    protection = rules.regime.protection(bar.protection)
    if protection is None or bar.bar not in {each.id for each in rules.regime.bars.list}:
        rules.require(False, "procedure.exists", "the regime knows no such bar or protection", "bar")
        return
    rules.require(bool(bar.reasons.strip()), "analysis.complete", "reasons are missing: bar", "reasons")
    if bar.finding == "not_found":
        return
    if any(each.torture for each in protection.elements):
        rules.require(False, "analysis.torture", "a bar never touches torture", "protection")
        return
    looked_at = rules.regime.bars.in_screening != "ignored" and protection.bars
    rules.require(looked_at, "procedure.regime", "bars are not looked at here", "bar", rules.regime.bars.cite)


def missing_elements(claim: Claim, rules: Rules) -> list[str]:
    """The elements of the regime that have no finding yet, in words, in legal order."""
    have = {(each.protection, each.element) for each in claim.findings}
    return [element.says for protection, element in rules.regime.elements() if (protection.id, element.id) not in have]


def require_all_found(claim: Claim, rules: Rules) -> None:
    """Require a finding on every element of every protection."""
    missing = missing_elements(claim, rules)
    rules.require(not missing, "analysis.complete", f"no finding yet: {'; '.join(missing)}", "findings")


def made_out(claim: Claim, protection: Protection) -> bool:
    """Whether every element of a protection is found and no bar to it is."""
    found = {each.element for each in claim.findings if each.protection == protection.id and each.finding == "found"}
    barred = any(each.protection == protection.id and each.finding == "found" for each in claim.bars)
    return found >= {each.id for each in protection.elements} and not barred


def require_agreement(claim: Claim, met: dict[str, bool], outcome: Outcome, explanation: str, rules: Rules) -> None:
    """Require that findings, statements, band and outcome agree, or are explained."""
    known = {each.id for each in rules.regime.protections}
    for unknown in sorted(set(met) - known):
        rules.require(False, "procedure.exists", f"the regime knows no such protection: {unknown}", "met")
    for protection in rules.regime.protections:
        stated = met.get(protection.id)
        rules.require(
            stated is not None, "analysis.standard", f"not stated whether the standard is met: {protection.says}", "met"
        )
        if made_out(claim, protection):
            rules.require(
                outcome == "positive", "analysis.torture",
                f"every element is found and no bar: {protection.says}", "outcome",
            )  # fmt: skip
            rules.require(stated is not False, "analysis.standard", f"every element is found: {protection.says}", "met")
        else:
            rules.require(not stated, "analysis.standard", f"not every element is found: {protection.says}", "met")
    said: Outcome = "positive" if any(met.get(each) for each in known) else "negative"
    rules.require(outcome == said, "analysis.standard", "the outcome does not agree with the statement", "outcome")
    if _band_differs(claim, outcome, rules):
        rules.require(
            bool(explanation.strip()), "analysis.standard",
            "likelihood band and statement lie on different sides: explain before signing", "explanation",
        )  # fmt: skip


def _band_differs(claim: Claim, outcome: Outcome, rules: Rules) -> bool:
    """Whether band and outcome lie on different sides of the standard's illustrative figure."""
    glosses = [
        standard.gloss for protection in rules.regime.protections
        if (standard := rules.regime.standard(protection.standard)) is not None and standard.gloss is not None
    ]  # fmt: skip
    if claim.band is None or not glosses:
        return False
    likely = _BAND_MIDDLE[claim.band] > min(glosses)
    return likely != (outcome == "positive")
