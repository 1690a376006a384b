"""Documents to retype, invented, with whatever a copy can carry."""

import shutil

import pytest
import typst

NEEDED = ("bwrap", "pdftoppm", "tesseract")


@pytest.fixture(scope="session", autouse=True)
def programs():
    """Debian's programs; `make test` installs them as root (scripts/packages.py)."""
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        pytest.skip(f"this machine has no {', '.join(lacking)}")


def pdf_of(body: str) -> bytes:
    """A PDF of Typst's own words."""
    made = typst.compile(
        b"#set page(width: 16cm, height: 12cm, margin: 1.5cm)\n#set text(size: 14pt)\n" + body.encode()
    )
    assert isinstance(made, bytes)
    return made


REPORT = """= Review of the programme (invented)
Officers were told how to decide. Of 114 refusals, two were reviewed.

- Ask everybody.
- Review both outcomes.
"""
