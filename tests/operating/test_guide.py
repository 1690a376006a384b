"""docs/operating.md: each command in it is run, in its order, on a machine in a folder."""

import pytest

from tests.operating.sandbox import Machine, blocks


@pytest.mark.postgres
def test_every_command_of_the_guide_does_what_it_says(machine: Machine) -> None:
    """All blocks but those for `make long`: installing, and the server that ends TLS."""
    for block in blocks():
        if not block.long:
            machine.run(block.text)
