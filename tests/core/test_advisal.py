"""Advisal: languages recorded, and the process explained and said back."""

from tests.core.build import assigned, claimed, opened, waiting


def test_advisal_language_is_never_inferred() -> None:
    """advisal.language: a language is never inferred from nationality, and the best is one understood (S1)."""
    opened().breaks("advisal.language", "RecordLanguage", how="assumed")
    opened().breaks("advisal.language", "RecordLanguage", best="mam")
    opened().allows("RecordLanguage", languages=["mam"], best="mam")


def test_advisal_language_everything_told_or_asked_is_in_a_language_understood() -> None:
    """advisal.language: advisal, question, read-back and notices are in a recorded language (S1; domain 6)."""
    opened().breaks("advisal.language", "AskFear", language="pt")
    claimed().breaks("advisal.language", "GiveAdvisal", language="pt")
    waiting().breaks("advisal.language", "PrepareNotice", mended={"kind": "reporting"}, language="pt")


def test_advisal_language_an_advisal_in_a_language_not_understood_was_none() -> None:
    """advisal.language: recorded as Spanish, understood only in Mam: what was explained in Spanish is void (S1)."""
    case = assigned().wait(days=1).do("RecordLanguage", languages=["mam"], best="mam")
    assert case.file.advisal is None
    case.refuses("advisal.understood", "BeginInterview").refuses("interpreter.fit", "BeginInterview")


def test_advisal_understood_every_topic_is_explained_and_said_back() -> None:
    """advisal.understood: purpose, country, steps, rights, outcomes, and the words said back (S1; S4)."""
    claimed().breaks("advisal.understood", "GiveAdvisal", topics=["purpose", "steps", "rights", "outcomes"])
    claimed().breaks("advisal.understood", "GiveAdvisal", said_back="  ")


def test_advisal_understood_before_an_interview_can_start() -> None:
    """advisal.understood: told about Mexico while speaking of Honduras, it was not understood (S4)."""
    case = assigned().wait(days=1).allows("BeginInterview").do("GiveAdvisal", understood="not_understood")
    case.refuses("advisal.understood", "BeginInterview")


def test_advisal_understood_who_cannot_follow_has_a_representative_first() -> None:
    """advisal.understood: who cannot follow has a representative first; till then no interview or return (S1)."""
    case = assigned().wait(days=1).do("GiveAdvisal", understood="cannot_follow")
    case.refuses("advisal.understood", "BeginInterview")
    case.do("AppointRepresentative").allows("BeginInterview")
    small = waiting().do("GiveAdvisal", understood="cannot_follow", topics=[], said_back="")
    small.refuses("advisal.understood", "ReturnPerson")
    small.do("AppointRepresentative").allows("ReturnPerson")


def test_roles_apart_a_representative_took_no_part() -> None:
    """roles.apart: whoever took a part in the case does not represent the person in it (S1)."""
    opened().breaks("roles.apart", "AppointRepresentative", representative="border")
