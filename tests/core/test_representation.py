"""Representation: counsel, or another chosen person, enters with consent and is admitted."""

from asylia.core.facts import CourtOrder
from tests.core.build import GOOD, MPP_2019, PRACTISED, Case, alarmed, assigned, claimed, dues, interviewing, opened

ORDER = CourtOrder(id="o-1", court="court-1", effects=("counsel_before_interview",), places=("bridge-1",))


def test_counsel_admitted_enters_with_consent() -> None:
    """counsel.admitted: a chosen person may attend; they are entered with the person's consent (S1; S4)."""
    claimed().breaks("counsel.admitted", "EnterAppearance", consent=False)
    claimed().refuses("procedure.exists", "EndAppearance").do("EnterAppearance").allows("EndAppearance")


def test_counsel_admitted_the_consent_is_the_persons_own_word() -> None:
    """counsel.admitted: on their own pages, aloud to a desk, or on a signed form; counsel's word alone is none (S1)."""
    case = claimed()
    case.breaks("counsel.admitted", "EnterAppearance", how="aloud", form="")
    case.breaks("counsel.admitted", "EnterAppearance", how="signed", form=" ")
    case.breaks("counsel.admitted", "EnterAppearance", "clerk", how="own_pages")
    case.breaks("counsel.admitted", "EnterAppearance", "person", how="aloud")
    for desk, how in (("person", "own_pages"), ("clerk", "aloud"), ("officer", "signed")):
        case.allows("EnterAppearance", desk, how=how)


def test_counsel_admitted_who_asked_sees_nothing_before_the_person_says_so() -> None:
    """counsel.admitted: the person, asked alone, answers counsel who asked; silence alarms (contact.family-counsel)."""
    case = claimed().refuses("procedure.exists", "AnswerAppearance").do("AskAppearance")
    assert case.file.counsel == ""
    assert "appearance" in dues(case)
    assert "contact.family-counsel" in alarmed(claimed().do("AskAppearance").wait(days=1, minutes=1))
    case.breaks("counsel.admitted", "AnswerAppearance", "clerk", alone=False)
    assert case.allows("AnswerAppearance", agreed=False).do("AnswerAppearance").file.counsel == "counsel"
    assert "appearance" not in dues(case)
    assert claimed().do("AskAppearance").do("AnswerAppearance", agreed=False).file.counsel == ""
    claimed().refuses("authority.role", "AskAppearance", "clerk")
    claimed().do("AskAppearance").refuses("authority.role", "AnswerAppearance", "counsel")


def test_counsel_who_left_is_remembered_with_the_entries_between() -> None:
    """contact.family-counsel: former counsel keep what was served on them, and learn nothing newer (S1; S4)."""
    case = opened().do("EnterAppearance").do("SignalCall").do("EndAppearance").do("SignalCall")
    (was,) = case.file.appearances
    entered = was.entered
    assert (entered, was.left) == (case.file.version - 3, case.file.version - 1)
    again = case.do("EnterAppearance", "clerk", counsel="another", how="aloud").do("EnterAppearance")
    assert [(each.counsel, each.entered, each.left) for each in again.file.appearances] == [
        ("counsel", entered, entered + 2), ("another", entered + 4, entered + 5), ("counsel", entered + 5, 0),
    ]  # fmt: skip


def test_counsel_admitted_is_refused_only_on_a_ground_of_the_regime() -> None:
    """counsel.admitted: "no room" for counsel is refused where the regime knows no such ground (S4)."""
    claimed().refuses("counsel.admitted", "RefuseCounsel")
    case = claimed(regime=PRACTISED).do("RefuseCounsel")
    assert [each.rule for each in case.file.signs] == ["counsel.admitted"]


def test_counsel_admitted_no_interview_past_counsel_who_has_entered() -> None:
    """counsel.admitted: the interview waits for counsel unless the person, advised, goes on (S1; S4)."""
    case = assigned().do("EnterAppearance").wait(days=1)
    case.refuses("counsel.admitted", "BeginInterview")
    case.allows("BeginInterview", present=["counsel", "interpreter"])


def test_counsel_admitted_a_turning_away_is_reported_and_alarms() -> None:
    """counsel.admitted: whoever was turned away says so, and oversight is alerted (S1; S4; M14)."""
    case = interviewing().do("ReportCounselTurnedAway")
    assert [each.rule for each in case.file.signs] == ["counsel.admitted"]


def test_order_obeyed_counsel_first_where_a_court_says_so() -> None:
    """order.obeyed: an order that gives access to counsel binds over a regime that may refuse it (S0; law 2)."""
    ground = {"code": "no_capacity"}
    assert "order.obeyed" not in _broken(claimed(regime=MPP_2019), ground)
    assert "order.obeyed" in _broken(claimed(regime=MPP_2019, orders=(ORDER,)), ground)
    case = assigned(orders=(ORDER,)).wait(days=1)
    case.breaks("order.obeyed", "BeginInterview", conditions={**GOOD, "counsel_offered": False})


def test_roles_apart_counsel_took_no_part() -> None:
    """roles.apart: whoever took a part in the case does not represent the person in it (S1)."""
    claimed().breaks("roles.apart", "EnterAppearance", counsel="border")


def _broken(case: Case, form: dict[str, str]) -> set[str]:
    decision = case.ask("RefuseCounsel", **form)
    return {each.rule for each in (getattr(decision, "rules", None) or decision.breaches)}
