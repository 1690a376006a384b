"""All regime files together: which version held on a day, what is published, what may be used live."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from typing import Literal

import msgspec

from asylia.core.regime import Cited, Regime, Review
from asylia.regimes.defect import Defect, nearest
from asylia.regimes.reading import load

SHELF = Path(__file__).parent
PUBLISHED = "PUBLISHED.toml"

Direction = Literal["positive", "negative"]


class Listed(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of PUBLISHED.toml: the version, the digest of its bytes, the two who published it."""

    version: str
    digest: str
    by: tuple[str, str]


class Listing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """PUBLISHED.toml."""

    published: tuple[Listed, ...]


@cache
def regimes(folder: Path = SHELF) -> dict[str, Regime]:
    """Every version under `folder` by its name (`us_mpp/2021-12-02`), in order of id and date.

    Raises:
        Defect: any file has a defect, two versions of one regime overlap, a gap is not stated, or a
            file that is not a draft is unlisted in PUBLISHED.toml or has changed since.
    """
    found = [load(path) for path in sorted(folder.glob("*/*.toml"))]
    for _, versions in groupby(found, lambda each: each.id):
        follow_on(list(versions))
    unchanged(found, folder)
    return {each.version: each for each in found}


def named(version: str, folder: Path = SHELF) -> Regime:
    """The regime of that name. Raises Defect where there is none, or where it is still a draft."""
    known = regimes(folder)
    if version not in known:
        raise Defect(f"{version}.toml", "", f"no such version of a regime{nearest(version, known)}")
    return usable(known[version])


def version_on(regime_id: str, day: dt.date, folder: Path = SHELF) -> Regime:
    """The version of `regime_id` that was in force on `day`, its last day included.

    Raises:
        Defect: there is no such regime, no version of it was in force that day, or it is a draft.
    """
    versions = [each for each in regimes(folder).values() if each.id == regime_id]
    if not versions:
        raise Defect(
            regime_id,
            "",
            f"no such regime{nearest(regime_id, (each.id for each in regimes(folder).values()))}",
        )
    begun = [each for each in versions if each.in_force_from <= day]
    if not begun:
        raise Defect(regime_id, "", f"no version was in force on {day}: the regime had not begun")
    latest = begun[-1]  # an open version holds until the next one begins
    if latest.until is not None and latest.until < day:
        raise Defect(regime_id, "", f"no version was in force on {day}: {latest.gap_after}")
    return usable(latest)


def for_live_use(regime: Regime) -> Regime:
    """`regime` itself, when it may decide real cases.

    Raises:
        Defect: a draft, a historical text, or the agency's own review depends on the direction of
            the outcome (safeguard review.symmetry).
    """
    usable(regime)
    file = f"{regime.version}.toml"
    if regime.historical:
        raise Defect(file, "status", "historical: for replay and simulation only")
    positives, negatives = met(regime, "positive"), met(regime, "negative")
    for place, (positive, negative) in enumerate(zip(positives, negatives, strict=True), 1):
        if positive not in negatives or negative not in positives:
            raise Defect(
                file,
                f"review[{place}].rate",
                "the agency's own review may not depend on the direction of the outcome: level, category,"
                " rate, depth, days, selection and powers must be the same for both (review.symmetry)",
            )
    return regime


def usable(regime: Regime) -> Regime:
    """`regime` itself unless it is a draft, which nobody can use."""
    if regime.status == "draft":
        raise Defect(f"{regime.version}.toml", "status", "a draft cannot be used; publish it first")
    return regime


def met(regime: Regime, direction: Direction) -> list[object]:
    """For each review rule, in order: all that a decision of this direction meets there, or None."""
    return [_met(each, direction) for each in regime.review]


def _met(review: Review, direction: Direction) -> dict[str, object] | None:
    positive, negative = Decimal(review.rate.positive), Decimal(review.rate.negative)
    share = positive if direction == "positive" else negative
    if not share and (positive or negative):
        return None
    of_the_rule = [name for name in review.__struct_fields__ if name not in Cited.__struct_fields__]
    return {**{name: getattr(review, name) for name in of_the_rule}, "rate": share}


def follow_on(versions: list[Regime]) -> None:
    """Refuse overlaps inside one regime, and gaps that the earlier file does not state."""
    for earlier, later in pairwise(versions):
        file = f"{earlier.version}.toml"
        if earlier.until is None:
            continue
        if earlier.until >= later.in_force_from:
            raise Defect(file, "until", f"overlaps {later.version}: it must end before {later.in_force_from}")
        if later.in_force_from - earlier.until > dt.timedelta(days=1) and not earlier.gap_after:
            raise Defect(file, "gap_after", f"nothing holds between {earlier.until} and {later.in_force_from}: say why")
    if versions[-1].until and not versions[-1].gap_after:
        raise Defect(f"{versions[-1].version}.toml", "gap_after", f"nothing follows {versions[-1].until}: say why")


def unchanged(found: Iterable[Regime], folder: Path) -> None:
    """Refuse a file that is in use and is not listed, or whose bytes are not those that were listed."""
    listing = folder / PUBLISHED
    text = tomllib.loads(listing.read_text(encoding="utf-8")) if listing.exists() else {"published": []}
    try:
        listed = {each.version: each for each in msgspec.convert(text, Listing).published}
    except msgspec.ValidationError as error:
        raise Defect(PUBLISHED, "", str(error)) from None
    for each in found:
        line = listed.pop(each.version, None)
        if each.status == "draft":
            continue
        if line is None:
            raise Defect(f"{each.version}.toml", "status", f"{each.status}, but not listed in {PUBLISHED}")
        if len(set(line.by)) < 2:
            raise Defect(PUBLISHED, each.version, "two different people publish a regime")
        if line.digest != each.digest:
            raise Defect(
                f"{each.version}.toml",
                "",
                f"the file has changed since it was published: its digest is {each.digest}, {PUBLISHED} has"
                f" {line.digest}. A published file never changes; write a new version",
            )
    for version in listed:
        raise Defect(PUBLISHED, version, "listed, but there is no such file")
