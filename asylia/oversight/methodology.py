"""The methodology: every measure in words, made from its declaration; as text for people and as part of a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from asylia.oversight.telling import Definition, Ruled

HUMBLE = (
    "Disparity is not proof of error. Agreement is not proof of correctness. A quiet board is not proof of fairness: "
    "what cannot be measured stands first. Data describe only recorded people; who was never asked is not in them."
)
BEFORE = f"""# Methodology

{HUMBLE}

States: *not measurable* (what a measure needs is not there), *alarm*, *watch*, *insufficient* (too few), *suppressed*
(it would tell of a person), *ok*. Class A: a rule was broken in a case. Class B: a monitor that may be looked at any
time. Class C: a comparison of periods, with the number of looks paid for.
"""


def as_markdown(definitions: Sequence[Definition]) -> str:
    """All measures, one after another."""
    return "\n".join([BEFORE, *(part for each in definitions for part in section(each))])


def section(each: Definition) -> Iterator[str]:
    """One measure."""
    yield f"## {each.id}, version {each.version}: {each.title}\n\n{each.question} {each.why}\n"
    yield from (f"- **{name}**: {words}" for name, words in entries(each))
    yield ""


def entries(each: Definition) -> list[tuple[str, str]]:
    """What is said of a measure, by name; nothing that is empty."""
    pooled = f", pooled back until every group has {each.pooled_until}, at most {each.pooled_most} periods"
    told = {
        "Class": each.alarm_class,
        "Cannot be measured": each.lacks,
        "Counted": each.population,
        "Numerator": each.numerator,
        "Denominator": each.denominator,
        "Units": ", ".join(each.units),
        "Period": each.period + (pooled if each.pooled_until else ""),
        "Method": each.method,
        "Rules": "; ".join(f"{r.id}: {r.says} ({r.owner} answers within {r.hours} h)" for r in each.rules),
        "Not measurable when": limits(each.not_measurable),
        "Alarm when": limits(each.alarm),
        "Watch when": limits(each.watch),
        "Looks": f"q-values over all rows of the family {each.family}" if each.family else "",
        "Direction": each.direction + (", never a target" if each.direction == "context" else ""),
        "Assumes": " ".join(each.assumptions),
        "Limits": " ".join(each.limits),
        "Watched with": ", ".join(each.counter_measures),
        "Sources": "; ".join(cite if read else f"{cite} (not checked in the source)" for cite, read in each.sources),
        "Checked by": each.checked_by,
        "Next review": each.next_review.isoformat(),
        "Definition (SHA-256)": each.digest,
    }  # fmt: skip
    return [(name, words) for name, words in told.items() if words]


def limits(ruled: Sequence[Ruled]) -> str:
    """Limits in words."""
    return "; or ".join(f"{each.says}{' in two periods' if each.periods == 2 else ''}" for each in ruled)
