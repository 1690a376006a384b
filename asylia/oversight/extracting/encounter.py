"""The rows that events of the encounter make."""

from collections.abc import Iterator

from asylia.core.countries import COUNTRIES
from asylia.core.standing import fear_asked
from asylia.core.steps.advisal import AdvisalGiven, LanguageRecorded
from asylia.core.steps.disclosure import SharingReported
from asylia.core.steps.family import (
    BirthReported,
    FamilyJoined,
    KinshipDisproved,
    ProcessedApart,
    SeparationReported,
    WishToBeApartRecorded,
)
from asylia.core.steps.fear import FearQuestionNotPut, FearQuestionPut
from asylia.core.steps.interview import InterviewReported
from asylia.core.steps.opening import (
    CaseMatched,
    CaseOpened,
    CaseOpenedProvisionally,
    EncounterEnded,
    EncounterReported,
)
from asylia.core.steps.placement import PlacementEnded, PlacementMade, PlacementReported
from asylia.core.steps.portal import SendingBackSaid
from asylia.core.steps.tracing import (
    AskedAlone,
    InTouch,
    OwnerNamed,
    Sought,
    TraceClosed,
    TracingAsked,
    Tried,
)
from asylia.core.steps.vulnerability import VulnerabilityResolved, VulnerabilityScreened
from asylia.oversight.codes import condition, language, listed, made_id
from asylia.oversight.fact import Fact
from asylia.oversight.facts.encounter import (
    Advisal,
    Birth,
    Condition,
    Encounter,
    EncounterEnd,
    Family,
    Language,
    Match,
    MonitorReport,
    Placement,
    Question,
    Screening,
    Separation,
    Statement,
    Tracing,
)
from asylia.oversight.seen import Head, Makers, Seen, makers


def opened(seen: Seen, event: CaseOpened) -> Iterator[Fact]:
    yield Encounter(**seen.head, **seen.by, kind=event.kind, held=event.held)


def stated(seen: Seen, event: CaseOpenedProvisionally) -> Iterator[Fact]:
    yield Statement(**seen.head, role=seen.role, about_self=event.about == "self")


def matched(seen: Seen, event: CaseMatched) -> Iterator[Fact]:
    yield Match(**seen.head, role=seen.role, to=made_id(event.to))


def ended(seen: Seen, event: EncounterEnded) -> Iterator[Fact]:
    yield EncounterEnd(
        **seen.head, **seen.by, how=listed(event.how), question_owed=event.question_owed,
        asked=fear_asked(seen.file) or bool(seen.file.claims),
    )  # fmt: skip


def encounter_reported(seen: Seen, event: EncounterReported) -> Iterator[Fact]:
    yield MonitorReport(**seen.head, role=seen.role, about="encounter", what=listed(event.what))


def not_put(seen: Seen, event: FearQuestionNotPut) -> Iterator[Fact]:
    yield MonitorReport(**seen.head, role=seen.role, about="question", what="")
    yield Question(
        **seen.head, **seen.by, role=seen.role, put=False, put_in="", answer="", proper=False, alone=False,
        understood=False, own_language=False, interpreted=False,
    )  # fmt: skip


def interview_reported(seen: Seen, event: InterviewReported) -> Iterator[Fact]:
    for each in event.lacking or ("",):
        yield MonitorReport(**seen.head, role=seen.role, about="interview", what=listed(each))


def sharing_reported(seen: Seen, event: SharingReported) -> Iterator[Fact]:
    yield MonitorReport(**seen.head, role=seen.role, about="sharing", what="")


def sending_back(seen: Seen, event: SendingBackSaid) -> Iterator[Fact]:
    yield MonitorReport(**seen.head, role=seen.role, about="sending_back", what="")


def languages(seen: Seen, event: LanguageRecorded) -> Iterator[Fact]:
    yield Language(**seen.head, role=seen.role, how=event.how, languages=len(event.languages))


def advised(seen: Seen, event: AdvisalGiven) -> Iterator[Fact]:
    yield Advisal(
        **seen.head, **seen.by, role=seen.role, told_in=language(event.language),
        readable=seen.understood(event.language), understood=event.understood, oral=event.oral,
        interpreted=bool(event.interpreter),
    )  # fmt: skip


def screened(seen: Seen, event: VulnerabilityScreened) -> Iterator[Fact]:
    answers = list(event.answers.values())
    yield Screening(
        **seen.head, **seen.by, role=seen.role, present=answers.count("yes"), doubts=answers.count("doubt"),
        private_wish=event.private_wish,
    )  # fmt: skip
    for name, answer in event.answers.items():
        if answer != "no":
            yield Condition(**seen.head, role=seen.role, condition=condition(name), answer=answer)


def resolved(seen: Seen, event: VulnerabilityResolved) -> Iterator[Fact]:
    answer = "present" if event.present else "absent"
    yield Condition(**seen.head, role=seen.role, condition=condition(event.condition), answer=answer)


def joined(seen: Seen, event: FamilyJoined) -> Iterator[Fact]:
    yield Family(**seen.head, role=seen.role, tie="joined", relation=event.relation)


def disproved(seen: Seen, event: KinshipDisproved) -> Iterator[Fact]:
    head: Head = {**seen.head, "family": seen.beside.family(seen.before.family)}
    yield Family(**head, role=seen.role, tie="disproved", relation=listed(seen.before.relation))


def apart(seen: Seen, event: ProcessedApart) -> Iterator[Fact]:
    yield Separation(
        **seen.head, role=seen.role, what="processed_apart", code=listed(event.code), until=event.until,
        elsewhere=event.sends_elsewhere,
    )  # fmt: skip


def wish(seen: Seen, event: WishToBeApartRecorded) -> Iterator[Fact]:
    yield Separation(**seen.head, role=seen.role, what="wish", code="", until=None, elsewhere=False)


def separated(seen: Seen, event: SeparationReported) -> Iterator[Fact]:
    yield MonitorReport(**seen.head, role=seen.role, about="separation", what="")
    yield Separation(**seen.head, role=seen.role, what="reported", code="", until=None, elsewhere=False)


def born(seen: Seen, event: BirthReported) -> Iterator[Fact]:
    yield Birth(**seen.head, country=event.country if event.country in COUNTRIES else "")


Searching = TracingAsked | OwnerNamed | Sought | AskedAlone | Tried | InTouch | TraceClosed


def traced(seen: Seen, event: Searching) -> Iterator[Fact]:
    match event:
        case TracingAsked():
            what, answer = "asked", ""
        case OwnerNamed():
            what, answer = "owner_named", ""
        case Sought():
            what, answer = "sought", ""
        case AskedAlone():
            what, answer = "asked_alone", event.agreed
        case Tried():
            what, answer = "tried", event.where
        case InTouch():
            what, answer = "in_touch", event.how
        case TraceClosed():
            what, answer = "closed", event.because
    yield Tracing(**seen.head, trace=event.trace, what=what, answer=answer)


def placed(seen: Seen, event: PlacementMade | PlacementEnded | PlacementReported) -> Iterator[Fact]:
    what = {PlacementMade: "made", PlacementEnded: "ended", PlacementReported: "reported"}[type(event)]
    yield Placement(
        **seen.head, **seen.by, role=seen.role, what=what,
        reason="" if isinstance(event, PlacementReported) else listed(event.reason),
        excluded=len(seen.exclusions()), barred_by=len(event.rules) if isinstance(event, PlacementReported) else 0,
    )  # fmt: skip


def asked(seen: Seen, event: FearQuestionPut) -> Iterator[Fact]:
    own = seen.understood(event.language)
    yield Question(
        **seen.head, **seen.by, role=seen.role, put=True, put_in=language(event.language), answer=event.answer,
        proper=event.alone and event.understood and event.attested and own, alone=event.alone,
        understood=event.understood, own_language=own, interpreted=bool(event.interpreter),
    )  # fmt: skip


MAKES: Makers = {
    CaseOpened: opened,
    CaseOpenedProvisionally: stated,
    CaseMatched: matched,
    EncounterEnded: ended,
    EncounterReported: encounter_reported,
    FearQuestionNotPut: not_put,
    InterviewReported: interview_reported,
    SharingReported: sharing_reported,
    SendingBackSaid: sending_back,
    LanguageRecorded: languages,
    AdvisalGiven: advised,
    VulnerabilityScreened: screened,
    VulnerabilityResolved: resolved,
    FamilyJoined: joined,
    KinshipDisproved: disproved,
    ProcessedApart: apart,
    WishToBeApartRecorded: wish,
    SeparationReported: separated,
    BirthReported: born,
    **makers((TracingAsked, OwnerNamed, Sought, AskedAlone, Tried, InTouch, TraceClosed), traced),
    **makers((PlacementMade, PlacementEnded, PlacementReported), placed),
    FearQuestionPut: asked,
}
