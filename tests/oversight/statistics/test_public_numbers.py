"""The public numbers that these statistics are known to give on public data.

The data are public (US government works; UK Open Government Licence v3), and are not in this repository, as rows stand
for people. They are read from the folder that ASYLIA_OVERSIGHT_DATA names, or from shared/oversight-data
beside the checkout.
"""

import csv
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from asylia.oversight.statistics.funnel import funnel, shrunk
from asylia.oversight.statistics.rates import wilson

BESIDE = Path(__file__).parents[4] / "shared" / "oversight-data"
FOLDER = Path(os.environ.get("ASYLIA_OVERSIGHT_DATA", BESIDE))

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="needs the public data: set ASYLIA_OVERSIGHT_DATA to their folder"
)


def rows(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_judges_of_social_security_differ_far_beyond_chance():
    """SSA, FY2025, at least 100 decisions: naive limits flag 561 of 1,043 judges, the over-dispersed funnel 16."""
    decided, awarded = Counter(), Counter()
    for row in rows("ssa_alj_dispositions_fy2025_pseudonymised.csv"):
        decided[row["judge"]] += int(row["decisions"])
        awarded[row["judge"]] += int(row["awards"])
    judges = [judge for judge, many in decided.items() if many >= 100]
    x, n = [awarded[judge] for judge in judges], [decided[judge] for judge in judges]
    found = funnel(x, n)
    assert (len(judges), sum(n)) == (1043, 324_068)
    assert (round(found.target, 4), round(found.tau, 4)) == (0.5823, 0.1119)
    assert sum(abs(z) > 3 for z in found.z) == 561
    assert sum(abs(z) > 3 for z in found.z_spread) == 16
    assert np.quantile(np.array(x) / n, [0.05, 0.95]) == pytest.approx([0.338, 0.818], abs=5e-4)
    assert np.quantile(shrunk(x, n).rates, [0.05, 0.95]) == pytest.approx([0.347, 0.808], abs=6e-4)


@pytest.mark.parametrize(
    ("year", "low", "high"),
    [("2013/14", 57.3, 64.6), ("2014/15", 51.4, 58.6), ("2019/20", 72.4, 77.6), ("2022/23", 67.6, 76.1)],
)
def test_decision_quality_in_the_united_kingdom(year, low, high):
    row = next(row for row in rows("uk_decision_quality_tidy.csv") if row["financial_year"] == year)
    of = int(row["decisions_sampled"])
    ends = wilson(round(of * float(row["quality_pct"]) / 100), of)
    assert [round(100 * end, 1) for end in ends] == pytest.approx([low, high], abs=0.051)


def test_appeals_allowed_in_the_united_kingdom():
    allowed, decided = Counter(), Counter()
    for row in rows("uk_appeals_determined.csv"):
        if row["Outcome"] in {"Allowed", "Dismissed"}:
            many = int(row["Appeals determined"].replace(",", ""))
            decided[row["Year"]] += many
            allowed[row["Year"]] += many * (row["Outcome"] == "Allowed")
    shares = {year: round(allowed[year] / decided[year], 3) for year in ("2010", "2013", "2016", "2019", "2022")}
    assert shares == {"2010": 0.286, "2013": 0.268, "2016": 0.422, "2019": 0.443, "2022": 0.515}


def test_referrals_of_the_programme():
    months = rows("us_cbp_mpp_monthly.csv")
    referred = {row["month"]: int(row["cases_referred_to_uscis_fear_assessment"] or 0) for row in months}
    enrolled = {row["month"]: int(row["mpp_enrollments_cbp"] or 0) for row in months}
    assert sum(many for month, many in referred.items() if month.startswith("2019")) == 13_337
    shares = [round(referred[m] / enrolled[m], 3) for m in ("2020-10", "2020-11", "2020-12", "2021-01")]
    assert shares == [0.205, 0.292, 0.566, 0.621]
