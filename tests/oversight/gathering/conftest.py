"""Houses on each engine, as the tests of the shell make them; and the demonstration's caseload on each."""

from collections.abc import Iterator
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from asylia.shell.house import House
from asylia.stories.demonstrating import demonstrate
from tests.postgres import postgres_database
from tests.shell.conftest import deployment, engine, house, original  # noqa: F401 - fixtures
from tests.shell.deployment import Deployment, in_use


@pytest.fixture(scope="module")
def demonstration(engine, tmp_path_factory, django_db_blocker) -> Iterator[SimpleNamespace]:  # noqa: F811
    """Every story of the demonstration, played: `house`, and `home` for its tables."""
    home = tmp_path_factory.mktemp("demonstration") / "home"
    home.mkdir()
    with ExitStack() as stack:
        url = stack.enter_context(postgres_database()) if engine == "postgres" else None
        stack.enter_context(django_db_blocker.unblock())
        opened: House = stack.enter_context(in_use(Deployment(home, url)))
        demonstrate(home, lambda *_: None)
        yield SimpleNamespace(house=opened, home=home)
