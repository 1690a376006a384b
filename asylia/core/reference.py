"""The pages docs/reference/{safeguards,commands,events}.md, made from the registries they describe."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import inspect

from asylia.core import codec
from asylia.core.authority import EVERYONE, MAY, SAFEGUARD
from asylia.core.command import Command, Report
from asylia.core.event import ROLES, Event
from asylia.core.rules import COMING, RULES, Rule

MADE = "<!-- Made from the code by `make docs`: change the code, not this page. -->"


def safeguards(tests: Mapping[str, Sequence[str]]) -> str:
    """Every rule: id, sentence, citation, where it is held, the tests that show it (file names by rule id)."""
    here = [each for each in RULES.values() if not set(each.held) <= COMING]
    to_come = [each for each in RULES.values() if set(each.held) <= COMING]
    return _page(
        "Safeguards",
        "What is refused, or raises an alarm, and why: in the legal order of the steps. A refusal lists every rule"
        " broken in this order; the first is the rule of record. Sources S0 to S4 are press reports of 2019"
        " (asylia/core/rules.py names them).",
        *(_safeguard(each, tests) for each in here),
        "## Still to come",
        "These are held by rooms that are not built yet; nothing in this version keeps them.",
        *(_safeguard(each, tests) for each in to_come),
    )


def _safeguard(rule: Rule, tests: Mapping[str, Sequence[str]]) -> str:
    built = [room for room in rule.held if room not in COMING]
    coming = [room for room in rule.held if room in COMING]
    facts = [f"- Source: {rule.cite}"]
    if built:
        facts.append(f"- Held by: {', '.join(built)}")
    if coming:
        facts.append(f"- Still to come: {', '.join(coming)}")
    if shown := tests.get(rule.id, ()):
        facts.append(f"- Shown by: {', '.join(f'`{each}`' for each in shown)}")
    return "\n".join([f"### `{rule.id}`", "", rule.says, "", *facts])


def commands() -> str:
    """Every command: act or report, who may give it, its fields."""
    return _page(
        "Commands",
        "What may be asked of a case. An act may be refused; a report of what has happened never is, save from a desk"
        " that may not give it. Every command also carries `who`: the author, the desk and the moment.",
        *(_command(name, kind) for name, kind in codec.COMMANDS.items()),
    )


def _command(name: str, kind: type[Command]) -> str:
    desks = MAY[kind]
    given = "every desk" if desks == EVERYONE else ", ".join(each.replace("_", " ") for each in ROLES if each in desks)
    facts = [f"- {'Report' if issubclass(kind, Report) else 'Act'}, given by: {given}"]
    if kind in SAFEGUARD:
        facts.append(f"- From another desk it breaks `{SAFEGUARD[kind]}`")
    return "\n".join([f"### `{name}`", "", _sentence(kind), "", *facts, *_fields(kind)])


def events() -> str:
    """Every event by the kind of stream it stands in: stored name, sentence, fields."""
    parts: dict[str, dict[str, type[Event]]] = {"case": {**codec.EVENTS}, **codec.BESIDE}
    blocks: list[str] = []
    for stream, known in parts.items():
        blocks.append(f"## Streams `{stream}/<id>`")
        blocks.extend("\n".join([f"### `{name}`", "", _sentence(kind), *_fields(kind)]) for name, kind in known.items())
    return _page(
        "Events",
        "What the record holds, by stored name. A name ends in its version, which never changes once it is used; old"
        " versions are read for ever. The sealed content also holds `by`, the author, and `signed`, kept for a"
        " signature.",
        *blocks,
    )


def _page(title: str, says: str, *blocks: str) -> str:
    return "\n\n".join([f"# {title}", MADE, says, *blocks]) + "\n"


def _sentence(kind: type[Command] | type[Event]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _fields(kind: type[Command] | type[Event]) -> Iterator[str]:
    """One table row for each field but the author: name, type in words, whether it may be left out."""
    shape = inspect.type_info(kind)
    fields = [each for each in getattr(shape, "fields", ()) if each.name != "who"]
    if not fields:
        return
    yield from ("", "| field | what it is | |", "|---|---|---|")
    for each in fields:
        yield f"| `{each.name}` | {_in_words(each.type)} | {'' if each.required else 'may be left out'} |"


def _in_words(type_: inspect.Type) -> str:
    """A type as a person would say it."""
    match type_:
        case inspect.LiteralType(values=values):
            return "one of " + ", ".join(f"`{each}`" for each in values)
        case inspect.VarTupleType(item_type=item):
            return f"a list of: {_in_words(item)}"
        case inspect.DictType(value_type=value):
            return f"for each name: {_in_words(value)}"
        case inspect.UnionType(types=types):
            return " or ".join(_in_words(each) for each in types)
        case inspect.StructType(cls=cls, fields=fields):
            return f"{cls.__name__} ({', '.join(f'`{each.name}`' for each in fields)})"
        case _:
            return _PLAIN[type(type_)]


_PLAIN: dict[type[inspect.Type], str] = {
    inspect.BoolType: "yes or no",
    inspect.IntType: "a whole number",
    inspect.StrType: "text",
    inspect.DateType: "a day (2022-01-12)",
    inspect.TimeType: "a time of day (09:30:00)",
    inspect.DateTimeType: "a moment (2022-01-12T15:40:00Z)",
    inspect.NoneType: "nothing",
}
