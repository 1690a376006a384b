"""Tracing: a named owner, each side asked alone, and neither learns where the other is before both have said yes."""

import datetime as dt
from typing import get_args

from asylia.core.errors import Decided
from asylia.core.steps.tracing import Where
from asylia.core.telling import SEALED_SAYS, tell
from tests.core.build import Case, alarmed, dues, opened


def looking(**given) -> Case:
    """She looks for her sister; the specialist looks."""
    return opened(**given).do("AskTracing").do("NameOwner")


def sought(**given) -> Case:
    """The sister is found by the owner, in a case of her own."""
    return opened(id="case-9", sought_by="specialist", **given).do("BeSought", seeker="case-1")


def test_contact_family_counsel_a_search_has_an_owner_by_name_and_a_day() -> None:
    """contact.family-counsel: traced by a named owner by a date, and silence alarms (S1)."""
    case = opened().do("AskTracing")
    assert "trace_owner.1" in dues(case)
    assert "contact.family-counsel" in alarmed(opened().do("AskTracing").wait(days=1, minutes=1))
    case.refuses("contact.family-counsel", "NameOwner", owner="border")
    case.refuses("contact.family-counsel", "NameOwner", owner="nobody").do("NameOwner")
    assert {"trace_ask.1", "trace.1"} <= set(dues(case))
    assert "contact.family-counsel" in alarmed(looking().do("AskAlone").wait(days=9, minutes=1))


def test_family_whole_each_is_asked_alone_by_the_owner() -> None:
    """family.whole: nobody is asked before others, and nobody but the owner asks (S1; domain 3.2)."""
    case = looking()
    case.refuses("family.whole", "AskAlone", alone=False)
    case.refuses("contact.family-counsel", "AskAlone", "officer").do("AskAlone")
    assert "trace_ask.1" not in dues(case)


def test_contact_family_counsel_they_meet_only_when_both_have_said_yes() -> None:
    """contact.family-counsel: reach each other when both consent; a yes can be taken back until then."""
    looking(other_agreed=True).refuses("contact.family-counsel", "PutInTouch")
    looking(other_agreed=False).do("AskAlone").refuses("contact.family-counsel", "PutInTouch")
    looking(other_agreed=True).do("AskAlone").do("AskAlone", agreed="no").refuses(
        "contact.family-counsel", "PutInTouch"
    )
    case = looking(other_agreed=True).do("AskAlone").do("PutInTouch")
    assert case.file.traces[0].reached
    case.allows("CloseTrace", because="reached")
    looking().refuses("contact.family-counsel", "CloseTrace", because="reached")
    assert sought(other_agreed=True).do("AskAlone").do("PutInTouch", case="case-1").file.traces[0].reached


def test_contact_family_counsel_the_seekers_case_holds_nothing_of_who_was_found() -> None:
    """contact.family-counsel: neither learns even that the other is there before both say yes."""
    case, found = looking(), sought()
    assert found.file.traces[0].seeker == "case-1"
    before = case.file
    found.do("AskAlone", agreed="no")
    assert case.file == before
    asked = found.ask("AskAlone", agreed="yes")
    assert isinstance(asked, Decided)
    assert tell(asked.events[0], dt.UTC) == SEALED_SAYS
    known = opened(id="case-8", sought_by="specialist").ask("BeSought", seeker="case-1")
    assert isinstance(known, Decided)
    assert tell(known.events[0], dt.UTC) == SEALED_SAYS


def test_contact_family_counsel_only_the_searchs_owner_finds() -> None:
    """contact.family-counsel: nobody else says that someone is sought, and nobody twice."""
    opened(id="case-9", sought_by="officer-1").refuses("contact.family-counsel", "BeSought")
    sought().refuses("procedure.once", "BeSought", seeker="case-1")


def test_no_news_is_one_word_for_nobody_found_and_for_a_no() -> None:
    """contact.family-counsel: the end of a search tells nobody that someone was found and declined."""
    case = looking().do("CloseTrace")
    assert case.file.traces[0].closed == "no_news"
    case.refuses("procedure.once", "AskAlone")
    assert dues(case) == dues(opened())


def test_share_never_feared_state_no_state_is_asked() -> None:
    """share.never-feared-state: where it is asked is a closed list without a state, a consulate or an embassy."""
    assert set(get_args(Where)) == {
        "our_records", "duty_post", "shelter", "health_service", "child_protection", "family_links", "counsel",
    }  # fmt: skip
