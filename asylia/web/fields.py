"""From the fields of a core command to fields on a page: named once, in the core; labelled here."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import inspect

RADIOS_UP_TO = 7
SPARE_ROWS = 1
YES_NO = (("yes", "Yes"), ("no", "No"))

LONG = frozenset({
    "added", "correction", "counsel_says", "dangers", "description", "explanation", "favourable", "interpretation",
    "passage", "reasons", "said_back", "says", "statement", "text", "words",
})  # fmt: skip


@dataclass(frozen=True)
class Ask:
    """How one field is asked: words for it, and what the type alone does not say.

    `choices` are code -> label: of a closed list, or the keys of a mapping. `given` is what stands there
    before anyone types. `open` lets one more be typed beside a list to tick. `hidden` sends `given` along
    unseen. `words` marks what a person said. `needed` asks for an answer where the core would assume one. `file` asks
    for a file, whose digest the field then holds (uploading.py).
    """

    label: str = ""
    hint: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    given: Any = None
    open: bool = False
    hidden: bool = False
    optional: bool = False
    needed: bool = False
    words: bool = False
    language: str = ""
    long: bool | None = None
    file: bool = False


Asks = Mapping[str, Ask]


@dataclass
class Field:
    """One field as a template draws it. `path` is its name in the post and, with dots made dashes, its id."""

    path: str
    kind: str  # text long number numbers date time moment yesno choice many list rows group hidden file
    ask: Ask
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    parts: list["Field"] = field(default_factory=list)
    rows: list[list["Field"]] = field(default_factory=list)
    slip: str = ""

    @property
    def id(self) -> str:
        """The element's id, target of links from slips and refusals."""
        return self.path.replace(".", "-")

    @property
    def label(self) -> str:
        """The label: the page's own, else the field's name in words."""
        return self.ask.label or self.path.rpartition(".")[2].replace("_", " ").capitalize()

    @property
    def others(self) -> str:
        """What was typed beside a list to tick, and is not on it."""
        return " ".join(value for value in self.values if value not in dict(self.choices))

    @property
    def described(self) -> str:
        """The ids of the hint and the slip, for aria-describedby."""
        shown = (("hint", self.ask.hint), ("slip", self.slip))
        return " ".join(f"{self.id}-{what}" for what, words in shown if words)

    @property
    def radios(self) -> bool:
        """Radios before a select, up to seven (pages.md, Forms); what may stay open can be taken back in a select."""
        return len(self.choices) <= RADIOS_UP_TO and self.required


class Typed:
    """What was posted, or nothing yet: text by path, and which rows of a repeated group are there."""

    def __init__(self, post: Mapping[str, Sequence[str]] | None = None) -> None:
        self.post = post

    def text(self, path: str) -> str:
        """Return the text under a path. Line ends are those that were typed, not the browser's CR LF."""
        values = (self.post or {}).get(path) or [""]
        return values[0].replace("\r\n", "\n")

    def all(self, path: str) -> tuple[str, ...]:
        """Return every value under a path, as check boxes and multiple fields send them."""
        return tuple(value for value in (self.post or {}).get(path, ()) if value.strip())

    def rows(self, path: str) -> int:
        """Return how many rows a repeated group has in the post."""
        inside = [name.removeprefix(f"{path}.") for name in self.post or {} if name.startswith(f"{path}.")]
        starts = {name.partition(".")[0] for name in inside}
        return 1 + max((int(start) for start in starts if start.isdecimal() and len(start) < 4), default=-1)


def fields_of(command: type[msgspec.Struct], asks: Asks, typed: Typed) -> list[Field]:
    """Return the fields of a command in its own order, without `who`, filled from the post or from `given`."""
    return _of_struct(command, "", asks, typed)


def _of_struct(struct: type[Any], path: str, asks: Asks, typed: Typed) -> list[Field]:
    # A part's words stand under its path without row numbers: "facts.answer".
    plain = "".join(f"{step}." for step in path.split(".") if step and not step.isdecimal())
    return [
        _field(each, f"{path}{each.name}", asks.get(f"{plain}{each.name}", Ask()), asks, typed)
        for each in msgspec.structs.fields(struct)
        if each.name != "who"
    ]


def _field(each: msgspec.structs.FieldInfo, path: str, ask: Ask, asks: Asks, typed: Typed) -> Field:
    whole = inspect.type_info(each.type)
    type_ = _without_none(whole)
    # A yes or no, and one of a closed list, is always asked for: a default would be an answer nobody gave.
    answered = each.required or ask.needed or isinstance(type_, inspect.BoolType | inspect.LiteralType)
    required = answered and not ask.optional and type_ is whole
    made = Field(path, _kind(type_, each.name, ask), ask, required, _choices(type_, ask, each.type))
    match type_:
        case inspect.StructType(cls=struct):
            made.parts = _of_struct(struct, f"{path}.", asks, typed)
        case inspect.VarTupleType(item_type=inspect.StructType(cls=struct)):
            count = typed.rows(path) if typed.post is not None else 0
            made.rows = [_of_struct(struct, f"{path}.{n}.", asks, typed) for n in range(count + SPARE_ROWS)]
        case inspect.DictType():
            made.parts = [_entry(f"{path}.{key}", label, each.type, typed) for key, label in ask.choices.items()]
        case _ if typed.post is not None:
            made.value, made.values = typed.text(path), typed.all(path)
        case _:
            made.value, made.values = _given(ask.given)
    return made


def _entry(path: str, label: str, mapping: Any, typed: Typed) -> Field:
    annotation = get_args(mapping)[1]
    ask, type_ = Ask(label=label), inspect.type_info(annotation)
    choices = _choices(type_, ask, annotation)
    return Field(path, _kind(type_, path, ask), ask, required=True, choices=choices, value=typed.text(path))


def _without_none(type_: inspect.Type) -> inspect.Type:
    if isinstance(type_, inspect.UnionType):
        return next(each for each in type_.types if not isinstance(each, inspect.NoneType))
    return type_


def _kind(type_: inspect.Type, name: str, ask: Ask) -> str:
    if ask.hidden:
        return "hidden"
    if ask.file:
        return "file"
    match type_:
        case inspect.BoolType():
            return "yesno"
        case inspect.IntType():
            return "number"
        case inspect.DateType():
            return "date"
        case inspect.DateTimeType():
            return "moment"
        case inspect.TimeType():
            return "time"
        case inspect.LiteralType():
            return "choice"
        case inspect.VarTupleType(item_type=inspect.LiteralType()):
            return "many"
        case inspect.VarTupleType(item_type=inspect.StructType()):
            return "rows"
        case inspect.VarTupleType(item_type=inspect.IntType()):
            return "numbers"
        case inspect.VarTupleType():
            return "many" if ask.choices else "list"
        case inspect.StructType() | inspect.DictType():
            return "group"
        case inspect.StrType() if ask.choices:
            return "choice"
        case inspect.StrType():
            return "long" if (name in LONG if ask.long is None else ask.long) else "text"
    raise TypeError(f"no page knows how to ask for {type_}")


def _declared(annotation: Any) -> Iterator[str]:
    """Yield the codes of a closed list in the order the core declares them; msgspec sorts them."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from _declared(part)


def _choices(type_: inspect.Type, ask: Ask, annotation: Any) -> tuple[tuple[str, str], ...]:
    match type_:
        case inspect.BoolType():
            return tuple((code, ask.choices.get(code, label)) for code, label in YES_NO)
        case inspect.LiteralType() | inspect.VarTupleType(item_type=inspect.LiteralType()):
            values = _declared(annotation)
            return tuple((v, ask.choices.get(v, v.replace("_", " ").capitalize())) for v in values)
        case inspect.DictType():
            return ()
    return tuple(ask.choices.items())


def _given(given: Any) -> tuple[str, tuple[str, ...]]:
    match given:
        case None:
            return "", ()
        case bool():
            return ("yes" if given else "no"), ()
        case tuple() | list():
            return "\n".join(map(str, given)), tuple(map(str, given))
        case dt.datetime():
            return given.strftime("%Y-%m-%dT%H:%M"), ()
        case dt.time():
            return given.strftime("%H:%M"), ()
    return str(given), ()
