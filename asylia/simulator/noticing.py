"""Notices: prepared whole or with a flaw that the core refuses, served in person and said aloud, or never arriving."""

import datetime as dt
from typing import Any

from asylia.core.errors import Refused
from asylia.core.steps.notice import PrepareNotice
from asylia.core.steps.service import ReportUndelivered, ServeNotice, WarnAloud
from asylia.simulator import words
from asylia.simulator.loop import Process
from asylia.simulator.travellers import Case, Travellers
from asylia.simulator.world import World


def first_notice(world: World, people: Travellers, officer: str) -> Process:
    """A notice to appear for everyone of the party, on one day, served in person."""
    court = people.site.court
    after = world.day(people.site.zone) + dt.timedelta(days=world.plan.hearings.lead)
    for case in people.cases:
        yield 10 * 60
        # Looked up and set in one moment: the family's own place counts as free for each of its members.
        day, time = world.docket.free(court, after, people.key)
        if noticed(world, case, officer, kind="appear", court=court, day=day, time=time):
            serve(world, case, officer)


def noticed(world: World, case: Case, by: str, **of: Any) -> bool:
    """Prepare a notice; one with a flaw that the core refuses is written again without it."""
    practices, number = case.party.practices, len(case.file.notices)
    staff = world.desks.staff[by]
    whole = case.lots.happens(f"complete {number}", practices.complete_notices)
    good = case.lots.happens(f"deliverable {number}", practices.deliverable)
    address = f"Casa Inventada {case.person.number % 40}"
    fields = {
        "language": case.file.best_language, "address_kind": "shelter", "address": address, "signer": staff.name,
        "title": staff.role.replace("_", " "), "port": case.party.site.name, **of,
    }  # fmt: skip
    flawed = {**fields, **({} if whole else {"title": ""}), **({} if good else {"address": "Facebook"})}
    if not isinstance(world.act(case, by, PrepareNotice, **flawed), Refused):
        return True
    return not isinstance(world.act(case, by, PrepareNotice, **fields), Refused)


def serve(world: World, case: Case, by: str) -> None:
    """Hand it over in person, and say aloud what follows from staying away."""
    number = len(case.file.notices)
    practices = case.party.practices
    if case.lots.happens(f"warned {number}", practices.warned_aloud):
        world.act(
            case, by, WarnAloud, notice=number, language=case.file.best_language, said_back=words.KNOWN,
            topics=("time", "place", "consequences"),
        )  # fmt: skip
    if case.lots.happens(f"arrives {number}", practices.notice_arrives):
        world.act(
            case, by, ServeNotice, notice=number, how="in_person", language=case.file.best_language, understood=True,
            said_back=words.KNOWN,
        )  # fmt: skip
    else:
        world.act(case, world.desks.monitors[case.party.place], ReportUndelivered, notice=number, why="Never came.")


def serve_again(world: World, case: Case, by: str) -> None:
    """Serve in person what was prepared and has not reached the person."""
    last = case.file.notices[-1] if case.file.notices else None
    if last is not None and (last.service is None or last.undelivered):
        hearing = case.file.hearings[last.hearing - 1] if last.hearing else None
        if last.undelivered and hearing is not None:
            noticed(world, case, by, kind="hearing", court=hearing.court, day=hearing.day, time=hearing.time)
        world.act(
            case, by, ServeNotice, notice=len(case.file.notices), how="in_person", language=case.file.best_language,
            understood=True, said_back=words.KNOWN,
        )  # fmt: skip
