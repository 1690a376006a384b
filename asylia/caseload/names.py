"""Names as search sees them: parts without case, accents or order."""

import unicodedata


def tokens(name: str) -> tuple[str, ...]:
    """The distinct parts of a name, folded: lower case, marks taken off, punctuation as space."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", name) if not unicodedata.combining(each))
    spaced = "".join(each if each.isalnum() else " " for each in bare.casefold())
    return tuple(dict.fromkeys(spaced.split()))
