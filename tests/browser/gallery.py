"""The frame's components on pages of their own, with invented content."""

import datetime as dt
from dataclasses import replace

from django.shortcuts import render

from asylia.web.band import Band, Chip, Day, Due, Fact, Line, Stage, Tab, chip

ZONE = dt.timezone(dt.timedelta(hours=-6))


def at(day, hour, minute):
    """A moment of March 2027, local time."""
    return dt.datetime(2027, 3, day, hour, minute, tzinfo=ZONE)


DUE = Due(
    chip=chip(at(10, 17, 0), at(9, 10, 40)),
    what="Write and sign the determination",
    who="K. Rowan, asylum officer (you)",
    then="Then T. Abara, supervisor, by Fri 12 Mar",
    url="/gallery/form",
    button="Continue the worksheet",
)
STAGES = [
    *(Stage(name, day, "done") for name, day in [
        ("Encounter", "4 Mar"), ("Fear claim", "4 Mar"), ("Referral", "4 Mar"), ("Interview", "8 Mar"),
        ("Read-back", "8 Mar"),
    ]),
    Stage("Determination", "by 10 Mar", "now"),
    *(Stage(name, day, "ahead") for name, day in [
        ("Review", "by 12 Mar"), ("Notice", "by 13 Mar"), ("Hearing", "26 Apr 08:30"),
    ]),
]  # fmt: skip
TABS = ("Case", "Record", "Interview", "Evidence", "Worksheet", "Reviews", "Notices", "People", "Contact")
BAND = Band(
    name="Reyes Oyuela, Daniela",
    number="2027-004417",
    facts=[
        Fact("Born", "Aug 1995"), Fact("National of", "Honduras"),
        Fact("Language", "Spanish, confirmed by saying back"), Fact("Family", "F-1182: 3 people", "/gallery/case"),
        Fact("Counsel", "R. Castellan"), Fact("Held", "No"), Fact("Regime", "MPP of 2 Dec 2021", "/gallery/case"),
    ],
    due=DUE,
    stages=STAGES,
    tabs=[Tab(name, "/gallery/case", current=name == "Case") for name in TABS],
    next_url="/gallery/case",
)  # fmt: skip
DAYS = [
    Day(dt.date(2027, 3, 8), [
        Line(at(8, 11, 58), "in Spanish. Two corrections taken.", "K. Rowan, asylum officer; interpreter IN-207", 16,
             event="Read-back given", moves=True, url="/gallery/case"),
        Line(at(8, 11, 48), "Interview ended. 61 questions, 2 h 04 min, one break.", "K. Rowan", 15,
             url="/gallery/case"),
        Line(at(8, 9, 31), "Counsel by line.", "K. Rowan; R. Castellan, counsel", 13, event="Interview began.",
             moves=True, url="/gallery/case"),
    ]),
    Day(dt.date(2027, 3, 4), [
        Line(at(4, 7, 18), "", "P. Sloane; interpreter IN-207. Referral made at the same moment", 3,
             event="Fear claimed.", moves=True,
             words="No puedo volver allá. Los hombres que nos tuvieron encerradas saben dónde estamos.",
             language="es", url="/gallery/case"),
        Line(at(4, 6, 52), "Encounter at Northgate crossing.", "P. Sloane", 1, url="/gallery/case"),
    ]),
]  # fmt: skip
RULE = {
    "id": "analysis.standard",
    "says": "You found every element of persecution. Under the standard of this regime, such findings cannot end in a"
    " negative outcome.",
    "cite": {"says": "MPP of 2 Dec 2021, standard: reasonable possibility; 8 CFR 208.31(c)", "to_be_checked": True},
    "field": "Outcome",
    "anchor": "outcome",
    "entered": "Elements 1 to 5 found; outcome negative.",
}
REFUSAL = {"title": "The determination was not signed", "rules": [RULE]}
CONFLICT = {
    "seen": 16,
    "now": 17,
    "lines": [Line(at(9, 10, 41), "E 4, medical report on Mateo, 2 pages.", "R. Castellan, counsel", 17,
                   event="Evidence filed:", moves=True)],
    "read_url": "/gallery/case",
    "read_label": "Read E 4",
}  # fmt: skip
QUEUE = [
    (Chip("Overdue 18 h", "overdue"), "Sandoval Quim, Elvira", "2027-004102 · MPP 2021", "Guatemala", "Q’eqchi’",
     "Read-back", "Give the read-back", ""),
    (Chip("Today 12:00", "today"), "Mbeki, Thandi", "2027-004391 · credible fear", "Angola", "Portuguese", "Interview",
     "Answer the request to postpone", "Short breaks"),
    (DUE.chip, "Reyes Oyuela, Daniela", "2027-004417 · MPP 2021", "Honduras", "Spanish", "Determination",
     "Finish the worksheet", "Family of 3, child of 6"),
]  # fmt: skip


def page(template, **context):
    """A view of one template with its content."""
    return lambda request: render(request, template, {"stay": ["fear.stay"], **context})


SHOWN = {
    "case": page("gallery/case.html", band=BAND, days=DAYS),
    "queue": page("gallery/queue.html", rows=QUEUE),
    "refusal": page("gallery/case.html", band=BAND, days=DAYS, refusal=REFUSAL),
    "refusals": page("gallery/case.html", band=BAND, refusal=REFUSAL | {"rules": [RULE, RULE | {"id": "roles.apart"}]}),
    "conflict": page("gallery/case.html", band=BAND, days=DAYS, conflict=CONFLICT),
    "arabic": page(
        "gallery/case.html", band=replace(BAND, tabs=BAND.tabs[:3]), days=DAYS, language="ar", direction="rtl"
    ),
}
