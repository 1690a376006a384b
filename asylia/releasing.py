"""The `asylia oversight` verbs of what leaves: publish a release of a quarter, verify releases."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asylia.courtreading import CannotBeRead
from asylia.measuring import from_where, gathered, opened, plainly, progress, tables, when
from asylia.oversight.errors import OversightError
from asylia.recordkeeping import GOOD, NOT_SO, Add, home
from asylia.shell.starting import record_exists


def publish(asked: argparse.Namespace) -> int:
    """Write a release of one quarter, its counts protected, and put its manifest on the record."""
    with plainly(), leaving():
        from asylia.oversight import publishing, releasing  # noqa: PLC0415
        from asylia.oversight.definition import sql, told  # noqa: PLC0415
        from asylia.oversight.registry import measures  # noqa: PLC0415
        from asylia.oversight.states import states  # noqa: PLC0415
        from asylia.publish.gate import let_out, must_be_new  # noqa: PLC0415

        as_of = asked.as_of or dt.datetime.now(dt.UTC).replace(microsecond=0)
        every, kept = list(measures().values()), releasing.Releases(home())
        release, quarter = asked.quarter, asked.quarter.start(as_of)
        gathered(asked)
        earlier = kept.of(release.name)
        listed = {(each.key.unit, each.key.of) for before in earlier for each in before.exact}
        found = publishing.exact(every, tables(asked), as_of, quarter, listed)
        new = publishing.Vintage(
            release=release.name, vintage=len(earlier) + 1, quarter=quarter, as_of=as_of, exact=tuple(found)
        )
        publishing.require_new(new, earlier)
        folder = asked.to / releasing.name_of(new)
        must_be_new(folder)
        vintage = publishing.protected(new, earlier, lambda done, of: progress("protecting small counts", done, of))
        definitions, queries = [told(each) for each in every], {m.id: sql(m) for m in publishing.published(every)}
        of = releasing.Release(vintage, states(vintage, every), definitions, queries, earlier)
        let_out(folder, releasing.files(of))
        kept.keep(vintage)
        manifest = releasing.manifest_of(folder)
        published_on_record(vintage.release, vintage.vintage, manifest)
        held = sum(not isinstance(count, int) for each in vintage.figures for count in each.shown)
        print(
            f"{folder}\n{2 * len(vintage.figures):,} counts, {held:,} of them not printed as numbers; "
            f"open {folder / releasing.INDEX}\nManifest (SHA-256 of SHA256SUMS): {manifest}"
        )
    return GOOD


def verify(asked: argparse.Namespace) -> int:
    """Say whether releases are what was published, and whether any row has vanished between vintages."""
    with plainly():
        from asylia.oversight.verifying import verified  # noqa: PLC0415

        code = GOOD
        for good, line in verified(asked.folders, releases_on_record()):
            print(f"{'good' if good else 'BAD ':<6}{line}")
            code = code if good else NOT_SO
    return code


# --- what both need


def published_on_record(release: str, vintage: int, manifest: str) -> None:
    """Put a release's manifest on the record; a folder of tables without a record has none."""
    if not record_exists(home()):
        return
    from asylia.shell.overseeing import publish as put  # noqa: PLC0415

    with opened() as house:
        put(house, release, vintage, manifest)


def releases_on_record() -> dict[tuple[str, int], str] | None:
    """The manifest of each release and vintage as the record has it; None where there is no record to ask."""
    if not record_exists(home()):
        return None
    from asylia.shell.reading import oversight_of  # noqa: PLC0415

    with opened() as house:
        told = oversight_of(house, house.raw())
    return {(each.release, each.vintage): each.manifest for each in told.releases}


@contextmanager
def leaving() -> Iterator[None]:
    """Say in one sentence why something may not leave."""
    from asylia.publish.cells import NotSafe  # noqa: PLC0415 - it brings a solver
    from asylia.publish.gate import HeldBack  # noqa: PLC0415

    try:
        yield
    except FileExistsError as there:
        raise CannotBeRead(str(there)) from None
    except (NotSafe, HeldBack) as refused:
        raise CannotBeRead(f"Nothing was written: {refused}") from None


# --- how it is asked


def add_release_verbs(verbs: Any, add: Add) -> None:
    """The two verbs."""
    one = add(verbs, publish, "publish", "write a release of a quarter, small counts protected")
    one.add_argument("--to", metavar="DIR", type=Path, required=True, help="where releases lie; a new folder is made")
    one.add_argument("--quarter", metavar="YYYY-Qn", type=Quarter, required=True, help="for example 2027-Q1")
    when(one, "what was recorded until then (default: now)")
    from_where(one)
    one = add(verbs, verify, "verify", "say whether releases are what was published")
    one.add_argument("folders", metavar="FOLDER", type=Path, nargs="+", help="releases; vintages are held together")


class Quarter:
    """A quarter as it is named."""

    def __init__(self, said: str) -> None:
        found = re.fullmatch(r"(\d{4})-Q([1-4])", said)
        if not found:
            raise argparse.ArgumentTypeError(f"{said} is no quarter; write it as 2027-Q1")
        self.name, self.first = said, dt.date(int(found[1]), 3 * int(found[2]) - 2, 1)

    def start(self, as_of: dt.datetime) -> dt.date:
        """Its first day. Raises OversightError while it is not over."""
        from asylia.oversight.periods import after  # noqa: PLC0415

        if as_of.date() < after(self.first, "quarter"):
            raise OversightError(f"{self.name} is not over at {as_of:%Y-%m-%d}: only whole quarters are published.")
        return self.first
