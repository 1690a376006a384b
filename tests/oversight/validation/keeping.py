"""What the library found, kept in a file, and the page that is made from it."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec

from asylia.oversight.registry import measures
from tests.oversight.validation.outcome import Outcome
from tests.oversight.validation.streams import at_tolerance, streams
from tests.oversight.validation.trying import AT_ONCE, COVERED, FALSE, Expected, Scenario, missed, scenarios, tried

RESULTS = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "validation.md"
STREAMS = "at tolerance"


class One(msgspec.Struct, frozen=True):
    """One expectation, and how often it was met."""

    kind: str
    measure: str
    part: str
    unit: str
    aim: float
    of: str
    hits: int
    trials: int
    known: str = ""

    @property
    def outcome(self) -> Outcome:
        """How often, of how many."""
        return Outcome(self.hits, self.trials)

    @property
    def expected(self) -> Expected:
        """What was expected."""
        return Expected(self.kind, self.measure, self.part, self.unit, aim=self.aim, of=self.of, known=self.known)


class Result(msgspec.Struct, frozen=True):
    """What was found of one scenario, and which versions of measures said so."""

    scenario: str
    says: str
    replications: int
    seconds: float  # of one core
    versions: dict[str, int]
    found: list[One]


def run(names: Sequence[str], replications: int) -> Iterator[Result]:
    """Yield what each scenario came to, two chunks at a time in processes of their own."""
    chosen = [each for each in scenarios() if not names or any(each.id.startswith(name) for name in names)]
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=os.nice, initargs=(5,)) as pool:
        for scenario in chosen:
            many = min(replications, scenario.most)
            chunks = [(scenario, n, min(AT_ONCE, many - n * AT_ONCE)) for n in range(-(-many // AT_ONCE))]
            yield result(scenario, many, list(pool.map(one_chunk, chunks)))
    if not names or STREAMS in names:
        yield of_streams(replications)


def one_chunk(asked: tuple[Scenario, int, int]) -> tuple[float, list[Outcome]]:
    """One chunk, and what it cost."""
    start = time.process_time()
    found = tried(*asked)
    return time.process_time() - start, found


def result(scenario: Scenario, replications: int, chunks: Sequence[tuple[float, list[Outcome]]]) -> Result:
    """The chunks of a scenario together."""
    sums = [Outcome(0, 0)] * len(scenario.expects)
    for _, found in chunks:
        sums = [total.plus(one) for total, one in zip(sums, found, strict=True)]
    told = [
        One(each.kind, each.measure, each.part, each.unit, each.aim, each.of, *one, known=each.known)
        for each, one in zip(scenario.expects, sums, strict=True)
    ]
    seconds = round(sum(cost for cost, _ in chunks), 1)
    versions = {id: measures()[id].version for id in sorted({each.measure for each in told} & set(measures()))}
    return Result(scenario.id, scenario.says, replications, seconds, versions, told)


def of_streams(replications: int) -> Result:
    """Every monitor at its tolerance."""
    start = time.process_time()
    told = [
        One("streams", measure.id, part, "stream", 0.0, "", *at_tolerance(measure, arm, replications))
        for measure, part, arm in streams()
    ]
    says = "Every monitor at exactly the share that it tolerates, ten a week, looked at in each of 104 weeks."
    versions = {each.measure: measures()[each.measure].version for each in told}
    return Result(STREAMS, says, replications, round(time.process_time() - start, 1), versions, told)


def kept() -> dict[str, Result]:
    """What is kept, by scenario."""
    if not RESULTS.exists():
        return {}
    return {each.scenario: each for each in msgspec.json.decode(RESULTS.read_bytes(), type=list[Result])}


def save(results: Mapping[str, Result]) -> None:
    """Keep it, in the order of the library."""
    order = [*(each.id for each in scenarios()), STREAMS]
    told = [results[id] for id in order if id in results]
    RESULTS.write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=1) + b"\n")


# --- the page

HEAD = f"""# Do the measures fire when they should?

`python -m tests.oversight.validation` makes this page from simulated event tables whose truth is known
(`tests/oversight/worlds/`: numpy alone, no record, everything invented). The measures themselves count and judge
them, by their own queries. A test makes the page again from the figures kept beside the scenarios and compares;
`make test` runs fifty replications of the shorter scenarios and holds them against the aims and against this page,
`make long` runs them all.

How to read it. An alarm *fires* in at least the aim of replications, or of affected sites. A measure that must be
*silent* alarms anywhere, at a site or in the programme, in at most {FALSE:.0%} of replications: where nothing is
wrong every alarm is false, so this is also the false discovery rate of its family. An interval *holds* the truth in
{COVERED[0]:.0%} to {COVERED[1]:.0%}. A stream's evidence *ever* reaches 20 in at most {FALSE:.0%}. What is planted
is found *exactly*. `±` is the Monte Carlo standard error. **missed** stands where chance would give what was seen
in fewer than one case of a hundred if the aim were met.
"""
SAYS = {
    "fires": "fires",
    "silent": "silent",
    "flags": "officers flagged",
    "naive": "a naive comparison fires",
    "exact": "exactly the planted cases",
    "counts": "exactly the planted count",
    "covers": "interval holds the truth",
    "near": "estimate within a fifth of the truth",
    "streams": "evidence ever reaches 20",
    "yearly": "false alarms a site and year",
}
AIMS = {
    "silent": f"≤ {FALSE:.0%}", "flags": "≤ 2%", "exact": "100 %", "counts": "100 %", "streams": f"≤ {FALSE:.0%}",
    "covers": f"{100 * COVERED[0]:.0f}–{100 * COVERED[1]:.0f} %",
}  # fmt: skip


def page(results: Mapping[str, Result]) -> str:
    """The page, from what is kept."""
    lost = [one for each in results.values() for one in each.found if missed(one.expected, one.outcome)]
    total = sum(len(each.found) for each in results.values())
    told = [HEAD, f"{total} expectations, {len(lost)} missed.\n"]
    for each in results.values():
        told.append(
            f"## {each.scenario}\n\n{each.says} {each.replications} replications, {each.seconds:,.0f} s of one core.\n"
        )
        told.append("| measure | of | expected | aim | found | ± |\n|---|---|---|---|---|---|")
        told += [line(one) for one in each.found]
        told.append("")
        told += [f"{one.measure}: {one.known}\n" for one in each.found if one.known]
    return "\n".join(told)


def line(one: One) -> str:
    """One expectation as a row of a table."""
    aim = AIMS.get(one.kind, f"≥ {one.aim:.0%}" if one.kind != "yearly" else f"≤ {one.aim:g}")
    of = ", ".join(filter(None, (one.part, "" if one.unit == "any" else one.unit, one.of.replace("_", " "))))
    found, error = one.outcome.share, one.outcome.error
    if one.kind == "yearly":
        told, spread = f"{found:.3f}", f"{error:.3f}"
    else:
        told, spread = f"{100 * found:.1f} % ({one.hits} of {one.trials})", f"{100 * error:.1f}"
    wrong = " **missed**" if missed(one.expected, one.outcome) else ""
    name = "class B" if one.measure == "B" else one.measure
    return f"| {name} | {of or 'all rows'} | {SAYS[one.kind]} | {aim} | {told}{wrong} | {spread} |"
