"""What people are told: sheets in plain words, in their language, with the facts of their case or not at all."""

from asylia.notices.errors import BadNotice, Incomplete, Unfit, UnknownNotice
from asylia.notices.languages import languages, said_in, say
from asylia.notices.paper import Size, printed
from asylia.notices.plain import plain
from asylia.notices.sheet import Sheet, fields, render, title
from asylia.notices.source import Field, ids, load

__all__ = [
    "BadNotice", "Field", "Incomplete", "Sheet", "Size", "Unfit", "UnknownNotice",
    "fields", "ids", "languages", "load", "plain", "printed", "render", "said_in", "say", "title",
]  # fmt: skip
