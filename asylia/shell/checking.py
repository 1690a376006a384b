"""Checking: what a command must be before anything is read for it; a slip of form is never recorded."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping

import msgspec

from asylia.core import codec
from asylia.core.decider import CaseCommand
from asylia.core.errors import SlipOfForm
from asylia.core.file import Channel
from asylia.core.steps.contact import ChangeContact, PlanContact
from asylia.ledger import SlipOfForm as Unkeepable
from asylia.ledger import check_plain
from asylia.shell.numbers import fault_in

# Ids name streams and keys, and codes stand open in read models: neither has room for a person's words.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_CODE = re.compile(r"[a-z][a-z0-9_.-]{0,39}")
IDS = ("person", "family", "counsel", "reviewer", "court", "to", "seeker", "owner")
# Days outside these years are typing errors, and the calendar ends not far beyond them.
YEARS = range(1900, 2200)
AHEAD = dt.timedelta(days=1)  # what happened has happened, whatever a clock elsewhere says
LONGEST = {"place": 200, "port": 200, "best": 35}  # what a list shows of a case without opening it


def check(command: CaseCommand, case: str, key: str, now: dt.datetime) -> dict[str, codec.Plain]:
    """The command's fields as plain data. Raises SlipOfForm, naming the field, for what the record cannot hold."""
    if command.who.at > now + AHEAD:
        raise SlipOfForm("at", "lies in the future: say when it happened")
    for name, day in _days(command, ""):
        if day.year not in YEARS:
            raise SlipOfForm(name.removeprefix("who."), f"lies outside the years {YEARS[0]} to {YEARS[-1]}")
    fields = codec.command_fields(command)
    try:
        for name, value in {"case": case, "key": key, "by": command.who.by, **fields}.items():
            check_plain(value, name)
    except Unkeepable as slip:
        raise SlipOfForm(slip.field, slip.reason) from None
    codec.check_countries(command)
    check_id("case", case)
    check_id("by", command.who.by)
    for name in IDS:
        if isinstance(fields.get(name), str) and fields[name]:
            check_id(name, fields[name])
    for name, longest in LONGEST.items():
        value = fields.get(name)
        if isinstance(value, str) and len(value) > longest:
            raise SlipOfForm(name, f"is longer than {longest} characters; what more there is to say goes elsewhere")
    for name, value in fields.items():
        if isinstance(value, Mapping):
            _check_codes(name, value)
    for name, channel in _ways(command):
        if not channel.lost and (fault := fault_in(channel.kind, channel.value)):
            raise SlipOfForm(f"{name}.value", fault)
    return fields


def _ways(command: CaseCommand) -> Iterator[tuple[str, Channel]]:
    """Every way to reach a person that a command gives, with the name of its field."""
    if isinstance(command, PlanContact):
        yield from ((f"channels.{place}", each) for place, each in enumerate(command.channels))
    elif isinstance(command, ChangeContact):
        yield "channel", command.channel


def _days(value: object, name: str) -> Iterator[tuple[str, dt.date]]:
    """Every day and moment in a command, with the name of its field."""
    if isinstance(value, dt.date):
        yield name, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _days(getattr(value, field), f"{name}.{field}" if name else field)
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _days(each, f"{name}[{place}]")


def check_id(name: str, value: codec.Plain) -> None:
    """Raises SlipOfForm, naming the field, for what is no id."""
    if not (isinstance(value, str) and _ID.fullmatch(value)):
        raise SlipOfForm(name, "is not an id: up to 64 letters, digits, full stops, hyphens and underlines")


def _check_codes(name: str, value: Mapping[str, codec.Plain]) -> None:
    for code in value:
        if not _CODE.fullmatch(code):
            raise SlipOfForm(name, "has a key that is no code: small letters, digits and underlines, 40 at most")
