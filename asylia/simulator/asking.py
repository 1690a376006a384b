"""Asking: the fear question is put, or not; words of fear are recorded, or are not; who claims is heard."""

from asylia.core.errors import Refused
from asylia.core.file import Channel
from asylia.core.standing import is_open
from asylia.core.steps.advisal import GiveAdvisal
from asylia.core.steps.closing import CloseCase
from asylia.core.steps.contact import PlanContact
from asylia.core.steps.fear import AskFear, ReportFear
from asylia.core.steps.opening import MatchCase, OpenProvisionalCase
from asylia.simulator import words
from asylia.simulator.deciding import hear
from asylia.simulator.loop import Process
from asylia.simulator.population import DAY
from asylia.simulator.travellers import Case, Travellers
from asylia.simulator.world import World

MINUTE = 60
PATIENCE = 60  # half days for which a party waits for a claim that somebody else brings to its end


def asked(world: World, case: Case, officer: str) -> Process:
    """Put the fear question, or not; words of fear are recorded, or are not."""
    practices, lots, danger = case.party.practices, case.lots, world.plan.danger
    able = case.person.age >= 12
    which = 0 if case.person.in_danger else 1
    yield 2 * MINUTE
    if lots.happens("asked", practices.asked):
        yes = able and lots.happens("says so", danger.says_if_asked[which])
        put(world, case, officer, yes=yes)
    elif able and lots.happens("says so", danger.says_unasked[which]):
        if not lots.happens("prescreened", practices.prescreened):
            world.act(case, officer, ReportFear, words=fear_of(case), language=case.file.best_language)
        elif lots.happens("monitored", practices.monitored):
            after = lots.wait("statement", 6 * 3600)
            world.begin(case.party, stated_by_another(world, case), world.loop.now + after)


def put(world: World, case: Case, by: str, *, yes: bool) -> None:
    """Put the question; who is refused because it was not put properly puts it again as it should be."""
    alone = case.lots.happens("asked alone", case.party.practices.asked_alone)
    language = case.file.best_language
    fields = {
        "language": language, "answer": "yes" if yes else "no", "words": fear_of(case) if yes else words.NO,
        "interpreter": f"interpreter-{language}",
    }  # fmt: skip
    if isinstance(world.act(case, by, AskFear, **fields, alone=alone), Refused):
        world.act(case, by, AskFear, **fields)


def asked_again(world: World, case: Case) -> None:
    """Someone outside the border agency asks who said no once more, or asks who was never asked."""
    people = case.party
    specialists = world.desks.specialists[people.site.office]
    by = specialists[case.lots.number("asked again by", 0, len(specialists) - 1)]
    which = 0 if case.person.in_danger else 1
    never = not case.file.asked
    able = case.person.age >= 12
    changed = case.lots.happens("says so on second asking", 0.15 if case.person.in_danger else 0.01)
    says = world.plan.danger.says_if_asked[which]
    yes = able and (case.lots.happens("says so", says) if never else changed)
    put(world, case, by, yes=yes)
    if never and not yes:
        put(world, case, by, yes=False)


def fear_of(case: Case) -> str:
    """The words of this person."""
    return words.FEARS[case.person.number % len(words.FEARS)]


def stated_by_another(world: World, case: Case) -> Process:
    """A monitor states the fear that the border desk did not record; the asylum office matches it to the case."""
    people = case.party
    statement = Case(world.new_case(case.lots.of("statement")), case.person, people)
    statement.who = f"statement-{case.person.number}"
    monitor = world.desks.monitors[people.place]
    world.act(
        statement, monitor, OpenProvisionalCase, person=statement.who, words=fear_of(case), channel="monitor",
        regime=world.regime.version, about="another",
    )  # fmt: skip
    if not case.lots.happens("matched", 0.75):
        return
    yield case.lots.wait("matched after", 1.5 * DAY)
    officers = world.desks.officers[people.site.office]
    by = officers[case.lots.number("matched by", 0, len(officers) - 1)]
    world.act(statement, by, MatchCase, to=case.id)
    world.act(case, by, ReportFear, words=fear_of(case), channel="monitor", said_by="another")
    world.act(statement, by, CloseCase, reason="matched")
    world.keeps.closed(statement.id)
    if case.file.custody.held_since is not None:
        yield from hear(world, case)


def heard(world: World, people: Travellers) -> Process:
    """Everyone whose claim is open is heard, one after the other; who is heard already is waited for."""
    for case in people.cases:
        for _ in range(PATIENCE):
            waiting = [each for each in case.file.claims if is_open(each, world.regime)]
            if not waiting:
                break
            if waiting[-1].officer:
                yield DAY // 2
            else:
                yield from hear(world, case)


def planned(world: World, case: Case, officer: str) -> None:
    """Record how the person can be reached."""
    digits = 1_000_000 + case.person.number % 9_000_000
    phone = Channel(kind="phone", value=f"+52 55 {digits}", safe=True)
    shelter = Channel(kind="shelter", value=f"Casa Inventada {case.person.number % 40}", safe=True)
    channels = (phone, shelter) if case.lots.happens("shelter", 0.6) else (phone,)
    world.act(case, officer, PlanContact, channels=channels)


def advised(world: World, case: Case, by: str) -> None:
    """Explain the process and have it said back."""
    if case.file.advisal is None:
        world.act(
            case, by, GiveAdvisal, language=case.file.best_language, topics=words.PURPOSE, said_back=words.SAID_BACK,
            understood="understood",
        )  # fmt: skip
