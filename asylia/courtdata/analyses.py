"""What is asked of the courts' release, one declaration each: what is counted, among whom, by whose rule."""

from __future__ import annotations

from types import MappingProxyType

import ibis.expr.types as ir

from asylia.courtdata.cohort import programme
from asylia.courtdata.questions import Analysis, Between, Condition, Distance, Parts, Share, Wait

TRAC = "TRAC, reports on the Migrant Protection Protocols, 2019 to 2021"
REUTERS = "Reuters, October 2019"
RELEASE = "the courts' release, its columns as the Deportation Data Project documents them"
OURS = "ours"
UNVERIFIED = ", ".join(each.says for each in programme().outcomes if not each.verified)


def younger_than(*groups: str) -> Condition:
    """Whether the age at the notice lies in one of these groups."""
    return lambda told: told.age.isin(groups)


def completed(told: ir.Table) -> ir.BooleanValue:
    """Cases that a judge has completed."""
    return told.completed


BETWEEN = Between(
    name="transferred-between", title="Moved off the programme's docket by the later release",
    reads=("completed", "place"),
    numerator="cases whose location in the later release is elsewhere",
    denominator="cases pending at a location of the programme in the earlier release and still in the later one",
    definition="Cases pending at a location of the programme in one release, matched by IDNCASE with a later one.",
    source=TRAC,
)  # fmt: skip
ANALYSES: tuple[Analysis, ...] = (
    Parts(
        name="new-cases", title="New cases by month", of="month",
        reads=("month",),
        numerator="cases whose notice to appear is of that month", denominator="all cases of the cohort",
        definition="Month of the first OSC_DATE of the case's proceedings.", source=TRAC,
    ),
    Share(
        name="completed", title="Cases completed", counted=completed,
        reads=("completed",),
        numerator="cases whose last proceeding is completed", denominator="all cases of the cohort",
        definition="The last proceeding by (COMP_DATE, DEC_CODE, OTHER_COMP, IDNPROCEEDING) has a COMP_DATE; one "
        "closed by change of venue or transfer goes on, and is pending.", source=TRAC,
    ),
    Parts(
        name="outcomes", title="How completed cases ended", of="outcome", among=completed,
        reads=("completed", "outcome"),
        numerator="completed cases with that outcome", denominator="completed cases",
        definition="DEC_CODE, or where that is empty OTHER_COMP, of the last proceeding, grouped by "
        f"programme.toml. Not read in a source: the codes of {UNVERIFIED}.",
        source=OURS,
    ),
    Share(
        name="relief", title="Relief granted", among=completed, counted=lambda told: told.outcome == "relief granted",
        reads=("completed", "outcome"),
        numerator="completed cases with relief", denominator="completed cases",
        definition="DEC_CODE R or G of the last proceeding; withholding is an outcome of its own.", source=TRAC,
    ),
    Share(
        name="removal-orders", title="Removal orders", among=completed,
        reads=("completed", "outcome"),
        counted=lambda told: told.outcome == "removal order",
        numerator="completed cases with a removal order", denominator="completed cases",
        definition="DEC_CODE X of the last proceeding, in a removal case.", source=TRAC,
    ),
    Share(
        name="terminated", title="Cases terminated or dismissed", among=completed,
        reads=("completed", "outcome"),
        counted=lambda told: told.outcome == "terminated or dismissed",
        numerator="completed cases terminated or dismissed", denominator="completed cases",
        definition="DEC_CODE T, or OTHER_COMP U, F or I, of the last proceeding.", source=TRAC,
    ),
    Share(
        name="in-absentia", title="Decided in absence", among=completed, counted=lambda told: told.in_absentia,
        reads=("completed", "in_absentia"),
        numerator="completed cases decided in absence", denominator="completed cases",
        definition="ABSENTIA is Y on the last completed proceeding.", source=RELEASE,
    ),
    Share(
        name="represented", title="Represented", counted=lambda told: told.represented,
        reads=("represented",),
        numerator="cases with a representative", denominator="all cases of the cohort",
        definition="E_28_DATE in A_TblCase, or a row of tbl_RepsAssigned for the respondent (STRATTYTYPE ALIEN).",
        source=RELEASE,
    ),
    Share(
        name="missed-hearings", title="Missed a hearing", counted=lambda told: told.missed,
        reads=("missed", "first_hearing"),
        among=lambda told: told.first_hearing.notnull(),
        numerator="cases decided in absence, or with a hearing put off because somebody did not come",
        denominator="cases that had a hearing",
        definition="ABSENTIA is Y, or a hearing by the day has ADJ_RSN 11 (no-show by respondent or representative).",
        source=OURS,
    ),
    Parts(
        name="ages", title="Age at the notice to appear", of="age",
        reads=("age",),
        numerator="cases of that age", denominator="all cases of the cohort",
        definition="Whole months from C_BIRTHDATE (month and year) to the notice; unknown is a group of its own.",
        source=OURS,
    ),
    Share(
        name="children", title="Children, under 18", counted=younger_than("under 1", "1 to 4", "5 to 17"),
        reads=("age",),
        numerator="cases of people under 18 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 216 months from C_BIRTHDATE to the notice.", source=REUTERS,
    ),
    Share(
        name="under-five", title="Children under five", counted=younger_than("under 1", "1 to 4"),
        reads=("age",),
        numerator="cases of people under 5 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 60 months from C_BIRTHDATE to the notice.", source=REUTERS,
    ),
    Share(
        name="infants", title="Infants, under one", counted=younger_than("under 1"),
        reads=("age",),
        numerator="cases of people under 1 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 12 months from C_BIRTHDATE to the notice.", source=REUTERS,
    ),
    Share(
        name="age-unknown", title="Age unknown", counted=lambda told: told.age == "unknown",
        reads=("age",),
        numerator="cases without a usable birth month", denominator="all cases of the cohort",
        definition="C_BIRTHDATE is empty, later than the notice, or 120 years before it.", source=OURS,
    ),
    Share(
        name="transferred", title="Moved off the programme's docket", among=lambda told: told.by_location,
        reads=("by_location", "moved"),
        counted=lambda told: told.moved,
        numerator="cases whose last proceeding or next hearing is elsewhere",
        denominator="cases that were ever at a location of the programme",
        definition="Inside one release: HEARING_LOC_CODE of the last proceeding, or of a pending case's next hearing, "
        "is none of the programme's. PREV_HEARING_LOC and TRANSFER_TO are not used.",
        source="Reuters, 12 June 2019; " + TRAC,
    ),
    Share(
        name="transferred-pending", title="Pending cases moved off the programme's docket",
        reads=("by_location", "completed", "moved"),
        among=lambda told: told.by_location & ~told.completed, counted=lambda told: told.moved,
        numerator="pending cases whose last proceeding or next hearing is elsewhere",
        denominator="pending cases that were ever at a location of the programme",
        definition="As `transferred`, of cases that no judge has completed.", source=TRAC,
    ),
    BETWEEN,
    Wait(
        name="time-to-first-hearing", title="Time to the first hearing", until="first_hearing",
        reads=("noticed", "first_hearing"),
        numerator="cases that have had a hearing", denominator="all cases of the cohort",
        definition="Days from the notice to the first ADJ_DATE of tbl_schedule; who has had none still waits.",
        source=OURS,
    ),
    Wait(
        name="time-to-decision", title="Time to the decision", until="decided",
        reads=("noticed", "decided"),
        numerator="cases that are completed", denominator="all cases of the cohort",
        definition="Days from the notice to COMP_DATE of the last proceeding; a pending case still waits.", source=OURS,
    ),
    Distance(
        name="distance-to-court", title="From the port of return to the court",
        reads=("by_location", "port", "place"),
        numerator="cases more than 100 km from the port to the court",
        denominator="cases ever at a location of the programme",
        definition="From the first location of the programme, as the port, to the city of the last proceeding's "
        "hearing location (tblLookupHloc), on a sphere. Where the ports lie is not taken from a source.", source=OURS,
    ),
)  # fmt: skip
NAMED = MappingProxyType({each.name: each for each in ANALYSES})
