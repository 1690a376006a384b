"""Releasing: commands about records that are handed over, decided on what the record shows of the release."""

from msgspec.structs import replace

from asylia.core.errors import Broken, Refused
from asylia.core.event import Event
from asylia.core.streams import releasing
from asylia.ledger import Recorded
from asylia.shell.checking import check_id
from asylia.shell.house import House, Raw
from asylia.shell.overseeing import under_lock
from asylia.shell.reading import exists, release_of


def release(house: House, command: releasing.ReleaseCommand, exemptions: frozenset[str]) -> Refused | None:
    """Begin, prepare, review, sign, send or decline a release. Raises core's SlipOfForm.

    `exemptions` are the codes under which something may be withheld. What was searched is filled in here.
    """
    check_id("release", command.release)

    def work(raw: Raw, given: releasing.ReleaseCommand) -> Event | Refused:
        file = release_of(house, raw, given.release)
        if isinstance(given, releasing.AskRelease):
            unknown = [each for each in given.cases if not exists(house, each)]
            if unknown:
                says = "the record holds no such case"
                return Refused(rules=(Broken(rule="procedure.exists", detail=says, field="cases"),))
        if isinstance(given, releasing.SearchRecords) and file.asked is not None:
            heads = tuple(house.ledger.head(raw, f"case/{each}") for each in file.asked.cases)
            given = replace(given, versions=heads)
        return releasing.decide(file, given, exemptions)

    return under_lock(house, command, f"release/{command.release}", work, "release")


def searched(house: House, id: str) -> dict[str, list[Recorded]]:
    """The entries of each case of a release, up to the version that was searched; none before a search."""
    raw = house.raw()
    file = release_of(house, raw, id)
    if file.asked is None or file.searched is None:
        return {}
    until = zip(file.asked.cases, file.searched.versions, strict=True)
    return {
        case: [each for each in house.ledger.read(raw, f"case/{case}") if each.version <= version]
        for case, version in until
    }
