"""The page docs/reference/regimes.md, made from the type and from the files on the shelf."""

import typing
from collections.abc import Iterator
from types import UnionType

import msgspec

from asylia.core import regime as model
from asylia.core.regime import Cited, Regime
from asylia.regimes.describe import citations, spoken
from asylia.regimes.shelf import regimes


def reviewers(regime: Regime) -> tuple[str, ...]:
    """Levels that review every decision; where the rates differ by direction, the rates."""
    return tuple(
        each.level if each.rate.positive == each.rate.negative else f"{each.level} ({spoken(each.rate)})"
        for each in regime.review
        if each.selects == "every"
    )


COMPARED = (
    ("question, country", lambda text: text.question.country),
    ("trigger", lambda text: text.trigger.kind),
    ("standard, by protection", lambda text: {each.id: spoken(each.standard) for each in text.protections}),
    ("bars in screening", lambda text: text.bars.in_screening),
    ("every decision reviewed by", reviewers),
    ("remedy", lambda text: text.remedy.kind),
    ("silence means", lambda text: text.remedy.silence_means or "not said"),
    ("reconsideration", lambda text: text.reconsideration.allowed),
    ("hours of rest", lambda text: text.interview.rest_hours),
    ("consultation with", lambda text: text.interview.consultation),
    ("recording", lambda text: text.interview.recording),
    ("counsel during", lambda text: text.counsel.during),
    ("read-back in the text", lambda text: text.readback.required),
    ("copy on", lambda text: text.readback.copy_on),
    ("doubt excludes", lambda text: text.vulnerability.doubt_excludes),
    ("family", lambda text: text.family.inclusion),
)  # fmt: skip


def reference() -> str:
    """The whole page in Markdown, ending in a newline.

    Raises:
        Defect: a file on the shelf has a defect.
    """
    shelf = list(regimes().values())
    return "\n".join([*_files(shelf), *_compared(shelf), *_keys(), *_unchecked(shelf)]) + "\n"


def _files(shelf: list[Regime]) -> Iterator[str]:
    yield "# Regimes"
    yield ""
    yield "Generated from `asylia/core/regime.py` and the files under `asylia/regimes/`. Not legal advice."
    yield ""
    yield "| Version | Title | Status | Until | Citations checked | House rules |"
    yield "|---|---|---|---|---:|---:|"
    for each in shelf:
        cited = list(citations(each))
        law = [cite for cite in cited if not cite.house]
        checked = sum(cite.verified for cite in law)
        yield _row(
            f"`{each.version}`", each.title, each.status, each.until or "open", f"{checked} of {len(law)}",
            len(cited) - len(law),
        )  # fmt: skip


def _compared(shelf: list[Regime]) -> Iterator[str]:
    yield ""
    yield "## Side by side"
    for start in range(0, len(shelf), 4):
        some = shelf[start : start + 4]
        yield ""
        yield _row("", *(f"`{each.version}`" for each in some))
        yield "|" + "---|" * (len(some) + 1)
        for name, value in COMPARED:
            yield _row(name, *(spoken(value(each)) for each in some))


def _keys() -> Iterator[str]:
    yield ""
    yield "## Keys of a file"
    tables: list[type[msgspec.Struct]] = [Regime, *filter(_is_table, vars(model).values())]
    for table in tables:
        yield ""
        yield f"### {table.__name__}"
        yield ""
        yield (table.__doc__ or "").split("\n\n", 1)[0].replace("\n    ", " ")
        yield ""
        yield "| Key | Value | Needed |"
        yield "|---|---|---|"
        inherited = set(Cited.__struct_fields__) if table not in (model.Citation, Cited) else set()
        hints = typing.get_type_hints(table)
        for field in msgspec.structs.fields(table):
            if field.name not in inherited:
                yield _row(f"`{field.name}`", _kind(hints[field.name]), "yes" if field.required else "no")


def _unchecked(shelf: list[Regime]) -> Iterator[str]:
    yield ""
    yield "## Citations not yet checked"
    for each in shelf:
        yield ""
        yield f"### {each.version}"
        yield ""
        open_points = dict.fromkeys((cite.cite, cite.source) for cite in citations(each) if cite.to_be_checked)
        yield from (f"- {cite} (known from: {source})" for cite, source in open_points)


def _is_table(value: object) -> typing.TypeGuard[type[msgspec.Struct]]:
    return isinstance(value, type) and issubclass(value, msgspec.Struct) and value is not Regime


def _kind(hint: object) -> str:
    """A type as a lawyer would say it."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return ", ".join(f"`{each}`" for each in inner)
    if origin is tuple:
        return f"list of {_kind(inner[0])}"
    if origin is dict:
        return "text by language"
    if origin in (typing.Union, UnionType):
        return _kind(next(each for each in inner if each is not type(None)))
    words = {"str": "text", "int": "number", "bool": "true or false", "date": "date"}
    name = getattr(hint, "__name__", str(hint))
    return words.get(name, f"[{name}](#{name.lower()})")


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(each).replace("|", "\\|") for each in cells) + " |"
