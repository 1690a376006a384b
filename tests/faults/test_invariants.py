"""The checker proved: on an honest record it finds nothing, and of each planted violation it names the invariant."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from asylia.caseload.models import CaseRow
from asylia.core.codec import at_text
from asylia.core.streams.family import MemberJoined
from asylia.ledger import NewEvent
from asylia.ledger.follow import log_of, once
from asylia.ledger.logkey import keys_path
from asylia.ledger.note import Checkpoint, Note
from asylia.shell.house import House
from asylia.shell.reading import append_beside, read_case
from asylia.shell.submitting import Accepted, submit
from tests.faults.invariants import Check
from tests.faults.journal import Answer, Given, Journal, journal_at
from tests.faults.opening import HERE
from tests.shell.deployment import Deployment, copied, drop, in_use
from tests.shell.people import BEGAN, MPP, author

AT = BEGAN.isoformat()


class Scene(NamedTuple):
    """A deployment with some honest work on it, all of it in the journal."""

    house: House
    deployment: Deployment
    journal: Journal
    path: Path
    case: str

    def send(self, key: str, do: str, by: str, seen: int, **fields: object) -> object:
        """Send one command as the journal's client."""
        given = Given(do, by, AT, self.case, fields)
        self.journal.sent(key, given, seen=seen)
        answer = submit(self.house, given.command(), self.case, key=key)
        self.journal.answered(key, answer)
        return answer

    def run(self, *statements: str) -> None:
        """As one who owns the database: triggers off, then these statements."""
        engine = self.house.ledger.engine
        with closing(self.house.ledger.connect()) as connection, engine.transaction(connection):
            if engine.kind == "sqlite":
                names = engine.run(connection, "SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                for (name,) in names:
                    engine.execute(connection, f"DROP TRIGGER {name}")
            else:
                tables = engine.run(
                    connection, "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname LIKE 'ledger_%'"
                )
                for (name,) in tables:
                    engine.execute(connection, f"ALTER TABLE {name} DISABLE TRIGGER ALL")
            for each in statements:
                engine.execute(connection, each.format(case=f"'case/{self.case}'"))


@pytest.fixture
def scene(original, engine, tmp_path, django_db_blocker) -> Iterator[Scene]:
    """Opened, in a family, claimed twice, refused once; sequenced, and the checkpoint seen outside."""
    deployment = copied(original(engine), tmp_path)
    with django_db_blocker.unblock(), in_use(deployment) as house, journal_at(tmp_path / "journal") as journal:
        scene = Scene(house, deployment, journal, tmp_path / "journal", house.new_id())
        home = {"country": "HN", "source": "own words", "certainty": "certain"}
        name = f"Ana {journal.canary}"
        person = {"person": house.new_id(), "name": name, "born": "1995", "nationalities": [home], "regime": MPP}
        scene.send("k1", "OpenCase", "sloane", 0, place="Northgate crossing", **person)
        scene.send("k2", "JoinFamily", "sloane", 1, family=house.new_id(), relation="mother")
        scene.send("k3", "ReportFear", "sloane", 2, words=f"Tengo miedo. {journal.canary}", language="es")
        scene.send("k4", "CloseClaim", "sloane", 4, claim=1, reason="no_fear_seen")
        answer = scene.send("k5", "AssignOfficer", "abara", 5, claim=1)
        assert isinstance(answer, Accepted)
        sequence(scene)
        scene.send("k6", "ReportFear", "rowan", 6, words=f"Otra vez. {journal.canary}", language="es")
        yield scene
    drop(deployment)


def sequence(scene: Scene) -> None:
    """One turn of the sequencer; what it signed is seen outside."""
    keys = log_of(scene.house.home, "demonstration")
    with closing(scene.house.ledger.connect()) as connection:
        once(scene.house.ledger, connection, scene.house.home, keys)
    note = (scene.house.home / "log/public/checkpoint").read_text()
    scene.journal.witnessed(note, keys_path(scene.house.home).read_text())


def names(check: Check, scene: Scene, also: list[Path] | None = None) -> set[str]:
    """The invariants that are violated."""
    found = check(scene.deployment.home, scene.path, url=scene.deployment.url, also=also or [])
    return {line.partition(":")[0] for line in found}


def test_an_honest_record_violates_nothing(check, scene):
    assert check(scene.deployment.home, scene.path, url=scene.deployment.url) == []


def append(scene: Scene, case: str, *events: NewEvent) -> None:
    """Entries that no command accounts for, well chained and sealed."""
    ledger = scene.house.ledger
    with scene.house.transaction() as raw:
        stream = f"case/{case}"
        ledger.append(raw, stream, ledger.head(raw, stream), events, at_text(scene.house.clock()))


def the_last(scene: Scene) -> NewEvent:
    """The newest event of the case, to be recorded again."""
    last = scene.house.ledger.read(scene.house.raw(), f"case/{scene.case}")[-1]
    assert last.fields
    under = f"person/{read_case(scene.house, scene.case).person}"
    return NewEvent(last.name, last.at, last.role, last.fields, under, last.regime, last.regime_digest)


def acknowledged_and_not_there(scene: Scene) -> None:
    fields = {"words": "Otra vez.", "language": "es"}
    scene.journal.sent("k7", Given("ReportFear", "rowan", AT, scene.case, fields), seen=7)
    scene.journal.answered("k7", Answer("Accepted", scene.case, 8, ("fear.said_again/1",)))


def acknowledged_and_its_event_is_gone(scene: Scene) -> None:
    """With its row of pending, as if the commit had kept the form's key alone."""
    scene.run(
        "DELETE FROM ledger_events WHERE stream = {case} AND version = 7",
        "DELETE FROM ledger_pending WHERE stream = {case} AND version = 7",
    )


def acknowledged_with_another_answer(scene: Scene) -> None:
    scene.journal.answered("k6", Answer("Accepted", scene.case, 9, ("fear.said_again/1",)))


def recorded_twice(scene: Scene) -> None:
    append(scene, scene.case, the_last(scene))


def recorded_under_two_keys(scene: Scene) -> None:
    fields = {"words": "Otra vez.", "language": "es"}
    scene.journal.sent("k7", Given("ReportFear", "rowan", AT, scene.case, fields), seen=7)
    scene.run("INSERT INTO ledger_keys SELECT 'k7', command_digest, answer FROM ledger_keys WHERE key = 'k6'")


def recorded_without_its_key(scene: Scene) -> None:
    scene.run("DELETE FROM ledger_keys WHERE key = 'k6'")


def half_of_a_command(scene: Scene) -> None:
    """Sent, never answered, and the first of its two events is there."""
    given = Given("ReportFear", "rowan", AT, scene.case, {"words": "Otra vez.", "language": "es"})
    scene.journal.sent("k7", given, seen=7)
    append(scene, scene.case, the_last(scene))


def recorded_with_other_words(scene: Scene) -> None:
    said = Given(
        "ReportFear", "rowan", AT, scene.case, {"words": f"No vuelvo. {scene.journal.canary}", "language": "es"}
    )
    scene.journal.sent("k7", said, seen=7)
    submit(scene.house, said._replace(fields={"words": "Todo bien.", "language": "es"}).command(), scene.case, key="k7")


def neither_in_the_log_nor_waiting(scene: Scene) -> None:
    scene.run("DELETE FROM ledger_pending WHERE stream = {case}")


def in_the_log_and_waiting(scene: Scene) -> None:
    scene.run("INSERT INTO ledger_pending VALUES ({case}, 1)")


def a_family_of_one_stream(scene: Scene) -> None:
    family = scene.house.ledger.streams(scene.house.raw(), "family/")[0].removeprefix("family/")
    with scene.house.transaction() as raw:
        joined = MemberJoined(who=author("sloane"), case="nobody", relation="mother")
        append_beside(scene.house, raw, f"family/{family}", joined)


def a_seed_that_was_not_committed(scene: Scene) -> None:
    next(scene.house.home.glob("draw/*.seed")).write_bytes(bytes(32))


def a_secret_half_written(scene: Scene) -> None:
    (scene.house.home / "search.key").write_bytes(b"")


def a_byte_of_an_entry(scene: Scene) -> None:
    altered = {
        "sqlite": "CAST(replace(CAST(entry AS TEXT), '2022', '2023') AS BLOB)",
        "postgres": "set_byte(entry, 9, get_byte(entry, 9) # 1)",
    }[scene.house.ledger.engine.kind]
    scene.run(f"UPDATE ledger_events SET entry = {altered} WHERE stream = {{case}} AND version = 2")  # noqa: S608


def a_leaf_left_out(scene: Scene) -> None:
    """And put back among those that wait."""
    scene.run(
        "INSERT INTO ledger_pending SELECT stream, version FROM ledger_leaves WHERE leaf = 3",
        "DELETE FROM ledger_leaves WHERE leaf = 3",
    )


def a_tile_cut_short(scene: Scene) -> None:
    for tile in (scene.house.home / "log/tree/tile/0").rglob("*"):
        if tile.is_file():
            tile.write_bytes(tile.read_bytes()[:-1] + b"!")


def the_tail_cut_off_after_it_was_seen(scene: Scene) -> None:
    """All of it, with the checkpoints: what is left agrees with itself."""
    shutil.rmtree(scene.house.home / "log")
    (scene.house.home / "keys/log").unlink()
    tables = ("leaves", "checkpoints", "cosignatures", "fences", "pending")
    scene.run(
        *(f"DELETE FROM ledger_{each}" for each in tables),  # noqa: S608
        "INSERT INTO ledger_pending SELECT stream, version FROM ledger_events",
    )
    with closing(scene.house.ledger.connect()) as connection:
        once(scene.house.ledger, connection, scene.house.home, log_of(scene.house.home, "demonstration"))


def another_history_was_seen(scene: Scene) -> None:
    keys = log_of(scene.house.home, "demonstration")
    text = str(Checkpoint(keys.origin, 3, bytes(32)))
    scene.journal.witnessed(str(Note(text, (keys.signer.line(text),))), keys_path(scene.house.home).read_text())


def a_row_that_no_entry_gives(scene: Scene) -> None:
    CaseRow.objects.filter(case=scene.case).update(open_claim=False)


def a_row_too_few(scene: Scene) -> None:
    CaseRow.objects.filter(case=scene.case).delete()


def a_claim_without_referral(scene: Scene) -> None:
    claim = scene.house.ledger.read(scene.house.raw(), f"case/{scene.case}", after=2)[0]
    assert claim.name == "fear.claimed/1"
    append(scene, scene.case, replace(the_last(scene), name=claim.name, fields={**(claim.fields or {}), "claim": 2}))


def a_statement_matched_to_nobody(scene: Scene) -> None:
    last = the_last(scene)
    fields = {"by": "rowan", "signed": None, "to": "nobody"}
    append(scene, scene.case, replace(last, name="case.matched/1", fields=fields))


def words_in_a_file(scene: Scene) -> None:
    (scene.house.home / "export.unfinished").write_text(f"Tengo miedo. {scene.journal.canary}")


PLANTED: list[tuple[Callable[[Scene], None], str]] = [
    (acknowledged_and_not_there, "acknowledged"),
    (acknowledged_and_its_event_is_gone, "acknowledged"),
    (acknowledged_with_another_answer, "acknowledged"),
    (recorded_twice, "whole"),
    (recorded_under_two_keys, "whole"),
    (recorded_without_its_key, "whole"),
    (half_of_a_command, "whole"),
    (recorded_with_other_words, "whole"),
    (neither_in_the_log_nor_waiting, "whole"),
    (in_the_log_and_waiting, "whole"),
    (a_family_of_one_stream, "whole"),
    (a_seed_that_was_not_committed, "whole"),
    (a_secret_half_written, "whole"),
    (a_byte_of_an_entry, "chains"),
    (a_leaf_left_out, "chains"),
    (a_tile_cut_short, "chains"),
    (the_tail_cut_off_after_it_was_seen, "witnessed"),
    (another_history_was_seen, "witnessed"),
    (a_row_that_no_entry_gives, "rebuilt"),
    (a_row_too_few, "rebuilt"),
    (a_claim_without_referral, "next step"),
    (a_statement_matched_to_nobody, "next step"),
    (words_in_a_file, "plaintext"),
]


@pytest.mark.parametrize(
    "engine", ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.long])], indirect=True
)
@pytest.mark.parametrize(("plant", "name"), PLANTED, ids=[plant.__name__ for plant, _ in PLANTED])
def test_a_planted_violation_is_named(check, scene, plant, name):
    plant(scene)
    assert name in names(check, scene)


def test_words_left_in_a_folder_of_temporary_files_are_found(check, scene, tmp_path):
    folder = tmp_path / "temporary"
    folder.mkdir()
    assert check(scene.deployment.home, scene.path, url=scene.deployment.url, also=[folder]) == []
    (folder / "spooled").write_bytes(f"...{scene.journal.canary}...".encode("utf-16-le"))
    assert names(check, scene, [folder]) == {"plaintext"}


def test_a_deployment_that_does_not_open_is_said(check, scene):
    (scene.house.home / "keys/kek").unlink()
    assert names(check, scene) == {"opens"}


def test_by_hand_it_says_so_in_a_line_and_ends_with_0_or_1(scene):
    command = [sys.executable, "-m", "tests.faults.invariants", scene.deployment.home, scene.path]
    url = {"DATABASE_URL": scene.deployment.url} if scene.deployment.url else {}
    environment = {**os.environ, **url}
    good = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "every invariant holds\n")
    (scene.house.home / "search.key").write_bytes(b"")
    bad = subprocess.run(command, cwd=HERE, env=environment, capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert bad.stdout.splitlines()[0] == "whole: search.key is not 32 bytes"
