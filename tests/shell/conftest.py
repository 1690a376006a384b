"""A house on each engine, founded once a session and copied for each test."""

from collections.abc import Callable, Iterator

import pytest

from asylia.shell.house import House
from tests.postgres import server_or_skip
from tests.shell.deployment import Deployment, copied, drop, founded_on, in_use

ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def original(django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Deployment]]:
    """A function: the founded deployment on an engine, made when it is first asked for."""
    made: dict[str, Deployment] = {}

    def on(engine: str) -> Deployment:
        if engine not in made:
            with django_db_blocker.unblock():
                made[engine] = founded_on(engine, tmp_path_factory.mktemp(engine))
        return made[engine]

    yield on
    for each in made.values():
        drop(each)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "postgres":
        server_or_skip()
    return request.param


@pytest.fixture(scope="module")
def deployment(
    original: Callable[[str], Deployment], engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """A module's own; its tests keep to cases of their own, so that one may do for all of them."""
    copy = copied(original(engine), tmp_path_factory.mktemp(f"{engine}_"))
    yield copy
    drop(copy)


@pytest.fixture(scope="module")
def house(deployment: Deployment, django_db_blocker) -> Iterator[House]:
    with django_db_blocker.unblock(), in_use(deployment) as opened:
        yield opened
