"""Waiting outside: the return, each hearing with its way and its risks, what the court does, what is said then."""

import datetime as dt

from asylia.core.errors import Refused
from asylia.core.file import Hearing
from asylia.core.missing import to_tell
from asylia.core.standing import is_open, protected
from asylia.core.steps.closing import CloseCase
from asylia.core.steps.contact import ReportChannelLost, ReportContactTried
from asylia.core.steps.custody import ReportCustody, ReportPortAnswer, ReportReturn, ReturnPerson
from asylia.core.steps.fear import AskFear, ReportFear
from asylia.core.steps.hearing import (
    AdjournHearing,
    ConcludeHearing,
    HoldUnexcused,
    PostponeHearing,
    RecordAttendance,
    RecordSearch,
    ReportAbsence,
)
from asylia.core.steps.opening import EndEncounter
from asylia.core.steps.placement import ExemptFromProgramme
from asylia.core.steps.transport import ConfirmTransport, PlanTransport, ReportTransport
from asylia.simulator import words
from asylia.simulator.asking import asked_again, heard, planned
from asylia.simulator.docket import moment
from asylia.simulator.loop import Answer, Process
from asylia.simulator.noticing import noticed, serve, serve_again
from asylia.simulator.population import DAY
from asylia.simulator.travellers import Case, Travellers
from asylia.simulator.world import World

HOUR = 3600
MONTH = 30 * DAY
TRIES = 3


def returned(world: World, people: Travellers, officer: str) -> Answer:
    """Return everyone; what bars it is done first where it can be, and nobody is returned whom the core keeps."""
    for case in going_on(people):
        yield 15 * 60
        for attempt in range(TRIES):
            told = world.act(case, officer, ReturnPerson, port=people.site.name)
            if not isinstance(told, Refused):
                break
            rules = {each.rule for each in told.rules}
            if case.lots.happens(f"returned around {len(case.file.hearings)}", people.practices.around):
                world.act(case, world.desks.monitors[people.place], ReportReturn, says="Was walked over the bridge.")
                break
            yield 4 * HOUR
            if "fear.asked" in rules:
                asked_again(world, case)
            if "contact.reachable" in rules:
                planned(world, case, officer)
            if "return.lawful" in rules and not case.file.claims:
                serve_again(world, case, officer)
            if rules & {"fear.stay", "family.whole", "fear.asked"}:
                yield from heard(world, people)
            if rules & {"excluded.never", "vulnerable.screened"} or attempt == TRIES - 1 or protected_in(world, people):
                return False
    return True


def protected_in(world: World, people: Travellers) -> bool:
    """Whether anyone of the party is protected."""
    return any(protected(claim, world.regime) for case in people.cases for claim in case.file.claims)


def wait_outside(world: World, people: Travellers, officer: str) -> Process:
    """From one hearing to the next, until the court has ended it, someone is protected, or nobody is left."""
    for number in range(1, world.plan.hearings.most + 1):
        first = next((ahead for case in going_on(people) if (ahead := awaited(case))), None)
        if first is None or first.report_day is None or first.report_time is None:
            return
        report = moment(people.site.zone, first.report_day, first.report_time)
        yield world.seconds_until(report - dt.timedelta(days=2))
        for case in going_on(people):
            transport_planned(world, case, report)
        yield world.seconds_until(report)
        cause = why_absent(world, people, number)
        held = moment(world.desks.courts[first.court].zone, first.day, first.time)
        if cause:
            yield world.seconds_until(held)
            for case in going_on(people):
                absent(world, case, cause, number)
        else:
            yield from attended(world, people, held, number)
        yield 2 * HOUR
        if (yield from after_court(world, people, officer, number, came=not cause)):
            return


def going_on(people: Travellers) -> list[Case]:
    """Those of the party whose cases are not closed."""
    return [each for each in people.cases if not each.file.closed]


def awaited(case: Case) -> Hearing | None:
    """The hearing ahead."""
    return next((each for each in case.file.hearings if each.awaited), None)


def transport_planned(world: World, case: Case, report: dt.datetime) -> None:
    """Book the way to the court and have it confirmed."""
    hearing = awaited(case)
    if hearing is None:
        return
    post = world.desks.posts[case.party.place]
    world.act(
        case, post, PlanTransport, hearing=hearing.number, leaves=report + dt.timedelta(hours=1), escort="Escort 3"
    )
    world.act(case, post, ConfirmTransport, hearing=hearing.number, by_whom="Driver 7")


def why_absent(world: World, people: Travellers, number: int) -> str:
    """Why the party does not come to this hearing; empty where it comes."""
    lots, practices = people.lots, people.practices
    months = (world.plan.hearings.lead if number == 1 else world.plan.hearings.between) / 30
    endangered = any(each.person.in_danger for each in people.cases)
    kidnapped = 1 - (1 - practices.kidnapped * (3 if endangered else 1)) ** months
    told = people.cases[0].file.notices[-1]
    if told.service is None or told.undelivered:
        return "no_notice" if lots.happens(f"never heard {number}", 0.9) else ""
    if lots.happens(f"kidnapped {number}", kidnapped):
        return "kidnapping"
    if not lots.happens(f"let in {number}", practices.port_lets_in):
        return "turned_away_at_port"
    if not lots.happens(f"transport {number}", practices.transport_comes):
        return "no_transport"
    return "unknown" if lots.happens(f"misses {number}", practices.misses) else ""


def absent(world: World, case: Case, cause: str, number: int) -> None:
    """Nobody came: it is recorded, a cause reported as far as anyone knows, the search begun, or not."""
    hearing = awaited(case)
    if hearing is None:
        return
    people = case.party
    clerk = world.desks.clerks[people.site.office][0]
    if cause == "no_transport":
        world.act(case, world.desks.posts[people.place], ReportTransport, hearing=hearing.number, what="not_come")
    if cause == "turned_away_at_port":
        world.act(case, world.desks.monitors[people.place], ReportPortAnswer, port=people.site.name, answer="refused")
    world.act(case, clerk, RecordAttendance, hearing=hearing.number, present=False)
    world.act(case, world.desks.monitors[people.place], ReportAbsence, hearing=hearing.number, cause=cause)
    if case.lots.happens(f"told {number}", people.practices.told_of_missing):
        world.act(
            case, clerk, RecordSearch, hearing=hearing.number, told=to_tell(case.file), says="Called both numbers."
        )


def attended(world: World, people: Travellers, held: dt.datetime, number: int) -> Process:
    """Over the bridge, to the court, and heard; some spend a night inside."""
    post = world.desks.posts[people.place]
    for case in going_on(people):
        world.act(case, post, ReportCustody, what="crossing", place=people.site.name)
        world.act(case, post, ReportCustody, what="held", place=people.site.name)
        if hearing := awaited(case):
            world.act(case, post, ReportTransport, hearing=hearing.number, what="left")
        if case.lots.happens(f"left shelter {number}", 0.25) and len(case.file.contact.channels) > 1:
            world.act(case, "applicant", ReportChannelLost, channel="shelter", because="left_for_hearing")
    yield world.seconds_until(held)
    clerk = world.desks.clerks[people.site.office][0]
    for case in going_on(people):
        hearing = awaited(case)
        if hearing is not None:
            world.act(case, post, ReportTransport, hearing=hearing.number, what="arrived")
            world.act(case, clerk, RecordAttendance, hearing=hearing.number, present=True)
    yield 3 * HOUR
    if people.lots.happens(f"night {number}", world.plan.hearings.nights):
        yield 12 * HOUR
        for case in going_on(people):
            world.act(case, post, ReportCustody, what="night", place=people.site.name)


def after_court(world: World, people: Travellers, officer: str, number: int, *, came: bool) -> Answer:
    """What the court did; whoever goes on is dated anew, asked again and returned again. Whether it has ended."""
    judges = world.desks.judges[people.site.court]
    judge = judges[people.lots.number("judge", 0, len(judges) - 1)]
    ends = people.lots.happens(f"ends {number}", world.plan.hearings.ends) or number == world.plan.hearings.most
    if came and ends:
        relief = people.lots.happens("relief", world.plan.hearings.relief)
        for case in going_on(people):
            last = case.file.hearings[-1].number
            world.act(case, judge, ConcludeHearing, hearing=last, outcome="relief" if relief else "removal")
            closed(world, case, "protected" if relief else "proceedings_ended")
        return True
    if not came:
        gone = [absence_judged(world, case, judge) for case in going_on(people)]
        if all(gone):
            return True
    yield from dated_anew(world, people, officer, judge, came=came)
    if not came:
        return False
    yield from asked_on_return(world, people, officer, number)
    if protected_in(world, people):
        for case in going_on(people):
            let_stay(world, case, officer)
        return True
    yield from returned(world, people, officer)
    return False


def absence_judged(world: World, case: Case, judge: str) -> bool:
    """The court holds the absence unexcused where the record lets it, and orders removal; else it goes on later."""
    last = case.file.hearings[-1]
    if not case.lots.happens(f"ordered absent {last.number}", case.party.practices.ordered_absent):
        return False
    if isinstance(world.act(case, judge, HoldUnexcused, hearing=last.number, says="No excuse was given."), Refused):
        return False
    world.act(case, judge, ConcludeHearing, hearing=last.number, outcome="removal")
    closed(world, case, "proceedings_ended")
    return True


def dated_anew(world: World, people: Travellers, officer: str, judge: str, *, came: bool) -> Process:
    """Adjourn to one day for the whole party, write it and serve it."""
    court, between = people.site.court, dt.timedelta(days=world.plan.hearings.between)
    after = world.day(people.site.zone) + between
    for case in going_on(people):
        last = case.file.hearings[-1]
        yield 10 * 60
        day, time = world.docket.free(court, after, people.key)
        world.act(
            case, judge, AdjournHearing, hearing=last.number, court=court, code="no_counsel" if came else "absent",
            day=day, time=time,
        )  # fmt: skip
        if not noticed(world, case, officer, kind="hearing", court=court, day=day, time=time):
            continue
        if came:
            serve(world, case, officer)
        elif case.lots.happens(f"reached {last.number}", 0.5):
            world.act(case, officer, ReportContactTried, channel="phone", reached=True)
            serve(world, case, officer)


def asked_on_return(world: World, people: Travellers, officer: str, number: int) -> Process:
    """Before each return: asked again where that is practised; words of fear open a claim, which is heard inside."""
    danger, practices = world.plan.danger, people.practices
    for case in going_on(people):
        if case.person.age < 12 or any(is_open(each, world.regime) for each in case.file.claims):
            continue
        chance = danger.says_later[0 if case.person.in_danger else 1]
        if case.lots.happens(f"asked on return {number}", practices.asked_on_return):
            if case.lots.happens(f"says later {number}", chance):
                world.act(case, officer, AskFear, language=case.file.best_language, answer="yes", words=words.FEARS[0])
        elif case.lots.happens(f"says later {number}", chance / 5) and not case.lots.happens(
            f"prescreened {number}", practices.prescreened
        ):
            world.act(case, officer, ReportFear, words=words.FEARS[1], language=case.file.best_language, new_facts=True)
    yield from heard(world, people)


def let_stay(world: World, case: Case, officer: str) -> None:
    """Take someone protected out of the programme; what is left before the court goes on inside."""
    world.act(case, officer, ExemptFromProgramme, reason="protected")
    world.act(case, officer, EndEncounter, how="admitted")
    closed(world, case, "protected")


def closed(world: World, case: Case, reason: str) -> None:
    """Close the case, where nothing in it is open; a hearing ahead is taken off this docket first."""
    clerk = world.desks.clerks[case.party.site.office][0]
    if (hearing := awaited(case)) is not None:
        world.act(case, clerk, PostponeHearing, hearing=hearing.number, reason="Heard inside the country.")
    if case.file.custody.held_since is not None:
        world.act(case, world.desks.posts[case.party.place], ReportCustody, what="released", place=case.party.site.name)
    if not isinstance(world.act(case, clerk, CloseCase, reason=reason), Refused):
        world.keeps.closed(case.id)
