"""A filled house as the desks' tests have it, and editions of measures kept in its home."""

import pytest

from asylia.shell.overseeing import keep_measures
from asylia.web.overseer import editions
from tests.web.desks.conftest import at_desk, filled, house, ids
from tests.web.overseer import edited

__all__ = ["at_desk", "filled", "house", "ids", "kept", "measured"]


@pytest.fixture
def kept(house):
    """A function: keep an edition in the house's home, on the record unless it is told not to."""
    editions.checked.cache_clear()

    def keep(*, record=True, **how):
        edition = edited.keep(house.home, **how)
        if record:
            keep_measures(house, edition.name, edition.digest, edition.about.as_of, edition.about.definitions)
        return edition

    return keep


@pytest.fixture
def measured(kept, ids):
    """An edition whose class-A cases are two that are there."""
    return kept(broken=edited.breaches((ids.alarming, ids.panel)))
