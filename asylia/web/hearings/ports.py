"""What a clerk arranges for a person who waits: a port appointment with its pass, the record for judge and counsel."""

from asylia.core.steps.custody import BookPort
from asylia.core.steps.remedy import SendRecord
from asylia.web.act import Step, of_step
from asylia.web.fields import Ask

book = of_step(
    Step(
        BookPort,
        title="Give a port appointment",
        button="Give the appointment",
        refused="The appointment was not given",
        lead="For a person who said a fear while waiting outside. The port must answer the pass; no answer alarms.",
        asks=lambda case: {
            "port": Ask("Port: gate and street"),
            "appointment": Ask("When", hint=f"Time of the place of this case ({case.file.zone})."),
        },
        done="notices",
    )
)
send = of_step(
    Step(
        SendRecord,
        title="Send the record",
        button="Record that it was sent",
        refused="The sending was not recorded",
        lead="The same day that the remedy is asked for: to the judge, and to counsel where there is one.",
        asks=lambda _: {"to": Ask("Sent to", choices={"judge": "The judge", "counsel": "Counsel"}, open=True)},
        done="notices",
    )
)
