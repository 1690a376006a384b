"""Counts over the whole record, read from its entries: what was refused at which desk, and likelihood by outcome."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from asylia.core.codec import UnknownEvent
from asylia.core.file import Band
from asylia.core.rules import RULES
from asylia.core.steps.determination import BandLocked, DeterminationSigned
from asylia.ledger import Recorded
from asylia.shell.reading import events_of
from asylia.web.cases import CaseRequest, house
from asylia.web.templatetags.words import DESKS

LEAST = 10
FEW = "fewer than 10"
BANDS: dict[Band, str] = {
    "under_10": "under 10 %", "10_to_25": "10 to 25 %", "25_to_50": "25 to 50 %", "50_to_75": "50 to 75 %",
    "75_to_90": "75 to 90 %", "over_90": "over 90 %",
}  # fmt: skip


@dataclass(frozen=True)
class Tried:
    """How often a rule stopped an act at a desk."""

    rule: str
    says: str
    desk: str
    count: int


class Likelihood(NamedTuple):
    """One band: how many determinations ended positive, and how many negative; small counts are not told."""

    band: str
    positive: str
    negative: str


@require_GET
def refusals(request: CaseRequest) -> HttpResponse:
    """Acts that were tried and refused, by rule and desk."""
    counted: Counter[tuple[str, str]] = Counter()
    acts = 0
    for entry in entries("case/", "desk/"):
        if entry.name == "act.refused/1" and entry.fields is not None:
            acts += 1
            counted.update((rule, entry.role) for rule in entry.fields["rules"])
    tried = [
        Tried(rule, RULES[rule].says, DESKS[role].capitalize(), count)  # type: ignore[index]
        for (rule, role), count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]
    return render(request, "overseer/refusals.html", {"tried": tried, "acts": acts})


@require_GET
def likelihood(request: CaseRequest) -> HttpResponse:
    """The likelihood bands that officers locked, against the outcome they signed: over all, never of one case."""
    counted = Counter(pair for stream in streams("case/") for pair in pairs(stream))
    rows = [
        Likelihood(label, told(counted[band, "positive"]), told(counted[band, "negative"]))
        for band, label in BANDS.items()
    ]
    enough = sum(counted.values()) >= LEAST
    return render(request, "overseer/likelihood.html", {"rows": rows, "enough": enough, "few": FEW})


def told(count: int) -> str:
    """Return a count, or that it is small: none and one are told alike."""
    return FEW if count < LEAST else f"{count:,}".replace(",", "\u2009")


def pairs(stream: str) -> Iterator[tuple[str, str]]:
    """Yield (band, outcome) of each determination signed in a case after a band was locked."""
    locked: dict[int, str] = {}
    try:
        for event in events_of(house().ledger.read(house().raw(), stream)):
            match event:
                case BandLocked():
                    locked[event.claim] = event.band
                case DeterminationSigned() if event.claim in locked:
                    yield locked[event.claim], event.outcome
    except UnknownEvent:
        return


def entries(*kinds: str) -> Iterator[Recorded]:
    """Yield the entries of every stream of these kinds."""
    for kind in kinds:
        for stream in streams(kind):
            yield from house().ledger.read(house().raw(), stream)


def streams(kind: str) -> list[str]:
    """Return the names of the streams of a kind."""
    return house().ledger.streams(house().raw(), kind)
