"""The verbs of simulation: live through a plan on a real record and measure it; compare the same people under plans."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import tempfile
import textwrap
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from msgspec.structs import replace

from asylia.courtreading import CannotBeRead
from asylia.ledger import Ledger
from asylia.ledger.durable import kept
from asylia.measuring import measure
from asylia.recordkeeping import GOOD, Add, home
from asylia.shell.starting import start
from asylia.simulator.comparing import compare
from asylia.simulator.comparison import FILE, Comparison, Fired, Spread, written
from asylia.simulator.plan import MOST_PEOPLE, Plan
from asylia.simulator.population import Party, parties
from asylia.simulator.queueing_plan import PlanDefect
from asylia.simulator.reading import PLANS, read_plan, regime_of
from asylia.simulator.recording import Recorder, RecordingFailed
from asylia.simulator.running import run
from asylia.simulator.tally import RUNGS, Count

Watch: TypeAlias = Callable[[int, int], None]

DEFAULTS = tuple(
    Path(each)
    for each in (
        "us_mpp_2019_practised", "us_mpp_2019_written", "us_mpp_2019_reviewed", "us_credible_fear", "us_mpp_2021",
    )
)  # fmt: skip
SHOWN = ("not measurable", "alarm", "watch")
NAMES = "\n".join(f"  {each.stem}" for each in sorted(PLANS.glob("*.toml")))
HELP = f"""PLAN is a file, or one of those that come along:
{NAMES}
Everyone is simulated. What the core refuses does not happen."""


def simulate(asked: argparse.Namespace, watch: Watch) -> int:
    """Live through a plan into a new record, then print the ladder and the measures of what it shows."""
    plan = read_plan(asked.plan)
    if asked.data is None:
        with tempfile.TemporaryDirectory(prefix="asylia-simulate-") as folder:
            return simulated(asked, plan, Path(folder), watch)
    if asked.data.exists() and any(asked.data.iterdir()):
        raise PlanDefect(f"{asked.data} is not empty: a simulation begins a record of its own; name a new folder")
    code = simulated(asked, plan, asked.data.absolute(), watch)
    there = f"  ASYLIA_HOME={asked.data} asylia"
    print(f"\nThe record is in {asked.data}. To look at its pages:\n{there} rebuild\n{there} serve")
    return code


def simulated(asked: argparse.Namespace, plan: Plan, folder: Path, watch: Watch) -> int:
    """Simulate into that folder, make it a demonstration, and measure it as of the end of the plan."""
    for elsewhere in ("DATABASE_URL", "KEYSTORE_URL"):
        os.environ.pop(elsewhere, None)
    count, entries = recorded(plan, folder, seed=asked.seed, people=asked.people, watch=watch)
    print(told(plan, count, entries))
    start(folder)
    from asylia.accounts.staff import found  # noqa: PLC0415 - Django is set up first
    from asylia.shell.house import founded  # noqa: PLC0415

    founded(folder, replay=True).ledger.close()
    found(demonstration=True, place=plan.title)
    if not asked.measure:
        return GOOD
    from asylia.oversight.kept import Kept  # noqa: PLC0415 - what counts is loaded only here
    from asylia.oversight.ladder_telling import told as ladder  # noqa: PLC0415

    end = dt.datetime.combine(plan.begins + dt.timedelta(days=plan.days), dt.time(), dt.UTC)
    measure(argparse.Namespace(as_of=end, tables=None, engine="duckdb", master=""))
    edition = Kept(folder).latest()
    if edition is not None:
        print("\n" + ladder([each for each in edition.ladders if each.cut == "programme"]), end="")
    return GOOD


def recorded(
    plan: Plan, folder: Path, *, seed: int | None, people: int | None, watch: Watch | None = None,
    come: list[Party] | None = None,
) -> tuple[Count, int]:  # fmt: skip
    """Live through a plan into a new record in a folder; what was counted, and how many entries were written."""
    folder.mkdir(parents=True, exist_ok=True)
    Ledger.create(record_at(folder), folder).close()
    chosen = plan.seed if seed is None else seed
    with Recorder(record_at(folder), folder, chosen, regime_of(plan)) as recorder:
        count = run(plan, seed=chosen, people=people, keeps=recorder, come=come, progress=watch)
    for period, secret in count.seeds.items():
        kept(folder / "draw" / f"{period}.seed", partial(bytes, secret))
    return count, recorder.written


def told(plan: Plan, count: Count, entries: int) -> str:
    """What was lived through, against the truth that only a simulation knows, in eighty columns."""
    lines = [
        f"{plan.title}: {count.rungs['encountered']:,} simulated people over {plan.days} days, {entries:,} entries.",
        f"The core refused {count.refused:,} acts; {count.breaches:,} breaches were noted.", "",
        f"{'People':<34}{'count':>10}{'share of':>26}",
        "-" * 70,
    ]  # fmt: skip
    for id, says, of in RUNGS:
        whole = count.rungs[of] if of else 0
        share = f"{count.rungs[id] / whole:>14.1%} {of}" if whole else ""
        lines.append(f"{says:<34}{count.rungs[id]:>10,}{share}")
    truth = (
        f"Known here alone: {count.in_danger:,} were in true danger. Of them {count.endangered:,} were sent away and "
        f"{count.protected:,} found so; {count.mistaken:,} others were found to be in danger."
    )
    return "\n".join([*lines, "", *textwrap.wrap(truth, 78)])


def compare_plans(asked: argparse.Namespace, watch: Watch) -> int:
    """Live through every plan with the same people, and keep what came out for the comparison page."""
    plans = {each.stem: read_plan(each) for each in asked.plans or DEFAULTS}
    seed = next(iter(plans.values())).seed if asked.seed is None else asked.seed
    found = compare(plans, runs=asked.runs, people=asked.people, seed=seed, watch=watch)
    if asked.measure:
        measured = {
            name: fired(plan, next(iter(plans.values())), seed, asked.people) for name, plan in plans.items()
        }  # fmt: skip
        programmes = tuple(replace(each, fired=measured[each.plan], measured=True) for each in found.programmes)
        found = replace(found, programmes=programmes)
    out = asked.out or home() / FILE
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(written(replace(found, made=dt.datetime.now(dt.UTC).date())))
    print(as_text(found))
    print(f"\nWritten to {out}; the overseer's page Comparison shows the one in ASYLIA_HOME.")
    return GOOD


def fired(plan: Plan, people_of: Plan, seed: int, people: int) -> tuple[Fired, ...]:
    """The measures of the whole programme that do not say ok on the record of one run, the worst part of each."""
    from asylia.oversight import store  # noqa: PLC0415 - what counts is loaded only here
    from asylia.oversight.computing import compute_all  # noqa: PLC0415
    from asylia.oversight.gathering import gather  # noqa: PLC0415
    from asylia.oversight.registry import measures  # noqa: PLC0415

    end = dt.datetime.combine(plan.begins + dt.timedelta(days=plan.days), dt.time(), dt.UTC)
    with tempfile.TemporaryDirectory(prefix="asylia-simulate-") as name:
        folder = Path(name)
        recorded(plan, folder, seed=seed, people=people, come=parties(people_of, seed, people))
        with closing(Ledger.open(record_at(folder), folder)) as ledger, closing(ledger.connect()) as connection:
            gather(ledger, connection, folder, end)
        every = measures()
        rows, _ = compute_all(list(every.values()), store.parquet(folder / "oversight" / "tables", store.duckdb()), end)
    worst: dict[str, Any] = {}
    for row in rows:  # the worst stands first
        if row.unit == "programme" and row.status in SHOWN:
            worst.setdefault(row.measure, row.status)
    return tuple(
        Fired(measure=id, title=every[id].title, status=status.replace(" ", "_"))
        for id, status in sorted(worst.items())
    )


def as_text(found: Comparison) -> str:
    """The comparison in eighty columns."""
    lines = textwrap.wrap(found.sentence, 78)
    lines += ["", f"{found.people:,} simulated people, {found.runs} runs; no forecast, and no best plan.", ""]
    lines.append(f"{'In true danger and sent away':<40}{'mean':>10}{'middle 95 %':>22}")
    lines += [_row(one.title, one.endangered) for one in found.programmes]
    lines += ["", f"{'One difference alone, from the first':<40}{'mean':>10}{'middle 95 %':>22}"]
    for each in found.differences:
        *more, last = textwrap.wrap(each.says, 38)
        lines += [*more, _row(last, each.alone)]
    lines += ["", f"{'One after the other':<40}{'mean':>10}{'middle 95 %':>22}"]
    for each in found.differences:
        *more, last = textwrap.wrap(each.says, 38)
        lines += [*more, _row(last, each.together)]
    for one in found.programmes:
        if one.measured:
            what = ", ".join(f"{each.measure} {each.status.replace('_', ' ')}" for each in one.fired) or "none"
            lines += ["", *textwrap.wrap(f"{one.title}: measures that fired: {what}", 78)]
    return "\n".join(lines)


def _row(says: str, spread: Spread) -> str:
    return f"{says:<40}{spread.mean:>10,.0f}{f'{spread.low:,.0f} to {spread.high:,.0f}':>22}"


def record_at(folder: Path) -> str:
    """The address of the record in a folder."""
    return f"sqlite:///{folder / 'asylia.sqlite3'}"


# --- how it is asked


def add_simulate(verbs: Any, add: Add, progress: Callable[[str], Watch]) -> None:
    """The verbs `asylia simulate` and `asylia compare`."""
    says = "live through a programme's plan on a real record, and measure it"
    one = add(verbs, lambda asked: plainly(simulate, asked, progress("days")), "simulate", says)
    one.formatter_class, one.epilog = argparse.RawDescriptionHelpFormatter, HELP
    one.add_argument("plan", metavar="PLAN", type=Path, help="the plan; see below")
    seeded(one, None)
    one.add_argument("--data", metavar="DIR", type=Path, help="keep the record here (default: a folder thrown away)")
    one.add_argument("--no-measures", dest="measure", action="store_false", help="the record alone, without measures")

    says = "live through several plans with the same people, and keep the comparison"
    one = add(verbs, lambda asked: plainly(compare_plans, asked, progress("runs")), "compare", says)
    one.formatter_class, one.epilog = argparse.RawDescriptionHelpFormatter, HELP
    one.add_argument("plans", metavar="PLAN", type=Path, nargs="*", help="two or more (default: all that come along)")
    seeded(one, 1000)
    one.add_argument("--runs", metavar="N", type=whole(1, 1000), default=20, help="runs of each plan (default: 20)")
    one.add_argument("--out", metavar="FILE", type=Path, help=f"where to (default: {FILE} in ASYLIA_HOME)")
    one.add_argument("--no-measures", dest="measure", action="store_false", help="without the measures of oversight")


def seeded(one: argparse.ArgumentParser, people: int | None) -> None:
    """Seed and number of people."""
    one.add_argument(
        "--seed", metavar="N", type=whole(0, 2**53 - 1), help="equal seeds give equal records (default: the plan's)"
    )
    says = f"how many come, and staff in proportion (default: {'the plan' if people is None else people})"
    one.add_argument("--people", metavar="N", type=whole(1, MOST_PEOPLE), default=people, help=says)


def whole(least: int, most: int) -> Callable[[str], int]:
    """A whole number from least to most, as somebody types it."""

    def read(typed: str) -> int:
        if not (typed.isdecimal() and len(typed) < 20 and least <= int(typed) <= most):
            raise argparse.ArgumentTypeError(f"{typed} cannot be; write a whole number from {least} to {most}")
        return int(typed)

    return read


def plainly(verb: Callable[[argparse.Namespace, Watch], int], asked: argparse.Namespace, watch: Watch) -> int:
    """Do it; what a plan or the record cannot is said in one sentence."""
    try:
        return verb(asked, watch)
    except (PlanDefect, RecordingFailed) as defect:
        raise CannotBeRead(str(defect)) from None
