"""Opening: encounters, statements of fear without a case, and how an encounter may end."""

from asylia.core.facts import Member
from asylia.core.steps.fear import FearClaimed, ReferralMade
from asylia.core.steps.opening import CaseOpenedProvisionally
from tests.core.build import Case, claimed, opened, unafraid, waiting

MEXICAN = [{"country": "MX", "source": "born there", "certainty": "possible"}]
HONDURAN = [{"country": "HN", "source": "passport", "certainty": "certain"}]


def test_fear_asked_before_an_encounter_ends() -> None:
    """fear.asked: no encounter ends before the question has been put and answered (S4; S1; domain 2.6)."""
    for how in ("transferred", "admitted", "sent_back"):
        opened().refuses("fear.asked", "EndEncounter", how=how)
    unafraid().allows("EndEncounter")
    claimed().allows("EndEncounter")


def test_fear_asked_is_still_owed_after_hospital_or_release() -> None:
    """fear.asked: hospital or release end the encounter with the question still owed (S4; domain 2.6)."""
    for how in ("hospital", "released"):
        case = opened().do("EndEncounter", how=how)
        assert case.events[-1].question_owed
    assert not claimed().do("EndEncounter", how="released").events[-1].question_owed


def test_fear_stay_and_return_lawful_bind_a_sending_back() -> None:
    """fear.stay: to send someone back is to return them, whatever it is called (S1; S4)."""
    claimed().refuses("fear.stay", "EndEncounter", how="sent_back")
    unafraid().refuses("return.lawful", "EndEncounter", how="sent_back")
    waiting().allows("EndEncounter", how="sent_back")


def test_fear_open_door_takes_a_statement_from_anyone() -> None:
    """fear.open-door: anyone states a fear without case, code or account; it opens a case and a claim (S1; S3)."""
    for by in ("passer-by", "counsel", "monitor", "person", "interpreter", "post"):
        case = Case().do("OpenProvisionalCase", by)
        assert [type(each) for each in case.events] == [CaseOpenedProvisionally, FearClaimed, ReferralMade]
        assert case.claim.words == ("They will kill him.",)


def test_fear_open_door_on_an_open_case_is_words_of_fear_in_it() -> None:
    """fear.open-door: a statement never opens a case anew over the one that is there (S1; S3)."""
    case = opened().do("OpenProvisionalCase")
    assert case.file.name == "Invented Name"
    assert not case.file.provisional
    assert len(case.file.claims) == 1


def test_fear_open_door_is_matched_by_the_asylum_office_only() -> None:
    """fear.open-door: the asylum office matches a statement to a person, never a border role (S1; S3)."""
    case = Case().do("OpenProvisionalCase")
    for by in ("border", "post", "clerk", "passer-by"):
        case.refuses("fear.open-door", "MatchCase", by)
    case.refuses("procedure.exists", "MatchCase", to="").allows("MatchCase")
    case.do("MatchCase").refuses("procedure.once", "MatchCase")
    opened().refuses("procedure.exists", "MatchCase")


def test_excluded_never_a_nationality_of_the_country_of_return_stays_until_a_court_says_otherwise() -> None:
    """excluded.never: a possible nationality of the return country excludes until a court says otherwise (S1)."""
    case = opened().do("RecordNationality", nationalities=[*HONDURAN, *MEXICAN])
    for by in ("border", "supervisor", "specialist"):
        case.refuses("excluded.never", "RecordNationality", by, nationalities=HONDURAN)
    case.allows("RecordNationality", "judge", nationalities=HONDURAN)
    opened().allows("RecordNationality", nationalities=HONDURAN)


def test_excluded_never_proves_a_nationality_through_that_states_consulate() -> None:
    """excluded.never: it is never proved through the consulate of the state concerned (S1)."""
    for source in ("asked the Mexican consulate", "Consulado de México", "a letter of the embassy"):
        asked = [{"country": "MX", "source": source, "certainty": "certain"}]
        Case().refuses("excluded.never", "OpenCase", nationalities=asked)
        opened().refuses("excluded.never", "RecordNationality", nationalities=asked)
    Case().allows("OpenCase", nationalities=MEXICAN)


def test_procedure_regime_only_an_adopted_regime_opens_a_case() -> None:
    """procedure.regime: a regime is used live only after two people have adopted it (architecture, regimes)."""
    Case(regimes=()).refuses("procedure.regime", "OpenCase")
    Case().allows("OpenCase").do("OpenCase").refuses("procedure.once", "OpenCase")


def test_fear_asked_a_turning_away_is_reported_and_alarms() -> None:
    """fear.asked: a turning away at a port is recorded whoever tells it, and raises the alarm (S1; S3)."""
    case = opened().do("ReportEncounter", what="turned_away")
    assert [each.rule for each in case.file.signs] == ["fear.asked"]


def test_family_whole_binds_a_sending_back() -> None:
    """family.whole: nobody is sent back while a member of the family has an open claim (S1)."""
    sister = Member(case="case-2", open_claim=True)
    waiting(members=()).allows("EndEncounter", how="sent_back")
    case = waiting()
    case.facts["members"] = (sister,)
    case.refuses("family.whole", "EndEncounter", how="sent_back")
