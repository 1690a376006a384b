"""Small releases written out by hand, for what the generator has no reason to make."""

from pathlib import Path

from asylia.courtdata.schema import tables
from tests.courtdata.generator import file_of


def line(name: str, **values: str) -> str:
    """One row of a table with these values, the rest empty."""
    return "\t".join(values.get(column.name, "") for column in tables()[name].columns)


def header(name: str) -> str:
    """The table's header."""
    return "\t".join(column.name for column in tables()[name].columns)


def handmade(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write each table's text as it is given; a file of another folder by its path."""
    for name, text in files.items():
        path = folder / name if "." in name else file_of(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("cp1252"))
    return folder
