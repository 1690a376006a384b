"""What stands under the sentence of an event: words in quotes, findings with their reasons, facts as they were read."""

from collections.abc import Iterator

from asylia.core.event import Event, name_of
from asylia.core.file import ReadFact
from asylia.core.steps.determination import BarFound, FindingRecorded
from asylia.core.steps.interview import TestimonyAdded
from asylia.core.steps.readback import ReadbackGiven
from asylia.core.telling import SEALED, in_words
from asylia.stories.story import Step

# Read in quotes, where an event has them.
QUOTED = ("words", "interpretation", "said_back", "asked", "reasons", "explanation", "says", "notes", "statement")

# What stands beside the cases has no case file to be read in: said from the command.
BESIDE = {
    "AppointStaff": "{staff} was given the desk of {desk}.",
    "CertifyStaff": "{staff} was certified in {standard}, from {from_day}.",
    "DisableStaff": "The account of {staff} was closed.",
    "ProposeRegime": "The regime {version} was proposed.",
    "AdoptRegime": "The regime {version} was adopted by a second person.",
    "EnterOrder": "A court order was entered: {court}, {number}. It waits for a second person.",
    "ConfirmOrder": "A second person confirmed it: the order {order}.",
    "LiftOrder": "That the order {order} is lifted was entered; it waits for a second person.",
    "SetCalendar": "The calendar of {court} was set.",
    "SetSittings": "The sessions of {court} were set, each with its places.",
    "SetHolidays": "The holidays that {court} keeps to were set ({side}).",
    "SetPort": "The way from {port} to {court} was set.",
    "CloseCourt": "{court} was closed from {first} to {last}; every hearing in between moved.",
}


def done_beside(step: Step) -> str:
    """The sentence of a command about what stands beside the cases."""
    given = {key: in_words(str(value)) for key, value in step.with_.items()}
    return BESIDE[step.do].format(**given)


def details(event: Event) -> Iterator[str]:
    """What a person reads under the event's sentence; nothing of what is sealed from the family."""
    if name_of(event) in SEALED:
        return
    match event:
        case TestimonyAdded():
            yield f"{event.speaker.capitalize()}: “{event.words}”"
            if event.interpretation:
                yield f"Interpreted: “{event.interpretation}”"
        case FindingRecorded(finding=finding):
            found, cites = in_words(finding.finding), ", ".join(finding.cites)
            yield f"{in_words(finding.protection)}, {in_words(finding.element)}: {found} ({cites}). “{finding.reasons}”"
            if finding.group:
                yield f"Group: {finding.group}."
            if finding.favourable:
                yield f"Most favourable reading: “{finding.favourable}”"
        case BarFound(bar=bar):
            yield f"{in_words(bar.bar)}, against {in_words(bar.protection)}: {in_words(bar.finding)}. “{bar.reasons}”"
        case ReadbackGiven():
            yield from (_fact(number, fact) for number, fact in enumerate(event.facts, start=1))
            if event.reason:
                yield f"Not confirmed: “{event.reason}”"
        case _:
            yield from (f"“{said}”" for field in QUOTED if isinstance(said := getattr(event, field, ""), str) and said)


def _fact(number: int, fact: ReadFact) -> str:
    lines = ", ".join(f"T {each}" for each in fact.lines)
    corrected = f": “{fact.correction}”" if fact.correction else ""
    return f"RB {number} ({lines}): {fact.text} Answer: {in_words(fact.answer)}{corrected}"
