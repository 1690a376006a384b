"""Contact: the ways to reach a person, which are safe, and what was tried; never a score of how reachable they are."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from asylia.core.steps.contact import PlanContact, ReportChannelLost, ReportContactTried
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.act import Step, form_of, of_step, show
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed

CHANNELS = {
    "phone": "Phone", "message": "Message", "email": "E-mail", "postal": "Post", "shelter": "Shelter",
    "trusted_person": "Trusted person", "counsel": "Counsel",
}  # fmt: skip
TRIED = ("contact.tried/1", "channel.lost/1", "search.recorded/1", "notice.undelivered/1")


def plan_asks(case: Case) -> Asks:
    """Ask for the ways, the most useful first; no fixed address is needed."""
    return {
        "channels": Ask("Ways to reach the person", hint="As many as there are. No fixed address is needed."),
        "channels.kind": Ask("Way", choices=CHANNELS),
        "channels.value": Ask("Number, address or name"),
        "channels.safe": Ask("May a message be left there?"),
        "channels.lost": Ask("Is it lost?", choices={"yes": "Yes", "no": "No"}),
        "dangers": Ask("What is dangerous in trying", given=case.file.contact.dangers, optional=True),
    }


def shown(case: Case) -> Mapping[str, Any]:
    """Show the plan as it stands, and what was tried."""
    entries = house().ledger.read(house().raw(), f"case/{case.id}")
    tried = [event for entry, event in zip(entries, events_of(entries), strict=False) if entry.name in TRIED]
    return {"contact": case.file.contact, "tried": tried[::-1]}


PLAN = Step(
    PlanContact,
    title="How to reach this person",
    button="Record the plan",
    refused="The plan was not recorded",
    asks=plan_asks,
    template="hearings/contact.html",
    done="contact",
    more=shown,
)


def plan(request: CaseRequest, case: str) -> HttpResponse:
    """Show the plan, with its ways in the form, so that one can be added without typing the others anew."""
    if request.method == "POST":
        return of_step(PLAN)(request, case)
    opened = cases.read(case)
    standing = {
        f"channels.{n}.{name}": [value]
        for n, each in enumerate(opened.file.contact.channels)
        for name, value in (
            ("kind", each.kind), ("value", each.value), ("safe", "yes" if each.safe else "no"),
            ("lost", "yes" if each.lost else "no"),
        )
    }  # fmt: skip
    typed = Typed({**standing, "dangers": [opened.file.contact.dangers]})
    return show(request, PLAN, opened, form_of(PLAN, opened, typed))


tried = of_step(
    Step(
        ReportContactTried,
        title="Tried to reach the person",
        button="Record the attempt",
        refused="The attempt was not recorded",
        asks=lambda _: {
            "channel": Ask("By which way", choices=CHANNELS),
            "reached": Ask("Was the person reached?"),
            "says": Ask("What came of it", optional=True, long=True),
        },
        done="contact",
    )
)
lost = of_step(
    Step(
        ReportChannelLost,
        title="A way to reach the person is gone",
        button="Record the loss",
        refused="The loss was not recorded",
        lead="Leaving a shelter for a hearing loses no address: say so, and it stays.",
        asks=lambda _: {
            "channel": Ask("Which way", choices=CHANNELS),
            "because": Ask(
                "Why",
                choices={
                    "left_for_hearing": "Left for a hearing", "moved": "Moved", "stolen": "Stolen",
                    "number_changed": "The number changed", "other": "Another reason",
                },
            ),
            "says": Ask("More, if needed", optional=True, long=True),
        },
        done="contact",
    )
)  # fmt: skip
