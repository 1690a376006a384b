"""A comparison made by hand: two plans, three steps, one difference. Every number is invented."""

import datetime as dt

from asylia.simulator.comparison import Assumption, Comparison, Difference, Fired, Programme, Rung, Spread


def spread(mean, wide):
    """A figure with what it varies by."""
    return Spread(mean=mean, low=mean - wide, high=mean + wide)


def programme(plan, title, *, historical, endangered, asked, **more):
    """One plan's outcome."""
    ladder = (
        Rung(id="encountered", says="Encountered", people=spread(70000, 0), of="", share=spread(1, 0)),
        Rung(id="asked", says="Asked about fear", people=spread(asked, 90), of="encountered",
             share=spread(asked / 70000, 0.002)),
    )  # fmt: skip
    return Programme(
        plan=plan, title=title, regime=f"us_mpp/{'2019-01-25' if historical else '2021-12-02'}", historical=historical,
        digest="d1", endangered=spread(endangered, 100), protected=spread(400, 30), mistaken=spread(12, 4),
        ladder=ladder, refused=spread(3, 1), breaches=spread(61000 if historical else 0, 0),
        assumptions=(Assumption(key="arrivals.day", says="people a day", value="96", source="invented"),), **more,
    )  # fmt: skip


def comparison(**more):
    """The whole of it."""
    given = {
        "title": "The same people under two programmes",
        "sentence": "As practised in 2019, about 4 890 in true danger were returned; by the text of 2021, about 610",
        "seed": 20270301, "runs": 20, "people": 70000, "days": 730, "in_danger": spread(6100, 0),
        "programmes": (
            programme("practised", "2019 as practised", historical=True, endangered=4890, asked=9100, measured=True,
                      fired=(Fired(measure="M10", title="Everyone is asked", status="alarm"),)),
            programme("mpp_2021", "MPP of 2021", historical=False, endangered=610, asked=69700),
        ),
        "from_plan": "practised", "to_plan": "mpp_2021", "made": dt.date(2027, 3, 1),
        "differences": (Difference(id="asked", says="Everyone is asked", alone=spread(3100, 90),
                                   together=spread(3100, 90)),),
    }  # fmt: skip
    return Comparison(**(given | more))
