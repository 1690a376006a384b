"""Booking the interview, and moving it to a firm new time."""

from asylia.core.steps.interview import BookInterview, PostponeInterview
from asylia.web.act import Step, of_step
from asylia.web.cases import Case
from asylia.web.fields import Ask, Asks
from asylia.web.officer.claims import claim_of, zone_of

MODES = {"in_person": "In person", "video": "By video", "phone": "By telephone"}


def _book(case: Case) -> Asks:
    rest = case.regime.interview
    needs = "; ".join(case.file.screening.needs) if case.file.screening else ""
    return {
        "starts": Ask(
            "When", hint=f"Time of the place of this case ({case.file.zone}). The person has {rest.rest_hours} hours "
            "first, to rest and to consult.",
        ),
        "place": Ask("Where", hint=f"A private room, or the line. Needs: {needs}" if needs else "A private room."),
        "mode": Ask("How", choices=MODES, given="in_person"),
        "reason": Ask("Why by line", hint="Only where it is not in person.", optional=True, long=False),
    }  # fmt: skip


def _postpone(case: Case) -> Asks:
    claim = claim_of(case)
    starts = claim.interview.starts if claim else None
    booked = f" It stands at {starts.astimezone(zone_of(case)):%a %-d %b, %H:%M}." if starts else ""
    return {
        "starts": Ask("Firm new time", hint=f"Time of the place of this case ({case.file.zone}).{booked}"),
        "reason": Ask("Why", hint="What failed, or who asked. It stands in the record.", long=True),
    }


book = of_step(
    Step(
        BookInterview,
        title="Book the interview",
        button="Book it",
        refused="The interview was not booked",
        asks=_book,
        done="interview",
        tab="interview",
    )
)
postpone = of_step(
    Step(
        PostponeInterview,
        title="Move the interview",
        button="Move it",
        refused="The interview was not moved",
        lead="To a firm new time, said to the person now. It never lengthens custody.",
        asks=_postpone,
        done="interview",
        tab="interview",
    )
)
