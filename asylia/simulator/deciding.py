"""The decision: findings, band, signature; the reviews that the regime names; its service, and what is asked after."""

from collections.abc import Sequence

from asylia.core.errors import Refused
from asylia.core.file import Determination, Outcome
from asylia.core.standing import reconsideration_open, repeats_of, reviews_owed
from asylia.core.steps.custody import AcknowledgeStay
from asylia.core.steps.drawn_review import RecogniseCase, SignDrawnReview, TargetReview
from asylia.core.steps.notice import PrepareNotice
from asylia.core.steps.reconsideration import AskReconsideration, DecideReconsideration
from asylia.core.steps.remedy import AskRemedy, DecideRemedy, SendRecord
from asylia.core.steps.review import Concur, Dissent, Override, ReturnForCorrection
from asylia.core.steps.service import ServeNotice
from asylia.simulator import words
from asylia.simulator.claims import (
    HOUR,
    Hearing,
    assigned,
    consulted,
    find,
    interviewed,
    lock_band,
    pressed,
    read_back,
    represented,
    sees,
    sign,
    threshold,
    withdrawn,
)
from asylia.simulator.loop import Process
from asylia.simulator.population import DAY
from asylia.simulator.travellers import Case
from asylia.simulator.world import World


def hear(world: World, case: Case) -> Process:
    """From the referral to the service of a decision that stands."""
    at = Hearing(world, case, len(case.file.claims))
    if at.file.officer:
        return  # somebody is on it
    yield at.lots.wait("post", 20 * 60)
    post = world.desks.posts[case.party.place]
    world.act(case, post, AcknowledgeStay, post=case.party.site.name)
    if not (yield from assigned(at)):
        return
    if (yield from withdrawn(at)):
        return
    represented(at)
    yield from interviewed(at)
    if at.file.interview.ended is not None:
        yield from decided(at)


def decided(at: Hearing) -> Process:
    """Everything between the end of the interview and the service of a decision that stands."""
    practices = at.case.party.practices
    yield at.lots.wait("written after", 5 * HOUR)
    if at.lots.happens("readback", practices.readback):
        read_back(at)
    at.reasoned = at.lots.happens("reasoned", practices.reasoned)
    if at.reasoned:
        consulted(at)
    at.seen = sees(at, at.officer, "seen")
    outcome: Outcome = "positive" if at.seen >= pressed(at) else "negative"
    yield HOUR
    written(at, outcome)
    lock_band(at)
    signed(at)
    if at.file.determination is not None:
        yield from reviewed(at)
        chosen(at)
        yield from served(at)


def written(at: Hearing, outcome: Outcome) -> None:
    """Write the findings; a check box that the core refuses is written again with reasons."""
    if not find(at, outcome) and not at.reasoned:
        at.reasoned = True
        consulted(at)
        find(at, outcome)


def signed(at: Hearing) -> None:
    """Sign; what the core finds missing is done first."""
    told = sign(at, explained=False)
    for _ in range(3):
        if not isinstance(told, Refused):
            return
        rules = {each.rule for each in told.rules}
        if "readback.before-decision" in rules:
            read_back(at)
        told = sign(at, explained="analysis.standard" in rules)


def standing(at: Hearing) -> Determination:
    """The latest determination."""
    found = at.file.determination
    assert found is not None  # noqa: S101 (asked only where one was signed)
    return found


def reviewed(at: Hearing) -> Process:
    """Every review that is owed, level by level; one that is returned, late or refused ends the round."""
    while not standing(at).returned:
        owed = next((each for each in reviews_owed(standing(at), at.world.regime)), None)
        before = standing(at)
        if owed is None:
            return
        if owed.level == "supervisor":
            yield from by_supervisor(at)
        elif owed.selects == "drawn":
            yield from by_lot(at)
        elif owed.level == "headquarters":
            yield from by_headquarters(at)
        if standing(at) is before:
            return  # nobody was left who could: it stays owed, and alarms


def by_supervisor(at: Hearing) -> Process:
    """A supervisor concurs, or returns the decision; how often depends on its direction where that is practised."""
    world, practices = at.world, at.case.party.practices
    office = at.case.party.site.office
    yield world.reviewers[office]
    if wait := world.until_open(at.case.party.site.zone):
        yield wait
    yield at.lots.wait(f"review {standing(at).number}", 25 * 60)
    world.reviewers[office].give_back()
    determination = standing(at)
    positive = determination.outcome == "positive"
    everyone = [each for other in world.desks.supervisors.values() for each in other]
    own = reviewer(at, world.desks.supervisors[office], "supervisor")
    by = returned_by(at) or own or reviewer(at, everyone, "supervisor elsewhere")
    about = {"determination": determination.number}
    returns = practices.returned_positive if positive else practices.returned_negative
    if at.lots.happens(f"returned {determination.number}", returns):
        code = "finding_without_reasons"
        if at.act(by, ReturnForCorrection, code=code, reasons=words.RETURNED, **about):
            yield at.lots.wait("corrected", 8 * HOUR)
            correct(at, positive)
            return
    at.act(by, Concur, **about)


def returned_by(at: Hearing) -> str:
    """Who returned this claim's decision before, and so sees it corrected; "" where nobody did."""
    reviews = (review for each in at.file.determinations for review in each.reviews)
    return next((each.who.by for each in reviews if each.kind == "returned"), "")


def reviewer(at: Hearing, desks: Sequence[str], what: str) -> str:
    """One of these desks who took no part in this family's cases, first of those given; "" where there is none."""
    taken = {each.staff for case in at.case.party.cases for each in case.file.parts}
    first = at.lots.number(what, 0, len(desks) - 1)
    in_turn = (*desks[first:], *desks[:first])
    return next((each for each in in_turn if each not in taken), "")


def correct(at: Hearing, positive: bool) -> None:
    """Write the decision again; two in five positives come back negative where positives are sent back more often."""
    practices = at.case.party.practices
    leaning = practices.returned_positive > practices.returned_negative
    turns = positive and leaning and at.lots.happens(f"turns {standing(at).number}", 0.4)
    at.reasoned = True
    if not any(each.country_information for each in at.file.evidence):
        consulted(at)
    find(at, "negative" if turns or not positive else "positive")
    signed(at)


def by_headquarters(at: Hearing) -> Process:
    """Headquarters concurs, or replaces a positive where that is practised and passes."""
    world, practices = at.world, at.case.party.practices
    yield world.headquarters
    yield at.lots.wait("headquarters", 2 * DAY)
    world.headquarters.give_back()
    determination = standing(at)
    by = reviewer(at, world.desks.headquarters, "headquarters")
    about = {"determination": determination.number}
    against = determination.standing == "positive" and at.lots.happens("overturned", practices.overturned_positive)
    if against and at.act(by, Override, outcome="negative", reasons="No one named the group.", **about):
        if at.lots.happens("dissents", 0.2):
            at.act(at.officer, Dissent, words="I found otherwise, and stand by it.", **about)
        return
    at.act(by, Concur, **about)


def by_lot(at: Hearing) -> Process:
    """A drawn decision is made anew, blind: by the same likelihood, another eye and other noise."""
    world = at.world
    number = standing(at).number
    late = at.lots.happens("late review", at.case.party.practices.late_review)
    yield at.lots.wait("drawn review", (12 if late else 2) * DAY)
    by = reviewer(at, world.desks.headquarters, "drawn reviewer")
    if at.lots.happens("recognised", 0.02):
        at.act(by, RecogniseCase, determination=number)
        by = reviewer(at, [each for each in world.desks.headquarters if each != by], "another reviewer")
    if by and anew(at, by, number, f"seen anew by {by}"):
        for _, _, repeat in repeats_of(at.case.file):
            world.begin(at.case.party, once_more(at, by, number), world.second_of(repeat.from_day))


def chosen(at: Hearing) -> None:
    """Headquarters chooses a decision to be decided anew by somebody else; marked, and it delays nothing."""
    number, desks = standing(at).number, at.world.desks.headquarters
    if at.lots.happens("targeted", at.case.party.practices.targeted):
        by = reviewer(at, desks, "chooses")
        if by and at.act(by, TargetReview, determination=number, reason="A ground that is seldom seen."):
            at.world.begin(at.case.party, as_chosen(at, by, number), at.world.loop.now + 3 * DAY)


def as_chosen(at: Hearing, chose: str, number: int) -> Process:
    """Somebody else at headquarters decides anew what was chosen."""
    by = reviewer(at, [each for each in at.world.desks.headquarters if each != chose], "decides what was chosen")
    if by:
        anew(at, by, number, f"seen as chosen by {by}")
    yield from looked_again(at, number)


def anew(at: Hearing, by: str, number: int, noise: str) -> bool:
    """Decide it anew by what this reviewer sees in it; whether that passed."""
    outcome = "positive" if sees(at, "", noise) >= threshold(at) else "negative"
    return at.act(by, SignDrawnReview, determination=number, outcome=outcome, reasons="Read from the beginning.")


def once_more(at: Hearing, by: str, number: int) -> Process:
    """The same reviewer decides the same case once more, a month later, without knowing it."""
    yield at.lots.wait("once more", 3 * DAY)
    if at.lots.happens("recognised again", 0.1):
        at.act(by, RecogniseCase, determination=number)
    else:
        anew(at, by, number, f"seen again by {by}")
    yield from looked_again(at, number)


def served(at: Hearing) -> Process:
    """Prepare the decision and serve it in person; a negative with whatever may be asked after it."""
    world, case = at.world, at.case
    determination = standing(at)
    clerks = world.desks.clerks[case.party.site.office]
    by = clerks[at.lots.number("clerk", 0, len(clerks) - 1)]
    yield at.lots.wait("prepared", 6 * HOUR)
    staff = world.desks.staff[by]
    told = world.act(
        case, by, PrepareNotice, kind="decision", claim=at.claim, determination=determination.number,
        language=case.file.best_language, signer=staff.name, title="Hearing clerk",
    )  # fmt: skip
    if isinstance(told, Refused):
        return
    yield at.lots.wait("served", 8 * HOUR)
    negative = determination.standing == "negative"
    wants = at.lots.happens("asks remedy", case.party.practices.remedy_asked)
    world.act(
        case, by, ServeNotice, notice=len(case.file.notices), how="in_person", language=case.file.best_language,
        understood=True, said_back="Sé lo que decidieron.", remedy_asked=True,
        remedy_answer="request" if wants and world.regime.remedy.kind != "none" else "decline",
    )  # fmt: skip
    if negative and wants:
        yield from asked_after(at, by)
    yield from looked_again(at, determination.number)


def asked_after(at: Hearing, clerk: str) -> Process:
    """A judge where the regime gives one, or another officer where it lets the office look again."""
    world, case = at.world, at.case
    number = standing(at).number
    if world.regime.remedy.kind != "none":
        at.act("applicant", AskRemedy, determination=number, words="¿Nadie más puede verlo?")
        at.act(clerk, SendRecord, determination=number, to=("judge", "counsel") if case.file.counsel else ("judge",))
        yield at.lots.wait("remedy", 5 * DAY)
        judges = world.desks.judges[case.party.site.court]
        by = judges[at.lots.number("judge", 0, len(judges) - 1)]
        outcome = "for_person" if granted(at) else "against_person"
        at.act(by, DecideRemedy, determination=number, outcome=outcome)
    elif world.regime.reconsideration.allowed:
        at.act("applicant", AskReconsideration, determination=number, words="Por favor, mírenlo otra vez.")
        yield from looked_again(at, number)


def granted(at: Hearing) -> bool:
    """Whether who looks at a negative again finds for the person: four times as often where there is danger."""
    chance = at.case.party.practices.remedy_grants * (1.0 if at.case.person.in_danger else 0.25)
    return at.lots.happens("granted", chance)


def looked_again(at: Hearing, number: int) -> Process:
    """An officer who took no part decides what was asked, by the person or by a second decision that differs."""
    case = at.case
    found = case.file.determination(at.claim, number)
    if found is None or not reconsideration_open(found, at.world.regime):
        return
    yield at.lots.wait("reconsidered", 6 * DAY)
    outcome = "changed_for_person" if granted(at) else "stands"
    if by := reviewer(at, at.world.desks.officers[case.party.site.office], "looks again"):
        at.act(by, DecideReconsideration, determination=number, outcome=outcome, reasons="Read again, all of it.")
    if at.file.determination is not None and at.file.determination.standing == "positive":
        at.world.tally.step("final_positive", case.person)
