"""The packet: what is handed over. A readable file, the extract that proves it, what is withheld, and a declaration.

Every file but the extract and its proof is the same whenever it is made from the same record and the same decisions,
so that what was signed can be made again and compared. The extract proves itself by the log.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files

import msgspec

from asylia.core.streams.release import Release
from asylia.publish.gate import HeldBack, examine_packet
from asylia.publish.tidy import as_csv, sums
from asylia.release.exemptions import exemptions
from asylia.release.passages import Field
from asylia.release.proposing import folded
from asylia.release.typesetting import typeset
from asylia.release.withholding import Cut, Place, cuts_by_place, made_anew, merged, withheld_texts

FILE, WITHHELD, DECLARATION, READ_ME, VERIFIER = (
    "file.pdf", "withheld.csv", "declaration.pdf", "README.txt", "verifier.py",
)  # fmt: skip
FOOT = ("Released in part. What is withheld is marked at its place, with its ground and amount.",)


class Leaks(Exception):
    """A withheld text stands in what would be sent; the text says in which file, and never which text."""


class Packet(msgspec.Struct, frozen=True, kw_only=True):
    """The files, by name, and the digest that is signed: SHA-256 of their checksums, hexadecimal."""

    files: dict[str, bytes]
    digest: str


def packet(
    release: Release, fields: Sequence[Field], labels: Mapping[tuple[Place, int, int], str], number: Mapping[str, str]
) -> Packet:
    """What a release hands over, from the fields of its cases; `number` is each case's. Raises Leaks and HeldBack."""
    cuts = cuts_by_place((each.withheld for each in release.passages if each.stays), labels)
    text = "\n\n".join(as_text(release, fields, cuts, number))
    made = {
        FILE: typeset(text, FOOT),
        WITHHELD: withheld_list(fields, cuts, number).encode(),
        DECLARATION: typeset("\n\n".join(declaration(release, fields, number))),
        READ_ME: files("asylia.release").joinpath("packet.txt").read_bytes(),
        VERIFIER: files("asylia.ledger").joinpath("verifier.py").read_bytes(),
    }
    refuse_leaks(text, made, withheld_texts(fields, cuts))
    if found := examine_packet(made):
        raise HeldBack(found)
    return Packet(files=made, digest=sha256(sums(made).encode()).hexdigest())


def as_text(
    release: Release, fields: Sequence[Field], cuts: Mapping[Place, Sequence[Cut]], number: Mapping[str, str]
) -> Iterator[str]:
    """The record as text, entry by entry, made anew without what is withheld."""
    yield f"# Record released under {release.asked.cite if release.asked else ''}"
    at: tuple[str, int] = ("", 0)
    for field in fields:
        if (field.case, field.version) != at:
            if field.case != at[0]:
                yield f"# Case {number[field.case]}"
            at = field.case, field.version
            yield f"Entry {field.version}. {field.at}. {field.event}"
        words = made_anew(field, cuts.get((field.case, field.version, field.name), ()))
        yield f"{field.name}: " + " ".join(words.split())


def withheld_list(fields: Sequence[Field], cuts: Mapping[Place, Sequence[Cut]], number: Mapping[str, str]) -> str:
    """Every deletion: where, under which ground, how much."""
    grounds = exemptions()
    rows = []
    for field in fields:
        whole = [Cut(start=0, end=len(field.text), exemption="sealed")] if field.sealed else []
        for cut in whole or merged(cuts.get((field.case, field.version, field.name), ()), len(field.text)):
            words = len(field.text[cut.start : cut.end].split())
            cites = "; ".join(grounds[code].cite for code in cut.exemption.split(" ") if code in grounds)
            rows.append((number[field.case], field.version, field.event, field.name, cut.exemption, cites, words))
    return as_csv(("case", "entry", "event", "field", "ground", "citation", "words"), rows)


def declaration(release: Release, fields: Sequence[Field], number: Mapping[str, str]) -> Iterator[str]:
    """The custodian's declaration, to be signed by hand; it says what the record is, and what it does not prove."""
    asked, searched = release.asked, release.searched
    cases = ", ".join(number[each] for each in asked.cases) if asked else ""
    entries = len({(each.case, each.version) for each in fields})
    yield "# Declaration of the custodian of the record"
    yield f"Basis: {asked.cite if asked else ''}. To: {asked.recipient if asked else ''}. Cases: {cases}."
    if searched:
        yield f"Searched: every entry of these cases, {entries} in all, on {searched.who.at:%d %B %Y} (UTC)."
    yield (
        "I keep this record in the ordinary course of the programme. Each entry was made at or near the time it "
        "states, by or from a person with knowledge of it, and cannot be changed since without the change showing."
    )
    yield (
        "What is withheld is marked at its place with its ground and its amount, and listed in withheld.csv. Two "
        "people decided on it. Nothing else was left out. The extract holds the digest of every entry, of those "
        "withheld as well."
    )
    yield (
        "The record proves what was recorded and when, not that it was true. Whether this declaration meets a "
        "court's rules of evidence was not read against their text by the makers of this software: counsel decides."
    )
    yield "Signed: ______________________   Name and office: ______________________   Day: ______________"


def refuse_leaks(text: str, made: Mapping[str, bytes], withheld: set[str]) -> None:
    """Raises Leaks where a withheld text can still be found: whole, across lines, or in another case."""
    plain = {FILE: text, WITHHELD: made[WITHHELD].decode(), READ_ME: made[READ_ME].decode()}
    for name, said in plain.items():
        flat = f" {' '.join(folded(said))} "
        for words in withheld:
            sought = " ".join(folded(words))
            if sought and f" {sought} " in flat:
                raise Leaks(f"In {name} something still stands that is withheld elsewhere: look at comparable places.")
