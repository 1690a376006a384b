"""Erasing: two people, and then nothing of a person opens anywhere, whatever interrupts it; the proof stays."""

import datetime as dt

import pytest

from asylia.caseload.models import CaseRow, NameToken
from asylia.core.errors import Refused, SlipOfForm
from asylia.core.event import Author
from asylia.core.streams.keeping import ApproveErasure, AskErasure, LiftHold, PlaceHold
from asylia.ledger import KeyMissing, WrongSetup
from asylia.ledger.keystore import KeyStore
from asylia.shell import drafting, erasing
from asylia.shell.drafting import Writing
from asylia.shell.erasing import copy_keys, finish, keep, lives, unfinished
from asylia.shell.models import Draft
from asylia.shell.reading import keeping_of, read_case
from asylia.shell.rebuilding import rebuild
from tests.shell.erased import approved as approve_at_once
from tests.shell.people import DESKS, Desk, entries
from tests.shell.rows import rows


def closed(house, name="Ana Inventada", **more):
    """A case that came to its end."""
    desk = Desk(house).open(name, **more)
    desk.give("CloseCase", "abara", reason="programme_ended")
    return desk


def now(house, by):
    return Author(by=by, role=DESKS[by][0], at=house.clock())


def ask(house, desk, by="moyo", **more):
    """Ask to erase the person of a case; gives the erasure's id, or what refused it."""
    given = {"erasure": house.new_id(), "person": CaseRow.objects.get(case=desk.case).person, "basis": "schedule"}
    given |= {"cite": "Schedule 4.2 (invented)", "from_day": dt.date(2022, 1, 1), "who": now(house, by)} | more
    return keep(house, AskErasure(**given)) or given["erasure"]


def approve(house, erasure, by="okafor", **more):
    return keep(house, ApproveErasure(who=now(house, by), erasure=erasure, **more))


def erased(house, desk):
    """Ask, approve, destroy."""
    id = ask(house, desk)
    assert approve(house, id) is None
    assert finish(house) == 1
    return id


def test_two_people_erase_a_closed_case_and_the_record_says_so(house):
    desk = closed(house)
    person, number = desk.file.person, CaseRow.objects.get(case=desk.case).number
    drafting.keep(house, Writing("abara", desk.case, "Concur", person), {"words": "half written"})
    id = erased(house, desk)
    assert desk.file.erased
    assert not lives(house, f"person/{person}")
    row = CaseRow.objects.get(case=desk.case)
    assert (row.erased, row.number, row.person, bytes(row.name), row.version) == (
        True,
        number,
        "",
        b"",
        desk.file.version,
    )
    assert not NameToken.objects.filter(case=desk.case).exists()
    assert not Draft.objects.filter(case=desk.case).exists()
    erasure = keeping_of(house, house.raw()).erasures[id]
    assert erasure.erased is not None
    assert erasure.approved.cases == (desk.case,)
    names = [each.name for each in entries(house, erasing.stream_now(house))][-3:]
    assert names == ["erasure.asked/1", "erasure.approved/1", "record.erased/1"]
    assert house.ledger.verify(house.raw()).good
    before = rows(house)
    rebuild(house)
    assert rows(house) == before
    assert finish(house) == 0


def test_what_is_open_or_held_is_refused_and_the_try_is_recorded(house):
    """record.erasable"""
    desk = Desk(house).open().claim()
    refused = ask(house, desk)
    assert isinstance(refused, Refused)
    assert [each.rule for each in refused.rules] == ["record.erasable"] * 2
    desk = closed(house)
    held = PlaceHold(who=now(house, "okafor"), hold=house.new_id(), basis="inspection", cite="IG 22-7 (invented)")
    assert keep(house, held) is None
    assert isinstance(ask(house, desk), Refused)
    tried = entries(house, f"desk/headquarters/{house.clock():%Y-%m}")[-1]
    assert (tried.name, tried.fields["act"]) == ("act.refused/1", "AskErasure")
    assert keep(house, LiftHold(who=now(house, "okafor"), hold=held.hold, reason="Ended.")) is not None
    assert keep(house, LiftHold(who=now(house, "moyo"), hold=held.hold, reason="Ended.")) is None
    erased(house, desk)


def test_the_desk_is_read_from_the_record_and_nobody_chooses_it(house):
    """Never one person under two roles: what a form claims does not count."""
    desk = closed(house)
    id = ask(house, desk, who=Author(by="moyo", role="overseer", at=house.clock()))
    asked = keeping_of(house, house.raw()).erasures[id].asked
    assert asked.who.role == "headquarters"
    assert isinstance(approve(house, id, "moyo"), Refused)
    assert isinstance(approve(house, id, "quill"), Refused)
    assert isinstance(approve(house, id, "rowan"), Refused)
    assert approve(house, id) is None


def test_a_slip_of_form_records_nothing(house):
    desk = closed(house)
    for field, value in (("erasure", "not an id"), ("person", "a name\n"), ("cite", "x" * 301)):
        with pytest.raises(SlipOfForm) as slip:
            ask(house, desk, **{field: value})
        assert slip.value.field == field


def test_a_statement_matched_to_the_person_goes_too(house):
    """Its words are the same person's, under another id."""
    desk = Desk(house).open()
    statement = Desk(house)
    statement.give("OpenProvisionalCase", "rowan", person=house.new_id(), words="Tengo miedo.", language="es",
                   regime="us_mpp/2021-12-02")  # fmt: skip
    statement.give("MatchCase", "rowan", to=desk.case)
    statement.give("CloseCase", "abara", reason="matched")
    said = statement.file.person
    refused = ask(house, desk)
    assert isinstance(refused, Refused), "what was said is a claim in the person's own case, and open"
    approve_at_once(house, desk.file.person)
    finish(house)
    assert (desk.file.erased, statement.file.erased) == (True, True)
    assert not lives(house, f"person/{said}")
    rebuild(house)
    assert {each.erased for each in CaseRow.objects.filter(case__in=(desk.case, statement.case))} == {True}


def test_what_is_asked_in_one_year_is_approved_in_the_next(house):
    """One stream a year, read together: none of them is ever closed."""
    desk, clock = closed(house), house.clock
    id = ask(house, desk)
    try:
        house.clock = lambda: clock() + dt.timedelta(days=366)
        assert approve(house, id) is None
        finish(house)
        assert keeping_of(house, house.raw()).erasures[id].erased is not None
        years = list(house.ledger.long_streams(house.raw(), "keeping/"))
        assert years == house.ledger.streams(house.raw(), "keeping/")
        assert len(years) == 2
    finally:
        house.clock = clock
    assert desk.file.erased


def test_a_familys_own_stream_goes_with_its_last_member(house):
    family = house.new_id()
    mother, son = (closed(house, family=family, relation=relation) for relation in ("self", "child"))
    erased(house, mother)
    assert lives(house, f"family/{family}")
    erased(house, son)
    assert not lives(house, f"family/{family}")


# --- cut short


class CutError(Exception):
    """The process ended here."""


STEPS = ("project_erased", "_destroy", "forget", "_confirm")


def cut_at(monkeypatch, house, where):
    """The process ends: after the approval, after the first key, after all keys, before it is recorded."""
    if where == "forget":
        monkeypatch.setattr(house.folds, "forget", lambda: (_ for _ in ()).throw(CutError))
    elif where == "_destroy":
        original, calls = house.ledger.keys.destroy, []

        def destroy(key, at):
            if calls:
                raise CutError
            calls.append(key)
            original(key, at)

        monkeypatch.setattr(house.ledger.keys, "destroy", destroy)
    else:
        monkeypatch.setattr(erasing, where, lambda *_: (_ for _ in ()).throw(CutError))


@pytest.mark.parametrize("where", STEPS)
def test_cut_short_anywhere_it_is_ended_when_the_system_starts_again(house, monkeypatch, where):
    desk = Desk(house).open().make_open_to_hearing()
    desk.weigh()
    person = desk.file.person
    with monkeypatch.context() as cut:
        cut_at(cut, house, where)
        with pytest.raises(CutError):
            approve_at_once(house, person) or finish(house)
    if where == "project_erased":
        assert not desk.file.erased
        assert CaseRow.objects.get(case=desk.case).person == person
        return
    assert CaseRow.objects.get(case=desk.case).erased, "pages show nothing from the approval on"
    assert desk.file.erased or read_case(house, desk.case).person == person
    before = rows(house)
    rebuild(house)
    assert rows(house) == before
    assert finish(house) == 1
    assert list(unfinished(house)) == []
    assert desk.file.erased
    assert not any(lives(house, f"{kind}/{person}") for kind in ("person", "overseer"))
    assert entries(house, erasing.stream_now(house))[-1].name == "record.erased/1"
    assert rows(house) == before
    assert house.ledger.verify(house.raw()).good


def test_between_approval_and_destruction_nothing_is_taken_down_to_be_lost(house):
    """A report acknowledged in between would be destroyed with the key: it is turned away, to a new case."""
    desk = closed(house)
    person = desk.file.person
    approve_at_once(house, person)
    with pytest.raises(SlipOfForm, match="say it in a new case"):
        desk.claim()
    assert isinstance(desk.try_("CloseCase", "abara", reason="died"), Refused)
    again = Desk(house)
    with pytest.raises(SlipOfForm, match="erased under law"):
        again.give("OpenCase", "sloane", person=person, name="x", born="", nationalities=[], place="Northgate crossing",
                   regime="us_mpp/2021-12-02")  # fmt: skip
    version = desk.file.version
    finish(house)
    assert desk.file.version == version
    with pytest.raises(SlipOfForm, match="say it in a new case"):
        desk.claim()


def test_a_form_sent_again_after_the_erasure_opens_nothing(house):
    desk = Desk(house).open()
    desk.give("ReportFear", "sloane", key="k-1", words="No puedo volver.", language="es")
    approve_at_once(house, desk.file.person)
    finish(house)
    with pytest.raises(SlipOfForm, match="say it in a new case"):
        desk.give("ReportFear", "sloane", key="k-1", words="No puedo volver.", language="es")


# --- copies of the key store


def test_a_copy_of_the_keys_is_on_the_record_and_every_later_erasure_names_it(house, tmp_path):
    desk = closed(house)
    copy_keys(house, tmp_path / "copy.sqlite3")
    with pytest.raises(WrongSetup, match="already"):
        copy_keys(house, tmp_path / "copy.sqlite3")
    id = ask(house, desk)
    assert isinstance(approve(house, id), Refused)
    assert approve(house, id, last_copy=house.clock().date()) is None
    finish(house)
    until = keeping_of(house, house.raw()).erasures[id].copies_until
    assert until == house.clock().date() + dt.timedelta(days=30)


def test_a_key_store_put_back_from_before_opens_nothing_once_the_system_has_started(house, tmp_path):
    desk, other = closed(house), closed(house, "Rosa Inventada")
    person = desk.file.person
    house.ledger.keys.copy(tmp_path / "copy.sqlite3")
    approve_at_once(house, person)
    finish(house)
    put_back = KeyStore.open(f"sqlite:///{tmp_path}/copy.sqlite3", house.home)
    assert put_back.destroyed(f"person/{person}") is None
    before, house.ledger.keys = house.ledger.keys, put_back
    try:
        house.folds.forget()
        assert list(unfinished(house)) == [f"person/{person}"]
        assert finish(house) == 0
        assert desk.file.erased
        assert not other.file.erased
        assert list(unfinished(house)) == []
    finally:
        put_back.close()
        house.ledger.keys = before
        house.folds.forget()


def test_a_key_store_from_before_a_key_was_made_is_no_stumbling_block(house, tmp_path):
    early = tmp_path / "early.sqlite3"
    house.ledger.keys.copy(early)
    desk = closed(house)
    approve_at_once(house, desk.file.person)
    before, house.ledger.keys = house.ledger.keys, KeyStore.open(f"sqlite:///{early}", house.home)
    try:
        with pytest.raises(KeyMissing):
            house.ledger.keys.destroyed(f"person/{CaseRow.objects.get(case=desk.case).person or 'x'}")
        house.folds.forget()
        assert finish(house) == 1
    finally:
        house.ledger.keys.close()
        house.ledger.keys = before
        house.folds.forget()
    finish(house)
    assert desk.file.erased, "the right key store put back: the key is destroyed there too"
