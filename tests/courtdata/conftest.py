"""A clean release and its store, and a spoilt one, made once."""

from pathlib import Path

import pytest

from asylia.courtdata import Store
from asylia.courtdata.ingest import ingest
from tests.courtdata.generator import Release, write_release
from tests.courtdata.traps import Spoiler
from tests.courtdata.world import World


@pytest.fixture(scope="session")
def release(tmp_path_factory) -> Release:
    """Every table, no trap."""
    return write_release(tmp_path_factory.mktemp("release"), World())


@pytest.fixture(scope="session")
def store(release, tmp_path_factory) -> Store:
    """The clean release, ingested."""
    folder = tmp_path_factory.mktemp("store")
    ingest(release.path, folder)
    return Store(folder)


@pytest.fixture(scope="session", params=[b"\r\n", b"\n"], ids=["CRLF", "LF"])
def spoilt(request, tmp_path_factory) -> tuple[Store, Spoiler, Release]:
    """The same release with every trap in it, its lines ending either way."""
    spoiler = Spoiler(request.param)
    folder: Path = tmp_path_factory.mktemp("spoilt")
    release = write_release(folder / "release", World(cases=900), newline=request.param, spoil=spoiler)
    ingest(folder / "release", folder / "store", only=("A_TblCase", "B_TblProceeding"))
    return Store(folder / "store"), spoiler, release
