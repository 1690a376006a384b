"""A citation of a regime as pages show it, with the tag of one that nobody has read yet."""

from typing import NamedTuple

from asylia.core.regime import Citation


class Cite(NamedTuple):
    """What stands under a sentence of law."""

    says: str
    to_be_checked: bool


def cited(citation: Citation) -> Cite:
    """Return a regime's citation for a page."""
    return Cite(citation.cite, citation.to_be_checked)
