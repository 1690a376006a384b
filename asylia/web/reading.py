"""From what was typed back to the command: parsed, or a slip of form beside the field, never a refusal."""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from asylia.core.command import Command
from asylia.core.event import Author
from asylia.web.fields import Field

MOST_CHARACTERS = 1_000_000
HAPPENED = "happened"


def command_of(kind: type[Command], fields: Sequence[Field], who: Author, zone: str) -> Command | list[Field]:
    """Return the command that was typed, or the fields that hold a slip, each with its words in `slip`.

    Times are read in `zone` (IANA), that of the place of the case. A report has a field HAPPENED besides.
    """
    content, slips = read(fields, zone)
    if slips:
        return slips
    if happened := content.pop(HAPPENED, None):
        who = msgspec.structs.replace(who, at=dt.datetime.fromisoformat(happened))
    try:
        return msgspec.convert({**content, "who": who}, kind, strict=False)
    except msgspec.ValidationError as error:
        return [_blamed(fields, str(error))]


def _blamed(fields: Sequence[Field], error: str) -> Field:
    """Return the field that msgspec's path (`$.facts[0].answer`) names, with its slip said."""
    found = re.search(r"`\$\.(\w+)", error)
    blamed = next((f for f in fields if found and f.path == found[1]), fields[0])
    blamed.slip = "This cannot be read as what it must be."
    return blamed


def read(fields: Sequence[Field], zone: str) -> tuple[dict[str, Any], list[Field]]:
    """Return what was typed as plain data for the command, and the fields that hold a slip.

    Optional fields that were left empty are left out, so that the command's own default stands.
    """
    slips: list[Field] = []
    content = {f.path.rpartition(".")[2]: value for f in fields if (value := _read(f, zone, slips)) is not _EMPTY}
    return content, slips


class _Empty:
    """The one value of an optional field that was left empty."""


_EMPTY = _Empty()


def _read(f: Field, zone: str, slips: list[Field]) -> Any:
    if f.kind == "rows":
        filled = [row for row in f.rows if any(part.value or part.values for part in row)]
        return [_gather(row, zone, slips) for row in filled] or _missing(f, slips)
    if f.kind == "group":
        return _gather(f.parts, zone, slips)
    if f.kind == "many":
        return list(f.values) or _missing(f, slips)
    if not f.value.strip():
        return _missing(f, slips)
    try:
        return READ[f.kind](f, zone)
    except ValueError as slip:
        f.slip = str(slip)
        slips.append(f)
        return _EMPTY


def _gather(parts: Sequence[Field], zone: str, slips: list[Field]) -> dict[str, Any]:
    content, more = read(parts, zone)
    slips += more
    return content


def _missing(f: Field, slips: list[Field]) -> Any:
    if f.required:
        f.slip = "Choose one." if f.choices else "This is missing."
        slips.append(f)
    # A text that a page lets stand empty is an answer too: no country, for who has none.
    return "" if f.ask.optional and f.kind in ("text", "long", "choice", "file") else _EMPTY


def _text(f: Field, zone: str) -> str:
    del zone
    return plain_text(f.value)


def plain_text(text: str) -> str:
    """Return the text as typed; raises ValueError with the words of the slip where it cannot be kept."""
    if len(text) > MOST_CHARACTERS:
        raise ValueError(f"This is {len(text) - MOST_CHARACTERS:,} characters too long; {MOST_CHARACTERS:,} fit.")
    if "\0" in text:
        raise ValueError("This holds a character that cannot be kept (NUL). Type it again rather than paste it.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("This holds half a character that cannot be kept. Type it again rather than paste it.")
    return text


def _number(f: Field, zone: str) -> int:
    del zone
    try:
        number = int(f.value)
    except ValueError:
        raise ValueError("Write a whole number, in digits.") from None
    if abs(number) >= 2**53:
        raise ValueError("This number is too large.")
    return number


def _date(f: Field, zone: str) -> str:
    del zone
    try:
        return dt.date.fromisoformat(f.value.strip()).isoformat()
    except ValueError:
        raise ValueError("There is no such day. Write it as year-month-day: 2027-03-10.") from None


def _time(f: Field, zone: str) -> str:
    del zone
    try:
        return dt.time.fromisoformat(f.value.strip()).isoformat()  # RFC 3339: with seconds
    except ValueError:
        raise ValueError("There is no such time. Write hours and minutes: 08:30.") from None


def _moment(f: Field, zone: str) -> str:
    try:
        local = dt.datetime.fromisoformat(f.value.strip()).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        raise ValueError("There is no such time. Write it as 2027-03-10 17:00.") from None
    there = local.astimezone(dt.UTC)
    if there.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError("The clocks skip this hour on that day. Choose another.")
    return there.isoformat()


def _choice(f: Field, zone: str) -> str:
    del zone
    if f.choices and f.value not in dict(f.choices):
        raise ValueError("Choose one of those listed.")
    return f.value


def _numbers(f: Field, zone: str) -> list[int]:
    del zone
    numbers = re.findall(r"\d{1,15}", f.value)  # "T 3, T 5" is how lines are named
    if not numbers:
        raise ValueError("Write the numbers, with commas between: 3, 5.")
    return [int(number) for number in numbers]


def _list(f: Field, zone: str) -> list[str]:
    del zone
    return [plain_text(line.strip()) for line in f.value.split("\n") if line.strip()]


READ: dict[str, Callable[[Field, str], Any]] = {
    "text": _text,
    "long": _text,
    "hidden": _text,
    "file": _text,
    "number": _number,
    "date": _date,
    "time": _time,
    "moment": _moment,
    "yesno": lambda f, zone: _choice(f, zone) == "yes",
    "choice": _choice,
    "list": _list,
    "numbers": _numbers,
}
