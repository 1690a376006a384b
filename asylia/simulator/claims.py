"""A claim is heard: drawn to an officer, interviewed, read back, found element by element, signed, reviewed, served."""

import datetime as dt
from math import exp, log
from typing import Any

from asylia.core.analysis import made_out
from asylia.core.errors import Refused
from asylia.core.file import Band, Claim, Outcome, ReadFact
from asylia.core.regime import Element, Protection
from asylia.core.standing import is_open
from asylia.core.steps.advisal import GiveAdvisal
from asylia.core.steps.determination import AssessCredibility, LockBand, RecordFinding, SignDetermination
from asylia.core.steps.evidence import ConsultCountryInformation
from asylia.core.steps.fear import ConfirmWithdrawal, UndoWithdrawal, WithdrawClaim
from asylia.core.steps.interview import (
    AddTestimony,
    AppointInterpreter,
    BeginInterview,
    BookInterview,
    EndInterview,
    PostponeInterview,
)
from asylia.core.steps.pressure import ReportContact
from asylia.core.steps.readback import ReadBack
from asylia.core.steps.referral import AssignOfficer, Recuse
from asylia.core.steps.representation import EnterAppearance, RefuseCounsel
from asylia.simulator import words
from asylia.simulator.loop import Answer, Process
from asylia.simulator.lots import Lots
from asylia.simulator.population import DAY
from asylia.simulator.travellers import Case
from asylia.simulator.world import World

HOUR = 3600
BANDS: tuple[tuple[float, Band], ...] = (
    (0.1, "under_10"), (0.25, "10_to_25"), (0.5, "25_to_50"), (0.75, "50_to_75"), (0.9, "75_to_90"), (1.1, "over_90"),
)  # fmt: skip
TRIES = 40  # days on which an office without a certified officer asks again


class Hearing:
    """What one hearing of a claim carries from step to step; `lots` are those of this claim."""

    __slots__ = ("case", "claim", "lots", "officer", "reasoned", "seen", "world")

    def __init__(self, world: World, case: Case, claim: int) -> None:
        self.world, self.case, self.claim = world, case, claim
        self.lots: Lots = case.lots.of("claim", claim)
        self.officer = ""
        self.seen = 0.0
        self.reasoned = False

    @property
    def file(self) -> Claim:
        """The claim as the record shows it."""
        return self.case.file.claims[self.claim - 1]

    def act(self, by: str, command: Any, **fields: Any) -> bool:
        """Give a command about this claim; whether it passed."""
        return not isinstance(self.world.act(self.case, by, command, claim=self.claim, **fields), Refused)


def assigned(at: Hearing) -> Answer:
    """A supervisor lets the system draw an officer; where nobody is certified, again the next day."""
    world, case = at.world, at.case
    supervisors = world.desks.supervisors[case.party.site.office]
    by = supervisors[at.lots.number("assigning", 0, len(supervisors) - 1)]
    yield at.lots.wait("assigned", 4 * HOUR)
    for day in range(TRIES):
        if at.act(by, AssignOfficer):
            at.officer = at.file.officer
            if day == 0 and at.lots.happens("conscience", world.plan.officers.conscience):
                at.act(at.officer, Recuse)
                yield HOUR
                continue
            return True
        yield DAY
    return False


def withdrawn(at: Hearing) -> Answer:
    """Who is held for nights may take the claim back; it is confirmed a day later, or undone."""
    world, case = at.world, at.case
    held = case.file.custody.nights / 2
    chance = 1 - (1 - case.party.practices.withdraws) ** held
    if not at.lots.happens("withdraws", chance):
        return False
    at.act(at.officer, WithdrawClaim, words="Ya no quiero esperar más aquí.")
    yield DAY + HOUR
    if at.lots.happens("confirms", 0.7):
        at.act(at.officer, ConfirmWithdrawal, words="Sí, lo dejo.")
        return not is_open(at.file, world.regime)
    at.act("applicant", UndoWithdrawal, words="No, quiero seguir.")
    return False


def represented(at: Hearing) -> None:
    """Counsel enters where the person has one; an office that lets nobody in refuses, where the core lets it."""
    world, case = at.world, at.case
    practices = case.party.practices
    if case.file.counsel or not case.lots.happens("represented", practices.represented):
        return
    everyone = world.desks.counsel
    counsel = everyone[case.lots.number("counsel", 0, len(everyone) - 1)]
    world.act(case, at.officer, EnterAppearance, counsel=counsel, consent=True, organisation="An invented clinic")
    if not at.lots.happens("counsel admitted", practices.counsel_admitted):
        codes = world.regime.counsel.refusal_codes
        world.act(case, at.officer, RefuseCounsel, code=codes[0] if codes else "no_room")


def interviewed(at: Hearing) -> Process:
    """Book, wait for the officer, begin under conditions that pass, ask and answer, end."""
    world, case, practices = at.world, at.case, at.case.party.practices
    zone = case.party.site.zone
    language = case.file.best_language
    if case.file.advisal is None and at.lots.happens("advised", practices.reasoned):
        advise(at)
    needs = language not in world.desks.staff[at.officer].languages
    if needs and at.lots.happens("interpreted", practices.interpreted):
        appoint(at)
    in_person = at.lots.happens("in person", practices.in_person)
    mode = "in_person" if in_person else "phone"
    rest = world.regime.interview.rest_hours
    waives = at.lots.happens("waives rest", 0.15) and world.regime.interview.rest_waivable
    starts = world.at + dt.timedelta(hours=2 if waives else max(2, rest))
    at.act(at.officer, BookInterview, starts=starts, place=case.party.site.office, mode=mode,
           reason="" if in_person else "The officer is at another office.")  # fmt: skip
    yield world.seconds_until(starts)
    yield world.rooms[at.officer]
    if not (yield from begun(at, zone, waives, mode)):
        world.rooms[at.officer].give_back()
        return
    least, most = world.plan.officers.lines
    lines = at.lots.number("lines", least, most) if at.lots.happens("reasoned", practices.reasoned) else least
    each = max(20, at.lots.wait("minutes", world.plan.officers.minutes * 60) // lines)
    for number in range(lines):
        topic, question = words.QUESTIONS[(number // 2) % len(words.QUESTIONS)]
        if number % 2:
            answer = words.ANSWERS[(number // 2 + case.person.number) % len(words.ANSWERS)]
            at.act(at.officer, AddTestimony, speaker="applicant", words=answer, language=language, topic=topic)
        else:
            at.act(at.officer, AddTestimony, speaker="officer", words=question, topic=topic)
        yield each
    at.act(at.officer, EndInterview)
    world.rooms[at.officer].give_back()


def begun(at: Hearing, zone: str, waives: bool, mode: str) -> Answer:
    """Begin; what the core refuses is mended as a person would, or the interview moves to the next morning."""
    world, case, practices = at.world, at.case, at.case.party.practices
    good = at.lots.happens("conditions", practices.conditions_met)
    restrained = at.lots.happens("restrained", practices.restrained)
    for _ in range(TRIES):
        if wait := world.until_open(zone):
            yield wait
        day = world.day(zone)
        care = world.regime.certificate.interviews_a_day
        if world.interviews(at.officer, day) >= care and not at.lots.happens("over the limit", practices.around):
            yield 12 * HOUR  # the officer has heard as many as one day allows
            continue
        hours = int((world.at - at.file.who.at).total_seconds() // HOUR)
        asked = words.conditions(good=good, restrained=restrained, rest_hours=hours, waived=waives, counsel=True)
        present = tuple(each for each in (at.file.interpreter.id if at.file.interpreter else "", case.file.counsel
                                          if not case.file.counsel_refused else "") if each)  # fmt: skip
        told = world.act(case, at.officer, BeginInterview, claim=at.claim, conditions=asked, present=present, mode=mode)
        if not isinstance(told, Refused):
            world.interviewed(at.officer, day)
            return True
        rules = {each.rule for each in told.rules}
        yield 20 * 60
        if "advisal.understood" in rules:
            advise(at)
        if "interpreter.fit" in rules:
            yield 3 * HOUR
            appoint(at)
        if "interview.restraint" in rules:
            restrained = False
        if "interview.conditions" in rules and not good:
            good = True
            again = world.at + dt.timedelta(hours=18)
            at.act(at.officer, PostponeInterview, starts=again, reason="The room could be overheard.")
            yield world.seconds_until(again)
        if "interview.rest" in rules:
            yield 6 * HOUR
        if rules & {"decider.trained", "roles.apart", "decider.of-the-office", "procedure.once"}:
            return False
    return False


def advise(at: Hearing) -> None:
    """Explain the process before the interview and have it said back."""
    at.world.act(
        at.case, at.officer, GiveAdvisal, language=at.case.file.best_language, topics=words.PURPOSE,
        said_back=words.SAID_BACK, understood="understood",
    )  # fmt: skip


def appoint(at: Hearing) -> None:
    """Appoint an interpreter for the language on the record."""
    language = at.case.file.best_language
    number = at.lots.number("interpreter", 1, 9 if language in words.NATIVE else 2)
    at.act(at.officer, AppointInterpreter, interpreter=f"interpreter-{language}-{number}", language=language,
           accepted=True, age=34)  # fmt: skip


# --- what an officer sees, and what the analysis then says


def sees(at: Hearing, who: str, noise: str) -> float:
    """The likelihood that someone sees in this claim: the truth, their lean, and noise that conditions make worse."""
    world, case = at.world, at.case
    likelihood = min(max(case.person.likelihood, 1e-4), 1 - 1e-4)
    spread = world.plan.officers.noise
    if at.file.interview.mode == "phone":
        spread *= 1.25
    lost = case.file.best_language != case.person.language  # heard in a language that is not theirs
    lean = world.desks.eyes[who].lean if who in world.desks.eyes else 0.0
    helped = 0.3 if case.file.counsel and not case.file.counsel_refused else 0.0
    x = log(likelihood / (1 - likelihood)) + lean + helped - (0.8 if lost else 0.0) + spread * at.lots.normal(noise)
    return 1 / (1 + exp(-x))


def threshold(at: Hearing) -> float:
    """The likelihood above which officers here find for the person."""
    practised = at.case.party.practices.standard
    glosses = [each.gloss for each in at.world.regime.standards if each.gloss is not None]
    return practised or min(glosses) / 100


def band_of(likelihood: float) -> Band:
    """The band that holds a likelihood."""
    return next(band for below, band in BANDS if likelihood < below)


def consulted(at: Hearing) -> None:
    """Consult country information on the point that will be found lacking."""
    at.act(at.officer, ConsultCountryInformation, source="Invented country report, section 4",
           passage="Armed groups hold travellers of certain nationalities longer; local police are paid.",
           point="whether it would happen again")  # fmt: skip


def find(at: Hearing, outcome: Outcome) -> bool:
    """A finding on every element, so that they lead to that outcome; whether all of them passed."""
    lacking = "nexus" if at.lots.happens("which element", 0.6) else "relocation"
    done = True
    for protection, element in at.world.regime.elements():
        found = finding_of(at, protection, element, outcome, lacking)
        done = at.act(at.officer, RecordFinding, **found) and done
    return done


def finding_of(at: Hearing, protection: Protection, element: Element, outcome: Outcome, lacking: str) -> dict[str, Any]:
    """One finding: torture fails for want of an official, the other protections by one element or not at all."""
    missing = element.id == "official" or (outcome == "negative" and element.id == lacking)
    said: dict[str, Any] = {
        "protection": protection.id, "element": element.id, "finding": "not_found" if missing else "found",
    }  # fmt: skip
    if not at.reasoned:
        return {**said, "reasons": "Checked."}
    if missing:
        return {**said, "reasons": words.DOUBTS, "cites": ("T 2", "C 1"), "asked_line": 1,
                "favourable": words.FAVOURABLE}  # fmt: skip
    return {**said, "reasons": words.REASONS, "cites": ("T 2",), "group": words.GROUP if element.group else ""}


def read_back(at: Hearing) -> None:
    """Read the summary back."""
    fact = ReadFact(text="Was held for several days and sought again.", lines=(2,), answer="right")
    at.act(at.officer, ReadBack, language=at.case.file.best_language, facts=(fact,), confirmed=True)


def sign(at: Hearing, explained: bool) -> Any:
    """Sign the outcome that the findings lead to."""
    met = {each.id: made_out(at.file, each) for each in at.world.regime.protections}
    outcome: Outcome = "positive" if any(met.values()) else "negative"
    return at.world.act(
        at.case, at.officer, SignDetermination, claim=at.claim, met=met, outcome=outcome,
        reasons=words.DECISION[outcome], statement=words.STATEMENT,
        explanation="The findings weigh one occasion; the band weighs the place." if explained else "",
    )  # fmt: skip


def lock_band(at: Hearing) -> None:
    """State credibility, and lock what the officer sees."""
    at.act(at.officer, AssessCredibility, credible=True, reasons="Specific, and steady under questions.")
    at.act(at.officer, LockBand, band=band_of(at.seen))


def pressed(at: Hearing) -> float:
    """The threshold, after whatever calls came about this claim."""
    limit = threshold(at)
    if at.lots.happens("pressure", at.case.party.practices.pressure):
        at.world.act(at.case, at.officer, ReportContact, asked=words.PRESSURE, by_whom="an office of the border agency")
        if at.lots.happens("yields", at.case.party.practices.yields):
            return max(limit, 0.9)
    return limit
