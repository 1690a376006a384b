"""Missing persons: who was sent to wait and did not come is looked for first, and who must be told the same day."""

from asylia.core.file import CaseFile, Hearing


def to_tell(file: CaseFile) -> tuple[str, ...]:
    """Whom a search tells: the overseer, counsel, and the trusted person and shelter of the contact plan."""
    kinds = {each.kind for each in file.contact.channels}
    counsel = ("counsel",) if file.counsel else ()
    return (*counsel, *(each for each in ("trusted_person", "shelter") if each in kinds), "overseer")


def untold(file: CaseFile, hearing: Hearing) -> tuple[str, ...]:
    """Who of these has not been told yet, in words."""
    return tuple(each.replace("_", " ") for each in to_tell(file) if each not in hearing.told)


def reached(file: CaseFile, hearing: Hearing) -> bool:
    """Whether the person was reached since the day of the hearing, by any clock."""
    last = file.contact.last_reached
    return last is not None and last.date() > hearing.day


def searched(file: CaseFile, hearing: Hearing) -> bool:
    """Whether the person was found, or everyone was told and the search recorded (hearing.absence-cause).

    Who was never sent to wait is looked for only where the cause is not known.
    """
    if not file.placed and hearing.cause not in ("", "unknown"):
        return True
    return reached(file, hearing) or not untold(file, hearing)
