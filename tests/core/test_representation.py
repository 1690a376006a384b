"""Representation: counsel, or another chosen person, enters with consent and is admitted."""

from asylia.core.facts import CourtOrder
from tests.core.build import GOOD, MPP_2019, PRACTISED, Case, assigned, claimed, interviewing

ORDER = CourtOrder(id="o-1", court="court-1", effects=("counsel_before_interview",), places=("bridge-1",))


def test_counsel_admitted_enters_with_consent() -> None:
    """counsel.admitted: a chosen person may attend; they are entered with the person's consent (S1; S4)."""
    claimed().breaks("counsel.admitted", "EnterAppearance", consent=False)
    claimed().refuses("procedure.exists", "EndAppearance").do("EnterAppearance").allows("EndAppearance")


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
