"""Lines that do not fit: put right where one reading alone fits, else set aside whole, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from asylia.courtdata.schema import Column, Type
from asylia.courtdata.values import decoded, fits, odd

# Repairs
TAB = "tab-in-value"  # one tab or more inside a value: the pieces were joined again
SHIFT = "shifted-inside"  # a tab inside a value, and the last field fell off: joined again, the last one is empty
TORN = "torn-line"  # a line break inside a value: the lines were joined again
NUL = "nul-removed"
CELL = "value-set-aside"  # one or two values do not fit their columns: these are empty, the line is kept here
# Quarantine
BLANK = "blank-line"
FEW = "too-few-fields"
MANY = "too-many-fields"
NO_KEY = "no-key"
MISFIT = "misfit"  # three values or more do not fit, and no one reading puts them right

MOST_LINES = 16  # a row torn into more lines than this is not looked for
MOST_CELLS = 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry of a log: number of the first line in its block, how many lines, the rule or reason, column, bytes."""

    line: int
    lines: int
    what: str
    column: str | None
    verbatim: bytes


@dataclass(slots=True)
class Mended:
    """What became of the lines that did not fit: rows (a text or None a column), and the two logs."""

    rows: list[list[str | None]] = field(default_factory=list)
    repaired: list[Kept] = field(default_factory=list)
    quarantined: list[Kept] = field(default_factory=list)
    good: int = 0  # looked odd, and fit all the same


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands in the file, number and line end included."""

    number: int
    raw: bytes

    @property
    def fields(self) -> list[str]:
        """Its fields as text, without NUL bytes."""
        return decoded(self.raw.rstrip(b"\r\n").replace(b"\0", b"")).split("\t")


@dataclass(frozen=True, slots=True)
class Mender:
    """Mends lines of one table; `known` are the codes that good rows of the same block have, column by column."""

    columns: Sequence[Column]
    key: int | None
    known: Mapping[str, frozenset[str]]

    def mend(self, lines: Sequence[Line]) -> Mended:
        """Judge suspicious lines, in file order; each ends in exactly one of rows, good and quarantined."""
        done = Mended()
        rest = iter(range(len(lines)))
        for at in rest:
            line, fields = lines[at], lines[at].fields
            if fields == [""]:
                done.quarantined.append(Kept(line.number, 1, BLANK, None, line.raw))
            elif len(fields) < len(self.columns):
                taken = self._torn(lines, at, done)
                for _ in range(taken - 1):
                    next(rest)
            elif len(fields) > len(self.columns):
                self._many(line, fields, done)
            else:
                self._suspect(line, fields, done)
        return done

    # --- the four kinds

    def _torn(self, lines: Sequence[Line], at: int, done: Mended) -> int:
        """Join a short line with those that follow it; gives how many lines were dealt with."""
        fields = lines[at].fields
        for end in range(at + 1, min(at + MOST_LINES, len(lines))):
            if lines[end].number != lines[end - 1].number + 1:
                break
            more = lines[end].fields
            if len(fields) + len(more) - 1 > len(self.columns):
                break
            fields = [*fields[:-1], f"{fields[-1]}\n{more[0]}", *more[1:]]
            if len(fields) == len(self.columns):
                if self._sound(fields):
                    raw = b"".join(line.raw for line in lines[at : end + 1])
                    done.rows.append(list(fields))
                    done.repaired.append(Kept(lines[at].number, end + 1 - at, TORN, None, raw))
                    return end + 1 - at
                break
        done.quarantined.append(Kept(lines[at].number, 1, FEW, None, lines[at].raw))
        return 1

    def _many(self, line: Line, fields: list[str], done: Mended) -> None:
        best = self._best(self._joined(fields, len(fields) - len(self.columns)))
        if best is None:
            done.quarantined.append(Kept(line.number, 1, MANY, None, line.raw))
        else:
            done.rows.append(list(best))
            done.repaired.append(Kept(line.number, 1, TAB, None, line.raw))

    def _suspect(self, line: Line, fields: list[str], done: Mended) -> None:
        wrong = [c.name for c, text in zip(self.columns, fields, strict=True) if not fits(text.rstrip(" "), c.type)]
        strange = sum(odd(text.rstrip(" "), c.type) for c, text in zip(self.columns, fields, strict=True))
        had_nul = b"\0" in line.raw
        if len(wrong) + strange >= 2:
            shifted = [*fields, ""]
            best = self._best(row for row in self._joined(shifted, 1))
            if best is not None:
                done.rows.append(list(best))
                done.repaired.append(Kept(line.number, 1, SHIFT, None, line.raw))
                return
        if (self.key is not None and not fields[self.key].strip()) or (
            self.key is not None and self.columns[self.key].name in wrong
        ):
            done.quarantined.append(Kept(line.number, 1, NO_KEY, None, line.raw))
        elif len(wrong) > MOST_CELLS:
            done.quarantined.append(Kept(line.number, 1, MISFIT, None, line.raw))
        else:
            done.rows.append([None if c.name in wrong else t for c, t in zip(self.columns, fields, strict=True)])
            if wrong:
                done.repaired.append(Kept(line.number, 1, CELL, ", ".join(wrong), line.raw))
            elif had_nul:
                done.repaired.append(Kept(line.number, 1, NUL, None, line.raw))
            else:
                done.good += 1

    # --- which reading fits

    def _joined(self, fields: list[str], extra: int) -> Iterator[list[str]]:
        """Every row in which one column holds `extra` tabs: free text, or a column with one piece that is not empty."""
        for at, column in enumerate(self.columns):
            pieces = fields[at : at + extra + 1]
            said = [piece for piece in pieces if piece.strip()]
            if column.type is Type.TEXT or len(said) <= 1:
                yield [*fields[:at], "\t".join(said), *fields[at + extra + 1 :]]

    def _best(self, rows: Iterator[list[str]]) -> list[str] | None:
        """The one sound row with the fewest unknown codes; None when no row is sound, or two are equally good."""
        ranked: dict[tuple[str, ...], int] = {}
        for row in rows:
            if self._sound(row):
                ranked[tuple(row)] = self._unknown(row)
        if not ranked:
            return None
        least = min(ranked.values())
        best = [row for row, unknown in ranked.items() if unknown == least]
        return list(best[0]) if len(best) == 1 else None

    def _sound(self, fields: Sequence[str]) -> bool:
        """Whether every text fits its column, none looks odd, and the key is there."""
        if self.key is not None and not fields[self.key].strip():
            return False
        pairs = [(text.rstrip(" "), column.type) for column, text in zip(self.columns, fields, strict=True)]
        return all(fits(text, kind) and not odd(text, kind) for text, kind in pairs)

    def _unknown(self, fields: Sequence[str]) -> int:
        return sum(
            bool(text.strip()) and column.name in self.known and text.rstrip(" ") not in self.known[column.name]
            for column, text in zip(self.columns, fields, strict=True)
        )
