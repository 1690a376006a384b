"""A simulated programme whose truth is known: parties come, are asked, claim, are heard, decided and reviewed.

Plain numpy, no core and no record: many replications of one world are made at once, each a regime version of its own
(`r7`) with sites, officers and families of its own, so that one query counts them all and none meets another.
"""

from dataclasses import dataclass, field, fields

import numpy as np

START = np.datetime64("2027-01-04")  # a Monday
BANDS = np.array(["under_10", "10_to_25", "25_to_50", "50_to_75", "75_to_90", "over_90"])
EDGES = np.array([0.10, 0.25, 0.50, 0.75, 0.90])
LEGAL = 0.51
HOUR = np.timedelta64(60, "m")


@dataclass(frozen=True)
class World:
    """What is true of a programme. Shares are from 0 to 1, effects are on log-odds; `affected` sites are the first.

    An officer finds for whoever passes the standard applied; `base` is the share that does where nothing else acts. The
    band is how likely harm is on the record: honest, and `applied` is the likelihood at which half are granted.
    """

    sites: int = 6
    weeks: int = 12
    parties: int = 8  # each week at each site
    officers: int = 4  # at each site
    sizes: tuple[float, ...] = (0.6, 0.15, 0.15, 0.1)  # share of parties of one, two, three, four
    alike: float = 0.0  # spread of what a family's members have in common
    season: float = 0.3  # how far the weeks of a quarter swing
    affected: int = 0  # sites to which what is injected happens; 0: to all
    # who comes
    base: float = 0.2
    hard: float = 0.3  # share of people whose case is hard
    hard_at_first: float | None = None  # the same at the first site
    hard_odds: float = 0.0
    represented: float = 0.3
    counsel_odds: float = 0.0
    # who decides, and how
    officer_spread: float = 0.0
    lone_officer: float = 0.0  # of the first officer alone
    previous: float = 0.0  # points of share that a positive takes from the next decision of the same officer
    applied: float = LEGAL
    noise: float = 0.3
    pressure_week: int = 0  # from this week on, at the affected sites; 0: none
    pressure: float = 0.0
    # what is asked, claimed, referred
    asked: float = 1.0
    fears: float = 0.6
    unasked_says: float = 0.15
    referred: float = 1.0
    monitor: float = 0.0  # share of claims that the monitor has on a list of its own
    entered: float = 1.0  # share of claims that the border enters at all
    # review
    supervisor: tuple[float, float] = (1.0, 1.0)  # positive, negative
    headquarters: tuple[float, float] = (0.0, 0.0)
    overturned: tuple[float, float] = (0.0, 0.0)
    drawn: tuple[float, float] = (0.0, 0.0)
    wrong: tuple[float, float] = (0.0, 0.0)  # share of errors among positive, and negative, decisions
    done: float = 1.0  # share of drawn reviews that are done
    # the record
    closed: tuple[float, float] = (0.05, 0.05)  # closed without a decision, of those that would be positive, negative
    late: float = 0.02  # days of a case on which something was entered late
    incomplete: float = 0.02
    # what comes after, and what is planted once in each replication
    waiting: bool = False  # notices, hearings, custody and families are told too
    planted: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, told: dict) -> "World":
        """A world as a scenario tells it; an unknown name is an error."""
        known = {each.name for each in fields(cls)}
        if strange := set(told) - known:
            raise KeyError(f"a world has no {', '.join(sorted(strange))}")
        return cls(**{name: tuple(each) if isinstance(each, list) else each for name, each in told.items()})


class People:
    """Everyone met in all replications of a world, one entry each, in the order in which they were met."""

    def __init__(self, world: World, replications: int, seed: int) -> None:
        self.world, self.chance = world, np.random.default_rng(seed)
        parties = replications * world.weeks * world.sites * world.parties
        size = self.chance.choice(len(world.sizes), parties, p=world.sizes) + 1
        of = np.repeat(np.arange(parties), size)  # the party of each person
        self.n = len(of)
        place, week = np.divmod(np.arange(parties), world.parties)[0], None
        place, week = np.divmod(place, world.weeks)
        rep, site = np.divmod(place, world.sites)
        self.party, self.rep, self.site, self.week = of, rep[of], site[of], week[of]
        self.together = size[of] > 1
        minutes = self.chance.integers(0, 5, parties) * 1440 + self.chance.integers(480, 900, parties)
        member = np.arange(self.n) - np.repeat(np.cumsum(size) - size, size)
        met = START + (week * 7 * 1440 + minutes).astype("timedelta64[m]")
        self.met = met[of] + member.astype("timedelta64[m]")
        self.officer = self.chance.integers(0, world.officers, parties)[of]  # by draw, one for a family
        self.affected = self.site < (world.affected or world.sites)
        share = np.where(self.site == 0, world.hard if world.hard_at_first is None else world.hard_at_first, world.hard)
        self.hard = self.flip(share)
        self.represented = self.flip(world.represented)
        self.child = (member > 0) & self.together
        self.asks()
        self.decides()
        self.reviews()

    def flip(self, share: object) -> np.ndarray:
        """True for each person with that chance."""
        return self.chance.random(self.n) < share

    def asks(self) -> None:
        """Who is asked, who says a fear, whose claim is referred, whom the monitor knows of."""
        world = self.world
        fears = self.flip(world.fears)
        self.asked = self.flip(np.where(self.affected, world.asked, 1.0))
        self.claimed = fears & (self.asked | self.flip(world.unasked_says))
        self.entered = self.claimed & self.flip(world.entered)
        self.listed = self.claimed & self.flip(world.monitor)
        self.referred = self.entered & self.flip(np.where(self.affected, world.referred, 1.0))

    def decides(self) -> None:
        """What officers sign: the odds of the world, the officer, the family and the week, then the band behind it."""
        world, chance = self.world, self.chance
        officers = chance.normal(0, 1, (self.rep.max() + 1, world.sites, world.officers)) * world.officer_spread
        officers[:, 0, 0] += world.lone_officer
        odds = np.log(world.base / (1 - world.base)) + officers[self.rep, self.site, self.officer]
        odds += world.season * np.sin(2 * np.pi * self.week / 13)
        odds += world.hard_odds * self.hard + world.counsel_odds * self.represented
        odds += world.alike * chance.normal(0, 1, self.party.max() + 1)[self.party]
        if world.pressure_week:
            odds += world.pressure * (self.affected & (self.week >= world.pressure_week))
        self.share = 1 / (1 + np.exp(-odds))
        past = chance.logistic(0, 1, self.n) + odds  # how far past the standard applied
        self.positive = past > 0
        self.signed = self.met + 5 * 24 * HOUR + chance.integers(0, 120, self.n).astype("timedelta64[m]")
        self.closed = self.referred & self.flip(np.where(self.positive, *world.closed))
        self.decided = self.referred & ~self.closed
        if world.previous:
            self.positive = self.leaning(odds)
            past = np.where(self.positive, np.abs(past), -np.abs(past))
        likely = past + np.log(world.applied / (1 - world.applied)) + chance.normal(0, world.noise, self.n)
        near = np.log(LEGAL / (1 - LEGAL))
        if world.applied == LEGAL:  # an officer's band and outcome lie on one side of the standard, or it is explained
            likely = np.where(self.positive, np.maximum(likely, near), np.minimum(likely, near - 0.05))
        self.band = BANDS[np.searchsorted(EDGES, 1 / (1 + np.exp(-likely)), side="right")]
        self.right = self.flip(1 - np.where(self.positive, world.wrong[0], world.wrong[1]))

    def leaning(self, odds: np.ndarray) -> np.ndarray:
        """Outcomes that lean against the officer's decision before, by `previous` points in all, never in a family."""
        world = self.world
        lane = np.ravel_multi_index(
            (self.rep, self.site, self.officer), (self.rep.max() + 1, world.sites, world.officers)
        )
        order = np.lexsort((self.signed, lane))
        order = order[self.decided[order]]
        first = np.r_[True, lane[order][1:] != lane[order][:-1]]
        step = np.arange(len(order)) - np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
        share = 1 / (1 + np.exp(-odds[order]))
        drawn, told = self.chance.random(len(order)), np.zeros(len(order), dtype=bool)
        for turn in range(step.max() + 1):
            now = np.flatnonzero(step == turn)
            before = told[now - 1] if turn else np.zeros(len(now), dtype=bool)
            lean = np.where(before, world.previous * (1 - share[now]), -world.previous * share[now]) if turn else 0.0
            told[now] = drawn[now] < np.clip(share[now] + lean, 0, 1)
        positive = np.zeros(self.n, dtype=bool)
        positive[order] = told
        return positive

    def reviews(self) -> None:
        """Who reviews what, what is overturned, what is drawn to be decided anew, and what came of it."""
        world = self.world

        def of_outcome(shares: tuple[float, float]) -> np.ndarray:
            return np.where(self.positive, *shares)

        self.by_supervisor = self.decided & self.flip(of_outcome(world.supervisor))
        self.by_headquarters = self.decided & self.flip(of_outcome(world.headquarters))
        self.overturned = self.by_headquarters & self.flip(of_outcome(world.overturned))
        self.probability = of_outcome(world.drawn)
        self.drawn = self.decided & self.flip(self.probability)
        self.done = self.drawn & self.flip(world.done)
