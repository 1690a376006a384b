"""A text that nobody has approved in the person's language: said aloud, and oversight is told."""

from typing import Any

import pytest
from msgspec.structs import replace

from asylia.core.facts import Wording
from asylia.core.steps.notice import NoticeWorded
from tests.core.build import Case, alarmed, concurred

APPROVED = Wording(
    text="determination", version=1, digest="3qYw5mJxV0kzB1cd", language="es", state="approved", fallback=False,
    beside="en",
)  # fmt: skip


def prepared(**how_far: Any) -> Case:
    """A decision prepared on a sheet whose text has come so far."""
    case = concurred()
    case.facts["wording"] = replace(APPROVED, **how_far)
    return case.do("PrepareNotice")


@pytest.mark.parametrize("state", ["draft", "translated", "checked"])
def test_notice_approved_a_text_that_is_not_alarms(state: str) -> None:
    """notice.approved: whoever signs it, oversight is told of every text that is not approved (house: notices)."""
    assert "notice.approved" in alarmed(prepared(state=state))
    assert "notice.approved" not in alarmed(prepared())


def test_notice_approved_another_language_than_the_persons_alarms() -> None:
    """notice.approved: an approved English is not approved for who understands Mam."""
    assert "notice.approved" in alarmed(prepared(language="en", fallback=True, beside=""))


def test_notice_approved_without_it_someone_says_it_aloud() -> None:
    """notice.approved: it is handed over aloud, or the warning was given aloud before (INA 240(b)(7))."""
    case = prepared(state="draft").refuses("notice.approved", "ServeNotice", how="by_mail")
    case.allows("ServeNotice", how="in_person")
    case.do("WarnAloud").allows("ServeNotice", how="by_mail")
    prepared().allows("ServeNotice", how="by_mail")


def test_notice_approved_is_one_alarm_for_each_kind_until_it_is_answered() -> None:
    """notice.approved: where nothing is approved yet, oversight is not told the same a hundred times over."""
    case = prepared(state="draft").do("PrepareNotice")
    said = [each for each in case.file.signs if each.rule == "notice.approved"]
    assert len(said) == 1
    assert [each.unapproved for each in case.file.notices] == [True, True]
    case.do("AnswerSign", rule="notice.approved")
    assert "notice.approved" not in alarmed(case)
    assert "notice.approved" in alarmed(case.do("PrepareNotice"))


def test_notice_approved_what_it_was_made_from_stands_on_the_record() -> None:
    """notice.approved: the text's id, version and digest, its language and state are kept with the notice."""
    case = prepared(state="checked")
    worded = next(each for each in case.events if isinstance(each, NoticeWorded))
    assert (worded.number, worded.text, worded.version, worded.digest) == (1, "determination", 1, "3qYw5mJxV0kzB1cd")
    assert (worded.language, worded.state, worded.fallback, worded.beside) == ("es", "checked", False, "en")
