"""A folder for a machine: with a short name, and open to the account that PostgreSQL runs as."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.operating.sandbox import Machine, sandbox


@pytest.fixture
def machine() -> Iterator[Machine]:
    with tempfile.TemporaryDirectory(prefix="ops-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        with sandbox(Path(folder)) as made:
            yield made
