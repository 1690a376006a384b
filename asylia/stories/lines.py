"""Where things stand in a story file: the line of a table, of a key in it, or of a value."""

import re
from typing import NamedTuple

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z_]+)((?:\.[A-Za-z_]+)*)\s*\]\]?\s*(?:#.*)?$")


class Section(NamedTuple):
    """One table of the file: its name, and the lines it spans (from 1, the end not included)."""

    name: str
    start: int
    end: int


class Lines:
    """The lines of a file by table, in their order; a sub-table belongs to the table before it."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        heads = [("", 1), *self._headers()]
        ends = [start for _, start in heads[1:]] + [len(self.lines) + 1]
        self.sections = [Section(name, start, end) for (name, start), end in zip(heads, ends, strict=True)]

    def _headers(self) -> list[tuple[str, int]]:
        found = []
        inside = ""  # the quotes of a text of several lines that has not ended yet
        for number, line in enumerate(self.lines, start=1):
            if not inside and (head := _HEADER.match(line)) and not head[2]:
                found.append((head[1], number))
            for quotes in ('"""', "'''"):
                if inside in ("", quotes) and line.count(quotes) % 2:
                    inside = "" if inside else quotes
        return found

    def of(self, name: str, place: int) -> Section:
        """The table of that name at that place among its kind (from 0); the top of the file for ""."""
        return [each for each in self.sections if each.name == name][place]

    def find(self, section: Section, key: str = "", value: str = "") -> int:
        """The line of `value` in quotes at or after the line of `key`, else that of `key`, else the table's first."""
        at = self._first(section, rf"(^|[\s{{,.\[])\"?{re.escape(key)}\"?\s*[=\]]", section.start) if key else 0
        if value and (found := self._first(section, rf"[\"']{re.escape(value)}[\"']", at or section.start)):
            return found
        return at or section.start

    def _first(self, section: Section, pattern: str, start: int) -> int:
        numbers = range(start, section.end)
        return next((each for each in numbers if re.search(pattern, self.lines[each - 1])), 0)
