"""What if: how long people would wait in an office, under its plan and under a change of it. Never about a person.

The numbers come in the address, name nobody and are kept nowhere. They are worked out in a process beside (two seconds
of one core, one page at a time), with the same simulated claims under both plans, and remembered for the next reader.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from asylia.publish.charts import Mark, Waiting, dots, waiting
from asylia.publish.page import count, percent, span
from asylia.publish.tidy import as_csv
from asylia.simulator.queueing_beside import Busy, answers_beside
from asylia.simulator.queueing_plan import Plan, PlanDefect, changed, plan_of
from asylia.simulator.queueing_runs import DAYS, WAITING, Answer, Estimate
from asylia.simulator.queueing_telling import ASSUMED, HEADINGS, as_rows, limits, over_full
from asylia.web.cases import CaseRequest

SEED = 1
FIRST, OTHER = "as planned", "with the change"
BEFORE = "before."  # the plan that a change is held against, where it is not the example
SHARES = ("review.returned", "review.drawn")  # asked in per cent
AMOUNTS = (
    *(f"Days {says}" for says in DAYS.values()),
    *(f"Waiting {says}, at closing" for says in WAITING.values()),
    "Waiting for an interview, on the last day",
)
UNKNOWN = "cannot be known: nobody claimed"
GROUPS = {
    "Who comes": {"claims_a_day": "Claims a day, on average", "waiting_at_start": "Waiting on the first day"},
    "Who and what is there": {
        "office.officers": "Officers", "office.rooms": "Interview rooms", "office.supervisors": "Supervisors",
        "office.reviewers": "Reviewers at headquarters",
    },
    "Minutes of work": {
        "minutes.interview": "An interview", "minutes.writing": "Writing the decision", "minutes.review": "Its review",
        "minutes.correction": "A correction", "minutes.drawn_review": "A drawn review",
    },
    "Review, of every outcome alike": {"review.returned": "Sent back, %", "review.drawn": "Drawn, %"},
    "Limits, in days from the claim": {
        "limits.interview": "Interview", "limits.decision": "Signed decision", "limits.final": "Final decision",
    },
}  # fmt: skip


class Asked(NamedTuple):
    """One number of the form: its place in the plan, what stands in it, and what is wrong with it."""

    place: str
    label: str
    value: str
    planned: str
    slip: str

    @property
    def id(self) -> str:
        """The place as an id."""
        return self.place.replace(".", "-")


class Told(NamedTuple):
    """One number as told, and its interval."""

    says: str
    interval: str = ""


class Figure(NamedTuple):
    """One row of the table: a figure under the plan, under the change, and what it gained."""

    says: str
    planned: Told
    other: Told | None
    more: str = ""


def example() -> dict[str, Any]:
    """The invented office that the page begins with."""
    raw = tomllib.loads(files("asylia.simulator").joinpath("queueing_example.toml").read_text("utf-8"))
    raw.pop("change")
    return raw


@require_GET
def page(request: CaseRequest) -> HttpResponse:
    """The form, and what comes of its numbers; 422 where they make no plan, 503 while another is worked out."""
    raw, given = example(), given_in(request)
    places = places_of(raw)
    context: dict[str, Any] = {"assumed": ASSUMED, "title": raw["title"]}
    code = 200
    try:
        plans = plans_of(raw, given)
        found = remembered(plans)
        context |= told(found) | {"rows_url": address("whatif-rows", given)}
        context["onward"] = onward(given) if len(found) > 1 else ""
    except PlanDefect as defect:
        context["defect"], code = str(defect), 422
    except Busy:
        context["busy"], code = True, 503
    slip = context.get("defect", "")
    context["before"] = [(name, value) for name, value in given.items() if name.startswith(BEFORE)]
    context["groups"] = [
        (group, [asked(place, label, places, given, slip) for place, label in labels.items()])
        for group, labels in groups_of(raw).items()
    ]
    context["slip"] = next((field for _, fields in context["groups"] for field in fields if field.slip), None)
    return render(request, "overseer/whatif.html", context, status=code)


@require_GET
def rows(request: CaseRequest) -> HttpResponse:
    """Every figure of the page as CSV; the page itself where there are none."""
    try:
        found = remembered(plans_of(example(), given_in(request)))
    except (PlanDefect, Busy):
        return page(request)
    return HttpResponse(
        as_csv(HEADINGS, as_rows(found)), content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="whatif.csv"'},
    )  # fmt: skip


# --- from the form to plans


def given_in(request: HttpRequest) -> dict[str, str]:
    """The numbers in the address, as typed."""
    return {name: str(value) for name, value in request.GET.items()}


def plans_of(raw: dict[str, Any], given: Mapping[str, str]) -> tuple[tuple[str, Plan], ...]:
    """The plan, and the change of it where any number differs; raises PlanDefect."""
    held = {name.removeprefix(BEFORE): value for name, value in given.items() if name.startswith(BEFORE)}
    before = changed(raw, dict(numbers(raw, held)))
    other = changed(before, dict(numbers(raw, given)))
    planned = (FIRST, plan_of(before))
    return (planned,) if other == before else (planned, (OTHER, plan_of(other)))


def numbers(raw: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[tuple[str, int | float]]:
    """Yield (place, number) for each place of a plan that was given; raises PlanDefect for what is no number."""
    for place, now in places_of(raw).items():
        said = given.get(place, "").strip().replace(",", ".")
        if not said:
            continue
        try:
            number = float(said)
            whole = isinstance(now, int) and number.is_integer()
        except ValueError:
            raise PlanDefect(f"{place}: “{said}” is no number") from None
        yield place, int(number) if whole else number / 100 if place in SHARES else number


def places_of(raw: Mapping[str, Any]) -> dict[str, int | float]:
    """The places that the form asks about, with the plan's own numbers."""
    parts = [(place, place.rpartition(".")) for labels in GROUPS.values() for place in labels]
    asked = {place: (raw[table] if table else raw)[name] for place, (table, _, name) in parts}
    return asked | interpreters_of(raw)


def interpreters_of(raw: Mapping[str, Any]) -> dict[str, int]:
    """The places of interpreters, for each language that needs them."""
    return {
        f"language.{n}.interpreters": each["interpreters"]
        for n, each in enumerate(raw["language"]) if "interpreters" in each
    }  # fmt: skip


def groups_of(raw: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """The groups of the form, interpreters with who is there."""
    spoken = {place: f"Interpreters of {raw['language'][int(place.split('.')[1])]['name']}"
              for place in interpreters_of(raw)}  # fmt: skip
    return {group: labels | (spoken if "office.officers" in labels else {}) for group, labels in GROUPS.items()}


def asked(place: str, label: str, planned: Mapping[str, float], given: Mapping[str, str], defect: str) -> Asked:
    """One field: what was typed, else what it is held against."""
    own = planned[place] * 100 if place in SHARES else planned[place]
    before = given.get(BEFORE + place, "").strip() or f"{own:g}"
    slip = defect.partition(": ")[2] if defect.startswith((f"{place}:", at(place))) else ""
    return Asked(place, label, given.get(place, "").strip() or before, before, slip)


def at(place: str) -> str:
    """A place as a defect names it: language[1].interpreters."""
    return "".join(f"[{part}]" if part.isdecimal() else f".{part}" for part in place.split(".")).lstrip(".") + ":"


def address(name: str, given: Mapping[str, str]) -> str:
    """A page with the same numbers."""
    return f"{reverse(name)}?{urlencode(given)}"


def onward(given: Mapping[str, str]) -> str:
    """The address at which the change has become the plan that further changes are held against."""
    return address("whatif", {BEFORE + name: value for name, value in given.items() if not name.startswith(BEFORE)})


@lru_cache(maxsize=64)
def remembered(plans: tuple[tuple[str, Plan], ...]) -> tuple[Answer, ...]:
    """The answers of these plans; raises TooLarge (a PlanDefect) or Busy."""
    return tuple(answers_beside(dict(plans), SEED))


# --- from answers to the page


def told(found: Sequence[Answer]) -> dict[str, Any]:
    """What the template shows of the answers."""
    planned, other = found[0], found[-1]
    return {
        "sentence": sentence(found),
        "too_much": [f"{desks[0].upper()}{desks[1:]} are asked for {percent(load, 0)} of what they can do {answer.name}"
                     for answer in found for desks, load in answer.asked.items() if desks in over_full(answer)],
        "in_time": in_time(found),
        "line": line(found),
        "figures": list(figures(planned, other if len(found) > 1 else None)),
        "work": list(work(planned, other if len(found) > 1 else None)),
        "runs": planned.runs, "seed": planned.seed, "days": planned.plan.days,
        "claims": count(round(planned.claims.mean)), "changed": len(found) > 1,
    }  # fmt: skip


def sentence(found: Sequence[Answer]) -> str:
    """The finding, as a sentence."""
    shares = [each.in_time["decision"] for each in found]
    if None in shares:
        return "Nobody claims under this plan: nothing can be known"
    says = [
        f"{percent(each.mean, 0)} {answer.name} (within {answer.plan.limits.decision:g} days)"
        for each, answer in zip(shares, found, strict=True) if each
    ]  # fmt: skip
    return f"Decided in time: {', '.join(says)}"


def in_time(found: Sequence[Answer]) -> SafeString:
    """Shares in time, a dot for each plan under each limit."""
    marks = [
        Mark(f"{key}, {answer.name}", share.mean if share else None,
             f"{percent(share.mean, 0)} ({100 * share.low:.0f}–{100 * share.high:.0f})" if share else UNKNOWN,
             share.low if share else None, share.high if share else None)
        for key in found[0].in_time for answer in found for share in [answer.in_time[key]]
    ]  # fmt: skip
    return mark_safe(dots("in-time", "Shares in time", marks))  # noqa: S308 - charts escape what they are given


def line(found: Sequence[Answer]) -> SafeString:
    """Who waits for an interview, at the end of each week."""
    weeks = [f"week {n}" for n in range(1, len(found[0].weeks) + 1)]
    series = [Waiting(each.name, [week.mean for week in each.weeks], [(week.low, week.high) for week in each.weeks])
              for each in found]  # fmt: skip
    return mark_safe(waiting("line", "Waiting for an interview", weeks, series))  # noqa: S308


def figures(planned: Answer, other: Answer | None) -> Iterator[Figure]:
    """Yield the rows of the table beside the pictures."""
    for key, says in limits(planned).items():
        limit = limits(other)[key] if other else says
        heading = says[0].upper() + says[1:] + (f", changed: {limit.rpartition('within ')[2]}" if limit != says else "")
        more = other.more[key] if other else None
        gained = f"{100 * more.mean:+.1f} points, {100 * more.low:+.1f} to {100 * more.high:+.1f}" if more else ""
        yield Figure(heading, share(planned.in_time[key]), share(other.in_time[key]) if other else None, gained)
    for says, one, two in zip(AMOUNTS, amounts(planned), amounts(other or planned), strict=True):
        yield Figure(says, amount(one), amount(two) if other else None)


def amounts(answer: Answer) -> list[Estimate | None]:
    """What an answer says in days or claims, in the order of AMOUNTS."""
    return [*answer.days.values(), *answer.waiting.values(), answer.at_end["interview"]]


def work(planned: Answer, other: Answer | None) -> Iterator[Figure]:
    """Yield how much of what each desk can do is asked of it."""
    for desk, load in planned.asked.items():
        more = Told(percent(other.asked[desk], 0)) if other else None
        yield Figure(desk[0].upper() + desk[1:], Told(percent(load, 0)), more)


def share(one: Estimate | None) -> Told:
    """A share with its interval."""
    return Told(percent(one.mean), span(one.low, one.high)) if one else Told(UNKNOWN)


def amount(one: Estimate | None) -> Told:
    """A number with its interval."""
    return Told(f"{one.mean:.1f}", f"{one.low:.1f}–{one.high:.1f}") if one else Told(UNKNOWN)
