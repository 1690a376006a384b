"""The worksheet as one form: its parts, the likelihood, and what is signed."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from asylia.core.file import Claim, Reviewed
from asylia.core.steps.determination import LockBand, SignDetermination
from asylia.web.act import every_field
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks, Field, Typed
from asylia.web.officer.claims import asked_about
from asylia.web.officer.findings import Part, parts_of, under

BANDS = {
    "under_10": "under 10 %",
    "10_to_25": "10–25 %",
    "25_to_50": "25–50 %",
    "50_to_75": "50–75 %",
    "75_to_90": "75–90 %",
    "over_90": "over 90 %",
}


@dataclass
class Sheet:
    """The parts, the likelihood, what is signed; what its writer had seen, and the key that makes it count once."""

    parts: list[Part]
    band: Field
    sign: list[Field]
    seen: int
    key: str

    @property
    def field(self) -> Mapping[str, Field]:
        """The fields of the signature by their name in the command."""
        return {f.path.rpartition(".")[2]: f for f in self.sign}

    def every_field(self) -> Iterator[Field]:
        """Yield every field there is, with its parts."""
        return every_field([*(f for part in self.parts for f in part.fields), self.band, *self.sign])


def sheet_of(case: Case, claim: Claim, typed: Typed) -> Sheet:
    """Return the worksheet filled with what was typed, else with what the record holds."""
    marked = returned(claim)
    band = under("", LockBand, {"claim": Ask(hidden=True, given=claim.number), "band": LIKELIHOOD}, typed)[-1]
    sign = under("sign.", SignDetermination, _sign(case, claim), typed)
    parts = parts_of(case, claim, typed, marked.reasons if marked else "")
    return Sheet(parts, band, sign, seen=seen_in(typed, case), key=typed.text("key")[:40] or uuid.uuid4().hex)


def seen_in(typed: Typed, case: Case) -> int:
    """Return the version that the form was made from; the case's own where it says none."""
    seen = typed.text("seen")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else case.file.version


def claim_field(claim: Claim) -> Field:
    """Return the field that says of which claim the likelihood is."""
    return Field("claim", "hidden", Ask(hidden=True), required=True, value=str(claim.number))


LIKELIHOOD = Ask("How likely is the harm, in your judgment?", choices=BANDS)


def _sign(case: Case, claim: Claim) -> Asks:
    about = asked_about(case)
    standards = {each.id: case.regime.standard(each.standard) for each in case.regime.protections}
    protections = {
        each.id: f"{each.says} Is the standard met ({(standards[each.id] or each).id.replace('_', ' ')})?"
        for each in case.regime.protections
    }
    return {
        "claim": Ask(hidden=True, given=claim.number),
        "met": Ask("For each protection: is the standard met?", choices=protections),
        "outcome": Ask(
            "Outcome", hint="Nothing is suggested here. An outcome that does not agree with your findings is refused.",
            choices={"positive": f"Positive: the standard is met for {about}", "negative": "Negative: the standard is "
                     f"not met for {about}"},
        ),
        "reasons": Ask("Reasons, as the person will read them", hint="You told us ... Short sentences, no Latin."),
        "explanation": Ask("Explain how your likelihood and your statement go together", optional=True),
        "statement": Ask(
            "Your own statement", hint="It stands beside your signature: that the decision is yours, and what was not "
            "(who set the standard, what you were told).",
        ),
    }  # fmt: skip


def returned(claim: Claim) -> Reviewed | None:
    """Return the reviewer's return that waits for an answer, None where there is none."""
    last = claim.determination
    if last is None or not last.returned:
        return None
    return next((each for each in reversed(last.reviews) if each.kind == "returned"), None)
