"""Laws that hold in every history of commands, whoever gives them and whatever they say."""

from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from asylia.core import codec
from asylia.core.decider import CaseEvent, evolve, fold
from asylia.core.errors import Decided, Refused, SlipOfForm
from asylia.core.event import Role, name_of
from asylia.core.facts import CourtOrder, Member
from asylia.core.file import CaseFile
from asylia.core.rules import ORDER, RULES
from asylia.core.steps.evidence import EvidenceFiled
from asylia.core.steps.family import SeparationReported
from asylia.core.steps.fear import FearClaimed, FearSaidAgain, ReferralMade
from asylia.core.steps.opening import CaseOpenedProvisionally
from asylia.core.steps.portal import Asked
from asylia.core.steps.request import RequestMade
from asylia.core.steps.tracing import TracingAsked
from tests.core.build import FORMS, MPP_2021, Case
from tests.laws.histories import DECIDED, LIVE, PROGRAMME, REGIMES, STAGES, cases, commands, plain
from tests.laws.lawful import lawful

# Acts against the person: none of them may come to pass because of a report.
ADVERSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ReturnPerson", {}), ("PlaceInProgramme", {}), ("EndEncounter", {"how": "sent_back"}), ("PrepareNotice", {}),
    ("ServeNotice", {}),
)  # fmt: skip
# What must not come to pass too early, or from the wrong hands: asked at every moment of every history.
PRESSING: tuple[tuple[str, str, dict[str, Any]], ...] = (
    *((name, "", fields) for name, fields in ADVERSE),
    ("Concur", "", {}), ("Override", "", {}),
    ("ConfirmWithdrawal", "", {}), ("CloseClaim", "", {}),
    ("DecideReconsideration", "", {}), ("AskReconsideration", "", {}),
    ("SignDetermination", "", {"outcome": "negative", "met": {"withholding": False, "torture": False}}),
    ("SignDetermination", "another officer", {}), ("DecideRemedy", "", {"outcome": "against_person"}),
    ("VoteOnPanel", "hq-4", {}), ("ServeNotice", "", {"notice": 2}), ("BeginInterview", "", {}),
)  # fmt: skip
# The same from someone who takes another desk: their part in the case goes with them.
MOVED: tuple[tuple[str, str, Role], ...] = (
    ("Concur", "officer", "supervisor"), ("Concur", "border", "supervisor"), ("Concur", "interpreter", "supervisor"),
    ("SignDrawnReview", "supervisor", "headquarters"), ("DecideReconsideration", "supervisor", "asylum_officer"),
    ("DecideReconsideration", "border", "asylum_officer"), ("DecideRemedy", "officer", "judge"),
)  # fmt: skip

MEMBERS = st.lists(
    st.builds(
        Member, case=st.just("case-2"), open_claim=st.booleans(), protected=st.booleans(),
        excluded=st.sampled_from(((), ("own_national",))),
    ),
    max_size=1,
).map(tuple)  # fmt: skip
ORDERS = st.lists(
    st.builds(
        CourtOrder, id=st.just("o-1"), court=st.just("court-1"), in_custody=st.booleans(), with_counsel=st.booleans(),
        effects=st.sampled_from((("no_return",), ("no_placement",), ("counsel_before_interview",))),
        cases=st.sampled_from(((), ("case-1",))),
    ),
    max_size=1,
).map(tuple)  # fmt: skip


class Histories(RuleBasedStateMachine):
    """Commands one after another, in any order, against one case."""

    case: Case

    @initialize(case=cases(STAGES, REGIMES))
    def begin(self, case: Case) -> None:
        self.case = case

    @rule(given=commands())
    def anything(self, given: tuple[str, str, dict[str, Any]]) -> None:
        """Any command, from any desk, with anything in it."""
        self.give(*given)

    @rule(pick=st.integers(0, 200))
    def onward(self, pick: int) -> None:
        """One of the commands that pass now, in its proper form: so histories go far."""
        open_now = [name for name in FORMS if isinstance(self.case.ask(name), Decided)]
        self.give(open_now[pick % len(open_now)], "", {})

    @rule(name=st.sampled_from(tuple(FORMS)))
    def proper(self, name: str) -> None:
        """A command in its proper form, whether it is its time or not."""
        self.give(name, "", {})

    @rule(given=st.sampled_from(PRESSING))
    def press(self, given: tuple[str, str, dict[str, Any]]) -> None:
        self.give(*given)

    @rule(days=st.sampled_from((0, 1, 1, 3, 30)))
    def wait(self, days: int) -> None:
        self.case.wait(days=days)

    @rule(members=MEMBERS, orders=ORDERS)
    def beside(self, members: tuple[Member, ...], orders: tuple[CourtOrder, ...]) -> None:
        """The family's other cases, and the courts, move too."""
        self.case.facts |= {"members": members, "orders": orders}

    def give(self, name: str, by: str, fields: dict[str, Any]) -> None:
        """Decide twice, the same; change nothing by deciding; then record what is lawful."""
        try:
            command = self.case.command(name, by, **fields)
        except SlipOfForm:
            return
        before = plain(self.case)
        decision = self.case.decide(command)
        assert self.case.decide(command) == decision
        assert plain(self.case) == before
        self.check(decision)
        if isinstance(decision, Decided):
            self.case.record(command, decision)

    def check(self, decision: Decided | Refused) -> None:
        """Only lawful events, or a refusal that names every rule in legal order."""
        if isinstance(decision, Refused):
            ids = [each.rule for each in decision.rules]
            assert ids
            assert set(ids) <= set(RULES)
            assert ids == sorted(ids, key=lambda each: ORDER[each])
            return
        assert decision.events
        file = self.case.file
        for event in decision.events:
            after = evolve(file, event)
            lawful(file, event, after, self.case.regime, self.case.day)
            file = after

    @invariant()
    def whatever_is_pressed_for_now(self) -> None:
        """At every moment of every history, what passes is lawful."""
        for name, by, fields in PRESSING:
            self.check(self.case.ask(name, by, **fields))
        desks = dict(self.case.staff)
        for name, by, role in MOVED:
            self.case.change(by, role=role)
            self.check(self.case.ask(name, by))
            self.case.staff = dict(desks)

    @invariant()
    def no_report_opens_a_door(self) -> None:
        """What would be refused had nobody reported anything is refused."""
        case = self.case
        without = Case(regime=case.regime, id=case.file.id)
        without.at, without.staff, without.facts = case.at, case.staff, case.facts
        without.file = fold(case.file.id, [each for n, each in enumerate(case.events) if self.kept(n, each)])
        for name, fields in ADVERSE:
            command = case.command(name, **fields)
            plainly, truly = without.decide(command), case.decide(command)
            if isinstance(plainly, Refused) and {each.rule for each in plainly.rules} - {"procedure.closed"}:
                assert isinstance(truly, Refused), (name, plainly)

    def kept(self, number: int, event: CaseEvent) -> bool:
        # Words of fear, and what was filed, asked or looked for, are kept: later events speak of them by number.
        of_fear = isinstance(event, FearClaimed | FearSaidAgain | ReferralMade | CaseOpenedProvisionally)
        numbered = isinstance(event, Asked | EvidenceFiled | RequestMade | TracingAsked | SeparationReported)
        return of_fear or numbered or number not in self.case.reported

    def teardown(self) -> None:
        """Replay is exact: what is stored as plain data folds to the same case file."""
        if not hasattr(self, "case"):
            return
        stored = []
        for event in self.case.events:
            fields = msgspec.json.decode(msgspec.json.encode(codec.to_fields(event)))
            stored.append((name_of(event), codec.at_text(event.who.at), event.who.role, fields))
        again = [codec.from_fields(*each) for each in stored]
        assert again == self.case.events
        assert fold(self.case.file.id, again) == self.case.file
        assert msgspec.json.decode(msgspec.json.encode(self.case.file), type=CaseFile) == self.case.file


class Returns(Histories):
    """Histories of people who wait outside, or would be made to."""

    @initialize(case=cases(PROGRAMME, (MPP_2021,)))
    def begin(self, case: Case) -> None:
        self.case = case


class Decisions(Histories):
    """Histories of decisions signed, reviewed and served under live regimes."""

    @initialize(case=cases(DECIDED, LIVE))
    def begin(self, case: Case) -> None:
        self.case = case


TestHistories = Histories.TestCase
TestReturns = Returns.TestCase
TestDecisions = Decisions.TestCase
