"""The type that a regime file parses into: the law as data, whole, dated and cited."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

Roles = Literal["officer", "supervisor", "headquarters", "panel"]


HOUSE_RULE = "house rule (safeguards: "


class Citation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The text that a value rests on.

    `verified` is true only where the dated text was read; printed, in force and enjoined are three
    separate facts (a code of regulations prints rules that a court has stopped). `in_force` speaks
    of the dates of the file that holds it.
    """

    cite: str
    verified: bool
    printed_from: dt.date | None = None
    in_force: bool = True
    enjoined_by: str | None = None
    source: str | None = None
    note: str | None = None

    @property
    def house(self) -> bool:
        """True where the text is silent and the value is this project's own."""
        return self.cite.startswith(HOUSE_RULE)

    @property
    def to_be_checked(self) -> bool:
        """True for a citation of law that nobody has yet read in the dated text."""
        return not self.verified and not self.house


class Elsewhere(Citation, frozen=True, kw_only=True):
    """Values of one table that rest on another text than the table: `key`, or `key.member` of a list."""

    keys: tuple[str, ...]


class Cited(Citation, frozen=True, kw_only=True):
    """A table of the file: its citation, and what in it rests on another text."""

    elsewhere: tuple[Elsewhere, ...] = ()

    def citation(self, key: str) -> Citation:
        """What `key`, or `key.member`, of this table rests on."""
        for name in (key, key.partition(".")[0]):
            for each in self.elsewhere:
                if name in each.keys:
                    return each
        return self


class Authority(Cited, frozen=True, kw_only=True):
    """What the programme rests on."""

    says: str


class Question(Cited, frozen=True, kw_only=True):
    """What is asked of the officer, and about which country."""

    says: str
    country: Literal["return", "origin", "removal"]


class Trigger(Cited, frozen=True, kw_only=True):
    """How a fear claim comes about under the text, and the sentence put to the person, by language."""

    kind: Literal["any_words", "asked", "affirmatively_stated", "manifested"]
    asked_as: dict[str, str]
    notice_required: bool = False


class Standard(Cited, frozen=True, kw_only=True):
    """A standard of proof in words. `gloss` (percent) is documentation and never a threshold."""

    id: str
    says: str
    gloss: int | None = None


class Element(Cited, frozen=True, kw_only=True):
    """One thing that must be found for a protection."""

    id: str
    says: str
    group: bool = False
    torture: bool = False


class Protection(Cited, frozen=True, kw_only=True):
    """A protection, the standard its test is put at, and its elements in order."""

    id: str
    says: str
    standard: str
    elements: tuple[Element, ...]
    bars: bool = False


class Bar(Cited, frozen=True, kw_only=True):
    """A ground that may shut out a protection; never one against torture (analysis.torture)."""

    id: str
    says: str


class Bars(Cited, frozen=True, kw_only=True):
    """Whether bars are looked at in screening at all, and who carries the burden."""

    in_screening: Literal["ignored", "discretionary", "applied"]
    burden: str = ""
    list: tuple[Bar, ...] = ()


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Shares of decisions reviewed, as decimals in text ("1", "0.1"), by direction."""

    positive: str
    negative: str


class Review(Cited, frozen=True, kw_only=True):
    """One level of the agency's own review."""

    level: Roles
    category: str
    rate: Rate
    depth: Literal["legal_sufficiency", "full", "blind"]
    days: int | None = None
    before_service: bool
    selects: Literal["every", "drawn", "targeted"]
    may: tuple[Literal["concur", "return", "override"], ...]
    returns: int = 0


class Insufficiency(Cited, frozen=True, kw_only=True):
    """A legal insufficiency for which a reviewer may return a decision."""

    id: str
    says: str


class Remedy(Cited, frozen=True, kw_only=True):
    """What the person may ask for outside the agency, and what silence means."""

    kind: Literal["judge", "court", "appeal", "other_officer", "none"]
    says: str
    asked_aloud: bool = False
    silence_means: Literal["request", "decline"] | None = None
    days_to_ask: int | None = None
    days_to_decide: int | None = None
    clock: Literal["determination", "supervisor_approval", "filing", "sent", "served", "written_reasons", "none"] = (
        "none"
    )


class Reconsideration(Cited, frozen=True, kw_only=True):
    """Whether the office looks again, and within how many days."""

    allowed: bool
    days: int | None = None


class Interview(Cited, frozen=True, kw_only=True):
    """Conditions of the interview that the text (or the house, where it is silent) sets."""

    rest_hours: int
    rest_waivable: bool
    consultation: Literal["any_person", "counsel_or_accredited", "none"]
    recording: Literal["none", "notes", "audio", "verbatim"]
    remote: Literal["allowed", "with_reason"]
    staff_sex: Literal["prefers", "same", "none"] = "prefers"


class Interpreter(Cited, frozen=True, kw_only=True):
    """Who may not interpret: codes of ties that exclude, and the least age."""

    minimum_age: int
    exclusions: tuple[str, ...]


class Counsel(Cited, frozen=True, kw_only=True):
    """Whether counsel may attend, and whether that may ever be refused (with coded reasons)."""

    before: bool
    during: bool
    may_be_refused: bool
    refusal_codes: tuple[str, ...] = ()
    statement: Literal["right", "discretion", "none"] = "right"


class Readback(Cited, frozen=True, kw_only=True):
    """Whether the text itself asks for a read-back, and what prevails in doubt."""

    required: bool
    comment: Literal["none", "read_back", "written_before_decision"]
    copy_on: tuple[Literal["positive", "negative"], ...]


class Exclusion(Cited, frozen=True, kw_only=True):
    """A class of people who cannot be placed in the programme or returned."""

    id: str
    says: str


class Vulnerability(Cited, frozen=True, kw_only=True):
    """Whether doubt counts as presence, and the conditions the regime lists."""

    doubt_excludes: bool
    listed: tuple[str, ...]


class Placement(Cited, frozen=True, kw_only=True):
    """A programme under which people wait outside: where, and the reasons an officer may give."""

    country: str
    population: str
    reasons: tuple[str, ...]
    case_days: int | None = None


class Family(Cited, frozen=True, kw_only=True):
    """How families are decided together, and the codes that permit processing apart."""

    inclusion: Literal["default_positive", "on_request", "together"]
    separate_offer: bool
    apart_codes: tuple[str, ...]
    alone_from_age: int


class Hearing(Cited, frozen=True, kw_only=True):
    """Least days between service of the first notice and the first hearing."""

    first_days: int
    languages: tuple[str, ...]


class Limit(Cited, frozen=True, kw_only=True):
    """A time limit: hours or days after an event; the day of the event is day 0."""

    id: str
    says: str
    hours: int | None = None
    days: int | None = None


class Certificate(Cited, frozen=True, kw_only=True):
    """What a decider must have been trained in; a change that only protects more keeps it valid."""

    standard: str
    days_after_change: int
    months_since_custody_post: int
    interviews_a_day: int


class Regime(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of one regime, whole. Source of each value: its own `cite`."""

    id: str
    in_force_from: dt.date
    until: dt.date | None = None
    title: str
    jurisdiction: str
    status: Literal["draft", "published", "historical"]
    text_state: str
    authority: Authority
    question: Question
    trigger: Trigger
    standards: tuple[Standard, ...]
    protections: tuple[Protection, ...]
    bars: Bars
    review: tuple[Review, ...]
    insufficiencies: tuple[Insufficiency, ...]
    remedy: Remedy
    reconsideration: Reconsideration
    interview: Interview
    interpreter: Interpreter
    counsel: Counsel
    readback: Readback
    exclusions: tuple[Exclusion, ...]
    vulnerability: Vulnerability
    family: Family
    hearing: Hearing
    certificate: Certificate
    limits: tuple[Limit, ...]
    placement: Placement | None = None
    own_rules: tuple[str, ...] = ()
    gap_after: str | None = None
    digest: str = ""

    @property
    def version(self) -> str:
        """`<id>/<in-force date>`, the name every event of a case carries."""
        return f"{self.id}/{self.in_force_from.isoformat()}"

    @property
    def historical(self) -> bool:
        """True for a text kept for replay and simulation only."""
        return self.status == "historical"

    def protection(self, id: str) -> Protection | None:
        """The protection with that id, or None."""
        return next((each for each in self.protections if each.id == id), None)

    def standard(self, id: str) -> Standard | None:
        """The standard of proof with that id, or None."""
        return next((each for each in self.standards if each.id == id), None)

    def limit(self, id: str) -> Limit | None:
        """The time limit with that id, or None where the regime sets none."""
        return next((each for each in self.limits if each.id == id), None)

    def reviews(self, level: str) -> tuple[Review, ...]:
        """The review rules of one level, in the file's order."""
        return tuple(each for each in self.review if each.level == level)

    def elements(self) -> Iterator[tuple[Protection, Element]]:
        """Every element of every protection, in legal order."""
        for protection in self.protections:
            for element in protection.elements:
                yield protection, element
