"""Alarms: which rules the record shows broken now, reported or late, and the answers to them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import NamedTuple, cast

from django.db.models import Count, Min
from django.http import HttpResponse

from asylia.caseload.models import AlarmRow, DueRow
from asylia.core.alarms import ANSWER_WITHIN
from asylia.core.deadlines import due, open_name
from asylia.core.event import Role
from asylia.core.rules import RULES
from asylia.core.steps.pressure import AnswerLate, AnswerSign
from asylia.web.act import Step, of_step
from asylia.web.cases import Case, CaseRequest
from asylia.web.fields import Ask, Asks
from asylia.web.standing import day
from asylia.web.templatetags.words import DESKS

REPORTED_TO = "Supervisor, headquarters"  # whoever of them sees the case answers what a report shows broken


class Alarm(NamedTuple):
    """One rule that one case shows broken: by a report that nobody has answered, or by a limit that has passed."""

    rule: str
    says: str
    case: str
    number: str
    since: dt.datetime
    owner: str
    late: bool
    answered: bool = False
    due: str = ""
    claim: int = 0

    @property
    def answer_by(self) -> dt.datetime:
        """By when it is answered."""
        return self.since + ANSWER_WITHIN

    @property
    def sentence(self) -> str:
        """The rule's one sentence."""
        return RULES[self.rule].says

    @property
    def state(self) -> str:
        """In a word."""
        return "late" if self.late else "reported"


@dataclass(frozen=True)
class Group:
    """The alarms of one rule, counted."""

    rule: str
    sentence: str
    count: int
    since: dt.datetime
    owners: str

    @property
    def day(self) -> str:
        """Since which day the oldest stands."""
        return day(self.since)


def reported() -> Iterator[Alarm]:
    """Yield the alarms that reports raised, unanswered, oldest first."""
    for row in AlarmRow.objects.select_related("case"):
        yield Alarm(row.rule, row.says, row.case_id, row.case.number, row.since, REPORTED_TO, late=False)


def late(now: dt.datetime) -> Iterator[Alarm]:
    """Yield what is late, oldest first: the rule that its lateness breaks, and the desk it is due from."""
    for row in DueRow.objects.filter(by__lt=now).select_related("case").order_by("by", "case_id", "key"):
        if row.by is not None:
            owner = DESKS[row.desk].capitalize()  # type: ignore[index]  # a desk of the core's list
            yield Alarm(
                row.alarm, f"Late: {row.what}.", row.case_id, row.case.number, row.by, owner, late=True,
                answered=row.answered, due=open_name(row.key), claim=row.claim,
            )  # fmt: skip


def standing(now: dt.datetime) -> list[Alarm]:
    """Return every class-A alarm of the caseload, oldest first."""
    return sorted([*reported(), *late(now)], key=lambda each: (each.since, each.case, each.rule))


def by_rule(now: dt.datetime) -> list[Group]:
    """Return the alarms that stand, counted by rule, the rule with the oldest first; counted where they lie."""
    found = [
        (row["rule"], REPORTED_TO, row["count"], row["oldest"])
        for row in AlarmRow.objects.order_by().values("rule").annotate(count=Count("pk"), oldest=Min("since"))
    ]
    overdue = DueRow.objects.order_by().filter(by__lt=now).values("alarm", "desk")
    found += [
        (row["alarm"], DESKS[cast("Role", row["desk"])].capitalize(), row["count"], row["oldest"])
        for row in overdue.annotate(count=Count("pk"), oldest=Min("by"))
    ]
    ordered = groupby(sorted(found, key=lambda each: each[0]), key=lambda each: each[0])
    return sorted((group_of(rule, list(of_rule)) for rule, of_rule in ordered), key=lambda each: each.since)


def group_of(rule: str, found: list[tuple[str, str, int, dt.datetime]]) -> Group:
    """Return the alarms of one rule as a row."""
    owners = ", ".join(sorted({owner for _, owner, _, _ in found}))
    count = sum(count for _, _, count, _ in found)
    return Group(rule, RULES[rule].says, count, min(oldest for _, _, _, oldest in found), owners)


def _asks(case: Case) -> Asks:
    open_rules = dict.fromkeys(each.rule for each in case.file.signs if not each.answered)
    return {
        "rule": Ask("Which alarm", choices={rule: RULES[rule].says for rule in open_rules}),
        "answer": Ask("What was found and done", hint="It stands on the record beside the report; the report stays.",
                      long=True),
    }  # fmt: skip


ANSWER = Step(AnswerSign, "Answer an alarm", "Record the answer", "The answer was not recorded",
              "An answer closes nothing that is late, and changes nothing in the report it answers.",
              asks=_asks)  # fmt: skip


def answer(request: CaseRequest, case: str) -> HttpResponse:
    """Answer an alarm of a case; the overseer returns to the worklist, others to the case."""
    rule = request.GET.get("rule", "")

    def asks(opened: Case) -> Asks:
        named = _asks(opened)
        return {**named, "rule": replace(named["rule"], given=rule if rule in named["rule"].choices else None)}

    back = "alarms" if request.account.role == "overseer" else ""
    return of_step(replace(ANSWER, asks=asks, back=back))(request, case)


ANSWER_LATE = Step(AnswerLate, "Answer for what is late", "Record the answer", "The answer was not recorded",
                   "It stays due until it is done. The answer says why it is late, and by when it will be done.",
                   )  # fmt: skip


def answer_late(request: CaseRequest, case: str) -> HttpResponse:
    """Answer for something late in a case; the overseer returns to the worklist, others to the case."""
    key, claim = request.GET.get("due", ""), request.GET.get("claim", "0")

    def asks(opened: Case) -> Asks:
        now = dt.datetime.now(dt.UTC)
        found = [each for each in due(opened.file, opened.regime) if each.by is not None and each.by < now]
        late = {open_name(each.id): each.what for each in found}
        claims = {str(each.claim): f"Fear claim {each.claim}" if each.claim else "The case" for each in found}
        return {
            "due": Ask("What is late", choices=late, given=key if key in late else None),
            "claim": Ask("Of which claim", choices=claims, given=claim),
            "answer": Ask("Why, and by when it will be done", hint="What keeps it, and the day. No names.", long=True),
        }

    back = "alarms" if request.account.role == "overseer" else ""
    return of_step(replace(ANSWER_LATE, asks=asks, back=back))(request, case)
