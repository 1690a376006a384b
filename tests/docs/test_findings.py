"""The worked example: every recommendation of the reconstruction leads to what there is, and the page says the same."""

import tomllib
from pathlib import Path

import pytest

from asylia.core.rules import RULES
from asylia.stories.reviewing import REVIEWS

TOLD = tomllib.loads((REVIEWS / "2019.toml").read_text("utf-8"))
PAGE = (Path(__file__).parents[2] / "docs" / "findings.md").read_text("utf-8")
MEASURES = Path(__file__).parents[2] / "asylia" / "oversight" / "measures"


def test_sixteen_recommendations_and_a_plain_mark() -> None:
    """The reports count sixteen; that it is a reconstruction is said on the record and on the page."""
    assert len(TOLD["recommendation"]) == 16
    assert TOLD["review"]["reconstruction"] is True
    assert "This is a reconstruction." in PAGE


@pytest.mark.parametrize("number", range(1, 17))
def test_each_recommendation_leads_to_safeguards_and_measures_that_are_there(number: int) -> None:
    """Its safeguards are rules, its measures files, its finding one of the review's; the page's row is the file's."""
    each = TOLD["recommendation"][number - 1]
    assert set(each["safeguards"]) <= set(RULES)
    assert all(list(MEASURES.glob(f"{measure.lower()}_*.py")) for measure in each["measures"])
    assert 0 <= each.get("finding", 0) <= len(TOLD["finding"])
    assert each["safeguards"] or each["measures"]
    held = ", ".join(f"[`{rule}`](reference/safeguards.md#{rule.replace('.', '')})" for rule in each["safeguards"])
    assert f"| {number} | {each['says']} | {held} | {', '.join(each['measures']) or 'none'} | " in PAGE
