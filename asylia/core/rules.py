"""The registry of rules in legal order: one id, one sentence, one source, and where each is held.

Sources: S0 to S4 are the press reports of 2019, named in full in SOURCES. Pages, refusals, alarms, tests and
docs/reference/safeguards.md are made from this table.
"""

import re
from typing import Literal

import msgspec

Room = Literal[
    "core", "ledger", "regimes", "shell", "web", "accounts", "caseload", "notices",
    "oversight", "portal", "concerns", "release", "sending",
]  # fmt: skip

COMING: frozenset[Room] = frozenset({"oversight", "concerns", "release"})


SOURCES: dict[str, str] = {
    "S0": "BuzzFeed News, 4 Dec 2019",
    "S1": "BuzzFeed News, 14 Nov 2019",
    "S2": "The Hill, May 2019",
    "S3": "The Hill on a Reuters analysis, Jun 2019",
    "S4": "Vox, 2 May 2019",
}


def in_full(cite: str) -> str:
    """A citation with each press report named in full, as an officer reads it on a page."""
    return re.sub(r"\bS[0-4]\b", lambda found: SOURCES[found[0]], cite)


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """A rule. `always` marks plain possibility (there is no such claim), which no regime lets pass."""

    id: str
    says: str
    cite: str
    held: tuple[Room, ...] = ("core",)
    always: bool = False


def _rule(id: str, says: str, cite: str, *held: Room, always: bool = False) -> Rule:
    return Rule(id=id, says=says, cite=cite, held=held or ("core",), always=always)


_TABLE = (
    # What can be done at all
    _rule("authority.role", "This desk may not give this command.", "house: core/authority.py", always=True),
    _rule(
        "authority.disabled", "The account of the person who gives this command is closed.",
        "house: core/authority.py", always=True,
    ),
    _rule(
        "procedure.exists", "What this command speaks of is not in the record of this case.",
        "house: core/decider.py", always=True,
    ),
    _rule(
        "procedure.once", "This has been done already and stands on the record.",
        "house: core/decider.py", always=True,
    ),
    _rule("procedure.closed", "This case is closed.", "house: core/decider.py", always=True),
    _rule("procedure.regime", "The regime of this case does not know this step.", "house: core/decider.py",
          always=True),
    # Asking and hearing
    _rule(
        "fear.asked",
        "Nobody is returned, and no encounter ends, before each person has been asked about fear, apart from the"
        " others and in a language they understand, and the answer stands in their own words.",
        "S4: staff instructed not to ask; S1; INA 235(b)(1)(A)(ii)",
    ),
    _rule(
        "fear.any-words",
        "A fear said in any words, by anyone, in any way and at any time opens a fear claim.", "S1; S2; S4",
        "core", "portal",
    ),
    _rule(
        "fear.open-door", "Anyone can state a fear for themselves or another, without a case, a code or an account.",
        "S1; S3", "core", "portal",
    ),
    _rule(
        "fear.referral",
        "Only the asylum office can decide, close or let end a fear claim; no border role can screen it.", "S1",
    ),
    _rule(
        "fear.stay", "While a claim is open, under review or under reconsideration, the person cannot be returned.",
        "S1; S4",
    ),
    _rule(
        "fear.stay-delivered",
        "A stay is sent to every duty post concerned and acknowledged there by a person within the limit.", "S1; S4",
        "core", "sending",
    ),
    _rule(
        "fear.brought-in",
        "Who claims fear while waiting outside is given a port appointment and brought in until the decision is final.",
        "S2; S3",
    ),
    _rule(
        "return.lawful",
        "A return needs a placement, the fear question asked, no open claim, every decision final, served and not in"
        " the person's favour, a valid notice and a way to reach the person.",
        "S1; S4",
    ),
    _rule("fear.receipt", "The person holds a receipt which proves that the claim was recorded.", "S1; S4",
          "ledger", "notices"),
    _rule("fear.lost", "A claim always has a referral, an interview date or another live next step.", "S1"),
    # Understanding
    _rule(
        "advisal.language",
        "What is told or asked is in a language that this person is recorded as understanding.", "S1; INA 240(b)(7)",
    ),
    _rule(
        "advisal.understood",
        "Before an interview the purpose, steps, rights and outcomes are explained and said back in the person's own"
        " words; who cannot follow has an independent representative first.",
        "S1; S4; 8 CFR 208.30(d)(2)",
    ),
    _rule(
        "interpreter.fit",
        "An interpreter speaks the person's language, has no tie to those feared, is not counsel, witness or family,"
        " and was accepted by the person.",
        "8 CFR 208.30(d)(5)",
    ),
    # Who may decide
    _rule(
        "decider.trained",
        "Who interviews or decides holds a certificate valid on that day for this regime's standard.", "S2; S4",
    ),
    _rule(
        "decider.own-voice",
        "The determination is signed by the officer who heard the person, and by nobody in that officer's name.", "S4",
        "core", "accounts",
    ),
    _rule(
        "decider.no-pressure",
        "Contact about an undecided case is recorded; consultation as a condition of signing is refused; an"
        " instruction on the outcome alerts oversight.",
        "S1; S4",
    ),
    _rule(
        "roles.apart",
        "Whoever encountered, detained, referred, interviewed, decided or reviewed in this family's cases takes no"
        " other part in them.",
        "S1",
    ),
    _rule(
        "decider.of-the-office",
        "Deciders and reviewers belong to the determining authority and held no custody post in the regime's months.",
        "S4", "core", "accounts",
    ),
    _rule(
        "decider.drawn",
        "Cases are drawn among eligible officers and leave an officer only for a listed reason.", "S4",
        "core", "accounts",
    ),
    _rule(
        "decider.care", "An officer has limits, breaks and recusal on conscience, and the form bears the officer's own"
        " statement.", "S4", "core", "accounts",
    ),
    _rule(
        "guidance.written", "No instruction binds unless it is written, numbered, dated, signed and published.",
        "S4; S2", "oversight",
    ),
    # The interview
    _rule(
        "interview.conditions",
        "The interview waits until the room or line is private and quiet and the person is rested, fed and well.",
        "S4; INA 208(b)(1)(B)(iii)",
    ),
    _rule("interview.restraint", "Nobody is interviewed in restraints without a named reason, authoriser and time.",
          "S1"),
    _rule("interview.rest", "The regime's time to rest and consult has passed or was knowingly waived.",
          "8 CFR 235.3(b)(4)(ii)"),
    _rule("filing.answered", "What is filed or asked for is answered by a day, with a reason where the answer is no.",
          "house: e-filing with an answer and its reason"),
    _rule("counsel.admitted", "Counsel or another chosen person may attend the interview.",
          "S1; S4; 8 CFR 208.30(d)(4)"),
    _rule("interview.record", "Questions and answers are recorded with their times.", "S1; S4"),
    _rule(
        "interview.inconsistency",
        "Credibility rests only on an inconsistency put to the person, and never on silence or brevity at first"
        " contact.",
        "S4; INA 208(b)(1)(B)(iii)",
    ),
    _rule(
        "readback.before-decision",
        "The summary of material facts is read back and corrected before any determination.",
        "S4; 8 CFR 208.30(d)(6)",
    ),
    # The legal analysis
    _rule(
        "analysis.complete",
        "Every element of every protection has a finding with reasons that point to testimony or evidence.", "S4",
    ),
    _rule(
        "analysis.group",
        "The officer formulates the particular social group; nobody else's words need to have named it.", "S4",
    ),
    _rule(
        "analysis.standard",
        "The officer states for each protection whether the standard is met, after locking the likelihood band, and"
        " the outcome agrees with that statement.",
        "S4", "core", "ledger",
    ),
    _rule(
        "analysis.torture",
        "A bar never touches torture, and nothing is refused to a person for whom every element is found.",
        "8 CFR 208.17; 208.18",
    ),
    # Review
    _rule(
        "review.deference",
        "A reviewer concurs, or returns the decision for a stated legal insufficiency within the regime's limit.",
        "S2; S4",
    ),
    _rule(
        "review.override",
        "Replacing a finding is a separate act of the level the regime names, with reasons, beside the finding that"
        " stays.",
        "S2; S4",
    ),
    _rule(
        "review.symmetry", "The agency's own review never depends on the direction of the outcome.", "S2; S4",
        "regimes", "core",
    ),
    _rule(
        "review.draw",
        "Which decisions headquarters reviews is drawn by the system from a seed committed beforehand.", "S2",
        "core", "oversight",
    ),
    _rule("review.blind", "A drawn review is done without sight of outcome, officer or site.", "S2", "core", "web"),
    _rule(
        "remedy.reachable",
        "Each negative is served with its remedy, asked aloud; asking in any words suspends return.", "S3; S4",
        "core", "notices",
    ),
    _rule(
        "order.obeyed", "A court order entered by two people binds open cases at once wherever it protects more.",
        "S0; S3; S4",
    ),
    # People
    _rule(
        "vulnerable.screened",
        "Everyone is screened with the same tool; a doubt bars placement and return until someone qualified resolves"
        " it.",
        "S1",
    ),
    _rule(
        "excluded.never", "People whom the regime excludes, and their families, are neither placed nor returned.", "S1",
    ),
    _rule("placement.reasoned", "Every placement names its reason from the regime's list.", "S3"),
    _rule(
        "family.whole", "A family is processed and dated together and sent nowhere apart; each is heard alone.", "S1",
        "core", "web",
    ),
    # Waiting, notices, hearings
    _rule(
        "notice.valid",
        "A notice names a real court, a day and time on which it sits, a deliverable address, signature and title.",
        "INA 239(a)(1), 239(b)(1); 8 CFR 1003.15", "core", "notices",
    ),
    _rule(
        "notice.served", "Service is proven, and no absence is unexcused without proven service.",
        "S1; INA 240(b)(5)(A)",
    ),
    _rule(
        "notice.approved",
        "A text that is not approved in the person's language goes out only with the approved one beside it, is said"
        " aloud, and alarms.",
        "house: notices; INA 240(b)(7)", "core", "notices",
    ),
    _rule(
        "contact.reachable", "Everyone who waits has a plan by which they can be reached.", "S1",
        "core", "portal", "sending",
    ),
    _rule(
        "contact.family-counsel", "People can find and reach counsel and separated family.", "S1; S4",
        "core", "portal",
    ),
    _rule(
        "hearing.absence-cause",
        "A missed hearing gets its cause before any consequence; who waits in danger is first a missing person.",
        "S1; S3",
    ),
    _rule("custody.counted", "Movements, nights, restraints and care are recorded as they happen.", "S1"),
    _rule("custody.limit", "An open claim is never a reason to hold; custody past the limit alarms.", "S1"),
    _rule(
        "withdrawal.free",
        "A claim is withdrawn only alone, before an asylum officer, counsel offered, confirmed a day later, undone on"
        " request.",
        "S4",
    ),
    # Disclosure
    _rule(
        "share.never-feared-state",
        "Nothing from which a fear claim follows, and no biometrics, goes to a state in which harm is feared.",
        "S1; 8 CFR 208.6", "core", "release",
    ),
    _rule("data.purpose", "What is known of a person serves protection, service and oversight only.", "S1",
          "web", "accounts", "core"),
    _rule("paper.safe", "Every sheet has a version that is safe to carry.", "S1; S3", "notices"),
    _rule("portal.two-codes", "The proof code on a sheet opens nothing.", "S1", "core", "portal", "accounts"),
    _rule("read.accounted", "Every look at a case is recorded with its purpose.", "S4", "web", "ledger"),
    _rule("record.unaltered", "Nothing recorded is changed or removed; corrections are added.", "S0; S1", "ledger"),
    _rule(
        "record.erasable",
        "Personal content is destroyed under law by two people, one of them outside the agency, neither with a part in"
        " the case; never while a claim, a review, a remedy or a hold is open. The proof stays.",
        "house: architecture", "core", "shell", "ledger",
    ),
    _rule("concern.safe", "Staff can report wrongdoing without leaving a trace of who they are.", "S4; S0",
          "concerns"),
    _rule(
        "oversight.answered",
        "What oversight asks or recommends has an owner, a day and an answer, and ends by evidence that oversight has"
        " seen.",
        "S1; house: oversight", "core", "web",
    ),
    _rule("no-prediction", "The system never scores, predicts or suggests the outcome of a person's case.",
          "house: oversight", "core", "web"),
)  # fmt: skip

RULES: dict[str, Rule] = {rule.id: rule for rule in _TABLE}
ORDER: dict[str, int] = {rule.id: place for place, rule in enumerate(_TABLE)}
