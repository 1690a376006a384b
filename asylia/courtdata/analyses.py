"""The questions that are asked of the courts' release, each one declaration: what is counted, among whom, by whose rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir
import msgspec

from asylia.courtdata import estimates
from asylia.courtdata.places import Place, places_of
from asylia.courtdata.store import Store, StoreError

TRAC = "TRAC, reports on the Migrant Protection Protocols, 2019 to 2021"
RELEASE = "courts' release: meaning of the columns as the Deportation Data Project documents them"
OURS = "ours"
DIMENSIONS = MappingProxyType({  # what rows can be divided by, and the code table that explains it
    "court": "tblLookupBaseCity", "port": "tblLookupHloc", "month": None, "nationality": "tblLookupAlienNat",
    "age": None, "language": "tblLanguage", "representation": None, "sex": None, "outcome": None,
})  # fmt: skip

Condition: TypeAlias = Callable[[ir.Table], ir.BooleanValue]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One figure: the group it is about, numerator and denominator, the value and its 95 % interval.

    `value` is a share from 0 to 1, or a number of days or kilometres, as the analysis says; None where it cannot be
    said. `left_out` counts cases whose dates or places do not allow an answer; they are in no denominator.
    """

    by: dict[str, str]
    part: str | None = None
    numerator: int
    denominator: int
    value: float | None
    low: float | None = None
    high: float | None = None
    left_out: int = 0
    curve: tuple[tuple[int, float, float, float], ...] = ()  # day, share still waiting, its interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What every question says of itself; `unit_of_value` is share, days or km."""

    name: str
    title: str
    numerator: str
    denominator: str
    definition: str
    source: str
    unit_of_value: str = "share"

    def rows(self, told: ir.Table, by: Sequence[str], store: Store, day: dt.date) -> list[Row]:
        """The figures, one a group, in the order of the groups; `told` is a table of cases as cases() gives it."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Analysis):
    """How many of those asked about have something."""

    counted: Condition
    among: Condition = lambda told: ibis.literal(True)  # noqa: E731, ARG005

    def rows(self, told: ir.Table, by: Sequence[str], store: Store, day: dt.date) -> list[Row]:  # noqa: ARG002
        """One row a group."""
        asked = self.among(told)
        marked = told.mutate(whole_=asked.cast("int64"), counted_=(asked & self.counted(told)).cast("int64"))
        grouped = totals(marked, by, counted=ibis._.counted_.sum(), whole=ibis._.whole_.sum())
        return [figure(each, by, None, each["counted"], each["whole"]) for each in grouped]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Analysis):
    """How those asked about divide into the values of one column."""

    of: str
    among: Condition = lambda told: ibis.literal(True)  # noqa: E731, ARG005

    def rows(self, told: ir.Table, by: Sequence[str], store: Store, day: dt.date) -> list[Row]:  # noqa: ARG002
        """One row a group and value; the values of a group add up to its denominator."""
        asked = told.filter(self.among(told)).mutate(part_=ibis._[self.of].cast("string").fill_null("unknown"))
        inside = [name for name in by if name != self.of]
        counts = totals(asked, [*inside, "part_"], counted=ibis._.count())
        whole: dict[tuple[str, ...], int] = {}
        for each in counts:
            group = tuple(each[name] for name in inside)
            whole[group] = whole.get(group, 0) + each["counted"]
        return [
            figure(each, inside, each["part_"], each["counted"], whole[tuple(each[name] for name in inside)])
            for each in counts
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(Analysis):
    """How long it took from the notice to something, those counted who still wait (Kaplan-Meier)."""

    until: str
    unit_of_value: str = "days"

    def rows(self, told: ir.Table, by: Sequence[str], store: Store, day: dt.date) -> list[Row]:  # noqa: ARG002
        """One row a group: the median in days and its interval; the curve beside."""
        end = told[self.until].fill_null(ibis.literal(day))
        timed = told.mutate(days_=end.delta(told.noticed, unit="D"), over_=told[self.until].notnull().cast("int64"))
        counts = totals(timed, [*by, "days_"], over=ibis._.over_.sum(), cases=ibis._.count())
        groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for each in counts:
            groups.setdefault(tuple(each[name] for name in by), []).append(each)
        return [self._row(dict(zip(by, group, strict=True)), each) for group, each in groups.items()]

    def _row(self, group: dict[str, str], counts: list[dict[str, Any]]) -> Row:
        good = sorted((each for each in counts if int(each["days_"]) >= 0), key=lambda each: int(each["days_"]))
        over = [each["over"] for each in good]
        waiting = estimates.Waiting(
            [int(each["days_"]) for each in good], over,
            [each["cases"] - done for each, done in zip(good, over, strict=True)],
        )  # fmt: skip
        value, low, high = waiting.median()
        contradicting = sum(each["cases"] for each in counts) - waiting.cases
        return Row(
            by=group, numerator=waiting.events, denominator=waiting.cases, value=value, low=low, high=high,
            left_out=contradicting, curve=tuple(waiting.curve()),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance(Analysis):
    """How far the court is from the port that people were returned through."""

    unit_of_value: str = "km"

    def rows(self, told: ir.Table, by: Sequence[str], store: Store, day: dt.date) -> list[Row]:  # noqa: ARG002
        """One row a group: the middle distance; numerator: those for whom it is over 100 km; no interval."""
        heard = told.filter(told.by_location)
        inside = [name for name in by if name != "port"]
        counts = totals(heard, [*inside, "port", "place"], cases=ibis._.count())
        where = places_of(store)
        groups: dict[tuple[str, ...], list[tuple[float | None, int]]] = {}
        for each in counts:
            groups.setdefault(tuple(each[name] for name in inside), []).append((apart(each, where), each["cases"]))
        return [self._row(dict(zip(inside, group, strict=True)), found) for group, found in groups.items()]

    def _row(self, group: dict[str, str], found: list[tuple[float | None, int]]) -> Row:
        known = [(km, cases) for km, cases in found if km is not None]
        counted = sum(cases for _, cases in known)
        far = sum(cases for km, cases in known if km > FAR)
        half = estimates.middle([km for km, _ in known], [cases for _, cases in known]) if known else None
        left_out = sum(cases for _, cases in found) - counted
        return Row(by=group, numerator=far, denominator=counted, value=half, left_out=left_out)


FAR = 100.0  # km


def apart(each: dict[str, Any], where: dict[str, Place]) -> float | None:
    """Kilometres from the port to the city of the hearing; None where one of them is not known."""
    port, court = where.get(f"port {each['port']}"), where.get(each["place"])
    if port is None or court is None:
        return None
    return estimates.distance(port.north, port.east, court.north, court.east)


def totals(table: ir.Table, by: Sequence[str], **sums: Any) -> list[dict[str, Any]]:
    """Sums by group, sorted by group; a value that is not there is `unknown`, so that no case goes missing."""
    named = {name: table[name].cast("string").fill_null("unknown") for name in by}
    grouped = table.mutate(**named).group_by(list(by)).agg(**sums) if by else table.agg(**sums)
    rows = grouped.execute().to_dict("records")
    whole = [{name: each[name] if name in by else int(each[name] or 0) for name in each} for each in rows]
    return sorted(whole, key=lambda each: [str(each[name]) for name in by])


def figure(each: dict[str, Any], by: Sequence[str], part: str | None, numerator: int, denominator: int) -> Row:
    """A row with its share and interval."""
    value, low, high = estimates.share(numerator, denominator) or (None, None, None)
    return Row(
        by={name: each[name] for name in by}, part=part, numerator=numerator, denominator=denominator,
        value=value, low=low, high=high,
    )  # fmt: skip


def divided(told: ir.Table, by: Sequence[str]) -> ir.Table:
    """The table with every column that rows can be divided by. Raises StoreError for one that is not known."""
    for name in by:
        if name not in DIMENSIONS:
            raise StoreError(f"Rows cannot be divided by {name}; they can by {', '.join(DIMENSIONS)}.")
    return told.mutate(
        month=told.month.strftime("%Y-%m"),
        representation=ibis.ifelse(told.represented, "represented", "not represented"),
    )


def younger_than(*groups: str) -> Condition:
    """Whether the age at the notice lies in one of these groups."""
    return lambda told: told.age.isin(groups)


def completed(told: ir.Table) -> ir.BooleanValue:
    """Cases that a judge has completed."""
    return told.completed


ANALYSES: tuple[Analysis, ...] = (
    Parts(
        name="new-cases", title="New cases by month", of="month",
        numerator="cases whose notice to appear is of that month", denominator="all cases of the cohort",
        definition="Month of the first OSC_DATE of the case's proceedings.", source=TRAC,
    ),
    Share(
        name="completed", title="Cases completed", counted=completed,
        numerator="cases whose last proceeding is completed", denominator="all cases of the cohort",
        definition="The last proceeding by (COMP_DATE, DEC_CODE, OTHER_COMP, IDNPROCEEDING) has a COMP_DATE; one closed by "
        "change of venue or transfer goes on, and is pending.", source=TRAC,
    ),
    Parts(
        name="outcomes", title="How completed cases ended", of="outcome", among=completed,
        numerator="completed cases with that outcome", denominator="completed cases",
        definition="DEC_CODE, or where that is empty OTHER_COMP, of the last proceeding, by the groups of programme.toml.",
        source=OURS,
    ),
    Share(
        name="relief", title="Relief granted", among=completed, counted=lambda told: told.outcome == "relief granted",
        numerator="completed cases with relief", denominator="completed cases",
        definition="DEC_CODE R or G of the last proceeding; withholding is an outcome of its own.", source=TRAC,
    ),
    Share(
        name="removal-orders", title="Removal orders", among=completed, counted=lambda told: told.outcome == "removal order",
        numerator="completed cases with a removal order", denominator="completed cases",
        definition="DEC_CODE X of the last proceeding, in a removal case.", source=TRAC,
    ),
    Share(
        name="terminated", title="Cases terminated or dismissed", among=completed,
        counted=lambda told: told.outcome == "terminated or dismissed",
        numerator="completed cases terminated or dismissed", denominator="completed cases",
        definition="DEC_CODE T, or OTHER_COMP U, F or I, of the last proceeding.", source=TRAC,
    ),
    Share(
        name="in-absentia", title="Decided in absence", among=completed, counted=lambda told: told.in_absentia,
        numerator="completed cases decided in absence", denominator="completed cases",
        definition="ABSENTIA is Y on the last completed proceeding.", source=RELEASE,
    ),
    Share(
        name="represented", title="Represented", counted=lambda told: told.represented,
        numerator="cases with a representative", denominator="all cases of the cohort",
        definition="E_28_DATE in A_TblCase, or a row of tbl_RepsAssigned for the respondent (STRATTYTYPE ALIEN).",
        source=RELEASE,
    ),
    Share(
        name="missed-hearings", title="Missed a hearing", counted=lambda told: told.missed,
        among=lambda told: told.first_hearing.notnull(),
        numerator="cases decided in absence, or with a hearing put off because somebody did not come",
        denominator="cases that had a hearing",
        definition="ABSENTIA is Y, or a hearing up to the day has ADJ_RSN 11 (no-show by respondent or representative).",
        source=OURS,
    ),
    Parts(
        name="ages", title="Age at the notice to appear", of="age",
        numerator="cases of that age", denominator="all cases of the cohort",
        definition="Whole months from C_BIRTHDATE (month and year) to the notice; unknown is a group of its own.", source=OURS,
    ),
    Share(
        name="children", title="Children, under 18", counted=younger_than("under 1", "1 to 4", "5 to 17"),
        numerator="cases of people under 18 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 216 months from C_BIRTHDATE to the notice.", source="Reuters, October 2019",
    ),
    Share(
        name="under-five", title="Children under five", counted=younger_than("under 1", "1 to 4"),
        numerator="cases of people under 5 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 60 months from C_BIRTHDATE to the notice.", source="Reuters, October 2019",
    ),
    Share(
        name="infants", title="Infants, under one", counted=younger_than("under 1"),
        numerator="cases of people under 1 at the notice", denominator="all cases of the cohort, age known or not",
        definition="Under 12 months from C_BIRTHDATE to the notice.", source="Reuters, October 2019",
    ),
    Share(
        name="age-unknown", title="Age unknown", counted=lambda told: told.age == "unknown",
        numerator="cases without a usable birth month", denominator="all cases of the cohort",
        definition="C_BIRTHDATE is empty, later than the notice, or 120 years before it.", source=OURS,
    ),
    Share(
        name="transferred", title="Moved off the programme's docket", among=lambda told: told.by_location,
        counted=lambda told: told.moved,
        numerator="cases whose last proceeding or next hearing is elsewhere",
        denominator="cases that were ever at a location of the programme",
        definition="Inside one release: HEARING_LOC_CODE of the last proceeding, or of a pending case's next hearing, is "
        "none of the programme's. PREV_HEARING_LOC and TRANSFER_TO are not used.", source="Reuters, 12 June 2019; " + TRAC,
    ),
    Wait(
        name="time-to-first-hearing", title="Time to the first hearing", until="first_hearing",
        numerator="cases that have had a hearing", denominator="all cases of the cohort",
        definition="Days from the notice to the first ADJ_DATE of tbl_schedule; who has had none by the day still waits.",
        source=OURS,
    ),
    Wait(
        name="time-to-decision", title="Time to the decision", until="decided",
        numerator="cases that are completed", denominator="all cases of the cohort",
        definition="Days from the notice to COMP_DATE of the last proceeding; a pending case still waits.", source=OURS,
    ),
    Distance(
        name="distance-to-court", title="From the port of return to the court",
        numerator="cases more than 100 km from the port to the court", denominator="cases at a location of the programme",
        definition="From the first location of the programme, as the port, to the city of the last proceeding's hearing "
        "location (tblLookupHloc), on a sphere. Where the ports lie is not taken from a source.", source=OURS,
    ),
)  # fmt: skip
NAMED = MappingProxyType({each.name: each for each in ANALYSES})
