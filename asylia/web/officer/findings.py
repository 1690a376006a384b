"""The worksheet's parts: each element, credibility, each bar; what was typed beside what the record holds."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from string import ascii_lowercase
from typing import Any

import msgspec

from asylia.core.command import Command
from asylia.core.file import Claim
from asylia.core.regime import Citation
from asylia.core.steps.determination import AssessCredibility, FindBar, RecordFinding
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks, Field, Typed, fields_of
from asylia.web.passages import elements_of

FOUND = {"found": "Found", "not_found": "Not found"}
CITE = re.compile(r"^(T|RB|E|C)\s*(\d{1,6})$", re.IGNORECASE)
NOT_TYPED = frozenset({"who", "claim", "protection", "element", "bar"})


@dataclass
class Part:
    """One part of the worksheet: a command's own fields, under a prefix of their own."""

    prefix: str
    command: type[Command]
    number: str
    title: str
    fields: list[Field]
    law: Citation | None = None
    heading: str = ""
    recorded: Mapping[str, Any] = field(default_factory=dict)
    returned: bool = False
    next: bool = False

    @property
    def field(self) -> Mapping[str, Field]:
        """The fields by their name in the command."""
        return {f.path.rpartition(".")[2]: f for f in self.fields}

    @property
    def id(self) -> str:
        """The id of the part's element on the page."""
        return self.prefix.rstrip(".").replace(".", "-")

    @property
    def untouched(self) -> bool:
        """Whether nothing is typed in it and nothing recorded."""
        return not self.recorded and not any(f.value or f.values for f in self.fields if f.kind != "hidden")

    @property
    def says(self) -> str:
        """What the record holds of it, in a word: `Found`, `Not found`, `Credible`, or nothing yet."""
        if not self.recorded:
            return ""
        if "credible" in self.recorded:
            return "Credible" if self.recorded["credible"] else "Not credible"
        return FOUND[self.recorded["finding"]]

    @property
    def open(self) -> bool:
        """Whether it stands open on the page: the next to write, half written, returned, or holding a slip."""
        half = not self.recorded and not self.untouched
        return self.next or half or self.returned or any(f.slip for f in self.fields)

    @property
    def cites(self) -> list[tuple[str, str]]:
        """What it rests on, as typed, each with the id it leads to."""
        typed = self.field.get("cites")
        return [(each, each.replace(" ", "-")) for each in typed.value.split("\n") if each] if typed else []

    @property
    def cites_in_a_row(self) -> str:
        """What it rests on in one line, as it is typed."""
        return ", ".join(each for each, _ in self.cites)

    def same(self, command: Command) -> bool:
        """Return whether the record holds just this already."""
        return bool(self.recorded) and typed_in(command) == dict(self.recorded)


def typed_in(struct: msgspec.Struct) -> dict[str, Any]:
    """Return what a person typed in a command, or the record kept of one; without whose and of what it is."""
    return {name: value for name, value in msgspec.structs.asdict(struct).items() if name not in NOT_TYPED}


def parts_of(case: Case, claim: Claim, typed: Typed, marked: str = "") -> list[Part]:
    """Return the parts in legal order; `marked` is what a reviewer wrote when they returned the decision."""
    parts = [*_elements(case, claim, typed, marked), _credibility(claim, typed), *_bars(case, claim, typed)]
    for part in parts:
        part.next = part.untouched
        if part.next:
            break
    return parts


def _elements(case: Case, claim: Claim, typed: Typed, marked: str) -> Iterator[Part]:
    found = {f"{each.protection}.{each.element}": each for each in claim.findings}
    grouped = {f"{protection.id}.{each.id}": each.group for protection, each in case.regime.elements()}
    for asked in elements_of(case.regime):
        protection, _, element = asked.key.partition(".")
        recorded = typed_in(found[asked.key]) if asked.key in found else {}
        asks = {
            "claim": Ask(hidden=True, given=claim.number),
            "protection": Ask(hidden=True, given=protection),
            "element": Ask(hidden=True, given=element),
            **_given(_finding(str(asked.number), group=grouped[asked.key]), recorded),
        }
        prefix = f"element.{asked.key}."
        yield Part(
            prefix, RecordFinding, str(asked.number), asked.element,
            under(prefix, RecordFinding, asks, with_cites(typed, f"{prefix}cites")), asked.law,
            asked.protection if asked.starts else "", recorded, f"{asked.number} {asked.element}" in marked,
        )  # fmt: skip


def _finding(number: str, *, group: bool) -> Asks:
    return {
        "finding": Ask(f"Finding {number}", choices=FOUND),
        "reasons": Ask(f"Reasons, {number}"),
        "cites": Ask(f"Rests on, {number}", hint="T 28, RB 5, E 1, C 2"),
        "group": Ask(f"The group, in your words, {number}", hidden=not group, optional=True),
        "asked_line": Ask(f"The line at which it was asked in plain words, {number}", optional=True),
        "favourable": Ask(f"The reading most favourable to the person, and your answer, {number}", optional=True),
    }  # fmt: skip


def _credibility(claim: Claim, typed: Typed) -> Part:
    put = "; ".join(f"{each.number}: {each.between}" for each in claim.interview.inconsistencies)
    asks = {
        "claim": Ask(hidden=True, given=claim.number),
        "credible": Ask("Credibility", choices={"yes": "Credible", "no": "Not credible"}),
        "reasons": Ask("Reasons, credibility"),
        "inconsistencies": Ask("Inconsistencies it rests on", hint=f"By number. Put: {put or 'none'}", optional=True),
    }
    recorded = typed_in(claim.credibility) if claim.credibility else {}
    fields = under("credibility.", AssessCredibility, _given(asks, recorded), typed)
    return Part("credibility.", AssessCredibility, "", "Credibility", fields, heading="Credibility", recorded=recorded)


def _bars(case: Case, claim: Claim, typed: Typed) -> Iterator[Part]:
    bars, letters = case.regime.bars, iter(ascii_lowercase)
    if bars.in_screening == "ignored":
        return
    looked_at = {f"{each.protection}.{each.bar}": each for each in claim.bars}
    heading = "Bars, never applied to torture"
    for protection in case.regime.protections:
        for bar in bars.list if protection.bars else ():
            key = f"{protection.id}.{bar.id}"
            recorded = typed_in(looked_at[key]) if key in looked_at else {}
            letter = next(letters)
            asks = {
                "claim": Ask(hidden=True, given=claim.number),
                "protection": Ask(hidden=True, given=protection.id),
                "bar": Ask(hidden=True, given=bar.id),
                **_given(
                    {"finding": Ask(f"Bar {letter}", choices=FOUND), "reasons": Ask(f"Reasons, bar {letter}")}, recorded
                ),
            }
            prefix = f"bar.{key}."
            fields = under(prefix, FindBar, asks, typed)
            yield Part(prefix, FindBar, letter, bar.says, fields, bar, heading, recorded)
            heading = ""


def _given(asks: Asks, recorded: Mapping[str, Any]) -> Asks:
    """Return the asks with what the record holds standing in them."""
    held = {name: recorded.get(name) or None for name in asks if name in recorded}
    if "credible" in recorded:
        held["credible"] = recorded["credible"]
    return {name: replace(ask, given=held[name]) if held.get(name) is not None else ask for name, ask in asks.items()}


def under(prefix: str, command: type[Command], asks: Asks, typed: Typed) -> list[Field]:
    """Return a command's fields, each named under a prefix, filled from what was posted under it."""
    own = None if typed.post is None else {
        name.removeprefix(prefix): values for name, values in typed.post.items() if name.startswith(prefix)
    }  # fmt: skip
    fields = fields_of(command, asks, Typed(own))
    for each in fields:
        if each.kind == "hidden" and not each.value and each.ask.given is not None:
            each.value = str(each.ask.given)  # a draft kept before this part of the page opened does not hold it
    _rename(fields, prefix)
    return fields


def _rename(fields: Iterable[Field], prefix: str) -> None:
    for each in fields:
        each.path = f"{prefix}{each.path}"
        _rename(each.parts, prefix)


def with_cites(typed: Typed, path: str) -> Typed:
    """Return what was typed with the citations under `path` one to a line, written as the record writes them."""
    if typed.post is None:
        return typed
    each = [part.strip() for part in re.split(r"[,;\n]", typed.text(path)) if part.strip()]
    known = [f"{match[1].upper()} {match[2]}" if (match := CITE.match(one)) else one for one in each]
    return Typed({**typed.post, path: ["\n".join(dict.fromkeys(known))]})
