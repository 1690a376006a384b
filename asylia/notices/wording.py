"""Reads a statement's Markdown as blocks in which facts have their places, and puts the facts there.

The notice's own text is trusted; a fact is put in as a run of its own, in one pass, so that no value is ever read as
markup or as a placeholder.
"""

from collections.abc import Iterator
from functools import cache
from typing import Protocol

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

from asylia.notices.blocks import Block, Heading, Items, Paragraph, Passage, Run, Words
from asylia.notices.source import PLACEHOLDER

_MARKDOWN = MarkdownIt("zero").enable(["heading", "list", "emphasis", "strikethrough"])


class Facts(Protocol):
    """Facts by their names, in one language."""

    def words(self, name: str) -> tuple[Run, ...]:
        """The words of a fact that stands within a line."""

    def block(self, name: str) -> Block | None:
        """The block of a fact that fills one of its own; None for any other."""


def statement(markdown: str, facts: Facts) -> tuple[Block, ...]:
    """The blocks of a statement, with its facts."""
    return tuple(_filled(block, facts) for block in _read(markdown))


def line(text: str, facts: Facts) -> Words:
    """A line without Markdown, as a title is, with its facts."""
    return _told(tuple(_places(text, bold=False, struck=False)), facts)


def _filled(block: Paragraph | Heading | Items, facts: Facts) -> Block:
    match block:
        case Items(items):
            return Items(tuple(_told(item, facts) for item in items))
        case Paragraph((Run(name, "fact"),)) if whole := facts.block(name):
            return whole
        case _:
            return type(block)(_told(block.words, facts))


def _told(words: Words, facts: Facts) -> Words:
    """Words with each fact in its place, as bold or struck as the place is."""
    made: list[Run | Passage] = []
    for place in words:
        if isinstance(place, Run) and place.manner == "fact":
            fact = facts.words(place.text)
            made += (msgspec.structs.replace(run, bold=place.bold, struck=place.struck) for run in fact)
        else:
            made.append(place)
    return tuple(made)


@cache
def _read(markdown: str) -> tuple[Paragraph | Heading | Items, ...]:
    """Our Markdown as blocks: headings, lists, bold, struck. The facts are still their names."""
    blocks: list[Paragraph | Heading | Items] = []
    items: list[Words] | None = None
    for token, content in _inlines(_MARKDOWN.parse(markdown)):
        match token:
            case "bullet_list_open":
                items = []
            case "bullet_list_close":
                blocks.append(Items(tuple(items or ())))
                items = None
            case "heading_open":
                blocks.append(Heading(content))
            case "paragraph_open" if items is not None:
                items.append(content)
            case "paragraph_open":
                blocks.append(Paragraph(content))
    return tuple(blocks)


def _inlines(tokens: list[Token]) -> Iterator[tuple[str, Words]]:
    """Each token's type with the words that follow it, as a paragraph's do its opening."""
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        yield token.type, tuple(_runs(following.children or [])) if following else ()


def _runs(tokens: list[Token]) -> Iterator[Run]:
    bold = struck = False
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                bold = token.nesting == 1
            case "s_open" | "s_close":
                struck = token.nesting == 1
            case _:
                yield from _places(token.content, bold=bold, struck=struck)


def _places(text: str, *, bold: bool, struck: bool) -> Iterator[Run]:
    """The runs of a text: every other one the place of a fact."""
    for place, part in enumerate(PLACEHOLDER.split(text.replace("\n", " "))):
        if part:
            yield Run(part, "fact" if place % 2 else "own", bold=bold, struck=struck)
