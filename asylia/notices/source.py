"""Reads a notice's folder: what it asks for, what it says in each language, and on what law it rests.

A folder holds `notice.toml` (facts, statements in their order, citations, who signs, how it is served, its name
in each language) and one text a language, `en.md`, `es.md`: its state (states.py), then Markdown in which a line
`[id]` begins a statement and `{field}` stands for a fact. Everything that could make two languages differ is
refused here.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

import msgspec

from asylia.notices.errors import BadNotice, UnknownNotice
from asylia.notices.languages import languages, tongue, written
from asylia.notices.states import NotAStep, State, Step, digest, lowest, state_of, steps

Kind = Literal[
    "text", "lines", "points", "day", "time", "place", "code", "phone", "country", "language", "choice",
    "citations", "proof",
]  # fmt: skip
Form = Literal["plain", "facts", "boxes", "sign", "small"]
Service = Literal["hand", "aloud", "said_back", "post", "own_page", "counsel"]

BLOCKS = frozenset({"lines", "points"})
"""Kinds of fact that fill a paragraph of their own."""
UNTOLD = frozenset({"choice", "citations", "proof"})
"""Kinds of fact that no sentence can name."""
FRAME = ("office", "code", "made", "phone", "signer", "signer_title", "name", "proof")
"""Facts that head and foot of a full sheet show, of those that its notice has."""
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_STATEMENT = re.compile(r"^\[([a-z_]+)\]$", re.MULTILINE)
_HERE = files("asylia.notices")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of notice.toml: whatever it does not know is refused."""


class Field(_Part, frozen=True):
    """A fact a sheet is asked for. `says` is its label on forms; `choices` are set for a choice only."""

    type: Kind
    says: str
    optional: bool = False
    choices: tuple[str, ...] = ()


class Citation(_Part, frozen=True):
    """A provision on what this notice must say. `read_in` names the dated text in which it was read."""

    text: str
    read_in: str
    verified: bool
    regimes: tuple[str, ...] = ()

    def holds_under(self, regime: str) -> bool:
        """Does it bear on a case under this regime (us_mpp/2021-12-02); one that names no regime bears on all.

        `regimes` holds versions, or names without one where every version is meant.
        """
        return not self.regimes or not {regime, regime.partition("/")[0]}.isdisjoint(self.regimes)


class Statement(_Part, frozen=True):
    """One thing a sheet says, told only when every choice in `when` was made so."""

    id: str
    when: dict[str, tuple[str, ...]] = {}
    form: Form = "plain"

    @property
    def form_read(self) -> Form:
        """The form in the language that stands beside the person's own: there is nothing to mark there."""
        return self.form if self.form in {"facts", "small"} else "plain"


class Notice(_Part, frozen=True):
    """A notice as its folder declares it. From the text files come `texts` (language, statement, Markdown) and `taken`.

    `taken` are the steps that each language's text has gone through, and `states` what a sheet in it is now.
    """

    id: str
    version: int
    title: dict[str, str]
    signs: str
    serve: tuple[Service, ...]
    english: Literal["beside", "after"]
    citations: tuple[Citation, ...]
    statements: tuple[Statement, ...]
    fields: dict[str, Field] = {}
    decision: bool | None = None
    carry: Literal["appointment", "keep"] = "keep"
    texts: dict[str, dict[str, str]] = {}
    taken: dict[str, tuple[Step, ...]] = {}
    states: dict[str, State] = {}

    def digest(self, language: str) -> str:
        """What stands for the text of a language, its title and its English, in the steps that vouch for it."""
        said = {code: {**self.texts[code], "": self.title[code]} for code in ("en", language)}
        return digest(said[language], said["en"])

    def sent(self, asked: str) -> tuple[str, bool]:
        """The language in which it goes out to someone who understands this one, and whether that is another.

        Where there is no text in the language asked for, the English goes out, or one that is approved where the
        English is not.
        """
        if found := written(asked, self.texts):
            return found, False
        return (self._approved() or "en"), True

    def along(self, language: str) -> tuple[str, ...]:
        """The languages whose text goes with this one's: the English that officers and courts read.

        No text that is not approved goes out without one that is, as long as there is any.
        """
        both = (language,) if language == "en" else (language, "en")
        approved = self._approved()
        if approved and all(self.states[code] != "approved" for code in both):
            both = (*both, approved)
        return both[1:]

    def _approved(self) -> str | None:
        return next((code for code, state in self.states.items() if state == "approved"), None)

    @property
    def framed(self) -> tuple[str, ...]:
        """The facts that head and foot of this notice's full sheet cannot do without."""
        return tuple(name for name in FRAME if name in self.fields and not self.fields[name].optional)

    def asks(self, statement: str) -> tuple[str, ...]:
        """The facts that a statement names, in its order, each once. Languages agree on them."""
        return tuple(dict.fromkeys(PLACEHOLDER.findall(self.texts["en"][statement])))


@cache
def load(notice: str) -> Notice:
    """The notice of this name. Raises UnknownNotice, or BadNotice when its folder is at fault."""
    if notice not in ids():
        raise UnknownNotice(notice, ids())
    return read(_HERE / notice, common())


@cache
def carry_sheet() -> Notice:
    """The one sheet that is the carry version of every notice."""
    return read(_HERE / "carry", common())


@cache
def ids() -> tuple[str, ...]:
    """The names of all notices, sorted; the shared carry sheet is no notice of its own."""
    return tuple(
        sorted(entry.name for entry in _HERE.iterdir() if entry.name != "carry" and (entry / "notice.toml").is_file())
    )


@cache
def common() -> dict[str, Field]:
    """The facts that every notice is asked for (common.toml)."""
    return msgspec.convert(tomllib.loads((_HERE / "common.toml").read_text("utf-8")), dict[str, Field])


def read(folder: Traversable, shared: Mapping[str, Field]) -> Notice:
    """Read one folder. Raises BadNotice, naming the file, what is wrong there and how to mend it."""
    where = f"{folder.name}/notice.toml"
    try:
        table = tomllib.loads((folder / "notice.toml").read_text("utf-8"))
        if stray := {"texts", "taken", "states"} & table.keys():
            what = f"{', '.join(sorted(stray))} in notice.toml"
            raise BadNotice(where, what, "write texts, and the state of each, in en.md and its like")
        notice = msgspec.convert(table, Notice)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as wrong:
        raise BadNotice(where, str(wrong), "compare it with the notice.toml of another notice") from wrong
    files = {language: (folder / f"{language}.md").read_text("utf-8") for language in written_in(folder)}
    notice = msgspec.structs.replace(
        notice,
        texts={language: _text(f"{folder.name}/{language}.md", text) for language, text in files.items()},
        taken={language: _taken(f"{folder.name}/{language}.md", language, text) for language, text in files.items()},
        fields={**shared, **notice.fields},
    )
    _check_declared(folder.name, notice)
    for language in notice.texts:
        _check_text(notice, language)
    states = {language: _state(notice, language) for language in notice.texts}
    return msgspec.structs.replace(notice, states=states)


def _state(notice: Notice, language: str) -> State:
    """The state of a sheet in a language: no sheet is further than the frame that stands around its text."""
    own = state_of(notice.taken[language], notice.digest(language))
    return lowest(own, tongue(language).state("frame"))


def written_in(folder: Traversable) -> tuple[str, ...]:
    """The languages a folder has texts in, English first."""
    names = (entry.name.removesuffix(".md") for entry in folder.iterdir() if entry.name.endswith(".md"))
    return tuple(sorted(names, key=lambda code: (code != "en", code)))


def _taken(where: str, language: str, text: str) -> tuple[Step, ...]:
    """The steps that stand above a text's first statement."""
    try:
        return steps(_STATEMENT.split(text)[0].split("\n\n")[0].strip().splitlines(), language)
    except NotAStep as wrong:
        raise BadNotice(where, str(wrong), "let a person raise it with `asylia notices raise`") from wrong


def _text(where: str, text: str) -> dict[str, str]:
    """The statements of one language: id, Markdown."""
    before, *pieces = _STATEMENT.split(text)
    if len(before.strip().split("\n\n")) > 1:
        raise BadNotice(where, "text stands before the first statement", "put a line [id] above it")
    names = pieces[::2]
    if len(names) != len(set(names)):
        raise BadNotice(where, "a statement stands twice", "give each statement once")
    return {name: text.strip() for name, text in zip(names, pieces[1::2], strict=True)}


def _check_declared(name: str, notice: Notice) -> None:
    """What notice.toml says agrees with itself and with its folder's name."""
    where = f"{name}/notice.toml"
    if notice.id != name:
        raise BadNotice(where, f"id is {notice.id!r}", f"give it the folder's name, {name!r}")
    if "en" not in notice.texts:
        raise BadNotice(where, "there is no en.md", "write it: the other texts are made from it")
    if unknown := notice.texts.keys() - set(languages()):
        what = f"there is no language {', '.join(sorted(unknown))}"
        raise BadNotice(where, what, "write languages/<code>.toml first: a sheet needs its days, hours and frame")
    if unlike := notice.texts.keys() ^ notice.title.keys():
        what = f"the titles are not in the languages of the texts: {', '.join(sorted(unlike))}"
        raise BadNotice(where, what, "give a title in each language that has a text, and in no other")
    for statement in notice.statements:
        for field, answers in statement.when.items():
            choices = notice.fields[field].choices if field in notice.fields else ()
            if unknown := set(answers) - set(choices):
                what = f"statement {statement.id} waits for {field} = {', '.join(sorted(unknown))}"
                raise BadNotice(where, what, f"use a choice of a field declared there ({', '.join(choices)})")


def _check_text(notice: Notice, language: str) -> None:
    """One language says each statement, and names in each the facts that the English names."""
    where, text, english = f"{notice.id}/{language}.md", notice.texts[language], notice.texts["en"]
    wanted = {"title", *(statement.id for statement in notice.statements)}
    if wanted != text.keys():
        what = f"statements differ from notice.toml: {', '.join(sorted(wanted ^ text.keys()))}"
        raise BadNotice(where, what, "say each statement that notice.toml lists, [title], and no other")
    for statement, said in text.items():
        named, ours = PLACEHOLDER.findall(said), PLACEHOLDER.findall(english[statement])
        if not said:
            raise BadNotice(where, f"[{statement}] is empty", "write its text")
        if Counter(named) != Counter(ours):
            what = f"[{statement}] names {sorted(named)}, the English {sorted(ours)}"
            raise BadNotice(where, what, "name the same facts, each as often as the English does")
        for field in named:
            _check_placeholder(f"{where} [{statement}]", notice, field, said)


def _check_placeholder(where: str, notice: Notice, field: str, said: str) -> None:
    """A placeholder names a declared fact of a kind that can be told, and a block stands alone."""
    if field not in notice.fields:
        raise BadNotice(where, f"{{{field}}} is not declared", "declare it under [fields] in notice.toml")
    kind = notice.fields[field].type
    if kind in UNTOLD:
        raise BadNotice(where, f"{{{field}}} is a {kind}", "a choice picks statements; say it in words")
    if kind in BLOCKS and f"{{{field}}}" not in said.split("\n\n"):
        raise BadNotice(where, f"{{{field}}} is a list", "put it alone between two blank lines")
