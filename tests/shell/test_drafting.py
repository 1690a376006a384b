"""Drafts: kept sealed, given back, dropped when sent, swept after seven days."""

import datetime as dt

from asylia.shell import drafting
from asylia.shell.drafting import Writing
from asylia.shell.models import Draft
from asylia.shell.rebuilding import rebuild
from tests.shell.erased import erase
from tests.shell.people import Desk

WORDS = {"claim": 1, "words": "Me siguió un hombre — «CANARY» 👁️", "lines": [1, 2]}


def writing(desk, form="ReportFear", staff="sloane"):
    """A draft about the desk's case."""
    return Writing(staff, desk.case, form, desk.file.person)


def test_a_draft_is_given_back_as_it_was_typed_to_its_writer_alone(house):
    desk = Desk(house).open()
    at = drafting.keep(house, writing(desk), WORDS)
    assert drafting.kept(house, writing(desk)) == (WORDS, at)
    assert drafting.kept(house, writing(desk, staff="rowan")) is None
    assert drafting.kept(house, writing(desk, form="AskFear")) is None


def test_there_is_one_draft_of_a_form_the_latest(house):
    desk = Desk(house).open()
    drafting.keep(house, writing(desk), {"words": "first"})
    drafting.keep(house, writing(desk), {"words": "second"})
    assert drafting.kept(house, writing(desk))[0] == {"words": "second"}
    assert Draft.objects.filter(case=desk.case).count() == 1


def test_a_draft_stands_sealed_under_the_persons_key_and_opens_nowhere_else(house):
    desk = Desk(house).open()
    drafting.keep(house, writing(desk), WORDS)
    row = Draft.objects.get(case=desk.case)
    assert b"CANARY" not in bytes(row.sealed)
    assert row.under == f"person/{desk.file.person}"


def test_a_draft_is_dropped_by_the_command_it_became_and_by_no_other(house):
    desk = Desk(house).open()
    drafting.keep(house, writing(desk), WORDS)
    drafting.keep(house, writing(desk, "ReportContact"), WORDS)
    desk.claim()
    assert drafting.kept(house, writing(desk)) is None
    assert drafting.kept(house, writing(desk, "ReportContact")) is not None
    drafting.drop(writing(desk, "ReportContact"))
    assert drafting.kept(house, writing(desk, "ReportContact")) is None


def test_a_refused_form_keeps_its_draft(house):
    desk = Desk(house).open().claim()
    drafting.keep(house, writing(desk, "CloseClaim"), WORDS)
    desk.try_("CloseClaim", "sloane", claim=1, reason="no_fear_seen")
    assert drafting.kept(house, writing(desk, "CloseClaim")) is not None


def test_drafts_are_forgotten_after_seven_days(house, monkeypatch):
    desk = Desk(house).open()
    at = drafting.keep(house, writing(desk), WORDS)
    assert drafting.sweep(house) == 0
    assert drafting.kept(house, writing(desk)) is not None
    monkeypatch.setattr(house, "clock", lambda: at + dt.timedelta(days=7, seconds=1))
    assert drafting.kept(house, writing(desk)) is None, "not shown, swept or not"
    drafting.keep(house, writing(Desk(house).open()), WORDS)  # whoever writes next sweeps
    assert not Draft.objects.filter(case=desk.case).exists()


def test_a_rebuild_leaves_drafts_alone(house):
    desk = Desk(house).open()
    drafting.keep(house, writing(desk), WORDS)
    rebuild(house)
    assert drafting.kept(house, writing(desk)) is not None


def test_a_draft_goes_with_the_persons_key(house):
    desk = Desk(house).open()
    here = writing(desk)
    drafting.keep(house, here, WORDS)
    house.ledger.keys.destroy(f"person/{desk.file.person}", "2022-02-01T00:00:00.000Z")
    assert drafting.kept(house, here) is None, "it cannot be opened"
    erase(house, here.person)
    assert not Draft.objects.filter(case=desk.case).exists()
