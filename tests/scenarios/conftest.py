"""A theatre for each story: founded once, copied, and closed again."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from asylia.shell.house import House
from asylia.stories.theatre import theatre
from tests.shell.deployment import Deployment, in_use


@pytest.fixture(scope="session")
def empty(django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an empty demonstration."""
    home = tmp_path_factory.mktemp("empty") / "home"
    home.mkdir()
    with django_db_blocker.unblock(), in_use(Deployment(home, None)):
        theatre(home).ledger.close()
    return home


@pytest.fixture
def stage(empty: Path, tmp_path: Path, django_db_blocker) -> Iterator[House]:
    """A house in which one story can be played."""
    home = tmp_path / "home"
    shutil.copytree(empty, home)
    with django_db_blocker.unblock(), in_use(Deployment(home, None)):
        house = theatre(home)
        yield house
        house.ledger.close()
