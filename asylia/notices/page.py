"""Draws a sheet as HTML, to be read on a page of any width and printed from there."""

from collections.abc import Iterable
from html import escape
from itertools import groupby

from asylia.notices import blocks
from asylia.notices.blocks import Block, Document, Foot, Passage, Proof, Row, Run, Text, Words
from asylia.notices.square import square


def html(sheet: Document) -> str:
    """The whole sheet as a fragment; every text is escaped here."""
    bands = "".join(
        f'<p class="{"sheet-demonstration" if band.demonstration else "sheet-band"}">{_words(band.words)}</p>\n'
        for band in sheet.bands
    )
    texts = "".join(map(_text, sheet.texts))
    return (
        f'<article class="sheet sheet-{sheet.english}" {_language(sheet.language, sheet.direction)}>\n'
        f'{bands}{_head(sheet)}<div class="sheet-texts">\n{texts}</div>\n'
        f"{_foot(sheet.foot) if sheet.foot else ''}</article>\n"
    )


def _head(sheet: Document) -> str:
    """Office and kind of paper, what it is in one line, the code, the square code where there is one."""
    office = f'<p class="sheet-office">{_words(sheet.office)}</p>\n' if sheet.office else ""
    second = f'<p class="sheet-second">{_words(sheet.second)}</p>\n' if sheet.second else ""
    return (
        f'<header class="sheet-head">\n<div>\n{office}<h1>{_words(sheet.title)}</h1>\n{second}'
        f'<dl class="sheet-who">\n{_rows(sheet.who)}</dl>\n</div>\n{_proof(sheet.proof) if sheet.proof else ""}'
        "</header>\n"
    )


def _proof(proof: Proof) -> str:
    drawn = square(proof.holds, proof.named)
    return f"<figure>{drawn}<figcaption>{_words(proof.caption)}</figcaption></figure>\n"


def _text(text: Text) -> str:
    title = f'<p class="sheet-second">{_words(text.title)}</p>\n' if text.title else ""
    said = "".join(
        f'<div class="sheet-{each.form}">\n{"".join(map(_block, each.blocks))}</div>\n' for each in text.said
    )
    return f"<section {_language(text.language, text.direction)}>\n{title}{said}</section>\n"


def _foot(foot: Foot) -> str:
    decides = f"<p>{_words(foot.decides)}</p>\n" if foot.decides else ""
    return f'<footer class="sheet-foot">\n{decides}<dl>\n{_rows(foot.rows)}</dl>\n</footer>\n'


def _rows(rows: Iterable[Row]) -> str:
    return "".join(f"<div><dt>{_words(row.label)}</dt><dd>{_words(row.value)}</dd></div>\n" for row in rows)


def _block(block: Block) -> str:
    match block:
        case blocks.Paragraph(words):
            return f"<p>{_words(words)}</p>\n"
        case blocks.Heading(words):
            return f"<h2>{_words(words)}</h2>\n"
        case blocks.Items(items):
            return "".join(("<ul>\n", *(f"<li>{_words(item)}</li>\n" for item in items), "</ul>\n"))
        case blocks.Lines(items):
            return f"<ol>{''.join(f'<li>{_words(item)}</li>' for item in items)}</ol>\n"
        case blocks.Points(pairs):
            told = "".join(f"<dt>{_words(asked)}</dt><dd>{_words(found)}</dd>" for asked, found in pairs)
            return f'<dl class="sheet-points">{told}</dl>\n'
        case blocks.Mark(words):
            return f'<p class="sheet-mark">{_words(words)}</p>\n'


def _words(words: Words) -> str:
    """Runs that are bold or struck side by side stand in one element."""
    made = []
    for (bold, struck), same in groupby(words, _weight):
        said = "".join(_run(each) if isinstance(each, Run) else _passage(each) for each in same)
        said = f"<s>{said}</s>" if struck else said
        made.append(f"<strong>{said}</strong>" if bold else said)
    return "".join(made)


def _weight(each: Run | Passage) -> tuple[bool, bool]:
    return (each.bold, each.struck) if isinstance(each, Run) else (False, False)


def _passage(passage: Passage) -> str:
    shown = _words(passage.runs)
    if passage.unchecked:
        return f'<span class="sheet-unchecked">{shown}</span>'
    return f"<span {_language(passage.language, passage.direction)}>{shown}</span>"


def _run(run: Run) -> str:
    said = escape(run.text, quote=run.manner != "own")
    match run.manner:
        case "value":
            lang = f' lang="{run.language}"' if run.language else ""
            return f"<bdi{lang}>{said}</bdi>"
        case "code" | "phone":
            return f'<bdi dir="ltr" class="sheet-{run.manner}">{said}</bdi>'
        case "day":
            return f'<time datetime="{run.exact}">{said}</time>'
        case "time":
            return f'<time class="sheet-time" datetime="{run.exact}">{said}</time>'
        case _:
            return said


def _language(code: str | None, direction: str | None) -> str:
    return f'lang="{code}" dir="{direction}"'
