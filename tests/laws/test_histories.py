"""Laws that hold in every history of commands, whoever gives them and whatever they say."""

from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from asylia.core import codec
from asylia.core.decider import fold
from asylia.core.errors import Decided, Refused, SlipOfForm
from asylia.core.event import ROLES, Role, name_of
from asylia.core.facts import CourtOrder, Member
from asylia.core.file import CaseFile, Claim, Determination
from asylia.core.rules import ORDER, RULES
from asylia.core.steps.custody import PersonReturned
from asylia.core.steps.determination import DeterminationSigned
from asylia.core.steps.fear import FearClaimed, FearSaidAgain, ReferralMade, WithdrawalConfirmed
from asylia.core.steps.notice import NoticeServed
from asylia.core.steps.opening import CaseOpenedProvisionally
from tests.core.build import FORMS, Case
from tests.laws.histories import cases, commands, plain

# Acts against the person: none of them may come to pass because of a report.
ADVERSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ReturnPerson", {}), ("PlaceInProgramme", {}), ("EndEncounter", {"how": "sent_back"}), ("BeginInterview", {}),
    ("PrepareNotice", {}), ("ServeNotice", {}),
)  # fmt: skip
PRESSING = (
    *ADVERSE, ("ReturnPerson", {}), ("Concur", {}), ("Override", {}), ("ConfirmWithdrawal", {}), ("CloseClaim", {}),
    ("SignDetermination", {"outcome": "negative", "met": {"withholding": False, "torture": False}}),
    ("DecideReconsideration", {}), ("DecideRemedy", {"outcome": "against_person"}), ("HoldUnexcused", {}),
    ("ServeNotice", {"notice": 2}),
)  # fmt: skip
# The parts of one side: a border officer may encounter, detain and refer; an officer hears and decides.
SIDES = (("encountered", "detained", "referred"), ("interviewed", "decided"), ("reviewed",), ("reconsidered",),
         ("interpreted",))  # fmt: skip

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
    signed: dict[tuple[int, int], Determination]

    @initialize(case=cases())
    def begin(self, case: Case) -> None:
        self.case = case
        self.signed = {}

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
    def press(self, given: tuple[str, dict[str, Any]]) -> None:
        """What must not come to pass too early is tried again and again."""
        self.give(given[0], "", given[1])

    @rule(days=st.integers(0, 30))
    def wait(self, days: int) -> None:
        self.case.wait(days=days)

    @rule(members=MEMBERS, orders=ORDERS)
    def beside(self, members: tuple[Member, ...], orders: tuple[CourtOrder, ...]) -> None:
        """The family's other cases, and the courts, move too."""
        self.case.facts |= {"members": members, "orders": orders}

    @rule(id=st.sampled_from(("officer", "supervisor", "border", "interpreter", "hq-1")), role=st.sampled_from(ROLES))
    def moves(self, id: str, role: Role) -> None:
        """Someone takes another desk: their part in the case goes with them."""
        self.case.change(id, role=role)

    def give(self, name: str, by: str, fields: dict[str, Any]) -> None:
        case = self.case
        try:
            command = case.command(name, by, **fields)
        except SlipOfForm:
            return
        before = plain(case)
        decision = case.decide(command)
        assert case.decide(command) == decision
        assert plain(case) == before
        if isinstance(decision, Refused):
            self.is_a_refusal(decision)
            return
        assert isinstance(decision, Decided)
        assert decision.events
        for event in decision.events:
            self.lawful(event)
        case.record(command, decision)

    def is_a_refusal(self, refused: Refused) -> None:
        """Every rule known, in legal order, the first the rule of record."""
        ids = [each.rule for each in refused.rules]
        assert ids
        assert set(ids) <= set(RULES)
        assert ids == sorted(ids, key=lambda each: ORDER[each])

    def lawful(self, event: object) -> None:
        """What must hold at the moment of an event, in words of its own: not those of the core."""
        file, regime = self.case.file, self.case.regime
        if isinstance(event, PersonReturned):
            assert not any(undecided(each) for each in file.claims)
            assert not any(positive(each) for each in file.claims)
            assert regime.historical or any(each.answer in ("yes", "no") for each in file.asked)
        if isinstance(event, WithdrawalConfirmed) and not regime.historical:
            said = file.claims[event.claim - 1].withdrawn_on
            assert said is not None
            assert said < self.case.day
        if isinstance(event, DeterminationSigned) and event.outcome == "negative" and not regime.historical:
            for protection in regime.protections:
                found = {
                    each.element
                    for each in event.findings
                    if each.protection == protection.id and each.finding == "found"
                }
                barred = any(each.protection == protection.id and each.finding == "found" for each in event.bars)
                assert barred or found < {each.id for each in protection.elements}
        if isinstance(event, NoticeServed) and not regime.historical:
            notice = file.notices[event.number - 1]
            determination = file.determination(notice.claim, notice.determination)
            if notice.kind == "decision" and determination is not None:
                others = {each.who.by for each in determination.reviews if each.kind != "returned"}
                assert others - {determination.who.by}

    @invariant()
    def what_was_signed_stays(self) -> None:
        """An override, a return, a remedy: the finding that they answer stays, beside them, for ever."""
        for claim in self.case.file.claims:
            for determination in claim.determinations:
                key = claim.number, determination.number
                first = self.signed.setdefault(key, determination)
                assert as_signed(determination) == as_signed(first)
                assert determination.reviews[: len(first.reviews)] == first.reviews
                given = first.service is not None and first.standing == "positive"
                assert not given or determination.standing == "positive"
                self.signed[key] = determination
        assert len(self.signed) == sum(len(each.determinations) for each in self.case.file.claims)

    @invariant()
    def nobody_takes_two_sides(self) -> None:
        """Nobody holds two parts in one case, under any live regime."""
        if self.case.regime.historical:
            return
        taken: dict[str, set[int]] = {}
        for each in self.case.file.parts:
            side = next(number for number, side in enumerate(SIDES) if each.part in side)
            taken.setdefault(each.staff, set()).add(side)
        assert all(len(sides) == 1 for sides in taken.values()), taken

    @invariant()
    def no_report_opens_a_door(self) -> None:
        """What would be refused had nobody reported anything is refused."""
        case = self.case
        without = Case(regime=case.regime, id=case.file.id, **{k: v for k, v in case.facts.items() if k != "regimes"})
        without.at, without.staff = case.at, case.staff
        without.file = fold(case.file.id, [each for n, each in enumerate(case.events) if self.kept(n, each)])
        for name, fields in ADVERSE:
            command = case.command(name, **fields)
            plainly, truly = without.decide(command), case.decide(command)
            if isinstance(plainly, Refused) and {each.rule for each in plainly.rules} - {"procedure.closed"}:
                assert isinstance(truly, Refused), (name, plainly)

    def kept(self, number: int, event: object) -> bool:
        # Words of fear are kept: what they open is a duty, and later events speak of the claim.
        of_fear = isinstance(event, FearClaimed | FearSaidAgain | ReferralMade | CaseOpenedProvisionally)
        return of_fear or number not in self.case.reported

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
        file = msgspec.json.decode(msgspec.json.encode(self.case.file), type=CaseFile)
        assert file == self.case.file


def undecided(claim: Claim) -> bool:
    """A claim that nothing has ended: no closing, no confirmed withdrawal, no decision served and standing."""
    last = claim.determination
    served = last is not None and last.service is not None and not last.returned
    return not (claim.closed or claim.withdrawal == "confirmed" or served)


def positive(claim: Claim) -> bool:
    """A claim whose served decision stands in the person's favour."""
    last = claim.determination
    return last is not None and last.service is not None and last.standing == "positive" and not claim.closed


def as_signed(determination: Determination) -> tuple[object, ...]:
    """What the officer signed."""
    return (
        determination.who, determination.outcome, determination.met, determination.findings, determination.bars,
        determination.reasons, determination.statement,
    )  # fmt: skip


TestHistories = Histories.TestCase
