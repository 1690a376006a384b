"""Editions made by hand: a measure of each kind of picture and state, breaches, a ladder. All is invented."""

import datetime as dt

from asylia.oversight.counted import Arm
from asylia.oversight.kept import About, Erased, Kept
from asylia.oversight.ladder import Ladder, Line, Section
from asylia.oversight.row import Breach, Row
from asylia.oversight.status import Status
from asylia.oversight.telling import Definition, Ruled, RuleTold

AS_OF = dt.datetime(2026, 3, 9, 6, tzinfo=dt.UTC)
START, END = dt.date(2026, 1, 1), dt.date(2026, 3, 8)
SITES = ("Easton Bridge", "Fallbrook", "Larkfield", "Northgate")
BANDS = ("under_10", "10_to_25", "25_to_50", "50_to_75", "75_to_90", "over_90")


def definition(id, question, picture, **more):
    """A measure in words."""
    given = {
        "id": id, "version": 1, "digest": f"{id.lower()}" * 10, "title": f"{question} As a title.",
        "question": question, "why": "What nobody counts, nobody mends.", "alarm_class": "C",
        "population": "decisions signed in the period",
        "numerator": "those reviewed", "denominator": "all of them", "units": ("programme", "site"), "parts": ("",),
        "arms": ("all",), "period": "month", "pooled_until": 3, "pooled_most": 12, "method": "Share, Wilson 95 %.",
        "scale": "share", "rules": (), "not_measurable": (Ruled(says="nothing was drawn", periods=1),),
        "alarm": (Ruled(says="the lower limit lies above 0.10", periods=2),), "watch": (), "enough": 20,
        "family": "review", "direction": "parity", "assumptions": ("The record of reviews is complete.",),
        "limits": ("Says nothing about the quality of a review.",), "visibility": "public",
        "counter_measures": (), "sources": (("An invented source", False),), "picture": picture, "owner": "overseer",
        "checked_by": "nobody yet", "next_review": dt.date(2027, 5, 1), "lacks": "",
    }  # fmt: skip
    return Definition(**(given | more))


def row(measure, of="all", status="ok", arms=None, **more):
    """One row; its sums are those of its groups."""
    arms = {"all": Arm(40, 100)} if arms is None else {name: Arm(*pair) for name, pair in arms.items()}
    top, bottom = (sum(getattr(arm, what) for arm in arms.values()) for what in ("numerator", "denominator"))
    share = top / bottom if bottom else None
    given = {
        "measure": measure, "version": 1, "part": "", "unit": "programme" if of == "all" else "site", "of": of,
        "start": START, "end": END, "pooled": 3, "arms": arms, "numerator": top, "denominator": bottom,
        "estimate": share, "lower": None if share is None else max(share - 0.05, 0),
        "upper": None if share is None else min(share + 0.05, 1), "p": 0.2, "q": 0.3, "e_value": None, "values": {},
        "method": "Share, Wilson 95 %.", "status": Status(status), "crossed": (),
        "reason": "" if status == "ok" else f"It is so at {of}.", "data_as_of": AS_OF, "definition": "d", "query": "q",
    }  # fmt: skip
    return Row(**(given | more))


def two(first, second, names=("positive", "negative")):
    """Two groups, and the interval of each."""
    return dict(zip(names, (first, second), strict=True))


def spans(arms):
    """An invented interval for each group."""
    shares = {name: n / m if m else 0 for name, (n, m) in arms.items()}
    return {f"{name}.{end}": max(min(share + way, 1), 0) for name, share in shares.items()
            for end, way in (("lower", -0.06), ("upper", 0.06))}  # fmt: skip


FUNNEL = {"Easton Bridge": (27, 88), "Fallbrook": (3, 110), "Larkfield": (8, 55), "Northgate": (34, 150)}
REVIEWED = {"Easton Bridge": ((19, 22), (80, 98)), "Fallbrook": ((31, 31), (2, 114)),
            "Larkfield": ((28, 31), (101, 121)), "Northgate": ((23, 26), (108, 133))}  # fmt: skip


def rows():
    """Every row of the edition."""
    found = []
    for place, (positive, negative) in {"all": ((101, 110), (291, 466)), **REVIEWED}.items():
        arms = two(positive, negative)
        found.append(row("M01", place, "alarm" if place == "Fallbrook" else "ok", arms, values=spans(arms), q=0.0002,
                         estimate=57.0 if place == "Fallbrook" else 1.06, lower=1.0, upper=2.0))  # fmt: skip
    ways = two((3, 72), (9, 130), ("positive_to_negative", "negative_to_positive"))
    found.append(row("M03", arms=ways, values=spans(ways), estimate=-0.03, lower=-0.09, upper=0.04))
    blind = two((2, 20), (0, 0), ("positive_to_negative", "negative_to_positive"))
    found.append(row("M03", "Fallbrook", "not measurable", blind, values=spans(blind), estimate=None, lower=None,
                     upper=None, p=None, q=None, reason="No negative decision at Fallbrook was drawn."))  # fmt: skip
    total = [sum(each) for each in zip(*FUNNEL.values(), strict=True)]
    for place, pair in {"all": tuple(total), **FUNNEL}.items():
        found.append(
            row(
                "M07",
                place,
                "watch" if place == "Fallbrook" else "ok",
                {"all": pair},
                values={
                    "between.tau": 0.045,
                    "between.target": 0.179,
                    "between.z": -3.4 if place == "Fallbrook" else 0.5,
                },
            )
        )
    bands = dict(zip(BANDS, ((0, 40), (1, 30), (6, 40), (12, 30), (20, 30), (9, 9)), strict=True))
    found.append(row("M08", arms=two((18, 69), (7, 110), ("above", "below")), values={
        "applied": 0.71, "excess": 0.2, "excess_low": 0.13, "excess_high": 0.27,
        **{f"{band}_positive": float(yes) for band, (yes, _) in bands.items()},
        **{f"{band}_decisions": float(of) for band, (_, of) in bands.items()},
    }))  # fmt: skip
    found.append(row("M09", status="alarm", arms={"all": (1291, 1316)}, values={"detectable": 0.021}))
    found += [row("M09", place, "alarm" if place == "Northgate" else "ok", {"all": (322, 329)}) for place in SITES]
    found.append(row("M10", arms={"all": (3904, 4212)}, status="ok"))
    found.append(row("M11", estimate=-0.1, values={
        "null.low": -0.06, "null.high": 0.06, **{f"null.{n}": float(100 - (n - 10) ** 2) for n in range(21)},
    }))  # fmt: skip
    found.append(row("M21", arms=two((40, 400), (2, 2), ("decided", "reported")), values={
        "event": 6.0, **{f"week.{n}.reported": 0.12 if n < 6 else 0.06 for n in range(12)},
        **{f"week.{n}.others": 0.12 for n in range(12)},
    }))  # fmt: skip
    found.append(row("M13", status="insufficient", arms={"all": (3, 8)}, reason="8 of 20 needed (interviews)."))
    found += [row("M16", place, "ok", {"all": (961, 1000)}) for place in ("all", *SITES)]
    found.append(row("M19", values={"at.12": 0.7, "at.12.lower": 0.6, "at.12.upper": 0.8, "at.72": 0.1}, status="ok"))
    found.append(row("M22", part="asked", arms={"all": (3904, 4212)}))
    found.append(row("M22", part="claimed", arms={"all": (1316, 3904)}))
    found.append(row("M24", status="suppressed", arms={}, numerator=None, denominator=None, estimate=None, lower=None,
                     upper=None, p=None, q=None))  # fmt: skip
    found += [row("M07", f"o-{n:04}", arms={"all": (12, 60)}, unit="officer", values={"shrunk": 0.2}) for n in range(3)]
    return found


DEFINITIONS = (
    definition("M01", "Are negatives reviewed like positives?", "paired bars", scale="ratio",
               arms=("positive", "negative"), counter_measures=("M24",)),
    definition("M03", "Do reversals run one way?", "mirrored bars", scale="points"),
    definition("M07", "Do places differ beyond their cases?", "funnel"),
    definition("M08", "Which likelihood is asked for?", "step", scale="share"),
    definition("M09", "Is every claim referred?", "list", alarm_class="A", alarm=(), family="",
               rules=(RuleTold(id="fear.referral", says="A claim at once makes a referral.", owner="supervisor",
                               hours=24),)),
    definition("M10", "Is everyone asked?", "p-chart", alarm_class="B", direction="higher is better"),
    definition("M11", "Does the decision before weigh?", "chance", scale="points"),
    definition("M21", "Do outcomes change after a report?", "lines", arms=("decided", "reported"), scale="number"),
    definition("M13", "Are interviewers trained?", "list", alarm_class="A"),
    definition("M16", "Do notices arrive?", "dots", alarm_class="A"),
    definition("M19", "How long are people held?", "survival", alarm_class="A", scale="share"),
    definition("M22", "How many reach each step?", "ladder", parts=("asked", "claimed"), direction="context"),
    definition("M24", "Is the record whole?", "dots", alarm_class="A"),
)  # fmt: skip


def breaches(cases=("c1", "c2")):
    """Cases that broke a rule: one late, one not yet."""
    return [
        Breach(measure="M09", version=1, rule="fear.referral", case=case, of="Northgate",
               since=AS_OF - dt.timedelta(hours=26 * (n + 1)), ended=None, owner="supervisor",
               due=AS_OF + dt.timedelta(hours=24 if n else -2))
        for n, case in enumerate(cases)
    ]  # fmt: skip


def ladder(cut="programme", value="", encountered=4212, asked=3904):
    """A ladder of three steps."""
    lines = (
        Line(id="encountered", label="Encountered", count=encountered),
        Line(id="asked", label="Asked about fear", count=asked, within=asked, of=encountered, lower=0.919, upper=0.934),
        Line(id="claimed", label="Claimed fear", count=1316, within=1300, of=asked, of_what="asked", lower=0.32,
             upper=0.35),
        Line(id="decided", label="Decided", count=0, within=0, of=0, why="none to count"),
    )  # fmt: skip
    banner = f"{encountered - asked} people were not asked about fear." if asked < encountered * 0.95 else ""
    return Ladder(as_of=AS_OF, since=None, cut=cut, value=value, banner=banner,
                  rungs=Section(id="ladder", title="The ladder", counts="people", lines=lines))  # fmt: skip


def keep(home, *, as_of=AS_OF, found=None, broken=None, erasures=(), ladders=None):
    """Keep an edition in a home; what is not given is the one above."""
    about = About(as_of=as_of, made=as_of, definitions="all", erasures=tuple(erasures))
    given = rows() if found is None else found
    there = {each.measure for each in given}
    return Kept(home).keep(
        about, [each for each in DEFINITIONS if each.id in there], given, breaches() if broken is None else broken,
        [ladder(), ladder("week", "2026-03-01", 300, 290)] if ladders is None else ladders,
    )  # fmt: skip


def erased(cases=2):
    """An erasure the day after."""
    return Erased(recorded=AS_OF + dt.timedelta(days=1), cases=cases, rows=9)
