"""Clocks that jump, in real processes under libfaketime: order is by number, nothing is late early, nobody stays in.

The server's clock is turned while it runs; the monotonic clock goes on, as the kernel's does.
"""

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from asylia.accounts.staff import found
from asylia.core.alarms import alarms
from asylia.ledger.clock import steps_back
from asylia.ledger.follow import follow, log_of
from asylia.ledger.publisher import public_folder, published
from tests.faults.conftest import Site
from tests.faults.journal import Answer, Given
from tests.faults.wire import Sender, serving
from tests.shell.people import BEGAN, Desk

LIBRARIES = [
    *Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"),
    *Path("/usr/lib/faketime").glob("libfaketimeMT.*"),
]
NEEDS_FAKETIME = pytest.mark.skipif(not LIBRARIES, reason="libfaketime is missing: on Debian, apt-get install faketime")
DAY = dt.timedelta(days=1)
IDLE = dt.timedelta(minutes=15)
ALARM = re.compile(r"<td>([^<]+)</td>\s*<td><a class=\"mono\"[^>]*>([^<]+)</a></td>")
JUMPS = {
    "four_hundred_days_on": BEGAN + 400 * DAY,
    "two_days_back": BEGAN - 2 * DAY,
    "an_hour_on": BEGAN + dt.timedelta(hours=1),
    "an_hour_back": BEGAN - dt.timedelta(hours=1),
    "ten_minutes_on": BEGAN + dt.timedelta(minutes=10),
    "ten_minutes_back": BEGAN - dt.timedelta(minutes=10),
    "into_a_leap_day": dt.datetime(2024, 2, 28, 23, 59, 58, tzinfo=dt.UTC),
    "out_of_a_leap_day": dt.datetime(2024, 2, 29, 23, 59, 58, tzinfo=dt.UTC),
    "into_summer_time": dt.datetime(2022, 3, 13, 7, 59, 58, tzinfo=dt.UTC),
    "out_of_summer_time": dt.datetime(2022, 11, 6, 6, 59, 58, tzinfo=dt.UTC),
    "into_a_year": dt.datetime(2022, 12, 31, 23, 59, 58, tzinfo=dt.UTC),
    "past_the_end_of_32_bits": dt.datetime(2038, 1, 19, 3, 14, 6, tzinfo=dt.UTC),
}


class Clock:
    """What processes started in this environment take the time to be."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.environment = {
            "LD_PRELOAD": str(LIBRARIES[0]), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip

    def turn(self, to: dt.datetime) -> None:
        """It is now `to`, and goes on from there."""
        unfinished = self._file.with_suffix(".unfinished")
        unfinished.write_text(f"{(to - dt.datetime.now(dt.UTC)).total_seconds():+.3f}\n")
        unfinished.replace(self._file)


class Scene:
    """A server under the clock, a case, and a border officer's desk that sends statements of fear about it."""

    def __init__(self, site: Site, clock: Clock, port: int) -> None:
        self.site, self.clock, self.port = site, clock, port
        self.case = Desk(site.house).open().make_open_to_hearing()
        self.desk = Sender(port, "sloane")
        self.sent = 0

    def send(self) -> int:
        """One statement; the answer's code."""
        self.sent += 1
        words, key = f"Tengo miedo, {self.sent}. {self.site.journal.canary}", uuid.uuid4().hex
        happened = {"happened": "2022-01-09T09:00", "language": "es", "new_facts": "no"}
        at, seen = "2022-01-09T15:00:00+00:00", self.case.file.version
        self.site.journal.sent(key, Given("ReportFear", "sloane", at, self.case.case, {"words": words}), seen=seen)
        code, _ = self.desk.post(self.case.case, "ReportFear", {"words": words, "key": key, "seen": "1", **happened})
        if code == 303:
            self.site.journal.answered(key, Answer("Accepted"))
        return code

    def shown_late(self) -> list[tuple[str, str]]:
        """The alarms on the overseer's page."""
        page = Sender(self.port, "okafor").page("/alarms")
        return sorted(ALARM.findall(page))

    def truly_late(self, now: dt.datetime) -> list[tuple[str, str]]:
        """The alarms that the record gives at that moment."""
        file = self.case.file
        return sorted((each.says, each.rule) for each in alarms(file, self.site.house.regime(file.regime), now))


@pytest.fixture
def clock(tmp_path) -> Clock:
    return Clock(tmp_path / "clock")


@pytest.fixture
def scene(site, clock) -> Iterator[Scene]:
    found(demonstration=True, place="Larkfield region")
    clock.turn(BEGAN)
    with serving(site.home, site.url, **clock.environment) as port:
        yield Scene(site, clock, port)


@NEEDS_FAKETIME
@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])], indirect=True
)
def test_twelve_jumps_leave_order_limits_and_sessions_as_they_must_be(scene):
    for name, to in JUMPS.items():
        scene.clock.turn(BEGAN)
        scene.desk = Sender(scene.port, "sloane")
        before = scene.case.file.version
        assert scene.send() == 303, name
        scene.clock.turn(to)
        stays = abs(to - BEGAN) < IDLE
        assert (scene.send() == 303) == stays, f"{name}: a sign-in outlives {IDLE} of any clock"
        if not stays:
            scene.desk = Sender(scene.port, "sloane")
        assert scene.send() == 303, name
        assert scene.shown_late() == scene.truly_late(to), name
        told = [each.fields["words"].split()[2] for each in scene.case.record()[before:] if "words" in each.fields]
        assert told == sorted(told, key=lambda words: int(words.rstrip("."))), f"{name}: order is by number"
    recorded = [each.recorded for each in scene.case.record()]
    assert recorded != sorted(recorded), "the clock did go back"
    scene.site.require_whole()


@NEEDS_FAKETIME
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_doctor_says_that_the_clock_is_behind_and_later_that_it_was_put_back(site, clock):
    def examined(at: dt.datetime) -> str:
        clock.turn(at)
        environment = {**os.environ, **clock.environment, "ASYLIA_HOME": str(site.home)}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        program = shutil.which("asylia", path=Path(sys.executable).parent)
        done = subprocess.run([program, "doctor"], env=environment, capture_output=True, text=True, check=False)
        return next(line for line in done.stdout.splitlines() if "clock is not behind" in line)

    sign(site, lambda: BEGAN)
    assert examined(BEGAN + DAY).startswith("good")
    behind = examined(BEGAN - 2 * DAY)
    assert behind.startswith("BAD")
    assert "the log was signed at 2022-01-12T15:00:00.000Z" in behind
    sign(site, lambda: BEGAN - 2 * DAY)
    assert "put back 1 times; from 2022-01-12T15:00:00.000Z to 2022-01-10T15:00:00.000Z" in examined(BEGAN)


def sign(site: Site, clock: Callable[[], dt.datetime]) -> None:
    """One more entry, and a checkpoint at that moment."""
    Desk(site.house).open()
    site.sequence(clock)


def test_a_clock_put_back_does_not_keep_checkpoints_from_the_public(site):
    """Set far ahead by mistake and then right again: the next hour's checkpoint is public, not that of a far year."""
    keys = log_of(site.home, "demonstration")
    sign(site, lambda: BEGAN + 400 * DAY)
    first = published(site.home, keys)
    sign(site, lambda: BEGAN)
    second = published(site.home, keys)
    assert first
    assert second
    assert second.size == first.size + 1
    assert (public_folder(site.home) / "checkpoint").stat().st_mtime == BEGAN.timestamp()
    with closing(site.house.ledger.connect()) as connection:
        assert len(steps_back(site.house.ledger.engine, connection)) == 1
    site.require_whole()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_whoever_keeps_the_log_says_at_once_that_the_clock_was_put_back(site):
    sign(site, lambda: BEGAN)
    told, stop = [], Event()

    def tell(words: str) -> None:
        told.append(words)
        stop.set()

    at = (site.house.ledger, site.home, "demonstration", stop, tell, lambda: BEGAN - DAY)
    keeper = Thread(target=follow, args=at)
    keeper.start()
    keeper.join(timeout=60)
    assert told == ["the clock was put back: it said 2022-01-12T15:00:00.000Z, and says 2022-01-11T15:00:00.000Z"]
