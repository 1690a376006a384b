"""The encounter: a party is met, opened, screened and asked; who claims is heard; who can be is placed and returned."""

from typing import Literal, TypeAlias

from asylia.core.errors import Refused
from asylia.core.file import Nationality
from asylia.core.standing import exclusions, protected
from asylia.core.steps.advisal import RecordLanguage
from asylia.core.steps.custody import ReportCustody
from asylia.core.steps.family import JoinFamily, ReportSeparation
from asylia.core.steps.opening import EndEncounter, OpenCase
from asylia.core.steps.placement import ExemptFromProgramme, PlaceInProgramme, ReportPlacement
from asylia.core.steps.vulnerability import ResolveVulnerability, ScreenVulnerability
from asylia.simulator import words
from asylia.simulator.asking import MINUTE, advised, asked, asked_again, heard, planned
from asylia.simulator.loop import Process
from asylia.simulator.noticing import first_notice
from asylia.simulator.population import DAY, INDIGENOUS, Party
from asylia.simulator.travellers import Case, Travellers
from asylia.simulator.waiting import closed, returned, wait_outside
from asylia.simulator.world import World

Reason: TypeAlias = Literal["protected", "excluded", "discretion"]


def arriving(world: World, party: Party) -> Process:
    """A process: everything that happens to one party, from the encounter on."""
    people = Travellers(party, world.plan.sites[party.site], world.practised[party.site])
    yield from people.during(passage(world, people, party))


def passage(world: World, people: Travellers, party: Party) -> Process:
    """The encounter, the hearing of claims, placement and what follows."""
    yield world.border[party.site]
    desk = world.desks.border[party.site]
    officer = desk[party.lots.number("border officer", 0, len(desk) - 1)]
    for person in party.members:
        yield 5 * MINUTE
        opened(world, Case(world.new_case(person.lots), person, people), officer)
    for case in people.cases:
        yield from asked(world, case, officer)
    world.border[party.site].give_back()
    world.begin(people, nights(world, people), world.loop.now + DAY // 2)
    yield from heard(world, people)
    yield from placed(world, people, officer)


def opened(world: World, case: Case, officer: str) -> None:
    """Open one case: who it is, which language, what the tool shows, who belongs together."""
    person, people = case.person, case.party
    people.cases.append(case)
    world.tally.meet(person)
    linked = people.party.own_national_link and person is people.party.members[-1]
    known = [Nationality(country=person.nationality, source="identity card", certainty="certain")]
    place = world.regime.placement
    if linked and place is not None and case.lots.happens("link told", people.practices.screened):
        known.append(Nationality(country=place.country, source="told by the family", certainty="possible"))
    world.act(
        case, officer, OpenCase, person=case.who, name=f"Invented Person {person.number}", born=person.born,
        nationalities=tuple(known), place=people.site.name, regime=world.regime.version,
        kind="between_ports" if case.lots.happens("between ports", 0.7) else "port", held=True,
    )  # fmt: skip
    checked = person.language not in INDIGENOUS or case.lots.happens("language", people.practices.language_checked)
    spoken = person.language if checked else "es"
    both = (spoken, "es") if person.language in INDIGENOUS and checked else (spoken,)
    told = world.act(case, officer, RecordLanguage, languages=both, best=spoken, how="said_back")
    assert not isinstance(told, Refused)  # noqa: S101 (a language said back is never refused)
    screened(world, case, officer)
    if people.family:
        world.act(case, officer, JoinFamily, family=people.family, relation=person.relation)
        world.join(case, officer, person.relation)


def screened(world: World, case: Case, officer: str) -> None:
    """Use the tool: what is there is seen, or is not; age is always asked."""
    person, practices = case.person, case.party.practices
    alone = len(case.party.party.members) == 1
    present = {
        "unaccompanied_child": person.child and alone, "child": person.child, "pregnant": person.pregnant,
        "illness": person.ill, "disability": person.disabled, "advanced_age": person.old,
    }  # fmt: skip
    answers: dict[str, Literal["yes", "no", "doubt"]] = dict(words.CALM)  # type: ignore[arg-type]
    for condition, there in present.items():
        visible = condition in ("unaccompanied_child", "child")
        if there and (visible or case.lots.happens(f"seen {condition}", practices.screened)):
            answers[condition] = "doubt" if case.lots.happens(f"doubt {condition}", 0.15) else "yes"
    wish = person.private_ground and case.lots.happens("private wish", practices.screened)
    world.act(case, officer, ScreenVulnerability, answers=answers, private_wish=wish)


def nights(world: World, people: Travellers) -> Process:
    """Count the nights of everyone who is still held, and what they are given."""
    post = world.desks.posts[people.place]
    while True:
        held = [each for each in people.cases if each.file.custody.held_since is not None and not each.file.closed]
        if not held:
            return
        for case in held:
            world.act(case, post, ReportCustody, what="night", place=people.site.name)
            if case.lots.happens(f"restrained {case.file.custody.nights}", case.party.practices.restrained / 4):
                world.act(case, post, ReportCustody, what="restraint", place=people.site.name)
        yield DAY


def placed(world: World, people: Travellers, officer: str) -> Process:
    """Place the party in the programme and return it; where that cannot be, it is let in or goes another way."""
    regime = world.regime
    if regime.placement is None:
        yield from not_placed(world, people, officer)
        return
    yield from asked_who_must_be(world, people)
    if any(protected(claim, regime) for case in people.cases for claim in case.file.claims):
        yield from let_in(world, people, officer, "protected")
        return
    yield from doubts_resolved(world, people)
    excluded = any(exclusions(case.file, regime) for case in people.cases)
    if excluded and people.lots.happens("exclusion kept", people.practices.exclusions_kept):
        yield from let_in(world, people, officer, "excluded")
        return
    if people.lots.happens("discretion", people.practices.discretion):
        yield from let_in(world, people, officer, "discretion")
        return
    for case in people.cases:
        yield 10 * MINUTE
        first = case is people.cases[0]
        reason = "no_exclusion_found" if first else "with_family_already_placed"
        refused = isinstance(world.act(case, officer, PlaceInProgramme, reason=reason), Refused)
        if refused and case.lots.happens("placed around", people.practices.around):
            refused = False
            world.act(case, world.desks.monitors[people.place], ReportPlacement, says="Was given a date and a sheet.")
        if refused:
            yield from let_in(world, people, officer, "excluded")
            return
        if case.lots.happens("contact planned", people.practices.contact_planned):
            planned(world, case, officer)
        if case.lots.happens("advised", people.practices.asked):
            advised(world, case, officer)
    if len(people.cases) > 1 and people.lots.happens("split", people.practices.families_split):
        world.act(people.cases[-1], world.desks.monitors[people.place], ReportSeparation, says="Sent to another place.")
    yield from first_notice(world, people, officer)
    if (yield from returned(world, people, officer)):
        yield from wait_outside(world, people, officer)
    else:
        yield from let_in(world, people, officer, "discretion")


def asked_who_must_be(world: World, people: Travellers) -> Process:
    """A no is asked again where that is practised."""
    for case in people.cases:
        if not case.file.claims and case.lots.happens("asked again", people.practices.asked_again):
            yield 6 * 3600
            asked_again(world, case)
    yield from heard(world, people)


def doubts_resolved(world: World, people: Travellers) -> Process:
    """Someone qualified resolves what is in doubt, and speaks in private with who wishes it."""
    by = world.desks.specialists[people.site.office][0]
    for case in people.cases:
        screening = case.file.screening
        if screening is None:
            continue
        doubts = [each for each, answer in screening.answers.items() if answer == "doubt"]
        if screening.private_wish:
            doubts.append("sexuality")
        for condition in doubts:
            yield 3 * 3600
            world.act(
                case, by, ResolveVulnerability, condition=condition, present=True, ground="Seen and spoken with.",
                needs=("single_room",) if condition == "sexuality" else (),
            )  # fmt: skip


def let_in(world: World, people: Travellers, officer: str, reason: Reason) -> Process:
    """Take the party out of the programme, in its favour, and close what can be closed."""
    for case in people.cases:
        yield 5 * MINUTE
        if case.file.placed or reason != "protected":
            world.act(case, officer, ExemptFromProgramme, reason=reason)
        yield from let_go(world, case, officer, "protected" if reason == "protected" else "programme_ended")


def let_go(world: World, case: Case, officer: str, reason: str) -> Process:
    """End the encounter inside the country; who was never asked is asked first where the core insists."""
    if isinstance(world.act(case, officer, EndEncounter, how="admitted"), Refused):
        asked_again(world, case)
        yield from heard(world, case.party)
        world.act(case, officer, EndEncounter, how="released")
    closed(world, case, reason)


def not_placed(world: World, people: Travellers, officer: str) -> Process:
    """Where nobody waits outside: who is protected is let in, who is refused in the end is sent away by another law."""
    yield from asked_who_must_be(world, people)
    for case in people.cases:
        yield 10 * MINUTE
        if any(protected(each, world.regime) for each in case.file.claims):
            yield from let_go(world, case, officer, "protected")
            continue
        if isinstance(world.act(case, officer, EndEncounter, how="transferred"), Refused):
            asked_again(world, case)
            yield from heard(world, people)
            world.act(case, officer, EndEncounter, how="transferred")
        if any(protected(each, world.regime) for each in case.file.claims):
            yield from let_go(world, case, officer, "protected")
            continue
        closed(world, case, "proceedings_ended")
        if case.file.closed:
            world.tally.step("sent_away", case.person)
