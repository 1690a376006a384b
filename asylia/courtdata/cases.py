"""One row a case: what became of it by a given day, read out of its proceedings, hearings and representatives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from functools import reduce
from operator import add
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from asylia.courtdata.cohort import Rule, cohort, programme
from asylia.courtdata.store import Store

AGES = {"under 1": 12, "1 to 4": 60, "5 to 17": 216}  # the group, and the age in months that ends it
ADULT, UNKNOWN = "18 and over", "unknown"
OLDEST = 120 * 12  # months; whoever would be older has a birth month that is wrong
OTHER, PENDING = "other", "pending"
SAME_PERSON = ("NAT", "LANG", "Sex", "C_BIRTHDATE", "DATE_OF_ENTRY")


def cases(store: Store, rule: Rule = Rule.EITHER, as_of: dt.date | None = None, only: Collection[str] = ()) -> ir.Table:
    """One row a case (IDNCASE) of the cohort, as it stood at the end of `as_of` (left out: the day of the release).

    A case that was noticed later is not there; a completion, hearing or representative of a later day has not happened.
    What the release no longer tells, such as a row that was removed since, cannot be brought back.

    `noticed` date of the notice to appear (the first, where there are several); `month` the first day of its month;
    `nationality`, `language`, `sex`, `born` (month) and `entered` (date) as A_TblCase has them; `age` group at the
    notice, counted in whole months; `port`, `by_location`, `by_flag` see cohort; `court` (BASE_CITY_CODE) and `place`
    (HEARING_LOC_CODE) of the last proceeding; `next_place` of the next hearing of a pending case; `completed` (bool),
    `decided` (date), `outcome` (pending until then), `in_absentia`; `represented`; `first_hearing` (date), `missed`
    (bool) a hearing; `moved`: it was heard at a location of the programme, and its last proceeding or next hearing is
    not at one.

    `only` names the columns that are wanted beside IDNCASE (left out: all); tables that none of them needs stay unread.
    """
    day = as_of or dt.date.fromisoformat(store.manifest.source.released)
    return became(store, cohort(store, rule), day, only)


def became(store: Store, chosen: ir.Table, day: dt.date, only: Collection[str] = ()) -> ir.Table:
    """What cases() tells, of cases chosen from a cohort(); one without a notice or proceeding by then is left out."""
    keys = chosen.select("IDNCASE")
    told = (
        store.table("A_TblCase")
        .select("IDNCASE", "E_28_DATE", *SAME_PERSON)
        .inner_join(chosen, "IDNCASE")
        .inner_join(first_notices(store, keys, day), "IDNCASE")
        .inner_join(last_proceedings(store, keys, day), "IDNCASE")
    )
    for more, needed_for in MORE.items():
        if not only or needed_for & set(only):
            told = told.left_join(more(store, keys, day), "IDNCASE").drop("IDNCASE_right")
    columns = columns_of(told, day)
    return told.select("IDNCASE", **{name: make() for name, make in columns.items() if name in (only or columns)})


def columns_of(told: ir.Table, day: dt.date) -> dict[str, Callable[[], ir.Value]]:
    """How each column of cases() is made of what was joined."""
    ports = list(programme().ports)
    completed = told.ended.notnull() & ~told.goes_on
    in_absentia = completed & (told.ABSENTIA == "Y").fill_null(False)

    def next_place() -> ir.Value:
        return ibis.ifelse(completed, ibis.null("string"), told.next_place)

    def elsewhere() -> ir.Value:
        return told.place.notin(ports).fill_null(False) | next_place().notin(ports).fill_null(False)

    return {
        "port": lambda: told.port,
        "by_location": lambda: told.by_location,
        "by_flag": lambda: told.by_flag,
        "court": lambda: told.court,
        "place": lambda: told.place,
        "noticed": lambda: told.noticed,
        "first_hearing": lambda: told.first_hearing,
        "month": lambda: told.noticed.truncate("M"),
        "nationality": lambda: told.NAT,
        "language": lambda: told.LANG,
        "sex": lambda: told.Sex,
        "born": lambda: told.C_BIRTHDATE,
        "entered": told.DATE_OF_ENTRY.date,
        "age": lambda: age(told.C_BIRTHDATE, told.noticed),
        "next_place": next_place,
        "completed": lambda: completed,
        "decided": lambda: ibis.ifelse(completed, told.ended, ibis.null("date")),
        "outcome": lambda: ibis.ifelse(completed, outcome(told), PENDING),
        "in_absentia": lambda: in_absentia,
        "represented": lambda: told.counsel.fill_null(False) | happened(told.E_28_DATE, day).fill_null(False),
        "missed": lambda: in_absentia | told.no_show.fill_null(False),
        "moved": lambda: told.by_location & elsewhere(),
    }


def whereabouts(store: Store, chosen: ir.Table) -> ir.Table:
    """One row a case of `chosen` that this release has: `place_then`, `next_then` where it is, and `there_`, a one."""
    day = dt.date.fromisoformat(store.manifest.source.released)
    last = last_proceedings(store, chosen, day)
    ahead = next_hearings(store, chosen, day)
    known = store.table("A_TblCase").semi_join(chosen, "IDNCASE").select("IDNCASE").distinct()
    told = known.left_join(last, "IDNCASE").drop("IDNCASE_right").left_join(ahead, "IDNCASE").drop("IDNCASE_right")
    pending = told.ended.isnull() | told.goes_on
    return told.select(
        "IDNCASE", place_then=told.place, next_then=ibis.ifelse(pending, told.next_place, ibis.null("string")),
        there_=ibis.literal(1),
    )  # fmt: skip


def people(told: ir.Table, store: Store) -> ir.Table:
    """One row a guess at a person: of cases alike in nationality, language, sex, birth month and entry, the last.

    The release names nobody, and one person may have several cases. A case in which one of these is empty stands for a
    person of its own; twins, and others alike in all five, are taken for one.
    """
    known = store.table("A_TblCase").select("IDNCASE", *SAME_PERSON)
    parts = [ibis.literal("|") + known[name].cast("string") for name in SAME_PERSON]
    alike = reduce(add, parts)  # nothing where one of them is nothing, which a join of texts would pass over
    alone = ibis.literal("case ") + known.IDNCASE.cast("string")
    guess = known.select("IDNCASE", person=ibis.coalesce(alike, alone))
    both = told.inner_join(guess, "IDNCASE")
    newest = both.mutate(at=ibis.row_number().over(group_by="person", order_by=ibis.desc("IDNCASE")))
    return newest.filter(newest["at"] == 0).drop("at", "person")


def happened(when: ir.TimestampColumn, day: dt.date) -> ir.BooleanValue:
    """Whether a moment lies on that day or before; nothing where there is no moment, which no filter lets through."""
    return when < ibis.literal(day + dt.timedelta(days=1)).cast("timestamp")


def entered_by(table: ir.Table, day: dt.date) -> ir.BooleanValue:
    """Whether the courts had entered a row by that day; a row that does not tell is one of them."""
    return table.INPUT_DATE.isnull() | happened(table.INPUT_DATE, day)


def first_notices(store: Store, chosen: ir.Table, day: dt.date) -> ir.Table:
    """One row a case that had a notice to appear by that day: its first."""
    rows = store.table("B_TblProceeding").select("IDNCASE", "OSC_DATE")
    rows = rows.filter(happened(rows.OSC_DATE, day)).semi_join(chosen, "IDNCASE")
    return rows.group_by("IDNCASE").agg(noticed=rows.OSC_DATE.min().date())


def last_proceedings(store: Store, chosen: ir.Table, day: dt.date) -> ir.Table:
    """One row a case: its last proceeding by completion, decision and number; one that is pending is later than any."""
    rows = store.table("B_TblProceeding").select(
        "IDNCASE", "IDNPROCEEDING", "INPUT_DATE", "BASE_CITY_CODE", "HEARING_LOC_CODE", "COMP_DATE", "DEC_CODE",
        "OTHER_COMP", "ABSENTIA",
    )  # fmt: skip
    rows = rows.filter(entered_by(rows, day)).semi_join(chosen, "IDNCASE")
    over = happened(rows.COMP_DATE, day)
    nothing = ibis.null("string")
    rows = rows.select(
        "IDNCASE", "IDNPROCEEDING",
        court=rows.BASE_CITY_CODE, place=rows.HEARING_LOC_CODE,
        ended=ibis.ifelse(over, rows.COMP_DATE.date(), ibis.null("date")),
        DEC_CODE=ibis.ifelse(over, rows.DEC_CODE, nothing), OTHER_COMP=ibis.ifelse(over, rows.OTHER_COMP, nothing),
        ABSENTIA=ibis.ifelse(over, rows.ABSENTIA, nothing),
    )  # fmt: skip
    order = [
        ibis.desc("ended", nulls_first=True), ibis.desc("DEC_CODE"), ibis.desc("OTHER_COMP"),
        ibis.desc("IDNPROCEEDING"),
    ]  # fmt: skip
    ranked = rows.mutate(at=ibis.row_number().over(group_by="IDNCASE", order_by=order))
    last = ranked.filter(ranked["at"] == 0).drop("at", "IDNPROCEEDING")
    moved = last.DEC_CODE.isnull() & last.OTHER_COMP.isin(programme().changes_of_place).fill_null(False)
    return last.mutate(goes_on=moved)


def outcome(told: ir.Table) -> ir.StringValue:
    """The kind of outcome that the codes of the last proceeding record; `other` for codes that none lists."""
    branches = []
    for each in programme().outcomes:
        if each.dec_codes:
            branches.append((told.DEC_CODE.isin(each.dec_codes), each.says))
        if each.other_codes:
            branches.append((told.DEC_CODE.isnull() & told.OTHER_COMP.isin(each.other_codes), each.says))
    return ibis.cases(*branches, else_=OTHER)


def age(born: ir.DateColumn, noticed: ir.DateColumn) -> ir.StringValue:
    """The group of the age at the notice, in whole months; `unknown` is a group like any other."""
    months = (noticed.year() - born.year()) * 12 + noticed.month() - born.month()
    known = born.notnull() & (months >= 0) & (months < OLDEST)
    return ibis.cases((~known, UNKNOWN), *((months < end, group) for group, end in AGES.items()), else_=ADULT)


def hearings(store: Store, chosen: ir.Table, day: dt.date) -> ir.Table:
    """One row a case that had a hearing by that day: the first, and whether somebody did not come to one."""
    rows = store.table("tbl_schedule").select("IDNCASE", "ADJ_DATE", "ADJ_RSN")
    held = rows.filter(happened(rows.ADJ_DATE, day)).semi_join(chosen, "IDNCASE")
    return held.group_by("IDNCASE").agg(
        first_hearing=held.ADJ_DATE.min().date(), no_show=held.ADJ_RSN.isin(programme().no_show).any()
    )


def next_hearings(store: Store, chosen: ir.Table, day: dt.date) -> ir.Table:
    """One row a case that has a hearing after that day: where the next one is."""
    rows = store.table("tbl_schedule")
    rows = rows.select("IDNCASE", "IDNSCHEDULE", "INPUT_DATE", "ADJ_DATE", "HEARING_LOC_CODE")
    ahead = rows.filter(~happened(rows.ADJ_DATE, day), entered_by(rows, day)).semi_join(chosen, "IDNCASE")
    ranked = ahead.mutate(at=ibis.row_number().over(group_by="IDNCASE", order_by=["ADJ_DATE", "IDNSCHEDULE"]))
    first = ranked.filter(ranked["at"] == 0)
    return first.group_by("IDNCASE").agg(next_place=first.HEARING_LOC_CODE.max())  # one row a case, said to the engine


def counsel(store: Store, chosen: ir.Table, day: dt.date) -> ir.Table:
    """One row a case that somebody represents by that day; an assignment without a date counts."""
    rows = store.table("tbl_RepsAssigned").select("IDNCASE", "STRATTYTYPE", "E_28_DATE")
    since = rows.E_28_DATE.isnull() | happened(rows.E_28_DATE, day)
    ours = rows.filter(programme().counsel == rows.STRATTYTYPE, since).semi_join(chosen, "IDNCASE")
    return ours.group_by("IDNCASE").agg(counsel=ibis.literal(True))


MORE = MappingProxyType({  # what is joined only where a column needs it
    hearings: {"first_hearing", "missed"}, next_hearings: {"next_place", "moved"}, counsel: {"represented"},
})  # fmt: skip
