"""What is wrong with a regime file: which file, which key, and why."""

from collections.abc import Iterable
from difflib import get_close_matches


class Defect(ValueError):
    """A regime file that cannot be used. `key` is a path such as `review[2].rate`, or empty."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}" if key else f"{file}: {reason}")
        self.file = file
        self.key = key
        self.reason = reason


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "rate"?`, or nothing where no known word is near."""
    close = get_close_matches(word, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""
