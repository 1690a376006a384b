"""What stands beside the cases, as it was known at a moment: staff under pseudonyms, certificates, places."""

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from asylia.core.event import Event
from asylia.core.regime import Regime
from asylia.core.streams.court import CalendarSet, PortSet
from asylia.core.streams.staff import StaffAppointed, StaffCertified
from asylia.ledger.durable import kept
from asylia.oversight.codes import OTHER

NAMELESS = frozenset({"applicant", "anyone", "counsel"})  # desks of nobody in the house: no pseudonym is made


class Given(NamedTuple):
    """A certificate, and when the record came to hold it."""

    recorded: dt.datetime
    certificate: StaffCertified


def officers_key(home: Path) -> bytes:
    """The key under which officers' ids become pseudonyms; made once, kept in the home, in no table."""
    return kept(home / "keys" / "officers", lambda: secrets.token_bytes(32))


class Beside:
    """Staff, courts and ports, as their streams show them up to any moment; the regimes; the pseudonyms' key."""

    def __init__(self, key: bytes, regimes: Mapping[str, Regime]) -> None:
        self.regimes = regimes
        self._key = key
        self._pseudonyms: dict[tuple[str, str], str] = {}
        self._appointed: dict[str, list[tuple[dt.datetime, StaffAppointed]]] = {}
        self._certified: dict[str, list[Given]] = {}
        self._places: dict[str, dt.datetime] = {}

    def take(self, stream: str, event: Event, recorded: dt.datetime) -> None:
        """Take one event of a staff or court stream, in the order of the stream."""
        kind, _, id = stream.partition("/")
        match event:
            case StaffAppointed():
                self._appointed.setdefault(id, []).append((recorded, event))
                self._place(event.office, recorded)
            case StaffCertified():
                self._certified.setdefault(id, []).append(Given(recorded, event))
            case PortSet():
                self._place(event.port, recorded)
            case CalendarSet() if kind == "court":
                self._place(id, recorded)
            case _:
                pass

    def _place(self, name: str, recorded: dt.datetime) -> None:
        if name and recorded < self._places.get(name, dt.datetime.max.replace(tzinfo=dt.UTC)):
            self._places[name] = recorded

    def pseudonym(self, id: str, role: str = "") -> str:
        """A pseudonym for a member of staff: the same for the same id, and nobody's without the house's key."""
        return "" if role in NAMELESS else self._named("o", id)

    def family(self, id: str) -> str:
        """A name for a family that is not what someone typed for its id; empty for none."""
        return self._named("f", id)

    def _named(self, kind: str, id: str) -> str:
        known = self._pseudonyms.get((kind, id))
        if known is None:
            digest = hmac.digest(self._key, f"{kind}\x1f{id}".encode(), hashlib.sha256)
            known = self._pseudonyms[kind, id] = f"{kind}-{digest[:10].hex()}" if id else ""
        return known

    def office(self, id: str, recorded: dt.datetime) -> str:
        """The office of a member of staff as the record showed it then; empty where it showed none."""
        office = ""
        for since, each in self._appointed.get(id, ()):
            if since > recorded:
                break
            office = each.office
        return office

    def certificate(self, id: str, standard: str, day: dt.date, recorded: dt.datetime) -> StaffCertified | None:
        """A certificate in that standard that held on that day and was on the record then, or None.

        One that was recorded afterwards does not count: it is never given after the fact (guidance.written).
        """
        for each in self._certified.get(id, ()):
            held = each.certificate
            valid = held.from_day <= day and (held.until_day is None or day <= held.until_day)
            if held.standard == standard and valid and each.recorded <= recorded:
                return held
        return None

    def place(self, name: str, recorded: dt.datetime) -> str:
        """The name of an office, port or court that the record knew then; `other` for anything else."""
        since = self._places.get(name)
        return name if not name or (since is not None and since <= recorded) else OTHER
