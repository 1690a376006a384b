"""Placement: for a listed reason, and only of people who may be placed at all."""

from asylia.core.facts import CourtOrder
from tests.core.build import APPEAR, CREDIBLE_FEAR, claimed, opened, served, unafraid, waiting

MEXICAN = [{"country": "MX", "source": "born there", "certainty": "undetermined"}]


def test_placement_reasoned_names_a_countable_reason() -> None:
    """placement.reasoned: every discretionary placement names its reason from the regime's list (S3)."""
    unafraid().breaks("placement.reasoned", "PlaceInProgramme", reason="discretion")


def test_excluded_never_a_possible_national_of_the_country_of_return() -> None:
    """excluded.never: a Mexican national, and a person who may be one, are not placed in Mexico (S1)."""
    unafraid().do("RecordNationality", nationalities=MEXICAN).refuses("excluded.never", "PlaceInProgramme")


def test_fear_stay_nobody_is_placed_while_a_claim_is_open() -> None:
    """fear.stay: while a claim is open the person is not placed either (S1; S4)."""
    claimed().refuses("fear.stay", "PlaceInProgramme")


def test_excluded_never_who_was_found_to_be_at_risk_there() -> None:
    """excluded.never: nobody is placed after a positive, nor after being taken out in their favour (S1)."""
    served("positive").refuses("excluded.never", "PlaceInProgramme")
    unafraid().do("ExemptFromProgramme", reason="vulnerable").refuses("excluded.never", "PlaceInProgramme")
    unafraid().do("ExemptFromProgramme", reason="discretion").allows("PlaceInProgramme")


def test_order_obeyed_an_order_stops_placement() -> None:
    """order.obeyed: an injunction entered while cases are open binds them at once (S0; S3; S4)."""
    order = CourtOrder(id="o-1", court="court-1", effects=("no_placement",), places=("bridge-1",))
    unafraid(orders=(order,)).refuses("order.obeyed", "PlaceInProgramme")
    elsewhere = CourtOrder(id="o-1", court="court-1", effects=("no_placement",), places=("bridge-2",))
    unafraid(orders=(elsewhere,)).allows("PlaceInProgramme")


def test_procedure_regime_only_where_the_regime_provides_it() -> None:
    """procedure.regime: a regime without a programme places nobody (house)."""
    opened(regime=CREDIBLE_FEAR).refuses("procedure.regime", "PlaceInProgramme")


def test_return_lawful_a_reported_placement_is_none() -> None:
    """return.lawful: that someone was placed is a report, and opens no return (How the rules are read, 1)."""
    case = waiting()
    reported = unafraid().do("ReportPlacement").do("PlanContact").do("PrepareNotice", **APPEAR).do("ServeNotice")
    assert reported.file.placed == "reported"
    reported.refuses("return.lawful", "ReturnPerson").allows("PlaceInProgramme")
    case.do("ReportPlacement").allows("ReturnPerson").refuses("procedure.once", "PlaceInProgramme")
    barred = opened().do("ScreenVulnerability", private_wish=True).do("ReportPlacement")
    assert [each.rule for each in barred.file.signs] == ["vulnerable.screened"]
