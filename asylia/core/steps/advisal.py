"""Advisal: the person's language is established, and the process explained and said back, before any interview."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import Advisal, CaseFile

How = Literal["said_back", "certified_officer", "interpreter_confirmed", "assumed"]
Understood = Literal["understood", "not_understood", "cannot_follow"]
Topic = Literal["purpose", "country", "steps", "rights", "outcomes"]
TOPICS: frozenset[Topic] = frozenset({"purpose", "country", "steps", "rights", "outcomes"})


class AdvisalAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class RecordLanguage(AdvisalAct, frozen=True, kw_only=True):
    """Record the languages this person understands (BCP 47), the best first asked, and how that is known."""

    languages: tuple[str, ...]
    best: str
    how: How
    town: str = ""


class GiveAdvisal(AdvisalAct, frozen=True, kw_only=True):
    """Explain purpose, country in question, steps, rights and outcomes; record what the person says back."""

    language: str
    topics: tuple[Topic, ...]
    said_back: str
    understood: Understood
    interpreter: str = ""
    oral: bool = True


class AppointRepresentative(AdvisalAct, frozen=True, kw_only=True):
    """Appoint an independent representative for a person who cannot follow."""

    representative: str
    says: str = ""


AdvisalCommand: TypeAlias = RecordLanguage | GiveAdvisal | AppointRepresentative


class AdvisalEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class LanguageRecorded(AdvisalEvent, frozen=True, kw_only=True, tag="language.recorded/1"):
    """The person's languages were recorded, with how they were confirmed."""

    languages: tuple[str, ...]
    best: str
    how: How
    town: str


class AdvisalGiven(AdvisalEvent, frozen=True, kw_only=True, tag="advisal.given/1"):
    """The process was explained, and this was said back."""

    language: str
    topics: tuple[Topic, ...]
    said_back: str
    understood: Understood
    interpreter: str
    oral: bool


class RepresentativeAppointed(AdvisalEvent, frozen=True, kw_only=True, tag="representative.appointed/1"):
    """An independent representative stands beside the person."""

    representative: str
    says: str


AdvisalEvents: TypeAlias = LanguageRecorded | AdvisalGiven | RepresentativeAppointed


def decide(file: CaseFile, command: AdvisalCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about language and understanding leads to."""
    match command:
        case RecordLanguage():
            rules.require(
                command.how != "assumed", "advisal.language", "a language is never inferred from nationality", "how"
            )
            rules.require(
                command.best in command.languages, "advisal.language", "the best language is not among them", "best"
            )
            return rules.outcome(
                LanguageRecorded(
                    who=command.who, languages=command.languages, best=command.best, how=command.how, town=command.town
                )
            )
        case GiveAdvisal():
            return _advise(file, command, rules)
        case AppointRepresentative():
            rules.require(
                not file.took_part(command.representative), "roles.apart", "the representative took part in this case",
                "representative",
            )  # fmt: skip
            return rules.outcome(
                RepresentativeAppointed(who=command.who, representative=command.representative, says=command.says)
            )
        case _:
            assert_never(command)


def _advise(file: CaseFile, act: GiveAdvisal, rules: Rules) -> Decided | Refused:
    rules.require(
        act.language in file.languages, "advisal.language", "this language is not recorded as understood", "language"
    )
    if act.understood == "understood":
        missing = sorted(TOPICS - set(act.topics))
        rules.require(not missing, "advisal.understood", f"not explained: {', '.join(missing)}", "topics")
        rules.require(bool(act.said_back.strip()), "advisal.understood", "the words said back are missing", "said_back")
    return rules.outcome(
        AdvisalGiven(
            who=act.who, language=act.language, topics=act.topics, said_back=act.said_back,
            understood=act.understood, interpreter=act.interpreter, oral=act.oral,
        )
    )  # fmt: skip


def evolve(file: CaseFile, event: AdvisalEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case LanguageRecorded():
            # An advisal in a language that turns out not to be understood was none (advisal.language).
            lost = file.advisal is not None and file.advisal.language not in event.languages
            return replace(
                file, languages=event.languages, best_language=event.best, advisal=None if lost else file.advisal
            )
        case AdvisalGiven():
            advisal = Advisal(
                at=event.who.at, language=event.language, understood=event.understood, said_back=event.said_back
            )
            return replace(file, advisal=advisal)
        case RepresentativeAppointed():
            return replace(file, representative=event.representative)
        case _:
            assert_never(event)
