"""What is wrong with a story file: which file, which line, and what to write instead."""

from collections.abc import Iterable
from difflib import get_close_matches


class StoryDefect(ValueError):
    """A story that cannot be played. Its text is `file:line: reason`."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "AskFear"?`; where nothing is near and little is known, all that is known; else nothing."""
    names = sorted(known)
    lower = {each.lower(): each for each in names}
    close = get_close_matches(word.lower(), lower, n=1, cutoff=0.6)
    if close:
        return f'; did you mean "{lower[close[0]]}"?'
    return f"; known are {', '.join(names)}" if 0 < len(names) <= 12 else ""
