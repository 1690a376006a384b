"""Accounting: no look goes from the read log unseen, and a period's seed is revealed after it, once, as committed."""

import datetime as dt
from contextlib import contextmanager

import pytest

from asylia.core.codec import at_text
from asylia.core.draw import is_drawn, seed_digest
from asylia.core.errors import SlipOfForm
from asylia.core.streams.drawing import SeedCommitted
from asylia.ledger import WrongSetup
from asylia.shell.accounting import digest_reads, reveal_seed, verify_reads
from asylia.shell.reading import append_beside
from tests.shell.people import Desk, author, entries


@contextmanager
def later(house, **by):
    """The house, some time from now."""
    clock = house.clock
    house.clock = lambda: clock() + dt.timedelta(**by)
    yield
    house.clock = clock


def look(house, staff="abara", case="case/1"):
    with house.transaction() as raw:
        house.ledger.record_read(
            raw, recorded=at_text(house.clock()), staff=staff, page="case", purpose="review", shown=True, stream=case
        )


def altered(house, sql):
    """The read log changed by whoever owns the database, with the triggers off."""
    raw, engine = house.raw(), house.ledger.engine
    if engine.kind == "sqlite":
        for what in ("insert", "update", "delete"):
            engine.execute(raw, f"DROP TRIGGER IF EXISTS ledger_reads_{what}")
    else:
        engine.execute(raw, "ALTER TABLE ledger_reads DISABLE TRIGGER ALL")
    engine.execute(raw, sql)


def test_looks_are_digested_once_each_and_only_when_they_have_settled(house):
    look(house)
    assert digest_reads(house) is None, "one that is being written may still take an earlier place"
    with later(house, minutes=11):
        look(house)
        assert digest_reads(house).rows == 1
        assert digest_reads(house) is None
    with later(house, minutes=22):
        assert digest_reads(house).rows == 1
    assert verify_reads(house) == ""
    assert entries(house, f"keeping/{house.clock():%Y}")[-1].name == "reads.digested/1"


def test_more_looks_than_one_batch_are_digested_whole(house, monkeypatch):
    monkeypatch.setattr("asylia.ledger.readlog.BATCH", 3)
    for number in range(8):
        look(house, case=f"case/{number}")
    with later(house, minutes=33):
        assert digest_reads(house).rows == 8
    assert verify_reads(house) == ""


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_reads SET staff = 'nobody' WHERE id = 2",
        "DELETE FROM ledger_reads WHERE id = 1",
        "DELETE FROM ledger_reads WHERE id = (SELECT max(id) FROM ledger_reads)",
    ],
)
def test_a_look_that_is_changed_or_taken_away_is_named(original, engine, tmp_path, sql):
    """read.accounted"""
    from tests.shell.deployment import copied, drop, in_use  # noqa: PLC0415 - a house of its own, to spoil

    copy = copied(original(engine), tmp_path)
    with in_use(copy) as house:
        for number in range(3):
            look(house, case=f"case/{number}")
        with later(house, minutes=11):
            digest_reads(house)
        assert verify_reads(house) == ""
        altered(house, sql)
        assert verify_reads(house).startswith("the looks numbered 1 to 3 are not those digested")
    drop(copy)


def test_a_seed_is_revealed_after_its_period_and_redraws_what_was_drawn(house):
    """review.draw"""
    period = "2022-01"
    desk = Desk(house).open().make_open_to_hearing()
    desk.decide("negative")
    with pytest.raises(WrongSetup, match="not over"):
        reveal_seed(house, f"{house.clock():%Y-%m}")
    for period_, says in (("2022-13", "a year and a month"), ("1999-01", "nothing was drawn")):
        with pytest.raises(WrongSetup, match=says):
            reveal_seed(house, period_)
    seed = reveal_seed(house, period)
    assert reveal_seed(house, period) == seed
    assert [each.name for each in entries(house, f"draw/{period}")] == ["seed.committed/1", "seed.revealed/1"]
    with pytest.raises(SlipOfForm, match="is revealed"):
        Desk(house).open().claim().give("AssignOfficer", "abara", claim=1)
    drawn = desk.file.claims[0].determination.drawn_for == "headquarters"
    rate = next(each.rate.negative for each in house.regime(desk.file.regime).review if each.selects == "drawn")
    assert is_drawn(bytes.fromhex(seed), "headquarters", desk.case, 1, 1, rate) == drawn


def test_a_seed_other_than_the_committed_one_is_not_revealed(house):
    with house.transaction() as raw:
        append_beside(house, raw, "draw/2021-05", SeedCommitted(who=author("quill"), digest="0" * 64))
    with pytest.raises(WrongSetup, match="not the one that was committed"):
        reveal_seed(house, "2021-05")


def test_a_month_is_over_when_it_is_over_everywhere(house):
    with house.transaction() as raw:
        seed = house.draw_seed("2023-03")
        append_beside(house, raw, "draw/2023-03", SeedCommitted(who=author("quill"), digest=seed_digest(seed)))
    clock = house.clock
    try:
        house.clock = lambda: dt.datetime(2023, 4, 1, 11, 59, tzinfo=dt.UTC)
        with pytest.raises(WrongSetup, match="not over"):
            reveal_seed(house, "2023-03")
        house.clock = lambda: dt.datetime(2023, 4, 1, 12, 0, tzinfo=dt.UTC)
        assert reveal_seed(house, "2023-03") == seed.hex()
    finally:
        house.clock = clock
