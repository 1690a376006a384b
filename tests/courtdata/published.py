"""Publications of an invented world in two releases, made as the command makes them."""

from __future__ import annotations

from pathlib import Path

from asylia.courtdata import Store, engines
from asylia.courtdata.ingest import ingest
from asylia.courtdata.report import USED
from asylia.courtdata.site import site
from tests.courtdata.generator import write_release
from tests.courtdata.world import World

SOME = (*USED, "tblLookupHloc", "tblLookupAlienNat", "tblLookupBaseCity", "tblLanguage")


def stores(folder: Path, cases: int) -> tuple[Store, Store]:
    """The stores of one world in two releases, four months apart."""
    for name, world in (("one", World(cases)), ("two", World(cases, later=True))):
        write_release(folder / f"{name}-release", world)
        ingest(folder / f"{name}-release", folder / name, only=SOME)
    engine = engines.duckdb()
    return Store(folder / "one", engine), Store(folder / "two", engine)


def publish(folder: Path, cases: int) -> tuple[Path, Path]:
    """The folders of two publications: of the earlier release beside the later one, and of the later one alone."""
    one, two = stores(folder, cases)
    site(one, folder / "site" / "earlier", two)
    site(two, folder / "site" / "later")
    return folder / "site" / "earlier", folder / "site" / "later"
