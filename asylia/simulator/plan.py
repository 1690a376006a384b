"""A programme's plan: who comes, who works there, under which regime, and what is practised; one TOML, whole.

Every number is checked on reading; what cannot be is refused in one sentence that says where and how to mend it.
"""

import datetime as dt
import hashlib
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

Share: TypeAlias = Annotated[float, Meta(ge=0, le=1, description="a share lies between 0 and 1: 0.15 is 15 %")]
Count: TypeAlias = Annotated[int, Meta(ge=1, le=5000, description="a count is a whole number from 1 to 5000")]
Minutes: TypeAlias = Annotated[int, Meta(ge=1, le=1440, description="minutes are a whole number from 1 to 1440")]
Days: TypeAlias = Annotated[int, Meta(ge=0, le=1000, description="days are a whole number from 0 to 1000")]
Positive: TypeAlias = Annotated[float, Meta(gt=0, le=1000, description="this number is above 0, and at most 1000")]
Weight: TypeAlias = Annotated[float, Meta(ge=0, le=1e6, description="a weight is not negative")]
Logits: TypeAlias = Annotated[float, Meta(ge=-6, le=6, description="log-odds lie between -6 and 6")]
Word: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, description="a name is 1 to 80 characters long")]
MOST_PEOPLE = 2_000_000


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of a plan."""


class Weighted(Part, frozen=True, kw_only=True):
    """One of several, by weight: 3 comes three times as often as 1."""

    name: Word
    weight: Weight


class Nation(Part, frozen=True, kw_only=True):
    """People of one nationality (ISO 3166), and the languages they speak (BCP 47) by weight."""

    country: Annotated[str, Meta(pattern="^[A-Z]{2}$", description="a country is two capital letters, such as HN")]
    weight: Weight
    languages: dict[str, Weight]


class People(Part, frozen=True, kw_only=True):
    """Who comes. `sizes`: weight of a party of 1, 2, 3, ... people; the first is an adult, children come with one."""

    sizes: tuple[Weight, ...]
    nations: tuple[Nation, ...]
    children: Share  # of those who come with an adult
    alone_children: Share  # of those who come alone
    under_five: Share  # of children in families
    infants: Share  # of children under five
    pregnant: Share  # of adult women
    ill: Share
    disabled: Share
    old: Share  # of adults
    private_ground: Share  # of adults: what is told in private only
    own_national_link: Share  # of parties: a member who may be a national of the country of return


class Danger(Part, frozen=True, kw_only=True):
    """The truth, known here alone: how likely grave harm is if sent away, and who says so.

    A `share` of people have a likelihood from Beta(`high`), the others from Beta(`low`); whether harm would come is
    then drawn once for each person, and is the same under every plan.
    """

    share: Share
    high: tuple[Positive, Positive]
    low: tuple[Positive, Positive]
    says_if_asked: tuple[Share, Share]  # in danger, and not
    says_unasked: tuple[Share, Share]
    says_later: tuple[Share, Share]  # at each return from a hearing, asked; unasked a fifth of it


class Site(Part, frozen=True, kw_only=True):
    """A crossing: its share of arrivals, who works there, and which office and court are its own."""

    id: Word
    name: Word
    zone: Word
    weight: Weight
    office: Word
    court: Word
    border_officers: Count
    practices: dict[str, float] = {}  # what is practised otherwise here


class Office(Part, frozen=True, kw_only=True):
    """An asylum office."""

    id: Word
    name: Word
    zone: Word
    asylum_officers: Count
    supervisors: Count
    specialists: Count
    clerks: Count


class Court(Part, frozen=True, kw_only=True):
    """A court: places in each of its two sessions a day, judges, and the way from each of its sites, in minutes."""

    id: Word
    name: Word
    zone: Word
    places: Count
    judges: Count
    travel: Minutes


class Officers(Part, frozen=True, kw_only=True):
    """How asylum officers see: `lean` (mean and spread, in log-odds, of each officer) and `noise` of each decision.

    `trained_after`: days until they are certified. `conscience`: share of claims they step back from.
    """

    lean: tuple[Logits, Positive]
    noise: Positive
    trained_after: Days
    conscience: Share
    lines: tuple[Count, Count]  # lines of testimony, least and most
    minutes: Minutes  # of an interview, on average


class Practices(Part, frozen=True, kw_only=True):
    """What is done, whatever the text says; the core decides whether it passes."""

    asked: Share  # the fear question is put to each person
    asked_alone: Share
    asked_again: Share  # a no is asked again outside the border agency
    asked_on_return: Share  # put again at each later return
    prescreened: Share  # words of fear that the border desk does not record
    monitored: Share  # such words that a monitor, counsel or passer-by states instead
    language_checked: Share  # the language is found out, not guessed
    screened: Share  # a vulnerability that is there is seen
    exclusions_kept: Share  # who is seen to be excluded is not placed
    discretion: Share  # people left out of the programme at discretion
    interpreted: Share  # an interpreter is there where one is needed
    in_person: Share
    conditions_met: Share  # private, quiet, rested, fed
    restrained: Share
    represented: Share
    counsel_admitted: Share
    readback: Share
    reasoned: Share  # findings with reasons and country information
    standard: Share  # the likelihood above which officers find for the person; 0: as the regime's gloss says
    pressure: Share  # undecided claims about which somebody calls the officer
    yields: Share  # calls that the officer yields to
    returned_positive: Share  # of positives: returned for correction by a supervisor
    returned_negative: Share
    overturned_positive: Share  # of positives before headquarters: replaced by a negative
    late_review: Share  # drawn reviews that are not done in time
    targeted: Share  # decisions that headquarters chooses to have decided anew, marked as chosen
    complete_notices: Share
    deliverable: Share  # addresses at which something arrives
    notice_arrives: Share
    warned_aloud: Share
    contact_planned: Share
    transport_comes: Share
    port_lets_in: Share
    kidnapped: Share  # for each month of waiting outside
    misses: Share  # hearings missed for other reasons
    told_of_missing: Share
    ordered_absent: Share  # absences on which the court orders removal, where the record lets it
    around: Share  # acts refused that happen all the same, and are then reported
    families_split: Share
    withdraws: Share  # claims withdrawn for each two nights held
    remedy_asked: Share
    remedy_grants: Share  # of negatives of people in danger; a quarter of it for others


class Hearings(Part, frozen=True, kw_only=True):
    """Days from notice to the first hearing and between hearings, how many there are, and how they end."""

    lead: Days
    between: Days
    most: Count
    ends: Share  # chance at each hearing attended that it is the last
    relief: Share  # of those that end
    nights: Share  # hearings for which a night is spent inside


class Source(Part, frozen=True, kw_only=True):
    """Where numbers of this plan come from and how sure they are: [F] read, [R] recalled, invented."""

    keys: tuple[Word, ...]
    sure: Annotated[str, Meta(pattern=r"^(F|R|C|invented)$", description="sure is F, R, C or invented")]
    says: str


class Plan(Part, frozen=True, kw_only=True):
    """One programme."""

    title: Word
    says: str
    regime: Word
    begins: dt.date
    days: Annotated[int, Meta(ge=7, le=3660, description="a plan covers 7 to 3660 days")]
    people_in_all: Annotated[int, Meta(ge=1, le=MOST_PEOPLE, description=f"people number 1 to {MOST_PEOPLE:,}")]
    seed: Annotated[int, Meta(ge=0, le=2**53 - 1, description="a seed is a whole number under 2^53")]
    months: tuple[Weight, ...] = (1.0,)  # arrivals by equal parts of the whole time
    people: People
    danger: Danger
    sites: tuple[Site, ...]
    offices: tuple[Office, ...]
    courts: tuple[Court, ...]
    headquarters: Count
    officers: Officers
    practices: Practices
    hearings: Hearings
    sources: tuple[Source, ...]

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of the plan as read, whatever its file looks like."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    def practised(self, site: Site) -> Practices:
        """What is practised at a site."""
        return msgspec.structs.replace(self.practices, **site.practices) if site.practices else self.practices
