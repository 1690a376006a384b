"""A regime as a person reads it: every value, what it rests on, and whether anyone has checked that."""

import textwrap
from collections.abc import Iterator

import msgspec

from asylia.core.regime import Citation, Cited, Regime
from asylia.regimes.reading import parts

WIDTH = 80
NOT_CHECKED = "[citation not yet checked]"


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


def citations(regime: Regime) -> Iterator[Citation]:
    """Every citation in the file: of each table, and of what in it rests elsewhere."""
    return (part for _, part in parts(regime, "") if isinstance(part, Citation))


def spoken(value: object) -> str:
    """A value in words: yes and no, codes without underscores, lists with commas, tables by language."""
    match value:
        case bool():
            return "yes" if value else "no"
        case tuple():
            return ", ".join(spoken(each) for each in value) or "none"
        case dict():
            return " / ".join(f"({key}) {each}" for key, each in value.items())
        case msgspec.Struct():
            return ", ".join(f"{name} {getattr(value, name)}" for name in value.__struct_fields__)
        case str() if value.islower() and " " not in value:
            return value.replace("_", " ")
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
    for field in msgspec.structs.fields(part):
        value = getattr(part, field.name)
        if isinstance(value, tuple) and value and isinstance(value[0], Cited):
            inner.extend(value)
        elif field.name == "id":
            yield from _wrap(f"* {spoken(value)}", indent)
        elif field.name not in Cited.__struct_fields__ and (value or value != field.default):
            yield from _wrap(f"{_label(field.name)}: {spoken(value)}", indent)
    yield from _support(part, "", indent)
    for each in part.elsewhere:
        yield from _support(each, f"{', '.join(_label(key) for key in each.keys)}: ", indent)
    for member in inner:
        yield from _table(member, indent + 2)


def _support(citation: Citation, of: str, indent: int) -> Iterator[str]:
    yield from _wrap(f"-- {of}{reference_to(citation)}", indent + 2)
    if citation.source:
        yield from _wrap(f"Known from: {citation.source}", indent + 5)
    if citation.note:
        yield from _wrap(f"Note: {citation.note}", indent + 5)


def _label(name: str) -> str:
    words = name.replace("_", " ")
    return words[0].upper() + words[1:]


def _wrap(text: str, indent: int) -> list[str]:
    first, rest = " " * indent, " " * (indent + 2)
    return textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest) or [first]
