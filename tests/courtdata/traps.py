"""Spoils clean lines the way real releases are spoilt, and says for each table what a reader must make of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from asylia.courtdata import mending
from asylia.courtdata.schema import tables


@dataclass(slots=True)
class Expected:
    """What must come out: rows by what became of them, and each spoilt line word for word by its number in the file."""

    repaired: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    verbatim: dict[int, bytes] = field(default_factory=dict)
    values: dict[int, dict[str, str | None]] = field(default_factory=dict)  # by key: what mended cells must hold
    rows: int = 0  # more (or fewer) rows than the clean table has


Trap = Callable[["Row", Expected], list[bytes]]


@dataclass(slots=True)
class Row:
    """One clean line: its table and fields."""

    table: str
    fields: list[str]

    def at(self, column: str) -> int:
        """Where a column stands."""
        return [c.name for c in tables()[self.table].columns].index(column)

    def with_(self, **values: str) -> Row:
        """The row with other values."""
        changed = list(self.fields)
        for column, value in values.items():
            changed[self.at(column)] = value
        return Row(self.table, changed)

    @property
    def key(self) -> int:
        return int(self.fields[self.at(tables()[self.table].key or "")])

    def line(self) -> bytes:
        """As the file has it."""
        return "\t".join(self.fields).encode("cp1252")


# --- A_TblCase: it has free text, so tabs and breaks inside values ---------------------------------------------------


def extra_tab(row: Row, expected: Expected) -> list[bytes]:
    """A tab in the city: one field too many."""
    expected.repaired[mending.TAB] += 1
    expected.values[row.key] = {"ALIEN_CITY": "LAKE\tWORTH"}
    return [row.with_(ALIEN_CITY="LAKE\tWORTH").line()]


def shifted(row: Row, expected: Expected) -> list[bytes]:
    """A tab in the city, and the last field fell off: as many fields as ever, each in the wrong place."""
    expected.repaired[mending.SHIFT] += 1
    expected.values[row.key] = {"ALIEN_CITY": "LAKE\tWORTH", "CASEPRIORITY_CODE": None}
    return [row.with_(ALIEN_CITY="LAKE\tWORTH").line().rpartition(b"\t")[0]]


def torn(row: Row, expected: Expected) -> list[bytes]:
    """A line break in the city."""
    expected.repaired[mending.TORN] += 1
    expected.values[row.key] = {"ALIEN_CITY": "LAKE\nWORTH"}
    return row.with_(ALIEN_CITY="LAKE\nWORTH").line().split(b"\n")


def nul(row: Row, expected: Expected) -> list[bytes]:
    """NUL inside a value, and as a value."""
    expected.repaired[mending.NUL] += 1
    expected.values[row.key] = {"ALIEN_CITY": "RENO", "UPDATED_CITY": None}
    return [row.with_(ALIEN_CITY="RE\0NO", UPDATED_CITY="\0").line()]


def windows(row: Row, expected: Expected) -> list[bytes]:
    """Bytes above 0x80: letters of Windows-1252, and one byte that it leaves open."""
    expected.values[row.key] = {"ALIEN_CITY": "CAÑON “CITY”", "UPDATED_CITY": "X\x81Y"}
    return [row.with_(ALIEN_CITY="CAÑON “CITY”", UPDATED_CITY="X?Y").line().replace(b"X?Y", b"X\x81Y")]


def quotes(row: Row, expected: Expected) -> list[bytes]:
    """Quotation marks are data, single ones too."""
    expected.values[row.key] = {"ALIEN_CITY": '"O"BRIEN', "UPDATED_CITY": '"'}
    return [row.with_(ALIEN_CITY='"O"BRIEN', UPDATED_CITY='"').line()]


def not_missing(row: Row, expected: Expected) -> list[bytes]:
    """N/A, NA, NULL, nan, None: values like any other; spaces alone are nothing."""
    values = {
        "NAT": "NA",
        "CASEPRIORITY_CODE": "N/A",
        "ALIEN_CITY": "NULL",
        "ALIEN_STATE": "nan",
        "UPDATED_CITY": "None",
    }
    expected.values[row.key] = {**values, "SITE_TYPE": None}
    return [row.with_(**values, SITE_TYPE="  ").line()]


def dirty_date(row: Row, expected: Expected) -> list[bytes]:
    """A code in a date: it is set aside, the rest of the row stays."""
    expected.repaired[mending.CELL] += 1
    expected.values[row.key] = {"DATE_DETAINED": None, "Sex": "F"}
    return [row.with_(DATE_DETAINED="Y", Sex="F").line()]


def dirty_month(row: Row, expected: Expected) -> list[bytes]:
    """A birth month that is none."""
    expected.repaired[mending.CELL] += 1
    expected.values[row.key] = {"C_BIRTHDATE": None}
    return [row.with_(C_BIRTHDATE="13/1974").line()]


def dirty_code(row: Row, expected: Expected) -> list[bytes]:
    """A code that no table explains, and a time that is no time: both stay."""
    expected.values[row.key] = {"NAT": "QQ", "LATEST_TIME": "9999", "LATEST_HEARING": None}
    return [row.with_(NAT="QQ", LATEST_TIME="9999", LATEST_HEARING="").line()]


def no_key(row: Row, expected: Expected) -> list[bytes]:
    """A key that is no number."""
    expected.quarantined[mending.NO_KEY] += 1
    return [row.with_(IDNCASE="ABC").line()]


def garbage(row: Row, expected: Expected) -> list[bytes]:
    """A piece of a line, of which nothing can be said."""
    expected.quarantined[mending.FEW] += 1
    expected.rows += 1
    return [row.line(), b"...\tPIECE"]


def blank(row: Row, expected: Expected) -> list[bytes]:
    """An empty line."""
    expected.quarantined[mending.BLANK] += 1
    expected.rows += 1
    return [row.line(), b""]


def scrambled(row: Row, expected: Expected) -> list[bytes]:
    """Values in columns where they cannot stand, and no one tab that explains it."""
    expected.quarantined[mending.MISFIT] += 1
    return [row.with_(E_28_DATE="A", DATE_OF_ENTRY="B", LATEST_HEARING="C", DATE_RELEASED="D").line()]


def too_many(row: Row, expected: Expected) -> list[bytes]:
    """Tabs all over: no one column takes them all."""
    expected.quarantined[mending.MANY] += 1
    return [row.with_(ALIEN_CITY="A\tB", DCO_LOCATION="C\tD", UPDATED_CITY="E\tF").line()]


CASE_TRAPS: list[Trap] = [
    extra_tab, shifted, torn, nul, windows, quotes, not_missing, dirty_date, dirty_month, dirty_code, no_key, garbage,
    blank, scrambled, too_many,
]  # fmt: skip


# --- tables without free text -------------------------------------------------------------------------------------


def empty_tab(row: Row, expected: Expected) -> list[bytes]:
    """A tab beside a code, with nothing after it."""
    expected.repaired[mending.TAB] += 1
    expected.values[row.key] = {"NAT": row.fields[row.at("NAT")], "LANG": row.fields[row.at("LANG")].rstrip()}
    return [row.with_(NAT=row.fields[row.at("NAT")] + "\t").line()]


def torn_code(row: Row, expected: Expected) -> list[bytes]:
    """A break between two codes, three lines of one row."""
    expected.repaired[mending.TORN] += 1
    expected.values[row.key] = {"CRIM_IND": "N\n", "CUSTODY": "N\n"}
    return row.with_(CRIM_IND="N\n", CUSTODY="N\n").line().split(b"\n")


def nul_code(row: Row, expected: Expected) -> list[bytes]:
    """A NUL where a code would stand."""
    expected.repaired[mending.NUL] += 1
    expected.values[row.key] = {"IHP": None}
    return [row.with_(IHP="\0").line()]


PROCEEDING_TRAPS: list[Trap] = [empty_tab, torn_code, nul_code]
TRAPS = {"A_TblCase": CASE_TRAPS, "B_TblProceeding": PROCEEDING_TRAPS}


@dataclass(slots=True)
class Spoiler:
    """Give it to `write_release`; afterwards `expected` says what must come out, table by table."""

    newline: bytes = b"\r\n"
    every: int = 15
    traps: dict[str, list[Trap]] = field(default_factory=lambda: TRAPS)
    expected: dict[str, Expected] = field(default_factory=dict)
    _printed: dict[str, int] = field(default_factory=dict)

    def __call__(self, name: str, lines: bytes) -> bytes:
        """Spoil one line in `every`, each trap in turn."""
        traps = self.traps.get(name)
        if not traps:
            return lines
        expected = self.expected.setdefault(name, Expected())
        number = self._printed.get(name, 2)
        out: list[bytes] = []
        for at, line in enumerate(lines.splitlines()):
            spoilt = [line]
            if at % self.every == self.every // 2:
                before = expected.repaired.total() + expected.quarantined.total()
                trap = traps[(at // self.every) % len(traps)]
                spoilt = trap(Row(name, line.decode("cp1252").split("\t")), expected)
                if expected.repaired.total() + expected.quarantined.total() > before:
                    first = len(spoilt) - 1 if trap in (garbage, blank) else 0
                    raw = b"".join(piece + self.newline for piece in spoilt[first:])
                    expected.verbatim[number + first] = raw
            out += spoilt
            number += len(spoilt)
        self._printed[name] = number
        return b"\n".join(out) + b"\n"
