"""Draws a sheet as HTML: bands that speak of the sheet, its head, the text in one or two languages, its foot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from markdown_it import MarkdownIt

from asylia.notices.languages import Language, tongue
from asylia.notices.source import PLACEHOLDER, Field, Notice, Statement
from asylia.notices.square import square
from asylia.notices.values import show

_MARKDOWN = MarkdownIt("zero").enable(["heading", "list", "emphasis", "strikethrough"])
_ALONE = re.compile(r"<p>(\{[a-z_]+\})</p>")
_CITATION = Field(type="text", says="")


@dataclass(frozen=True, slots=True)
class Page:
    """What is drawn. `wanted` is the language that was asked for where the sheet could not be in it.

    The notice's own text is trusted Markdown; a fact is escaped and put in last, in one pass, so that no value
    is ever read as markup or as a placeholder.
    """

    notice: Notice
    statements: tuple[Statement, ...]
    facts: Mapping[str, Any]
    sent: Language
    wanted: str | None
    full: bool
    demonstration: bool

    def html(self) -> str:
        """The whole fragment."""
        sent = self.sent
        texts = "".join(self._text(language) for language in self._languages())
        return (
            f'<article class="sheet sheet-{self.notice.english}" lang="{sent.code}" dir="{sent.direction}">\n'
            f"{self._bands()}{self._head()}"
            f'<div class="sheet-texts">\n{texts}</div>\n'
            f"{self._foot() if self.full else ''}</article>\n"
        )

    def _languages(self) -> tuple[Language, ...]:
        """The person's language first, then the English that officers and courts read."""
        return (self.sent,) if self.sent.code == "en" else (self.sent, tongue("en"))

    def _bands(self) -> str:
        """What must be known of the sheet before anything it says."""
        state = self.notice.states[self.sent.code]
        bands = []
        if self.demonstration:
            bands.append(("sheet-demonstration", self._both("demonstration")))
        if self.wanted:
            name = escape(self.sent.language(self.wanted) or self.wanted)
            bands.append(("sheet-band", self.sent.frame.fallback.format(language=f"<bdi>{name}</bdi>")))
        if state != "approved":
            said = (self._in(language, escape(language.frame.states[state])) for language in self._languages())
            bands.append(("sheet-band", " ".join(said)))
        return "".join(f'<p class="{kind}">{said}</p>\n' for kind, said in bands)

    def _head(self) -> str:
        """Office and kind of paper, what it is in one line, the code, the square code where there is one."""
        first, *other = (self._in(language, self._title(language)) for language in self._languages())
        second = "".join(f'<p class="sheet-second">{title}</p>\n' for title in other)
        shown = ("code", "name") if self.full else ("code",)
        named = "".join(self._row(label, self._value(label)) for label in shown if label in self.facts)
        return (
            f'<header class="sheet-head">\n<div>\n{self._office() if self.full else ""}<h1>{first}</h1>\n'
            f'{second}<dl class="sheet-who">\n{named}</dl>\n</div>\n{self._square() if self.full else ""}</header>\n'
        )

    def _title(self, language: Language) -> str:
        return self._fill(escape(self._words(language)["title"]), language)

    def _office(self) -> str:
        parts = [self._value("office"), escape(self.notice.title[self.sent.code])]
        if "case" in self.facts:
            parts.append(f"{escape(self.sent.frame.case)} {self._value('case')}")
        return f'<p class="sheet-office">{" · ".join(parts)}</p>\n'

    def _square(self) -> str:
        """The square code with its name under it; nothing where the notice, or the moment, has none."""
        if "proof" not in self.facts:
            return ""
        drawn = square(self.facts["proof"], self.sent.frame.proof)
        return f"<figure>{drawn}<figcaption>{self._both('proof')}</figcaption></figure>\n"

    def _text(self, language: Language) -> str:
        """All that the notice says, in one language. Boxes and lines to mark stand in the person's own only."""
        words, theirs = self._words(language), language.code == self.sent.code
        mark = f'<p class="sheet-mark">{escape(language.frame.mark)}</p>\n'
        said = "".join(
            f'<div class="sheet-{form}">\n{self._fill(_markdown(words[statement]), language)}'
            f"{mark if form == 'sign' else ''}</div>\n"
            for statement, form in ((one.id, one.form if theirs else one.form_read) for one in self.statements)
        )
        # English that follows on a sheet of its own says again what the paper is.
        again = not theirs and self.notice.english == "after"
        title = f'<p class="sheet-second">{self._title(language)}</p>\n' if again else ""
        return f'<section lang="{language.code}" dir="{language.direction}">\n{title}{said}</section>\n'

    def _foot(self) -> str:
        """Does it decide, who signs, when, under which rules and provisions, and which text this is."""
        notice = self.notice
        rows = [("signed", f"{self._value('signer')}, {self._value('signer_title')}")]
        rows += [("made", self._value("made")), ("phone", self._value("phone"))]
        if "regime_name" in self.facts:
            rows.append(("rules", self._value("regime_name")))
        if law := self._law():
            rows.append(("law", law))
        rows.append(("version", f'<bdi dir="ltr">{notice.id} {notice.version}, {self.sent.code}</bdi>'))
        decides = {True: "decision", False: "not_decision", None: None}[notice.decision]
        said = f"<p>{self._both(decides)}</p>\n" if decides else ""
        listed = "".join(self._row(label, shown) for label, shown in rows)
        return f'<footer class="sheet-foot">\n{said}<dl>\n{listed}</dl>\n</footer>\n'

    def _law(self) -> str:
        """The citations that hold under the case's regime; an unverified one says so."""
        regime = self.facts.get("regime", "")
        own = {cite.text: cite.verified for cite in self.notice.citations if cite.holds_under(regime)}
        unchecked = f' <span class="sheet-unchecked">{self._both("unchecked")}</span>'
        return "; ".join(
            f'<span lang="en">{show(text, _CITATION, tongue("en"))}</span>{"" if verified else unchecked}'
            for text, verified in {**own, **dict(self.facts.get("law", ()))}.items()
        )

    def _row(self, label: str, shown: str) -> str:
        return f"<div><dt>{self._both(label)}</dt><dd>{shown}</dd></div>\n"

    def _both(self, label: str) -> str:
        """Words of the frame in the language sent, then in English."""
        return " / ".join(self._in(one, escape(getattr(one.frame, label))) for one in self._languages())

    def _in(self, language: Language, html: str) -> str:
        """Mark what is not in the language sent."""
        if language.code == self.sent.code:
            return html
        return f'<span lang="{language.code}" dir="{language.direction}">{html}</span>'

    def _words(self, language: Language) -> dict[str, str]:
        return self.notice.texts[language.code]

    def _fill(self, html: str, language: Language) -> str:
        return PLACEHOLDER.sub(lambda found: self._value(found[1], language), html)

    def _value(self, fact: str, language: Language | None = None) -> str:
        return show(self.facts[fact], self.notice.fields[fact], language or self.sent)


@cache
def _markdown(text: str) -> str:
    """Our text as HTML: headings, lists, bold, struck. A block stands alone, outside of any paragraph."""
    return _ALONE.sub(r"\1", _MARKDOWN.render(text))
