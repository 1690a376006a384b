"""Facts of the encounter: who was met, in which language, screened, asked, placed, with which family."""

from typing import Annotated

from asylia.oversight.fact import CaseFact, Day, Id, Moment, Office, Officer, RoleCode


class Encounter(CaseFact, frozen=True, kw_only=True, gc=False):
    """One case opened at an encounter."""

    officer: Officer
    office: Office
    kind: Annotated[str, "port, between_ports or inland"]
    held: Annotated[bool, "the person was held from then on"]


class Statement(CaseFact, frozen=True, kw_only=True, gc=False):
    """One statement of fear by anyone, taken before any case was known (a provisional case)."""

    role: RoleCode
    about_self: Annotated[bool, "said for oneself, not for another"]


class Match(CaseFact, frozen=True, kw_only=True, gc=False):
    """One statement matched to a person's case. A statement without a match is an independent count of claims."""

    role: RoleCode
    to: Annotated[Id, "the person's case"]


class MonitorReport(CaseFact, frozen=True, kw_only=True, gc=False):
    """One report from outside the chain of command, or from it: an encounter, a question not put, an interview's lacks.

    The rows whose `role` is `monitor` are the monitor's own list, an independent count.
    """

    role: RoleCode
    about: Annotated[str, "encounter, question, interview, separation, sharing or sending_back"]
    what: Annotated[str, "met, turned_away, admitted, hospital or released (encounter); what was lacking; else empty"]


class EncounterEnd(CaseFact, frozen=True, kw_only=True, gc=False):
    """One encounter ended."""

    officer: Officer
    office: Office
    how: Annotated[str, "sent_back, released, hospital, admitted or transferred"]
    question_owed: Annotated[bool, "the fear question is still owed"]
    asked: Annotated[bool, "the fear question had been put as it must be and answered, or a claim opened"]


class Language(CaseFact, frozen=True, kw_only=True, gc=False):
    """One record of the person's languages."""

    role: RoleCode
    how: Annotated[str, "how it was confirmed: interpreter_confirmed, said_back, certified_officer or assumed"]
    languages: Annotated[int, "how many languages were recorded"]


class Advisal(CaseFact, frozen=True, kw_only=True, gc=False):
    """One explanation of the process."""

    officer: Officer
    office: Office
    role: RoleCode
    told_in: Annotated[str, "language it was given in"]
    readable: Annotated[bool, "that is a language recorded as understood"]
    understood: Annotated[str, "understood, not_understood or cannot_follow"]
    oral: Annotated[bool, "it was said aloud"]
    interpreted: Annotated[bool, "an interpreter took part"]


class Screening(CaseFact, frozen=True, kw_only=True, gc=False):
    """One use of the vulnerability tool."""

    officer: Officer
    office: Office
    role: RoleCode
    present: Annotated[int, "conditions answered yes"]
    doubts: Annotated[int, "conditions answered doubt"]
    private_wish: Annotated[bool, "the person would rather tell someone else, in private"]


class Condition(CaseFact, frozen=True, kw_only=True, gc=False):
    """One condition that a screening answered other than no, or that someone qualified resolved."""

    role: RoleCode
    condition: Annotated[str, "the condition; `private` for those that are told in private only"]
    answer: Annotated[str, "yes or doubt as screened; present or absent as resolved"]


class Exclusion(CaseFact, frozen=True, kw_only=True, gc=False):
    """One exclusion of the regime that the record shows: from when it shows, and at each placement and return."""

    when: Annotated[str, "shown (from this event on), placed or returned (while it stood)"]
    exclusion: Annotated[str, "own_national, a condition or class of the regime; `private` where told in private only"]
    certain: Annotated[bool, "certain nationality, or present and not only in doubt"]
    known_since: Annotated[Moment, "when the record first showed it"]


class Family(CaseFact, frozen=True, kw_only=True, gc=False):
    """One tie of the family graph: a case that joined a family, or was found not to belong."""

    role: RoleCode
    tie: Annotated[str, "joined or disproved"]
    relation: Annotated[str, "as said: spouse, partner, mother, father, child, sibling, guardian, kin or self"]


class Separation(CaseFact, frozen=True, kw_only=True, gc=False):
    """One fact about members apart: a wish, a processing apart under a code, a separation that was reported."""

    role: RoleCode
    what: Annotated[str, "wish, processed_apart or reported"]
    code: Annotated[str, "the regime's code; empty where none was given"]
    until: Annotated[Day | None, "the last day for which the code permits it"]
    elsewhere: Annotated[bool, "the member is sent to another place"]


class Birth(CaseFact, frozen=True, kw_only=True, gc=False):
    """One birth reported while the case stood."""

    country: Annotated[str, "country of birth (ISO 3166)"]


class Tracing(CaseFact, frozen=True, kw_only=True, gc=False):
    """One step of the search for a relative."""

    trace: Annotated[int, "the search's number in its case"]
    what: Annotated[str, "asked, owner_named, sought, asked_alone, tried, in_touch or closed"]
    answer: Annotated[str, "the answer (asked_alone), why (closed), how (in_touch), where (tried); else empty"]


class Placement(CaseFact, frozen=True, kw_only=True, gc=False):
    """One placement in the programme, its end, or a placement that was reported."""

    officer: Officer
    office: Office
    role: RoleCode
    what: Annotated[str, "made, ended or reported"]
    reason: Annotated[str, "reason on the regime's list; empty where reported"]
    excluded: Annotated[int, "exclusions that the record showed at that moment"]
    barred_by: Annotated[int, "rules that the record showed broken (reported)"]


class Question(CaseFact, frozen=True, kw_only=True, gc=False):
    """One putting of the fear question, or one report that it was not put."""

    officer: Officer
    office: Office
    role: RoleCode
    put: Annotated[bool, "it was put"]
    put_in: Annotated[str, "language it was put in; empty where not put"]
    answer: Annotated[str, "yes, no, silent or not_now; empty where not put"]
    proper: Annotated[bool, "alone, understood, attested and in a language of the person"]
    alone: Annotated[bool, "out of the hearing of others"]
    understood: Annotated[bool, "the question was understood"]
    own_language: Annotated[bool, "in a language recorded as understood"]
    interpreted: Annotated[bool, "an interpreter took part"]
