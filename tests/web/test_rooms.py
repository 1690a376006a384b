"""The house itself: its rooms are placed, its assets are whole, its tools agree."""

from pathlib import Path

from scripts.assets import VENDOR, named_in

ROOT = Path(__file__).parents[2]


def test_every_file_that_a_style_sheet_names_is_there():
    """A font or mark that is missing shows as a blank nobody reports."""
    for sheet in [*(ROOT / VENDOR).rglob("*.css"), *(ROOT / "asylia/web/static").glob("*.css")]:
        missing = [u for u in named_in(sheet.read_text("utf-8")) if not (sheet.parent / u).is_file()]
        assert missing == [], sheet.name
    assert (ROOT / VENDOR / "uswds/css/uswds.min.css").is_file(), "run `make test`, which fetches the assets"


def test_no_lock_file_names_a_registry():
    """Who installs from a mirror must get the same packages from the same files."""
    files = [ROOT / "package-lock.json", *(ROOT / "requirements").glob("*.txt")]
    assert len(files) == 5
    assert [file.name for file in files if "://" in file.read_text("utf-8")] == []
