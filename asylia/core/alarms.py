"""Which rules the record shows broken at a moment: what was reported, and what is late."""

import datetime as dt

import msgspec

from asylia.core.deadlines import BY_THE_COURTS_CLOCK, due
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.rules import RULES

ANSWER_WITHIN = dt.timedelta(hours=72)  # house (oversight.md): an alarm of class A has its answer by then
# An hour by a clock somewhere is past for certain once it is past in the last of all zones (UTC-12).
LAST_ZONE = dt.timedelta(hours=12)


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that the record shows broken: its id, the case, the version that shows it (0: a limit passed).

    Alarms are never events; answers to them are (alarm.answered/1).
    """

    rule: str
    case: str
    version: int
    says: str
    since: dt.datetime

    @property
    def sentence(self) -> str:
        """The rule's one sentence."""
        return RULES[self.rule].says


def alarms(file: CaseFile, regime: Regime, now: dt.datetime) -> tuple[Alarm, ...]:
    """The class-A alarms of a case at `now` (UTC): unanswered reports first, then what is late."""
    reported = [
        Alarm(rule=each.rule, case=file.id, version=each.version, says=each.says, since=each.who.at)
        for each in file.signs
        if not each.answered and each.who.at <= now
    ]
    late = [
        Alarm(rule=each.alarm, case=file.id, version=0, says=f"Late: {each.what}.", since=each.by)
        for each in due(file, regime)
        if each.by is not None and each.by + grace(each.id) < now
    ]
    # A statement that nobody has matched to a person alarms from its first moment (fear.open-door).
    opened = file.opened
    if file.provisional and not file.matched_to and opened is not None and not late:
        says = "A statement of fear is not yet matched to a person."
        reported.append(Alarm(rule="fear.open-door", case=file.id, version=1, says=says, since=opened.at))
    return (*reported, *late)


def grace(id: str) -> dt.timedelta:
    """How long after its hour something due is late for certain: at once, or once a court's own clock says so."""
    return LAST_ZONE if id.partition(".")[0] in BY_THE_COURTS_CLOCK else dt.timedelta()
