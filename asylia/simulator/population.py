"""The people of a plan: parties who arrive, who is in them, and how likely harm is. All invented, all from the seed."""

import datetime as dt
import random
from bisect import bisect
from itertools import accumulate
from typing import NamedTuple

from asylia.simulator.lots import Lots, Urn
from asylia.simulator.plan import Danger, People, Plan

DAY = 86_400  # seconds
INDIGENOUS = frozenset({"mam", "quc", "kek", "kjb", "chj"})  # often recorded as Spanish (domain: languages)


class Person(NamedTuple):
    """One simulated person. `likelihood` of grave harm if sent away, and whether it would come: known here alone."""

    number: int
    relation: str  # in the party: "self" where alone
    born: str
    age: int
    sex: str
    nationality: str
    language: str
    pregnant: bool
    ill: bool
    disabled: bool
    old: bool
    private_ground: bool
    likelihood: float
    in_danger: bool
    lots: Lots

    @property
    def child(self) -> bool:
        """Whether the person is under eighteen."""
        return self.age < 18


class Party(NamedTuple):
    """People who arrive together, at a site (by its place in the plan) and a second from the beginning."""

    number: int
    arrives: int
    site: int
    members: tuple[Person, ...]
    own_national_link: bool
    lots: Lots


def parties(plan: Plan, seed: int, people: int) -> list[Party]:
    """Everyone who comes, in the order of arrival: `people` in all, the last party cut to fit."""
    root = Lots("people", seed)
    nations = Urn(plan.people.nations, [each.weight for each in plan.people.nations])
    tongues = [Urn(tuple(each.languages), tuple(each.languages.values())) for each in plan.people.nations]
    speaks = {each.country: urn for each, urn in zip(plan.people.nations, tongues, strict=True)}
    sizes = Urn(range(1, len(plan.people.sizes) + 1), plan.people.sizes)
    sites = Urn(range(len(plan.sites)), [each.weight for each in plan.sites])
    when = _Arrivals(plan)
    found: list[Party] = []
    count = 0
    while count < people:
        lots = root.of("party", len(found))
        size = min(sizes.at(lots.share("size")), people - count)
        nation = nations.at(lots.share("nation")).country
        language = speaks[nation].at(lots.share("language"))
        arrives = when.at(lots.share("arrives"), lots.share("hour"))
        members = tuple(
            _person(plan, root.of("person", count + place), count + place, size, place, nation, language, arrives)
            for place in range(size)
        )
        linked = lots.happens("own national", plan.people.own_national_link)
        found.append(Party(len(found), arrives, sites.at(lots.share("site")), members, linked, lots))
        count += size
    return sorted(found, key=lambda each: (each.arrives, each.number))


class _Arrivals:
    """When parties arrive: by the months' weights, at an hour of daylight at any place of the continent."""

    def __init__(self, plan: Plan) -> None:
        self._reach = list(accumulate(plan.months))
        self._part = plan.days * DAY / len(plan.months)

    def at(self, share: float, hour: float) -> int:
        weight = share * self._reach[-1]
        month = min(bisect(self._reach, weight), len(self._reach) - 1)
        before = self._reach[month - 1] if month else 0.0
        inside = (weight - before) / (self._reach[month] - before)
        day = int((month + inside) * self._part) // DAY
        return day * DAY + int((13 + 10 * hour) * 3600)  # UTC: seven to seventeen o'clock in the middle of the country


def _person(  # noqa: PLR0917 (a person's parts)
    plan: Plan, lots: Lots, number: int, size: int, place: int, nation: str, language: str, arrives: int
) -> Person:
    people = plan.people
    age = _age(people, lots, size, place)
    adult = age >= 18
    sex = "f" if lots.happens("sex", 0.45) else "m"
    likelihood, in_danger = _danger(plan.danger, lots)
    relation = "self" if size == 1 else "child" if not adult else ("mother" if sex == "f" else "father")
    first_day = plan.begins + dt.timedelta(seconds=arrives)
    born = dt.date(first_day.year - age - 1, lots.number("month", 1, 12), lots.number("day", 1, 28))
    return Person(
        number=number, relation=relation if place < 2 or not adult else "kin", born=born.isoformat(), age=age, sex=sex,
        nationality=nation, language=language,
        pregnant=adult and sex == "f" and age < 46 and lots.happens("pregnant", people.pregnant),
        ill=lots.happens("ill", people.ill), disabled=lots.happens("disabled", people.disabled), old=age >= 65,
        private_ground=adult and lots.happens("private", people.private_ground),
        likelihood=likelihood, in_danger=in_danger, lots=lots,
    )  # fmt: skip


def _age(people: People, lots: Lots, size: int, place: int) -> int:
    """Years: whoever stands first is an adult, save a child who comes alone."""
    share = lots.share("age")
    alone_child = size == 1 and lots.happens("alone", people.alone_children)
    if alone_child:
        return 14 + int(4 * share)
    if place and lots.happens("child", people.children):
        if lots.happens("infant", people.under_five * people.infants):
            return 0
        if lots.happens("infant", people.under_five):
            return 1 + int(4 * share)
        return 5 + int(13 * share)
    if lots.happens("old", people.old):
        return 65 + int(15 * share)
    return 18 + int(34 * share * share + 10 * share)


def _danger(danger: Danger, lots: Lots) -> tuple[float, bool]:
    """How likely harm is, and whether it would come."""
    alpha, beta = danger.high if lots.happens("endangered", danger.share) else danger.low
    # Python's own generator, seeded for this one number: it draws from Beta by a documented, stable way.
    likelihood = random.Random(lots.bytes("likelihood", 8)).betavariate(alpha, beta)  # noqa: S311 (no secret)
    return likelihood, lots.happens("harm", likelihood)
