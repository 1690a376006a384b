"""What is asked of the core: acts, which may be refused, and reports, which never are."""

import msgspec

from asylia.core.event import Author


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", tag=True, forbid_unknown_fields=True):
    """Something asked for by `who`. Its class name is its one name in stories, forms and refusals."""

    who: Author


class Act(Command, frozen=True, kw_only=True):
    """Asked for, in the imperative; the core may refuse it."""


class Report(Command, frozen=True, kw_only=True):
    """Tells what happened outside; recorded whatever it says, and precondition of no act.

    Source: safeguards.md, "How the rules are read", 1.
    """


def name_of(command: Command | type[Command]) -> str:
    """The one name of a command."""
    return str(command.__struct_config__.tag)
