"""Composes a sheet: bands that speak of it, its head, the text in one or two languages, its foot.

Whatever a sheet says, and whatever it must not say, is decided here and before (telling.py); how it looks on a page, on
paper or as plain text is drawn from the document made here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from asylia.notices import values, wording
from asylia.notices.blocks import Band, Block, Document, Foot, Mark, Passage, Proof, Row, Run, Said, Text, Words
from asylia.notices.languages import Language, tongue
from asylia.notices.source import Field, Notice, Statement

_CITATION = Field(type="text", says="")


@dataclass(frozen=True, slots=True)
class Composer:
    """What is composed. `wanted` is the language that was asked for where the sheet could not be in it."""

    notice: Notice
    statements: tuple[Statement, ...]
    facts: Mapping[str, Any]
    sent: Language
    wanted: str | None
    full: bool
    demonstration: bool

    def document(self) -> Document:
        """The whole sheet."""
        first, *other = (self._in(language, self._title(language)) for language in self._languages())
        return Document(
            language=self.sent.code,
            direction=self.sent.direction,
            english=self.notice.english,
            bands=tuple(self._bands()),
            office=self._office() if self.full else None,
            title=first,
            second=other[0] if other else None,
            who=tuple(
                Row(self._both(label), self._told(label))
                for label in (("code", "name") if self.full else ("code",))
                if label in self.facts
            ),
            proof=self._proof() if self.full and "proof" in self.facts else None,
            texts=tuple(map(self._text, self._languages())),
            foot=self._foot() if self.full else None,
            case=self._case() if self.full else (),
        )

    def _languages(self) -> tuple[Language, ...]:
        """The person's language first, then the English that officers and courts read, and an approved one at need."""
        return (self.sent, *map(tongue, self.notice.along(self.sent.code)))

    def _bands(self) -> list[Band]:
        state = self.notice.states[self.sent.code]
        bands = []
        if self.demonstration:
            bands.append(Band(True, self._both("demonstration")))
        if self.wanted:
            before, _, after = self.sent.frame.fallback.partition("{language}")
            name = values.words(self.wanted, Field(type="language", says=""), self.sent)
            bands.append(Band(False, (Run(before), *name, Run(after))))
        if state != "approved":
            bands.append(Band(False, self._each(" ", lambda language: language.frame.states[state])))
        return bands

    def _title(self, language: Language) -> Words:
        return wording.line(self.notice.texts[language.code]["title"], _Told(self, language))

    def _office(self) -> Words:
        kind = Run(f" · {self.notice.title[self.sent.code]}")
        return (*self._told("office"), kind, *((Run(" · "), *self._case()) if "case" in self.facts else ()))

    def _case(self) -> Words:
        return (Run(f"{self.sent.frame.case} "), *self._told("case")) if "case" in self.facts else ()

    def _proof(self) -> Proof:
        return Proof(self.facts["proof"], self.sent.frame.proof, self._both("proof"))

    def _text(self, language: Language) -> Text:
        """All that the notice says, in one language. Boxes and lines to mark stand in the person's own only."""
        theirs = language.code == self.sent.code
        said = []
        for statement in self.statements:
            form = statement.form if theirs else statement.form_read
            told = wording.statement(self.notice.texts[language.code][statement.id], _Told(self, language))
            mark: tuple[Block, ...] = (Mark((Run(language.frame.mark),)),) if form == "sign" else ()
            said.append(Said(form, told + mark))
        # English that follows on a sheet of its own says again what the paper is.
        again = self._title(language) if not theirs and self.notice.english == "after" else None
        return Text(language.code, language.direction, again, tuple(said))

    def _foot(self) -> Foot:
        notice = self.notice
        signed = (*self._told("signer"), Run(", "), *self._told("signer_title"))
        rows = [("signed", signed), ("made", self._told("made")), ("phone", self._told("phone"))]
        if "regime_name" in self.facts:
            rows.append(("rules", self._told("regime_name")))
        if law := self._law():
            rows.append(("law", law))
        text = f"{notice.id} {notice.version}, {self.sent.code}"
        rows.append(("version", (Run(text, "value", apart=self.sent.direction == "rtl"),)))
        decides = {True: "decision", False: "not_decision", None: None}[notice.decision]
        listed = tuple(Row(self._both(label), value) for label, value in rows)
        return Foot(self._both(decides) if decides else None, listed)

    def _law(self) -> Words:
        """The citations that hold under the case's regime, in English; an unverified one says so."""
        regime = self.facts.get("regime", "")
        own = {cite.text: cite.verified for cite in self.notice.citations if cite.holds_under(regime)}
        listed: list[Run | Passage] = []
        for text, verified in {**own, **dict(self.facts.get("law", ()))}.items():
            listed += [Run("; ")] if listed else []
            listed.append(Passage(values.words(text, _CITATION, tongue("en")), "en", "ltr"))
            listed += () if verified else (Run(" "), Passage(self._both("unchecked"), unchecked=True))
        return tuple(listed)

    def _both(self, label: str) -> Words:
        """Words of the frame in the language sent, then in English."""
        return self._each(" / ", lambda language: getattr(language.frame, label))

    def _each(self, between: str, said: Callable[[Language], str]) -> Words:
        first, *other = (self._in(language, (Run(said(language)),)) for language in self._languages())
        return (*first, Run(between), *other[0]) if other else first

    def _in(self, language: Language, words: Words) -> Words:
        """Mark what is not in the language sent."""
        if language.code == self.sent.code:
            return words
        return (Passage(words, language.code, language.direction),)

    def _told(self, fact: str) -> Words:
        return _Told(self, self.sent).words(fact)


@dataclass(frozen=True, slots=True)
class _Told:
    """The facts of a sheet in one language."""

    sheet: Composer
    language: Language

    def words(self, name: str) -> tuple[Run, ...]:
        return values.words(self.sheet.facts[name], self.sheet.notice.fields[name], self.language)

    def block(self, name: str) -> Block | None:
        return values.block(self.sheet.facts[name], self.sheet.notice.fields[name], self.language)
