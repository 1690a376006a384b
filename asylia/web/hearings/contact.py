"""Contact: the ways to reach a person, which are safe, and what was tried; never a score of how reachable they are."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse

from asylia.core.steps.contact import ChangeContact, PlanContact, ReportChannelLost, ReportContactTried
from asylia.shell.reading import events_of
from asylia.web import cases
from asylia.web.act import Step, form_of, of_step, show
from asylia.web.cases import Case, CaseRequest, house
from asylia.web.fields import Ask, Asks, Typed

CHANNELS = {
    "phone": "Phone", "message": "Message", "email": "E-mail", "postal": "Post", "shelter": "Shelter",
    "trusted_person": "Trusted person", "counsel": "Counsel",
}  # fmt: skip
DOORS = {
    "portal": "The person’s own pages", "counsel": "Counsel", "telephone": "By telephone", "paper": "On paper",
    "in_person": "Here, in person",
}  # fmt: skip
TRIED = ("contact.tried/1", "contact.changed/1", "channel.lost/1", "search.recorded/1", "notice.undelivered/1")


def way_asks(path: str) -> Asks:
    """Ask for one way to reach the person: which, where, whether it is safe, at what hours, and what to mind."""
    return {
        f"{path}.kind": Ask("Way", choices=CHANNELS),
        f"{path}.value": Ask("Number, address or name", hint="A number with + and the country: +52 656 123 4567."),
        f"{path}.safe": Ask("May a message be left there?"),
        f"{path}.lost": Ask("Is it lost?", choices={"yes": "Yes", "no": "No"}),
        f"{path}.danger": Ask("What to mind on this way", hint="Who else answers or reads it."),
        f"{path}.from_time": Ask("Not before", hint="By the clock of the place of this case."),
        f"{path}.until_time": Ask("Not after"),
    }


def plan_asks(case: Case) -> Asks:
    """Ask for the ways, the most useful first; no fixed address is needed."""
    return {
        "channels": Ask("Ways to reach the person", hint="As many as there are. No fixed address is needed."),
        **way_asks("channels"),
        "dangers": Ask("What is dangerous in trying", given=case.file.contact.dangers, optional=True),
    }


def shown(case: Case) -> Mapping[str, Any]:
    """Show the plan as it stands, and what was tried."""
    entries = house().ledger.read(house().raw(), f"case/{case.id}")
    tried = [event for entry, event in zip(entries, events_of(entries), strict=False) if entry.name in TRIED]
    return {"contact": case.file.contact, "tried": tried[::-1], "messages": case.file.contact.messages[::-1]}


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
            ("lost", "yes" if each.lost else "no"), ("danger", each.danger),
            ("from_time", hour(each.from_time)), ("until_time", hour(each.until_time)),
        )
    }  # fmt: skip
    typed = Typed({**standing, "dangers": [opened.file.contact.dangers]})
    return show(request, PLAN, opened, form_of(PLAN, opened, typed))


def hour(time: dt.time | None) -> str:
    """Write an hour as its field has it, nothing for none."""
    return f"{time:%H:%M}" if time else ""


change = of_step(
    Step(
        ChangeContact,
        title="A change of address or number",
        button="Record the change",
        refused="The change was not recorded",
        lead="As the person reports it, by telephone, on paper or here. The person gets a receipt for it.",
        asks=lambda _: {
            "channel": Ask("The new way"),
            **way_asks("channel"),
            "channel.lost": Ask(hidden=True, given="false"),
            "door": Ask("How it came to us", choices=DOORS),
            "told_by": Ask(
                "Who brought it",
                choices={
                    "self": "The person",
                    "counsel": "Counsel",
                    "representative": "Representative",
                    "relative": "A relative",
                },
            ),
            "replaces": Ask("Does it take the place of what we knew of that kind?"),
        },
        done="contact",
    )
)
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
