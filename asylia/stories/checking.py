"""What is wrong with a step or a look before anything is played: names that nobody knows, fields that are not there."""

import datetime as dt
from typing import NamedTuple

from asylia.core.errors import SlipOfForm
from asylia.core.event import Author
from asylia.core.rules import RULES
from asylia.stories import commands
from asylia.stories.defect import nearest
from asylia.stories.looking import WORDS
from asylia.stories.story import Look, Person, Step

ALWAYS_THERE = ("applicant", "anyone")
DRAWN = "drawn"  # by = "drawn": the officer to whom the case's latest claim was drawn
ONE_CASE = "case"
NOBODY = Author(by="-", role="anyone", at=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


class Wrong(NamedTuple):
    """The key and the value at which it stands, and what is wrong."""

    key: str
    value: str
    reason: str


class Names:
    """The names a story has given so far: people, cases, and what steps made."""

    def __init__(self, people: dict[str, Person]) -> None:
        self.people = people
        self.cases: list[str] = []
        self.made: set[str] = set()

    def remember(self, step: Step) -> None:
        """Keep the names that this step gives."""
        if step.do in commands.OPENS and not step.refused:
            self.cases.append(case_named_by(step))
        elif step.as_:
            self.made.add(step.as_)

    @property
    def actors(self) -> list[str]:
        """Who may act: the people of the story, and those who are always there."""
        return [*self.people, *ALWAYS_THERE, DRAWN]


def case_named_by(step: Step) -> str:
    """The name that an opening gives its case."""
    return step.as_ or step.in_ or ONE_CASE


def check_step(step: Step, names: Names) -> Wrong | None:
    """The first thing wrong with a step, or None."""
    if step.do not in commands.COMMANDS:
        return Wrong("do", step.do, f'there is no command "{step.do}"{nearest(step.do, commands.COMMANDS)}')
    if step.by not in names.actors:
        return Wrong("by", step.by, f'nobody in this story is called "{step.by}"{nearest(step.by, names.actors)}')
    for key, rules in (("refused", step.refused), ("first", (step.first,) if step.first else ()),
                       ("breaches", step.breaches)):  # fmt: skip
        for rule in rules:
            if rule not in RULES:
                return Wrong(key, rule, f'there is no rule "{rule}"{nearest(rule, RULES)}')
    return _check_case(step, names) or _check_fields(step, names)


def _check_case(step: Step, names: Names) -> Wrong | None:
    if step.do in commands.BESIDE or step.do in commands.OPENS:
        return None
    if not names.cases:
        return Wrong("do", step.do, f"{step.do} is about a case, and none is opened before it")
    return _check_which(step.in_, names)


def _check_which(case: str, names: Names) -> Wrong | None:
    if case and case not in names.cases:
        return Wrong("in", case, f'no case is called "{case}" before this{nearest(case, names.cases)}')
    if not case and len(set(names.cases)) > 1:
        return Wrong("", "", f'say which case: in = "{names.cases[-1]}"; open are {", ".join(names.cases)}')
    return None


def _check_fields(step: Step, names: Names) -> Wrong | None:
    given = dict(step.with_)
    of = given.pop("of", None)
    if of is not None and (not isinstance(of, str) or of not in names.made):
        return Wrong("of", str(of), f'no step before this is named "{of}" with as{nearest(str(of), names.made)}')
    for flaw in commands.flaws(step.do, given):
        last = flaw.path.rpartition(".")[2]
        near = nearest(last, (*flaw.known, "of")) if flaw.known else ""
        return Wrong(last.partition("[")[0], "", f"{flaw.reason}{near}")
    if (wrong := _check_kinds(step, given)) is not None:
        return wrong
    for case in _cases_named(step):
        if case not in names.cases:
            return Wrong("with", case, f'no case is called "{case}" before this{nearest(case, names.cases)}')
    return None


def _cases_named(step: Step) -> list[str]:
    """Cases of the story that a command speaks of by name."""
    if step.do in commands.OTHER_CASE:
        named = step.with_.get(commands.OTHER_CASE[step.do])
        return [str(named)] if named else []
    return [str(each) for each in step.with_.get("cases", [])] if step.do == "EnterOrder" else []


def _check_kinds(step: Step, given: dict[str, object]) -> Wrong | None:
    """Whether each field is of its kind, tried with what the runner will fill in."""
    known = commands.fields_of(step.do)
    filled = {each: 1 for each in commands.LATEST if each in known}
    own = {each: "-" for each in commands.OWN if each in known and step.do in commands.OPENS}
    convert = commands.to_beside_command if step.do in commands.BESIDE else commands.to_case_command
    try:
        convert(step.do, NOBODY, {**filled, **own, **given})
    except SlipOfForm as slip:
        key = slip.field.partition(".")[0].partition("[")[0]
        return Wrong(key, "", f"{slip.field}: {_said(slip.says, commands.choices(step.do, slip.field))}")
    return None


def _said(says: str, choices: tuple[str, ...]) -> str:
    if "enum value" in says:
        word = says.rpartition(" ")[2].strip("'")
        return f'"{word}" is none of its words{nearest(word, choices)}'
    if "timezone" in says:
        return "a moment needs its zone, for example 2022-01-12T09:40:00-06:00"
    return f"{says[0].lower()}{says[1:]}"


def check_look(look: Look, names: Names) -> Wrong | None:
    """The first thing wrong with a look, or None."""
    if not names.cases:
        return Wrong("", "", "there is no case to look at yet")
    for rule in look.alarms or ():
        if rule not in RULES:
            return Wrong("alarms", rule, f'there is no rule "{rule}"{nearest(rule, RULES)}')
    for key, known in WORDS.items():
        value = getattr(look, key)
        for word in value if isinstance(value, tuple) else (value,) if value is not None else ():
            if word not in known:
                return Wrong(key, word, f'"{word}" is nothing that {key} can be{nearest(word, known)}')
    return _check_which(look.in_, names)
