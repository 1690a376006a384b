"""What can be wrong with a notice or with the facts it is given, said so that it can be mended."""

from collections.abc import Iterable


class BadNotice(ValueError):
    """A notice's folder does not say what a notice must say."""

    def __init__(self, where: str, what: str, mend: str) -> None:
        self.where, self.what, self.mend = where, what, mend
        super().__init__(f"{where}: {what}; {mend}")


class UnknownNotice(LookupError):
    """No notice, or no version of one, has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"there is no {name!r}; there are: {', '.join(self.known)}")


class Incomplete(ValueError):
    """Facts are missing without which the sheet may not go out (safeguard notice.valid)."""

    def __init__(self, notice: str, missing: Iterable[str]) -> None:
        self.notice, self.missing = notice, tuple(missing)
        super().__init__(f"{notice} may not go out without: {', '.join(self.missing)}")


class Unfit(ValueError):
    """A fact is given but cannot stand on the sheet; the message never repeats the value."""

    def __init__(self, notice: str, field: str, why: str) -> None:
        self.notice, self.field, self.why = notice, field, why
        super().__init__(f"{notice}, {field}: {why}")
