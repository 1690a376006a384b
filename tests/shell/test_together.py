"""What stands beside a case when it is decided: family, court orders, draws; each read at that moment."""

import datetime as dt
import hashlib

import pytest

from asylia.caseload.models import CaseRow
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.streams.order import ConfirmOrder, EnterOrder, LiftOrder
from asylia.shell import beside, gathering
from asylia.shell.reading import family_of
from asylia.shell.rebuilding import rebuild
from tests.shell.people import BEGAN, MPP, Desk, author, entries
from tests.shell.rows import rows

RETURN = ("ReturnPerson", "sloane")


def rules(answer):
    """The ids of the rules that refused, each once."""
    assert isinstance(answer, Refused), answer
    return list(dict.fromkeys(each.rule for each in answer.rules))


# --- family


def test_a_familys_own_stream_says_what_its_members_streams_say(house):
    family = house.new_id()
    mother = Desk(house).open(family=family, relation="mother")
    son = Desk(house).open(family=family, relation="child")
    assert family_of(house, house.raw(), family) == (mother.case, son.case)
    son.give("DisproveKinship", "vega", reasons="Asked in private.")
    assert family_of(house, house.raw(), family) == (mother.case,)
    assert son.file.family == ""
    assert [each.name for each in entries(house, f"family/{family}")] == [
        "member.joined/1", "member.joined/1", "member.left/1",
    ]  # fmt: skip
    son.give("JoinFamily", "sloane", family=family, relation="child")
    assert family_of(house, house.raw(), family) == (mother.case, son.case)


def test_kinship_of_who_has_no_family_is_disproved_without_a_family_to_leave(house):
    alone = Desk(house).open()
    alone.give("DisproveKinship", "vega", reasons="Asked in private.")
    assert alone.file.family == ""


def test_no_one_is_returned_while_a_member_of_the_family_has_an_open_claim(house):
    family = house.new_id()
    mother = Desk(house).open(family=family).make_returnable()
    son = Desk(house).open(family=family, relation="child").claim()
    assert rules(mother.try_(*RETURN, port="Northgate")) == ["family.whole"]
    son.give("DisproveKinship", "vega", reasons="Asked in private.")
    mother.give(*RETURN, port="Northgate")


def test_a_family_whose_one_member_was_erased_can_still_be_decided(house):
    from tests.shell.erased import erase  # noqa: PLC0415 - one test alone erases

    family = house.new_id()
    mother = Desk(house).open(family=family).make_returnable()
    gone = Desk(house).open(family=family, relation="sibling")
    erase(house, gone.file.person)
    mother.give(*RETURN, port="Northgate")


# --- statements without a case


def state(house, words="Tengo miedo de volver."):
    """A statement of fear by someone at a telephone, without a case or an account."""
    desk = Desk(house, at=BEGAN - dt.timedelta(days=2))
    desk.give(
        "OpenProvisionalCase", "hotline", person=house.new_id(), words=words, regime=MPP, language="es", channel="phone"
    )
    desk.give("ReportFear", "hotline", words="También mi hermana.", language="es", channel="phone")
    return desk


def test_a_matched_statement_is_a_claim_in_the_persons_own_case_as_of_when_it_was_said(house):
    """fear.stay and fear.lost: matching a statement never loses its claim, nor the days that it has waited."""
    statement, own = state(house), Desk(house).open().make_returnable()
    statement.give("MatchCase", "rowan", to=own.case)
    (claim,) = own.file.claims
    assert claim.words == ("Tengo miedo de volver.", "También mi hermana.")
    assert (claim.channel, claim.who.by, claim.who.at) == ("phone", "rowan", statement.at)
    assert [each.name for each in own.record()[-3:]] == ["fear.claimed/1", "referral.made/1", "fear.said_again/1"]
    assert "fear.stay" in rules(own.try_(*RETURN, port="Northgate"))
    assert CaseRow.objects.get(case=own.case).dues.filter(key="assign").exists(), "it has a live next step"
    before = rows(house)
    rebuild(house)
    assert rows(house) == before


def test_a_statement_is_matched_to_no_case_that_is_not_there(house):
    statement = state(house)
    with pytest.raises(SlipOfForm, match="to"):
        statement.try_("MatchCase", "rowan", to=house.new_id())
    assert statement.file.matched_to == "", "nothing of it was recorded"


def test_a_matched_statement_says_more_in_a_claim_that_is_open_already(house):
    statement, own = state(house), Desk(house).open().claim("Me buscan.")
    statement.give("MatchCase", "rowan", to=own.case)
    (claim,) = own.file.claims
    assert claim.words == ("Me buscan.", "Tengo miedo de volver.", "También mi hermana.")


# --- court orders


def enter(house, order, **scope):
    """A court order that two people have entered and confirmed."""
    entered = EnterOrder(
        who=author("ferro"), order=order, court="C.D. Invented", number="1", effects=("no_return",), **scope
    )
    assert beside.order(house, entered) is None
    assert beside.order(house, ConfirmOrder(who=author("abara"), order=order)) is None


def lift(house, order):
    """The order lifted by two people."""
    assert beside.order(house, LiftOrder(who=author("ferro"), order=order, reason="reversed")) is None
    assert beside.order(house, ConfirmOrder(who=author("abara"), order=order)) is None


def test_an_order_binds_open_cases_at_once_and_until_two_people_lift_it(house):
    desk, order = Desk(house).open().make_returnable(), house.new_id()
    entered = EnterOrder(
        who=author("ferro"), order=order, court="C.D. Invented", number="1", effects=("no_return",), cases=(desk.case,)
    )
    assert beside.order(house, entered) is None
    alone = beside.order(house, ConfirmOrder(who=author("ferro"), order=order))
    assert rules(alone) == ["order.obeyed"], "the second person must be another"
    assert beside.order(house, ConfirmOrder(who=author("abara"), order=order)) is None
    assert rules(desk.try_(*RETURN, port="Northgate")) == ["order.obeyed"]
    lift(house, order)
    desk.give(*RETURN, port="Northgate")


def test_an_order_binds_only_whom_it_covers(house):
    bound, free, order = Desk(house).open().make_returnable(), Desk(house).open().make_returnable(), house.new_id()
    enter(house, order, cases=(bound.case,))
    free.give(*RETURN, port="Northgate")
    assert rules(bound.try_(*RETURN, port="Northgate")) == ["order.obeyed"]
    lift(house, order)


def test_an_order_whose_id_cannot_name_a_stream_is_a_slip_of_form(house):
    entered = EnterOrder(who=author("ferro"), order="no. 1/2022 (C.D.)", court="x", number="1", effects=("no_return",))
    with pytest.raises(SlipOfForm, match="order"):
        beside.order(house, entered)


# --- the draw


def test_the_seed_is_committed_before_it_is_first_used(house):
    desk = Desk(house, at=BEGAN.replace(month=5)).open().claim()
    assert entries(house, "draw/2022-05") == [], "nothing was drawn yet"
    desk.give("AssignOfficer", "abara", claim=1)
    (committed,) = entries(house, "draw/2022-05")
    assigned = desk.record()[-1]
    assert assigned.name == "officer.assigned/1"
    assert committed.recorded <= assigned.recorded
    seed = house.draw_seed("2022-05")
    assert committed.fields["digest"] == hashlib.sha256(seed).hexdigest()
    assert (house.home / "draw" / "2022-05.seed").stat().st_mode & 0o077 == 0


def test_a_period_has_one_seed_however_often_it_is_drawn_from(house):
    for _ in range(3):
        Desk(house, at=BEGAN.replace(month=6)).open().claim().give("AssignOfficer", "abara", claim=1)
    assert [each.name for each in entries(house, "draw/2022-06")] == ["seed.committed/1"]
    assert [each.name for each in entries(house, "draw/2022-07")] == ["seed.committed/1"], "the next one, beforehand"
    assert seedless(house, "draw/2022-06")


def test_of_two_first_draws_at_once_one_begins_again_and_the_seed_is_committed_once(house, monkeypatch):
    """The second has read the draw's stream before the first committed to it: here, an empty reading once."""
    month = BEGAN.replace(month=9)
    Desk(house, at=month).open().claim().give("AssignOfficer", "abara", claim=1)
    second, read, too_early = Desk(house, at=month).open().claim(), gathering.beside, ["draw/2022-09"]

    def reading(house, raw, stream, fold):
        return fold([]) if too_early and too_early.pop() == stream else read(house, raw, stream, fold)

    monkeypatch.setattr(gathering, "beside", reading)
    second.give("AssignOfficer", "abara", claim=1)
    assert not too_early
    assert [each.name for each in entries(house, "draw/2022-09")] == ["seed.committed/1"]
    Desk(house, at=month).open().claim().give("AssignOfficer", "abara", claim=1)


def seedless(house, stream):
    """Whether no entry of a draw's stream holds the seed itself."""
    period = stream.removeprefix("draw/")
    return house.draw_seed(period).hex() not in str([each.fields for each in entries(house, stream)])


def test_who_is_drawn_follows_from_the_committed_seed(house):
    from asylia.core.draw import drawn_officer  # noqa: PLC0415 - redrawn here as an outsider would

    desk = Desk(house).open().claim()
    desk.give("AssignOfficer", "abara", claim=1)
    seed = house.draw_seed("2022-01")
    assert desk.file.claims[0].officer == drawn_officer(seed, desk.case, 1, ("rowan", "bell"))


# --- adoption


def test_a_case_is_opened_only_under_a_regime_that_two_people_adopted(house):
    fields = {"person": "p1", "name": "x", "born": "", "nationalities": [], "place": "Northgate crossing"}
    refused = Desk(house).try_("OpenCase", "sloane", **fields, regime="us_credible_fear/2022-05-31")
    assert rules(refused) == ["procedure.regime"]
    with pytest.raises(SlipOfForm, match="regime"):
        Desk(house).try_("OpenCase", "sloane", **fields, regime="us_mpp/1999-01-01")
    Desk(house).give("OpenCase", "sloane", **fields, regime=MPP)
