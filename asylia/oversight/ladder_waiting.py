"""The ladder's sections about waiting: missed hearings, placements, nights, being brought in, ports, shelters."""

from __future__ import annotations

import ibis

from asylia.oversight.ladder import Section
from asylia.oversight.ladder_lines import fetched, hours_until, how_many, line, part, said, shares, summed, tally, wait
from asylia.oversight.measure import Tables

LATE = 60  # minutes after the appointment; house


def sections(tables: Tables) -> tuple[Section, ...]:
    """All of them, in their order."""
    return (
        causes(tables), placements(tables), nights(tables), brought_in(tables), ports(tables), ways_lost(tables),
    )  # fmt: skip


def causes(tables: Tables) -> Section:
    """Hearings missed, by the cause that was reported last."""
    missed, told = tables["attendances"], tables["absences"]
    missed = missed.filter(~missed.present)
    last = told.group_by(["case", "hearing"]).aggregate(cause=told.cause.argmax(told.recorded))
    joined = missed.left_join(last, ["case", "hearing"])
    rows = tally(joined.select("notice_confirmed", cause=ibis.coalesce(joined.cause, "")), "cause", "notice_confirmed")
    by_cause = summed(rows, "cause")
    lines = shares("cause", by_cause, "cause", "missed")
    lines.append(
        part(
            "unproven",
            "Notice not proven",
            [row for row in rows if not row["notice_confirmed"]],
            rows,
            "missed",
        )
    )
    note = "A cause that nobody has found out is nobody's fault."
    return Section(id="causes", title="Missed, by cause", counts="hearings", lines=tuple(lines), note=note)


def placements(tables: Tables) -> Section:
    """Placements, by the reason named and by site."""
    made = tables["placements"]
    made = made.filter(made.what.isin(["made", "reported"]))
    reason = (made.what == "reported").ifelse("only reported, outside the rules", made.reason)
    rows = tally(made.select("site", named=ibis.coalesce(reason, "")), "named", "site")
    lines = shares("reason", summed(rows, "named"), "named", "placements")
    lines += shares("placed_at", summed(rows, "site"), "site", "placements", "at ")
    for row in sorted(rows, key=lambda row: str(row["site"])):
        here = [each for each in rows if each["site"] == row["site"]]
        label = f"  {row['site']}: {said(row['named'])}"
        lines.append(part(f"placed_at.{row['site']}.{row['named']}", label, [row], here, "at the site"))
    return Section(id="placements", title="Placed, by reason and site", counts="placements", lines=tuple(lines))


def nights(tables: Tables) -> Section:
    """Nights in custody, and crossings, transfers, returns and admissions as they were reported."""
    held = tables["custody"]
    lines = [line("nights", "Nights in custody", how_many(held.filter(held.what == "night")))]
    moved = {row["what"]: row["count"] for row in tally(tables["movements"], "what")}
    for what, label in (
        ("returned", "Returns"), ("admitted", "Admissions at a port"), ("crossing", "Crossings"),
        ("transfer", "Transfers"), ("refused", "Turned away at a port"), ("no_answer", "No answer at a port"),
    ):  # fmt: skip
        lines.append(line(f"moved.{what}", label, moved.get(what, 0)))
    note = "Movements are crossings and custody as reported, never where a person is."
    return Section(id="nights", title="Nights and movements", counts="times", lines=tuple(lines), note=note)


def brought_in(tables: Tables) -> Section:
    """Claims made while waiting outside: whether the port let the person in, and after how many hours."""
    claims, answers = tables["claims"], tables["port_answers"]
    outside = claims.filter(claims.waits == "outside").select("case", "claim", "at")
    answered = answers.group_by(["case", "claim"]).aggregate(
        hours=answers.hours_since_claim.min(where=answers.answer == "admitted"),
        refused=(answers.answer == "refused").any(),
    )
    joined = outside.left_join(answered, ["case", "claim"])
    rows = fetched(joined.select("hours", "refused", "at"))
    hours = [hours_until(tables.as_of, row["at"]) if row["hours"] is None else row["hours"] for row in rows]
    over = [row["hours"] is not None for row in rows]
    among = len(rows)
    let_in, away = sum(over), sum(bool(row["refused"]) for row in rows)
    lines = (
        line("outside", "Claims made outside", among),
        line("brought_in", "Brought in", let_in, within=let_in, of=among, of_what="made outside"),
        line("turned_away", "Turned away at the port", away, within=away, of=among, of_what="made outside"),
    )
    waits = (wait("claim_to_entry", "From claim to entry", hours, over),) if among else ()
    return Section(id="brought_in", title="Brought in from waiting", counts="claims", lines=lines, waits=waits)


def ports(tables: Tables) -> Section:
    """How ports answered, how late, and whether the way to a hearing was driven."""
    answers, way = tables["port_answers"], tables["transports"]
    rows = tally(answers.select("answer", late=ibis.coalesce(answers.minutes_late, 0) > LATE), "answer", "late")
    lines = shares("port", summed(rows, "answer"), "answer", "answers")
    lines.append(
        part("port_late", f"More than {LATE} minutes late", [row for row in rows if row["late"]], rows, "answers")
    )
    steps = tally(way.select("what", late=ibis.coalesce(way.minutes_late, 0) > 0), "what", "late")
    came = [row for row in steps if row["what"] in ("left", "not_come")]
    lines.append(
        part(
            "not_come", "Transport did not come", [row for row in came if row["what"] == "not_come"], came, "ways begun"
        )
    )
    arrived = [row for row in steps if row["what"] == "arrived"]
    lines.append(
        part(
            "arrived_late",
            "Arrived after the hour",
            [row for row in arrived if row["late"]],
            arrived,
            "arrived",
        )
    )
    return Section(id="ports", title="Ports and the way to court", counts="answers", lines=tuple(lines))


def ways_lost(tables: Tables) -> Section:
    """People who lost a way by which they were reached: a place in a shelter above all."""
    told = tables["contacts"]
    lost = told.filter(told.what == "lost").select("case", "channel").distinct()
    others = tally(lost.filter(lost.channel != "shelter"), "channel")
    lines = [line(f"lost.{row['channel']}", f"Lost: {said(row['channel'])}", row["count"]) for row in others]
    lost_shelter = lost.filter(lost.channel == "shelter")
    returned = tables["returns"].select("case").distinct()
    among, both = how_many(returned), how_many(returned.semi_join(lost_shelter, "case"))
    shelter = line("shelter", "Lost the place in a shelter", how_many(lost_shelter), within=both, of=among,
                   of_what="returned")  # fmt: skip
    return Section(id="ways_lost", title="Ways lost", counts="people", lines=(shelter, *lines))
