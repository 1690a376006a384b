"""Representation: counsel, or another chosen person, is entered with consent and admitted."""

from typing import Literal, TypeAlias, assert_never

from msgspec.structs import replace

from asylia.core.command import Act, Report
from asylia.core.errors import Decided, Refused, Rules
from asylia.core.event import Event
from asylia.core.facts import Facts
from asylia.core.file import Appearance, AppearanceAsked, CaseFile, with_sign
from asylia.core.standing import orders_bar

# How the person said that they want this counsel: on their own pages, aloud to a desk, or on a form they signed.
Consent = Literal["own_pages", "aloud", "signed"]


class RepresentationAct(Act, frozen=True, kw_only=True):
    """An act of this step."""


class EnterAppearance(RepresentationAct, frozen=True, kw_only=True):
    """Enter counsel's appearance, with the person's consent; `form` is the SHA-256 of the form they signed."""

    counsel: str
    consent: bool
    organisation: str = ""
    how: Consent = "aloud"
    form: str = ""


class AskAppearance(RepresentationAct, frozen=True, kw_only=True):
    """Ask, as counsel, that the person say whether they want you; nothing of the case opens before they do."""

    organisation: str = ""


class AnswerAppearance(RepresentationAct, frozen=True, kw_only=True):
    """The person's own answer to counsel who asked: on their own pages, or aloud and alone to a desk."""

    agreed: bool
    alone: bool = True


class EndAppearance(RepresentationAct, frozen=True, kw_only=True):
    """End counsel's appearance; what was served on them stays theirs."""

    says: str = ""


class RefuseCounsel(RepresentationAct, frozen=True, kw_only=True):
    """Refuse counsel's attendance, where the regime allows it, for a coded reason."""

    code: str
    says: str = ""


class RepresentationReport(Report, frozen=True, kw_only=True):
    """A report of this step."""


class ReportCounselTurnedAway(RepresentationReport, frozen=True, kw_only=True):
    """Counsel was turned away, whatever the rules say."""

    says: str


RepresentationCommand: TypeAlias = (
    EnterAppearance | AskAppearance | AnswerAppearance | EndAppearance | RefuseCounsel | ReportCounselTurnedAway
)


class RepresentationEvent(Event, frozen=True, kw_only=True):
    """An event of this step."""


class CounselFirstEntered(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.entered/1"):
    """Counsel entered, with consent. Read for ever; counsel.entered/2 is written."""

    counsel: str
    organisation: str


class CounselEntered(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.entered/2"):
    """Counsel entered, and how the person said so."""

    counsel: str
    organisation: str
    how: Consent
    form: str


class AppearanceWasAsked(RepresentationEvent, frozen=True, kw_only=True, tag="appearance.asked/1"):
    """Counsel asked to enter; the person has not answered yet."""

    counsel: str
    organisation: str


class AppearanceDeclined(RepresentationEvent, frozen=True, kw_only=True, tag="appearance.declined/1"):
    """The person does not want the counsel who asked."""

    counsel: str


class CounselLeft(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.left/1"):
    """Counsel's appearance ended."""

    says: str


class CounselRefused(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.refused/1"):
    """Counsel's attendance was refused under a code of the regime; oversight is alerted."""

    code: str
    says: str


class CounselTurnedAway(RepresentationEvent, frozen=True, kw_only=True, tag="counsel.turned_away/1"):
    """Counsel was reported turned away."""

    says: str


RepresentationEvents: TypeAlias = (
    CounselFirstEntered | CounselEntered | AppearanceWasAsked | AppearanceDeclined | CounselLeft | CounselRefused
    | CounselTurnedAway
)  # fmt: skip


def decide(file: CaseFile, command: RepresentationCommand, facts: Facts, rules: Rules) -> Decided | Refused:
    """What a command about representation leads to."""
    match command:
        case EnterAppearance():
            rules.require(command.consent, "counsel.admitted", "the person's consent is missing", "consent")
            _require_own_word(command, rules)
            _require_free(file, command.counsel, rules)
            return rules.outcome(
                CounselEntered(
                    who=command.who, counsel=command.counsel, organisation=command.organisation, how=command.how,
                    form=command.form,
                )
            )  # fmt: skip
        case AskAppearance():
            rules.require(file.counsel != command.who.by, "procedure.once", "you have entered already")
            _require_free(file, command.who.by, rules)
            return rules.outcome(
                AppearanceWasAsked(who=command.who, counsel=command.who.by, organisation=command.organisation)
            )
        case AnswerAppearance():
            asked = file.appearance_asked
            if asked is None:
                return rules.missing("no counsel has asked to enter")
            rules.require(command.alone, "counsel.admitted", "the person was not asked alone", "alone")
            if not command.agreed:
                return rules.outcome(AppearanceDeclined(who=command.who, counsel=asked.counsel))
            _require_free(file, asked.counsel, rules)
            how: Consent = "own_pages" if command.who.role == "applicant" else "aloud"
            return rules.outcome(
                CounselEntered(
                    who=command.who, counsel=asked.counsel, organisation=asked.organisation, how=how, form=""
                )
            )
        case EndAppearance():
            rules.require(bool(file.counsel), "procedure.exists", "no counsel has entered")
            return rules.outcome(CounselLeft(who=command.who, says=command.says))
        case RefuseCounsel():
            counsel = rules.regime.counsel
            rules.require(
                counsel.may_be_refused and command.code in counsel.refusal_codes, "counsel.admitted",
                "this regime gives no such ground for refusing counsel", "code", counsel.cite,
            )  # fmt: skip
            ordered = orders_bar(file, facts, "counsel_before_interview")
            rules.require(not ordered, "order.obeyed", "a court order gives access to counsel", "code")
            return rules.outcome(CounselRefused(who=command.who, code=command.code, says=command.says))
        case ReportCounselTurnedAway():
            return rules.outcome(CounselTurnedAway(who=command.who, says=command.says))
        case _:
            assert_never(command)


def _require_own_word(act: EnterAppearance, rules: Rules) -> None:
    """The consent is the person's own word, and counsel's alone is none."""
    if act.how == "signed":
        rules.require(bool(act.form.strip()), "counsel.admitted", "the signed form is missing", "form")
    own_pages = act.who.role == "applicant"
    rules.require(
        (act.how == "own_pages") == own_pages or act.how == "signed", "counsel.admitted",
        "on their own pages the person says it themselves, and at a desk aloud", "how",
    )  # fmt: skip
    rules.require(
        act.who.role != "counsel" or act.how == "signed", "counsel.admitted",
        "counsel files the signed form, or asks that the person say it", "how",
    )  # fmt: skip


def _require_free(file: CaseFile, counsel: str, rules: Rules) -> None:
    rules.require(not file.took_part(counsel), "roles.apart", "counsel has taken part in this case", "counsel")


def evolve(file: CaseFile, event: RepresentationEvents) -> CaseFile:
    """The case file after an event of this step."""
    match event:
        case CounselFirstEntered() | CounselEntered():
            entered = Appearance(counsel=event.counsel, organisation=event.organisation, entered=file.version)
            return replace(
                file, counsel=event.counsel, counsel_refused="", appearance_asked=None,
                appearances=(*_left(file), entered),
            )  # fmt: skip
        case AppearanceWasAsked():
            asked = AppearanceAsked(counsel=event.counsel, organisation=event.organisation, at=event.who.at)
            return replace(file, appearance_asked=asked)
        case AppearanceDeclined():
            return replace(file, appearance_asked=None)
        case CounselLeft():
            return replace(file, counsel="", appearances=_left(file))
        case CounselRefused():
            refused = replace(file, counsel_refused=event.code)
            return with_sign(refused, "counsel.admitted", "Counsel was refused under a code of the regime.", event.who)
        case CounselTurnedAway():
            return with_sign(file, "counsel.admitted", "Counsel was reported turned away.", event.who)
        case _:
            assert_never(event)


def _left(file: CaseFile) -> tuple[Appearance, ...]:
    """The appearances, each of them ended at this entry if not before."""
    return tuple(replace(each, left=each.left or file.version) for each in file.appearances)
