"""Who travels: a case for each person, a party for those who came together, as the world goes on."""

import datetime as dt

from asylia.core.facts import Member
from asylia.core.file import CaseFile
from asylia.core.regime import Regime
from asylia.core.standing import exclusions, is_open, protected
from asylia.simulator.loop import Process
from asylia.simulator.plan import Practices, Site
from asylia.simulator.population import Party, Person


class Case:
    """One person's case as the world goes on: the file that the record shows so far, and who it is."""

    __slots__ = ("_excluded", "_member", "_seen", "_shown", "file", "id", "lots", "party", "person", "who")

    def __init__(self, id: str, person: Person, party: "Travellers") -> None:
        self.id = id
        self.who = f"person-{person.number}"
        self.person = person
        self.lots = person.lots
        self.party = party
        self.file = CaseFile(id=id)
        self._member = Member(case=id)
        self._seen = (-1, dt.date.min)  # the version and day of which it tells
        self._excluded: tuple[str, ...] = ()
        self._shown: tuple[object, object] = (None, None)  # what the exclusions were read from

    def as_member(self, regime: Regime, day: dt.date) -> Member:
        """What the core may know of this case when it decides about another of the family."""
        file = self.file
        if self._seen != (file.version, day):
            self._seen = (file.version, day)
            if self._shown[0] is not file.nationalities or self._shown[1] is not file.screening:
                self._shown = (file.nationalities, file.screening)
                self._excluded = exclusions(file, regime)
            ahead = [each.day for each in file.hearings if each.awaited and each.day >= day]
            self._member = Member(
                case=file.id, excluded=self._excluded,
                open_claim=any(is_open(each, regime) for each in file.claims),
                protected=any(protected(each, regime) for each in file.claims),
                hearing_day=min(ahead, default=None),
                parts=tuple([(each.staff, each.part) for each in file.parts]),
            )  # fmt: skip
        return self._member


class Travellers:
    """A party with its cases, at one site, under what is practised there."""

    __slots__ = ("busy", "cases", "family", "lots", "party", "place", "practices", "site")

    def __init__(self, party: Party, site: Site, practices: Practices) -> None:
        self.party = party
        self.site = site
        self.place = party.site
        self.practices = practices
        self.family = f"family-{party.number}" if len(party.members) > 1 else ""
        self.lots = party.lots
        self.cases: list[Case] = []
        self.busy = 0  # processes that have not ended

    @property
    def key(self) -> str:
        """Who holds a place at a court: the family, or the case alone."""
        return self.family or self.cases[0].id

    def during(self, process: Process) -> Process:
        """The process, as one of this party's; with the last of them the party's cases are let go.

        A case and its party know each other: without this nobody who has left would ever leave the memory.
        """
        self.busy += 1
        return self._during(process)

    def _during(self, process: Process) -> Process:
        yield from process
        self.busy -= 1
        if not self.busy:
            self.cases.clear()
