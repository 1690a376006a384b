"""Reviewing: a review of a programme put on the record from a file, with its findings, recommendations and answers."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from asylia.core.errors import Refused
from asylia.core.event import Author, Role
from asylia.core.rules import in_full
from asylia.core.streams.recommending import (
    DONE_WITHIN,
    ContestRecommendation,
    FindingCommand,
    GivePlan,
    MakeFinding,
    MakeRecommendation,
    OpenProgrammeReview,
    ReportDone,
    SeeEvidence,
)
from asylia.shell import overseeing
from asylia.shell.house import House
from asylia.shell.reading import everyone

REVIEWS = Path(__file__).parent / "reviews"
# Who the public sources say it was sent to; which of them each recommendation was addressed to, they do not say.
ADDRESSEE = "The border, custody and screening agencies together"
PLANNED = (
    "Their joint answer of 14 January 2020 says that many recommendations were met or being met already. Its list could"
    " not be had, so what was planned for this one is not known."
)

SHOWN = "The safeguards refuse it and the measures count it, in this demonstration. What the agencies did is not known."


class Tellers(NamedTuple):
    """Who puts a review on the record, and who answers it for the agencies."""

    overseer: Author
    headquarters: Author


def put_on_record(house: House, path: Path, at: dt.datetime) -> None:
    """Put a review on the record of a demonstration, as its overseer and headquarters, at that moment."""
    staff = everyone(house, house.raw())

    def who(role: Role) -> Author:
        return Author(by=min(id for id, each in staff.items() if each.role == role), role=role, at=at)

    by = Tellers(who("overseer"), who("headquarters"))
    for command in commands(tomllib.loads(path.read_text("utf-8")), path.stem, by):
        refused = overseeing.finding(house, command)
        if isinstance(refused, Refused):
            raise AssertionError(f"{path.name}: {command}: {refused.rules}")


def commands(told: dict[str, Any], id: str, by: Tellers) -> Iterator[FindingCommand]:
    """The commands that a review's file tells of, in their order."""
    review = told["review"]
    about = {name: review[name] for name in ("title", "team", "day", "reconstruction")}
    yield OpenProgrammeReview(who=by.overseer, review=id, source=review["source"].strip(), **about)
    for each in told["finding"]:
        yield MakeFinding(who=by.overseer, review=id, says=each["says"], source=in_full(each["source"]))
    for number, each in enumerate(told["recommendation"], start=1):
        yield MakeRecommendation(
            who=by.overseer, review=id, says=each["says"], addressee=ADDRESSEE,
            day=review["sent"], evidence=each["evidence"], finding=each.get("finding", 0),
            measures=tuple(each["measures"]), safeguards=tuple(each["safeguards"]),
        )  # fmt: skip
        about = {"review": id, "recommendation": number}
        yield GivePlan(
            who=by.headquarters, owner=ADDRESSEE, words=PLANNED, by_day=review["sent"] + DONE_WITHIN, **about
        )
        yield from became(each, about, by)


def became(each: dict[str, Any], about: dict[str, Any], by: Tellers) -> Iterator[FindingCommand]:
    """What a recommendation became in this system, and whether the demonstration shows it."""
    words = f"In this system: {each['became']}"
    if each["state"] == "contested":
        yield ContestRecommendation(who=by.headquarters, words=words, **about)
        return
    counted = f"measures {', '.join(each['measures'])}" if each["measures"] else "no measure"
    evidence = f"Safeguards {', '.join(each['safeguards'])}; {counted}."
    yield ReportDone(who=by.headquarters, words=words, evidence=evidence, **about)
    if each["state"] == "shown":
        yield SeeEvidence(who=by.overseer, shows=True, words=SHOWN, **about)
