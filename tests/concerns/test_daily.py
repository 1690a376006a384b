"""Every day: checkpoints from which a lost report shows, bundles that tell no number, and times that tell no hour."""

import base64
import datetime as dt
import json
import sqlite3
import stat
from hashlib import sha256

import pyrage
import pytest

from asylia.concerns.answering import sealed, signing
from asylia.concerns.box import Box, begins
from asylia.concerns.channel import DATABASE, Unfit, make, new_recipient, read
from asylia.concerns.counting import counted
from asylia.concerns.daily import Broken, bundle_path, close, days, key_of, verify
from asylia.concerns.keeping import answer, keep, kept, opened
from asylia.concerns.opener import NotOpened, identity, parcels
from asylia.concerns.receipt import drawn, receipt
from asylia.concerns.sealing import NotAParcel, seal
from tests.concerns.conftest import scene_in

MONDAY = dt.date(2027, 3, 1)
CHANGES = {
    "report": ("DELETE FROM report", "UPDATE report SET period = '2000-01-01'"),
    "answer": ("DELETE FROM answer", "UPDATE answer SET period = '2000-01-01'"),
    "day": ("DELETE FROM day", "UPDATE day SET period = '2000-01-01'"),
}


def report(scene, words="Invented.", said=None, **more):
    """A sealed report, and the twelve words of it."""
    said = said or drawn()
    keys = [each.key for each in scene.channel.recipient]
    return seal({"kind": "report", "words": words, **more}, receipt(said), keys), said


@pytest.fixture
def box(scene):
    """The channel's box."""
    made = Box(scene.home / DATABASE)
    yield made
    made.close()


def test_a_day_that_is_over_has_its_checkpoint_and_a_bundle_for_everybody_even_without_a_report(scene, box):
    parcel, _ = report(scene)
    keep(scene.channel, box, parcel, MONDAY)
    assert close(scene.home, scene.channel, box, MONDAY) == ["2027-02-28"], "today is not over"
    assert close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=3)) == [
        "2027-03-01",
        "2027-03-02",
        "2027-03-03",
    ]
    told = days(box)
    verify(told, key_of(scene.home))
    assert [len(day.leaves) for day in told] == [64] * 4
    assert parcel.leaf in told[1].leaves
    sizes = set()
    for each in scene.channel.recipient:
        for day, count in zip(told, (0, 1, 0, 0), strict=True):
            path = bundle_path(scene.home, each.id, day.period)
            assert len(parcels(path.read_bytes(), identity(scene.key(each.id)))) == count
            sizes.add(path.stat().st_size // (16 << 10))
            assert path.stat().st_mtime == begins(day.period)
    assert sizes == {1, 8}


def test_a_report_that_is_taken_away_is_missed_from_the_list_and_by_its_promise(scene, box):
    parcel, said = report(scene)
    keep(scene.channel, box, parcel, MONDAY)
    close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=1))
    of = receipt(said)
    proven = sha256(b"\x00" + sha256(b"\x01" + of.secret).digest() + sha256(parcel.data).digest()).digest()
    assert proven in days(box)[-1].leaves, "who has the words can show it, and not what it said"
    forged = days(box)
    without = tuple(leaf for leaf in forged[-1].leaves if leaf != proven)
    with pytest.raises(Broken, match="2027-03-01"):
        verify(
            [*forged[:-1], type(forged[-1])(period=forged[-1].period, note=forged[-1].note, leaves=without)],
            key_of(scene.home),
        )


@pytest.mark.parametrize("table", CHANGES)
def test_nothing_is_deleted_or_changed(scene, box, table):
    parcel, _ = report(scene)
    keep(scene.channel, box, parcel, MONDAY)
    close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=1))
    db = sqlite3.connect(scene.home / DATABASE)
    if table == "answer":
        db.execute("INSERT INTO answer VALUES (x'01', x'02', '2027-03-01', 'union', x'03')")
    for statement in CHANGES[table]:
        with pytest.raises(sqlite3.IntegrityError, match="nothing is deleted"):
            db.execute(statement)
    db.close()


def test_weeks_where_few_are_active_and_no_hour_anywhere(tmp_path):
    scene = scene_in(tmp_path, staff=6)
    box = Box(scene.home / DATABASE)
    parcel, said = report(scene)
    assert keep(scene.channel, box, parcel, MONDAY + dt.timedelta(days=3)) == "2027-W09"
    assert close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=6)) == []
    assert close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=7)) == ["2027-W09"]
    assert [each.period for each in kept(box, receipt(said).mailbox)] == ["2027-W09"]
    began = begins("2027-W10")
    assert (scene.home / DATABASE).stat().st_mtime == scene.home.stat().st_mtime == began
    assert not list(scene.home.glob("*journal*")) + list(scene.home.glob("*wal*"))
    assert stat.S_IMODE((scene.home / DATABASE).stat().st_mode) == 0o600


def test_rows_lie_in_an_order_that_tells_nothing_of_when_they_came(scene, box):
    leaves = []
    for _ in range(12):
        parcel, _ = report(scene)
        keep(scene.channel, box, parcel, MONDAY)
        leaves.append(parcel.leaf)
    assert [row[0] for row in box.rows("SELECT leaf, parcel FROM report")] == sorted(leaves)
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        box.rows("SELECT rowid FROM report")


def test_delays_are_drawn_by_chance(tmp_path):
    scene = scene_in(tmp_path, delay=3)
    box = Box(scene.home / DATABASE)
    for _ in range(40):
        keep(scene.channel, box, report(scene)[0], MONDAY)
    assert {str(row[0]) for row in box.rows("SELECT DISTINCT due FROM report")} == {
        f"2027-03-0{day}" for day in (1, 2, 3, 4)
    }
    close(scene.home, scene.channel, box, MONDAY + dt.timedelta(days=5))
    came = [
        len(parcels(bundle_path(scene.home, "union", day.period).read_bytes(), identity(scene.key("union"))))
        for day in days(box)
    ]
    assert sum(came) == 40, "each once"


def test_an_answer_is_signed_and_opened_by_the_words_alone(scene, box):
    parcel, said = report(scene)
    keep(scene.channel, box, parcel, MONDAY)
    mine = receipt(said)
    line = f"{base64.b64encode(mine.mailbox).decode()} {pyrage.x25519.Identity.from_str(mine.identity).to_public()}"
    sent = sealed("Thank you. (invented)", line, "union", signing(scene.key("union")))
    answer(scene.channel, box, sent, MONDAY)
    answer(scene.channel, box, sent, MONDAY)
    assert [each.words for each in opened(kept(box, mine.mailbox), mine)] == ["Thank you. (invented)"]
    assert opened(kept(box, mine.mailbox), receipt(drawn())) == []
    forged = {**json.loads(sent), "sender": "inspector"}
    for wrong in (json.dumps(forged).encode(), b"{}", b"", sent.replace(b'"union"', b'"nobody"')):
        with pytest.raises(NotAParcel):
            answer(scene.channel, box, wrong, MONDAY)


def test_who_gives_a_name_reads_what_followed_and_nobody_else_keeps_a_copy(scene, box):
    named, said = report(scene, "They moved my desk. (invented)", name="Invented Person")
    keep(scene.channel, box, named, MONDAY)
    keep(scene.channel, box, report(scene, "Unnamed.", said=said)[0], MONDAY)
    told = opened(kept(box, receipt(said).mailbox), receipt(said))
    assert [(each.words, each.named) for each in told] == [("They moved my desk. (invented)", True)]


def test_counts_come_a_quarter_late_and_small_ones_are_not_told(tmp_path):
    folders = []
    for number in range(30):
        folder = tmp_path / str(number)
        folder.mkdir()
        site = "Northgate" if number < 27 else "Fallbrook"
        (folder / "report.txt").write_text(f"report x\nsite: {site}\n\nInvented.\n", "utf-8")
        folders.append(folder)
    with pytest.raises(NotOpened, match="2027-07-01"):
        counted(folders, "2027Q1", dt.date(2027, 6, 30))
    rows = counted(folders, "2027Q1", dt.date(2027, 7, 1))
    assert "2027Q1,Fallbrook,,under 10" in rows
    assert not {"3", "27"} & set(rows.replace("\r\n", ",").split(","))


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ('id = "union"', 'id = "inspector"', "same id"), ("staff_active = 40", 'staff_active = "x"', "staff_active"),
        ("delay_days = 0", "delay_days = 99", "delay_days"), ('key = "age1', 'key = "agf1', "are not what"),
        ('id = "union"', 'id = "Union"', "id"), ("hourly_without_script", "hourly", "hourly"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_used_say_what_and_where(scene, was, becomes, says):
    path = scene.home / "concerns.toml"
    path.write_text(path.read_text("utf-8").replace(was, becomes, 1), "utf-8")
    with pytest.raises(Unfit, match=says):
        read(scene.home)


def test_the_settings_that_are_made_first_say_what_is_to_be_filled_in_and_are_fit_once_they_are(tmp_path):
    path = make(tmp_path / "channel")
    with pytest.raises(Unfit, match="recipient"):
        read(path.parent)
    first, _, block = path.read_text("utf-8").partition("# [[recipient]]\n")
    example = "[[recipient]]\n" + "".join(line.removeprefix("# ") for line in block.splitlines(keepends=True))
    blocks = []
    for id_ in ("inspector", "union", "ombudsman"):
        _, key, signs = new_recipient()
        filled = example.replace("age1...", key).replace('signs = "..."', f'signs = "{signs}"')
        blocks.append(filled.replace('id = "inspector"', f'id = "{id_}"'))
    path.write_text(first + "\n".join(blocks), "utf-8")
    assert [each.id for each in read(path.parent).recipient] == ["inspector", "union", "ombudsman"]
    with pytest.raises(Unfit, match="has a channel already"):
        make(path.parent)
