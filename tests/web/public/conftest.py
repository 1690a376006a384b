"""Public pages are tested on a real house."""

import pytest

from asylia.web.public import afraid, check
from asylia.web.public.rate import Rate
from tests.web.real import asked, at_desk, begun, house, original  # noqa: F401


@pytest.fixture(autouse=True)
def unhurried(monkeypatch):
    """A rate of its own for each test."""
    monkeypatch.setattr(afraid, "RATE", Rate(most=20, seconds=600))
    monkeypatch.setattr(check, "RATE", Rate(most=30, seconds=600))
