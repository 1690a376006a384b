"""What a row of an event table is: one fact, with what was known then; and the table that its class declares."""

import datetime as dt
from types import NoneType, UnionType
from typing import Annotated, Literal, NamedTuple, TypeAlias, Union, get_args, get_origin, get_type_hints

import msgspec

Kind = Literal["code", "id", "count", "share", "yes_no", "day", "moment"]

Id: TypeAlias = Annotated[str, "id"]  # of a case, a family, a pseudonym: joined on, never published
ClaimNumber: TypeAlias = Annotated[int, "the claim's number in its case"]
DeterminationNumber: TypeAlias = Annotated[int, "the determination's number in its claim"]
Officer: TypeAlias = Annotated[Id, "pseudonym of who did it; empty where nobody of the house did"]
Office: TypeAlias = Annotated[str, "office of who did it, as the staff stream shows it; empty where none"]
RoleCode: TypeAlias = Annotated[str, "desk from which it was said or done"]
Day: TypeAlias = dt.date
Moment: TypeAlias = dt.datetime

AgeGroup = Literal["under_1", "1_to_4", "5_to_17", "adult", "unknown"]

KINDS: dict[object, Kind] = {
    str: "code", int: "count", float: "share", bool: "yes_no", dt.date: "day", dt.datetime: "moment"
}  # fmt: skip


class Fact(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One row of an event table. As of T are the rows with `recorded` <= T."""

    recorded: Annotated[Moment, "when it came into the record, by the record's clock (UTC)"]
    at: Annotated[Moment, "when it happened, as its author says (UTC)"]
    day: Annotated[Day, "the day of `at`, by the clock of the place"]


class CaseFact(Fact, frozen=True, kw_only=True, gc=False):
    """A row about one case, with what was known of the person once it had happened."""

    case: Annotated[Id, "the case"]
    family: Annotated[Id, "the family the case belongs to; empty while none"]
    site: Annotated[str, "place of the encounter: an office, port or court the record knows, else `other`"]
    regime: Annotated[str, "regime version of the case"]
    language: Annotated[str, "best language of the person; empty while not recorded"]
    nationality: Annotated[str, "first nationality recorded (ISO 3166); empty while none"]
    age_group: Annotated[AgeGroup, "age at the time, by birth as recorded; `unknown` where not"]
    represented: Annotated[bool, "counsel had entered"]
    vulnerable: Annotated[bool, "a condition listed by the regime was present, or in doubt"]
    placed: Annotated[bool, "placed in the programme"]


class Column(NamedTuple):
    """One column: its kind, whether it may be empty, and what it means."""

    name: str
    kind: Kind
    optional: bool
    means: str


class Table(NamedTuple):
    """One event table: what one row is, its columns in order, and the class of its rows."""

    name: str
    one_row: str
    columns: tuple[Column, ...]
    fact: type[Fact]

    def column(self, name: str) -> Column:
        """The column with that name; raises KeyError, naming the columns there are."""
        for each in self.columns:
            if each.name == name:
                return each
        there = ", ".join(each.name for each in self.columns)
        raise KeyError(f"table {self.name} has no column {name}; it has {there}")

    @property
    def of_a_case(self) -> bool:
        """Whether its rows are about one case, and go when that case is erased."""
        return issubclass(self.fact, CaseFact)


def table(name: str, fact: type[Fact]) -> Table:
    """The table that a class of facts declares. Raises TypeError for a column without a meaning or of no kind."""
    hints = get_type_hints(fact, include_extras=True)
    one_row = (fact.__doc__ or "").strip()
    return Table(name, one_row, tuple(_column(fact, each, hints[each]) for each in fact.__struct_fields__), fact)


def _column(fact: type[Fact], name: str, hint: object) -> Column:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{fact.__name__}.{name} does not say what it means")
    inner, *said = get_args(hint)
    members = get_args(inner) if get_origin(inner) in (Union, UnionType) else (inner,)
    kinds = [str if get_origin(each) is Literal else each for each in members if each is not NoneType]
    if len(kinds) != 1 or kinds[0] not in KINDS:
        raise TypeError(f"{fact.__name__}.{name} is of no kind that a table can hold")
    kind: Kind = "id" if said[0] == "id" else KINDS[kinds[0]]
    return Column(name, kind, NoneType in members, str(said[-1]))
