"""One stream of the record, exported and verified by itself."""

import json

from asylia.ledger import Ledger, verifier
from asylia.ledger.engine import Connection
from tests.ledger.conftest import append, event


def test_the_lines_of_one_stream_verify_and_hold_nothing_of_another(ledger: Ledger, connection: Connection) -> None:
    """A case's own page checks its own stream, whatever else the record holds."""
    for stream in ("case/a", "case/b"):
        append(ledger, connection, stream, *[event(number=number) for number in range(3)])
    lines = [line.decode() for line in ledger.lines(connection, "case/b")]
    report = verifier.verify(lines)
    assert (report.good, report.entries, report.streams, report.opened) == (True, 3, 1, 3)
    assert {json.loads(line).get("stream") for line in lines[1:-1]} == {"case/b"}


def test_a_stream_that_is_not_there_has_no_entries(ledger: Ledger, connection: Connection) -> None:
    """Nothing is made up for a case that does not exist."""
    report = verifier.verify(line.decode() for line in ledger.lines(connection, "case/none"))
    assert (report.good, report.entries) == (True, 0)
