"""Why a count is not printed; for all who only read what was: it needs no solver."""

from enum import StrEnum


class Held(StrEnum):
    """Why a count is not printed."""

    SMALL = "under 10"
    BESIDE = "held back"  # 10 to 14, or more where a small one beside it could be worked out from it
    BOTH = "not shown"  # any number: of some cells it must not even be told whether they are small
