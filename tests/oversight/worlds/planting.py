"""What is planted in a world once in each replication, and so must be found exactly: no more, no fewer."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tests.oversight.worlds.making import Known
from tests.oversight.worlds.world import HOUR, People

Tables = dict[str, pa.Table]
Found = dict[tuple[str, str], set[str]]  # (measure, replication) -> "rule case"


def plant(people: People, made: Tables) -> tuple[Tables, Found]:
    """The tables with what the world plants, and the breaches that must be found for it."""
    found: Found = defaultdict(set)
    for claim in np.flatnonzero(people.entered & ~people.referred):
        found["M09", f"r{people.rep[claim]}"].add(f"fear.referral c{claim}")
    for kind, many in people.world.planted.items():
        made = dict(made)
        PLANTING[kind](people, made, many, found)
    return made, found


def chosen(people: People, who: np.ndarray, many: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each replication with so many of these people, the first of each."""
    rep = people.rep[who]
    for each in range(people.rep.max() + 1):
        yield f"r{each}", who[rep == each][:many]


def uncertified(people: People, made: Tables, many: int, found: Found) -> None:
    """One officer without a certificate: so many interviews, and the decisions after them."""
    first = people.decided & (people.site == 0) & (people.officer == 0)
    cases: list[str] = []
    for rep, who in chosen(people, np.flatnonzero(first), many):
        cases += [f"c{each}" for each in who]
        found["M13", rep] |= {f"decider.trained c{each}" for each in who}
    for name in ("interviews", "determinations"):
        made[name] = altered(made[name], cases, certified=pa.scalar(False))


def split(people: People, made: Tables, many: int, found: Found) -> None:
    """Families with one member whose hearing is on another day."""
    second = np.flatnonzero(people.together & (np.r_[-1, people.party[:-1]] == people.party))
    _, first_of = np.unique(people.party[second], return_index=True)
    cases: list[str] = []
    for rep, who in chosen(people, second[first_of], many):
        cases += [f"c{each}" for each in who]
        for each in who:
            kin = np.flatnonzero(people.party == people.party[each])
            found["M18", rep].add(f"family.whole {min(f'c{one}' for one in kin)}")
    another = pa.scalar(dt.date(2027, 12, 1), pa.date32())
    made["hearings"] = altered(made["hearings"], cases, hearing_day=another)


def undelivered(people: People, made: Tables, many: int, found: Found) -> None:
    """Notices that came back."""
    cases = [f"c{each}" for _, who in chosen(people, np.arange(people.n), many) for each in who]
    made["services"] = altered(made["services"], cases, what=pa.scalar("undelivered"))


def overnight(people: People, made: Tables, many: int, found: Found) -> None:
    """People held for longer than the regime allows."""
    cases = [f"c{each}" for _, who in chosen(people, np.arange(people.n), many) for each in who]
    late = pc.add(made["custody"]["since"], pa.scalar(np.timedelta64(80, "h").astype("timedelta64[us]")))
    made["custody"] = altered(made["custody"], cases, until=late, at=late, recorded=late)


def absent(people: People, made: Tables, many: int, found: Found) -> None:
    """People who missed their hearing, and whose notice nobody can show was delivered."""
    cases = [f"c{each}" for _, who in chosen(people, np.arange(people.n), many) for each in who]
    made["attendances"] = altered(
        made["attendances"], cases, present=pa.scalar(False), notice_confirmed=pa.scalar(False)
    )


def excluded(people: People, made: Tables, many: int, found: Found) -> None:
    """Nationals of the country of return who are placed all the same."""
    told = [(rep, each) for rep, who in chosen(people, np.arange(people.n), many) for each in who]
    for rep, each in told:
        found["M23", rep].add(f"excluded.never c{each}")
    who, known = np.array([each for _, each in told]), Known(people)
    made["exclusions"] = known.rows("exclusions", who, people.met[who], when="shown", exclusion="own_national",
                                    certain=True, known_since=people.met[who])  # fmt: skip


def edited(people: People, made: Tables, many: int, found: Found) -> None:
    """Likelihood bands locked anew, under the standard, though nothing was returned."""
    who = np.concatenate([who for _, who in chosen(people, np.flatnonzero(people.decided), many)])
    for each in who:
        found["M24", f"r{people.rep[each]}"].add(f"analysis.standard c{each}")
    known, signed = Known(people), people.signed[who]
    again = known.rows("bands", who, signed + HOUR, claim=1, officer=known.officer[who], office=known.site[who],
                       band="25_to_50", lock=2)  # fmt: skip
    made["bands"] = pa.concat_tables([made["bands"], again])


def altered(table: pa.Table, cases: list[str], **columns: object) -> pa.Table:
    """The same rows, those of these cases with other values."""
    these = pc.is_in(table["case"], pa.array(cases, pa.string()))
    for name, value in columns.items():
        place = table.schema.get_field_index(name)
        table = table.set_column(place, table.schema.field(place), pc.if_else(these, value, table[name]))
    return table


PLANTING: dict[str, Callable[[People, Tables, int, Found], None]] = {
    "uncertified": uncertified, "split": split, "undelivered": undelivered, "overnight": overnight,
    "absent": absent, "excluded": excluded, "edited": edited,
}  # fmt: skip
