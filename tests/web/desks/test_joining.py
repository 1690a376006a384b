"""What a joining of looks gives, and what it leaves on the record."""

import datetime as dt
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from asylia.caseload.models import CaseRow
from asylia.core.streams.keeping import ReadsJoined
from asylia.shell.joining import join
from asylia.shell.reading import beside

TODAY = dt.datetime.now(dt.UTC).date()


def test_the_looks_of_those_days_are_given_and_that_it_was_done_is_recorded(at_desk, ids, house):
    """concern.safe; read.accounted"""
    row = CaseRow.objects.get(case=ids.panel)
    assert at_desk("okafor").get(f"/case/{row.case}").status_code == 200
    keys = {name: Ed25519PrivateKey.generate() for name in ("inspector", "ombudsman")}
    (house.home / "outside").mkdir()
    for name, key in keys.items():
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        (house.home / "outside" / f"{name}.pub").write_text(raw.hex(), "ascii")
    text = f'case = "{row.number}"\nsince = {TODAY}\nuntil = {TODAY}\nwhy = "Inquiry 7 (invented)"\n'.encode()
    looks = join(house, text, [key.sign(text) for key in keys.values()])
    assert "okafor" in {each.staff for each in looks}
    events = [
        event
        for stream in house.ledger.streams(house.raw(), "keeping/")
        for event in beside(house, house.raw(), stream, list)
        if isinstance(event, ReadsJoined)
    ]
    expected = (sha256(text).hexdigest(), ("inspector", "ombudsman"), len(looks))
    assert [(each.warrant, each.signers, each.rows) for each in events] == [expected]
    assert row.number not in str(events), "the record says that it was done, not of whom"
    later = text.replace(str(TODAY).encode(), str(TODAY + dt.timedelta(days=9)).encode())
    assert join(house, later, [key.sign(later) for key in keys.values()]) == []
