"""A plan is whole, and what cannot be in it is refused in one sentence that says where and how to mend it."""

import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from asylia.simulator.assumptions import SAYS, assumptions
from asylia.simulator.plan import Practices
from asylia.simulator.queueing_plan import PlanDefect
from asylia.simulator.reading import PLANS, plan_of, read_plan
from tests.simulator.small import LIVE, NAMES, PRACTISED, plan


def raw(name: str = LIVE) -> dict[str, Any]:
    return tomllib.loads((PLANS / f"{name}.toml").read_text())


def changed(place: str, value: Any, name: str = LIVE) -> dict[str, Any]:
    """The plan with another value at a place such as `people.sizes` or `sites.0.zone`; None takes it away."""
    whole = raw(name)
    *way, last = place.split(".")
    table: Any = whole
    for each in way:
        table = table[int(each)] if each.isdecimal() else table.setdefault(each, {})
    if value is None:
        table.pop(last)
    else:
        table[last] = value
    return whole


@pytest.mark.parametrize("name", NAMES)
def test_every_plan_that_comes_along_is_read_and_says_how_sure_its_numbers_are(name: str) -> None:
    found = plan(name)
    assert found.title
    assert {each.sure for each in found.sources} >= {"F", "invented"}
    assert len(list(assumptions(found))) == len(SAYS) + 5


def test_the_five_plans_are_those_of_the_issue() -> None:
    assert {plan(name).regime for name in NAMES} == {
        "us_mpp_practised/2019-01-28", "us_mpp/2019-01-28", "us_mpp_reviewed/2019-11-08", "us_mpp/2021-12-02",
        "us_credible_fear/2022-05-31",
    }  # fmt: skip


def test_every_practice_is_said_in_words() -> None:
    assert set(SAYS) == set(Practices.__struct_fields__)


@pytest.mark.parametrize("practice", Practices.__struct_fields__)
@pytest.mark.parametrize("value", [-0.1, 1.2, float("nan"), float("inf"), "half", True])
def test_a_practice_is_a_share(practice: str, value: object) -> None:
    with pytest.raises(PlanDefect, match=rf"^practices\.{practice}: .*between 0 and 1"):
        plan_of(changed(f"practices.{practice}", value))


DEFECTS = [
    ("title", None, "title: this is missing"),
    ("title", "", "title: '' cannot be: a name is"),
    ("days", 0, "days: 0 cannot be: a plan covers 7 to 3660 days"),
    ("days", 2.5, "days: 2.5 cannot be"),
    ("people_in_all", 0, "people_in_all: 0 cannot be: people number 1"),
    ("people_in_all", -70_000, "people_in_all: -70000 cannot be"),
    ("seed", -1, "seed: -1 cannot be"),
    ("begins", "yesterday", "begins: 'yesterday' cannot be: write a day"),
    ("begins", "2019-01-28", "begins: us_mpp/2021-12-02 is in force from 2021-12-02"),
    ("regime", "us_mpp/1999-01-01", "regime: no such version of a regime.*`asylia regimes list`"),
    ("months", [0, 0], "months: every weight is 0"),
    ("months", [], "months: every weight is 0"),
    ("months", [1, -1], "months: .*not negative"),
    ("headquarters", 0, "headquarters: 0 cannot be: a count"),
    ("people", 3, "people: write a table"),
    ("people.sizes", [0], "people.sizes: every weight is 0"),
    ("people.sizes", [1] * 13, "people.sizes: a party of more than 12"),
    ("people.children", 7, "people.children: 7 cannot be: a share"),
    ("people.nations", [], "people.nations: every weight is 0"),
    ("people.nations.0.country", "Honduras", "people.nations.1..country: 'Honduras' cannot be: a country is"),
    ("people.nations.0.languages", {"es": 0}, r"people.nations.1..languages: every weight is 0"),
    ("people.langauges", 1, "people.langauges: no such key"),
    ("danger.high", [2], "danger.high: .* cannot be: write 2 numbers"),
    ("danger.high", [0, 1], "danger.high: .* cannot be"),
    ("danger.share", 1.5, "danger.share: 1.5 cannot be"),
    ("sites", [], r"sites: name at least one: \[\[sites\]\]"),
    ("sites", {"id": "x"}, r"sites: write a list of tables: \[\[sites\]\]"),
    ("sites.0.office", "nowhere", r"sites\[1\].office: there is no office nowhere; choose one of"),
    ("sites.0.court", "nowhere", r"sites\[1\].court: there is no court nowhere; choose one of"),
    ("sites.0.zone", "Westgate", r"sites\[1\].zone: there is no time zone Westgate"),
    ("sites.0.id", "desert", r"sites\[2\].id: desert stands there twice"),
    ("sites.0.id", "a b", r"sites\[1\].id: a b cannot be; an id is letters"),
    ("sites.0.practices", {"asked": 3}, r"sites\[1\].practices.asked: 3(\.0)? cannot be: a share"),
    ("sites.0.practices", {"askd": 0.3}, r"sites\[1\].practices.askd: no such practice; did you mean asked"),
    ("offices.0.asylum_officers", 0, r"offices\[1\].asylum_officers: 0 cannot be"),
    ("offices.0.asylum_officers", 10**9, r"offices\[1\].asylum_officers: 1000000000 cannot be"),
    ("courts.0.places", -4, r"courts\[1\].places: -4 cannot be"),
    ("officers.noise", 0, "officers.noise: 0 cannot be"),
    ("officers.lines", [40, 12], "officers.lines: 40 is more than 12"),
    ("officers.lines", [1, 12], "officers.lines: an interview has at least"),
    ("hearings.lead", 3, "hearings.lead: the law asks 10 days"),
    ("hearings.between", 0, "hearings.between: a court does not go on the same day"),
    ("practices.askd", 0.5, "practices.askd: no such key; did you mean asked"),
    ("practices.asked", None, "practices.asked: this is missing"),
    ("sources", None, "sources: this is missing"),
]


@pytest.mark.parametrize(("place", "value", "says"), DEFECTS)
def test_what_cannot_be_is_refused_by_place_and_mending(place: str, value: object, says: str) -> None:
    with pytest.raises(PlanDefect, match=f"^{says}") as refused:
        plan_of(changed(place, value))
    assert "\n" not in str(refused.value)


def test_a_standard_without_a_figure_asks_for_one() -> None:
    with pytest.raises(
        PlanDefect, match=r"practices\.standard: us_credible_fear/2022-05-31 gives its standard no figure"
    ):
        plan_of(changed("practices.standard", 0.0, "us_credible_fear"))


def test_a_file_that_is_not_there_or_no_toml_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(PlanDefect, match="there is no plan us_mpp_1999; these come along: us_credible_fear"):
        read_plan(Path("us_mpp_1999"))
    broken = tmp_path / "broken.toml"
    broken.write_text("title = ")
    with pytest.raises(PlanDefect, match=r"broken\.toml: this is no TOML file"):
        read_plan(broken)
    broken.write_bytes(b"\xff\xfe")
    with pytest.raises(PlanDefect, match=r"broken\.toml: this is no TOML file"):
        read_plan(broken)


def test_the_digest_tells_plans_apart_and_nothing_else() -> None:
    assert plan_of(raw()).digest == plan(LIVE).digest != plan(PRACTISED).digest
    assert plan_of(changed("practices.asked", 0.5)).digest != plan(LIVE).digest


def test_a_place_can_practise_otherwise() -> None:
    found = plan_of(changed("sites.1.practices", {"asked": 0.2}))
    shares = [found.practised(each).asked for each in found.sites]
    assert shares == [1.0, 0.2, 1.0, 1.0]


def test_a_plan_is_plain_data_and_back() -> None:
    assert msgspec.convert(msgspec.to_builtins(plan(LIVE)), type(plan(LIVE))) == plan(LIVE)
