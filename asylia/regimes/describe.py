"""A regime as a person reads it: every value, what it rests on, and whether anyone has checked that."""

import textwrap
from collections.abc import Iterator

import msgspec

from asylia.core.regime import Citation, Cited, Regime

WIDTH = 80
NOT_CHECKED = "[citation not yet checked]"
_CITATION_KEYS = frozenset(Cited.__struct_fields__)


def describe(regime: Regime) -> str:
    """The whole regime in plain text, 80 columns wide."""
    return "\n".join(_lines(regime)) + "\n"


def reference_to(citation: Citation) -> str:
    """The citation in one line: text, whether checked, whether in force, by whom it is stopped."""
    said = [citation.cite]
    if citation.to_be_checked:
        said.append(NOT_CHECKED)
    if citation.printed_from:
        said.append(f"printed from {citation.printed_from}")
    if not citation.in_force:
        said.append("not in force")
    if citation.enjoined_by:
        said.append(f"enjoined by {citation.enjoined_by}")
    return "; ".join(said).replace(f"; {NOT_CHECKED}", f" {NOT_CHECKED}")


def spoken(value: object) -> str:
    """A value in words: yes and no, lists with commas, tables by language."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None:
            return "not set"
        case tuple():
            return ", ".join(str(each) for each in value) or "none"
        case dict():
            return "; ".join(f"{key}: {each}" for key, each in value.items())
        case msgspec.Struct():
            return ", ".join(f"{name} {getattr(value, name)}" for name in value.__struct_fields__)
        case _:
            return str(value)


def _lines(regime: Regime) -> Iterator[str]:
    yield from _wrap(regime.title, 0)
    yield "=" * min(len(regime.title), WIDTH)
    end = regime.until.isoformat() if regime.until else "no end stated"
    yield from _wrap(f"{regime.version}, {regime.status}; from {regime.in_force_from} to {end}", 0)
    for name in ("jurisdiction", "text_state", "gap_after", "own_rules"):
        if getattr(regime, name):
            yield from _wrap(f"{_label(name)}: {spoken(getattr(regime, name))}", 0)
    yield f"Digest: {regime.digest}"
    for field in msgspec.structs.fields(regime):
        value = getattr(regime, field.name)
        members = value if isinstance(value, tuple) else (value,)
        if members and all(isinstance(each, Cited) for each in members):
            yield ""
            yield _label(field.name).upper()
            for each in members:
                yield from _table(each, 2)


def _table(part: Cited, indent: int) -> Iterator[str]:
    inner: list[Cited] = []
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, tuple) and value and isinstance(value[0], Cited) and name not in _CITATION_KEYS:
            inner.extend(value)
        elif name not in _CITATION_KEYS:
            yield from _wrap(f"{_label(name)}: {spoken(value)}", indent)
    yield from _support(part, "", indent)
    for each in part.elsewhere:
        yield from _support(each, f"{', '.join(_label(key) for key in each.keys)}: ", indent)
    for member in inner:
        yield from _table(member, indent + 2)


def _support(citation: Citation, of: str, indent: int) -> Iterator[str]:
    yield from _wrap(f"-- {of}{reference_to(citation)}", indent + 2)
    if citation.source:
        yield from _wrap(f"Read in: {citation.source}", indent + 5)
    if citation.note:
        yield from _wrap(f"Note: {citation.note}", indent + 5)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _wrap(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest) or [first]
