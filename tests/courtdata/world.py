"""An invented caseload: what is true of each case, proceeding and hearing, as arrays. No real row is in it.

Every value is drawn by the key of its row, so a case is the same whatever else was made, and a later release differs
from an earlier one only where this file says so.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

CHUNK = 100_000  # cases made at a time: a release of millions needs little memory
FIRST_CASE, FIRST_PROCEEDING, FIRST_HEARING = 7_000_003, 9_000_001, 40_000_001
PROGRAMME = ("SYP", "OPP", "CIX", "ENP", "MPL", "MPB")  # locations of the programme; MPP is its test location
COURT_OF = {"SYP": "SND", "OPP": "SND", "CIX": "IMP", "ENP": "ELP", "MPL": "SNA", "MPB": "HLG", "MPP": "SND"}
ELSEWHERE = ("LOS", "SFR", "NYC", "MIA", "CHI", "HOU", "DAL", "ATL")
EPOCH = np.datetime64("1970-01-01", "D")

Arrays = dict[str, np.ndarray]


def day(text: str) -> int:
    """A day as its number since 1970."""
    return int((np.datetime64(text) - EPOCH).astype(int))


RELEASED, LATER = day("2021-02-01"), day("2021-06-01")


@dataclass(slots=True)
class Dice:
    """Draws that depend on seed, row key and the name of what is drawn, and on nothing else."""

    seed: int
    keys: np.ndarray

    def roll(self, name: str) -> np.ndarray:
        """Even draws from 0 to 1, one a row (splitmix64 of key, name and seed)."""
        x = self.keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x += np.uint64(zlib.crc32(f"{self.seed} {name}".encode()) * 0x5851F42D % 2**64)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            x = (x ^ (x >> np.uint64(shift))) * np.uint64(factor)
        return ((x ^ (x >> np.uint64(31))) >> np.uint64(11)).astype(float) / 2**53

    def between(self, name: str, low: int, high: int) -> np.ndarray:
        """Whole numbers from low to before high."""
        return low + (self.roll(name) * (high - low)).astype(np.int64)

    def pick(self, name: str, values: tuple[str, ...] | list[str], filled: float = 1.0) -> pa.Array:
        """Values drawn evenly; empty in a share of 1 - filled of the rows."""
        index = self.between(name, 0, len(values))
        return pa.array(values).take(pa.array(index, mask=self.roll(f"{name} filled") >= filled))

    def some(self, name: str, days: np.ndarray, filled: float) -> np.ndarray:
        """The days where filled, else -1."""
        return np.where(self.roll(f"{name} filled") < filled, days, -1)


@dataclass(frozen=True, slots=True)
class World:
    """`cases` cases in one release; `later` gives the same world four months on.

    Later, pending programme cases whose IDNCASE leaves 0 when divided by 4 are at another court, cases whose IDNCASE
    leaves 7 when divided by 50 are gone (all their rows, in every table), and a twentieth more cases are new.
    """

    cases: int = 400
    seed: int = 2019
    later: bool = False
    share: float = 0.15  # of the cases, how many are the programme's

    def chunks(self) -> list[tuple[int, int]]:
        """Ordinals of the first case of each chunk and of the first after it."""
        whole = self.cases + (self.cases // 20 if self.later else 0)
        edges = [*range(0, self.cases, CHUNK), self.cases, *([whole] if whole > self.cases else [])]
        return list(pairwise(edges))

    def facts(self, first: int, last: int) -> Arrays:
        """What is true of the cases from ordinal `first` to before `last`, one row each.

        Days are numbers since 1970, months count from January of year 0; -1 where there is none.
        """
        ordinal = np.arange(first, last)
        idncase = FIRST_CASE + ordinal * 3 // 2
        dice = Dice(self.seed, idncase)
        inside, kind = dice.roll("inside") < self.share, dice.roll("kind")
        f: Arrays = {"ordinal": ordinal, "IDNCASE": idncase, "removal": dice.roll("removal") < 0.95}
        f["by_location"], f["by_flag"] = inside & (kind < 0.85), inside & (kind > 0.30)
        f["test_only"] = ~inside & (dice.roll("test") < 0.01)
        ever, since = (dice.between("noticed", day(start), day("2020-12-20")) for start in ("2015-01-05", "2019-01-29"))
        f["noticed"] = np.where(inside, since, ever)
        f["elsewhere"] = np.array(ELSEWHERE)[dice.between("elsewhere", 0, len(ELSEWHERE))]
        port = np.array(PROGRAMME)[dice.between("port", 0, len(PROGRAMME))]
        f["location"] = np.where(f["by_location"], port, np.where(f["test_only"], "MPP", f["elsewhere"]))
        f["completed"] = dice.roll("completed") < np.where(inside, 0.6, 0.45)
        f["moved"] = f["by_location"] & (dice.roll("moved") < 0.05)
        gone = (idncase % 50 == 7) & (ordinal < self.cases)
        f["removed_later"] = gone
        f["moved_later"] = f["by_location"] & ~f["completed"] & ~f["moved"] & (idncase % 4 == 0) & ~gone
        f["decided"] = np.where(
            f["completed"], np.minimum(f["noticed"] + dice.between("decided", 40, 400), RELEASED - 1), -1
        )
        f["absent"] = f["completed"] & (dice.roll("absent") < np.where(inside, 0.5, 0.15))
        draw = dice.roll("outcome")  # X, R, V stand in DEC_CODE; U in OTHER_COMP
        outcome = np.select([f["absent"] | (draw < 0.6), draw < 0.63, draw < 0.7], ["X", "R", "V"], "U")
        f["outcome"] = np.where(f["completed"], outcome, "")
        f["counsel"] = dice.roll("counsel") < np.where(inside, 0.06, 0.35)
        f["counsel_on_case"] = f["counsel"] & (dice.roll("on case") < 0.7)
        month = f["noticed"].astype("datetime64[D]").astype("datetime64[M]").astype(int) + 12 * 1970
        child, adult = dice.between("child", 0, 18 * 12), dice.between("adult", 18 * 12, 65 * 12)
        age = np.where(dice.roll("is child") < 0.3, child, adult)
        f["born"] = np.where(dice.roll("born") < 0.53, month - age, -1)
        return f

    def proceedings(self, f: Arrays) -> Arrays:
        """One row a proceeding, `case` being the row of its case: a quarter of the cases have two."""
        gone = f["moved"] | (f["moved_later"] & self.later)
        two = (Dice(self.seed, f["IDNCASE"]).roll("two") < 0.25) | gone
        case = np.repeat(np.arange(len(two)), 1 + two)
        last = np.r_[case[1:] != case[:-1], True]
        p: Arrays = {"case": case, "last": last, "away": ~last & gone[case]}
        chunk, place = np.divmod(
            f["ordinal"][case], CHUNK
        )  # a second proceeding is numbered after the chunk's first ones
        p["IDNPROCEEDING"] = FIRST_PROCEEDING + chunk * 2 * CHUNK + place + CHUNK * (last & two[case])
        p["location"] = np.where(last & gone[case], f["elsewhere"][case], f["location"][case])
        p["done"] = ~last | f["completed"][case]
        left = np.where(f["moved_later"][case] & self.later, LATER - 60, f["noticed"][case] + 20)
        p["on"] = np.where(p["done"], np.where(last, f["decided"][case], left), -1)
        return p

    def hearings(self, f: Arrays, p: Arrays) -> Arrays:
        """One row a hearing, `at` being the row of its proceeding: two to five each."""
        dice = Dice(self.seed, p["IDNPROCEEDING"])
        count = dice.between("hearings", 2, 5) + (dice.roll("one more") < 0.2)
        at = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
        h: Arrays = {"at": at, "number": number, "final": np.r_[at[1:] != at[:-1], True]}
        chunk, place = np.divmod(p["IDNPROCEEDING"][at] - FIRST_PROCEEDING, 2 * CHUNK)  # numbered round by round
        h["IDNSCHEDULE"] = FIRST_HEARING + (chunk * 6 + number) * 2 * CHUNK + place
        pending = h["final"] & ~p["done"][at]
        held = np.minimum(f["noticed"][p["case"]][at] + 30 + 45 * number, RELEASED - 2)
        h["on"] = np.where(pending, (LATER if self.later else RELEASED) + 30, held)
        return h
