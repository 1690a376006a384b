"""The event tables of a world: what the record would hold of each of its people, from the encounter to the review."""

import numpy as np
import pyarrow as pa

from tests.oversight.worlds.making import Known
from tests.oversight.worlds.world import HOUR, START, People

DAYS = 24 * HOUR


def tables(people: People) -> dict[str, pa.Table]:
    """Every table that a world fills. Nothing is late, nothing is lacking, unless the world says so."""
    known = Known(people)
    everyone = np.arange(people.n)
    entered, referred, listed = (np.flatnonzero(each) for each in (people.entered, people.referred, people.listed))
    said = people.met + 2 * HOUR
    said_so = np.where(people.entered, "yes", "no").astype(object)
    told = {
        "encounters": known.rows("encounters", everyone, people.met, officer=known.border, office=known.site,
                                 kind="port", held=True),
        "questions": known.rows(
            "questions", np.flatnonzero(people.asked), (people.met + HOUR)[people.asked],
            officer=known.border[people.asked], office=known.site[people.asked], answer=said_so[people.asked],
            **QUESTION,
        ),
        "encounter_ends": known.rows("encounter_ends", everyone, people.met + 6 * HOUR, officer=known.border,
                                     office=known.site, how="sent_back", asked=people.asked | people.claimed),
        "returns": known.rows("returns", everyone, people.met + 6 * HOUR, officer=known.border, office=known.site,
                              role="border_officer", what="sent_back", asked=people.asked | people.claimed,
                              asked_own_language=people.asked),
        "claims": known.rows("claims", entered, said[entered], claim=1, office=known.site[entered],
                             role="border_officer", channel="encounter", said_by_self=True, stage="encounter",
                             waits="held"),
        "sayings": pa.concat_tables([
            known.rows("sayings", entered, said[entered], claim=1, role="border_officer", channel="encounter",
                       said_by_self=True, opened=True, waits="held"),
            known.rows("sayings", listed, said[listed] + 20 * HOUR, claim=1, role="monitor", channel="monitor",
                       waits="held"),
        ]),
        "referrals": known.rows("referrals", referred, said[referred] + HOUR, claim=1, office=known.site[referred],
                                role="border_officer"),
    }  # fmt: skip
    told |= heard(people, known) | reviewed(people, known) | ended(people, known)
    if people.world.pressure_week:
        told["pressure_reports"] = pressed(people, known)
    return told | (waited(people, known) if people.world.waiting else {})


QUESTION = {"role": "border_officer"} | dict.fromkeys(
    ("put", "alone", "understood", "own_language", "interpreted", "proper"), True
)  # fmt: skip


def heard(people: People, known: Known) -> dict[str, pa.Table]:
    """Interviews, bands and decisions of those whose claim was referred."""
    who = np.flatnonzero(people.decided)
    began = (people.met + 3 * DAYS)[who]
    officer, office, signed = known.officer[who], known.site[who], people.signed[who]
    by = {"claim": 1, "officer": officer, "office": office}
    good = dict.fromkeys(
        ("own_language", "certified", "counsel_offered", "answered_by_person", "private", "quiet", "rested", "fed",
         "well", "child_care", "interpreted"), True,
    )  # fmt: skip
    outcome = outcomes(people.positive[who])
    return {
        "interviews": known.rows("interviews", who, began, **by, role="asylum_officer", mode="in_person",
                                 heard_in=known.language[who], counsel_present=people.represented[who], rest_hours=48,
                                 hour=10, **good),
        "interview_ends": known.rows("interview_ends", who, began + 2 * HOUR, **by, mode="in_person",
                                     minutes=people.chance.integers(60, 200, len(who)), questions=40, answers=60,
                                     counsel_present=people.represented[who]),
        "bands": known.rows("bands", who, signed - HOUR // 2, **by, band=people.band[who].astype(object), lock=1),
        "determinations": known.rows(
            "determinations", who, signed, **by, determination=1, role="asylum_officer", outcome=outcome,
            band=people.band[who].astype(object), standard=51, interpreted_in=known.language[who], mode="in_person",
            counsel_present=people.represented[who], certified=True, claimed=(people.met + 2 * HOUR)[who],
            interviewed=began, hour=(signed.astype("datetime64[h]").astype(np.int64) % 24),
        ),
    }  # fmt: skip


def reviewed(people: People, known: Known) -> dict[str, pa.Table]:
    """What supervisors and headquarters did, which decisions were drawn, and who decided those anew."""
    acts = []
    for level, chosen, who, hours in (
        ("supervisor", people.by_supervisor, known.supervisor, 20),
        ("headquarters", people.by_headquarters, known.second, 40),
    ):
        these = np.flatnonzero(chosen)
        signed = outcomes(people.positive[these])
        over = people.overturned[these] & (level == "headquarters")
        at = people.signed[these] + hours * HOUR
        acts.append(known.rows(
            "reviews", these, at, claim=1, determination=1, officer=who[these], office=known.site[these], level=level,
            kind=np.where(over, "overridden", "concurred").astype(object), selection="every", signed=signed,
            before=signed, after=outcomes(people.positive[these] ^ over), agreeing=1, reasoned=True,
            hours=float(hours), reading_minutes=25.0,
        ))  # fmt: skip
    drawn, done = np.flatnonzero(people.drawn), np.flatnonzero(people.done)
    first, second = outcomes(people.positive[done]), outcomes(people.positive[done] ^ ~people.right[done])
    stratum = np.char.add(np.where(people.positive, "positive ", "negative "), known.site.astype(str)).astype(object)
    month = people.signed.astype("datetime64[M]").astype(str).astype(object)
    return {
        "reviews": pa.concat_tables(acts),
        "draws": known.rows(
            "draws", drawn, people.signed[drawn] + HOUR, claim=1, determination=1, level="headquarters",
            outcome=outcomes(people.positive[drawn]), stratum=stratum[drawn], period=month[drawn],
            probability=people.probability[drawn], drawn=True,
        ),
        "second_decisions": known.rows(
            "second_decisions", done, people.signed[done] + 5 * DAYS, claim=1, determination=1,
            officer=known.second[done], first_officer=known.officer[done], level="headquarters", first=first,
            second=second, agrees=people.right[done], probability=people.probability[done], hours=120.0,
        ),
    }  # fmt: skip


def ended(people: People, known: Known) -> dict[str, pa.Table]:
    """How claims ended, and what was entered late or not whole."""
    who = np.flatnonzero(people.referred)
    stood = outcomes((people.positive ^ people.overturned)[who])
    shut = people.closed[who]
    how, none = np.where(shut, "closed", "decided").astype(object), np.where(shut, "", None)
    return {
        "endings": known.rows(
            "endings", who, people.signed[who] + 60 * HOUR, claim=1, determination=(~shut).astype(int), how=how,
            outcome=np.where(shut, none, stood), reason=np.where(shut, "no_fear_seen", "").astype(object),
            first_outcome=np.where(shut, none, outcomes(people.positive[who])),
        ),
        "entry_counts": known.rows(
            "entry_counts", who, people.signed[who], entries=30, late=people.flip(people.world.late)[who].astype(int),
            incomplete=people.flip(people.world.incomplete)[who].astype(int),
        ),
    }  # fmt: skip


def pressed(people: People, known: Known) -> pa.Table:
    """A contact about an undecided case at each affected site, reported in the week from which outcomes shift."""
    here = np.flatnonzero(people.affected & people.decided & (people.week == people.world.pressure_week))
    _, first = np.unique(known.site[here].astype(str), return_index=True)
    who = here[first]
    monday = START + np.timedelta64(7 * people.world.pressure_week, "D")
    return known.rows("pressure_reports", who, people.met[who], week=np.repeat(monday, len(who)), what="contact",
                      office=known.site[who], inside_chain=True)  # fmt: skip


def waited(people: People, known: Known) -> dict[str, pa.Table]:
    """Families, placements, custody, and the notice of a hearing that was served in time and kept."""
    everyone, kin = np.arange(people.n), np.flatnonzero(people.together)
    signed, hearing = people.met + 5 * HOUR, people.met.astype("datetime64[D]") + np.timedelta64(21, "D")
    hearing = hearing[np.searchsorted(people.party, people.party)]  # one day for a family
    number = {"number": 1, "kind": "hearing", "hearing": 1, "hearing_day": hearing, "readable": True}
    by = {"officer": known.border, "office": known.site, "role": "border_officer"}
    return {
        "families": known.rows("families", kin, people.met[kin], role="border_officer", tie="joined", relation="kin"),
        "placements": known.rows("placements", everyone, people.met + 4 * HOUR, **by, what="made"),
        "notices": known.rows("notices", everyone, signed, written_in=known.language, address_kind="shelter", **number),
        "services": known.rows("services", everyone, signed + HOUR, what="served", how="in_person", understood=True,
                               served_in=known.language, received_by_self=True, days_before=20, **number),
        "hearings": known.rows("hearings", everyone, signed, hearing=1, court="Larkfield court", hearing_day=hearing,
                               notice=1, because="notice"),
        "attendances": known.rows("attendances", everyone, people.met + 21 * DAYS, hearing=1, court="Larkfield court",
                                  present=True, notice_confirmed=True),
        "custody": known.rows("custody", everyone, people.met + 6 * HOUR, role="border_officer", what="released",
                              spell=1, since=people.met, until=people.met + 6 * HOUR, hours_held=6.0, limit_hours=72),
    }  # fmt: skip


def outcomes(positive: np.ndarray) -> np.ndarray:
    """Positive or negative."""
    return np.where(positive, "positive", "negative").astype(object)
