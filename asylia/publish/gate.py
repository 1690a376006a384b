"""The gate: every file that leaves is examined here, and a folder leaves whole or not at all.

In November 2022 an agency put a statistics file on its pages that carried rows of thousands of people who had asked for
protection. Nobody had looked inside. The gate looks: it lets counts pass, and holds back rows that are people.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from pathlib import Path, PurePosixPath

import msgspec

from asylia.publish.books import NotRead
from asylia.publish.contents import Contents, Rows, contents
from asylia.publish.held import Held
from asylia.publish.papers import unseen
from asylia.publish.tidy import SUMS, sums

CODEBOOK = "datapackage.json"
LARGEST = 256 << 20  # bytes of one file
SHAPED = 20  # rows from which a table in which nothing is counted looks like a list of people
OF_A_PERSON = {
    "the number of a case": re.compile(r"\b(?:19|20)\d\d-(?=[0-9A-Z]*[A-Z])[0-9A-Z]{6}\b"),
    "an agency's number of a person": re.compile(r"\bA[- #]?(?:\d{8,9}|\d{2,3}[- ]\d{3}[- ]\d{3})\b"),
    "an address of e-mail": re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    "a telephone number": re.compile(r"(?<![\w.])\+\d[\d ().-]{7,17}\d\b"),
}
HEADINGS = frozenset((
    "a number", "alien number", "alien registration number", "anumber", "case id", "case no", "case number", "idncase",
    "person id", "subject id", "first name", "given name", "given names", "last name", "surname", "family name",
    "full name", "applicant", "applicant name", "name of applicant", "date of birth", "dob", "birth date", "born",
    "passport", "passport number", "phone", "telephone", "e mail", "email", "fingerprint", "nombre", "apellido",
    "apellidos", "fecha de nacimiento",
))  # fmt: skip
TEXT_OF = {".jsonl": ".txt", ".tlog-proof": ".txt", ".py": ".txt"}  # kinds of a packet that are read as plain text
ANONYMOUS = "Publish counts, not people"

Knows = Callable[[str], frozenset[str]]
"""Which people of the record have this word in their name, as ids; nobody where there is no record."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One reason to hold a file back: which file, where in it, what it is, and how it is mended."""

    file: str
    where: str
    what: str
    mend: str

    def __str__(self) -> str:
        """One line to read."""
        at = f", {self.where}" if self.where else ""
        return f"{self.file}{at}: {self.what}. {self.mend}."


class HeldBack(Exception):
    """Something may not leave. The text names every file, place and way to mend it, never what stands there."""

    def __init__(self, found: Sequence[Found]) -> None:
        """Hold back for what was found."""
        super().__init__("\n".join(map(str, found)))
        self.found = tuple(found)


def nobody(word: str) -> frozenset[str]:  # noqa: ARG001
    """Knows no names: for files that are made where there is no record."""
    return frozenset()


def examine(name: str, data: bytes, knows: Knows = nobody, *, shaped: bool = True) -> list[Found]:
    """Why a file of counts may not leave: a list for people to mend by, empty when it may.

    `shaped`: a table in which nothing is counted is taken for a list of people.
    """
    try:
        held = contents(PurePosixPath(name).suffix.lower(), data)
    except NotRead as why:
        return [Found(file=name, where="", what="cannot be examined", mend=_sentence(str(why)))]
    told = [Found(file=name, where=each.where, what=each.what, mend=each.mend) for each in held.unseen]
    told += (
        Found(file=name, where=where, what=what, mend=ANONYMOUS) for where, what in _people(held, knows, shaped=shaped)
    )
    return [_with_count(list(same)) for _, same in groupby(sorted(told, key=_kind), key=_kind)]


def examine_packet(files: Mapping[str, bytes]) -> list[Found]:
    """Why records for one recipient may not leave: they are of people, and must hide and carry nothing all the same."""
    told = []
    for name in sorted(files):
        if PurePosixPath(name).suffix.lower() == ".pdf":
            told += [
                Found(file=name, where="", what=f"carries {what}", mend="Set it anew") for what in unseen(files[name])
            ]
            continue
        try:
            held = contents(
                TEXT_OF.get(PurePosixPath(name).suffix.lower(), PurePosixPath(name).suffix.lower()), files[name]
            )
        except NotRead as why:
            told.append(Found(file=name, where="", what="cannot be examined", mend=_sentence(str(why))))
        else:
            told += [Found(file=name, where=each.where, what=each.what, mend=each.mend) for each in held.unseen]
    return told


def _sentence(why: str) -> str:
    return why[:1].upper() + why[1:]


def _kind(found: Found) -> tuple[str, str]:
    return re.sub(r"\d[\d,]*", "", found.what), found.mend


def _with_count(same: Sequence[Found]) -> Found:
    """The first of findings of one kind, and how many more there are: a list of six thousand mends nothing."""
    more = f" (and in {len(same) - 1:,} more places)" if len(same) > 1 else ""
    return msgspec.structs.replace(same[0], what=f"{same[0].what}{more}")


def _people(held: Contents, knows: Knows, *, shaped: bool) -> Iterator[tuple[str, str]]:
    for where, rows in held.tables:
        yield from ((where, what) for what in of_people(rows, shaped=shaped))
    for where, text in held.texts:
        yield from ((where, f"has {what}") for what, looks in OF_A_PERSON.items() if looks.search(text))
        if names_someone(text, knows):
            yield where, "has the name of a person whose case is on the record"


def names_someone(text: str, knows: Knows) -> bool:
    """Whether two words that follow each other are both in the name of one person of the record."""
    words = (knows(word) for word in re.findall(r"\w+", text))
    return any(one & other for one, other in pairwise(words))


def of_people(rows: Rows, *, shaped: bool = True) -> Iterator[str]:
    """What makes a table one of people: a heading that is asked of a person, or rows in which nothing is counted."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    for row in filled[:10]:
        headed = [cell for cell in row if re.sub(r"[\W_]+", " ", cell).strip().lower() in HEADINGS]
        if headed and len(row) > 1:
            yield "has a column that is asked of one person"
            return
    body = filled[1:] if shaped else []
    if (
        len(body) >= SHAPED
        and len({tuple(row) for row in body}) > 0.9 * len(body)
        and not any(map(_counted, zip(*body, strict=False)))
    ):
        yield f"has {len(body):,} rows in which nothing is counted, as a list of people has"


def _counted(column: Sequence[str]) -> bool:
    """Whether a column holds counts, or says in the house's words why one is not printed."""
    filled = [cell.strip() for cell in column if cell.strip()]
    return sum(cell in _HELD or _NUMBER.fullmatch(cell) is not None for cell in filled) > 0.5 * len(filled)


_NUMBER = re.compile(r"-?[\d,. \u202f]*\d\s?%?")
_HELD = frozenset(Held)


def of_folder(files: Mapping[str, bytes], knows: Knows = nobody) -> list[Found]:
    """Why a folder may not leave: what is wrong with each file, and every table that no codebook explains."""
    # The shape of rows is asked of tables of rows: a codebook and a method are lists in which nothing is counted.
    told = [
        found for name in sorted(files) for found in examine(name, files[name], knows, shaped=name.endswith(".csv"))
    ]  # fmt: skip
    explained = _explained(files.get(CODEBOOK, b"{}"))
    for name in sorted(files):
        if name.endswith(".csv") and not any(found.file == name for found in told):
            head = files[name].decode("utf-8-sig").partition("\n")[0].strip().split(",")
            unknown = [each for each in head if each.strip('"') not in explained.get(name, ())]
            if unknown:
                what = f"has columns that {CODEBOOK} does not explain"
                told.append(Found(file=name, where="line 1", what=what, mend="Explain each column, or leave it out"))
    return told


def of_path(path: Path) -> list[Found]:
    """Why a file or a folder on this machine may not leave. Raises OSError when it cannot be read."""
    if path.is_dir():
        return of_folder({each.name: each.read_bytes() for each in sorted(path.iterdir()) if each.name != SUMS})
    if path.stat().st_size > LARGEST:
        mend = "Hand it over in parts"
        return [Found(file=path.name, where="", what=f"has more than {LARGEST >> 20} MB", mend=mend)]
    return examine(path.name, path.read_bytes())


def _explained(codebook: bytes) -> dict[str, frozenset[str]]:
    """The columns of each table that a codebook names."""
    try:
        tables = json.loads(codebook).get("resources", [])
        return {each["path"]: frozenset(field["name"] for field in each["schema"]["fields"]) for each in tables}
    except (ValueError, AttributeError, KeyError, TypeError):
        return {}


def must_be_new(folder: Path) -> None:
    """Raises FileExistsError when a folder is there already: a publication is never changed."""
    if folder.exists():
        raise FileExistsError(f"{folder} is there already, and a publication is never changed: name another folder.")


def let_out(folder: Path, files: Mapping[str, bytes], knows: Knows = nobody) -> None:
    """Write files and their checksums into a new folder, whole or not at all.

    Raises HeldBack when one of them may not leave, FileExistsError when the folder is there (a publication is
    never changed), and OSError when it cannot be written.
    """
    must_be_new(folder)
    if found := of_folder(files, knows):
        raise HeldBack(found)
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, data in {**files, SUMS: sums(files).encode()}.items():
            (made / name).write_bytes(data)
        made.chmod(0o755)
        made.rename(folder)
    except OSError:
        shutil.rmtree(made, ignore_errors=True)
        raise
