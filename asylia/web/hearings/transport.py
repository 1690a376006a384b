"""The way from the port to a hearing: booked, confirmed by who drives, left, arrived, or did not come."""

from asylia.core.steps.transport import ConfirmTransport, PlanTransport, ReportTransport
from asylia.web.act import Step
from asylia.web.fields import Ask
from asylia.web.hearings.attending import of_hearing

PASSED = {"left": "It left the port", "arrived": "It arrived", "not_come": "It did not come"}

PLAN = Step(
    PlanTransport, title="Book the way from the port", button="Book it", refused="It was not booked",
    lead="Who drives and who escorts. A paper promises it only once it is confirmed.",
    asks=lambda case: {
        "leaves": Ask("Leaves the gate at", hint=f"Time of the place of this case ({case.file.zone})."),
        "escort": Ask("Escort", hint="The office or the person by name."),
        "vehicle": Ask("Vehicle", optional=True),
    },
)  # fmt: skip
CONFIRM = Step(
    ConfirmTransport, title="The way from the port is confirmed", button="Record the confirmation",
    refused="The confirmation was not recorded", asks=lambda _: {"by_whom": Ask("Confirmed by")},
)  # fmt: skip
REPORT = Step(
    ReportTransport, title="The way from the port, as it happens", button="Record it", refused="It was not recorded",
    lead="A transport that did not come is the cause of an absence, and no fault of the person.",
    asks=lambda _: {
        "what": Ask("What happened", choices=PASSED), "says": Ask("More, if needed", optional=True, long=True),
    },
)  # fmt: skip

plan, confirm, report = map(of_hearing, (PLAN, CONFIRM, REPORT))
