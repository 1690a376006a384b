"""What a receipt opens is declared once, and nothing of it names, quotes or places a person."""

import pytest

from asylia.core.codec import EVENTS
from asylia.core.provable import PROVABLE

# Fields that no receipt opens, whatever their event: people, words, places they are, what was said alone or drawn.
NEVER = frozenset({
    "by", "signed", "name", "words", "interpretation", "interpreter", "language", "languages", "said_by", "channel",
    "address", "address_kind", "signer", "title", "reasons", "reason", "explanation", "statement", "findings", "bars",
    "met", "drawn_for", "alone", "attested", "says", "country", "nationalities", "place", "person", "family",
})  # fmt: skip


@pytest.mark.parametrize("name", PROVABLE)
def test_every_field_is_one_of_its_event_and_none_is_of_those_that_stay_closed(name):
    """fear.receipt, paper.safe, review.blind"""
    assert set(PROVABLE[name]) <= set(EVENTS[name].__struct_fields__)
    assert set(PROVABLE[name]).isdisjoint(NEVER)


def test_every_fear_claim_determination_notice_and_hearing_day_has_a_receipt():
    """Each event that records one of them."""
    assert {
        "fear.claimed/1", "fear.said_again/1", "fear_question.put/1", "determination.signed/1",
        "determination.overridden/1", "reconsideration.decided/1", "notice.prepared/1", "hearing.postponed/1",
        "hearing.moved/1",
        "contact.changed/1",
    } == PROVABLE.keys()  # fmt: skip
