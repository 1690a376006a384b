"""Family: processed together, dated together, sent nowhere apart."""

import datetime as dt

from asylia.core.facts import CourtOrder, Member
from tests.core.build import APPEAR, opened, unafraid, waiting

OTHER_DAY = Member(case="case-2", hearing_day=dt.date(2022, 3, 9))


def test_family_whole_only_listed_codes_permit_processing_apart() -> None:
    """family.whole: the regime lists codes that permit processing apart, for a stated time (S1; domain 3.2)."""
    opened().breaks("family.whole", "ProcessApart", code="different_outcomes")
    opened().breaks("family.whole", "ProcessApart", until=None)


def test_family_whole_members_are_sent_to_different_places_only_for_their_own_good() -> None:
    """family.whole: sending apart is refused but by court order, a child's best interests or an informed wish (S1)."""
    opened().breaks("family.whole", "ProcessApart", sends_elsewhere=True)
    opened().allows("ProcessApart", code="best_interests", sends_elsewhere=True)
    opened().refuses("family.whole", "ProcessApart", "border", code="best_interests", sends_elsewhere=True)
    wish = opened().refuses("family.whole", "ProcessApart", code="informed_wish", sends_elsewhere=True)
    wish.do("RecordWishToBeApart").allows("ProcessApart", code="informed_wish", sends_elsewhere=True, until=None)
    order = CourtOrder(id="o-1", court="court-1", effects=(), cases=("case-1",))
    opened().refuses("family.whole", "ProcessApart", code="court_order", sends_elsewhere=True)
    opened(orders=(order,)).allows("ProcessApart", code="court_order", sends_elsewhere=True)


def test_family_whole_a_wish_is_heard_alone_and_informed() -> None:
    """family.whole: a mother asks, alone and knowing what follows, to leave the husband (S1; domain 3.2)."""
    opened().breaks("family.whole", "RecordWishToBeApart", alone=False)
    opened().breaks("family.whole", "RecordWishToBeApart", informed=False)


def test_family_whole_kinship_is_disproved_in_private_with_reasons() -> None:
    """family.whole: a claim of kinship in doubt goes to a child-protection check in private (S1)."""
    case = opened().do("JoinFamily")
    case.breaks("family.whole", "DisproveKinship", in_private=False)
    case.breaks("family.whole", "DisproveKinship", reasons=" ")
    case.refuses("authority.role", "DisproveKinship", "border").refuses("procedure.once", "JoinFamily", family="f-2")


def test_family_whole_is_dated_together() -> None:
    """family.whole: a family has one hearing day, unless it is processed apart under a code that holds (S1)."""
    case = waiting()
    case.facts["members"] = (OTHER_DAY,)
    case.refuses("family.whole", "PrepareNotice", **APPEAR)
    case.allows("PrepareNotice", **{**APPEAR, "day": "2022-03-09"})
    case.do("ProcessApart", until="2022-01-12").allows("PrepareNotice", **APPEAR)
    case.wait(days=1).refuses("family.whole", "PrepareNotice", **APPEAR)


def test_family_whole_one_protected_member_keeps_the_unit() -> None:
    """family.whole: different outcomes are never a code; nobody is placed or returned past a protected member (S1)."""
    child = Member(case="case-2", protected=True)
    case = unafraid().allows("PlaceInProgramme")
    case.facts["members"] = (child,)
    case.refuses("family.whole", "PlaceInProgramme")
    placed = waiting().allows("ReturnPerson")
    placed.facts["members"] = (child,)
    placed.refuses("family.whole", "ReturnPerson")


def test_excluded_never_the_family_of_an_excluded_person() -> None:
    """excluded.never: nor can the family of such a person be placed or returned (S1)."""
    case = unafraid()
    case.facts["members"] = (Member(case="case-2", excluded=("own_national",)),)
    case.refuses("excluded.never", "PlaceInProgramme")


def test_excluded_never_a_child_born_while_waiting() -> None:
    """excluded.never: a birth while waiting screens the family again that day (S1)."""
    case = waiting().allows("ReturnPerson").do("ReportBirth", country="MX")
    case.refuses("excluded.never", "ReturnPerson").refuses("vulnerable.screened", "ReturnPerson")


def test_family_whole_a_separation_is_reported_and_traced_by_name() -> None:
    """family.whole: members separated by the authority are traced by a named owner by a date (S1; M18)."""
    case = opened().do("ReportSeparation").do("NameOwner")
    assert case.file.separated
    assert [each.owner for each in case.file.traces] == ["specialist"]
    assert [each.rule for each in case.file.signs] == ["family.whole"]
