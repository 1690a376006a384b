"""Keeping: holds by one person, lifted by another; erasures asked for by one, approved by another from outside."""

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from asylia.core.codec import from_fields_beside, to_fields
from asylia.core.errors import Refused
from asylia.core.event import Author, Role, name_of
from asylia.core.standing import unended
from asylia.core.streams.keeping import (
    ApproveErasure,
    AskErasure,
    DeclineErasure,
    ErasureApproved,
    Keeping,
    KeepingCommand,
    KeepingEvents,
    Kept,
    KeysCopied,
    LiftHold,
    PlaceHold,
    RecordErased,
    decide,
    fold,
)
from tests.core.build import opened

AT = dt.datetime(2022, 3, 1, 15, tzinfo=dt.UTC)
TODAY = AT.date()
KEPT = Kept(persons=("p-1",), cases=("c-1",), keys=("person/p-1", "overseer/p-1"), took_part=("officer", "hq-9"))
OUTSIDE = "overseer"


def who(by: str = "hq-1", role: Role = "headquarters") -> Author:
    return Author(by=by, role=role, at=AT)


def hold(by: str = "hq-1", **more: Any) -> PlaceHold:
    return PlaceHold(**{"who": who(by), "hold": "h-1", "basis": "court_order", "cite": "21-cv-1 (invented)"} | more)


def ask(by: str = "hq-1", **more: Any) -> AskErasure:
    given = {"who": who(by), "erasure": "e-1", "person": "p-1", "basis": "statute", "cite": "Act 1 (invented)"}
    return AskErasure(**given | {"from_day": TODAY} | more)


def approve(by: str = "out-1", role: Role = "overseer", **more: Any) -> ApproveErasure:
    return ApproveErasure(who=who(by, role), erasure="e-1", **more)


def after(*commands: KeepingCommand, kept: Kept = KEPT, then: tuple[KeepingEvents, ...] = ()) -> Keeping:
    """What is kept after commands that all pass, and events that follow them."""
    events: list[KeepingEvents] = []
    for command in commands:
        event = decide(fold(events), command, kept, TODAY)
        assert not isinstance(event, Refused), event
        events.append(event)
    return fold([*events, *then])


def refused(file: Keeping, command: KeepingCommand, kept: Kept = KEPT, day: dt.date = TODAY) -> list[tuple[str, str]]:
    """The rules that refuse it, each with what breaks it."""
    answer = decide(file, command, kept, day)
    assert isinstance(answer, Refused), answer
    return [(each.rule, each.detail) for each in answer.rules]


def only(file: Keeping, command: KeepingCommand, detail: str, kept: Kept = KEPT, day: dt.date = TODAY) -> None:
    """Refused by record.erasable alone, for that reason."""
    ((rule, says),) = refused(file, command, kept, day)
    assert (rule, detail in says) == ("record.erasable", True), says


def test_record_erasable_two_people_from_two_desks_erase() -> None:
    """record.erasable: one asks, another approves, one of them outside the agency; the keys to go are named (house)."""
    file = after(ask(), approve(last_copy=TODAY))
    erasure = file.erasures["e-1"]
    assert (erasure.waits, erasure.erased, file.erasure_of("c-1")) == (False, None, erasure)
    assert erasure.approved is not None
    assert (erasure.approved.cases, erasure.approved.keys) == (KEPT.cases, KEPT.keys)
    assert erasure.copies_until == TODAY + dt.timedelta(days=30)
    assert file.leaves("p-1")
    assert not file.leaves("p-2")
    done = RecordErased(who=who(), erasure="e-1")
    assert after(ask(), approve(), then=(done,)).erasures["e-1"].erased == AT


def test_record_erasable_nobody_is_both_people() -> None:
    """record.erasable: who asked does not approve, under another desk either; and one is outside the agency (house)."""
    only(after(ask()), approve("hq-1"), "a second person")
    only(after(ask()), approve("hq-2", "headquarters"), "outside the agency's chain")
    only(after(ask("out-1", who=who("out-1", OUTSIDE))), approve("out-2"), "outside the agency's chain")
    after(ask(who=who("out-1", OUTSIDE)), approve("hq-1", "headquarters"))


@pytest.mark.parametrize("role", ["border_officer", "asylum_officer", "supervisor", "judge", "counsel", "anyone"])
def test_record_erasable_no_other_desk_has_a_part_in_it(role: Role) -> None:
    """record.erasable: headquarters and the overseer, nobody else (house)."""
    for command in (ask(who=who("x", role)), hold(who=who("x", role))):
        assert refused(Keeping(), command)[0][0] == "record.erasable"
    assert refused(after(ask()), approve("x", role))[0][0] == "record.erasable"
    assert refused(after(hold()), LiftHold(who=who("x", role), hold="h-1", reason="r"))[0][0] == "record.erasable"
    assert refused(after(ask()), DeclineErasure(who=who("x", role), erasure="e-1", reason="r"))


def test_record_erasable_needs_a_legal_basis() -> None:
    """record.erasable: an erasure, like a hold, names its basis by code and citation (house)."""
    only(Keeping(), ask(cite=" "), "no legal basis")
    only(Keeping(), hold(cite=""), "no legal basis")


def test_record_erasable_never_while_a_hold_is_in_force() -> None:
    """record.erasable: a hold on this person, or on everyone, forbids asking and approving until lifted (house)."""
    for held in (hold(person="p-1"), hold()):
        only(after(held), ask(), "a hold of 2022-03-01 is in force (court order, 21-cv-1 (invented))")
        only(after(ask(), held), approve(), "a hold of 2022-03-01 is in force")
    lifted = LiftHold(who=who("hq-2"), hold="h-1", reason="Dismissed.")
    after(ask(), hold(), lifted, approve())
    after(ask(), hold(person="p-2"), approve())
    only(after(hold(person="p-7")), ask(), "a hold of", replace(KEPT, persons=("p-1", "p-7")))


def test_record_erasable_who_placed_a_hold_does_not_lift_it() -> None:
    """record.erasable: another person lifts it, with a reason, once (house)."""
    placed = after(hold())
    only(placed, LiftHold(who=who("hq-1"), hold="h-1", reason="r"), "another person")
    only(placed, LiftHold(who=who("hq-2"), hold="h-1", reason=""), "no reason")
    lift = LiftHold(who=who("hq-2"), hold="h-1", reason="r")
    assert refused(after(hold(), lift), lift) == [("procedure.exists", "no such hold is in force")]
    assert refused(placed, hold())[0][0] == "procedure.once"


def test_record_erasable_never_while_anything_is_open() -> None:
    """record.erasable: a case not closed, a claim, a review, a remedy, an alarm nobody answered (house)."""
    case = opened()
    open_now = tuple(unended(case.file, case.regime))
    assert open_now == ("a case of this person is not closed",)
    claimed = opened().do("ReportFear")
    assert any("fear claim 1 is open" in each for each in unended(claimed.file, claimed.regime))
    reported = opened().do("ReportReturn")
    assert any("nobody has answered" in each for each in unended(reported.file, reported.regime))
    only(Keeping(), ask(), "not closed", replace(KEPT, open=open_now))
    only(after(ask()), approve(), "not closed", replace(KEPT, open=open_now))
    closed = opened().do("CloseCase", reason="programme_ended")
    assert list(unended(closed.file, closed.regime)) == []


def test_record_erasable_nobody_with_a_part_in_the_case_takes_part_in_erasing_it() -> None:
    """record.erasable: neither a decider nor a reviewer, nor anyone else who had a part in it (house)."""
    only(Keeping(), ask("hq-9"), "took part")
    only(after(ask(), kept=replace(KEPT, took_part=())), approve("officer"), "took part")
    only(after(ask("hq-9"), kept=replace(KEPT, took_part=())), approve(), "took part")


def test_record_erasable_nothing_is_erased_twice_nor_where_there_is_nothing() -> None:
    """record.erasable: already erased, or no such record, is said plainly (house)."""
    only(Keeping(), ask(), "nothing to erase", replace(KEPT, keys=()))
    erased = after(ask(), approve())
    only(erased, ask(erasure="e-2"), "erased already")
    only(erased, hold(person="p-1"), "erased already")
    assert refused(erased, approve()) == [("procedure.once", "this request was answered already")]
    assert refused(after(ask()), ask(erasure="e-2"))[0][0] == "procedure.once"
    assert refused(Keeping(), approve())[0][0] == "procedure.exists"


def test_record_erasable_never_before_the_law_allows_it() -> None:
    """record.erasable: the first day on which the law allows it is named when it is asked for (house)."""
    tomorrow = TODAY + dt.timedelta(days=1)
    waits = after(ask(from_day=tomorrow))
    only(waits, approve(), f"the law allows it from {tomorrow} on")
    assert isinstance(decide(waits, approve(), KEPT, tomorrow), ErasureApproved)


def test_record_erasable_names_the_last_copy_of_the_keys() -> None:
    """record.erasable: a copy on the record is named, and none on a day to come (house: the key store)."""
    copied = after(ask(), then=(KeysCopied(who=who()),))
    only(copied, approve(), "a copy of the key store was made on 2022-03-01")
    only(after(ask()), approve(last_copy=TODAY + dt.timedelta(days=1)), "on a day to come")
    assert isinstance(decide(copied, approve(last_copy=TODAY), KEPT, TODAY), ErasureApproved)
    assert after(ask(), approve()).erasures["e-1"].copies_until is None


def test_record_erasable_a_request_can_be_declined_and_asked_again() -> None:
    """record.erasable: a request that waits is ended with a reason, by either desk; it erases nothing (house)."""
    decline = DeclineErasure(who=who("out-1", OUTSIDE), erasure="e-1", reason="The schedule says otherwise.")
    only(after(ask()), replace(decline, reason=" "), "no reason")
    declined = after(ask(), decline)
    assert not declined.leaves("p-1")
    assert isinstance(decide(declined, ask(erasure="e-2"), KEPT, TODAY), type(decide(Keeping(), ask(), KEPT, TODAY)))


def test_events_of_keeping_are_read_as_they_were_written() -> None:
    """Every event of these streams goes through the codec and comes back the same."""
    for command in (hold(person="p-1"), ask(), LiftHold(who=who("hq-2"), hold="h-1", reason="r")):
        event = decide(after(hold()) if isinstance(command, LiftHold) else Keeping(), command, KEPT, TODAY)
        assert not isinstance(event, Refused)
        stored = to_fields(event)
        assert (
            from_fields_beside("keeping", name_of(event), "2022-03-01T15:00:00.000Z", "headquarters", stored) == event
        )
